"""The settings of the organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frame.edit_conflicts import Conflict, conflict_response
from frame.forms.bound_data import posted
from people.access import access, hr_admin
from people.models import Organization
from people.models.organization import site_url
from people.organization.forms import OrganizationForm
from people.organization.services import change_organization


@require_http_methods(["GET", "POST"])
@access(hr_admin)
def organization_edit(request: HttpRequest) -> HttpResponse:
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


def both_versions(request: HttpRequest, form: OrganizationForm) -> HttpResponse:
    """Somebody else saved meanwhile: theirs and mine side by side."""
    fresh = OrganizationForm(instance=Organization.objects.current()).initial["version"]
    return conflict_response(
        request, mine=form.texts(form.values), theirs=form.texts(form.now()), back_url=request.path, version=fresh
    )
