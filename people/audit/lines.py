"""Entries of the audit log in words. What an entry holds are ids; names are read when it is shown, so that whoever has
been erased has no name here either."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.audit import readers, words
from people.audit.recording import PERSON
from people.models import AuditEntry, HeldAct, User

TOKEN = re.compile(re.escape(PERSON) + r"([0-9a-f-]{36})")
LABELS = {
    "role": gettext_lazy("role"), "kind": gettext_lazy("kind"), "step": gettext_lazy("step"),
    "second_factor": gettext_lazy("second step used"), "fields": gettext_lazy("fields"),
    "page": gettext_lazy("page"), "to": gettext_lazy("to"), "before": gettext_lazy("from"),
    "file": gettext_lazy("file"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One entry as people read it."""

    entry: AuditEntry
    who: str
    what: str | Promise
    whom: User | None
    program: str
    details: list[tuple[str, str]]

    @property
    def day(self) -> dt.date | None:
        """The day, where no more is kept of the time."""
        return self.entry.at.astimezone(dt.UTC).date() if self.entry.is_private else None


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    """The entries of a page, with two queries for all names."""
    entries = list(entries)
    people = User.objects.in_bulk(_named_in(entries))
    programs = readers.names_of({entry.program_id for entry in entries if entry.program_id})
    return [_line(entry, people, programs) for entry in entries]


def _named_in(entries: list[AuditEntry]) -> set[uuid.UUID]:
    found: set[str] = set()
    for entry in entries:
        found |= {entry.about_id} if entry.about_type == readers.PEOPLE else set()
        found.update(key for value in entry.details.values() for key in TOKEN.findall(value))
    named = {pk for entry in entries for pk in (entry.actor_id, entry.person_id) if pk}
    return named | {uuid.UUID(pk) for pk in found}


def _line(entry: AuditEntry, people: dict[uuid.UUID, User], programs: dict[uuid.UUID, str]) -> Line:
    about = uuid.UUID(entry.about_id) if entry.about_type == readers.PEOPLE else None
    whom = people.get(entry.person_id or about or uuid.UUID(int=0))

    def named(match: re.Match[str]) -> str:
        return _name(people, uuid.UUID(match[1]))

    details = [(_label(entry, name), TOKEN.sub(named, _in_words(name, value))) for name, value in entry.details.items()]
    return Line(
        entry=entry,
        who=_name(people, entry.actor_id) if entry.actor_id else _nobody(entry),
        what=words.words_of(entry.act),
        whom=None if whom and whom.pk == entry.actor_id else whom,
        program=programs.get(entry.program_id, "") if entry.program_id else "",
        details=details,
    )


def _in_words(name: str, value: str) -> str:
    """What is stored as a code, as people read it."""
    return str(dict(HeldAct.Kind.choices).get(value, value)) if name == "kind" else value


def _name(people: dict[uuid.UUID, User], pk: Any) -> str:
    return people[pk].name or people[pk].email if pk in people else _("somebody who is no longer here")


def _nobody(entry: AuditEntry) -> str:
    """Who acted where nobody was signed in."""
    return _("Somebody") if entry.act == "sign_in.failed" else _("The server")


def _label(entry: AuditEntry, name: str) -> str:
    """The name of a field as its form calls it, where there is one."""
    if name in LABELS:
        return str(capfirst(LABELS[name]))
    try:
        field = apps.get_model(entry.about_type)._meta.get_field(name)
        return str(capfirst(field.verbose_name))
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return capfirst(name.replace("_", " "))
