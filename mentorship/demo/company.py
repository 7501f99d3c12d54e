"""Larkfield Group, about 240 people: the named ones first, then whoever the company needs around them. Names and titles
are invented; any likeness to real people is chance."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from people.models import Department, LevelSource, Organization, Role, RoleGrant, User
from people.orgchart import TOP, derived_levels

COMPANY = "Larkfield Group"
DOMAIN = "larkfield.example"
HEADCOUNT = 240
RANKS = 7
PER_LEVEL = {6: 1, 5: 2, 4: 3, 3: 6, 2: 8, 1: 10}  # in each department, before named people
#: Two HR admins of long standing, so that what needs two can be tried.
ROLES = (("Omar Haddad", Role.HR_ADMIN), ("Nadia Koroma", Role.HR_ADMIN), ("Igor Petrov", Role.OPERATOR))
FIRST_NAMES = """
    Aaliyah Abel Ada Adrian Aiko Alba Alina Amara Amit Ana Anders Anika Anton Aparna Arjun Astrid Ayla Beatriz
    Ben Bilal Bruno Camila Carla Carlos Chandra Chen Chiara Clara Cyrus Dagny Dalia Daniel Deepa Diego Dina Diya
    Duarte Eamon Edith Elena Elif Elio Emeka Emil Erik Esther Eva Farah Felix Femi Fiona Florian Freya Gabriel
    Gita Grace Greta Gustav Hana Hannah Harish Hugo Ibrahim Ida Ines Ingrid Isaac Isha Ivan Jamal Jana Jasper
    Jia Joana Jonas Josefine Julian Kamal Karim Katrin Kenji Kiran Lars Laura Leila Leon Lin Linnea Lucas Luis
    Lydia Mads Malik Mara Marek Margit Mateo Matilde Mei Mila Mina Miriam Mohan Nadia Naomi Neel Nia Nicolas
    Nils Nina Noel Nora Odile Olga Oliver Otto Paula Pavel Petra Pooja Rafael Rahul Rania Ravi Rebecca Rhea
    Rohan Rosa Ruben Ruth Sadia Samir Sana Sara Selma Shreya Silvia Simon Sofia Stefan Sunita Tara Teresa Theo
    Thomas Tiago Tomas Ulla Uma Vera Victor Vikram Wanda Wei Xin Yara Yasmin Yuki Yusuf Zara Zoe
""".split()
LAST_NAMES = """
    Abbott Acharya Adeyemi Albers Almeida Amari Andersen Anand Arnold Baptista Barros Bauer Becker Bhatt Bianchi
    Blake Bose Brennan Caldwell Campos Cardoso Carvalho Castell Chan Chandran Chaudhary Chua Clarke Coelho Costa
    Dahl Das Desai Dietz Doyle Duarte Ebert Eze Farias Fernandes Ferreira Fitzgerald Fonseca Foster Franke
    Gallagher Garg Goh Gomes Graf Gupta Haas Hansen Hartley Heng Henriksen Hoffmann Holm Hughes Iyer Jansen
    Joshi Kapoor Kaur Keller Khan Khoo Klein Koh Kowalski Krishnan Kruger Kumar Lang Lau Lehmann Lim Lopes
    Lorenz Machado Mehta Menon Mensah Meyer Mishra Moreau Morgan Moura Mukherjee Murphy Nagel Nair Naidu Neves
    Ng Nguyen Nowak Obi Oliveira Ong Osei Otieno Palmer Pande Patel Pereira Peters Pillai Pinto Quinn Rao Reddy
    Reis Richter Rocha Rossi Roy Sahin Salgado Sato Schmitt Schreiber Seidel Sen Shah Sharma Silva Singh Soares
    Sousa Stone Tan Tavares Teo Thorne Toh Tran Ueda Varga Vasquez Verma Vogel Wagner Walsh Weber Weiss Winter
    Wong Yadav Yeo Zhang Ziegler
""".split()
#: Per department the titles of levels 1 to 6; 7 is the chief executive's alone.
TITLES = {
    "Technology": (
        "Software associate", "Software engineer", "Senior engineer", "Engineering manager", "Director of engineering",
        "Chief technology officer",
    ),
    "Marketing": (
        "Social media associate", "Content specialist", "Senior brand specialist", "Marketing manager",
        "Director of brand", "Chief marketing officer",
    ),
    "Finance": (
        "Finance assistant", "Accountant", "Senior controller", "Finance manager", "Director of controlling",
        "Chief financial officer",
    ),
    "Operations": (
        "Logistics assistant", "Planner", "Senior planner", "Plant manager", "Director of supply chain",
        "Chief operating officer",
    ),
    "Sales": (
        "Sales associate", "Account executive", "Senior account executive", "Regional sales manager",
        "Director of sales", "Chief commercial officer",
    ),
    "People": (
        "People associate", "People partner", "Senior people partner", "Learning manager", "Director of people",
        "Chief people officer",
    ),
    "Research": (
        "Lab associate", "Scientist", "Senior scientist", "Research manager", "Director of research",
        "Chief scientist",
    ),
    "Customer care": (
        "Care associate", "Care specialist", "Senior care specialist", "Care manager", "Director of customer care",
        "Chief customer officer",
    ),
}  # fmt: skip
#: City, country, IANA zone.
PLACES = (
    ("Berlin", "Germany", "Europe/Berlin"),
    ("London", "United Kingdom", "Europe/London"),
    ("Lisbon", "Portugal", "Europe/Lisbon"),
    ("Bengaluru", "India", "Asia/Kolkata"),
    ("Chicago", "United States", "America/Chicago"),
    ("Singapore", "Singapore", "Asia/Singapore"),
)


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
    rng = random.Random(seed)
    Organization.objects.update_or_create(
        pk=1,
        defaults={"name": COMPANY, "time_zone": "Europe/London"},
    )
    departments = {name: Department.objects.get_or_create(name=name)[0] for name in TITLES}
    staff = [*named_people(departments, rng, today), *other_people(departments, rng, today)]
    arrange_managers(staff, rng)
    derive_levels(staff)
    User.objects.bulk_create(sorted(staff, key=lambda person: -(person.level or 0)))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in staff
    )
    everyone = {person.name: person for person in staff}
    grant_roles(everyone)
    return everyone


def named_people(departments: dict[str, Department], rng: random.Random, today: dt.date) -> list[User]:
    return [
        a_person(
            persona.name, persona.title, departments[persona.department], persona.level,
            next(city for city in PLACES if city[0] == persona.city), number, rng, today,
        )
        for number, persona in enumerate(NAMED, start=1001)
    ]  # fmt: skip


def other_people(departments: dict[str, Department], rng: random.Random, today: dt.date) -> list[User]:
    levels_wanted = [
        (department, level)
        for department in TITLES
        for level, many in PER_LEVEL.items()
        for _ in range(many - sum(n.department == department and n.level == level for n in NAMED))
    ][: HEADCOUNT - len(NAMED)]
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    drawn = rng.sample(names, len(levels_wanted))
    return [
        a_person(
            name, TITLES[department][level - 1], departments[department], level, rng.choice(PLACES), number,
            rng, today,
        )
        for number, (name, (department, level)) in enumerate(zip(drawn, levels_wanted, strict=True), start=1101)
    ]  # fmt: skip


def a_person(
    name: str,
    title: str,
    department: Department,
    level: int,
    home: tuple[str, str, str],
    number: int,
    rng: random.Random,
    today: dt.date,
) -> User:
    first, _, last = name.partition(" ")
    city, country, zone = home
    return User(
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
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
        works_from=dt.time(rng.choice([8, 9, 9])),
        works_until=dt.time(rng.choice([17, 18])),
        spoken_languages=["en"],
        hired_on=today - dt.timedelta(days=rng.randint(120, 300 + 500 * level)),
        password=make_password(None),
    )


def arrange_managers(staff: list[User], rng: random.Random) -> None:
    """Everyone reports to someone one or more levels up in the own department, the chiefs to the CEO."""
    by_name = {person.name: person for person in staff}
    chief = by_name["Jack Whitfield"]
    for person in staff:
        manager_name = next((persona.manager for persona in NAMED if persona.name == person.name), "")
        if manager_name:
            person.manager = by_name[manager_name]
        elif person is not chief:
            person.manager = nearest_above(person, staff, rng) or chief


def derive_levels(staff: list[User]) -> None:
    """Levels as an import without a level column derives them; where the line misleads, HR has set one."""
    derived = derived_levels({person.pk: person.manager_id for person in staff})
    for person in staff:
        rank = (person.level or 0) + TOP - RANKS
        is_misled = derived[person.pk] != rank
        person.level, person.level_source = rank, LevelSource.PERSON if is_misled else LevelSource.DERIVED


def nearest_above(person: User, staff: list[User], rng: random.Random) -> User | None:
    above = [
        other
        for other in staff
        if other.department_id == person.department_id and (person.level or 0) < (other.level or 0) < 7
        and "assistant" not in other.job_title.lower()
    ]  # fmt: skip
    if not above:
        return None
    lowest = min(other.level or 0 for other in above)
    return rng.choice([other for other in above if other.level == lowest])


def grant_roles(everyone: dict[str, User]) -> None:
    long_ago = timezone.now() - dt.timedelta(days=400)
    for name, role in ROLES:
        RoleGrant.objects.create(user=everyone[name], role=role, granted_at=long_ago)
    everyone["Jack Whitfield"].assistants.add(everyone["Sam Reid"])
