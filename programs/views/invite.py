"""Inviting from the directory: filter, pick or take all, check who gets a message, send."""

import datetime as dt
import uuid

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Refused
from frame.lists import laid_out, render_list, wants_download
from frame.posts import ticked
from people.access import HARMLESS, PersonRequest, page
from people.models import User
from programs.closeness import TeamScope
from programs.filters import DirectoryFilter
from programs.forms.enrolment import AnswerUntilForm
from programs.models import Cycle, Program, Side
from programs.recording import record_act
from programs.rules import manages_programs
from programs.selection import chosen_cycle, managed_program
from programs.services import InvitationPlan, invite_people, plan_invitations
from programs.tables import DirectoryTable

#: What the list shows of people.
SHOWN = ("email", "first_name", "last_name", "preferred_name", "job_title", "level", "is_active", "department__name")
#: Of people who are left alone, so many are named.
SHOWN_AT_MOST = 200


def filtered_people(request: PersonRequest) -> DirectoryFilter:
    return DirectoryFilter(request.GET, User.objects.active().select_related("department").only(*SHOWN))


def list_url(program: Program, cycle: Cycle | None) -> str:
    url = reverse("participant_list", args=[program.pk])
    return f"{url}?cycle={cycle.pk}" if cycle else url


@page(manages_programs)
def invite(request: PersonRequest, program_id: uuid.UUID) -> HttpResponseBase:
    """The directory with filters; who has a place already says so. Also as a file."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    if cycle is None or not cycle.takes_in_people:
        messages.warning(
            request, _("Nobody can be invited to this cycle: the program is not open, or the cycle is ending.")
        )
        return HttpResponseRedirect(list_url(program, cycle))
    filters = filtered_people(request)
    participant = cycle.participants.filter(user=OuterRef("pk")).order_by()
    people = filters.rows.annotate(
        place_side=Subquery(participant.values("side")),
        place_state=Subquery(participant.annotate(shown=TeamScope(request.user).state).values("shown")),
    )
    table = laid_out(request, DirectoryTable(people))
    if wants_download(request):
        record_act("invitable.downloaded", program, about=cycle, by=None, person=None, **filters.as_details())
        return table.as_file(request, _("People to invite"), of=program.name)
    context = {
        "program": program,
        "tab": "people",
        "part": "invite",
        "cycle": cycle,
        "filter": filters,
        "table": table,
        "people_count": table.paginator.count,
        "sides": Side.choices,
        "side": request.GET.get("side", ""),
    }
    return render_list(request, "programs/invite.html", context)


def chosen_people(request: PersonRequest) -> QuerySet[User]:
    """The ticked people, whether active or not; or all active ones that fit the filters."""
    if request.GET.get("all"):
        fitting: QuerySet[User] = filtered_people(request).rows
        return fitting
    ids = ticked(request.GET)
    return User.objects.filter(pk__in=ids).select_related("department").only(*SHOWN)


@page(manages_programs, post=HARMLESS)
def invite_check(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Who gets a message and who does not, and why; then invites exactly those."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    side = request.GET.get("side", "")
    if cycle is None or side not in Side.values:
        messages.warning(request, _("Say whether you invite them as mentors or as leaders."))
        return redirect(f"{reverse('invite', args=[program.pk])}?{request.GET.urlencode()}")
    plan = plan_invitations(cycle=cycle, users=chosen_people(request))
    team_scope = TeamScope(request.user)
    form = AnswerUntilForm(request.POST or None, cycle=cycle)
    if request.method == "POST":
        if request.POST.get("expected") != plan.fingerprint and plan.wanted:
            messages.warning(request, _("The list has changed since you looked. Check it once more."))
        elif form.is_valid():
            return invite_chosen(request, cycle, side, plan, form.cleaned_data["answer_until"])
    if not plan.wanted and not plan.already and not plan.inactive:
        messages.warning(request, _("Tick the people you want to invite, or take all that fit."))
        return redirect(f"{reverse('invite', args=[program.pk])}?{request.GET.urlencode()}")
    context = {
        "title": _("Send the invitations?"),
        "program": program,
        "cycle": cycle,
        "plan": plan,
        "form": form,
        "already": [
            (participant.user, team_scope.state_of(participant)) for participant in plan.already[:SHOWN_AT_MOST]
        ],
        "side": Side(side).label,
        "action_label": invitations(len(plan.wanted)),
        "back_url": f"{reverse('invite', args=[program.pk])}?{request.GET.urlencode()}",
    }
    return render(request, "programs/invite_check.html", context, status=422 if form.errors else 200)


def invitations(n: int) -> str:
    """What the button says that sends so many."""
    return ngettext("Send %(n)s invitation", "Send %(n)s invitations", n) % {"n": n}


def invite_chosen(
    request: PersonRequest, cycle: Cycle, side: str, plan: InvitationPlan, answer_until: dt.date | None
) -> HttpResponse:
    """Invite, say how many, and go back to the people of the cycle."""
    ids, program = [user.pk for user in plan.wanted], cycle.program
    try:
        sent = invite_people(cycle=cycle, side=side, user_ids=ids, by=request.user, answer_until=answer_until)
    except Refused as refused:
        messages.warning(request, str(refused))
        return HttpResponseRedirect(list_url(program, cycle))
    sentence = ngettext("%(n)s person is invited.", "%(n)s people are invited.", sent) % {"n": sent}
    messages.success(request, sentence if sent else _("Everybody you picked has been invited already."))
    return HttpResponseRedirect(list_url(program, cycle))
