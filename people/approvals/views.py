"""Acts that wait for a second person: the list, one of them, and what is decided; the owner's links and button."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.access import ONCE, PersonRequest, action, anyone, hr_admin, page, signed_in
from people.approvals import act_kinds, pages, services
from people.models import HeldAct

#: Less than this is no time in which an owner could refuse.
A_WHILE = dt.timedelta(hours=1)


@page(hr_admin)
def held_act_list(request: PersonRequest) -> HttpResponse:
    """Everything that waits, and what was decided lately."""
    visible = HeldAct.objects.visible_to(request.user).for_page()
    waiting_acts = [pages.Shown(act) for act in visible.open().order_by("asked_at")[:200]]
    lately = visible.exclude(pk__in=visible.open().values("pk")).order_by("-asked_at")[: pages.LATELY]
    context = {"waiting": waiting_acts, "lately": [pages.Shown(act) for act in lately]}
    return render(request, "people/held_act_list.html", context)


def _act(request: PersonRequest, act_pk: UUID) -> HeldAct:
    return get_object_or_404(HeldAct.objects.visible_to(request.user).for_page(), pk=act_pk)


@page(hr_admin)
def held_act(request: PersonRequest, act_pk: UUID) -> HttpResponse:
    """What exactly would happen, who asked for it, and who may decide."""
    act = _act(request, act_pk)
    context = {
        "act": act,
        "what": act_kinds.in_words(act),
        "facts": pages.facts_of(act),
        "changes": pages.changes_of(act),
        "choice": pages.choice_of(request.user, act),
        "moving": pages.moving_of(request.user, act),
    }
    return render(request, "people/held_act.html", context)


@action(hr_admin, post=ONCE)
def held_act_approve(request: PersonRequest, act_pk: UUID) -> HttpResponse:
    """Approve as the second person."""
    act = _act(request, act_pk)
    services.approve(act=act, by=request.user)
    messages.success(request, _approved(act))
    return redirect("held_act_list")


def _approved(act: HeldAct) -> str:
    """What becomes of it now."""
    if act.state != HeldAct.State.APPROVED or act.decided_at is None or act.holds_until is None:
        return _("Approved and done.")
    if act.holds_until - act.decided_at < A_WHILE:
        return _("Approved. It is carried out within a few minutes.")
    return _("Approved. It holds in 72 hours unless the owner refuses.")


@action(hr_admin, post=ONCE)
def held_act_refuse(request: PersonRequest, act_pk: UUID) -> HttpResponse:
    """Say no, also to what another has approved and what does not hold yet."""
    services.refuse(act=_act(request, act_pk), by=request.user)
    messages.success(request, _("Refused. All HR admins are told."))
    return redirect("held_act_list")


@action(hr_admin, post=ONCE)
def held_act_withdraw(request: PersonRequest, act_pk: UUID) -> HttpResponse:
    """Take back what one has asked for."""
    services.withdraw(act=_act(request, act_pk), by=request.user)
    messages.success(request, _("Withdrawn."))
    return redirect("held_act_list")


@action(signed_in, post=ONCE)
def own_act_refuse(request: PersonRequest, act_pk: UUID) -> HttpResponse:
    """Refuse what was asked about oneself."""
    act = get_object_or_404(HeldAct.objects.about(request.user), pk=act_pk)
    services.refuse_as_owner(act=act)
    messages.success(request, _("Refused. Nothing changes, and all HR admins are told."))
    return redirect("profile")


@page(anyone, post=ONCE)
def owner_link(request: PersonRequest, answer: str, token: str) -> HttpResponse:
    """A link in the present mailbox: says what would happen, and has one button."""
    try:
        act = pages.act_of(token, answer)
        if request.method == "POST":
            return _answered(request, act, answer)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("account_login")
    is_yes = answer == pages.AGREE
    context = {
        "title": _("Change the address you sign in with") if is_yes else _("Refuse this change"),
        "text": _("If you did not expect this, do nothing here: refuse it with the other link in the mail.")
        if is_yes
        else _("Then nothing changes, and all HR admins are told that you refused."),
        "facts": [(_("What was asked"), act_kinds.in_words(act)), (_("Asked by"), act.asked_by)],
        "action_label": _("Change it") if is_yes else _("Refuse it"),
        "back_url": reverse("account_login"),
    }
    return render(request, "check.html", context)


def _answered(request: PersonRequest, act: HeldAct, answer: str) -> HttpResponse:
    if answer == pages.AGREE:
        services.confirm_as_owner(act=act)
        messages.success(request, _("Done. Sign in with the new address from now on."))
    else:
        services.refuse_as_owner(act=act)
        messages.success(request, _("Refused. Nothing changes."))
    return redirect("account_login")
