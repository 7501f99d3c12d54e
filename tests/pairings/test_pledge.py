"""The mentor always sees what the leader has pledged, and who has moved an objective."""

import pytest
from django.urls import reverse

from pairings.models import Objective, ObjectiveProgress, Pairing, Pledge
from programs.orientation_texts import FOR_LEADERS
from tests.orientation import do_orientation

LEADER_PLEDGE = FOR_LEADERS.pledge


@pytest.fixture
def pledged(cast, sign_in):
    """Jack has read the pledge aloud and ticked it."""
    do_orientation(sign_in(cast.jack), cast.pairing)
    return Pledge.objects.get()


@pytest.fixture
def aim(cast):
    return Objective.objects.create(pairing=cast.pairing, title="Two posts a month", progress=20)


def page(client, cast):
    return client.get(reverse("pairing_detail", args=[cast.pairing.pk])).text


@pytest.mark.parametrize("name", ["kavya", "jack"])
@pytest.mark.parametrize("state", ["preparing", "active", "paused", "closing", "completed"])
def test_both_read_it_from_the_first_day_to_the_last(cast, pledged, sign_in, name, state):
    Pairing.objects.filter(pk=cast.pairing.pk).update(state=state)
    text = page(sign_in(cast.people[name]), cast)
    assert "What Jack has pledged" in text
    assert all(str(line) in text for line in LEADER_PLEDGE)


def test_it_stays_in_the_words_in_which_it_was_given(cast, pledged, sign_in):
    Pledge.objects.update(lines=["I listen to the end."])
    sign_in(cast.jack).post(reverse("pairing_orientation", args=[cast.pairing.pk]))
    text = page(sign_in(cast.kavya), cast)
    assert "I listen to the end." in text
    assert str(LEADER_PLEDGE[0]) not in text


def test_the_mentor_pledges_nothing_by_reading_the_guide(cast, sign_in):
    do_orientation(sign_in(cast.kavya), cast.pairing)
    assert not Pledge.objects.exists()
    assert "The leader's pledge has not been made yet." in page(sign_in(cast.kavya), cast)
    assert reverse("pairing_orientation", args=[cast.pairing.pk]) in page(sign_in(cast.jack), cast)


def test_what_both_expect_stands_there_as_it_was_signed(cast, sign_in):
    cast.agreement.expectations = "We never cancel twice in a row"
    cast.agreement.save()
    assert "We never cancel twice in a row" in page(sign_in(cast.kavya), cast)


@pytest.mark.parametrize("name", ["maria", "helen"])
def test_another_pair_reads_nothing_of_it(cast, pledged, sign_in, name):
    own = sign_in(cast.people[name]).get(reverse("pairing_detail", args=[cast.other_pairing.pk])).text
    assert str(LEADER_PLEDGE[0]) not in own


def test_progress_says_who_set_it_and_what_it_was(cast, aim, sign_in):
    sign_in(cast.jack).post(reverse("objective_update", args=[aim.pk]), {"progress": "100"})
    sign_in(cast.jack).post(reverse("objective_update", args=[aim.pk]), {"progress": "100"})
    step = ObjectiveProgress.objects.get()
    assert (step.by, step.was, step.became) == (cast.jack, 20, 100)
    assert "Jack: 20&nbsp;% → 100&nbsp;%" in page(sign_in(cast.kavya), cast)


def test_a_way_there_and_back_stays_in_sight(cast, aim, sign_in):
    for progress in ("100", "20"):
        sign_in(cast.jack).post(reverse("objective_update", args=[aim.pk]), {"progress": progress})
    text = page(sign_in(cast.kavya), cast)
    assert text.index("Jack: 100&nbsp;% → 20&nbsp;%") < text.index("Jack: 20&nbsp;% → 100&nbsp;%")
