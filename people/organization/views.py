"""The settings of the organisation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frame.errors import Conflict, conflict_response
from frame.forms.bound_data import posted
from people.access import HARMLESS, PersonRequest, hr_admin, page
from people.models import Organization
from people.models.organization import site_url
from people.organization.forms import OrganizationForm
from people.organization.services import change_organization


@page(hr_admin, post=HARMLESS)
def organization_edit(request: PersonRequest) -> HttpResponse:
    """Name, clock, and what stands in messages."""
    organization = Organization.objects.current()
    form = OrganizationForm(*posted(request), instance=organization)
    if request.method == "POST" and form.is_valid():
        try:
            change_organization(organization=organization, values=form.values, seen=form.seen)
        except Conflict:
            return both_versions(request, form)
        messages.success(request, _("The settings are saved."))
        return redirect("organization_edit")
    return render(
        request,
        "people/organization_edit.html",
        {"form": form, "site_url": site_url()},
        status=422 if form.errors else 200,
    )


def both_versions(request: PersonRequest, form: OrganizationForm) -> HttpResponse:
    """Somebody else saved meanwhile: theirs and mine side by side."""
    fresh = OrganizationForm(instance=Organization.objects.current()).initial["version"]
    return conflict_response(
        request, mine=form.texts(form.values), theirs=form.texts(form.now()), back_url=request.path, version=fresh
    )
