"""Whom one of the two may turn to in confidence: by name, the same for both, and nobody who is close to them."""

import uuid
from dataclasses import dataclass

from pairings.models import ConfidentialWord, Pairing
from people.models import User
from programs.rules import may_be_trusted


@dataclass(frozen=True)
class Addressees:
    """Who would read a word, by whom it is sent to. HR stands in where no coordinator may read it."""

    coordinators: list[User]
    trusted: User | None
    hr: list[User]

    def of(self, to: str) -> list[User]:
        """The readers of a word sent there; nobody where it cannot be sent."""
        trusted = [self.trusted] if self.trusted else []
        return {
            ConfidentialWord.To.COORDINATORS: self.coordinators,
            ConfidentialWord.To.TRUSTED: trusted,
            ConfidentialWord.To.HR: self.hr,
        }.get(to, [])

    @property
    def ways(self) -> list[tuple[str, list[User]]]:
        """Where a word can be sent, with its readers."""
        return [(to, people) for to in ConfidentialWord.To.values if (people := self.of(to))]

    @property
    def is_nobody(self) -> bool:
        return not self.ways


def addressees_of(pairing: Pairing) -> Addressees:
    """Those who may read a word about the pairing now. Few queries; needs both participants and the program."""
    program = pairing.cycle.program
    close = close_to(pairing)
    in_charge = User.objects.active().filter(coordinated__program=program).order_by("first_name", "last_name", "pk")
    coordinators = [user for user in in_charge if user.pk not in close]
    trusted = program.person_of_trust
    is_fit = trusted is not None and trusted.pk not in close and may_be_trusted(trusted)
    hr = [] if coordinators else [user for user in User.objects.hr_admins().order_by("pk") if user.pk not in close]
    return Addressees(coordinators, trusted if is_fit else None, hr)


def close_to(pairing: Pairing) -> set[uuid.UUID]:
    """The ids of its mentor and leader, and of the assistants and line managers of both."""
    two = [pairing.junior.user, pairing.senior.user]
    ids = [person.pk for person in two]
    helpers = User.assistants.through.objects.filter(from_user__in=ids).values_list("to_user", flat=True)
    return {*ids, *helpers, *(person.manager_id for person in two if person.manager_id)}
