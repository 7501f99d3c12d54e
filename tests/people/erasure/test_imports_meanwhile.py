"""A roster that somebody uploads while somebody else is erased does not bring them back."""

import threading

import pytest
from django.db import connection, connections

from people.erasure import carrying_out, requests
from people.erasure.carrying_out import erase
from people.models import HeldAct, User
from people.tasks import carry_out_held_acts
from roster.limits import RosterUnreadable
from roster.models import RosterImport
from roster.services import apply_import, map_columns, start_import
from tests.cast import assemble
from tests.people.erasure.stage import found_in_database

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one"),
    pytest.mark.django_db(transaction=True),
]
FILE = b"email,first name,last name\nzyxnoor@example.com,Zyxnoor,Zyxaziz\n"


@pytest.fixture
def cast(transactional_db):
    cast = assemble()
    User.objects.filter(pk=cast.noor.pk).update(email="zyxnoor@example.com", first_name="Zyxnoor", last_name="Zyxaziz")
    cast.noor.refresh_from_db()
    return cast


def elsewhere(act, wait_s=20.0):
    """Runs in a connection of its own; gives the thread and what went wrong."""
    failed = []

    def run():
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=wait_s)
    return thread, failed


def take_in(cast):
    roster = start_import(user=cast.omar, file_name="r.csv", content=FILE)
    map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep"})
    apply_import(roster=RosterImport.objects.get(pk=roster.pk))


def test_an_import_that_begins_during_an_erasure_is_refused_and_leaves_nothing(cast, monkeypatch):
    real, failed = carrying_out.take_out_everywhere, []

    def in_between(stored):
        failed.extend(elsewhere(lambda: take_in(cast), wait_s=5)[1])
        real(stored)

    monkeypatch.setattr(carrying_out, "take_out_everywhere", in_between)
    erase(person=cast.noor, by=None)
    assert [type(error) for error in failed] == [RosterUnreadable]
    assert "Export it again" in str(failed[0])
    assert found_in_database("zyx") == set()


def test_an_upload_under_way_is_waited_for_and_stands_in_the_way(cast, monkeypatch):
    """The erasure looks for imports only once the upload is there to be seen."""
    HeldAct.objects.create(
        kind="erase", person=cast.noor, asked_by=cast.noor, decided_by=cast.omar, state="approved",
        decided_at=cast.noor.created_at, holds_until=cast.noor.created_at,
    )  # fmt: skip
    cast.omar.grants.update(granted_at=cast.noor.created_at.replace(year=2020))
    from roster import services

    real, running = services.recording.record, []

    def slowly(**entry):
        running.append(elsewhere(carry_out_held_acts, wait_s=2)[0])
        return real(**entry)

    monkeypatch.setattr(services.recording, "record", slowly)
    start_import(user=cast.omar, file_name="r.csv", content=FILE)
    monkeypatch.setattr(services.recording, "record", real)
    running[0].join(timeout=20)
    assert not User.objects.get(pk=cast.noor.pk).pseudonym
    assert HeldAct.objects.get().state == "asked", "it waits for HR again"
    assert requests.open_request(cast.noor) is not None
