"""How long what is kept stays: one declaration for each kind. Apps register theirs in `AppConfig.ready()`.

A rule has parts, each about one model: which rows are old enough, by which of their instants, and what happens to them.
They are deleted unless there are values to which they are emptied. What has rules of its own (the audit log, files of
the roster, sign-ins) names a service that does it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from frame.ports import Hook
from people.models import RetentionPeriod
from people.personal_data import Rows, Words


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of one model that a rule lets go."""

    #: The rows that are older than an instant.
    rows: Callable[[dt.datetime], Rows]
    #: The lookup of the instant (or date) from which their age counts.
    age: str
    #: What the fields become; without them the rows are deleted.
    values: Mapping[str, Any] | None = None
    #: Does it instead, with the instant and what is to be spared; gives the number of rows.
    service: Callable[[dt.datetime, Q], int] | None = None
    #: The lookup from a row to its pairing, so that a hold on one spares it.
    pairing: str = ""


@dataclass(frozen=True, kw_only=True)
class RetentionRule:
    """One kind of thing, and how long it stays."""

    code: str
    name: Words
    #: What happens to it.
    what: Words
    #: Why it is kept so long and no longer.
    reason: Words
    #: Unless HR has chosen otherwise; a function where the server's settings say it.
    default: int | Callable[[], int]
    least: int
    #: The product itself needs just this long: nobody changes it.
    is_fixed: bool = False
    #: Whether it may be said how many rows go. Of what only some may read even the number would tell: less what HR sees
    #: of them, and from run to run, it says on which day somebody was told, asked or sent something in confidence.
    is_counted: bool = True
    parts: tuple[Part, ...]

    @property
    def usual(self) -> int:
        return self.default() if callable(self.default) else self.default


@dataclass(frozen=True)
class Need:
    """What goes on just now needs a rule's rows for some days at least; `find` gives these and a sentence."""

    code: str
    find: Callable[[], tuple[int, Words]]


RETENTION_RULES: Hook[RetentionRule] = Hook(
    "people.retention.time_limits.RETENTION_RULES",
    "How long each kind of thing is kept, why, and what happens to it then.",
    key=lambda rule: rule.code,
)
RETENTION_NEEDS: Hook[Need] = Hook(
    "people.retention.time_limits.RETENTION_NEEDS",
    "For how many days open rounds and running cycles need what a rule of retention would let go.",
)
LONGEST_DAYS = 3650


def rows_older(model: type[Model], age: str, *conditions: Q, **more: Any) -> Callable[[dt.datetime], Rows]:
    """For a part's `rows`: those for which the conditions hold and whose `age` lies before the instant."""

    def rows(before: dt.datetime) -> Rows:
        return model._default_manager.filter(*conditions, **more, **{f"{age}__lt": before}).order_by()

    return rows


def periods() -> dict[str, int]:
    """The days of every rule by its code, as they hold now; one query."""
    chosen = dict(RetentionPeriod.objects.values_list("code", "days"))
    return {rule.code: days_of(rule, chosen) for rule in RETENTION_RULES}


def days_of(rule: RetentionRule, chosen: Mapping[str, int]) -> int:
    """The days of one rule, where `chosen` are HR's choices by code."""
    return rule.usual if rule.is_fixed else chosen.get(rule.code, rule.usual)


def needed_days(rule: RetentionRule) -> tuple[int, Words]:
    """How many days something that goes on now needs at least, and the sentence that says so; 0 where nothing does."""
    needs = [need.find() for need in RETENTION_NEEDS if need.code == rule.code]
    return max(needs, key=lambda need: need[0], default=(0, ""))
