"""Every name and address by which somebody is known to have gone: their entry of today, what the audit log says was
changed, and what requests about them say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from allauth.account.models import EmailAddress

from people.models import AuditEntry, HeldAct, User

GIVEN, FAMILY, ADDRESS = ("first_name", "preferred_name"), "last_name", "email"
#: Between what a value was and what it became, in details of the audit log, and what stands there for nothing.
BECAME, NOTHING = " → ", {"", "–", "…", "None"}


@dataclass(frozen=True)
class EverCalled:
    """Given and preferred names, family names, addresses, and names that were written down whole."""

    given_names: set[str] = field(default_factory=set)
    family: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(sorted(self.emails))

    @property
    def short_names(self) -> tuple[str, ...]:
        return _longest_first(self.given_names)

    @property
    def whole_names(self) -> tuple[str, ...]:
        """Every given name with every family name, in both orders; where there is but one of the two, that alone."""
        if not (self.given_names and self.family):
            return _longest_first(self.whole | self.given_names | self.family)
        pairs = list(product(self.given_names, self.family))
        orders = ("{0} {1}", "{1} {0}", "{1}, {0}")
        return _longest_first(self.whole | {order.format(*pair) for order in orders for pair in pairs})


def ever_called(person: User) -> EverCalled:
    """Three queries. To be asked before anything of the person is deleted or emptied."""
    called = EverCalled(emails={person.email})
    for name in (*GIVEN, FAMILY):
        _note(called, name, [getattr(person, name)])
    called.emails.update(EmailAddress.objects.filter(user=person).values_list("email", flat=True))
    for details in AuditEntry.objects.filter(person=person).exclude(details={}).values_list("details", flat=True):
        for name, value in details.items():
            _note(called, name, value.split(BECAME))
    for named, payload in HeldAct.objects.filter(person=person).values_list("named", "payload"):
        called.whole.update({named} - NOTHING)
        for name, values in _said_in(payload):
            _note(called, name, values)
    return called


def _said_in(payload: dict[str, object]) -> Iterator[tuple[str, Iterable[object]]]:
    """What a request would change, by field: fields of the entry, or the address."""
    fields = payload.get("fields")
    if isinstance(fields, dict):
        yield from fields.items()
    yield ADDRESS, [value for name in ("before", "after") if "@" in str(value := payload.get(name, ""))]


def _note(called: EverCalled, name: str, values: Iterable[object]) -> None:
    into = {ADDRESS: called.emails, FAMILY: called.family} | dict.fromkeys(GIVEN, called.given_names)
    if name in into:
        into[name].update({str(value).strip() for value in values} - NOTHING)


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
