"""All parts of a copy tell of the same moment, whatever others write meanwhile."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from people.models import DataCopy, User
from people.own_data import copies, writing
from people.own_data.copies import as_of_one_moment, forget_copies_of
from tests.factories import UserFactory
from tests.people.own_data.reading import copy_of, opened

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL")


def elsewhere(act):
    """Done by somebody else, in a connection of their own, and committed."""

    def run():
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def while_it_is_read(monkeypatch, act):
    """`act` happens after the first subject of a copy is written and before the second."""
    real, seen = writing._write_subject, []

    def write(subject, *args):
        if len(seen) == 1:
            elsewhere(act)
        seen.append(subject)
        real(subject, *args)

    monkeypatch.setattr(writing, "_write_subject", write)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_what_others_change_meanwhile_is_in_all_of_it_or_in_none(monkeypatch):
    person = UserFactory(first_name="Before")
    while_it_is_read(monkeypatch, lambda: User.objects.filter(pk=person.pk).update(first_name="After"))
    copy = opened(copy_of(person))
    assert copy.data["person"].startswith("Before")
    assert [row["first_name"] for row in copy.rows("people.User")] == ["Before"]
    assert "After" not in copy.text


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_copy_that_must_not_be_kept_any_more_while_it_is_made_is_made_anew(monkeypatch):
    """Somebody in it is erased: what was read before that is not what its owner gets."""
    person = UserFactory()

    def forget():
        with transaction.atomic():
            forget_copies_of([person.pk])
        DataCopy.objects.filter(state="asked").update(state="making", attempts=2)  # another worker is at it

    while_it_is_read(monkeypatch, forget)
    DataCopy.objects.create(person=person)  # as one that waits for the clock, whether or not jobs are done at once
    assert copies.make_waiting() == 0
    copy = DataCopy.objects.get()
    assert (copy.state, bytes(copy.content)) == ("making", b"")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
@pytest.mark.django_db(transaction=True)
def test_on_sqlite_it_begins_by_reading_and_keeps_nobody_from_writing():
    """Other transactions take the right to write at their beginning (`transaction_mode` in settings.py)."""
    connection.transaction_mode = "IMMEDIATE"
    try:
        with CaptureQueriesContext(connection) as made, as_of_one_moment():
            User.objects.count()
        assert made[0]["sql"] == "BEGIN DEFERRED"
        with CaptureQueriesContext(connection) as usual, transaction.atomic():
            User.objects.count()
        assert usual[0]["sql"] == "BEGIN IMMEDIATE"
    finally:
        connection.transaction_mode = None
