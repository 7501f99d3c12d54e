"""Verbs about a program's messages: say one in words of its own, try it, write to people of a cycle by hand."""

import hashlib
import uuid
from collections.abc import Iterable
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from notifications import message_texts
from notifications.kinds import Kind
from notifications.message_texts import Worded
from notifications.services import owe
from notifications.trial_messages import send_trial
from people.models import User
from programs.models import Cycle, Participant, Program, TeamNote
from programs.querysets import GONE
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


KIND = "team_note"
BATCH = 1000


def reachable(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """Those of them who can be written to: they are here, and have neither left the cycle nor been declined."""
    return participants.filter(user__is_active=True).exclude(state__in=GONE)


@transaction.atomic
def send_note(*, cycle: Cycle, subject: str, text: str, user_ids: Iterable[uuid.UUID], by: User) -> TeamNote:
    """Owe each of these people one message in these words, by mail and in the app.

    Raises Refused where there is nobody, or the program is archived.
    """
    refuse_archived(cycle.program)
    recipients = sorted(set(user_ids))
    if not recipients:
        raise Refused(_("There is nobody to write to any more."))
    note = TeamNote.objects.create(cycle=cycle, subject=subject, text=text, sent_by=by, recipient_count=len(recipients))
    for some in batched(recipients, BATCH):
        owe(kind=KIND, recipients=some, subject_id=note.pk, scope=cycle.program_id)
    record_act("people.written_to", cycle.program, about=cycle, by=by, subject=subject, how_many=len(recipients))
    return note
