"""What the pack says of one program: each function gives a section from the program's settings in force."""

from django.db.models import OuterRef, Subquery

from insights.pack.content import Part, Section
from insights.pack.program.course import asked, meetings, team
from insights.pack.program.groups import groups
from insights.pack.program.matching import matching
from programs.models import Program, Terms
from programs.querysets import ProgramQuerySet


def programs_in_packs() -> ProgramQuerySet:
    """All programs that run or are being set up, with what their parts look at: a fixed number of queries."""
    running = Program.objects.exclude(state=Program.State.ARCHIVED)
    return (
        running.select_related("match_policy")
        .annotate(terms_version=_latest("version"), terms_text=_latest("text"))
        .prefetch_related("coordinators", "questions", "cycles__review_rounds")
        .order_by("name", "pk")
    )


def _latest(column: str) -> Subquery:
    """A column of the last version of a program's terms."""
    return Subquery(Terms.objects.filter(program=OuterRef("pk")).order_by("-version").values(column)[:1])


def part_of(program: Program) -> Part:
    """One of `programs_in_packs`, in words."""
    sections: tuple[Section, ...] = (
        team(program), groups(program), matching(program), asked(program), meetings(program),
    )  # fmt: skip
    return Part(str(program.pk), program.name, sections)
