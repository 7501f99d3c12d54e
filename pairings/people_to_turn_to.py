"""Whom one of the two may turn to in confidence: by name, the same for both, and nobody who is close to them."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from pairings.models import ConfidentialWord, Pairing
from people.models import EndedLine, Role, RoleGrant, User
from programs.models import Coordinator


@dataclass(frozen=True)
class Addressees:
    """Who would read a word, by whom it is sent to. HR stands in where no coordinator may read it."""

    coordinators: list[User]
    trusted: User | None
    hr: list[User]

    def of(self, to: str) -> list[User]:
        """The readers of a word sent there; nobody where it cannot be sent."""
        readers: dict[str, list[User]] = {
            ConfidentialWord.To.COORDINATORS: self.coordinators,
            ConfidentialWord.To.TRUSTED: [self.trusted] if self.trusted else [],
            ConfidentialWord.To.HR: self.hr,
        }
        return readers.get(to, [])

    @property
    def ways(self) -> list[tuple[str, list[User]]]:
        """Where a word can be sent, with its readers."""
        return [(to, people) for to in ConfidentialWord.To.values if (people := self.of(to))]

    @property
    def is_nobody(self) -> bool:
        return not self.ways


def addressees_of(pairing: Pairing) -> Addressees:
    """Those who may read a word about the pairing now. One query, two where HR stands in; needs both participants and
    the program."""
    program = pairing.cycle.program
    people: QuerySet[User] = User.objects.active().exclude(close_to(pairing)).order_by("first_name", "last_name", "pk")
    in_charge = Exists(Coordinator.objects.filter(user=OuterRef("pk"), program=program))
    in_any = Exists(Coordinator.objects.filter(user=OuterRef("pk")))
    has_role = Exists(RoleGrant.objects.filter(user=OuterRef("pk")))
    # Looked up by their ids, or the whole company would be asked.
    trusted_person = User.objects.filter(Q(pk=program.person_of_trust_id)).order_by().values("pk")
    named = Coordinator.objects.filter(program=program).order_by().values("user").union(trusted_person)
    candidates = people.filter(pk__in=named).annotate(is_in_charge=in_charge, is_of_a_team=in_any | has_role)
    addressees = list(candidates.filter(Q(is_in_charge=True) | Q(pk=program.person_of_trust_id, is_of_a_team=False)))
    coordinators: list[User] = [user for user in addressees if user.is_in_charge]
    trusted = next((user for user in addressees if user.pk == program.person_of_trust_id), None)
    hr = [] if coordinators else list(people.filter(grants__role=Role.HR_ADMIN))
    return Addressees(coordinators, trusted, hr)


def close_to(pairing: Pairing) -> Q:
    """Its mentor and leader, and the assistants and line managers of both, also those who were until lately."""
    both_people = [pairing.junior.user, pairing.senior.user]
    ids = [person.pk for person in both_people]
    helpers = User.assistants.through.objects.filter(from_user__in=ids).values("to_user")
    close = Q(pk__in=[*ids, *(person.manager_id for person in both_people if person.manager_id)]) | Q(pk__in=helpers)
    return close | Q(pk__in=EndedLine.objects.of(ids).values("close"))
