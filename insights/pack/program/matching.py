"""How pairs of a program are made: the rules and weights in force, and who decides."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from insights.pack.content import Fact, Section
from matchmaker import CRITERIA, share_out
from programs.models import Program, Question
from proposals.forms.policy import RULES
from proposals.models import MatchPolicy
from proposals.own_questions import labels_of, weights_of


def matching(program: Program) -> Section:
    policy = getattr(program, "match_policy", None) or MatchPolicy(program=program)
    return Section(
        "matching",
        _("How pairs are made"),
        (
            *_decisions(program, policy),
            *(Fact(f"rule_{name}", _rule(policy, name), _value(policy, name)) for name in RULES),
            *_weights(program, policy),
        ),
        _(
            "The software proposes, people decide. It looks for as many pairs as the rules allow, and among these for "
            "the highest sum of points; a score compares two pairs and measures no person. There is no personality "
            "test, nothing is learnt from earlier choices, and nothing is drawn by lot."
        ),
    )


def _decisions(program: Program, policy: MatchPolicy) -> Iterator[Fact]:
    """Nothing is decided by the software alone."""
    yield Fact("published_by", _("Who publishes a proposal"), _("a coordinator or HR, by hand, after looking at it"))
    yield Fact(
        "agreed_by",
        _("Who makes it a pair"),
        _("the two themselves: first the mentor is asked, after a yes the leader; a no needs no reason"),
    )
    yield Fact("answer_days", _("Days to answer"), str(program.answer_days))
    yield Fact("self_matching", _rule(policy, "allows_self_matching"), _value(policy, "allows_self_matching"))


def _rule(policy: MatchPolicy, name: str) -> str:
    """A rule, as its form calls it."""
    field: Any = policy._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def _value(policy: MatchPolicy, name: str) -> str:
    value = getattr(policy, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value else _("off")


def _weights(program: Program, policy: MatchPolicy) -> Iterator[Fact]:
    """What each criterion counts, its share of the points, and what gives all of them; the program's own questions too,
    what is about lived experience with them, since everybody in the program reads the question when enrolling."""
    questions = [question for question in program.questions.all() if question.is_counted]
    weights, labels = weights_of(policy, questions), labels_of(questions)
    points = share_out(weights)
    full = {criterion.code: _(criterion.full) for criterion in CRITERIA}
    by_code = {f"question_{question.pk.hex}": question for question in questions}
    for code, weight in weights.items():
        value = _("weight %(weight)s: up to %(points)s of 1000 points") % {"weight": weight, "points": points[code]}
        about = _counted(by_code[code]) if code in by_code else full[code]
        yield Fact(f"weight_{code}", str(labels[code]), value, ((_("All of them when"), about),) if weight else ())


def _counted(question: Question) -> str:
    """How answers to a question of the program's own count."""
    alike = _("the two answer alike")
    differ = _("the two answer differently")
    words = alike if question.counts == Question.Counts.ALIKE else differ
    return _("%(words)s, and both have agreed that it may count") % {"words": words} if question.is_lived else words
