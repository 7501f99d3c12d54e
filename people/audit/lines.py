"""Entries of the audit log in words. What an entry holds are ids; names are read when it is shown, so that whoever has
left is named as long as the organisation knows them. Upper apps add the words of their acts in AppConfig.ready()."""

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

from frame.ports import Hook
from people.audit import readers
from people.audit.recording import PERSON
from people.clock import day_in_utc
from people.models import AuditEntry, HeldAct, User

TOKEN = re.compile(re.escape(PERSON) + r"([0-9a-f-]{36})")
LABELS = {
    "role": gettext_lazy("role"), "kind": gettext_lazy("kind"), "step": gettext_lazy("step"),
    "second_factor": gettext_lazy("second step used"), "fields": gettext_lazy("fields"),
    "page": gettext_lazy("page"), "to": gettext_lazy("to"), "before": gettext_lazy("from"),
    "until": gettext_lazy("until"), "file": gettext_lazy("file"), "rule": gettext_lazy("kind"),
}  # fmt: skip
Text = str | Promise
OWN: dict[str, Text] = {
    "role.granted": gettext_lazy("gave a role"),
    "role.withdrawn": gettext_lazy("took a role back"),
    "lines.downloaded": gettext_lazy("downloaded reporting lines"),
    "people.downloaded": gettext_lazy("downloaded a list of people"),
    "person.read": gettext_lazy("looked at a person's page"),
    "person.changed": gettext_lazy("changed a person"),
    "person.added": gettext_lazy("added a person by hand"),
    "guest.vouched": gettext_lazy("vouched for a guest's address"),
    "guest.ended": gettext_lazy("let a guest's time end"),
    "person.reactivated": gettext_lazy("let a person sign in again"),
    "person.deactivated": gettext_lazy("ended a person's access"),
    "address.asked": gettext_lazy("asked for another sign-in address"),
    "address.changed": gettext_lazy("changed a sign-in address"),
    "address.withdrawn": gettext_lazy("withdrew a change of sign-in address"),
    "second.asked": gettext_lazy("asked for what needs a second person"),
    "second.approved": gettext_lazy("approved as the second person"),
    "second.refused": gettext_lazy("refused as the second person, or as the owner"),
    "second.withdrawn": gettext_lazy("withdrew what waited for a second person"),
    "second.expired": gettext_lazy("let a request lapse"),
    "second.again": gettext_lazy("let a request wait for a second person again"),
    "second.done": gettext_lazy("saw a request carried out"),
    "conflict.added": gettext_lazy("entered a conflict of interest"),
    "conflict.removed": gettext_lazy("removed a conflict of interest"),
    "assistants.named": gettext_lazy("named assistants"),
    "organization.changed": gettext_lazy("changed the organisation's settings"),
    "organization.words_changed": gettext_lazy("changed the organisation's own words"),
    "retention.changed": gettext_lazy("changed how long something is kept"),
    "hold.placed": gettext_lazy("placed a legal hold"),
    "hold.lifted": gettext_lazy("lifted a legal hold"),
    "roster.uploaded": gettext_lazy("uploaded a roster"),
    "roster.started": gettext_lazy("had a roster import applied"),
    "roster.applied": gettext_lazy("wrote a roster import into the roster"),
    "roster.undone": gettext_lazy("undid a roster import"),
    "roster.discarded": gettext_lazy("threw away an uploaded roster"),
    "roster.listed": gettext_lazy("downloaded the list of roster imports"),
    "roster.downloaded": gettext_lazy("downloaded a roster file"),
    "sign_in.done": gettext_lazy("signed in"),
    "sign_in.failed": gettext_lazy("a sign-in failed"),
    "sign_in.ended": gettext_lazy("signed out"),
    "sign_in.ended_by_server": gettext_lazy("ended all sign-ins"),
    "second_factor.added": gettext_lazy("added a second factor"),
    "second_factor.removed": gettext_lazy("removed a second factor"),
    "second_factor.codes_renewed": gettext_lazy("made new recovery codes"),
    "second_factor.reset": gettext_lazy("reset a second factor"),
    "password.changed": gettext_lazy("changed a password"),
    "person.erased": gettext_lazy("erased what is kept about a person"),
    "data.copy_asked": gettext_lazy("asked for a copy of their own data"),
    "data.copy_fetched": gettext_lazy("fetched a copy of their own data"),
    "secrets.rotated": gettext_lazy("re-encrypted stored secrets"),
    "audit.exported": gettext_lazy("exported the audit log"),
    "audit.purged": gettext_lazy("cleared old entries of the audit log"),
    "audit.sign_ins_purged": gettext_lazy("cleared old sign-ins from the audit log"),
    "audit.own_sign_ins_purged": gettext_lazy("cleared old sign-ins of people without a role from the audit log"),
    "audit.pseudonymised": gettext_lazy("took an erased person's details out of the audit log"),
}
acts: Hook[tuple[str, Text]] = Hook(
    "people.audit.lines.acts",
    "Acts of the audit log with their words, in the past tense, to follow a name.",
    key=lambda act: act[0],
)


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
        return day_of_entry(self.entry)


def day_of_entry(entry: AuditEntry) -> dt.date | None:
    """The day of an entry of which no more is kept of the time."""
    return day_in_utc(entry.at) if entry.is_private else None


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    """The entries of a page, with two queries for all names."""
    entries = list(entries)
    people = User.objects.in_bulk(_named_in(entries))
    programs = readers.names_of({entry.program_id for entry in entries if entry.program_id})
    return [_line(entry, people, programs) for entry in entries]


def _named_in(entries: list[AuditEntry]) -> set[uuid.UUID]:
    ids: set[str] = set()
    for entry in entries:
        ids |= {entry.about_id} if entry.about_type == readers.PEOPLE else set()
        ids.update(key for value in entry.details.values() for key in TOKEN.findall(value))
    people = {pk for entry in entries for pk in (entry.actor_id, entry.person_id) if pk}
    return people | {uuid.UUID(pk) for pk in ids}


def _line(entry: AuditEntry, people: dict[uuid.UUID, User], programs: dict[uuid.UUID, str]) -> Line:
    about = uuid.UUID(entry.about_id) if entry.about_type == readers.PEOPLE else None
    subject = people.get(entry.person_id or about or uuid.UUID(int=0))

    def named(match: re.Match[str]) -> str:
        return _name(people, uuid.UUID(match[1]))

    details = [(_label(entry, name), TOKEN.sub(named, _in_words(name, value))) for name, value in entry.details.items()]
    return Line(
        entry=entry,
        who=_name(people, entry.actor_id) if entry.actor_id else _nobody(entry),
        what=words_of(entry.act),
        whom=None if subject and subject.pk == entry.actor_id else subject,
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


acts.register(*OWN.items())


def words_of(act: str) -> Text:
    """The act in words; the act's own name while nobody has given it words."""
    known = acts.find(act)
    return known[1] if known else act


def all_acts() -> list[tuple[str, Text]]:
    """Every act with its words, in the order of the words."""
    return sorted(acts, key=lambda act: str(act[1]))
