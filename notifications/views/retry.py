"""Sending again, or discarding, all that could not be sent: after a page that says how many."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notifications import scopes, services
from notifications.filters import OutboxFilter
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet
from people.access import ONCE, PersonRequest, operator, page

State = Delivery.State
TEXTS = {
    ("retry", State.DEAD): gettext_lazy(
        "These could not be sent. Do this once the reason is mended; they go out within minutes."
    ),
    ("retry", State.UNCERTAIN): gettext_lazy(
        "These may have arrived already: the connection broke just then. Whoever got one gets it twice."
    ),
    ("discard", State.DEAD): gettext_lazy("They are given up for good, and nobody is told."),
    ("discard", State.UNCERTAIN): gettext_lazy("They count as given up, whether they have arrived or not."),
}


@dataclass(frozen=True)
class Retry:
    """What is done to all of them: its title, its button for n messages, and the verb."""

    title: str | Promise
    button: Callable[[int], str]
    done: Callable[[int], str]
    act: Callable[..., int]
    is_harmful: bool = False


RETRIES = {
    "retry": Retry(
        gettext_lazy("Send these messages again?"),
        lambda n: ngettext("Send %(n)s message again", "Send %(n)s messages again", n) % {"n": n},
        lambda n: ngettext("%(n)s message will be sent again.", "%(n)s messages will be sent again.", n) % {"n": n},
        services.retry_deliveries,
    ),
    "discard": Retry(
        gettext_lazy("Discard these messages?"),
        lambda n: ngettext("Discard %(n)s message", "Discard %(n)s messages", n) % {"n": n},
        lambda n: ngettext("%(n)s message is discarded.", "%(n)s messages are discarded.", n) % {"n": n},
        services.discard_deliveries,
        is_harmful=True,
    ),
}


@page(operator, post=ONCE)
def deliveries_mend(request: PersonRequest, act: str) -> HttpResponse:
    """Send again, or give up, all messages that could not be sent; with `?state=uncertain` those that may or may not
    have gone out, as the outbox's filters leave them."""
    if act not in RETRIES:
        raise Http404
    mending, stuck = RETRIES[act], stuck_deliveries(request)
    fitting = stuck if act == "discard" else stuck.not_too_late(timezone.now())
    count, back_url = fitting.count(), f"{reverse('outbox')}?{request.GET.urlencode()}"
    if not count:
        messages.warning(request, _("There is nothing of that kind to do here any more."))
        return HttpResponseRedirect(back_url)
    if request.method == "POST" and request.POST.get("expected") == str(count):
        messages.success(request, mending.done(mending.act(deliveries=fitting)))
        return HttpResponseRedirect(back_url)
    if request.method == "POST":
        messages.warning(request, _("Their number has changed since you looked. Check it once more."))
    context = {
        "title": mending.title,
        "text": TEXTS[act, state_of(request)],
        "facts": retry_facts(fitting, late=stuck.count() - count),
        "action_label": mending.button(count),
        "is_harmful": mending.is_harmful,
        "back_url": back_url,
        "count": count,
    }
    return render(request, "notifications/deliveries_mend.html", context)


def state_of(request: PersonRequest) -> State:
    return State.UNCERTAIN if request.GET.get("state") == State.UNCERTAIN else State.DEAD


def stuck_deliveries(request: PersonRequest) -> DeliveryQuerySet:
    """What the page's filters leave of the dead or the uncertain ones; nothing while a filter cannot be read."""
    visible = Delivery.objects.visible_to(request.user)
    programs = scopes.names_open_to(request.user)
    filtered = OutboxFilter(request.GET, queryset=visible.filter(state=state_of(request)), programs=programs)
    rows: DeliveryQuerySet = filtered.rows
    return rows


def retry_facts(fitting: DeliveryQuerySet, *, late: int) -> list[tuple[str, object]]:
    """How many there are, how many of them mails, to how many people; and how many it is too late for."""
    counts = fitting.order_by().aggregate(
        all=Count("pk"), mails=Count("pk", filter=Q(channel="email")), people=Count("recipient", distinct=True)
    )
    rows: list[tuple[str, object]] = [
        (_("Messages"), counts["all"]),
        (_("By e-mail"), counts["mails"]),
        (_("Recipients"), counts["people"]),
    ]
    return [*rows, (_("Too late to be of use, and left alone"), late)] if late else rows


UNSEEN = {
    "retry": gettext_lazy(
        "Some messages that the outbox shows to nobody, or not to you, could not be sent. How many and to whom is not "
        "said, since it could tell who has answered a review. They go out within minutes, unless it is too late."
    ),
    "discard": gettext_lazy(
        "Some messages that the outbox shows to nobody, or not to you, could not be sent. How many and to whom is not "
        "said, since it could tell who has answered a review. All of them are given up for good, and nobody is told."
    ),
}


@page(operator, post=ONCE)
def unseen_mend(request: PersonRequest, act: str) -> HttpResponse:
    """Send again, or give up, all that is stuck and not shown to the operator: without saying how many."""
    if act not in RETRIES:
        raise Http404
    mending = RETRIES[act]
    if request.method == "POST":
        mending.act(deliveries=Delivery.objects.unseen_by(request.user).stuck())
        messages.success(request, _("Done."))
        return redirect("outbox")
    context = {
        "title": mending.title,
        "text": UNSEEN[act],
        "action_label": _("Send them again") if act == "retry" else _("Discard them"),
        "is_harmful": mending.is_harmful,
        "back_url": reverse("outbox"),
    }
    return render(request, "check.html", context)
