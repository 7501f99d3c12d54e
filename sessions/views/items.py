"""Things to do: action items and commitments of the two."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.models import User
from sessions.form_data import ItemEntry
from sessions.forms import ItemAdjustForm, ItemForm, WithdrawForm
from sessions.item_trace import trace_of
from sessions.models import ActionItem
from sessions.rules import mentor_or_leader
from sessions.services import (
    add_item,
    change_item,
    finish_item,
    remove_item,
    reopen_item,
    say_fine,
    say_seen,
    shown_to,
    withdraw_item,
)
from sessions.views.logs import own_pairing

TEMPLATE = "sessions/item_form.html"


def own_item(user: User, item_id: Any) -> ActionItem:
    """An item of the two; whoever opens or answers it has seen it."""
    people = ("pairing__junior__user", "pairing__senior__user", "withdrawn_by", "created_by")
    items = ActionItem.objects.visible_to(user).select_related(*people)
    shown = shown_to(user, items.filter(pk=item_id))
    if not shown:
        raise Http404
    return shown[0]


def back_to(pairing_id: Any) -> HttpResponse:
    return redirect(reverse("pairing_detail", args=[pairing_id]) + "#to-do")


@page(mentor_or_leader, post=ONCE)
def item_add(request: PersonRequest, pairing_id: Any) -> HttpResponse:
    """Write down something to do."""
    pairing = own_pairing(request.user, pairing_id)
    form = ItemForm(request.POST or None, pairing=pairing, user=request.user)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "pairing": pairing}
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    add_item(pairing=pairing, entry=form.entry(), by=request.user)
    messages.success(request, _("It is on your list."))
    return back_to(pairing.pk)


@page(mentor_or_leader, post=ONCE)
def item_edit(request: PersonRequest, item_id: Any) -> HttpResponse:
    """Another wording, owner or date; also the page of one item, with all that was changed about it."""
    item = own_item(request.user, item_id)
    form = ItemForm(request.POST or None, pairing=item.pairing, user=request.user, item=item)
    context = page_of(item, request.user) | {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    try:
        save_change(item, form.entry(), request.user)
    except Refused as error:
        form.add_error(None, str(error))
        return render(request, TEMPLATE, context, status=422)
    messages.success(request, _("The change is saved."))
    return back_to(item.pairing_id)


def page_of(item: ActionItem, user: User) -> dict[str, Any]:
    return {
        "item": item,
        "pairing": item.pairing,
        "trace": trace_of(item, user),
        "may_change": item.pairing.is_running and not item.is_settled,
        "may_withdraw": item.pairing.is_running and item.can_be_withdrawn(user),
        "is_slip": item.pairing.is_running and item.is_slip(user, timezone.now()),
    }


def save_change(item: ActionItem, entry: ItemEntry, by: User) -> None:
    change_item(item=item, by=by, text=entry.text, owner=entry.owner, due_on=entry.due_on, kind=entry.kind)


@action(mentor_or_leader, post=HARMLESS)
def item_adjust(request: PersonRequest, item_id: Any) -> HttpResponse:
    """Another owner or date, chosen beside the item on the page of its meeting."""
    item = own_item(request.user, item_id)
    form = ItemAdjustForm(request.POST, item=item, user=request.user)
    if not form.is_valid():
        raise Refused(_("Choose who does it, and a date or none. Nothing was changed."))
    save_change(item, form.entry(), request.user)
    messages.success(request, _("The change is saved."))
    return redirect("meeting_detail", item.meeting_id) if item.meeting_id else back_to(item.pairing_id)


@action(mentor_or_leader, post=HARMLESS)
def item_finish(request: PersonRequest, item_id: Any) -> HttpResponse:
    """Its owner says that it is done."""
    item = own_item(request.user, item_id)
    finish_item(item=item, by=request.user)
    return back_to(item.pairing_id)


@action(mentor_or_leader, post=HARMLESS)
def item_reopen(request: PersonRequest, item_id: Any) -> HttpResponse:
    """Its owner says that it is not done after all."""
    item = own_item(request.user, item_id)
    reopen_item(item=item, by=request.user)
    return back_to(item.pairing_id)


@action(mentor_or_leader, post=HARMLESS)
def item_seen(request: PersonRequest, item_id: Any) -> HttpResponse:
    """The mentor says whether a commitment can be seen yet."""
    item = own_item(request.user, item_id)
    say_seen(item=item, seen=request.POST.get("seen", ""), by=request.user)
    return back_to(item.pairing_id)


@page(mentor_or_leader, post=ONCE)
def item_withdraw(request: PersonRequest, item_id: Any) -> HttpResponse:
    """Say that it will not come about, and why."""
    item = own_item(request.user, item_id)
    form = WithdrawForm(request.POST or None)
    context = {"form": form, "item": item, "pairing": item.pairing}
    if request.method != "POST" or not form.is_valid():
        return render(request, "sessions/item_withdraw.html", context, status=422 if form.errors else 200)
    withdraw_item(item=item, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("It is withdrawn. You both still read it, with your reason."))
    return back_to(item.pairing_id)


@action(mentor_or_leader, post=HARMLESS)
def item_fine(request: PersonRequest, item_id: Any) -> HttpResponse:
    """The mentor has nothing against a promise being withdrawn, or takes that back."""
    item = own_item(request.user, item_id)
    say_fine(item=item, is_fine=request.POST.get("fine") == "yes", by=request.user)
    return back_to(item.pairing_id)


@action(mentor_or_leader, post=HARMLESS)
def item_remove(request: PersonRequest, item_id: Any) -> HttpResponse:
    """Undo a slip of one's own that the other has not seen."""
    item = own_item(request.user, item_id)
    remove_item(item=item, by=request.user)
    messages.success(request, _("It is off your list. Nobody else has seen it."))
    return back_to(item.pairing_id)
