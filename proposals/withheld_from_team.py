"""What of a match is not for a member of the program team: whatever is about themselves or people near them.

A score tells of wishes, a rule that is called protected tells of a decline. Who belongs to a pair has no rights of
the team on it, and a pair that is only proposed is no exception; a colleague looks after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.querysets import participants_near
from people.models import User
from programs.models import Cycle, Participant
from proposals.manual_decisions import ManualDecisions
from proposals.models import MatchRun

#: Places of people who were invited and never stood in a pairing.
MERELY_INVITED = Q(state=Participant.State.INVITED, pairings_as_junior__isnull=True, pairings_as_senior__isnull=True)


@dataclass(frozen=True)
class Withheld:
    """What a reader is not told of a cycle; without a reader nothing is held back. Asks only when it is needed."""

    reader: User | None = None
    cycle: Cycle | None = None

    @cached_property
    def places(self) -> frozenset[str]:
        """The places in the cycle, as ids, of the reader and of people near them. Whoever is merely invited is in no
        match, so they hide nothing. One query."""
        if self.reader is None:
            return frozenset()
        participants = Participant.objects.filter(cycle=self.cycle, pk__in=participants_near(self.reader)).order_by()
        return frozenset(str(pk) for pk in participants.exclude(MERELY_INVITED).values_list("pk", flat=True))

    @property
    def near_pairs(self) -> Q:
        """Pairs of the cycle of which one is too near, as a condition on proposals or pairings."""
        return Q(junior__in=self.places) | Q(senior__in=self.places)

    def __bool__(self) -> bool:
        return bool(self.places)

    def covers(self, *places: object) -> bool:
        """Whether one of these places is too near; each may be an id or its text."""
        return not self.places.isdisjoint(map(str, places))

    def told(self, text: str, pins: Iterable[Iterable[str]]) -> str:
        """What may be read of a failure: it may name why a pinned pair cannot be."""
        close_people = {participant for pair in pins if self.covers(*pair) for participant in pair}
        if text and close_people:
            people = Participant.objects.filter(pk__in=close_people).select_related("user")
            if any(participant.user.plain_name in text for participant in people):
                return _("A pinned pair stands in the way. A colleague in the program team can read which, and why.")
        return text


NOBODY = Withheld()


def neutral() -> str:
    """What stands in the place of reasons, scores and buttons."""
    return _(
        "You belong to this pair or are close to one of the two, so a colleague in the program team looks after it."
    )


def neutral_of_person() -> str:
    """What stands in the place of what is known about one person."""
    return _("This is you or somebody close to you, so a colleague in the program team looks after it.")


def neutral_of_figures() -> str:
    """What stands in the place of figures of the whole: what is missing in the others' sum is one's own."""
    return _("Figures of the whole are shown to colleagues who are close to nobody in this cycle.")


def neutral_of_trial() -> str:
    """What is said where there are no others to try rules on."""
    return _(
        "You are among the people of this cycle or close to one of them. Run the match first: then you can try rules "
        "on all other pairs, and yours stays as it is."
    )


def refuse_near(withheld: Withheld, places: Iterable[str]) -> None:
    """Nobody decides about their own pair, nor about the partner they are proposed. The answer is the same whether or
    not a rule forbids it."""
    if not withheld:
        return
    present = MatchRun.objects.kept().filter(cycle=withheld.cycle).first()
    near_pairs = present.proposals.filter(withheld.near_pairs).values_list("junior_id", "senior_id") if present else []
    partners = [participant for pair in near_pairs for participant in pair]
    if not {*map(str, partners), *withheld.places}.isdisjoint(places):
        raise Refused(neutral())


def told_to(reader: User, run: MatchRun | None, cycle: Cycle, text: str) -> str:
    """A message about the decisions by hand of `run`, as the reader may have it."""
    return Withheld(reader, cycle).told(text, ManualDecisions.of(run).pins)
