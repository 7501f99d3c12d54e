"""Somebody acts while an import is being written: what they did stands. Each act begins in the gap between the look at
the people and the write, which of a large roster is many seconds wide."""

import threading

import pytest
from django.db import connection, connections

from people.directory.services import change_person, deactivate_person
from people.models import User
from roster import services as rosters
from tests import factories as make
from tests.cast import assemble
from tests.people.approvals.conftest import fresh, long_ago

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def cast(transactional_db):
    return assemble()


@pytest.fixture
def nadia(cast):
    person = make.UserFactory()
    make.RoleGrantFactory(user=person, granted_at=long_ago())
    return person


HEADER = "email,first name,last name,job title"


def import_while(cast, monkeypatch, row: str, act, header: str = HEADER) -> None:
    """An import by Omar; `act` begins in its gap, in a connection of its own, and may have to wait for its end."""
    content = f"{header}\n{row}\n".encode()
    roster = rosters.start_import(user=cast.omar, file_name="r.csv", content=content)
    rosters.map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep"})
    real, failed = rosters.carry_out, []

    def run():
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)

    def in_between(*args, **kwargs):
        thread.start()
        thread.join(timeout=3)
        return real(*args, **kwargs)

    monkeypatch.setattr(rosters, "carry_out", in_between)
    rosters.apply_import(roster=fresh(roster))
    thread.join(timeout=20)
    assert not failed, failed
    assert fresh(roster).state == "applied"


def test_somebody_let_go_meanwhile_is_gone(cast, nadia, monkeypatch):
    import_while(
        cast, monkeypatch, "noor@example.com,Noor,Aziz,Clerk",
        lambda: deactivate_person(person=User.objects.get(pk=cast.noor.pk), by=nadia),
    )  # fmt: skip
    assert not fresh(cast.noor).is_active


def test_a_line_drawn_meanwhile_stands(cast, nadia, monkeypatch):
    def draw():
        noor = User.objects.get(pk=cast.noor.pk)
        change_person(person=noor, values={"manager": cast.helen}, assistants=[], level=None, by=nadia)

    import_while(cast, monkeypatch, "noor@example.com,Noor,Aziz,Clerk", draw)
    assert (fresh(cast.noor).manager, fresh(cast.noor).job_title) == (cast.helen, "Clerk")


def test_of_two_lines_for_one_person_the_one_drawn_last_stands(cast, nadia, monkeypatch):
    """The file has one for Noor too: whoever draws theirs meanwhile waits, and has the last word."""

    def draw():
        noor = User.objects.get(pk=cast.noor.pk)
        change_person(person=noor, values={"manager": cast.helen}, assistants=[], level=None, by=nadia)

    row, header = "noor@example.com,Noor,Aziz,Clerk,lena@example.com", f"{HEADER},manager email"
    import_while(cast, monkeypatch, row, draw, header)
    assert (fresh(cast.noor).manager, fresh(cast.noor).job_title) == (cast.helen, "Clerk")


def test_what_one_sets_on_ones_profile_meanwhile_stands(cast, monkeypatch):
    def rename():
        User.objects.filter(pk=cast.noor.pk).update(preferred_name="Nour", time_zone="Asia/Tokyo")

    import_while(cast, monkeypatch, "noor@example.com,Noor,Aziz,Clerk", rename)
    noor = fresh(cast.noor)
    assert (noor.preferred_name, noor.time_zone, noor.job_title) == ("Nour", "Asia/Tokyo", "Clerk")
