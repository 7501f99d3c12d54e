"""What is waiting, what went out, what could not, and why: without a word of what was said."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.lists import Chip, chip, laid_out, render_list, wants_download
from frame.navigation import address_inside
from notifications import scopes, services
from notifications.filters import OutboxFilter
from notifications.models import Delivery
from notifications.querysets import COUNTED, MANY, DeliveryQuerySet
from notifications.rules import sees_outbox, sees_previews
from notifications.tables import OutboxTable
from people.access import HARMLESS, PersonRequest, action, operator, page
from people.audit import recording


@page(sees_outbox)
def outbox(request: PersonRequest) -> HttpResponseBase:
    """The deliveries one may look after: filters, order and page in the address, also as a file."""
    visible = Delivery.objects.visible_to(request.user)
    programs = scopes.names_open_to(request.user)
    filters = OutboxFilter(request.GET, queryset=visible.for_outbox(), programs=programs)
    summary = filters.rows.by_state(timezone.now())
    chosen = request.GET.get("state", "")
    shown = filters.rows.filter(state=chosen) if chosen else filters.rows
    counts = {chosen: summary.counts.get(chosen, 0)} if chosen else summary.counts
    table = OutboxTable(shown, programs=programs, may_mend=operator(request.user))
    laid_out(request, table, count=sum(counts.values()), has_more=any(counts.get(state) == COUNTED for state in MANY))
    if wants_download(request):
        recording.record(actor=request.user, act="outbox.downloaded", details=filters.as_details())
        return table.as_file(request, _("Outbox"))
    context = {
        "table": table,
        "filter": filters,
        "chips": state_chips(request.GET, summary.counts, chosen),
        "is_empty": not summary.counts and not visible.exists(),
        "oldest_due": summary.oldest_due,
        "mail_dir": None if settings.MAIL_IS_REAL or not operator(request.user) else settings.MAIL_DIR,
        "mendable": retry_links(request, summary.counts),
        "has_unseen": operator(request.user) and Delivery.objects.unseen_by(request.user).stuck().exists(),
        "shows_previews": sees_previews(request.user),
    }
    return render_list(request, "notifications/outbox.html", context)


def retry_links(request: PersonRequest, counts: dict[str, int]) -> dict[str, object]:
    """For operators, where something is stuck: of which state, how many, and the filters kept."""
    chosen = request.GET.get("state") or Delivery.State.DEAD
    is_stuck = chosen in services.STUCK and counts.get(chosen)
    if not is_stuck or not operator(request.user):
        return {}
    query = request.GET.copy()
    query.pop("page", None)
    query["state"] = chosen
    return {"count": counts[chosen], "is_dead": chosen == Delivery.State.DEAD, "query": query.urlencode()}


def state_chips(asked: QueryDict, counts: dict[str, int], chosen: str) -> list[Chip]:
    """One chip per state that occurs, with its number; the chosen one leads back to all."""
    return [
        chip(asked, "state", state.value, f"{str(state.label).capitalize()} ({how_many(state, counts)})")
        for state in Delivery.State
        if state in counts or state == chosen
    ]


def how_many(state: str, counts: dict[str, int]) -> str:
    """Where no more were counted, with a sign that says so."""
    count = counts.get(state, 0)
    return _("%(count)s or more") % {"count": count} if state in MANY and count == COUNTED else str(count)


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
    return redirect(address_inside(request, request.POST.get("next", ""), default="/outbox/"))
