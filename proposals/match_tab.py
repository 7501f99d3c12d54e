"""What the Match tab shows: readiness, the present proposal, and what is proven about it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Max, Q, QuerySet, Subquery, Sum, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairings.models import Pairing, RotationChoice
from pairings.models.pairing import OPEN_STATES
from pairings.querysets import PairingQuerySet, awaited_by, is_untold
from pairings.rotation_plan import away, matchable_in, rotation_of
from people.clock import local_today
from people.search import named
from programs.closeness import TeamScope
from programs.models import Cycle, Participant, Side
from programs.querysets import MATCHABLE
from proposals.models import MatchRun, Proposal
from proposals.outcome import Figures, Proven
from proposals.quality_report import counts_people
from proposals.withheld_from_team import NOBODY, Withheld

NONE: dict[str, Any] = {"people": 0, "places": 0, "taken": 0, "waiting": 0, "pairs": 0}


@dataclass(frozen=True)
class Readiness:
    """People who may be matched now, the places that open pairings leave them, and who still waits for approval; how
    many of the cycle are too near the reader."""

    mentors: int
    leaders: int
    mentor_places: int
    leader_places: int
    pairs_now: int
    waiting: int = 0
    near: int = 0

    @property
    def is_ready(self) -> bool:
        return bool(self.mentor_places and self.leader_places)


def readiness(cycle: Cycle, withheld: Withheld = NOBODY) -> Readiness:
    """One query, a row for each side, besides that of who is near. A place can hold no fewer than none, even if it has
    more pairings than that.

    A pairing too near the reader counts as open until all have been told that it is over. While a change of partners
    is open the places are those on its first day, which costs another query; of people near the reader as if all of
    them changed, for a number would tell who of them pauses, stops or goes on by the lot.
    """
    rotation = rotation_of(cycle)
    day = rotation.first_day if rotation else local_today()
    matched = MATCHABLE & ~Q(pk__in=_away_as_told(cycle, withheld)) if rotation else MATCHABLE
    still_open = Pairing.objects.filter(_seems_open(withheld))
    lasting = _lasting(withheld, day, is_change=rotation is not None)
    pairs = Subquery(still_open.filter(cycle=cycle).order_by().values("cycle").annotate(n=Count("pk")).values("n"))
    counted = cycle.participants.order_by().values("side").annotate(
        people=Count("pk", filter=matched),
        places=Coalesce(Sum("capacity", filter=matched), 0),
        taken=Case(*(When(side=side, then=_places_taken(cycle, side, withheld, lasting)) for side in Side.values)),
        waiting=Count("pk", filter=Q(state=Participant.State.APPLIED)),
        pairs=Coalesce(pairs, 0),
    )  # fmt: skip
    sides = {row["side"]: row for row in counted}
    mentors, leaders = sides.get(Side.JUNIOR, NONE), sides.get(Side.SENIOR, NONE)
    return Readiness(
        mentors=mentors["people"],
        leaders=leaders["people"],
        mentor_places=mentors["places"] - mentors["taken"],
        leader_places=leaders["places"] - leaders["taken"],
        pairs_now=max(mentors["pairs"], leaders["pairs"]),
        waiting=mentors["waiting"] + leaders["waiting"],
        near=len(withheld.places),
    )


def _seems_open(withheld: Withheld) -> Q:
    return Q(state__in=OPEN_STATES) | (withheld.near_pairs & is_untold(timezone.now()))


def _away_as_told(cycle: Cycle, withheld: Withheld) -> QuerySet[RotationChoice, Any]:
    """The places of those who pause or stop with the open change of partners, without people near the reader and
    partners of these."""
    said = away(cycle)
    if withheld.reader and withheld:
        said = said.exclude(participant__user__in=TeamScope(withheld.reader).people)
    return said.exclude(Q(participant__in=withheld.places)).values("participant")


def _lasting(withheld: Withheld, day: dt.date, *, is_change: bool) -> PairingQuerySet:
    """The pairings that last until the day or longer, before a change of partners without those near the reader that
    lasted before it."""
    lasting = Pairing.objects.lasting_on(day)
    if not is_change:
        return lasting
    return lasting.exclude(withheld.near_pairs & (Q(starts_on__isnull=True) | Q(starts_on__lt=day)))


def _places_taken(cycle: Cycle, side: str, withheld: Withheld, lasting: PairingQuerySet) -> RawSQL:
    """How many places of those who may be matched are taken on one side, or seem to be. Counted over pairings, each
    read once: asked of every place, it took more than a second in a company of five thousand pairings."""
    taken = Participant.objects.filter(cycle=cycle, side=side).matchable().order_by()
    pairings = lasting.filter(_seems_open(withheld) | awaited_by(side, timezone.now()), cycle=cycle)
    held = pairings.filter(**{f"{side}__in": taken.values("pk")}).order_by().values(side)
    of_each = held.annotate(number=Count("pk"), most=Max(f"{side}__capacity")).values("number", "most")
    sql, params = of_each.query.sql_with_params()
    least = "CASE WHEN number < most THEN number ELSE most END"
    return RawSQL(f"SELECT COALESCE(SUM({least}), 0) FROM ({sql}) AS held", params)  # noqa: S608, S611  (no text of a person in it)


def current_run(cycle: Cycle | None) -> MatchRun | None:
    """The proposal of a cycle, published or not."""
    if cycle is None:
        return None
    run = MatchRun.objects.kept().filter(cycle=cycle).select_related("created_by").first()
    if run is not None:
        run.cycle = cycle
    return run


def proposals_of(run: MatchRun, text: str = "") -> QuerySet[Proposal]:
    """The proposed pairs with a name that holds every word, by the mentor's name."""
    proposals = run.proposals.filter(named(text, "junior__user", "senior__user"))
    people = proposals.select_related("junior__user__department", "senior__user__department")
    return people.order_by("junior__user__last_name", "junior__user__first_name", "pk")


def certificate_words(run: MatchRun) -> str:
    """What is proven about the proposal, in a sentence."""
    proven, figures = run.outcome.proven, run.outcome.figures
    pairs, total = figures.pairs, figures.total
    if not proven.is_optimal:
        return _beside_the_best(run)
    if not pairs:
        return _("No pair is possible under the present rules. This is proven.")
    if counts_people(figures, proven):
        return _best_for_people(figures, is_fair=proven.fairness is not None)
    if proven.fairness:
        return ngettext(
            "Proven best and fair: no other choice under your rules has more than %(n)s pair, and none with %(n)s and "
            "no lower a lowest pair has a higher total than %(total)s.",
            "Proven best and fair: no other choice under your rules has more than %(n)s pairs, and none with %(n)s and "
            "no lower a lowest pair has a higher total than %(total)s.",
            pairs,
        ) % {"n": pairs, "total": grouped(total)}
    return ngettext(
        "Proven best: no other choice under your rules has more than %(n)s pair, and none with %(n)s has a higher "
        "total than %(total)s.",
        "Proven best: no other choice under your rules has more than %(n)s pairs, and none with %(n)s has a higher "
        "total than %(total)s.",
        pairs,
    ) % {"n": pairs, "total": grouped(total)}


def _best_for_people(figures: Figures, *, is_fair: bool) -> str:
    words = {"n": figures.pairs, "people": figures.people, "total": grouped(figures.total)}
    if is_fair:
        text = _(
            "Proven best and fair: no other choice under your rules has more pairs than %(n)s or more people with a "
            "partner than %(people)s, and none with as many of both and no lower a lowest pair has a higher total "
            "than %(total)s."
        )
    else:
        text = _(
            "Proven best: no other choice under your rules has more pairs than %(n)s or more people with a partner "
            "than %(people)s, and none with as many of both has a higher total than %(total)s."
        )
    return text % words


def grouped(number: int) -> str:
    """A total as people read it: 13,179."""
    return str(number_format(number, force_grouping=True))


def _beside_the_best(run: MatchRun) -> str:
    """How far pairs that people chose are from the best set with the same decisions, where that is known."""
    proven, figures = run.outcome.proven, run.outcome.figures
    if proven.most_pairs is None:
        return _("Changed by hand. Whether there is a better set has not been worked out; run the match again to see.")
    words = {
        "pairs": figures.pairs,
        "total": grouped(figures.total),
        "most": proven.most_pairs,
        "best": grouped(proven.highest_total or 0),
    }
    if fairness := proven.fairness:
        sentence = _(
            "%(pairs)s pairs with a total of %(total)s. The fair best set with your decisions has %(most)s, none below "
            "%(floor)s, and %(best)s."
        )
        return f"{sentence % {**words, 'floor': fairness.floor}} {_more_people(figures, proven)}".strip()
    sentence = _(
        "%(pairs)s pairs with a total of %(total)s. The best set with your decisions has %(most)s and %(best)s."
    )
    return f"{sentence % words} {_more_people(figures, proven)}".strip()


def _more_people(figures: Figures, proven: Proven) -> str:
    people = (proven.most_people or 0) - (figures.people or 0)
    if people <= 0:
        return ""
    return ngettext("In it %(n)s more person has a partner.", "In it %(n)s more people have a partner.", people) % {
        "n": people
    }


def pairable_participants(cycle: Cycle) -> QuerySet[Participant]:
    """Who may be put into a pair by hand, both sides, by name."""
    names = [f"user__{name}" for name in ("first_name", "last_name", "preferred_name", "email", "job_title")]
    participants = matchable_in(cycle, rotation_of(cycle)).select_related("user").only("side", "user", *names)
    return participants.order_by("user__last_name", "user__first_name", "pk")
