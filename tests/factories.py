"""Factories for every model that tests make by hand. Times are aware UTC."""

import datetime as dt

import factory
from django.utils import timezone

from pairings.models import Agreement, Pairing
from people.models import Department, Role, RoleGrant, User
from programs.models import Coordinator, Cycle, Participant, Program, Topic
from proposals.models import MatchPolicy
from sessions.models import Meeting


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Department {n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    first_name = factory.Sequence(lambda n: f"First{n}")
    last_name = factory.Sequence(lambda n: f"Last{n}")
    employee_number = factory.Sequence(lambda n: f"E{n:05}")
    job_title = "Analyst"
    city = "Berlin"
    country = "Germany"
    time_zone = "Europe/Berlin"
    level = 2
    level_source = "imported"
    created_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=400))


class RoleGrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.HR_ADMIN


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Program

    name = factory.Sequence(lambda n: f"Program {n}")
    state = Program.State.OPEN
    opened_at = factory.LazyFunction(timezone.now)


class MatchPolicyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchPolicy

    program = factory.SubFactory(ProgramFactory)


class CoordinatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Coordinator

    program = factory.SubFactory(ProgramFactory)
    user = factory.SubFactory(UserFactory)


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Topic {n}")


class CycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cycle

    program = factory.SubFactory(ProgramFactory)
    name = "Spring"
    state = Cycle.State.RUNNING


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    cycle = factory.SubFactory(CycleFactory)
    user = factory.SubFactory(UserFactory)
    side = "junior"
    state = Participant.State.ACTIVE
    applied_at = factory.LazyFunction(timezone.now)


class PairingFactory(factory.django.DjangoModelFactory):
    """An active pairing; both participants in the same cycle."""

    class Meta:
        model = Pairing

    cycle = factory.SubFactory(CycleFactory)
    junior = factory.SubFactory(ParticipantFactory, cycle=factory.SelfAttribute("..cycle"))
    senior = factory.SubFactory(
        ParticipantFactory, cycle=factory.SelfAttribute("..cycle"), side="senior", user__level=6
    )
    state = Pairing.State.ACTIVE
    answer_by = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=10))
    agreed_at = factory.LazyFunction(timezone.now)
    opened_at = factory.LazyFunction(timezone.now)


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    pairing = factory.SubFactory(PairingFactory)
    signed_at = factory.LazyFunction(timezone.now)


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    pairing = factory.SubFactory(PairingFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=3))
    created_at = factory.LazyAttribute(lambda meeting: meeting.starts_at - dt.timedelta(days=10))
