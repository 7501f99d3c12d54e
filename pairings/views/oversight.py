"""The program team's pages about pairings: facts, and what to do about a request. Never what the two wrote."""

import uuid
from collections.abc import Callable, Iterator

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Prefetch, Q
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.lists import AT_ONCE, as_file, chip, filters_set, page_of, render_list, wants_download
from pairings import consent_progress, services
from pairings.consent_progress import answer_words
from pairings.models import Hold, Pairing
from pairings.querysets import PairingQuerySet
from pairings.rules import matches
from pairings.sections import facts_for, getting_ready
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.search import named
from programs.models import Participant
from programs.recording import record_act
from programs.selection import chosen_cycle, cycle_or_refuse, managed_program

PER_PAGE = 30
ACTS: dict[str, Callable[..., Pairing]] = {
    "end": services.end_pairing,
    "complete": services.complete_pairing,
    "clear": services.clear_request,
}
POSSIBLE: dict[str, Callable[[Pairing], bool]] = {
    "end": lambda pairing: pairing.can_be_ended,
    "complete": lambda pairing: pairing.can_be_completed,
    "clear": lambda pairing: pairing.is_open and pairing.end_requested_at is not None,
}


@page(matches)
def oversight_list(request: PersonRequest, program_id: uuid.UUID) -> HttpResponseBase:
    """Every pairing of a cycle with its state, save those one is a party of; also as a file."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    every = Pairing.objects.overseen_by(request.user).filter(cycle=cycle)
    shown, chosen_state, text = Q(pk__isnull=False), request.GET.get("state", ""), request.GET.get("q", "").strip()
    if chosen_state in Pairing.State.values:
        shown &= Q(state=chosen_state)
    shown &= named(text, "junior__user", "senior__user")
    if wants_download(request):
        asked = filters_set(chosen_state, text)
        record_act("pairings.downloaded", program, about=cycle, by=None, person=None, **asked)
        return as_file(request, _("Pairings"), pairing_lines(_listed(every.filter(shown))), program.name)
    figures = consent_progress.step_counts(every, shown)
    page = _page(request.GET, every.filter(shown), figures["shown"])
    context = {
        "program": program,
        "cycle": cycle,
        "tab": "run",
        "page": page,
        "rows": consent_progress.rows_of(page, timezone.now()),
        "figures": figures,
        "left_over": consent_progress.left_over(every, cycle) if cycle and cycle.may_still_pair else [],
        "chips": [chip(request.GET, "state", value, label) for value, label in Pairing.State.choices],
        "is_filtered": bool(chosen_state or text),
    }
    return render_list(request, "pairings/oversight_list.html", context)


def _page(asked: QueryDict, pairings: PairingQuerySet, count: int) -> Page[Pairing]:
    """One page of these pairings, whose `count` is known already."""
    return page_of(asked, _listed(pairings), PER_PAGE, count=count)


def _listed(pairings: PairingQuerySet) -> PairingQuerySet:
    listed = pairings.with_people().select_related("agreement").with_answers()
    return listed.order_by("state", "junior__user__last_name", "pk")


@page(matches)
def oversight_detail(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """One pairing as its program team sees it: dates, signatures, answers and requests with their reasons."""
    overseen = Pairing.objects.for_oversight(request.user)
    holds = Prefetch("holds", Hold.objects.select_related("by"))
    related = ("consents", "end_requests", holds, "past_holds")
    pairing = get_object_or_404(overseen.with_aims().prefetch_related(*related), pk=pairing_id)
    agreement = getattr(pairing, "agreement", None)
    context = {
        "pairing": pairing,
        "program": pairing.cycle.program,
        "cycle": pairing.cycle,
        "tab": "run",
        "consents": sorted(pairing.consents.all(), key=lambda consent: consent.decided_at),
        "signed": agreement.signed_sides if agreement else [],
        "getting_ready": getting_ready(pairing),
        "agreement_signed_at": agreement.signed_at if agreement else None,
        "aims_count": pairing.aims_count,
        "aims_reached": pairing.aims_reached,
        "free_places": free_places(pairing),
        "sections": facts_for(pairing, request.user),
    }
    return render(request, "pairings/oversight_detail.html", context)


def free_places(pairing: Pairing) -> list[Participant]:
    """Who of the two waits for another partner, once it is over and while the cycle takes in pairs."""
    if pairing.is_open or not pairing.cycle.may_still_pair:
        return []
    both = Participant.objects.matchable().filter(pk__in=[pairing.junior_id, pairing.senior_id])
    return list(both.select_related("user").order_by("side"))


@page(matches, post=ONCE)
def oversight_act(request: PersonRequest, pairing_id: uuid.UUID, act: str) -> HttpResponse:
    """A check page for ending, completing, or clearing a request up; then the deed."""
    pairing = get_object_or_404(Pairing.objects.overseen_by(request.user).with_people(), pk=pairing_id)
    if request.method == "POST":
        ACTS[act](pairing=pairing, by=request.user)
        messages.success(request, _("Done. Both of them read the same about it, at the same time."))
        return redirect("oversight_detail", pairing_id)
    if not POSSIBLE[act](pairing):
        messages.info(request, _("The pairing has changed in the meantime, and this is no longer possible."))
        return redirect("oversight_detail", pairing_id)
    names = {"mentor": pairing.junior.user.name, "leader": pairing.senior.user.name}
    title, text, label = _check(act)
    context = {
        "title": title % names,
        "text": text,
        "action_label": label,
        "is_harmful": act == "end",
        "back_url": reverse("oversight_detail", args=[pairing_id]),
    }
    return render(request, "check.html", context)


def _check(act: str) -> tuple[str, str, str]:
    return {
        "end": (
            _("End the pairing of %(mentor)s and %(leader)s?"),
            _(
                "With the next batch both read “The program has changed your pairing”: not who asked, not why. Until "
                "then nothing changes for them. Both can be matched again afterwards, unless they have left the "
                "program. This cannot be undone."
            ),
            _("End the pairing"),
        ),
        "complete": (
            _("Complete the pairing of %(mentor)s and %(leader)s?"),
            _("It has come to its planned end. Meetings still planned are called off; the two keep what they agreed."),
            _("Complete it"),
        ),
        "clear": (
            _("Let %(mentor)s and %(leader)s go on?"),
            _(
                "Do this once you have talked it over. The request is withdrawn. If both have read that it is paused, "
                "they read “Your pairing goes on” with the next batch; if not, they never read anything."
            ),
            _("Go on"),
        ),
    }[act]


@action(matches, post=HARMLESS)
def oversight_resume(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Let a paused pairing go on."""
    pairing = get_object_or_404(Pairing.objects.overseen_by(request.user), pk=pairing_id)
    services.resume_pairing(pairing=pairing, by=request.user)
    messages.success(request, _("The pairing goes on with the next batch, and both are told then."))
    return redirect("oversight_detail", pairing_id)


@page(matches, post=ONCE)
def oversight_complete(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Complete all open pairings of a cycle at its end, after a page that says how many."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    back_url = f"{reverse('oversight_list', args=[program_id])}?cycle={cycle.pk}"
    if request.method == "POST":
        count = services.complete_pairings(cycle=cycle, by=request.user)
        messages.success(
            request, ngettext("%(n)s pairing completed.", "%(n)s pairings completed.", count) % {"n": count}
        )
        return redirect(back_url)
    running = Pairing.objects.overseen_by(request.user).running().filter(cycle=cycle)
    context = {
        "title": _("Complete all pairings of this cycle?"),
        "text": _(
            "They have come to their planned end. Meetings still planned are called off. Pairings that somebody asked "
            "to end are completed with the others, so that nobody can tell them apart; what was asked stays on their "
            "page. A pairing that you are close to is left to somebody else."
        ),
        "facts": [(_("Pairings"), running.filter(ends_at__isnull=True).count())],
        "action_label": _("Complete them"),
        "back_url": back_url,
    }
    return render(request, "check.html", context)


def pairing_lines(pairings: PairingQuerySet) -> Iterator[list[object]]:
    """Header and rows. Needs people, agreement and answers."""
    yield [
        _("Mentor"), _("Leader"), _("State"), _("Proposed"), _("Answer by"), _("The mentor"), _("The leader"),
        _("Asks to end it"), _("Agreement signed"),
    ]  # fmt: skip
    for pairing in pairings.iterator(chunk_size=AT_ONCE):
        agreement = getattr(pairing, "agreement", None)
        yield [
            pairing.junior.user.name, pairing.senior.user.name, pairing.get_state_display(), pairing.proposed_at,
            pairing.answer_by if pairing.is_answerable else None, answer_words(pairing, "junior"),
            answer_words(pairing, "senior"), _("yes") if pairing.end_requested_at and pairing.is_open else "",
            agreement.signed_at if agreement else None,
        ]  # fmt: skip
