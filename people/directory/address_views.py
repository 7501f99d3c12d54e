"""Asking for other sign-in e-mails: of one person, or of everybody at a mail domain."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.forms.bound_data import posted
from people.access import ONCE, PersonRequest, hr_admin, page
from people.approvals import address_changes
from people.directory.forms import AddressForm, DomainForm
from people.models import User


@page(hr_admin, post=ONCE)
def address_change(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Ask for another sign-in e-mail."""
    person = get_object_or_404(User.objects.visible_to(request.user).active(), pk=pk)
    form = AddressForm(*posted(request), initial={"email": request.GET.get("to", "")})
    if request.method == "POST" and form.is_valid():
        try:
            act = address_changes.ask_for_address(person=person, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("A link to confirm goes to %(old)s.") % {"old": person.email})
            return redirect("held_act", act.pk)
    context = {"form": form, "person": person}
    return render(request, "people/address_change.html", context, status=422 if form.errors else 200)


@page(hr_admin, post=ONCE)
def domain_change(request: PersonRequest) -> HttpResponse:
    """Ask for another mail domain for everybody who has one now."""
    form = DomainForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            act = address_changes.ask_for_domain(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("before", str(refusal))
        else:
            messages.success(request, _("It now waits for a second HR admin. All HR admins are told."))
            return redirect("held_act", act.pk)
    return render(request, "people/domain_change.html", {"form": form}, status=422 if form.errors else 200)
