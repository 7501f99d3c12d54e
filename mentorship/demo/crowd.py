"""Large, plausible, deterministic data for measuring: people, pairings and meetings by the hundred thousand.

Rows are made in memory in one order from one seed and written by bulk inserts, so the same arguments on the
same day give the same rows, identifiers included.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from mentorship.demo.company import FIRST_NAMES, LAST_NAMES, PLACES, TITLES
from mentorship.demo.texts import TOPICS
from pairings.models import Agreement, Pairing
from people.models import Department, LevelSource, Organization, Role, RoleGrant, User
from programs.models import Cycle, Participant, Program, Topic, TopicChoice
from proposals.models import MatchPolicy
from sessions.models import Meeting, SessionLog
from sessions.services import settle_meetings

BATCH = 2000
PER_PROGRAM = 1000


class Crowd:
    """One seeded run. Call `fill`; it refuses nothing and adds to what is there."""

    def __init__(self, seed: int, now: dt.datetime, per_program: int = PER_PROGRAM) -> None:
        self.per_program = per_program
        self.rng = random.Random(seed)
        self.now = now

    def identifier(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    @transaction.atomic
    def fill(self, people: int, pairings: int, meetings: int) -> None:
        staff = self.people(people)
        pairings_made = [
            pairing for cycle, pairs in self.cycles(staff, pairings) for pairing in self.pairings(cycle, pairs)
        ]
        if pairings_made:
            self.meetings(pairings_made, meetings)
            settle_meetings(self.now)  # so that slipping pairs stand out at the first look

    def people(self, many: int) -> list[User]:
        """`many` people, a tree of managers with eight reports each, levels 7 at the top down to 1."""
        Organization.objects.current()
        departments = [Department.objects.get_or_create(name=name)[0] for name in TITLES]
        staff: list[User] = []
        for number in range(many):
            staff.append(self.person(number, staff, departments))
        User.objects.bulk_create(staff, batch_size=BATCH)
        if staff:
            RoleGrant.objects.create(
                id=self.identifier(), user=staff[0], role=Role.HR_ADMIN, granted_at=self.now - dt.timedelta(days=400)
            )
        return staff

    def person(self, number: int, staff: list[User], departments: list[Department]) -> User:
        manager = staff[(number - 1) // 8] if number else None
        department = departments[number % len(departments)]
        level = max(1, (manager.level or 7) - 1) if manager else 7
        city, country, zone = PLACES[number % len(PLACES)]
        first, last = self.rng.choice(FIRST_NAMES), self.rng.choice(LAST_NAMES)
        return User(
            id=self.identifier(),
            email=f"{first}.{last}.{number}@crowd.example".lower(),
            first_name=first,
            last_name=last,
            employee_number=f"C{number:06}",
            job_title=TITLES[department.name][min(level, 6) - 1],
            department=department,
            level=level,
            level_source=LevelSource.IMPORTED,
            manager=manager,
            city=city,
            country=country,
            time_zone=zone,
            spoken_languages=["en"],
            password="!",  # noqa: S106  (no password is usable)
            created_at=self.now,
        )

    def cycles(self, staff: list[User], pairings: int) -> Iterator[tuple[Cycle, list[tuple[User, User]]]]:
        """Programs of up to `per_program` pairs each, with one running cycle."""
        seniors = [person for person in staff if (person.level or 0) >= 4] or staff[: max(1, len(staff) // 10)]
        juniors = [person for person in staff if (person.level or 0) <= 2] or staff[len(seniors) :]
        pairs = [(juniors[n % len(juniors)], seniors[n % len(seniors)]) for n in range(min(pairings, len(juniors)))]
        for start in range(0, len(pairs), self.per_program):
            yield self.cycle(start // self.per_program + 1), pairs[start : start + self.per_program]

    def cycle(self, number: int) -> Cycle:
        program = Program.objects.create(
            id=self.identifier(), name=f"Reverse mentoring {number}", state=Program.State.OPEN, opened_at=self.now
        )
        MatchPolicy.objects.create(id=self.identifier(), program=program)
        Topic.objects.bulk_create(
            Topic(id=self.identifier(), program=program, name=name, position=n) for n, name in enumerate(TOPICS)
        )
        start = self.now.date() - dt.timedelta(days=300)
        return Cycle.objects.create(
            id=self.identifier(),
            program=program,
            name="First cycle",
            state=Cycle.State.RUNNING,
            starts_on=start,
            ends_on=start + dt.timedelta(days=540),
        )

    def pairings(self, cycle: Cycle, pairs: list[tuple[User, User]]) -> list[Pairing]:
        seniors = {senior.pk: self.participant(cycle, senior, "senior") for _, senior in pairs}
        juniors = {junior.pk: self.participant(cycle, junior, "junior") for junior, _ in pairs}
        everyone = [*seniors.values(), *juniors.values()]
        Participant.objects.bulk_create(everyone, batch_size=BATCH)
        topics = list(cycle.program.topics.all())
        choices = [
            TopicChoice(id=self.identifier(), participant=participant, topic=topic, rating=self.rng.randint(1, 5))
            for participant in everyone
            for topic in self.rng.sample(topics, 3)
        ]
        TopicChoice.objects.bulk_create(choices, batch_size=BATCH)
        pairings_made = [self.pairing(cycle, juniors[junior.pk], seniors[senior.pk]) for junior, senior in pairs]
        Pairing.objects.bulk_create(pairings_made, batch_size=BATCH)
        agreements = [Agreement(id=self.identifier(), pairing=pairing, signed_at=self.now) for pairing in pairings_made]
        Agreement.objects.bulk_create(agreements, batch_size=BATCH)
        return pairings_made

    def participant(self, cycle: Cycle, user: User, side: str) -> Participant:
        return Participant(
            id=self.identifier(), cycle=cycle, user=user, side=side, state=Participant.State.ACTIVE, capacity=5
        )

    def pairing(self, cycle: Cycle, junior: Participant, senior: Participant) -> Pairing:
        opened = self.now - dt.timedelta(days=self.rng.randint(200, 290))
        return Pairing(
            id=self.identifier(),
            cycle=cycle,
            junior=junior,
            senior=senior,
            state=Pairing.State.ACTIVE,
            score=self.rng.randint(300, 950),
            proposed_at=opened,
            answer_by=opened,
            agreed_at=opened,
            opened_at=opened,
        )

    def meetings(self, pairings: list[Pairing], many: int) -> None:
        """`many` meetings shared evenly over the pairs: the last of each is planned, the others mostly held."""
        logs: list[SessionLog] = []
        meetings_made: list[Meeting] = []
        per_pairing = -(-many // len(pairings))
        for number in range(many):
            pairing, nth = pairings[number % len(pairings)], number // len(pairings)
            meeting = self.meeting(pairing, nth, per_pairing)
            meetings_made.append(meeting)
            if meeting.state == Meeting.State.HELD:
                logs.append(self.log(meeting, pairing))
        Meeting.objects.bulk_create(meetings_made, batch_size=BATCH)
        SessionLog.objects.bulk_create(logs, batch_size=BATCH)

    def meeting(self, pairing: Pairing, nth: int, per_pairing: int) -> Meeting:
        days = (
            5 * (per_pairing - 1 - nth) - self.rng.randint(1, 9)
            if nth == per_pairing - 1
            else 5 * (per_pairing - 1 - nth)
        )
        starts_at = self.now - dt.timedelta(days=days, hours=self.rng.randint(1, 9), seconds=nth)
        past = starts_at < self.now
        state = self.rng.choices(["held", "cancelled", "missed"], [18, 1, 1])[0] if past else "planned"
        return Meeting(
            id=self.identifier(),
            pairing=pairing,
            state=state,
            starts_at=starts_at,
            created_at=starts_at - dt.timedelta(days=10),
            closed_at=starts_at + dt.timedelta(hours=2) if past else None,
            **(both_say_held(starts_at) if state == "held" else {}),
        )

    def log(self, meeting: Meeting, pairing: Pairing) -> SessionLog:
        text = self.rng.choice(self.rng.choice(list(TOPICS.values())))
        return SessionLog(
            id=self.identifier(), meeting=meeting, author_id=pairing.junior.user_id, learned=text,
            created_at=meeting.starts_at,
        )  # fmt: skip


def both_say_held(starts_at: dt.datetime) -> dict[str, Any]:
    """The words of the two, two hours after the start."""
    at = starts_at + dt.timedelta(hours=2)
    return {"junior_word": "held", "senior_word": "held", "junior_said_at": at, "senior_said_at": at}


def fill(
    people: int,
    pairings: int,
    meetings: int,
    seed: int,
    now: dt.datetime | None = None,
    per_program: int = PER_PROGRAM,
) -> None:
    """Add `people`, `pairings` (at most one per junior) and `meetings` to the database; `now` is aware UTC."""
    midnight = (now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    Crowd(seed, midnight, per_program).fill(people, pairings, meetings)
