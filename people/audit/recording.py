"""Writing into the audit log. A verb of the team says in its own transaction what it did:

    audit.record(actor=by, act="role.granted", about=grant, person=person, details={"role": role})

Details are short facts: names of fields, roles, states, people (given as such, kept by their ids); never what somebody
wrote. Nor how many things an act was about: of what is close to a reader the entries are hidden one by one, and a
number would count them. What participants do among themselves is not recorded: who declined, paused, answered or wrote
would stand there with the minute.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.erasure.stored_names import StoredName
from people.models import User
from people.models.audit import (
    KEPT_AT_LEAST,
    OWN_KEPT_AT_LEAST,
    OWN_SIGN_INS_PURGED,
    PSEUDONYMISED,
    PURGED,
    SIGN_IN,
    SIGN_INS_PURGED,
    AuditEntry,
)

LONGEST_DETAIL = 300
#: Before the id of a person in details, whose name is read when the entry is shown.
PERSON = "@"
NOTHING = "–"
LONGEST_VALUE = 80
_request: ContextVar[HttpRequest | None] = ContextVar("audited_request", default=None)


def record(
    *,
    actor: User | None,
    act: str,
    about: Model | None = None,
    person: User | None = None,
    program_id: UUID | None = None,
    details: Mapping[str, object] | None = None,
    is_private: bool = False,
    at: dt.datetime | None = None,
) -> AuditEntry:
    """Add one entry: who did what to which object, now, from the sign-in of this request.

    `actor` is None for the server's command line and its jobs, `person` whom it concerns (they read it in their own
    access log), `program_id` whose coordinators may read it. An act must have its words (see people.audit.lines).
    `at` where the log is to hold a coarser time than now.
    """
    entry = _entry(actor, act, about, program_id, details)
    entry.person, entry.is_private, entry.at = person, is_private, at or entry.at
    entry.save()
    return entry


def entry_about(
    person_id: UUID | None, *, actor: User | None, act: str, about: Model | None, details: Mapping[str, object]
) -> AuditEntry:
    """An entry that is not added yet, for `record_all`."""
    entry = _entry(actor, act, about, None, details)
    entry.person_id = person_id
    return entry


def record_all(entries: Iterable[AuditEntry]) -> None:
    """Add many entries, each with its own object and person, in one go."""
    for batch in batched(entries, 1000):
        AuditEntry.objects.bulk_create(batch)


def record_each(
    people: Iterable[UUID],
    *,
    actor: User | None,
    act: str,
    about: Model | None = None,
    program_id: UUID | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add the same entry for each of some people, by id."""
    for batch in batched(people, 1000):
        entries = []
        for person_id in batch:
            entries.append(entry := _entry(actor, act, about, program_id, details))
            entry.person_id = person_id
        AuditEntry.objects.bulk_create(entries)


def record_reading(reader: User, person: User) -> None:
    """Add that somebody of the team has looked at what is kept about a person: once a day for each reader."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    readings = AuditEntry.objects.filter(actor=reader, person=person, act="person.read", at__gte=today)
    if reader.pk != person.pk and not readings.exists():
        record(actor=reader, act="person.read", about=person, person=person)


def _entry(
    actor: User | None, act: str, about: Model | None, program_id: UUID | None, details: Mapping[str, object] | None
) -> AuditEntry:
    return AuditEntry(
        actor=actor,
        act=act,
        about_type=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "",
        program_id=program_id,
        sign_in=sign_in_of(_request.get(), actor),
        details={name: _as_text(value)[:LONGEST_DETAIL] for name, value in (details or {}).items()},
    )


def _as_text(value: object) -> str:
    """A value as it is kept: people by their ids."""
    if isinstance(value, User):
        return f"{PERSON}{value.pk}"
    if isinstance(value, list | tuple):
        return ", ".join(_as_text(item) for item in value) or NOTHING
    return NOTHING if value in (None, "") else str(value)


def with_ids(text: str, people: Iterable[User | None]) -> str:
    """A sentence for `details`, with ids in place of what these people are called: the log outlives their names."""
    named = {str(person): _as_text(person) for person in people if person is not None}
    for name in sorted(named, key=len, reverse=True):
        text = text.replace(name, named[name])
    return text


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, str]:
    """What an edit changed, field by field, for `details`; of long values only that they changed."""
    changed = {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}
    return {name: _in_short(old, new) for name, (old, new) in changed.items()}


#: Fields of an entry that follow from others, or have an act of their own.
UNSAID = {"level_source", "left_at", "is_active"}


def entry_changes(fields: Mapping[str, Sequence[object]]) -> dict[str, str]:
    """What an edit of a roster entry changed, for `details`; its fields are given by name as [before, after], people
    by their ids."""
    return {
        name: _in_short(*(f"{PERSON}{value}" if name == "manager" and value else value for value in values))
        for name, values in fields.items()
        if name not in UNSAID
    }


def _in_short(old: object, new: object) -> str:
    texts = [_as_text(value) for value in (old, new)]
    return " → ".join(texts) if all(len(text) <= LONGEST_VALUE for text in texts) else "→ …"


class AuditMiddleware:
    """Lets what a request does say from which sign-in, wherever it is recorded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def whoever() -> User | None:
    """Who is signed in where this runs; None at the command line and in jobs."""
    request = _request.get()
    return request.user if request is not None and request.user.is_authenticated else None


def sign_in_of(request: HttpRequest | None, actor: User | None) -> str:
    """A short keyed name of the session in which `actor` acts: equal within one sign-in, and not to be turned back
    into the session's key. Empty outside a request of theirs."""
    key = request and getattr(request, "session", None) and request.session.session_key
    if not key or actor is None or request is None or request.user.pk != actor.pk:
        return ""
    return salted_hmac("people.audit.recording.sign_in", key, algorithm="sha256").hexdigest()[:12]


#: What each clearing reaches.
REACH = {
    PURGED: Q(),
    SIGN_INS_PURGED: Q(act__startswith=SIGN_IN),
    OWN_SIGN_INS_PURGED: Q(act__startswith=SIGN_IN, is_private=True),
}


@transaction.atomic
def purge_audit(*, before: dt.datetime, act: str = PURGED, spared: Q | None = None) -> int:
    """Delete the entries older than `before` that the clearing `act` reaches and that nothing has `spared`, and record
    that; returns how many.

    Refused for anything younger than 180 days, or 30 where only sign-ins go that their owners alone read."""
    at_least = OWN_KEPT_AT_LEAST if act == OWN_SIGN_INS_PURGED else KEPT_AT_LEAST
    if before > timezone.now() - at_least:
        raise Refused(_("Entries of the audit log are kept for %(days)s days at least.") % {"days": at_least.days})
    old = AuditEntry.objects.filter(REACH[act], at__lt=before)
    if spared is not None:
        old = old.exclude(pk__in=AuditEntry.objects.filter(spared).order_by().values("pk"))
    if not (count := old.count()):
        return 0
    AuditEntry.objects.create(act=act, until=before)
    # The log's own querysets delete nothing; the database lets these go because of the entry just written.
    old._raw_delete(using=old.db)
    return count


@transaction.atomic
def pseudonymise(*, person: User, by: User | None) -> int:
    """Empty the details of what is about an erased person, or names them; who, what and when stay. What they did to
    others and to settings stays whole: nobody is erased to hide it. Returns how many entries."""
    stored = StoredName.of(person, "")
    record(actor=by, act=PSEUDONYMISED, person=person)
    detailed = AuditEntry.objects.exclude(details={}).order_by()
    is_about_them = Q(about_type=User._meta.label_lower, about_id=str(person.pk))
    own = detailed.filter(Q(person=person) | Q(is_about_them, actor=person))
    count = QuerySet.update(own, details={})
    done = detailed.filter(actor=person).values_list("pk", "details").iterator(chunk_size=1000)
    naming = [pk for pk, details in done if any(stored.stands_in(value) for value in details.values())]
    for some in batched(naming, 1000):
        count += QuerySet.update(AuditEntry.objects.filter(pk__in=some), details={})
    return count
