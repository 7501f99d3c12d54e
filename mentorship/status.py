"""The operators' page: is everything that sends and remembers alive?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mentorship.heartbeat import CLOCK, WORKER, is_late, last_seen
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet
from people.access import PersonRequest, operator, page
from people.models import User

OVERDUE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Sign:
    """One line of the page: what is looked at, whether it is well, and what to do when it is not."""

    name: str
    is_well: bool
    finding: str
    seen_at: datetime | None = None
    remedy: str = ""


@page(operator)
@never_cache
def status(request: PersonRequest) -> HttpResponse:
    """All signs of life, the worst first."""
    signs = sorted(all_signs(timezone.now(), request.user), key=lambda sign: sign.is_well)
    return render(request, "mentorship/status.html", {"signs": signs, "is_well": all(sign.is_well for sign in signs)})


def all_signs(now: datetime, reader: User) -> list[Sign]:
    """What the page shows its reader; `now` is aware."""
    return [
        clock_sign(now),
        worker_sign(now),
        overdue_sign(now, Delivery.objects.visible_to(reader)),
        stuck_sign(
            _("Messages that could not be sent"),
            Delivery.objects.visible_to(reader).dead(),
            _("Open the outbox, read the reason of each, and send it again once the cause is gone."),
        ),
        stuck_sign(
            _("Messages that may or may not have gone out"),
            Delivery.objects.visible_to(reader).uncertain(),
            _("Look in the mail server's log whether they went out before sending them again."),
        ),
        unseen_sign(now, reader),
        mail_sign(),
    ]


def clock_sign(now: datetime) -> Sign:
    last_beat = last_seen(CLOCK)
    late = is_late(last_beat, now)
    finding = _("Last job sent:") if last_beat else _("No sign of life yet.")
    remedy = _("Start the process that runs “celery beat”, exactly one of it.") if late else ""
    return Sign(_("Scheduler"), not late, finding, last_beat, remedy)


def worker_sign(now: datetime) -> Sign:
    last_beat = last_seen(WORKER)
    late = is_late(last_beat, now)
    finding = _("Last job done:") if last_beat else _("No sign of life yet.")
    remedy = _("Start a process that runs “celery worker”, or look in its log for what holds it up.") if late else ""
    return Sign(_("Worker"), not late, finding, last_beat, remedy)


def overdue_sign(now: datetime, seen: DeliveryQuerySet) -> Sign:
    """The message that has been due for longest and still waits, or waits again since its worker died."""
    oldest = seen.oldest_due(now)
    if oldest is None:
        return Sign(_("Oldest message due"), True, _("Nothing that is due waits."))
    well = now - oldest <= OVERDUE_AFTER
    remedy = "" if well else _("Messages leave late: see scheduler, worker and mail on this page.")
    return Sign(_("Oldest message due"), well, _("Has been due since:"), oldest, remedy)


def stuck_sign(name: str, stuck: DeliveryQuerySet, remedy: str) -> Sign:
    count = stuck.count()
    return Sign(name, not count, str(count) if count else _("None."), remedy=remedy if count else "")


def unseen_sign(now: datetime, reader: User) -> Sign:
    """Never a number: it could tell how many have not answered a review."""
    name, unseen = _("Messages that are not shown to you"), Delivery.objects.unseen_by(reader)
    if unseen.stuck().exists():
        remedy = _("Open the outbox, and send them again from there.")
        return Sign(name, False, _("Some could not be sent."), remedy=remedy)
    oldest = unseen.oldest_due(now)
    if oldest and now - oldest > OVERDUE_AFTER:
        return Sign(name, False, _("Some leave late."), remedy=_("See scheduler, worker and mail on this page."))
    return Sign(name, True, _("All could be sent."))


def mail_sign() -> Sign:
    if settings.MAIL_IS_REAL:
        return Sign(_("Mail"), True, _("Goes to the mail server named in EMAIL_URL."))
    finding = _("No mail server is set: messages are written to files on this machine.")
    return Sign(_("Mail"), True, finding)
