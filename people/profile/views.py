"""Pages about oneself and one's sign-in, and of the site as a whole: theme, being offline, what happens to one's
words."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django import forms
from django.contrib import messages
from django.core.validators import validate_email
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from frame.errors import Refused
from frame.forms import audience
from frame.navigation import THEME_COOKIE, THEMES, YEAR_S, address_inside
from frame.posts import Data, Files, posted
from frame.request_limits import at_most
from people.access import HARMLESS, ONCE, PersonRequest, action, anyone, page, signed_in
from people.approvals import pages
from people.directory.forms import PrivateConflictForm, WorkingForm
from people.directory.services import remove_conflict
from people.models import ConflictOfInterest, User
from people.models.base import OneLineText
from people.person_records import facts_about
from people.profile.services import change_profile, keep_apart
from people.sign_in.second_factor import may_remove


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
                % {"names": ", ".join(str(person) for person in staying)},
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
            keep_apart(person=request.user, email=form.cleaned_data["other"], note=form.cleaned_data["note"])
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


@page(signed_in)
def account_email(request: PersonRequest) -> HttpResponse:
    """The sign-in address: shown, never changed here; takes the place of allauth's page of that name."""
    return render(request, "account/email.html")


@page(signed_in, post=HARMLESS)
def passkey_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """allauth's page, which does not ask by itself whether the last factor may go."""
    passkeys = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not may_remove(get_object_or_404(passkeys, pk=pk)):
        messages.warning(request, _("Your role needs a second step. Set up another one first."))
        return redirect("mfa_index")
    response: HttpResponse = remove_webauthn(request, pk=pk)
    return response


class AddressesField(forms.CharField):
    """Some e-mail addresses, one in each line; whether they are anybody's is not asked."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value).lower().replace(",", "\n").split()
        if len(lines) > 10:
            raise forms.ValidationError(gettext_lazy("Name at most ten people."))
        for line in lines:
            checked_address(line)
        return list(dict.fromkeys(lines))


def checked_address(line: str) -> None:
    try:
        validate_email(line)
    except forms.ValidationError:
        raise forms.ValidationError(gettext_lazy("“%(line)s” is not an e-mail address.") % {"line": line}) from None


class ProfileForm(WorkingForm):
    """How one is called, when one works, and who books for one."""

    preferred_name = audience(
        OneLineText(
            label=gettext_lazy("Preferred name"),
            required=False,
            max_length=120,
            help_text=gettext_lazy("Instead of your first name, wherever you are named."),
        ),
        gettext_lazy("Everyone who meets you here"),
    )
    assistants = audience(
        AddressesField(
            label=gettext_lazy("My assistants"),
            required=False,
            help_text=gettext_lazy(
                "For leaders. One e-mail in each line. They see date and place of your meetings and may book and move "
                "them, and see nothing of what you write or agree. An address that the roster does not have, or that "
                "belongs to the HR or program team or a sponsor, does nothing; which one that is, is not said here. "
                "Ask your assistants whether they see your meetings."
            ),
        ),
        gettext_lazy("You, HR and your assistants"),
    )  # fmt: skip
    field_order = ["preferred_name", "time_zone", "works_from", "works_until", "spoken_languages", "assistants"]

    def __init__(self, data: Data | None = None, files: Files | None = None, *, person: User) -> None:
        initial = {name: getattr(person, name) for name in (*WorkingForm.base_fields, "preferred_name")}
        present = person.assistants.values_list("email", flat=True)
        initial["assistants"] = "\n".join(sorted({email.lower() for email in present} | {*person.named_assistants}))
        super().__init__(data, files, initial=initial)
        self.person = person
        audience(self.fields["spoken_languages"], gettext_lazy("You, HR and your partner"))

    def clean_assistants(self) -> list[str]:
        emails: list[str] = self.cleaned_data["assistants"]
        if self.person.email.lower() in emails:
            raise forms.ValidationError(gettext_lazy("Nobody is their own assistant."))
        return emails


@action(anyone, post=HARMLESS)
def theme_choose(request: PersonRequest) -> HttpResponse:
    """Keep the theme for a year and go back to the page one was on."""
    response = HttpResponseRedirect(address_inside(request, request.POST.get("next", "")))
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR_S, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    return response


@page(anyone)
@cache_control(no_cache=True)
def offline(request: PersonRequest) -> HttpResponse:
    """The page a browser keeps for when there is no connection."""
    return render(request, "offline.html")


@page(anyone)
@cache_control(no_cache=True)
def service_worker(request: PersonRequest) -> HttpResponse:
    """The worker that shows the offline page; served from the root, because its scope is where it lies."""
    return render(request, "service_worker.js", content_type="text/javascript")


@page(signed_in)
def my_words(request: PersonRequest) -> HttpResponse:
    """The promise to those who write, in plain words."""
    return render(request, "people/my_words.html")
