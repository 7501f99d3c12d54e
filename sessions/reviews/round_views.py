"""Running the rounds of a program: the program's Review step."""

import datetime as dt
import uuid

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Refused
from pairings.models import Pairing
from people.access import ONCE, PersonRequest, page
from people.clock import local_today
from people.fiscal_year import MONTHS, fiscal_month
from people.models import User
from programs.models import Cycle, Program
from programs.recording import record_act
from programs.selection import chosen_cycle, managed_program
from programs.tabs import Status, Tab
from sessions.models import ReviewRound
from sessions.reviews.schedule import coming_round_on
from sessions.reviews.services import close_round, open_round
from sessions.reviews.services.opening import possible_from
from sessions.reviews.thresholds import FEWEST_ANSWERS, FEWEST_COMMENTERS
from sessions.reviews.wish_views import wishes_of
from sessions.rules import runs_reviews


@page(runs_reviews)
def program_reviews(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The rounds of the chosen cycle, when the next one opens, and the ways to open or close one by hand."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    if cycle:
        prefetch_related_objects([cycle], "review_rounds")
    rounds = list(cycle.review_rounds.all()) if cycle else []
    last_closed = next(
        (review_round for review_round in rounds if review_round.is_closed and not review_round.is_follow_up), None
    )
    context = {
        "program": program,
        "tab": "review",
        "cycle": cycle,
        "rounds": rounds,
        "open_round": next((review_round for review_round in rounds if review_round.is_open), None),
        "last_closed": last_closed,
        "wishes": wishes_of(last_closed, request.user).count(),
        "with_quarters": program.review_months % MONTHS == 0 and fiscal_month() is not None,
        "next_on": coming_round_on(cycle) if cycle else None,
        "may_open": cycle is not None and may_open_round(cycle, rounds),
        "possible_from": wait_until(cycle, rounds) if cycle else None,
    }
    return render(request, "sessions/program_reviews.html", context)


def may_open_round(cycle: Cycle, rounds: list[ReviewRound]) -> bool:
    """Whether a round can be opened now: the cycle runs, no round is open and none has closed just now."""
    is_running = cycle.state in (Cycle.State.RUNNING, Cycle.State.CLOSING)
    return is_running and not any(review_round.is_open for review_round in rounds) and wait_until(cycle, rounds) is None


def wait_until(cycle: Cycle, rounds: list[ReviewRound]) -> dt.date | None:
    """The day from which the next round may be opened, when that is not today."""
    earliest = possible_from(cycle, rounds)
    return earliest if earliest and earliest > local_today() else None


@page(runs_reviews, post=ONCE)
def round_open(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Says who will be asked, then opens a round by hand."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    back_url = reverse("program_reviews", args=[program.pk])
    if cycle is None:
        return redirect(back_url)
    if request.method == "POST":
        return _open(request, cycle, back_url)
    pairs = Pairing.objects.meeting().filter(cycle=cycle).count()
    context = {
        "title": _("Open a review round"),
        "text": _(
            "Everyone in an active pair gets a message now, and another seven days and one day before the close."
        ),
        "facts": [
            (_("Pairs"), pairs),
            (_("Open for"), _("%(n)s days") % {"n": program.review_open_days}),
            (_("Smallest group for results"), max(program.score_threshold, FEWEST_ANSWERS)),
            (_("Smallest group for comments"), max(program.comment_threshold, FEWEST_COMMENTERS)),
        ],
        "action_label": _("Open the round"),
        "back_url": back_url,
    }
    return render(request, "check.html", context)


def _open(request: PersonRequest, cycle: Cycle, back_url: str) -> HttpResponse:
    try:
        opened = open_round(cycle=cycle, today=local_today())
        record_act("review.opened", cycle.program_id, about=opened)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        day = opened.open_until.words(request.user.zone)
        messages.success(request, _("The round is open until %(day)s. The prompts are on their way.") % {"day": day})
    return redirect(back_url)


@page(runs_reviews, post=ONCE)
def round_close(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """Asks first, since a closed round cannot be opened again."""
    review_round = get_object_or_404(
        ReviewRound.objects.managed_by(request.user).select_related("cycle__program"),
        pk=round_id,
    )
    back_url = reverse("program_reviews", args=[review_round.cycle.program_id])
    if request.method == "POST":
        close_round(review_round=review_round)
        record_act("review.closed", review_round.cycle.program_id, about=review_round)
        messages.success(request, _("The round is closed, its results are frozen, and the answers are deleted."))
        return redirect(back_url)
    context = {
        "title": _("Close this review round?"),
        "text": _(
            "Nobody can answer any more, the results appear, and the answers they are computed from are deleted. This "
            "cannot be undone."
        ),
        "facts": [(_("Would close by itself on"), review_round.open_until.words(request.user.zone))],
        "action_label": _("Close the round"),
        "back_url": back_url,
        "is_harmful": True,
    }
    return render(request, "check.html", context)


def status(program: Program, cycle: Cycle | None, user: User) -> Status:
    """Whether a round is open, or when the next one opens. One query where the cycles are read."""
    if cycle is None or cycle.state not in (Cycle.State.RUNNING, Cycle.State.CLOSING):
        return Status()
    prefetch_related_objects([program], "cycles__review_rounds")  # of its other cycles too, which it may wait for
    cycle = next(own for own in program.cycles.all() if own == cycle)
    elsewhere = [asked for other in program.cycles.all() if other != cycle for asked in other.review_rounds.all()]
    open_round = next((review_round for review_round in cycle.review_rounds.all() if review_round.is_open), None)
    if open_round:
        return Status("next", _("Open until %(day)s") % {"day": open_round.open_until.words(user.zone)})
    next_on = coming_round_on(cycle, elsewhere)
    return Status("", _("Next round on %(day)s") % {"day": date_format(next_on)}) if next_on else Status()


review_tab = Tab("review", gettext_lazy("Review"), "program_reviews", 50, "clipboard-document-check", status)
