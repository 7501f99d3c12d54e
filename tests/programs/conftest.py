"""A program of Priya's whose cycle is enrolling, beside the cast's running one."""

import datetime as dt

import pytest

from people.clock import local_today
from programs.models import Cycle, Program
from tests import factories as make
from tests.people.approvals.conftest import hr, nadia, second  # noqa: F401


@pytest.fixture
def cycle(cast) -> Cycle:
    """Enrolling for two weeks more, with two topics; Priya coordinates, Lena sponsors."""
    program = make.ProgramFactory(name="AI for leaders", sponsor=cast.lena, purpose="Try it", success_measures="Used")
    make.CoordinatorFactory(program=program, user=cast.priya)
    make.MatchPolicyFactory(program=program)
    make.TopicFactory(program=program, name="Prompts", position=1)
    make.TopicFactory(program=program, name="Automation", position=2)
    today = local_today()
    return make.CycleFactory(
        program=program, name="Autumn", state=Cycle.State.ENROLLING, enrol_until=today + dt.timedelta(days=14),
        starts_on=today + dt.timedelta(days=30), ends_on=today + dt.timedelta(days=200),
    )  # fmt: skip


@pytest.fixture
def program(cycle) -> Program:
    return cycle.program


@pytest.fixture
def draft(cast) -> Program:
    """A draft of Priya's with a cycle without dates."""
    program = make.ProgramFactory(name="Culture", state=Program.State.DRAFT, opened_at=None)
    make.CoordinatorFactory(program=program, user=cast.priya)
    make.CycleFactory(program=program, state=Cycle.State.ENROLLING, name="First")
    return program


@pytest.fixture
def foreign(db) -> Program:
    """A program that nobody of the cast has to do with."""
    program = make.ProgramFactory(name="Foreign secret")
    make.CycleFactory(program=program, state=Cycle.State.ENROLLING, name="Theirs")
    return program
