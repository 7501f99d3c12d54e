"""Verbs of answering for somebody else: what was entered counts for nothing until that person has confirmed it."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.services import cancel_deliveries
from people.clock import local_today
from people.models import User
from programs.models import Participant
from programs.recording import record_act
from programs.services.enrolment import Enrolment, keep_choices
from programs.services.invitations import tell_invited


@transaction.atomic
def enrol_on_behalf(*, participant: Participant, enrolment: Enrolment, by: User) -> None:
    """Keep what somebody of the team has answered for a person who is invited, and ask that person to confirm it.

    They stay invited, so that nothing of it is matched or counted. Raises Refused once they have answered themselves.
    """
    marks = {"entered_by": by, "entered_at": timezone.now()}
    invited = Participant.objects.filter(pk=participant.pk, state=Participant.State.INVITED)
    if not participant.may_answer(local_today()):
        raise Refused(_("Their last day to answer has passed, so they could not confirm it. Invite them anew first."))
    if not invited.update(**enrolment.of_place, **marks, version=F("version") + 1):
        raise Refused(_("They have answered themselves in the meantime, so nothing was saved."))
    keep_choices(participant, enrolment)
    cancel_deliveries(subject_id=participant.pk, kinds=["invitation"], reason=_("A later one says more."))
    occasion = f"entered:{local_today()}"
    tell_invited(cycle=participant.cycle, user_ids=[participant.user_id], occasion=occasion, until=participant.last_day)
    record_act("participant.entered", participant.cycle.program_id, about=participant, person=participant.user, by=by)


@transaction.atomic
def discard_entered(*, participant: Participant, by: User) -> bool:
    """Take back what was answered on somebody's behalf, while they have not confirmed it; they stay invited."""
    invited = Participant.objects.filter(pk=participant.pk, state=Participant.State.INVITED, entered_at__isnull=False)
    if not invited.update(entered_by=None, entered_at=None, capacity=1, version=F("version") + 1):
        return False
    participant.choices.all().delete()
    participant.answers.all().delete()
    record_act("participant.cleared", participant.cycle.program_id, about=participant, person=participant.user, by=by)
    return True
