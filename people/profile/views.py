"""Pages about oneself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.forms.bound_data import posted
from frame.request_limits import at_most
from people.access import HARMLESS, ONCE, PersonRequest, action, page, signed_in
from people.approvals import pages
from people.directory.forms import PrivateConflictForm
from people.directory.services import remove_conflict
from people.models import ConflictOfInterest
from people.person_records import facts_about
from people.profile.forms import ProfileForm
from people.profile.services import change_profile, keep_apart


@page(signed_in, post=ONCE)
@at_most("60/h")
def profile(request: PersonRequest) -> HttpResponse:
    """What the roster says of me, and what I set myself."""
    form = ProfileForm(*posted(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        staying = change_profile(person=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        if staying:
            messages.info(
                request,
                _("%(names)s look after you, so HR has to agree before they assist you no longer.")
                % {"names": ", ".join(str(one) for one in staying)},
            )
        return redirect("profile")
    facts = facts_about(request.user, is_hr=True)  # nothing is kept of people that they do not read themselves
    context = {"form": form, "acts": pages.told_to_owner(request.user), "facts": facts}
    return render(request, "people/profile.html", context, status=422 if form.errors else 200)


@page(signed_in, post=ONCE)
def profile_conflicts(request: PersonRequest) -> HttpResponse:
    """The people I should not be paired with; nobody else ever sees this."""
    form = PrivateConflictForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            keep_apart(person=request.user, named=form.cleaned_data["other"], note=form.cleaned_data["note"])
        except Refused as refusal:
            form.add_error("other", str(refusal))
        else:
            messages.success(request, _("Saved. Nobody else sees this."))
            return redirect("profile_conflicts")
    conflicts = ConflictOfInterest.objects.private_of(request.user)
    context = {"form": form, "conflicts": conflicts}
    return render(request, "people/profile_conflicts.html", context, status=422 if form.errors else 200)


@action(signed_in, post=HARMLESS)
def profile_conflict_remove(request: PersonRequest, pk: UUID) -> HttpResponse:
    conflict = get_object_or_404(ConflictOfInterest.objects.private_of(request.user), pk=pk)
    remove_conflict(conflict=conflict)
    messages.success(request, _("Removed."))
    return redirect("profile_conflicts")
