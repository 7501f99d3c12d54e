"""What the migrations do to rows that are there."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE = ("pairings", "0005_decisions_on_the_version"), ("programs", "0002_matters_nobody_reads")
AFTER = ("pairings", "0007_remove_end_reason_of_one")


@pytest.fixture
def old_apps(transactional_db):
    """The models as they were before both sides could ask to end a pairing; the newest ones are back in the end."""
    yield migrate(*BEFORE)
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


def migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate([*targets])
    return MigrationExecutor(connection).loader.project_state([*targets]).apps


def pairing_of(apps, number, **fields):
    """A pairing with nothing but what its columns demand, asked to end by its `asked_by` side."""
    user_model, place_model = apps.get_model("people", "User"), apps.get_model("programs", "Participant")
    program = apps.get_model("programs", "Program").objects.create(name=f"Program {number}")
    cycle = apps.get_model("programs", "Cycle").objects.create(program=program)
    people = {side: user_model.objects.create(email=f"{side}{number}@example.com") for side in ("junior", "senior")}
    places = {
        side: place_model.objects.create(cycle=cycle, user=user, side=side, state="approved")
        for side, user in people.items()
    }
    asked_by = people.get(fields.pop("asked_by", ""))
    return apps.get_model("pairings", "Pairing").objects.create(
        cycle=cycle,
        **places,
        **fields,
        answer_by=timezone.now(),
        end_requested_by=asked_by,
        end_requested_at=timezone.now() if asked_by else None,
    )


def test_a_request_to_end_becomes_that_of_its_side(old_apps):
    mentors = pairing_of(old_apps, 1, asked_by="junior", end_wish="leave", end_reason="No time")
    leaders = pairing_of(old_apps, 2, asked_by="senior", end_wish="", end_reason="")
    pairing_of(old_apps, 3)
    found = migrate(AFTER).get_model("pairings", "EndRequest").objects.order_by("side")
    rows = [(one.pairing_id, one.side, one.wish, one.reason, one.asked_at) for one in found]
    assert rows == [
        (mentors.pk, "junior", "leave", "No time", mentors.end_requested_at),
        (leaders.pk, "senior", "partner", "", leaders.end_requested_at),
    ]
