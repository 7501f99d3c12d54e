"""Giving thanks, and taking them back."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.audiences import Audience, people_in, standing_of
from community.floods import refuse_flood
from community.models import Thanks
from frame.errors import Refused
from notifications.services import cancel_deliveries, owe
from people.models import User
from programs.models import Program

RECEIVED = "thanks_received"
MOST_A_DAY = 10


@transaction.atomic
def give_thanks(*, program: Program, by: User, to: User, reason: str, text: str, audience: str) -> Thanks:
    """One person of a program thanks another, who gets a message without the words. Raises Refused for oneself, for
    somebody who is not in the program, and for more than others can take in."""
    if to.pk == by.pk:
        raise Refused(_("Thanks go to somebody else. Choose whom you owe them, or keep a reflection for yourself."))
    if program.pk not in standing_of(by).takes_part:
        raise Refused(_("You do not take part in this program any more, so nobody in it can be thanked from here."))
    if not people_in(program.pk).filter(pk=to.pk).exists():
        raise Refused(_("They do not take part in this program any more. Tell them yourself: it counts as much."))
    refuse_flood(by=by, written=Thanks.objects.filter(giver=by), at="given_at", most=MOST_A_DAY)
    thanks: Thanks = Thanks.objects.create(
        program=program, giver=by, receiver=to, reason=reason, text=text, audience=audience
    )
    owe(kind=RECEIVED, recipients=[to.pk], subject_id=thanks.pk, scope=program.pk)
    return thanks


@transaction.atomic
def take_back_thanks(*, thanks: Thanks, by: User) -> None:
    """Its author takes the words back, and nothing is left of them; whoever got them takes them from everybody else's
    eyes. Doing so again changes nothing."""
    if by.pk == thanks.giver_id:
        cancel_deliveries(subject_id=thanks.pk, kinds=[RECEIVED], reason=_("It was taken back."))
        Thanks.objects.filter(pk=thanks.pk, giver=by).delete()
    elif by.pk == thanks.receiver_id:
        Thanks.objects.filter(pk=thanks.pk, receiver=by).update(audience=Audience.THEM)
    else:
        raise Refused(_("Only the one who gave thanks, and the one who got them, can take them back."))
