"""Planning: twice, late or by several gives the same rows."""

import dataclasses
import uuid

import pytest
import time_machine

from notifications import kinds, services
from notifications.models import Delivery
from notifications.sending import plan_due


def replace_kind(code, **fields):
    """Of the tests' own kinds, which are put away afterwards."""
    entries = kinds.declared._entries
    entries[entries.index(kinds.get(code))] = dataclasses.replace(kinds.get(code), **fields)


@pytest.fixture
def plan(reader, monkeypatch):
    """Make the kind `greeting` plan one message per subject; it is a Monday, while everybody works."""

    def set_plan(subjects, code="greeting"):
        def rows(now):
            for subject in subjects:
                yield from services.prepare_deliveries(
                    kind=code, recipients=[reader.pk], subject_id=subject, occasion="2026-11-23", due_at=now
                )

        replace_kind(code, plan=rows)

    with time_machine.travel("2026-11-23 10:00Z", tick=False):
        yield set_plan


def test_plans_each_once_on_each_channel(plan):
    plan([uuid.uuid4(), uuid.uuid4()])
    assert plan_due() == {"greeting": 4}
    assert Delivery.objects.count() == 4


def test_planning_again_gives_nothing_new(plan):
    plan([uuid.uuid4()] * 3)
    plan_due()
    assert plan_due() == {"greeting": 0}
    assert Delivery.objects.count() == 2


def test_planning_again_leaves_what_was_sent_alone(plan):
    plan([uuid.uuid4()])
    plan_due()
    Delivery.objects.update(state="cancelled")
    plan_due()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}


def test_a_second_planner_in_between_does_no_harm(plan, reader, monkeypatch):
    from notifications import sending

    plan([uuid.uuid4() for _ in range(3)])
    real = sending.insert

    def insert_after_another(rows):
        real(
            [
                Delivery(**{f.attname: getattr(row, f.attname) for f in Delivery._meta.fields if f.name != "id"})
                for row in rows
            ]
        )
        return real(rows)

    monkeypatch.setattr(sending, "insert", insert_after_another)
    plan_due()
    assert Delivery.objects.count() == 6


def test_a_kind_that_fails_stops_no_other(plan):
    def broken(now):
        raise RuntimeError

    plan([uuid.uuid4()], code="greeting")
    replace_kind("digest", plan=broken)
    assert plan_due() == {"greeting": 2}


def test_planning_what_is_planned_writes_nothing(plan, django_assert_num_queries):
    plan([uuid.uuid4() for _ in range(50)])
    plan_due()
    with django_assert_num_queries(4):  # three of them note that there was a planner
        plan_due()
