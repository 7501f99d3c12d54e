"""The message to the other of the two that something was written down which waits for their word."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from pairings.models import Impact
from pairings.services.impacts import TO_CONFIRM


def impacts() -> QuerySet[Impact]:
    return Impact.objects.with_people().select_related("pairing__cycle__program")


def context(delivery: Delivery) -> Context:
    """Neither what has changed nor by how much: the words are the two's alone."""
    impact: Impact = delivery.subject
    side = impact.pairing.side_of(delivery.recipient)
    if not side or impact.author_id == delivery.recipient_id or not impact.pairing.is_running:
        raise NoLongerDue(gettext("The pairing is over."))
    if impact.withdrawn_at:
        raise NoLongerDue(gettext("It was taken back."))
    if impact.is_confirmed_by(side):
        raise NoLongerDue(gettext("It is confirmed."))
    if delivery.extra.get("version", impact.version) != impact.version:
        raise NoLongerDue(gettext("It has been written anew since."))
    link = reverse("pairing_detail", args=[impact.pairing_id]) + "#impacts"
    return describe(impact.pairing.partner_of(delivery.recipient).name, link)


def describe(other: str, link: str) -> Context:
    return {"other": other, "link": link, "action": gettext("Read it and say so")}


def sample(user: Any) -> Context:
    return describe("Jack Whitfield", "/")


IMPACT_TO_CONFIRM = Kind(
    code=TO_CONFIRM,
    pace=Pace.WORKING_TIME,
    label=_("Your partner has written down what has changed"),
    why=_("You get this because it counts only once both of you see it so."),
    who_sees=_("Nobody else learns that you got it."),
    context=context,
    sample=sample,
    subjects=impacts,
    is_secret=True,  # that there is one is the two's alone
    group=Group.PAIRING,
)
