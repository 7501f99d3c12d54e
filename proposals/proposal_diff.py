"""Two sets of pairs beside each other: whose partner changes, who gains or loses one, and the figures of both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import Cycle, Participant
from proposals.manual_decisions import Pair
from proposals.outcome import Figures


@dataclass(frozen=True)
class Move:
    """One person and their partners before and after."""

    participant: Participant
    before: list[str]
    after: list[str]

    @property
    def gains(self) -> bool:
        return len(self.after) > len(self.before)

    @property
    def loses(self) -> bool:
        return len(self.after) < len(self.before)


@dataclass(frozen=True)
class Row:
    """One figure before and after, with the difference in words; `is_better` is None where neither is better."""

    label: str
    before: str
    after: str
    is_better: bool | None


@dataclass(frozen=True)
class ProposalDiff:
    """What changes between two sets of pairs; `moves` mentors first, each side by name."""

    moves: list[Move]
    pairs_gone: int
    pairs_new: int
    rows: list[Row]

    @property
    def gains(self) -> list[Move]:
        return [move for move in self.moves if move.gains]

    @property
    def loses(self) -> list[Move]:
        return [move for move in self.moves if move.loses]

    @property
    def is_none(self) -> bool:
        return not self.moves

    @property
    def words(self) -> str:
        """The effect in one sentence."""
        if self.is_none:
            return _("No pair changes.")
        lost = ngettext("%(n)s pair goes", "%(n)s pairs go", self.pairs_gone) % {"n": self.pairs_gone}
        new = ngettext("%(n)s new pair comes", "%(n)s new pairs come", self.pairs_new) % {"n": self.pairs_new}
        return _("%(gone)s, %(new)s.") % {"gone": lost, "new": new}


def compare_pairs(
    cycle: Cycle, before: Iterable[Pair], after: Iterable[Pair], figures: tuple[Figures, Figures]
) -> ProposalDiff:
    """Compare two sets of pairs of places of a cycle; one query for the names of those whose partner changes."""
    old, new = {*before}, {*after}
    changed = {participant for pair in old ^ new for participant in pair}
    people = _people(cycle, changed, old | new)
    was, is_now = _partners(old, people), _partners(new, people)
    moves = [
        Move(people[participant], sorted(was[participant]), sorted(is_now[participant]))
        for participant in changed
        if participant in people
    ]
    moves.sort(
        key=lambda move: (
            move.participant.side,
            move.participant.user.last_name,
            move.participant.user.name,
            move.participant.pk,
        )
    )
    return ProposalDiff(moves, len(old - new), len(new - old), rows_of(*figures))


def _people(cycle: Cycle, changed: set[str], pairs: set[Pair]) -> Mapping[str, Participant]:
    concerned = changed | {participant for pair in pairs if {*pair} & changed for participant in pair}
    participants = Participant.objects.filter(cycle=cycle, pk__in=concerned).select_related("user")
    return {str(participant.pk): participant for participant in participants}


def _partners(pairs: set[Pair], people: Mapping[str, Participant]) -> dict[str, list[str]]:
    """The names of everybody's partners."""
    partners = defaultdict(list)
    for junior, senior in pairs:
        if junior in people and senior in people:
            partners[junior].append(people[senior].user.name)
            partners[senior].append(people[junior].user.name)
    return partners


def rows_of(before: Figures, after: Figures) -> list[Row]:
    """The figures in the order in which they matter; how many people have a partner where the pairs do not tell."""
    is_told = all(figures.people in (None, 2 * figures.pairs) for figures in (before, after))
    return [
        row_of(_("Pairs"), before.pairs, after.pairs),
        row_of(_("Total score"), before.total, after.total),
        row_of(_("Lowest score"), before.lowest, after.lowest),
        row_of(_("Wanted topics covered"), before.coverage, after.coverage, "%(n)s %%"),
        row_of(_("Across departments"), before.across, after.across),
        *([] if is_told else [row_of(_("People with a partner"), before.people, after.people)]),
    ]


def row_of(label: str, before: int | None, after: int | None, form: str = "%(n)s") -> Row:
    """One figure of two sets of pairs; more is better."""

    def shown(value: int | None) -> str:
        return "\u2013" if value is None else form % {"n": number_format(value, force_grouping=True)}

    is_better = None if before is None or after is None or before == after else after > before
    return Row(label, shown(before), shown(after), is_better)
