"""The messages of a program in its own words."""

import hashlib

from django.utils import timezone

from frame.errors import Conflict
from notifications import message_texts
from notifications.kinds import Kind
from notifications.message_texts import Worded
from notifications.trial_messages import send_trial
from people.models import User
from programs.models import Program
from programs.recording import record_act
from programs.services.setup import refuse_archived


def word_message(*, program: Program, kind: Kind, worded: Worded | None, by: User, seen: int) -> None:
    """Say it in these words from now on; None goes back to the standard ones. Saying the same twice changes nothing.

    Raises Refused for an archived program, Conflict when somebody saved another version since version `seen`.
    """
    refuse_archived(program)
    versions = message_texts.history_of(program.pk, kind)
    now_said = message_texts.words_of(versions)
    if now_said == worded:
        return
    if versions and versions[0].version != seen:
        raise Conflict
    message_texts.save_text(scope=program.pk, kind=kind, worded=worded, author=by, seen=seen)
    record_act("message.worded", program, about=program, message=kind.code, what="worded" if worded else "standard")


def try_message(*, program: Program, kind: Kind, worded: Worded | None, to: User) -> None:
    """Send it to the one who writes it; the same words asked for twice within a minute come once."""
    digest = hashlib.sha256(repr(worded).encode()).hexdigest()[:12]
    occasion = f"{kind.code}:{digest}:{timezone.now():%Y-%m-%dT%H:%M}"
    send_trial(kind=kind, worded=worded, scope=program.pk, to=to, occasion=occasion)
