"""Pages about oneself and one's sign-in, and of the site as a whole: theme, being offline, what happens to one's
words."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from frame.cookies import guarded
from frame.errors import Refused
from frame.isolation import turns_direction
from frame.navigation import THEME_COOKIE, THEMES, YEAR_S, address_inside
from frame.posts import posted
from frame.request_limits import at_most
from people.access import HARMLESS, ONCE, PersonRequest, action, anyone, page, signed_in
from people.approvals import pages
from people.conflicts import keep_apart, remove_conflict
from people.directory.forms import PrivateConflictForm
from people.models import ConflictOfInterest
from people.person_records import facts_about
from people.profile.forms import ProfileForm
from people.profile.services import change_profile
from people.promises import CHAPTERS, changes_for, further_reading
from people.sign_in.clean_sweep import has_just_set_a_password, passkeys_of, sweep
from people.sign_in.second_factor import may_remove


@page(signed_in, post=ONCE)
@at_most("60/h")
def profile(request: PersonRequest) -> HttpResponse:
    """What the roster says of me, and what I set myself."""
    form = ProfileForm(*posted(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        staying = change_profile(person=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        if turns_direction(request.POST.get("preferred_name", "")):
            messages.info(request, _("Signs that turn the direction of writing were left out of your name."))
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
    """Take away a passkey of one's own; allauth's page does not ask by itself whether the last factor may go."""
    passkeys = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not may_remove(get_object_or_404(passkeys, pk=pk)):
        messages.warning(request, _("Your role needs a second step. Set up another one first."))
        return redirect("mfa_index")
    response: HttpResponse = remove_webauthn(request, pk=pk)
    return response


@page(signed_in, post=HARMLESS)
def passkeys_remove_all(request: PersonRequest) -> HttpResponse:
    """Somebody else may have been in: remove all passkeys and sign out everywhere else, in one step. The password is
    asked for once more, unless it was set just now."""
    show = _passkeys_remove_all if has_just_set_a_password(request) else reauthentication_required(_passkeys_remove_all)
    response: HttpResponse = show(request)
    return response


def _passkeys_remove_all(request: PersonRequest) -> HttpResponse:
    onward = address_inside(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.method == "POST":
        sweep(request, request.user)
        messages.success(request, _("Done: no passkey opens your account any more, and you are signed in here only."))
        return redirect(onward if onward != "/" else reverse("mfa_index"))
    context = {"passkeys": passkeys_of(request.user), "next": onward}
    return render(request, "mfa/webauthn/remove_all.html", context)


@action(anyone, post=HARMLESS)
def theme_choose(request: PersonRequest) -> HttpResponse:
    """Keep the theme for a year and go back to the page one was on."""
    response = HttpResponseRedirect(address_inside(request, request.POST.get("next", "")))
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            guarded(THEME_COOKIE),
            theme,
            max_age=YEAR_S,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
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
    return render(request, "service_worker.js", content_type="text/javascript; charset=utf-8")


@page(signed_in)
def my_words(request: PersonRequest) -> HttpResponse:
    """The promise to those who write, in plain words."""
    further = [reading for reading in further_reading if reading.rule(request.user)]
    context = {"chapters": CHAPTERS, "further_reading": further, "changes": changes_for(request.user)}
    return render(request, "people/my_words.html", context)
