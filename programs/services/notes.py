"""Writing to people of a cycle by hand."""

import uuid
from collections.abc import Iterable
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.services import owe
from people.models import User
from programs.models import Cycle, Participant, TeamNote
from programs.querysets import GONE
from programs.recording import record_act
from programs.services.setup import refuse_archived

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
