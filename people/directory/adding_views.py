"""HR adds people whom no roster has, and looks after the time of guests."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.posts import posted
from people.access import HARMLESS, ONCE, PersonRequest, hr_admin, page
from people.directory import adding
from people.directory.adding_forms import AddPersonForm, GuestForm
from people.models import User


@page(hr_admin, post=ONCE)
def person_add(request: PersonRequest) -> HttpResponse:
    """Somebody whom the roster does not have: asked about whoever has the same name, then added."""
    form = AddPersonForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = adding.add_person(new=form.new_person, by=request.user)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(name)s is here now, and can be invited to a program.") % {"name": person})
            return redirect("person_detail", person.pk)
    context = {"form": form, "back_url": reverse("people_list")}
    return render(request, "people/person_add.html", context, status=422 if form.errors else 200)


@page(hr_admin, post=HARMLESS)
def guest_change(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Until when a guest may sign in, and who vouches for the address."""
    guests = User.objects.visible_to(request.user).filter(guest_until__isnull=False)
    person = get_object_or_404(guests, pk=pk)
    form = GuestForm(*posted(request), person=person)
    if request.method == "POST" and form.is_valid():
        try:
            adding.vouch_for_guest(person=person, until=form.cleaned_data["guest_until"], by=request.user)
        except Refused as refusal:
            form.add_error("guest_until", str(refusal))
        else:
            messages.success(request, _("%(name)s may sign in until then.") % {"name": person})
            return redirect("person_detail", pk)
    context = {"form": form, "person": person, "back_url": reverse("person_detail", args=[pk])}
    return render(request, "people/guest_change.html", context, status=422 if form.errors else 200)
