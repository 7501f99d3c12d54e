"""The agenda of a meeting, written by the two."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from pairings.services.earlier import keep_earlier
from people.models import User
from sessions.models import Meeting


@transaction.atomic
def write_agenda(*, meeting: Meeting, agenda: str, version: int, by: User) -> Meeting:
    """Save the agenda that was begun from `version`; raises Conflict when the partner saved another one since.

    What it said before stays readable for both, with the name of the one who changed it.
    """
    if not meeting.is_planned:
        raise Refused(_("This meeting is over, so its agenda stays as it was."))
    mine = Meeting.objects.filter(pk=meeting.pk, version=version)
    before = mine.select_for_update().values_list("agenda", flat=True).first()
    if before == agenda:
        return meeting
    if mine.update(agenda=agenda, version=F("version") + 1):
        keep_earlier(subject_id=meeting.pk, version=version, pairing=meeting.pairing, was={"agenda": before}, by=by)
        meeting.refresh_from_db(fields=["agenda", "version"])
        return meeting
    meeting.refresh_from_db(fields=["agenda", "version"])
    if meeting.agenda != agenda:
        raise Conflict
    return meeting
