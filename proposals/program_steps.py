"""What pairings add to the pages of a program: the Match step, the rules in the set-up, the number of pairs, and
how much a question counts."""

import uuid
from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from frame.errors import Conflict, Refused
from pairings.models import Pairing
from people.models import User
from programs import setup_tasks, tabs, upper_floors
from programs.models import Cycle, Program, Question
from proposals.models import MatchPolicy, MatchRun
from proposals.own_questions import OWN_WEIGHT, code_of, counting_questions, weights_of
from proposals.services.versions import policy_of


def match_status(program: Program, cycle: Cycle | None, user: User) -> tabs.Status:
    """Whether a proposal waits to be published."""
    if cycle is None:
        return tabs.Status()
    runs = list(MatchRun.objects.filter(cycle=cycle).order_by("-created_at").values_list("state", "kept_at"))
    kept = [(at, state) for state, at in runs if at and state in (MatchRun.State.DONE, MatchRun.State.PUBLISHED)]
    newest = runs[0][0] if runs else ""
    if newest in (MatchRun.State.QUEUED, MatchRun.State.RUNNING):
        return tabs.Status("next", _("the match is running"))
    if newest == MatchRun.State.FAILED:
        return tabs.Status("attention", _("the last match did not finish"))
    if not kept:
        return tabs.Status("next" if cycle.state == Cycle.State.MATCHING else "", _("no match run yet"))
    if max(kept)[1] == MatchRun.State.PUBLISHED:
        return tabs.Status("done", _("published"))
    if cycle.is_ending:
        return tabs.Status()
    return tabs.Status("attention", _("a proposal waits to be published"))


def rules_summary(program: Program) -> Sequence[setup_tasks.Answer]:
    """The rules in a few lines, for the check page."""
    policy = MatchPolicy.objects.filter(program=program).first() or MatchPolicy(program=program)
    gap, hours = policy.minimum_level_gap, policy.minimum_overlap_hours
    return [
        (_("Levels between mentor and leader"), ngettext("at least %(n)s", "at least %(n)s", gap) % {"n": gap}),
        (_("Apart in the reporting line"), _distance(policy.reporting_distance)),
        (_("Working hours in common"), ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}),
        (_("A wanted topic in common"), _("yes") if policy.needs_shared_topic else _("not needed")),
        (_("Mentors and leaders may find each other"), _("yes") if policy.allows_self_matching else _("no")),
        (_("Earlier pairs"), _("never again") if policy.forbids_repeats else _("allowed")),
        (_("One partner for everybody before anyone has two"), _("yes") if policy.one_partner_first else _("no")),
    ]


def _distance(steps: int) -> str:
    if steps >= 99:
        return str(_("any distance"))
    return ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps}


def pairs_of(program_ids: list[uuid.UUID], reader: User) -> Mapping[uuid.UUID, int]:
    """Open pairings to which both have said yes, per program, without those that the reader is a party of."""
    pairings = Pairing.objects.overseen_by(reader).agreed().filter(cycle__program__in=program_ids).order_by()
    return dict(pairings.values_list("cycle__program").annotate(n=Count("pk")))


TAB = tabs.Tab("match", _("Match"), "match_board", 30, "puzzle-piece", match_status)
FIGURE = upper_floors.Figure("pairs", _("Pairs"), pairs_of, position=20)
TOPIC = setup_tasks.SetupTopic(
    code="matching",
    title=_("Matching rules"),
    url_name="setup_matching",
    position=80,
    is_complete=lambda program: True,
    summary=rules_summary,
    about=_("Who may be paired with whom, and what makes a good pair."),
)


def may_find_each_other(program: Program) -> bool:
    """Whether the program lets mentors and leaders look for a partner themselves."""
    return MatchPolicy.objects.filter(program=program, allows_self_matching=True).exists()


def weight_of(question: Question) -> int:
    """How much the answers to a question count, or would."""
    policy = MatchPolicy.objects.filter(program=question.program_id).first() or MatchPolicy()
    return policy.weight_of.get(code_of(question), OWN_WEIGHT)


def set_weight(question: Question, weight: int, seen: int | None) -> bool:
    """Have the answers to a question count so much; whether that is a change. Raises Conflict where it is no more what
    was `seen`, Refused where nothing would count any more."""
    policy = MatchPolicy.objects.select_for_update().get(pk=policy_of(question.program).pk)
    code, before = code_of(question), weight_of(question)
    if weight == before:
        return False
    if seen is not None and seen != before:
        raise Conflict
    weights = weights_of(policy, counting_questions(question.program_id)) | {code: weight}
    if not any(weights.values()):
        raise Refused(_("Give at least one weight more than 0: without any, every pair is as good."))
    MatchPolicy.objects.filter(pk=policy.pk).update(weights=policy.weights | {code: weight})
    return True
