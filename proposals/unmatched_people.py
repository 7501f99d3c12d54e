"""Everybody without a pair: the reason in words, and what would help, with the way to the rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matchmaker import Reason, explain
from programs.models import Participant, Side
from proposals.drafts import pairs_of, policy_of_run
from proposals.manual_decisions import ManualDecisions
from proposals.matching_words import FIELDS, HELP, IF_OFF, IF_VALUE, RULES, Text
from proposals.models import MatchRun
from proposals.others_alone import pairs_of_others, reading_of_others
from proposals.outcome import FewerPlaces, WithoutPair
from proposals.outcome import Removal as StoredRemoval
from proposals.read_problem import read_everyone
from proposals.services.runs import is_quick
from proposals.services.store_outcome import without_pair
from proposals.withheld_from_team import Withheld, neutral_of_person


@dataclass(frozen=True)
class Removal:
    """How many candidates one rule took away, and how many no other rule did."""

    label: str
    removed: int
    alone: int


TO_THE_RULE: Text = gettext_lazy("To the rule")


@dataclass(frozen=True)
class Help:
    """What would help, in a sentence, and where it can be changed (empty where no rule can), with the words for that
    place."""

    text: str
    url: str = ""
    to: Text = TO_THE_RULE


@dataclass(frozen=True)
class LeftOver:
    """Somebody with a free place and no proposed pair. Confidential reasons are one removal, "protected"."""

    participant: Participant
    why: str
    candidates: int = 0
    removals: list[Removal] = field(default_factory=list)
    helps: list[Help] = field(default_factory=list)
    is_left_out: bool = False
    is_near: bool = False


def left_over(
    run: MatchRun, withheld: Withheld, alone: Participant | None = None, *, is_worked_out: bool = True
) -> list[LeftOver]:
    """Everybody without a pair, or `alone` if they have none, with the reason. Sides apart, mentors first, by name. One
    query, and one more where somebody's second place is the reason; needs the cycle loaded.

    A reader who has people near them in the cycle reads the reasons of all others as they would be without these, who
    could be among the candidates, if it `is_worked_out`: for that everybody of the cycle is read.
    """
    stored = () if withheld else run.details.without_pair
    reasons = _among_others(run, withheld) if withheld and is_worked_out else stored
    explained = {row.participant: row for row in reasons}
    people = people_without_a_pair(run).select_related("user__department").order_by("side", "user__last_name", "pk")
    if alone is not None:
        people = people.filter(pk=alone.pk)
    rules, is_best = reverse("setup_matching", args=[run.cycle.program_id]), run.outcome.proven.is_optimal
    explained_people = [
        _explained(participant, explained.get(str(participant.pk)), rules, run, is_best=is_best)
        for participant in people
    ]
    _name_second_places(run, explained_people, explained)
    return [_for_reader(person, withheld, explained) for person in explained_people] if withheld else explained_people


def _among_others(run: MatchRun, withheld: Withheld) -> Iterable[WithoutPair]:
    """Why people have no pair, with those near the reader and their places left out; nothing where a page should not
    wait for it, and once the pairs are asked: then places that come free would tell how somebody has answered."""
    if not run.may_be_kept or not is_quick(run.cycle):
        return ()
    pairs = pairs_of(run)
    everyone = read_everyone(run.cycle, policy_of_run(run))
    reading = reading_of_others(everyone, withheld, pairs).under(ManualDecisions.of(run))
    told = reading.persons(pairs_of_others(pairs, withheld))
    return without_pair(reading, explain(reading.problem, told))


def _name_second_places(run: MatchRun, people: list[LeftOver], rows: Mapping[str, WithoutPair]) -> None:
    """Put in front of what would help that somebody has fewer places, with the way to theirs, or that the rule is
    turned on that keeps second partners back."""
    advice = {row.participant: row.fewer_places for row in rows.values() if row.fewer_places}
    if not advice:
        return
    named = Participant.objects.filter(pk__in=[giver.participant for giver in advice.values()]).select_related("user")
    givers = {str(participant.pk): participant for participant in named}
    for person in people:
        fewer = advice.get(str(person.participant.pk))
        giver = givers.get(fewer.participant) if fewer else None
        if fewer and giver:
            person.helps[:0] = _fewer_places(run, fewer, giver)


def _fewer_places(run: MatchRun, fewer: FewerPlaces, giver: Participant) -> list[Help]:
    program = run.cycle.program_id
    words = {"name": giver.user.name, "now": fewer.now, "places": fewer.places}
    text = _("Lower the places of %(name)s from %(now)s to %(places)s: then they have a partner, and no pair is lost.")
    rule = _("Or turn on “One partner for everybody before anyone has two”.")
    page = reverse("participant_detail", args=[program, giver.pk])
    return [
        Help(text % words, f"{page}#id_capacity", gettext_lazy("To their places")),
        Help(rule, f"{reverse('setup_matching', args=[program])}#id_one_partner_first"),
    ]


def _for_reader(person: LeftOver, withheld: Withheld, explained: Mapping[str, WithoutPair]) -> LeftOver:
    if withheld.covers(person.participant.pk):
        return LeftOver(person.participant, neutral_of_person(), is_near=True)
    if person.is_left_out or str(person.participant.pk) in explained:
        return person
    return LeftOver(person.participant, _("No pair in this proposal. Why, a colleague in the program team can read."))


def people_without_a_pair(run: MatchRun) -> QuerySet[Participant]:
    """Who has a free place and no proposed pair, and who is left out of this match by hand."""
    explained = [row.participant for row in run.details.without_pair]
    return Participant.objects.filter(pk__in=[*explained, *run.left_out])


def _explained(
    participant: Participant, row: WithoutPair | None, rules: str, run: MatchRun, *, is_best: bool
) -> LeftOver:
    if row is None:
        is_left_out = str(participant.pk) in run.left_out
        return LeftOver(participant, _("Left out of this match by you or a colleague."), is_left_out=is_left_out)
    removals = [
        Removal(str(RULES.get(removal.reason, removal.reason)), removal.removed, removal.alone)
        for removal in row.removals
    ]
    if row.limit:
        text = _(
            "One pair less elsewhere, or a higher number: of the organisation in its settings, or in their profile."
        )
        helps = [Help(text)]
    else:
        helps = [*_helps_with_partners(row, participant.side)] if row.allowed else [*_helps_with_rules(row, rules)]
    return LeftOver(participant, _why_words(row, is_best=is_best), row.candidates, removals, helps)


def _why_words(row: WithoutPair, *, is_best: bool) -> str:
    """Why somebody has no pair, in a sentence. Pairs that were changed by hand need not be better for the whole."""
    candidates, allowed, free = row.candidates, row.allowed, row.free
    if row.limit:
        return ngettext(
            "Has %(has)s of at most %(n)s partner at once, in all programs together.",
            "Has %(has)s of at most %(n)s partners at once, in all programs together.",
            row.limit.most,
        ) % {"has": row.limit.has, "n": row.limit.most}
    if not candidates:
        return _("There is nobody on the other side.")
    if free:
        return ngettext(
            "%(n)s person could be their partner and has a place left: a change by hand left them without a pair.",
            "%(n)s people could be their partner and have a place left: a change by hand left them without a pair.",
            free,
        ) % {"n": free}
    if allowed and is_best:
        return ngettext(
            "%(n)s person could have been their partner, but is in a pair that is better for the whole.",
            "%(n)s people could have been their partner, but each is in a pair that is better for the whole.",
            allowed,
        ) % {"n": allowed}
    if allowed:
        return ngettext(
            "%(n)s person could have been their partner, but is in another pair.",
            "%(n)s people could have been their partner, but each is in another pair.",
            allowed,
        ) % {"n": allowed}
    return ngettext(
        "The rules allow none of the %(n)s person on the other side.",
        "The rules allow none of the %(n)s people on the other side.",
        candidates,
    ) % {"n": candidates}


def _helps_with_partners(row: WithoutPair, side: str) -> Iterable[Help]:
    """What to do where the rules allow somebody, but nobody is left."""
    if row.free:
        yield Help(_("Pair them by hand, or run the match again."))
    elif side == Side.JUNIOR:
        yield Help(_("One more leader who fits, or a leader of these who takes a second mentor."))
    else:
        yield Help(_("One more mentor who fits, or a mentor of these who takes a second leader."))


def _helps_with_rules(row: WithoutPair, rules: str) -> Iterable[Help]:
    """What to do where the rules allow nobody; beside a change of rules, that somebody takes one more partner."""
    changes = [*_if_sentences(row, rules)]
    if not changes:
        return _best_help(row.removals, rules)
    full = [removal for removal in row.removals if removal.reason == Reason.NO_FREE_PLACE and removal.alone]
    return [*changes, *_best_help(full, rules)]


def _if_sentences(row: WithoutPair, rules: str) -> Iterable[Help]:
    """Of each rule the smallest change that would allow somebody: "3 candidates if the level gap were 1"."""
    for remedy in row.helps:
        words = IF_VALUE.get(remedy.reason) if remedy.value else IF_OFF.get(remedy.reason)
        if words is None:
            continue
        text = ngettext("%(n)s candidate if %(change)s", "%(n)s candidates if %(change)s", remedy.allowed)
        change = str(words) % {"value": remedy.value}
        yield Help(text % {"n": remedy.allowed, "change": change}, rule_url(remedy.reason, rules))


def _best_help(removals: Iterable[StoredRemoval], rules: str) -> Iterable[Help]:
    """What to do about the rule that alone keeps the most candidates away."""
    by_help = sorted(removals, key=lambda removal: -removal.alone)
    best = next((removal for removal in by_help if removal.reason in HELP), None)
    if best is None:
        return
    text = str(HELP[best.reason])
    if best.alone:
        allows = ngettext("This alone would allow %(n)s partner.", "This alone would allow %(n)s partners.", best.alone)
        text = f"{text} {allows % {'n': best.alone}}"
    yield Help(text, rule_url(best.reason, rules))


def rule_url(reason: str, rules: str) -> str:
    """The rule on the page of rules; empty for what is not a rule one could change."""
    return f"{rules}#id_{FIELDS[reason]}" if reason in FIELDS else ""
