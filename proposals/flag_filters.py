"""The flags of proposed pairs as conditions of the database.

Few departments and working days are different among thousands of pairs: each combination is judged once, in Python, and
the database compares keys. `pair_flags` says the same of one pair in words.
"""

import datetime as dt
from itertools import product
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.db.models.lookups import In

from people.models import Department, Organization
from programs.models import Wish
from proposals.models import Proposal
from proposals.pair_flags import Link, hours_between

SIDES = ("junior", "senior")
DEPARTMENTS = tuple(f"{side}__user__department" for side in SIDES)


class WorkingDay(NamedTuple):
    """Somebody's working day, whoever they are."""

    time_zone: str
    works_from: dt.time
    works_until: dt.time


FLAGS = ("new_link", "wish", "few_hours", "by_hand", "pinned")


class FlagFilters:
    """The flags of these pairs, by their code; `met` are the departments that knew each other before. One query, where
    hours in common are asked for."""

    def __init__(self, pairs: QuerySet[Proposal], met: set[Link], on: dt.date) -> None:
        self.pairs, self.met, self.on = pairs, met, on

    def condition(self, flag: str) -> Q:
        """Having one flag."""
        simple = {"by_hand": Q(is_manual=True), "pinned": Q(is_pinned=True)}
        judged = {"new_link": self._new_link, "wish": self._wish, "few_hours": self._few_hours}
        return simple[flag] if flag in simple else judged[flag]()

    @property
    def number(self) -> Any:
        """How many flags a pair has, as an expression."""
        first, *others = (
            Case(When(self.condition(flag), then=1), default=0, output_field=IntegerField()) for flag in FLAGS
        )
        return sum(others, first)

    def _new_link(self) -> Q:
        known = Q(**{f"{name}__isnull": False for name in DEPARTMENTS}) & ~Q(**{DEPARTMENTS[0]: F(DEPARTMENTS[1])})
        links = {f"{_as_stored(one)}#{_as_stored(other)}" for one, other in self.met if one and other}
        return known & ~_is_one_of(_joined(*DEPARTMENTS), links)

    def _wish(self) -> Q:
        ones, others = (
            Exists(Wish.objects.filter(participant=OuterRef(one), wanted=OuterRef(f"{other}__user")))
            for one, other in (SIDES, SIDES[::-1])
        )
        return Q(ones) | Q(others)

    def _few_hours(self) -> Q:
        both_days = _joined(_day_of("junior"), _day_of("senior"))
        return _is_one_of(both_days, _days_with_few_hours(self.pairs, self.on))


def _joined(*names: Any) -> Concat:
    texts = [Cast(name, CharField()) for name in names]
    return Concat(texts[0], *(part for text in texts[1:] for part in (Value("#"), text)), output_field=CharField())


def _is_one_of(key: Any, keys: set[str]) -> Q:
    """A comparison with many keys at once, which the database looks up and does not go through."""
    return Q(In(key, sorted(keys))) if keys else Q(pk__in=[])


def _as_stored(department: object) -> str:
    """An id as the database writes it as text."""
    return str(Department._meta.pk.get_db_prep_value(department, connection))


def _day_of(side: str) -> Concat:
    user = f"{side}__user__"
    own = Coalesce(NullIf(f"{user}time_zone", Value("")), Subquery(Organization.objects.values("time_zone")[:1]))
    return _joined(own, f"{user}works_from", f"{user}works_until")


def _days_with_few_hours(pairs: QuerySet[Proposal], on: dt.date) -> set[str]:
    """The keys of every two working days, a mentor's and a leader's, that have few hours in common on a date."""
    of_side: dict[str, dict[str, WorkingDay]] = {side: {} for side in SIDES}
    mentors, leaders = (
        pairs.order_by()
        .values_list(Value(side), _day_of(side), f"{side}__user__works_from", f"{side}__user__works_until")
        .distinct()
        for side in SIDES
    )
    for side, key, works_from, works_until in mentors.union(leaders, all=True).order_by():
        of_side[side][key] = WorkingDay(key.partition("#")[0], works_from, works_until)
    return {
        f"{key}#{other_key}"
        for (key, day), (other_key, other_day) in product(of_side["junior"].items(), of_side["senior"].items())
        if hours_between(day, other_day, None, on).are_few
    }
