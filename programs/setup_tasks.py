"""The topics of a program's set-up: what to decide, whether it is decided, and the answers for the check page.

Upper apps add their own topic in AppConfig.ready() with `register`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from programs.models import Program

Text = str | Promise
Answer = tuple[Text, object]


def nothing_missing(program: Program) -> Text:
    return ""


@dataclass(frozen=True)
class SetupTopic:
    """One page of the set-up; `url_name` is reversed with the program's id.

    `is_complete(program)` decides whether the program may open; `missing(program)` says in words what is not there
    yet. `summary(program)` gives (label, answer) pairs for the check page. The program comes from
    `Program.objects.for_setup()`, so sponsor, coordinators, topics, questions and cycles are there already.
    """

    code: str
    title: Text
    url_name: str
    position: int
    is_complete: Callable[[Program], bool]
    summary: Callable[[Program], Sequence[Answer]]
    missing: Callable[[Program], Text] = nothing_missing
    about: Text = ""


_topics: dict[str, SetupTopic] = {}


def register(*topics: SetupTopic) -> None:
    """Add topics to every set-up; a second one of the same code replaces the first."""
    for topic in topics:
        _topics[topic.code] = topic


def all_topics() -> list[SetupTopic]:
    """The topics in order."""
    return sorted(_topics.values(), key=lambda topic: topic.position)


def incomplete_topics(program: Program) -> list[SetupTopic]:
    """What must be decided before enrolment opens."""
    return [topic for topic in all_topics() if not topic.is_complete(program)]
