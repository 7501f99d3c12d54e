"""Closing a cycle: what every pair comes to, by rule and by exception, before one says so; and how it went."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.lists import chip, page_of
from pairings import certificates, services, upper_floors
from pairings.closing_plan import Planned, closing_of, counts_of, planned_of
from pairings.forms import ClosingForm
from pairings.models import Certificate, CycleClosing, NextWish, PairEnding, Pairing
from pairings.querysets import OPEN, PairingQuerySet
from pairings.rules import matches
from people.access import HARMLESS, PersonRequest, action, page
from people.clock import local_today
from people.deadlines import Deadline
from people.search import named
from programs.closeness import TeamScope
from programs.models import Cycle, Participant, Program
from programs.selection import cycle_or_refuse, managed_program

PER_PAGE = 50
#: So many pairs that cannot go on together are named above the list; all of them stand in it.
MOST_NAMED = 20


@dataclass(frozen=True)
class Row:
    """One pair and what it comes to."""

    pairing: Pairing
    plan: Planned


@page(matches, post=HARMLESS)
def closing_check(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """What each pair of a cycle comes to when it closes, and the rule that says so; a post keeps another rule."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    closing = closing_of(cycle)
    if closing.is_done:
        return _done(request, program, closing)
    form = ClosingForm(request.POST or None, instance=closing)
    if request.method == "POST" and form.is_valid():
        services.set_closing_rule(cycle=cycle, by=request.user, **form.cleaned_data)
        messages.success(request, _("The rule is kept. Below is what it does."))
        return redirect(url_of(program, cycle))
    every = Pairing.objects.overseen_by(request.user).filter(cycle=cycle, state__in=OPEN)
    planned = planned_of(closing, every)
    context = _about(program, cycle, closing) | {
        "form": form,
        "counts": [(PairEnding.Outcome(code).label, count) for code, count in counts_of(planned).items()],
        "by_hand": sum(plan.is_by_hand for plan in planned.values()),
        **_listed(request, every, planned),
    }
    return render(request, "pairings/closing_check.html", context, status=422 if form.errors else 200)


def url_of(program: Program, cycle: Cycle) -> str:
    """The check page of a cycle."""
    return f"{reverse('closing_check', args=[program.pk])}?cycle={cycle.pk}"


def _about(program: Program, cycle: Cycle, closing: CycleClosing) -> dict[str, object]:
    """What is said before it is confirmed: when, what of a review that is open, whether enrolment of the next is."""
    now = timezone.now()
    review_until = upper_floors.sessions().review_open_until(cycle)
    due_at = closing.due_at or services.hour_of_closing(closing, review_until, now)
    return {
        "program": program,
        "cycle": cycle,
        "tab": "run",
        "closing": closing,
        "is_possible": cycle.state in (Cycle.State.RUNNING, Cycle.State.CLOSING) and program.is_open,
        "due_at": due_at,
        "alumni_until": cycle.alumni_until_if_closed(local_today(due_at)),
        "review_until": Deadline.on(review_until) if review_until else None,
        "enrolling": [other for other in program.cycles.all() if other.state == Cycle.State.ENROLLING],
    }


def _listed(request: PersonRequest, every: PairingQuerySet, planned: dict[uuid.UUID, Planned]) -> dict[str, object]:
    """One page of the pairs that are looked for, fewest meetings first: these want a second look."""
    outcome, text = request.GET.get("outcome", ""), request.GET.get("q", "").strip()
    named_pairs = every.filter(named(text, "junior__user", "senior__user")) if text else every
    chosen = [
        pk
        for pk in named_pairs.order_by("junior__user__last_name", "pk").values_list("pk", flat=True)
        if outcome not in PairEnding.Outcome.values or planned[pk].shown == outcome
    ]
    chosen.sort(key=lambda pk: planned[pk].held)
    shown: Page[uuid.UUID] = page_of(request.GET, chosen, PER_PAGE)
    broken = [pk for pk, plan in planned.items() if plan.broken]
    pairs = Pairing.objects.with_people().in_bulk([*shown.object_list, *broken[:MOST_NAMED]])
    return {
        "broken": [Row(pairs[pk], planned[pk]) for pk in broken[:MOST_NAMED]],
        "broken_more": len(broken[MOST_NAMED:]),
        "page": shown,
        "rows": [Row(pairs[pk], planned[pk]) for pk in shown.object_list if pk in pairs],
        "chips": [chip(request.GET, "outcome", value, label) for value, label in PairEnding.Outcome.choices],
        "outcomes": PairEnding.Outcome.choices,
        "is_filtered": bool(outcome or text),
    }


def _done(request: PersonRequest, program: Program, closing: CycleClosing) -> HttpResponse:
    """What became of the pairs, and what people would like next: read now, and not before."""
    overseen = Pairing.objects.overseen_by(request.user).filter(cycle=closing.cycle)
    endings = PairEnding.objects.filter(pairing__in=overseen.order_by().values("pk"))
    counts = dict.fromkeys(PairEnding.Outcome.values, 0)
    for outcome in endings.values_list("outcome", flat=True):
        counts[outcome] += 1
    wishes = NextWish.objects.filter(participant__cycle=closing.cycle).select_related("participant__user")
    near = Participant.objects.filter(TeamScope(request.user).of_others).order_by().values("pk")
    wishes = wishes.exclude(participant__in=near).order_by("wish", "participant__user__last_name", "pk")
    wish = request.GET.get("wish", "")
    if wish in NextWish.Wish.values:
        wishes = wishes.filter(wish=wish)
    own = Certificate.objects.visible_to(request.user).filter(participant__cycle=closing.cycle)
    ids = list(own.exclude(participant__user=request.user).values_list("pk", flat=True))
    context = {
        "certificates": len(ids),
        "state": certificates.made_of(ids)["state"],
        "program": program,
        "cycle": closing.cycle,
        "tab": "run",
        "closing": closing,
        "counts": [(PairEnding.Outcome(code).label, count) for code, count in counts.items()],
        "page": page_of(request.GET, wishes, PER_PAGE),
        "chips": [chip(request.GET, "wish", value, label) for value, label in NextWish.Wish.choices],
    }
    return render(request, "pairings/closing_done.html", context)


@action(matches, post=HARMLESS)
def closing_choose(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """What the ticked pairs come to whatever the rule says, or back to the rule."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    outcome = request.POST.get("outcome", "")
    every = Pairing.objects.overseen_by(request.user).filter(cycle=cycle, state__in=OPEN)
    chosen = list(every.filter(pk__in=_ids(request.POST.getlist("pairings"))))
    if not chosen:
        messages.warning(request, _("Tick the pairs first, then say what they come to."))
    elif outcome in ("", *PairEnding.Outcome.values):
        count = services.choose_endings(cycle=cycle, pairings=chosen, outcome=outcome, by=request.user)
        text = ngettext("%(n)s pair is set by hand.", "%(n)s pairs are set by hand.", count)
        messages.success(request, (text if outcome else _("Back to the rule: %(n)s.")) % {"n": count})
    return redirect(url_of(program, cycle))


def _ids(texts: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text) for text in texts]
    except ValueError:
        return []


@action(matches, post=HARMLESS)
def closing_confirm(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Close the cycle with the next batch."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    services.plan_closing(cycle=cycle, by=request.user)
    messages.success(request, _("The cycle closes at the hour named below. Until then you can take it back."))
    return redirect(url_of(program, cycle))


@action(matches, post=HARMLESS)
def closing_take_back(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Do not close the cycle after all, before anybody has heard of it."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    if services.take_back_closing(cycle=cycle, by=request.user):
        messages.success(request, _("Taken back. The cycle goes on as it was, and nobody has heard of it."))
    return redirect(url_of(program, cycle))
