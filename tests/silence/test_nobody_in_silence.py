"""Nobody in silence: each change of state is driven through the services, and the table says who hears what of it."""

import pytest

from community import services as community_services
from pairings import services as pairing_services
from pairings.models import Pairing
from pairings.services import carrying_over
from programs import services as program_services
from programs.models import Cycle, Participant
from proposals.services import publishing, successors
from tests.pairings.conftest import clock  # noqa: F401  (fixture)
from tests.silence import (  # noqa: F401  (they fill the table)
    community_changes,
    cycle_changes,
    pairing_changes,
    place_changes,
)
from tests.silence.stage import Stage
from tests.silence.table import CHANGES, CHANGES_NO_STATE

PUBLISHES = (publishing.publish_run, carrying_over.ask_carried, successors.ask_successors)


@pytest.fixture
def stage(clock, cast):  # noqa: F811
    made = Stage(cast, clock)
    made.set_up()
    return made


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_is_told_to_whom_the_table_says_and_to_nobody_else(stage, change):
    change.act(stage)
    assert stage.told() == change.told
    for name, sentence in change.home.items():
        assert sentence in stage.home(name), name


def test_every_state_is_reached_by_a_change():
    """A state without an entry is one that somebody may be in without having heard of it."""
    states = {
        f"{name}.{state}"
        for name, states in (("participant", Participant.State), ("pairing", Pairing.State), ("cycle", Cycle.State))
        for state in states.values
    }
    assert {change.to for change in CHANGES} == states


def test_every_verb_is_in_the_table_or_changes_no_state():
    """A new verb needs an entry, or a reason why nobody need hear of it."""
    offered = {
        name
        for module in (program_services, pairing_services, community_services)
        for name in module.__all__
        if name[0].islower()
    } | {verb.__name__ for verb in PUBLISHES}
    in_table = {verb for change in CHANGES for verb in change.verbs}
    quiet = {verb for verbs in CHANGES_NO_STATE.values() for verb in verbs.split()}
    assert not in_table & quiet
    assert in_table | quiet == offered, "say who hears of it, or why nobody does (CHANGES_NO_STATE in table.py)"
