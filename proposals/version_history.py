"""The versions of a cycle's proposal: which one counts, what led to it, and the ways back and forth."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Cycle, Participant
from proposals.manual_decisions import Act
from proposals.models import MatchRun
from proposals.withheld_from_team import NOBODY, Withheld

State = MatchRun.State
#: What was done, in words; `a`, `b`, `c`, `d` are names in the order in which the act names them.
ACTS: dict[str, str | Promise] = {
    Act.MATCHED: gettext_lazy("Matched"),
    Act.TRIED: gettext_lazy("Rules or weights changed"),
    Act.PINNED: gettext_lazy("Pinned: %(a)s and %(b)s"),
    Act.UNPINNED: gettext_lazy("Unpinned: %(a)s and %(b)s"),
    Act.TAKEN_OUT: gettext_lazy("Taken out: %(a)s and %(b)s"),
    Act.ALLOWED: gettext_lazy("Allowed again: %(a)s and %(b)s"),
    Act.PAIRED: gettext_lazy("Paired by hand: %(a)s and %(b)s"),
    Act.SWAPPED: gettext_lazy("Swapped: %(a)s now with %(d)s, %(c)s now with %(b)s"),
    Act.LEFT_OUT: gettext_lazy("Left out of this match: %(a)s"),
    Act.BROUGHT_BACK: gettext_lazy("Brought back into the match: %(a)s"),
}


@dataclass(frozen=True)
class Runs:
    """What the Match tab is about. `current` is the proposal; `waiting` a newer result that nobody has decided about;
    `undo` the version to go back to, `redo` the one that was last gone back from."""

    under_way: MatchRun | None
    current: MatchRun | None
    failed: MatchRun | None
    waiting: MatchRun | None
    undo: MatchRun | None
    redo: MatchRun | None


def kept_at(run: MatchRun) -> dt.datetime:
    """When a version was last kept, to find the present one by."""
    return run.kept_at or dt.datetime.min.replace(tzinfo=dt.UTC)


def runs_of(cycle: Cycle) -> Runs:
    """One query for the few versions that the page shows."""
    kept = cycle.match_runs.kept()
    present, parent = kept.values("pk")[:1], kept.values("parent")[:1]
    latest = cycle.match_runs.order_by("-created_at").values("pk")[:1]
    around = Q(pk__in=present) | Q(pk__in=latest) | Q(state__in=[State.QUEUED, State.RUNNING])
    around |= Q(parent__in=present, kept_at__isnull=False) | Q(pk__in=parent)
    runs = list(cycle.match_runs.light().filter(around).select_related("created_by"))
    for run in runs:
        run.cycle = cycle
    counted = [run for run in runs if run.kept_at and run.state in (State.DONE, State.PUBLISHED)]
    current = max(counted, key=kept_at, default=None)
    return Runs(
        under_way=next((run for run in runs if run.is_under_way), None),
        current=current,
        failed=runs[0] if runs and runs[0].state in (State.FAILED, State.CANCELLED) else None,
        waiting=_waiting(runs, current),
        undo=_undo(runs, current),
        redo=_redo(counted, current),
    )


def _waiting(runs: list[MatchRun], current: MatchRun | None) -> MatchRun | None:
    newest = runs[0] if runs else None
    if newest is None or newest.kept_at or newest.name or newest.state != State.DONE:
        return None
    return newest if current is None or current.kept_at is None or newest.created_at > current.kept_at else None


def _undo(runs: list[MatchRun], current: MatchRun | None) -> MatchRun | None:
    if current is None or current.state != State.DONE:
        return None
    parent = next((run for run in runs if run.pk == current.parent_id), None)
    return parent if parent and parent.state == State.DONE and parent.kept_at else None


def _redo(kept: list[MatchRun], current: MatchRun | None) -> MatchRun | None:
    if current is None or current.state != State.DONE:
        return None
    later = [run for run in kept if run.parent_id == current.pk and run.state == State.DONE]
    return max(later, key=kept_at, default=None)


def people_in(runs: Iterable[MatchRun | None]) -> Mapping[str, Participant]:
    """Everybody whom these versions name, by the id of their place; one query, none when nobody is named."""
    ids: set[str] = set()
    for run in runs:
        if run is not None:
            ids |= {
                *run.about,
                *run.left_out,
                *(participant for pair in [*run.pins, *run.forbidden] for participant in pair),
            }
    if not ids:
        return {}
    return {
        str(participant.pk): participant
        for participant in Participant.objects.filter(pk__in=ids).select_related("user")
    }


def act_words(run: MatchRun, people: Mapping[str, Participant], withheld: Withheld = NOBODY) -> str:
    """What made a version out of its parent, as a short sentence; not what a colleague decided about the reader."""
    if withheld.covers(*run.about):
        return _("A change about you or somebody close to you")
    names = [
        people[participant].user.name if participant in people else _("somebody who has left")
        for participant in run.about
    ]
    sentence = str(ACTS[run.act]) % dict(zip("abcd", names, strict=False))
    if run.act in (Act.MATCHED, Act.TRIED) or not run.is_solved:
        return sentence
    return _("%(what)s; the best set found with it") % {"what": sentence}


def versions_of(cycle: Cycle, current: MatchRun | None, withheld: Withheld = NOBODY) -> list[dict[str, Any]]:
    """All that was kept, the newest first, each in words; the page's history."""
    versions = list(cycle.match_runs.light().kept().select_related("created_by").order_by("-created_at"))
    people = people_in([*versions, current])
    since = max((run.published_at for run in versions if run.published_at), default=None)
    return [
        {
            "run": run,
            "words": act_words(run, people, withheld),
            "is_current": current is not None and run.pk == current.pk,
            "may_be_kept": run.may_be_kept and (since is None or run.created_at > since),
        }
        for run in versions
    ]


def decisions_of(run: MatchRun | None, withheld: Withheld = NOBODY) -> dict[str, list[Any]]:
    """Pins, pairs that were taken out, and people who are left out, with names, sorted by them; of all others, where
    the reader takes part."""
    if run is None:
        return {"pins": [], "forbidden": [], "left_out": []}
    people = people_in([run])

    def pairs(rows: list[list[str]]) -> list[tuple[Participant, Participant]]:
        told = [(junior, senior) for junior, senior in rows if not withheld.covers(junior, senior)]
        known = [(people[junior], people[senior]) for junior, senior in told if junior in people and senior in people]
        return sorted(known, key=lambda pair: pair[0].user.name)

    left_out = [participant for participant in run.left_out if not withheld.covers(participant)]
    alone = [people[participant] for participant in left_out if participant in people]
    return {
        "pins": pairs(run.pins),
        "forbidden": pairs(run.forbidden),
        "left_out": sorted(alone, key=lambda participant: participant.user.name),
    }
