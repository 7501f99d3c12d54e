"""Larkfield Group, about 240 people: the named ones first, then whoever the company needs around them."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from mentorship.demo.names import FIRST_NAMES, LAST_NAMES, PLACES, TITLES
from people.levels import TOP, derived_levels
from people.models import Department, LevelSource, Organization, Role, RoleGrant, User

COMPANY = "Larkfield Group"
DOMAIN = "larkfield.example"
HEADCOUNT = 240
RANKS = 7
PER_LEVEL = {6: 1, 5: 2, 4: 3, 3: 6, 2: 8, 1: 10}  # in each department, before named people


#: Two HR admins of long standing, so that what needs two can be tried.
ROLES = (("Omar Haddad", Role.HR_ADMIN), ("Nadia Koroma", Role.HR_ADMIN), ("Igor Petrov", Role.OPERATOR))


@dataclass(frozen=True)
class Named:
    name: str
    title: str
    department: str
    level: int
    city: str
    manager: str = ""


NAMED = (
    Named("Jack Whitfield", "Chief executive officer", "Operations", 7, "London"),
    Named("Helen Brandt", "Chief financial officer", "Finance", 6, "Berlin", "Jack Whitfield"),
    Named("Lena Fischer", "Chief people officer", "People", 6, "Berlin", "Jack Whitfield"),
    Named("Robert Lindqvist", "Director of sales", "Sales", 5, "London"),
    Named("Omar Haddad", "Director of people", "People", 5, "London", "Lena Fischer"),
    Named("Priya Raman", "Learning manager", "People", 4, "Bengaluru", "Omar Haddad"),
    Named("Sam Reid", "Executive assistant", "Operations", 3, "London", "Jack Whitfield"),
    Named("Nadia Koroma", "People partner", "People", 4, "London", "Lena Fischer"),
    Named("Igor Petrov", "Systems engineer", "Technology", 3, "Berlin"),
    Named("Noor Aziz", "Senior engineer", "Technology", 3, "Singapore"),
    Named("Maria Santos", "Data analyst", "Technology", 2, "Lisbon"),
    Named("David Okafor", "Software engineer", "Technology", 2, "London"),
    Named("Kavya Nair", "Social media associate", "Marketing", 1, "Bengaluru"),
)


def found_company(seed: int, today: dt.date) -> dict[str, User]:
    """Make organisation, departments and people; returns everyone by full name."""
    chance = random.Random(seed)
    Organization.objects.update_or_create(
        pk=1,
        defaults={"name": COMPANY, "time_zone": "Europe/London"},
    )
    departments = {name: Department.objects.get_or_create(name=name)[0] for name in TITLES}
    staff = [*named_people(departments, chance, today), *other_people(departments, chance, today)]
    arrange_managers(staff, chance)
    derive_levels(staff)
    User.objects.bulk_create(sorted(staff, key=lambda person: -(person.level or 0)))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in staff
    )
    everyone = {person.name: person for person in staff}
    grant_roles(everyone)
    return everyone


def named_people(departments: dict[str, Department], chance: random.Random, today: dt.date) -> list[User]:
    return [
        a_person(
            named.name, named.title, departments[named.department], named.level,
            next(place for place in PLACES if place[0] == named.city), number, chance, today,
        )
        for number, named in enumerate(NAMED, start=1001)
    ]  # fmt: skip


def other_people(departments: dict[str, Department], chance: random.Random, today: dt.date) -> list[User]:
    wanted = [
        (department, level)
        for department in TITLES
        for level, many in PER_LEVEL.items()
        for _ in range(many - sum(n.department == department and n.level == level for n in NAMED))
    ][: HEADCOUNT - len(NAMED)]
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    drawn = chance.sample(names, len(wanted))
    return [
        a_person(
            name, TITLES[department][level - 1], departments[department], level, chance.choice(PLACES), number,
            chance, today,
        )
        for number, (name, (department, level)) in enumerate(zip(drawn, wanted, strict=True), start=1101)
    ]  # fmt: skip


def a_person(
    name: str,
    title: str,
    department: Department,
    level: int,
    place: tuple[str, str, str],
    number: int,
    chance: random.Random,
    today: dt.date,
) -> User:
    first, _, last = name.partition(" ")
    city, country, zone = place
    return User(
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        email=f"{first}.{last}@{DOMAIN}".lower().replace(" ", "."),
        first_name=first,
        last_name=last,
        employee_number=str(number),
        job_title=title,
        department=department,
        level=level,
        city=city,
        country=country,
        time_zone=zone,
        works_from=dt.time(chance.choice([8, 9, 9])),
        works_until=dt.time(chance.choice([17, 18])),
        spoken_languages=["en"],
        hired_on=today - dt.timedelta(days=chance.randint(120, 300 + 500 * level)),
        password=make_password(None),
    )


def arrange_managers(staff: list[User], chance: random.Random) -> None:
    """Everyone reports to someone one or more levels up in the own department, the chiefs to the CEO."""
    by_name = {person.name: person for person in staff}
    chief = by_name["Jack Whitfield"]
    for person in staff:
        said = next((named.manager for named in NAMED if named.name == person.name), "")
        if said:
            person.manager = by_name[said]
        elif person is not chief:
            person.manager = nearest_above(person, staff, chance) or chief


def derive_levels(staff: list[User]) -> None:
    """Levels as an import without a level column derives them; where the line misleads, HR has set one."""
    derived = derived_levels({person.pk: person.manager_id for person in staff})
    for person in staff:
        rank = (person.level or 0) + TOP - RANKS
        is_misled = derived[person.pk] != rank
        person.level, person.level_source = rank, LevelSource.PERSON if is_misled else LevelSource.DERIVED


def nearest_above(person: User, staff: list[User], chance: random.Random) -> User | None:
    above = [
        other
        for other in staff
        if other.department_id == person.department_id and (person.level or 0) < (other.level or 0) < 7
        and "assistant" not in other.job_title.lower()
    ]  # fmt: skip
    if not above:
        return None
    lowest = min(other.level or 0 for other in above)
    return chance.choice([other for other in above if other.level == lowest])


def grant_roles(everyone: dict[str, User]) -> None:
    long_ago = timezone.now() - dt.timedelta(days=400)
    for name, role in ROLES:
        RoleGrant.objects.create(user=everyone[name], role=role, granted_at=long_ago)
    everyone["Jack Whitfield"].assistants.add(everyone["Sam Reid"])
