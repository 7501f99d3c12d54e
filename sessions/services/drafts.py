"""Drafts of a log: its author's alone, until the log is submitted."""

from collections.abc import Mapping

from pairings.models import Pairing
from people.models import User
from sessions.models import LogDraft, Meeting

LONGEST = 5000
MOST_FIELDS = 80


def save_draft(
    *, pairing: Pairing, meeting: Meeting | None, by: User, fields: Mapping[str, str | list[str]]
) -> LogDraft:
    """Keep what the form holds now, as typed; `meeting` is None for one that was never planned."""
    kept = {name: cut(value) for name, value in list(fields.items())[:MOST_FIELDS]}
    draft, _ = LogDraft.objects.update_or_create(pairing=pairing, meeting=meeting, author=by, defaults={"fields": kept})
    return draft


def cut(value: str | list[str]) -> str | list[str]:
    return value[:LONGEST] if isinstance(value, str) else [each[:LONGEST] for each in value[:MOST_FIELDS]]


def discard_draft(*, pairing: Pairing, meeting: Meeting | None, by: User) -> None:
    """Forget it: the log was submitted, or its author does not want it any more."""
    LogDraft.objects.filter(pairing=pairing, meeting=meeting, author=by).delete()
