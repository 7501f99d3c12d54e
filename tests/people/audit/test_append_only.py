"""The log is added to and never rewritten: not by the ORM, not by SQL, not to cover one's own tracks."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from people.audit import recording
from people.audit.recording import purge_audit
from people.models import AuditEntry
from people.models.audit import PURGED, AppendOnlyError

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(cast):
    return recording.record(actor=cast.omar, act="role.granted", person=cast.noor, details={"role": "operator"})


def run(sql: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


class TestTheTeamRewritesHistory:
    def test_by_the_orm(self, entry, cast):
        entry.act = "nothing"
        attempts = [
            entry.save,
            entry.delete,
            lambda: AuditEntry.objects.filter(pk=entry.pk).update(actor=cast.noor),
            lambda: AuditEntry.objects.all().delete(),
            lambda: AuditEntry.objects.bulk_update([entry], ["act"]),
        ]
        for attempt in attempts:
            with pytest.raises(AppendOnlyError):
                attempt()
        assert AuditEntry.objects.get().act == "role.granted"

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE people_auditentry SET actor_id = NULL",
            "UPDATE people_auditentry SET details = '{}'",
            "UPDATE people_auditentry SET at = '2020-01-01 00:00:00+00:00'",
            "DELETE FROM people_auditentry",
        ],
    )
    def test_by_sql(self, entry, sql):
        with pytest.raises(DatabaseError, match="append-only"):
            run(sql)
        assert [found.details for found in AuditEntry.objects.all()] == [{"role": "operator"}]

    @pytest.mark.parametrize("key", ["id", "rowid"])
    def test_by_putting_another_row_in_its_place(self, entry, key):
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL knows no INSERT OR REPLACE")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM people_auditentry LIMIT 0")
            names = [column[0] for column in cursor.description if column[0] not in ("id", "act")]
        new = "id" if key == "id" else "hex(randomblob(16))"
        columns = ", ".join(["id", "act", *names, *(["rowid"] if key == "rowid" else [])])
        values = ", ".join([new, "'nothing'", *names, *(["rowid"] if key == "rowid" else [])])
        with pytest.raises(DatabaseError, match="append-only"):
            run(f"INSERT OR REPLACE INTO people_auditentry ({columns}) SELECT {values} FROM people_auditentry")

    def test_by_emptying_the_table(self, entry):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite knows no TRUNCATE")
        with pytest.raises(DatabaseError, match="append-only"):
            run("TRUNCATE people_auditentry")

    def test_by_a_clearing_that_reaches_what_is_new(self, entry):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEntry.objects.create(act=PURGED, until=timezone.now() - dt.timedelta(days=179))

    def test_by_a_clearing_that_is_dated_ahead(self, entry):
        """An entry of next year clears what is half a year older than itself, and so what was done today."""
        ahead = timezone.now() + dt.timedelta(days=365)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEntry.objects.create(act=PURGED, at=ahead, until=timezone.now() + dt.timedelta(seconds=1))
        with pytest.raises(DatabaseError, match="append-only"):
            run("DELETE FROM people_auditentry WHERE act = 'role.granted'")

    def test_by_setting_the_clock_of_the_web_server(self, entry):
        """The database has its own."""
        a_year_on = time_machine.travel(timezone.now() + dt.timedelta(days=365))
        with a_year_on, pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            purge_audit(before=timezone.now() - dt.timedelta(days=181))
        assert AuditEntry.objects.get().act == "role.granted"

    @pytest.mark.parametrize("until", ["now", "2400000.5", "9999", "9999-12-31 soon", "zzz", "2020-01-01zzz"])
    def test_by_a_clearing_until_no_time_at_all(self, entry, until):
        """SQLite keeps any text as a time, and compares it as text."""
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL keeps times only")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM people_auditentry LIMIT 0")
            names = [column[0] for column in cursor.description if column[0] not in ("id", "act", "until")]
        columns = ", ".join(["id", "act", "until", *names])
        values = ", ".join(["hex(randomblob(16))", f"'{PURGED}'", "%s", *names])
        with pytest.raises(DatabaseError, match="append-only"):
            run(f"INSERT INTO people_auditentry ({columns}) SELECT {values} FROM people_auditentry", until)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_is_as_strict_after_a_test_with_real_transactions(cast, time):
    recording.record(actor=cast.omar, act="role.granted")
    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM people_auditentry")
