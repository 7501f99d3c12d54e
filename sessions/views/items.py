"""Things to do: action items and commitments of the two."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import access
from people.forms.once import once
from people.models import User
from sessions.forms import ItemForm
from sessions.models import ActionItem
from sessions.rules import mentor_or_leader
from sessions.services import add_item, change_item, finish_item, remove_item, reopen_item, say_seen
from sessions.views.booking import form_page
from sessions.views.logs import own_pairing

TEMPLATE = "sessions/item_form.html"


def own_item(user: User, item_id: Any) -> ActionItem:
    items = ActionItem.objects.visible_to(user).select_related("pairing__junior__user", "pairing__senior__user")
    return get_object_or_404(items, pk=item_id)


def back_to(pairing_id: Any) -> HttpResponse:
    return redirect(reverse("pairing_detail", args=[pairing_id]) + "#to-do")


@form_page
@access(mentor_or_leader)
@once
def item_add(request: HttpRequest, pairing_id: Any) -> HttpResponse:
    """Write down something to do."""
    pairing = own_pairing(request.user, pairing_id)
    form = ItemForm(request.POST or None, pairing=pairing, user=request.user)
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "pairing": pairing}
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    add_item(pairing=pairing, entry=form.entry(), by=request.user)
    messages.success(request, _("It is on your list."))
    return back_to(pairing.pk)


@form_page
@access(mentor_or_leader)
@once
def item_edit(request: HttpRequest, item_id: Any) -> HttpResponse:
    """Another wording, owner or date."""
    item = own_item(request.user, item_id)
    form = ItemForm(request.POST or None, pairing=item.pairing, user=request.user, item=item)
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "pairing": item.pairing, "item": item}
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    entry = form.entry()
    change_item(item=item, text=entry.text, owner=entry.owner, due_on=entry.due_on)
    messages.success(request, _("The change is saved."))
    return back_to(item.pairing_id)


@require_POST
@access(mentor_or_leader)
def item_finish(request: HttpRequest, item_id: Any) -> HttpResponse:
    """It is done."""
    item = own_item(request.user, item_id)
    finish_item(item=item)
    return back_to(item.pairing_id)


@require_POST
@access(mentor_or_leader)
def item_reopen(request: HttpRequest, item_id: Any) -> HttpResponse:
    """It is not done after all."""
    item = own_item(request.user, item_id)
    reopen_item(item=item)
    return back_to(item.pairing_id)


@require_POST
@access(mentor_or_leader)
def item_seen(request: HttpRequest, item_id: Any) -> HttpResponse:
    """The mentor says whether a commitment can be seen yet."""
    item = own_item(request.user, item_id)
    say_seen(item=item, seen=request.POST.get("seen", ""), by=request.user)
    return back_to(item.pairing_id)


@require_POST
@access(mentor_or_leader)
def item_remove(request: HttpRequest, item_id: Any) -> HttpResponse:
    """Take it off the list."""
    item = own_item(request.user, item_id)
    remove_item(item=item)
    messages.success(request, _("It is off your list."))
    return back_to(item.pairing_id)
