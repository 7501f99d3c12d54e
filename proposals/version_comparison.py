"""Any two versions of a cycle's proposal beside each other."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from programs.models import Cycle
from proposals.drafts import policy_of_run, scored, standing
from proposals.manual_decisions import ManualDecisions, Pair
from proposals.matching_words import Text
from proposals.models import MatchPolicy, MatchRun, Proposal
from proposals.others_alone import figures_of_others, pairs_of_others
from proposals.own_questions import labels_of
from proposals.proposal_diff import ProposalDiff, Row, compare_pairs, row_of
from proposals.read_problem import read_everyone
from proposals.reading import Reading
from proposals.rule_checks import broken_pairs
from proposals.services.versions import rules_of
from proposals.version_history import act_words, kept_at, people_in
from proposals.withheld_from_team import NOBODY, Withheld

State = MatchRun.State


@dataclass(frozen=True)
class Choice:
    """A version that can be compared, with the words for it."""

    run: MatchRun
    label: str
    is_current: bool


@dataclass(frozen=True)
class Difference:
    """A rule, a weight or a decision by hand that differs."""

    label: str
    first: str
    second: str


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions. `stale` are pairs of the second that no longer fit the people as they are;
    None where nobody has asked."""

    effect: ProposalDiff
    rules: list[Difference]
    stale: int | None = None


def choices_of(cycle: Cycle, zone: ZoneInfo, withheld: Withheld = NOBODY) -> list[Choice]:
    """Every finished version of the cycle; the present one first, then the newest. `zone` is the reader's."""
    finished_runs = (
        cycle.match_runs.light().filter(state__in=[State.DONE, State.PUBLISHED]).select_related("created_by")
    )
    runs = list(finished_runs.order_by("-created_at"))
    kept = [run for run in runs if run.kept_at]
    current = max(kept, key=kept_at, default=None)
    people = people_in(runs)
    for run in runs:
        run.cycle = cycle
    choices = [
        Choice(run, _label(run, current, act_words(run, people, withheld), zone), run is current) for run in runs
    ]
    return sorted(choices, key=lambda choice: not choice.is_current)


def _label(run: MatchRun, current: MatchRun | None, done: str, zone: ZoneInfo) -> str:
    name = run.name or done
    moment = date_format(localtime(run.created_at, zone), _("j M, H:i"))
    if run is current:
        return _("Now: %(what)s, %(moment)s") % {"what": name, "moment": moment}
    return _("%(what)s, %(moment)s") % {"what": name, "moment": moment}


def chosen(choices: Iterable[Choice], wanted: str | None) -> Choice | None:
    """The version of an id from the address; None for anything else."""
    try:
        pk = uuid.UUID(wanted or "")
    except ValueError:
        return None
    return next((choice for choice in choices if choice.run.pk == pk), None)


def compare(first: MatchRun, second: MatchRun, withheld: Withheld = NOBODY, *, is_checked: bool = False) -> Comparison:
    """The second version as a change of the first.

    Points under different weights are different points and are not compared, unless `is_checked`: then everybody of
    the cycle is read, each set of pairs is measured by the weights of both, and stale pairs are counted. All of it is
    about the pairs that the reader may read.
    """
    before, after = (pairs_of_others(pairs, withheld) for pairs in _pairs_of(first, second))
    figures = [figures_of_others(run, withheld) if withheld else run.outcome.figures for run in (first, second)]
    comparison = compare_pairs(second.cycle, before, after, (figures[0], figures[1]))
    earlier, policy = policy_of_run(first), policy_of_run(second)
    is_other_scale = earlier.weight_of != policy.weight_of
    if is_other_scale:
        comparison.rows[1:3] = []
    stale = None
    if is_checked:
        everyone = read_everyone(second.cycle, policy)
        if is_other_scale:
            comparison.rows[1:1] = _by_both_weights(everyone, earlier, policy, (before, after))
        stale = _stale(everyone, second, after)
    return Comparison(comparison, differences(first, second), stale)


def _pairs_of(first: MatchRun, second: MatchRun) -> tuple[list[Pair], list[Pair]]:
    """The pairs of both, in one query."""
    pairs_of_both: tuple[list[Pair], list[Pair]] = ([], [])
    rows = Proposal.objects.of(first, second).order_by("-score", "pk").values_list("pk", "run", "junior", "senior")
    dropped = [{*map(uuid.UUID, run.dropped)} for run in (first, second)]
    for pk, run, junior, senior in rows:
        for version, gone, pairs in zip((first, second), dropped, pairs_of_both, strict=True):
            if run == version.pk or (run == version.base_id and pk not in gone):
                pairs.append((str(junior), str(senior)))
    return pairs_of_both


def _by_both_weights(everyone: Reading, mine: MatchPolicy, theirs: MatchPolicy,
                     pairs: tuple[list[Pair], list[Pair]]) -> list[Row]:  # fmt: skip
    """Points under different weights are different points: each set of pairs by the weights of both."""
    totals, lowest = [], []
    for which, policy in ((_("by the weights of the first"), mine), (_("by the weights of the second"), theirs)):
        reading = everyone.under(ManualDecisions(), policy)
        first, second = (standing(reading, scored(reading, some).values()) for some in pairs)
        totals.append(row_of(_("Total score, %(which)s") % {"which": which}, first.total, second.total))
        lowest.append(row_of(_("Lowest score, %(which)s") % {"which": which}, first.lowest, second.lowest))
    return totals + lowest


def _stale(everyone: Reading, run: MatchRun, pairs: list[Pair]) -> int:
    if not run.may_be_kept:
        return 0
    reading = everyone.under(ManualDecisions.of(run))
    people = reading.people
    known = [(people[junior], people[senior]) for junior, senior in pairs if junior in people and senior in people]
    return len(pairs) - len(known) + len(broken_pairs(reading.problem, known))


def differences(first: MatchRun, second: MatchRun) -> list[Difference]:
    """Rules, weights and decisions by hand in which the two differ."""
    labels = labels_of(second.cycle.program.questions.all())
    own_rules, other_rules = _settings(first, labels), _settings(second, labels)
    compared = [
        Difference(label, _in_words(own_rules[label]), _in_words(other_rules[label]))
        for label in own_rules
        if own_rules[label] != other_rules[label]
    ]
    sizes = (
        (_("Pinned pairs"), first.pins, second.pins),
        (_("Pairs taken out"), first.forbidden, second.forbidden),
        (_("People left out"), first.left_out, second.left_out),
    )
    return compared + [Difference(label, str(len(a)), str(len(b))) for label, a, b in sizes if a != b]


def _settings(run: MatchRun, labels: Mapping[str, Text]) -> dict[str, object]:
    """Every rule and weight of a version under its name on pages."""
    rules = rules_of(policy_of_run(run))
    weights: dict[str, int] = rules.pop("weights")
    return {_label_of(name): value for name, value in rules.items()} | {
        str(labels.get(code, code)): weight for code, weight in weights.items()
    }


def _label_of(name: str) -> str:
    label = next(str(field.verbose_name) for field in MatchPolicy._meta.fields if field.name == name)
    return label[:1].upper() + label[1:]


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
