"""SQLite is told how its rows are spread, and what everybody asks on every page does not need that."""

import pytest
from django.db import connection

from frame.ports import task_named
from notifications.models import Delivery
from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks after its statistics itself"),
]


def test_statistics_are_taken():
    make.UserFactory.create_batch(3)

    task_named("mentorship.take_statistics")()

    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(stat) FROM sqlite_stat1 WHERE tbl = 'people_user'")
        assert cursor.fetchone()[0].startswith("3 ")


def test_the_bell_looks_at_the_messages_of_one_person_alone():
    person = make.UserFactory()

    plan = Delivery.objects.unread().filter(recipient=person).order_by().explain()

    assert "delivery_by_person (recipient_id=? AND state=? AND channel=?)" in plan
