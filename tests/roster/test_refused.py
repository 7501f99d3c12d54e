"""What is refused of an import: the sentence, and people stay as they are."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from frame.errors import Refused
from people.models import User
from roster import services
from roster.models import RosterImport
from tests.roster.conftest import ANN, fresh, person
from tests.roster.files import csv

pytestmark = pytest.mark.django_db


def refused(words):
    return pytest.raises(Refused, match=words)


def people():
    return list(User.objects.order_by("pk").values())


def test_after_a_day_an_import_stays(omar, applied):
    roster = applied(ANN)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)), refused("can be undone for 24 hours"):
        services.undo_import(roster=fresh(roster), by=omar)
    assert User.objects.filter(email="ann@x.org").exists()


def test_within_the_day_it_is_undone(omar, applied):
    roster = applied(ANN)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=23)):
        services.undo_import(roster=fresh(roster), by=omar)
    assert not User.objects.filter(email="ann@x.org").exists()


def test_what_was_never_applied_is_not_undone(omar, previewed):
    roster = previewed(ANN)
    before = people()
    with refused("Only an import that was applied"):
        services.undo_import(roster=roster, by=omar)
    assert (people(), fresh(roster).state) == (before, "previewed")


def test_the_later_one_is_undone_first(omar, applied):
    first = applied(ANN)
    applied(csv("2,Bo,Ek,bo@x.org,Clerk,IT,,,"))
    with refused("A later import was applied since"):
        services.undo_import(roster=fresh(first), by=omar)
    assert User.objects.filter(email__in=["ann@x.org", "bo@x.org"]).count() == 2


def test_an_applied_one_is_not_thrown_away(omar, applied):
    roster = applied(ANN)
    with refused("stays in the list"):
        services.discard_import(roster=roster, by=omar)
    assert RosterImport.objects.filter(pk=roster.pk).exists()


def test_a_preview_is_thrown_away_with_its_file(omar, previewed):
    roster = previewed(ANN)
    services.discard_import(roster=roster, by=omar)
    assert not RosterImport.objects.exists()
    assert not User.objects.filter(email="ann@x.org").exists()


@pytest.mark.parametrize("state", ["uploaded", "previewed", "applied", "undone", "failed"])
def test_what_is_not_busy_is_not_given_to_the_worker_again(omar, previewed, state):
    roster = previewed(ANN)
    RosterImport.objects.filter(pk=roster.pk).update(state=state)
    with refused("not waiting for anything"):
        services.restart(roster=fresh(roster))
    assert fresh(roster).state == state


def test_a_check_whose_first_call_was_lost_is_done_again(omar, previewed):
    roster = previewed(ANN)
    RosterImport.objects.filter(pk=roster.pk).update(state="checking", preview={}, counts={})
    services.restart(roster=fresh(roster))
    assert (fresh(roster).state, fresh(roster).counts["create"]) == ("previewed", 1)


@pytest.mark.parametrize("state", ["checking", "applying", "applied", "undone"])
def test_columns_of_what_is_under_way_or_done_stay(omar, previewed, state):
    roster = previewed(ANN)
    targets = roster.mapping["targets"]
    RosterImport.objects.filter(pk=roster.pk).update(state=state)
    with refused("being worked on, or is done"):
        services.map_columns(roster=fresh(roster), targets=[""] * len(targets), options={})
    assert fresh(roster).mapping["targets"] == targets


def test_people_who_changed_since_the_preview_are_looked_at_again(omar, previewed):
    """Instead of writing what was shown, it shows what would happen now."""
    ann = person(email="ann@x.org", job_title="Clerk")
    roster = previewed(ANN)
    User.objects.filter(pk=ann.pk).update(last_name="Changed")
    services.apply_import(roster=fresh(roster))
    ann.refresh_from_db()
    assert fresh(roster).state == "previewed"
    assert (ann.job_title, ann.last_name) == ("Clerk", "Changed")
