"""What is waiting, what went out, what could not, and why: without a word of what was said."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from frame.tables import counted
from frame.themes import inside
from notifications import scopes, services
from notifications.filters import OutboxFilter
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet
from notifications.rules import sees_outbox, sees_previews
from notifications.tables import OutboxTable
from people.access import HARMLESS, PersonRequest, action, operator, page

PER_PAGE = 25


@page(sees_outbox)
def outbox(request: PersonRequest) -> HttpResponse:
    """The deliveries one may look after: filters, sorting and page in the URL."""
    visible = Delivery.objects.visible_to(request.user)
    programs = scopes.names_of(Delivery.objects.scopes_open_to(request.user))
    filtered = OutboxFilter(request.GET, queryset=visible.for_outbox(), programs=programs)
    found = filtered.qs.by_state(timezone.now())
    chosen = request.GET.get("state", "")
    shown, count = filtered.qs, sum(found.counts.values())
    if chosen in Delivery.State.values:
        shown, count = shown.filter(state=chosen), found.counts.get(chosen, 0)
    table = OutboxTable(shown, programs=programs, may_mend=operator(request.user), request=request)
    RequestConfig(request, paginate=counted(count, PER_PAGE)).configure(table)
    return render(
        request,
        "notifications/outbox.html",
        {
            "table": table,
            "filter": filtered,
            "chips": state_chips(request.GET, found.counts, chosen),
            "filtered": any(request.GET.get(name) for name in ("state", *filtered.filters)),
            "is_empty": not found.counts and not visible.exists(),
            "oldest_due": found.oldest_due,
            "mail_dir": None if settings.MAIL_IS_REAL or not operator(request.user) else settings.MAIL_DIR,
            "mendable": mendable(request, found.counts),
            "has_unseen": operator(request.user) and Delivery.objects.unseen_by(request.user).stuck().exists(),
            "shows_previews": sees_previews(request.user),
        },
    )


def mendable(request: PersonRequest, counts: dict[str, int]) -> dict[str, object]:
    """For operators, where something is stuck: of which state, how many, and the filters kept."""
    chosen = request.GET.get("state") or Delivery.State.DEAD
    is_stuck = chosen in services.STUCK and counts.get(chosen)
    if not is_stuck or not operator(request.user):
        return {}
    kept = request.GET.copy()
    kept.pop("page", None)
    kept["state"] = chosen
    return {"count": counts[chosen], "is_dead": chosen == Delivery.State.DEAD, "query": kept.urlencode()}


def state_chips(query: QueryDict, counts: dict[str, int], chosen: str) -> list[dict[str, object]]:
    """One chip per state that occurs, with its number; the chosen one leads back to all."""
    chips = []
    for state in Delivery.State:
        if state in counts or state == chosen:
            wanted = query.copy()
            wanted.pop("page", None)
            wanted["state"] = "" if state == chosen else state.value
            label = f"{str(state.label).capitalize()} ({counts.get(state, 0)})"
            chips.append({"label": label, "url": f"?{wanted.urlencode()}", "is_current": state == chosen})
    return chips


@action(operator, post=HARMLESS)
def delivery_retry(request: PersonRequest, delivery_id: uuid.UUID) -> HttpResponse:
    services.retry_delivery(delivery=stuck_or_404(request, delivery_id))
    messages.success(request, _("It will be sent again within a minute."))
    return back(request)


@action(operator, post=HARMLESS)
def delivery_discard(request: PersonRequest, delivery_id: uuid.UUID) -> HttpResponse:
    services.discard_delivery(delivery=stuck_or_404(request, delivery_id))
    messages.success(request, _("The message is discarded."))
    return back(request)


def stuck_or_404(request: PersonRequest, delivery_id: uuid.UUID) -> Delivery:
    visible: DeliveryQuerySet = Delivery.objects.visible_to(request.user)
    return get_object_or_404(visible, pk=delivery_id)


def back(request: PersonRequest) -> HttpResponse:
    return redirect(inside(request, request.POST.get("next", ""), default="/outbox/"))
