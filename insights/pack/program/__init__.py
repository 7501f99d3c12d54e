"""What the pack says of one program: each function gives a section from the program's settings in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import OuterRef, Subquery

from insights.pack.content import Part, Section
from insights.pack.program.course import asked, meetings, team
from insights.pack.program.groups import groups
from insights.pack.program.matching import matching
from programs.models import Program, Terms
from programs.querysets import ProgramQuerySet
from sessions.models import ReviewRound


def programs_in_packs() -> ProgramQuerySet:
    """All programs that run or are being set up, with what their parts look at: a fixed number of queries."""
    running = Program.objects.exclude(state=Program.State.ARCHIVED)
    return (
        running.select_related("match_policy", "community")
        .annotate(terms_version=_latest("version"), terms_text=_latest("text"))
        .prefetch_related("coordinators", "questions")
        .order_by("name", "pk")
    )


def _latest(column: str) -> Subquery:
    """A column of the last version of a program's terms."""
    return Subquery(Terms.objects.filter(program=OuterRef("pk")).order_by("-version").values(column)[:1])


#: The newest cycle and its latest review first.
BY_CYCLE = ("-cycle__created_at", "-number")


def open_rounds(programs: Iterable[Program]) -> dict[UUID, list[ReviewRound]]:
    """The reviews of these programs that are open, by program, with their cycles. One query."""
    rounds = defaultdict[UUID, list[ReviewRound]](list)
    reviews = ReviewRound.objects.open().filter(cycle__program__in=programs).select_related("cycle")
    for review in reviews.order_by(*BY_CYCLE):
        rounds[review.cycle.program_id].append(review)
    return rounds


def part_of(program: Program, rounds: Sequence[ReviewRound]) -> Part:
    """One of `programs_in_packs` with its open reviews, in words."""
    sections: tuple[Section, ...] = (
        team(program), groups(program, rounds), matching(program), asked(program), meetings(program),
    )  # fmt: skip
    return Part(str(program.pk), program.name, sections)
