"""What stands on the community page and on a program's step Sustain. Whoever adds something writes a function that
builds its section and puts it into one of the two lists at the end of `community/page.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User
from programs.models import Cycle, Program


class Heading(models.TextChoices):
    """The parts of the community page, in order."""

    NEXT = "next", _("What is next")
    NEW = "new", _("What is new")
    QUESTION = "question", _("This month's question")


@dataclass(frozen=True)
class Section:
    """A part with a template of its own, which gets `context` as `section`; `position` from the top of its heading."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    heading: str = Heading.NEW
    position: int = 50


#: For the community page: what somebody may see of it, or nothing. Two queries at most, whatever there is.
Build = Callable[[User], Section | None]
#: For the step Sustain: what waits for whoever runs the program, or nothing. Two queries at most.
BuildForTeam = Callable[[Program, Cycle | None, User], Section | None]


@dataclass(frozen=True)
class Part:
    """A heading of the community page with what stands under it."""

    heading: Heading
    sections: list[Section]


def parts_for(user: User, builders: tuple[Build, ...]) -> list[Part]:
    """The community page of one person; headings under which there is nothing are left out."""
    built = sorted((section for build in builders if (section := build(user))), key=lambda section: section.position)
    parts = [Part(heading, [section for section in built if section.heading == heading]) for heading in Heading]
    return [part for part in parts if part.sections]
