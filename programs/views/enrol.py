"""Enrolment, as the person who takes part sees it: the link, the form, the confirmation, no, and leaving."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.request_limits import at_most
from people.access import HARMLESS, PersonRequest, page, signed_in
from people.clock import local_today
from programs.forms.enrolment import EnrolmentForm
from programs.models import Cycle, Participant, Side
from programs.rules import participant as takes_part
from programs.services import decline_invitation, may_edit, may_join, save_enrolment, withdraw_enrolment
from programs.standing import standing_of
from programs.upper_floors import proposals
from programs.views.people import answers_of


def cycle_of(token: str) -> Cycle:
    """The cycle that the link belongs to; 404 for any other text."""
    return get_object_or_404(Cycle.objects.select_related("program__sponsor"), enrolment_token=token)


def own_participant(request: PersonRequest, cycle: Cycle) -> Participant | None:
    participant = cycle.participants.select_related("user", "entered_by").filter(user=request.user).first()
    if participant:
        participant.cycle = cycle
    return participant


def enrolment_url(cycle: Cycle, name: str = "enrol") -> str:
    return reverse(name, args=[cycle.enrolment_token])


@page(signed_in, post=HARMLESS)
@at_most("60/h")
def enrol(request: PersonRequest, token: str) -> HttpResponse:
    """The way in: pick a side, fill in the form; afterwards one's answers, or why it is closed."""
    cycle = cycle_of(token)
    participant = own_participant(request, cycle)
    joining, editing = may_join(cycle, participant, request.user), may_edit(cycle, participant)
    if request.method != "POST" and participant and not joining and (not editing or "edit" not in request.GET):
        return HttpResponseRedirect(enrolment_url(cycle, "enrolment_status"))
    side = side_of(request, participant)
    if not joining and not editing and not (side and request.method == "POST"):
        return render(request, "programs/enrol_closed.html", {"cycle": cycle, "participant": participant})
    if not side:
        return render(request, "programs/enrol_side.html", {"cycle": cycle, "program": cycle.program})
    return enrol_form(request, cycle, participant, side)


def side_of(request: PersonRequest, participant: Participant | None) -> str:
    """The side one was given or has applied for; else the one that was picked; empty while none is."""
    if participant and not participant.is_gone:
        return participant.side
    picked = request.POST.get("side") or request.GET.get("side", "")
    return picked if picked in Side.values else ""


def enrol_form(request: PersonRequest, cycle: Cycle, participant: Participant | None, side: str) -> HttpResponse:
    """The form; when enrolment closed while somebody was writing, the service says so and the words stay."""
    form = EnrolmentForm(request.POST or None, cycle=cycle, user=request.user, side=side, participant=participant)
    if request.method == "POST" and form.is_valid():
        try:
            save_enrolment(cycle=cycle, user=request.user, side=side, enrolment=form.enrolment)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. Thank you."))
            return HttpResponseRedirect(enrolment_url(cycle, "enrolment_status"))
    context = {"cycle": cycle, "program": cycle.program, "form": form, "participant": participant, "side": side}
    context["are_people_shown"] = proposals().may_find_each_other(cycle.program)
    return render(request, "programs/enrol.html", context, status=422 if form.errors else 200)


@page(signed_in)
def enrolment_status(request: PersonRequest, token: str) -> HttpResponse:
    """What one has answered, what happens next, and what one can still do."""
    cycle = cycle_of(token)
    participant = own_participant(request, cycle)
    if participant is None:
        return HttpResponseRedirect(enrolment_url(cycle))
    context = {
        "cycle": cycle,
        "program": cycle.program,
        "participant": participant,
        "standing": standing_of(participant, local_today()),
        "may_edit": may_edit(cycle, participant),
        "may_join": may_join(cycle, participant, request.user),
        **answers_of(participant),
    }
    return render(request, "programs/enrolment_status.html", context)


@page(takes_part, post=HARMLESS)
def enrolment_decline(request: PersonRequest, token: str) -> HttpResponse:
    """No, thank you: asked once, no reason needed."""
    cycle = cycle_of(token)
    participant = get_object_or_404(cycle.participants, user=request.user)
    if request.method == "POST":
        if decline_invitation(participant=participant):
            messages.success(request, _("Thank you for your answer. You will not be asked again for this cycle."))
        return HttpResponseRedirect(enrolment_url(cycle, "enrolment_status"))
    context = {
        "title": _("Decline the invitation?"),
        "text": _(
            "The program team sees that you said no; nobody asks for a reason. Until enrolment closes you can change "
            "your mind with the same link."
        ),
        "facts": [(_("Program"), cycle.program.name), (_("Cycle"), cycle.name)],
        "action_label": _("No, thank you"),
        "back_url": enrolment_url(cycle),
    }
    return render(request, "check.html", context)


@page(takes_part, post=HARMLESS)
def enrolment_withdraw(request: PersonRequest, token: str) -> HttpResponse:
    """Give one's place back before one is in a pairing."""
    cycle = cycle_of(token)
    participant = get_object_or_404(cycle.participants.select_related("user", "cycle"), user=request.user)
    if request.method == "POST":
        try:
            if withdraw_enrolment(participant=participant):
                messages.success(request, _("You have withdrawn. Nobody asks for a reason."))
        except Refused as refused:
            messages.warning(request, str(refused))
        return HttpResponseRedirect(enrolment_url(cycle, "enrolment_status"))
    context = {
        "title": _("Withdraw from the program?"),
        "text": _(
            "Your place is free for somebody else. The program team sees that you withdrew; nobody asks for a reason. "
            "What you answered stays with the program team."
        ),
        "facts": [(_("Program"), cycle.program.name), (_("Cycle"), cycle.name)],
        "action_label": _("Withdraw"),
        "back_url": enrolment_url(cycle, "enrolment_status"),
    }
    return render(request, "check.html", context)
