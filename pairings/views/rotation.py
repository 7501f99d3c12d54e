"""New partners within a running cycle: what one wants of it, and the team's page from opening to the day itself."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from frame.errors import Refused
from frame.forms import audience
from frame.lists import page_of
from frame.posts import offer
from pairings import services, upper_floors
from pairings.models import Pairing, Rotation, RotationChoice
from pairings.querysets import PairingQuerySet
from pairings.rotation_plan import away, may_open_from
from pairings.rules import matches, takes_part
from people.access import HARMLESS, PersonRequest, action, page
from people.clock import local_today
from people.models import User
from programs.closeness import TeamScope
from programs.models import Cycle, Participant, Program
from programs.selection import cycle_or_refuse, managed_program

PER_PAGE = 50


class RotationChoiceForm(forms.Form):
    """What somebody wants of the next change; staying is offered where the program lets pairs go on."""

    choice = audience(
        forms.ChoiceField(label=gettext_lazy("What would you like?"), widget=forms.RadioSelect),
        gettext_lazy(
            "Nobody but you until the time to choose is over. Then the program team reads who pauses or stops; that "
            "you would like to go on together is read by the lot alone"
        ),
    )

    def __init__(self, *args: Any, may_stay: bool, may_change_sides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = RotationChoice.Choice
        hidden = {*(() if may_stay else (every.STAY,)), *(() if may_change_sides else (every.OTHER,))}
        offer(self, "choice", [(value, capfirst(label)) for value, label in every.choices if value not in hidden])


class RestForm(forms.Form):
    rest = forms.ChoiceField(
        label=gettext_lazy("Pairs neither of whose people has a new partner on the day"),
        widget=forms.RadioSelect,
        choices=[(value, capfirst(label)) for value, label in Rotation.Rest.choices],
        help_text=gettext_lazy("It holds for all of them alike. Whoever else has no new partner waits in any case."),
    )


@page(takes_part, post=HARMLESS)
@never_cache
def rotation_choice(request: PersonRequest, participant_id: uuid.UUID) -> HttpResponse:
    """What the change means for one person, and what they want of it. It shows nothing of anybody else."""
    own = Participant.objects.filter(user=request.user, cycle__rotates_on__isnull=False)
    participant = get_object_or_404(own.select_related("cycle__program"), pk=participant_id)
    cycle = participant.cycle
    kept = RotationChoice.objects.filter(participant=participant).first()
    chosen = kept.choice if kept else RotationChoice.Choice.CHANGE
    posted = request.POST if request.method == "POST" else None
    may_change_sides = upper_floors.proposals().may_change_sides(participant)
    form = RotationChoiceForm(
        posted, may_stay=cycle.rotation_keeps > 0, may_change_sides=may_change_sides, initial={"choice": chosen}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_for_rotation(participant=participant, choice=form.cleaned_data["choice"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. You can change it until the time to choose is over."))
            return redirect("rotation_choice", participant_id)
    pairings = Pairing.objects.of(request.user).filter(cycle=cycle).exclude(starts_on=cycle.rotates_on).agreed()
    context = {
        "cycle": cycle,
        "until": cycle.says_until,
        "chosen": RotationChoice.Choice(chosen).label,
        "form": form,
        "pairings": [(pairing, pairing.partner_of(request.user)) for pairing in pairings.with_people()],
        "meetings": upper_floors.sessions().planned_from(pairings, cycle.rotates_on),
    }
    return render(request, "pairings/rotation_choice.html", context, status=422 if form.errors else 200)


@page(matches, post=HARMLESS)
def rotation_detail(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The change of partners of a cycle, from the day that is set to the day itself; a post keeps the rule for pairs
    without anybody new."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    every = list(Rotation.objects.filter(cycle=cycle))
    rotation = next((change for change in every if change.done_at is None), None)
    form = RestForm(request.POST or None, initial={"rest": rotation.rest if rotation else Rotation.Rest.STAY})
    if request.method == "POST" and rotation is None:
        raise Refused(_("Open the change first."))
    if request.method == "POST" and rotation and form.is_valid():
        services.set_rest(rotation=rotation, rest=form.cleaned_data["rest"], by=request.user)
        messages.success(request, _("Kept."))
        return redirect(url_of(program, cycle))
    done = [change.first_day for change in every if change.done_at]
    context = _about(program, cycle, rotation) | {"form": form, "done": done}
    if rotation:
        context |= _people(request, cycle, rotation)
    else:
        context["outlook"] = upper_floors.proposals().outlook_for(cycle, request.user)
    return render(request, "pairings/rotation_detail.html", context, status=422 if form.errors else 200)


def url_of(program: Program, cycle: Cycle) -> str:
    """The page of the change of partners of a cycle."""
    return f"{reverse('rotation_detail', args=[program.pk])}?cycle={cycle.pk}"


def _about(program: Program, cycle: Cycle, rotation: Rotation | None) -> dict[str, Any]:
    today, day = local_today(), cycle.rotates_on
    return {
        "program": program,
        "cycle": cycle,
        "tab": "run",
        "rotation": rotation,
        "is_running": cycle.state == Cycle.State.RUNNING and program.is_open,
        "heard_on": day - Cycle.HEARD_BEFORE if day else None,
        "until": cycle.says_until,
        "opens_on": may_open_from(day) if day else None,
        "can_open": day is not None and rotation is None and today >= may_open_from(day),
        "is_announced": cycle.is_change_announced(today),
        "is_late": rotation is not None and rotation.is_late(today),
    }


@dataclass
class Row:
    """One person with the partners of before and the new ones; `goes_on` are those who stay the same."""

    participant: Participant
    before: list[User] = field(default_factory=list)
    goes_on: list[User] = field(default_factory=list)
    new: list[User] = field(default_factory=list)


def _people(request: PersonRequest, cycle: Cycle, rotation: Rotation) -> dict[str, Any]:
    """Who pauses or stops, who is on the waiting list, and one page of everybody with old and new partner. People near
    the reader, and their pairs, are left out of the numbers too."""
    people = Participant.objects.filter(cycle=cycle).exclude(user__in=TeamScope(request.user).people)
    pairs = Pairing.objects.overseen_by(request.user).filter(cycle=cycle).open()
    leaving = away(cycle).filter(participant__in=people.order_by().values("pk"))
    in_pairs = Q(pk__in=pairs.order_by().values("junior")) | Q(pk__in=pairs.order_by().values("senior"))
    is_new = Q(starts_on=rotation.first_day)
    counted = people.order_by().aggregate(
        waiting=Count("pk", filter=Q(state=Participant.State.WAITLISTED)),
        concerned=Count("pk", filter=in_pairs),
        ending=_number(pairs.filter(last_on=rotation.last_day)),
        kept=_number(pairs.filter(Q(starts_on__isnull=True) | ~is_new, last_on__isnull=True)),
        new=_number(pairs.filter(is_new)),
    )
    concerned = people.filter(in_pairs).select_related("user")
    shown = page_of(request.GET, concerned, PER_PAGE, count=counted["concerned"])
    return counted | {
        "away": [(said.get_choice_display(), said.participant) for said in leaving.select_related("participant__user")],
        "page": shown,
        "rows": _rows(shown.object_list, pairs, rotation),
    }


def _number(pairs: PairingQuerySet) -> Max:
    """How many these pairings of one cycle are, as a part of a query that counts something else as well."""
    number = Subquery(pairs.order_by().values("cycle").annotate(n=Count("pk")).values("n"))
    return Max(Coalesce(number, 0))


def _rows(places: Iterable[Participant], pairs: PairingQuerySet, rotation: Rotation) -> list[Row]:
    rows = {participant.pk: Row(participant) for participant in places}
    theirs = pairs.filter(Q(junior__in=rows) | Q(senior__in=rows)).select_related("junior__user", "senior__user")
    for pairing in theirs:
        for own, other in ((pairing.junior, pairing.senior), (pairing.senior, pairing.junior)):
            if row := rows.get(own.pk):
                is_new = pairing.starts_on == rotation.first_day
                partners = row.new if is_new else row.before if pairing.last_on else row.goes_on
                partners.append(other.user)
    return list(rows.values())


@action(matches, post=HARMLESS)
def rotation_open(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Draw the lot, and match for the new pairs from now on."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    try:
        services.open_rotation(cycle=cycle, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The change is open. Approve those who join, then run the match."))
    return redirect(url_of(program, cycle))


@action(matches, post=HARMLESS)
def rotation_look_ahead(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Have it worked out how many more changes the cycle allows."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    upper_floors.proposals().ask_for_outlook(cycle=cycle)
    messages.success(request, _("It is being worked out. Load the page again in a moment."))
    return redirect(url_of(program, cycle))


@page(matches, post=HARMLESS)
def rotation_call_off(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Ask, then let everybody keep their partner after all."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    if request.method == "POST":
        try:
            if services.call_off_rotation(cycle=cycle, by=request.user):
                messages.success(request, _("Called off. Everybody keeps the partner they have."))
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect(url_of(program, cycle))
    context = {
        "title": _("Call off the change of partners?"),
        "text": _(
            "Everybody keeps the partner they have, and what people have chosen is deleted. Whoever has been told that "
            "partners change gets a message that they do not. You can set another day afterwards."
        ),
        "facts": [(_("Cycle"), cycle.name)],
        "action_label": _("Call it off"),
        "back_url": url_of(program, cycle),
        "cycle": cycle,
    }
    return render(request, "programs/cycle_move.html", context)
