"""Changing a sign-in e-mail: HR asks, the old address or a second HR admin confirms."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.access import access, anyone, hr_admin
from people.directory import addresses
from people.directory.forms import AddressForm
from people.errors import Refused
from people.forms.once import once
from people.forms.posted import posted
from people.models import AddressChange, User


@require_http_methods(["GET", "POST"])
@access(hr_admin)
@once
def address_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for another sign-in e-mail."""
    person = get_object_or_404(User.objects.visible_to(request.user).active(), pk=pk)
    form = AddressForm(*posted(request), initial={"email": request.GET.get("to", "")})  # type: ignore[misc]
    if request.method == "POST" and form.is_valid():
        try:
            addresses.ask_for_address(person=person, email=form.cleaned_data["email"], by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("A link to confirm was sent to %(old)s.") % {"old": person.email})
            return redirect("person_detail", pk)
    context = {"form": form, "person": person}
    return render(request, "people/address_change.html", context, status=422 if form.errors else 200)


def _change(request: HttpRequest, pk: UUID, change_pk: UUID) -> AddressChange:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    return get_object_or_404(AddressChange.objects.about(person), pk=change_pk)


@require_POST
@access(hr_admin)
def address_confirm(request: HttpRequest, pk: UUID, change_pk: UUID) -> HttpResponse:
    """Confirm as the second HR admin."""
    addresses.confirm_as_second(change=_change(request, pk, change_pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The sign-in e-mail is changed."))
    return redirect("person_detail", pk)


@require_POST
@access(hr_admin)
def address_withdraw(request: HttpRequest, pk: UUID, change_pk: UUID) -> HttpResponse:
    addresses.withdraw(change=_change(request, pk, change_pk))
    messages.success(request, _("The change was withdrawn."))
    return redirect("person_detail", pk)


@require_http_methods(["GET", "POST"])
@access(anyone)
@once
def address_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the old mailbox: shows what would change, then does it."""
    try:
        change = addresses.change_of(token)
        if request.method == "POST":
            addresses.carry_out(change=change, by=None)
            messages.success(request, _("Done. Sign in with the new address from now on."))
            return redirect("account_login")
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("account_login")
    context = {
        "title": _("Change the address you sign in with"),
        "text": _("If you did not expect this, do nothing and tell your HR team."),
        "facts": [(_("Now"), change.before), (_("From now on"), change.after)],
        "action_label": _("Change it"),
        "back_url": reverse("account_login"),
    }
    return render(request, "check.html", context)
