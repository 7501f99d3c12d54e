"""A person's own messages."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from frame.lists import chip, page_of
from frame.navigation import address_inside
from notifications import services
from notifications.models import Delivery
from people.access import HARMLESS, PersonRequest, action, page, signed_in

PER_PAGE = 20


@page(signed_in)
def inbox(request: PersonRequest) -> HttpResponse:
    """All messages to oneself; with `?show=unread` those one has not read."""
    own = Delivery.objects.inbox_of(request.user).for_inbox()
    only_unread = request.GET.get("show") == "unread"
    page = page_of(request.GET, own.unread() if only_unread else own, PER_PAGE)
    unread = services.unread_count(request.user)
    chips = [chip(request.GET, "show", "unread", _("Unread (%(n)s)") % {"n": unread})]
    context = {"page": page, "only_unread": only_unread, "unread": unread, "chips": chips}
    return render(request, "notifications/inbox.html", context)


@action(signed_in, post=HARMLESS)
def notification_open(request: PersonRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """Mark a message as read and go to what it is about."""
    delivery = get_object_or_404(Delivery.objects.inbox_of(request.user), pk=delivery_id)
    services.mark_read(user=request.user, delivery=delivery)
    return redirect(address_inside(request, delivery.link, default="/"))


@action(signed_in, post=HARMLESS)
def notification_read(request: PersonRequest, delivery_id: uuid.UUID) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.inbox_of(request.user), pk=delivery_id)
    services.mark_read(user=request.user, delivery=delivery)
    return redirect(address_inside(request, request.POST.get("next", ""), default="/notifications/"))


@action(signed_in, post=HARMLESS)
def notifications_read(request: PersonRequest) -> HttpResponse:
    """Mark everything as read."""
    if services.mark_read(user=request.user):
        messages.success(request, _("All messages are marked as read."))
    return redirect("inbox")
