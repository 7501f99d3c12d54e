"""Messages about legal holds, to the other HR admins who may see them: nobody keeps something back unseen."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.services import owe
from people.access import hr_admin
from people.models import LegalHold, User

CODE = "legal_hold"
PLACED, LIFTED = "placed", "lifted"


def tell_of_hold(hold: LegalHold, *, by: User) -> None:
    """Owe the message that a hold was placed, or lifted, inside the transaction of that. Whoever is close to it is not
    told: the message would say that there is one."""
    seen = LegalHold.objects.filter(pk=hold.pk)
    admins = [admin for admin in User.objects.hr_admins().exclude(pk=by.pk) if seen.visible_to(admin).exists()]
    event = LIFTED if hold.lifted_at else PLACED
    recipients = [admin.pk for admin in admins]
    owe(kind=CODE, recipients=recipients, subject_id=hold.pk, occasion=event, extra={"event": event})


def holds() -> QuerySet[LegalHold]:
    return LegalHold.objects.select_related("placed_by", "lifted_by")


def context(delivery: Delivery) -> Context:
    """Who placed or lifted it; on whom, and why, stands behind the link."""
    hold: LegalHold = delivery.subject
    if not LegalHold.objects.filter(pk=hold.pk).visible_to(delivery.recipient).exists():
        raise NoLongerDue(gettext("The recipient may not see it."))
    event = delivery.extra["event"]
    return describe(str(hold.lifted_by if event == LIFTED else hold.placed_by), event)


def sample(user: User) -> Context:
    return describe(gettext("Omar Haddad"), PLACED)


def describe(by: str, event: str) -> Context:
    return {"by": by, "event": event, "link": reverse("hold_list"), "action": gettext("Look at the holds")}


def is_for(user: Any) -> bool:
    return hr_admin(user)


LEGAL_HOLD = Kind(
    code=CODE,
    pace=Pace.AT_ONCE,
    label=_("A legal hold was placed or lifted"),
    why=_("You get this because you are an HR admin."),
    context=context,
    sample=sample,
    subjects=holds,
    is_secret=True,  # whom it does not reach would tell on whom it is
    is_for=is_for,
    group=Group.TEAM,
)
