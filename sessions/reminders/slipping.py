"""The word to the program team that a pair is slipping. The two never get it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.rules import coordinator
from pairings.models import Pairing


def pairings() -> QuerySet[Pairing]:
    return Pairing.objects.select_related("cycle__program", "junior__user", "senior__user", "rhythm")


def context(delivery: Delivery) -> Context:
    """Not due any more once they met, or planned to."""
    pairing: Pairing = delivery.subject
    rhythm = getattr(pairing, "rhythm", None)
    if rhythm is None or rhythm.slipping_since is None:
        raise NoLongerDue(gettext("The two meet again."))
    link = reverse("program_run", args=[pairing.cycle.program_id])
    return describe(pairing.junior.user.name, pairing.senior.user.name, pairing.cycle.program.name, link)


def sample(user: Any) -> Context:
    return describe("Kavya Nair", "Jack Whitfield", gettext("Digital fluency for leaders"), "/")


def describe(junior: str, senior: str, program: str, link: str) -> Context:
    return {
        "junior": junior,
        "senior": senior,
        "program": program,
        "link": link,
        "action": gettext("See how the pairs meet"),
    }


PAIR_SLIPPING = Kind(
    code="pair_slipping",
    label=_("A pair is slipping"),
    why=_("You get this because you run this program."),
    who_sees=_("Neither of the two gets this message or learns of it."),
    is_for=coordinator,
    pace=Pace.WORKING_TIME,
    context=context,
    sample=sample,
    subjects=pairings,
    group=Group.TEAM,
)
