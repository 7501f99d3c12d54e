"""A cycle in which everything can happen to somebody, and who heard of it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from notifications.kinds import Channel
from notifications.models import Delivery
from pairings import services as pairing_services
from pairings.models import Agreement, CycleClosing, Pairing
from pairings.services.messages import next_batch
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Participant, Todo, TopicChoice
from programs.services import Enrolment
from proposals.models import MatchRun
from proposals.services.publishing import publish_run
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from tests import factories as make
from tests.cast import Cast
from tests.markup import in_one_line
from tests.orientation import everybody_is_ready
from tests.pairings import rotation_stage
from tests.pairings.test_agreement import write

DAYS = dt.timedelta(days=1)


@dataclass
class Stage:
    """Kavya and Jack, Maria and Helen meet. Of a second cycle Ana and Ben (mentors), Leo and Max (leaders) have a
    place, Wil waits for one, App has applied, Ivy is invited with a day to answer, Noor is in nothing."""

    cast: Cast
    clock: Any
    people: dict[str, User] = field(default_factory=dict)
    places: dict[str, Participant] = field(default_factory=dict)
    before: set[str] = field(default_factory=set)
    todos: set[Any] = field(default_factory=set)

    def set_up(self) -> None:
        """Make the second cycle with its people, and forget what its making has caused."""
        self.people |= self.cast.people
        self.cycle = make.CycleFactory(
            program=self.cast.program, name="Autumn", state=Cycle.State.RUNNING, enrol_until=local_today() + 5 * DAYS,
            starts_on=local_today() - 9 * DAYS, ends_on=local_today() + 200 * DAYS,
        )  # fmt: skip
        for name, side, state in (
            ("ana", "junior", "approved"), ("leo", "senior", "approved"), ("wil", "junior", "waitlisted"),
            ("app", "junior", "applied"), ("ivy", "junior", "invited"), ("ben", "junior", "approved"),
            ("max", "senior", "approved"),
        ):  # fmt: skip
            self.people[name] = make.UserFactory(
                first_name=name.title(), last_name="Test", level=2 + 4 * (side == "senior")
            )
            is_invited = state == "invited"
            self.places[name] = make.ParticipantFactory(
                cycle=self.cycle, user=self.people[name], side=side, state=state,
                applied_at=None if is_invited else timezone.now(),
                answer_until=local_today() + 5 * DAYS if is_invited else None,
            )  # fmt: skip
        for name in ("ben", "max"):
            TopicChoice.objects.create(participant=self.places[name], topic=self.cast.topic, rating=5)
        self.forget()

    def forget(self) -> None:
        """What has been told so far is no part of the story."""
        self.before = self._told()
        self.todos = set(Todo.objects.values_list("pk", flat=True))

    def place(self, name: str) -> Participant:
        return Participant.objects.select_related("cycle__program", "user").get(pk=self.places[name].pk)

    def pair(self) -> Pairing:
        return Pairing.objects.with_people().get(pk=self.cast.pairing.pk)

    def ask(self) -> Pairing:
        """Ana is asked for Leo."""
        return make.PairingFactory(
            cycle=self.cycle, junior=self.place("ana"), senior=self.place("leo"), state="proposed", agreed_at=None,
            opened_at=None, answer_by=timezone.now() + 10 * DAYS,
        )  # fmt: skip

    def asked(self) -> Pairing:
        """The pairing of `ask`, as it is now."""
        return Pairing.objects.with_people().get(cycle=self.cycle)

    def nothing(self) -> Enrolment:
        """A form with nothing in it."""
        return Enrolment(topics={}, answers={}, of_place={}, of_person={})

    def publish(self) -> None:
        """Match the second cycle and publish it: Ben fits Max, and Ana and Leo fit nobody."""
        run = start_run(cycle=self.cycle, by=self.cast.priya)
        solve_run(run_id=run.pk)
        run = MatchRun.objects.select_related("cycle__program").get(pk=run.pk)
        days = [local_today() + n * DAYS for n in (10, 30)]
        publish_run(run=run, by=self.cast.priya, answer_on=days[0], match_on=days[1])

    def sign(self, pairing: Pairing) -> None:
        """Both are ready, agree on something and sign it."""
        everybody_is_ready()
        write(pairing)
        for name in ("ana", "leo"):
            agreement = Agreement.objects.get(pairing=pairing)
            pairing_services.sign_agreement(agreement=agreement, by=self.people[name], version=agreement.version)

    def meet(self) -> None:
        """Kavya and Jack have met."""
        at = timezone.now() - 7 * DAYS
        make.MeetingFactory(pairing=self.pair(), state="held", starts_at=at, junior_word="held", junior_said_at=at)
        self.forget()

    def rotate(self) -> dt.date:
        """In the cycle of the four partners change on a day, Kavya would have stayed, and the team has opened it."""
        self.meet()
        day = rotation_stage.planned(self.cast.cycle, keeps=1)
        rotation_stage.choose(self.cast, "stay", self.cast.kavya)
        rotation_stage.opened(self.cast, day, self.clock)
        return day

    def carry(self) -> None:
        """Kavya and Jack have met, and go on in the second cycle."""
        self.meet()
        self.closing(next_cycle=self.cycle)
        pairing_services.choose_endings(
            cycle=self.cast.cycle, pairings=[self.pair()], outcome="carried", by=self.cast.priya
        )

    def closing(self, **rule: Any) -> CycleClosing:
        cycle = Cycle.objects.select_related("program").get(pk=self.cast.cycle.pk)
        return pairing_services.set_closing_rule(cycle=cycle, by=self.cast.priya, **rule)

    def carry_out(self) -> None:
        """Close the first cycle."""
        cycle = Cycle.objects.select_related("program").get(pk=self.cast.cycle.pk)
        pairing_services.plan_closing(cycle=cycle, by=self.cast.priya)
        self.pass_batch()
        pairing_services.carry_out_closings()

    def pass_batch(self, days: int = 0) -> None:
        """Let the next hour come at which changes are told, and everything that is due by then."""
        self.clock.move_to(next_batch(timezone.now() + days * DAYS))
        pairing_services.expire_pairings(now=timezone.now())
        pairing_services.tell_changes()

    def _told(self) -> set[str]:
        rows = Delivery.objects.filter(channel=Channel.EMAIL).exclude(state="cancelled")
        return {row.key for row in rows}

    def told(self) -> set[str]:
        """`name: kind` or `name: kind what` for each message owed since, and `team: todo kind` for what the team is
        told to look at."""
        names = {user.pk: name for name, user in self.people.items()}
        rows = Delivery.objects.filter(channel=Channel.EMAIL).exclude(state="cancelled")
        said = set()
        for row in rows:
            if row.key not in self.before:
                what = row.extra.get("what") or row.extra.get("state") or ""
                said.add(f"{names[row.recipient_id]}: {row.kind} {what}".strip())
        todos = Todo.objects.open().exclude(pk__in=self.todos).values_list("kind", flat=True)
        return said | {f"team: {kind}" for kind in todos}

    def home(self, name: str) -> str:
        """The words of somebody's first page."""
        client = Client()
        client.force_login(self.people[name])
        return in_one_line(strip_tags(client.get("/").text.partition("<main")[2]))
