"""The agenda of a meeting, written by the two."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from people.conflicts import Conflict
from people.errors import Refused
from sessions.models import Meeting


@transaction.atomic
def write_agenda(*, meeting: Meeting, agenda: str, version: int) -> Meeting:
    """Save the agenda that was begun from `version`; raises Conflict when the partner saved another one since."""
    if not meeting.is_planned:
        raise Refused(_("This meeting is over, so its agenda stays as it was."))
    mine = Meeting.objects.filter(pk=meeting.pk, version=version)
    if mine.update(agenda=agenda, version=F("version") + 1):
        meeting.refresh_from_db(fields=["agenda", "version"])
        return meeting
    meeting.refresh_from_db(fields=["agenda", "version"])
    if meeting.agenda != agenda:
        raise Conflict
    return meeting
