"""Fixtures of stories about meetings."""

import datetime as dt

import pytest
import time_machine

from tests.cast import Cast, assemble
from tests.sessions.story import NOW


@pytest.fixture
def clock():
    """Monday, 23 November 2026, 9:00 UTC; the clock stands still until it is moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def story(clock, db) -> Cast:
    """The cast, who became pairs a fortnight ago; Jack is in New York, Kavya in Berlin."""
    cast = assemble()
    long_ago = NOW - dt.timedelta(days=14)
    type(cast.pairing).objects.update(agreed_at=long_ago, opened_at=long_ago, proposed_at=long_ago)
    type(cast.jack).objects.filter(pk=cast.jack.pk).update(time_zone="America/New_York")
    for row in (cast.pairing, cast.other_pairing, cast.jack):
        row.refresh_from_db()
    return cast
