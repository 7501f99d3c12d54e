"""Versions of a cycle's proposal: which one counts, storing one, going back, scenarios, and clearing away."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from people.models import User
from programs.models import Cycle, Program
from programs.recording import record_act
from programs.services import hold_cycles, save_setup_page
from proposals.manual_decisions import ManualDecisions
from proposals.models import MatchPolicy, MatchRun
from proposals.own_questions import counting_questions, weights_of
from proposals.services.pending_checks import rules_changed
from proposals.withheld_from_team import Withheld, refuse_near

State = MatchRun.State
#: So many versions that nobody named or published stay in a cycle.
KEPT_VERSIONS = 50


def policy_of(program: Program) -> MatchPolicy:
    """The program's rules; with their defaults when nobody has looked at them yet."""
    return MatchPolicy.objects.get_or_create(program=program)[0]


def rules_of(policy: MatchPolicy) -> dict[str, Any]:
    """Rules and weights as a version keeps them. Whether people may find each other is no rule of a match."""
    rules = model_to_dict(policy, exclude=["id", "program", "allows_self_matching"])
    questions = counting_questions(policy.program_id) if policy.program_id else []
    return rules | {"weights": policy.weight_of | weights_of(policy, questions)}


def present_version(cycle: Cycle) -> MatchRun | None:
    """The proposal of a cycle: the version that was kept last."""
    return MatchRun.objects.kept().filter(cycle=cycle).first()


def token_of(run: MatchRun | None) -> str:
    """What a page carries as `version`, to notice that somebody else has changed the proposal since."""
    return str(run.pk) if run else "none"


def hold_present(cycle: Cycle, seen: str | None) -> MatchRun | None:
    """The present version, held until the commit. Raises Conflict when it is not the one that `seen` names."""
    hold_cycles([cycle.pk])
    present = present_version(cycle)
    if seen is not None and seen != token_of(present):
        raise Conflict
    return present


def hold_open(cycle: Cycle, seen: str | None) -> MatchRun | None:
    """`hold_present` for what makes new pairs. Raises Refused when the cycle is ending by now."""
    present = hold_present(cycle, seen)
    refuse_ending(Cycle.objects.get(pk=cycle.pk))
    return present


def refuse_ending(cycle: Cycle) -> None:
    """An ending cycle gets no new pairs."""
    if cycle.is_ending:
        raise Refused(_("This cycle is ending, so nobody new is matched in it. Start the next cycle."))


def keep_first(run: MatchRun) -> None:
    """A finished run is the proposal at once when there is none, or when the last one is published; else it waits
    beside the present one until somebody has compared the two."""
    present = hold_present(run.cycle, None)
    if not run.name and (present is None or present.state == State.PUBLISHED):
        MatchRun.objects.filter(pk=run.pk, state=State.DONE).update(kept_at=timezone.now())
    prune(run.cycle)


def keep_only_change(run: MatchRun) -> None:
    """A change that the worker made counts at once when nobody has changed the proposal in the meantime."""
    present = hold_present(run.cycle, None)
    if present is not None and present.pk == run.parent_id and present.state == State.DONE:
        MatchRun.objects.filter(pk=run.pk, state=State.DONE).update(kept_at=timezone.now())
    prune(run.cycle)


@transaction.atomic
def keep_version(*, run: MatchRun, by: User, seen: str | None, takes_rules: bool = False) -> MatchRun:
    """Make a stored version the proposal: undo, redo, going back, keeping a scenario or a new result.

    The program's rules follow the version where nobody has edited them since the present one was made, and with
    `takes_rules` in any case. Raises Conflict when the present version is no longer the one `seen`, Refused for
    what cannot be kept, and for whoever is too near people about whom it decides otherwise. `by` is whoever decides.
    Keeping the present one does nothing.
    """
    present = hold_open(run.cycle, seen)
    run.refresh_from_db()
    if present is not None and present.pk == run.pk:
        return run
    refuse_unless_keepable(run)
    refuse_near(Withheld(by, run.cycle), _differently_decided(present, run))
    policy = policy_of(run.cycle.program)
    follows = present is None or rules_of(policy) == rules_of(MatchPolicy.of_version(present))
    if (takes_rules or follows) and run.policy:
        save_rules(policy, run.rules)
    # The present one may have been kept within the same tick of the clock.
    later = max(timezone.now(), (present.kept_at if present else None) or timezone.now()) + dt.timedelta(microseconds=1)
    MatchRun.objects.filter(pk=run.pk).update(kept_at=later)
    run.kept_at = later
    record_act("match.chosen", run.cycle.program_id, about=run, by=by)
    return run


def _differently_decided(earlier: MatchRun | None, later: MatchRun) -> set[str]:
    """The places about which two versions have decided differently by hand."""
    mine, theirs = ManualDecisions.of(earlier), ManualDecisions.of(later)
    pairs = (mine.pins ^ theirs.pins) | (mine.forbidden ^ theirs.forbidden)
    return {participant for pair in pairs for participant in pair} | (mine.left_out ^ theirs.left_out)


def refuse_unless_keepable(run: MatchRun) -> None:
    """What was made before the last publishing is about people who have been asked by now."""
    if not run.may_be_kept:
        raise Refused(_("This version cannot be kept: it is published, or it has no pairs."))
    published = MatchRun.objects.filter(cycle=run.cycle_id, state=State.PUBLISHED, published_at__gt=run.created_at)
    if published.exists():
        raise Refused(_("This version is older than the last publishing. Run the match again to get a new one."))


def save_rules(policy: MatchPolicy, values: dict[str, Any]) -> None:
    """Write a version's rules to the program; pages that show the older ones notice by their fingerprint. Open
    pairings are looked at under them."""
    known = {name: value for name, value in values.items() if name in rules_of(policy)}
    MatchPolicy.objects.filter(pk=policy.pk).update(**known)
    rules_changed(MatchPolicy.objects.get(pk=policy.pk))


def name_scenario(*, run: MatchRun, name: str) -> None:
    """Give a finished version a name, or another one; it then stays until it is discarded."""
    if not MatchRun.objects.filter(pk=run.pk, state=State.DONE).update(name=name):
        raise Refused(_("Only a finished, unpublished version can be a scenario."))


def discard_version(*, run: MatchRun) -> None:
    """Throw away a scenario or a result that waits. What was ever kept stays in the history, without its name."""
    MatchRun.objects.filter(pk=run.pk, kept_at__isnull=False).update(name="")
    MatchRun.objects.filter(pk=run.pk, kept_at__isnull=True, state=State.DONE).delete()


def prune(cycle: Cycle) -> None:
    """Clear away the oldest versions that nobody named, published or keeps as the present one, and whose pairs no other
    one shares."""
    plain = MatchRun.objects.filter(cycle=cycle, name="").exclude(state=State.PUBLISHED)
    plain = plain.exclude(state__in=[State.QUEUED, State.RUNNING])
    present = present_version(cycle)
    shared = MatchRun.objects.filter(cycle=cycle, base__isnull=False).values("base")
    old = plain.exclude(pk=present.pk) if present else plain
    old = old.exclude(pk__in=shared)
    extra = list(old.order_by("-created_at").values_list("pk", flat=True)[KEPT_VERSIONS:])
    if extra:
        MatchRun.objects.filter(pk__in=extra).delete()


@transaction.atomic
def change_rules(*, policy: MatchPolicy, values: Mapping[str, Any], seen: str) -> None:
    """Save the rules; raises Conflict when somebody else changed them. Open pairings that break one become a matter
    for the program team, those that fit again are settled."""
    save_setup_page(program=policy.program, code="matching", instance=policy, values=values, seen=seen)
    rules_changed(MatchPolicy.objects.get(pk=policy.pk))
