"""The check that the server has the secret with which open reviews are sealed."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from sessions.reviews.keys import secret_problem


def readable_problem() -> str:
    """What `secret_problem` says; nothing while the database cannot be asked or has no such tables yet, which other
    checks report."""
    try:
        return secret_problem()
    except DatabaseError:
        return ""


@register(Tags.database)
def review_secret_opens_what_is_open(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Asked by `check --database default` and before `migrate`; web, worker and clock ask when they start."""
    problem = readable_problem() if databases else ""
    return [Error(problem, id="reviews.E001")] if problem else []
