"""HR's actions on one person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from frame.posts import posted
from people import conflicts
from people.access import HARMLESS, ONCE, PersonRequest, action, hr_admin, page
from people.approvals import act_kinds, address_changes, factor_resets, role_grants
from people.directory import services
from people.directory.forms import AddressForm, ConflictForm, DomainForm, PersonForm, ReasonForm
from people.models import ConflictOfInterest, HeldAct, Role, User


def held_words(held_acts: list[HeldAct]) -> str:
    """What is not done yet, because it would end or make a closeness."""
    acts = "; ".join(act_kinds.in_words(act) for act in held_acts)
    sentence = _("This waits for a second person, because it ends or makes somebody's closeness: %(what)s.")
    return sentence % {"what": acts}


def _person(request: PersonRequest, pk: UUID) -> User:
    return get_object_or_404(User.objects.visible_to(request.user).for_page(), pk=pk)


@page(hr_admin, post=ONCE)
def person_edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Level, manager, assistants, time zone and hours of a person."""
    person = _person(request, pk)
    if person.pk == request.user.pk:
        messages.info(request, _("Nobody changes their own entry. Another HR admin can, and you find your hours here."))
        return redirect("profile")
    form = PersonForm(*posted(request), person=person)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            held_acts = services.change_person(
                person=person,
                values=form.values(),
                assistants=cleaned["assistants"],
                level=cleaned["level"],
                by=request.user,
                seen=cleaned["version"],
            )
        except Conflict:
            return person_conflict(request, form)
        except Refused as refusal:
            form.add_error("manager", str(refusal))
        else:
            messages.success(request, _("%(name)s was changed.") % {"name": person})
            if held_acts:
                messages.info(request, held_words(held_acts))
            return redirect("person_detail", pk)
    return render(
        request, "people/person_edit.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )


def person_conflict(request: PersonRequest, form: PersonForm) -> HttpResponse:
    """Somebody else has changed the entry meanwhile: theirs and mine side by side."""
    now = PersonForm(person=form.person)  # read anew when it was locked
    return conflict_response(
        request,
        own_version=form.texts(),
        saved_version=now.texts(),
        back_url=request.path,
        version=now.initial["version"],
    )


@page(hr_admin, post=ONCE)
def role_change(request: PersonRequest, pk: UUID, role: str) -> HttpResponse:
    """Grant or take back a role, after a check page that says what it allows."""
    if role not in Role.values:
        raise Http404
    person = _person(request, pk)
    is_held = person.grants.filter(role=role).exists()
    form = ReasonForm(*posted(request))
    if request.method == "POST" and request.POST.get("to") == "revoke":
        role_grants.revoke(person=person, role=role, by=request.user)
        messages.success(request, _("The role was taken away. All HR admins are told."))
        return redirect("person_detail", pk)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = role_grants.ask_to_grant(person=person, role=role, by=request.user, reason=reason)
        messages.success(request, _("It now waits for a second HR admin. All HR admins are told."))
        return redirect("held_act", act.pk)
    context = _role_check(person, Role(role), is_held) | ({} if is_held else {"form": form})
    return render(request, "people/role_change.html", context, status=422 if form.errors else 200)


def _role_check(person: User, role: Role, is_held: bool) -> dict[str, object]:
    names = {"name": person, "role": role.label}
    may = {
        Role.HR_ADMIN: _("HR admins see the whole roster, import it, create programs and appoint HR admins."),
        Role.OPERATOR: _("Operators see whether the site is healthy and what was sent, but no content."),
    }
    how = {
        True: _("It ends at once, and all HR admins are told."),
        False: _("A second HR admin has to agree, and all HR admins are told."),
    }
    return {
        "title": (_("Take the role %(role)s from %(name)s") if is_held else _("Make %(name)s %(role)s")) % names,
        "text": f"{may[role]} {how[is_held]}",
        "action_label": _("Take the role away") if is_held else _("Ask for the role"),
        "to": "revoke" if is_held else "grant",
        "is_harmful": is_held,
        "back_url": reverse("person_detail", args=[person.pk]),
    }


@page(hr_admin, post=ONCE)
def second_factor_reset(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Ask that a lost second factor is taken away."""
    person = _person(request, pk)
    form = ReasonForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        act = factor_resets.ask_for_reset(person=person, by=request.user, **form.cleaned_data)
        messages.success(request, _("It now waits for a second HR admin. All HR admins are told."))
        return redirect("held_act", act.pk)
    context = {
        "title": _("Take away the second factor of %(name)s") % {"name": person},
        "text": _(
            "For somebody who has lost it. A second HR admin has to agree; the owner is told, signed out everywhere, "
            "and sets up a new one after the password."
        ),
        "form": form,
        "action_label": _("Ask for it"),
        "back_url": reverse("person_detail", args=[pk]),
    }
    return render(request, "check.html", context, status=422 if form.errors else 200)


@page(hr_admin, post=ONCE)
def person_deactivate(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Somebody has left, after a check page."""
    person = _person(request, pk)
    if request.method == "POST":
        if held := services.deactivate_person(person=person, by=request.user):
            messages.info(
                request, _("Pairs that you are close to may turn to them, so it waits for a second HR admin.")
            )
            return redirect("held_act", held.pk)
        messages.success(request, _("%(name)s was deactivated.") % {"name": person})
        return redirect("person_detail", pk)
    context = {
        "title": _("Deactivate %(name)s") % {"name": person},
        "text": _(
            "They are signed out and cannot sign in, lose their roles, and their places in programs end. What they "
            "wrote stays where it is."
        ),
        "action_label": _("Deactivate"),
        "is_harmful": True,
        "back_url": reverse("person_detail", args=[pk]),
    }
    return render(request, "check.html", context)


@action(hr_admin, post=ONCE)
def person_reactivate(request: PersonRequest, pk: UUID) -> HttpResponse:
    person = _person(request, pk)
    services.reactivate_person(person=person, by=request.user)
    messages.success(request, _("%(name)s can sign in again.") % {"name": person})
    return redirect("person_detail", pk)


@page(hr_admin, post=ONCE)
def conflict_add(request: PersonRequest, pk: UUID) -> HttpResponse:
    """HR says that two people must not be paired."""
    person = _person(request, pk)
    form = ConflictForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            conflicts.add_conflict(person=person, owner=None, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("other", str(refusal))
        else:
            messages.success(request, _("They will not be paired."))
            return redirect("person_detail", pk)
    return render(
        request, "people/conflict_add.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )


@action(hr_admin, post=HARMLESS)
def conflict_remove(request: PersonRequest, pk: UUID, conflict_pk: UUID) -> HttpResponse:
    """Take HR's word back; private conflicts do not exist here."""
    person = _person(request, pk)
    conflict = get_object_or_404(ConflictOfInterest.objects.of_hr_about(person), pk=conflict_pk)
    conflicts.remove_conflict(conflict=conflict)
    messages.success(request, _("They may be paired again."))
    return redirect("person_detail", pk)


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
