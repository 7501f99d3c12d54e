"""The cast: the same people in every story about who may see what.

Kavya mentors Jack; Maria mentors Helen; both pairs are in Priya's program, which Lena sponsors. Sam assists
Jack, Omar is HR admin, Igor is operator, Noor is in no program.
"""

from dataclasses import dataclass

from pairings.models import Agreement, Pairing
from people.models import Role, User
from programs.models import Cycle, Program, Topic
from tests import factories as make


@dataclass
class Cast:
    kavya: User
    jack: User
    maria: User
    helen: User
    priya: User
    omar: User
    lena: User
    noor: User
    sam: User
    igor: User
    program: Program
    cycle: Cycle
    topic: Topic
    pairing: Pairing
    agreement: Agreement
    other_pairing: Pairing

    @property
    def people(self) -> dict[str, User]:
        names = ("kavya", "jack", "maria", "helen", "priya", "omar", "lena", "noor", "sam", "igor")
        return {name: getattr(self, name) for name in names}


def person(name: str, title: str, level: int, **fields: object) -> User:
    first, _, last = name.partition(" ")
    return make.UserFactory(
        first_name=first, last_name=last, email=f"{first.lower()}@example.com", job_title=title, level=level, **fields
    )


def assemble() -> Cast:
    """Make the whole cast with one running program and two active pairings."""
    jack = person("Jack Whitfield", "Chief executive", 7)
    helen = person("Helen Brandt", "Head of finance", 6)
    kavya = person("Kavya Nair", "Social media associate", 1)
    maria = person("Maria Santos", "Data analyst", 2)
    priya = person("Priya Raman", "Learning partner", 4)
    omar = person("Omar Haddad", "HR director", 5)
    lena = person("Lena Fischer", "Chief people officer", 6)
    noor = person("Noor Aziz", "Engineer", 3)
    sam = person("Sam Reid", "Executive assistant", 3)
    igor = person("Igor Petrov", "Systems engineer", 3)
    jack.assistants.add(sam)
    make.RoleGrantFactory(user=omar, role=Role.HR_ADMIN)
    make.RoleGrantFactory(user=igor, role=Role.OPERATOR)
    program = make.ProgramFactory(name="Digital fluency", sponsor=lena)
    make.MatchPolicyFactory(program=program)
    make.CoordinatorFactory(program=program, user=priya)
    topic = make.TopicFactory(program=program, name="Social media")
    cycle = make.CycleFactory(program=program)
    pairing = make.PairingFactory(cycle=cycle, junior__user=kavya, senior__user=jack)
    other = make.PairingFactory(cycle=cycle, junior__user=maria, senior__user=helen)
    agreement = make.AgreementFactory(pairing=pairing)
    make.AgreementFactory(pairing=other)
    return Cast(
        kavya=kavya, jack=jack, maria=maria, helen=helen, priya=priya, omar=omar, lena=lena, noor=noor, sam=sam,
        igor=igor, program=program, cycle=cycle, topic=topic, pairing=pairing, agreement=agreement,
        other_pairing=other,
    )  # fmt: skip
