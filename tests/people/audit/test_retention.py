"""What may leave the log, and that it says so itself."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from frame.errors import Refused
from people.audit import recording
from people.audit.recording import pseudonymise, purge_audit
from people.models import AuditEntry
from people.models.audit import OWN_SIGN_INS_PURGED
from people.retention.applying import apply_retention
from people.tasks import let_go_of_the_old

pytestmark = pytest.mark.django_db


def record_days_ago(days: int, act: str, **more) -> None:
    with time_machine.travel(timezone.now() - dt.timedelta(days=days), tick=False):
        recording.record(act=act, **{"actor": None} | more)


def keep_to_retention() -> int:
    """How many entries the rules about the log let go."""
    return sum(outcome.rows for outcome in apply_retention(codes=["own_sign_ins", "team_sign_ins", "audit"]))


def left() -> list[str]:
    return sorted(AuditEntry.objects.values_list("act", flat=True))


def test_sign_ins_go_first_then_the_rest_and_the_log_says_so(settings):
    settings.AUDIT_KEPT_DAYS, settings.SIGN_INS_KEPT_DAYS = 400, 200
    for days in (10, 300, 500):
        record_days_ago(days, "role.granted")
        record_days_ago(days, "sign_in.done")
    assert keep_to_retention() == 3
    assert left() == ["audit.purged", "audit.sign_ins_purged", "role.granted", "role.granted", "sign_in.done"]
    said = dict(AuditEntry.objects.filter(act__startswith="audit.").values_list("act", "details"))
    assert said == {"audit.purged": {}, "audit.sign_ins_purged": {}}


def test_sign_ins_of_people_without_a_role_go_after_a_month():
    """Who signed in while a review was open would be who answered it."""
    for days in (10, 31):
        record_days_ago(days, "sign_in.done", is_private=True, details={"days": days})
        record_days_ago(days, "sign_in.done", details={"days": days})
        record_days_ago(days, "password.changed", is_private=True, details={"days": days})
    assert keep_to_retention() == 1
    assert left() == ["audit.own_sign_ins_purged", *["password.changed"] * 2, *["sign_in.done"] * 3]
    assert not AuditEntry.objects.filter(act="sign_in.done", is_private=True, details={"days": "31"}).exists()


@pytest.mark.parametrize("act", ["sign_in.done", "role.granted", "sign_in.failed"])
def test_that_clearing_opens_nothing_of_the_team(act):
    record_days_ago(40, act)
    record_days_ago(40, "sign_in.done", is_private=True)
    keep_to_retention()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_auditentry WHERE act = %s", [act])
    assert act in left()


def test_nor_does_it_reach_the_last_month():
    record_days_ago(20, "sign_in.done", is_private=True)
    with pytest.raises(Refused, match="30 days"):
        purge_audit(before=timezone.now() - dt.timedelta(days=29), act=OWN_SIGN_INS_PURGED)
    until = timezone.now() - dt.timedelta(days=19)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.create(act=OWN_SIGN_INS_PURGED, until=until)
    assert left() == ["sign_in.done"]


def test_the_job_does_it_and_a_second_run_writes_nothing(settings):
    record_days_ago(2000, "role.granted")
    let_go_of_the_old()
    let_go_of_the_old()
    assert left() == ["audit.purged"]


def test_nothing_younger_than_half_a_year_goes():
    record_days_ago(100, "role.granted")
    with pytest.raises(Refused, match="180 days"):
        purge_audit(before=timezone.now() - dt.timedelta(days=99))
    assert left() == ["role.granted"]


def test_a_clearing_opens_nothing_that_is_younger(settings):
    record_days_ago(300, "role.granted")
    record_days_ago(250, "role.withdrawn")
    purge_audit(before=timezone.now() - dt.timedelta(days=280))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_auditentry WHERE act IN ('role.withdrawn', 'audit.purged')")
    assert left() == ["audit.purged", "role.withdrawn"]


class TestPseudonym:
    def test_empties_the_details_and_nothing_else(self, cast):
        recording.record(actor=cast.omar, act="person.changed", person=cast.noor, details={"city": "Berlin"})
        recording.record(actor=cast.noor, act="assistants.named", about=cast.noor, details={"assistants": cast.sam})
        recording.record(actor=cast.noor, act="audit.exported", details={"person": f"of {cast.noor.email}"})
        recording.record(actor=cast.omar, act="role.granted", person=cast.igor, details={"role": "operator"})
        assert pseudonymise(person=cast.noor, by=cast.omar) == 3
        kept = {entry.act: (entry.actor, entry.person, entry.details) for entry in AuditEntry.objects.all()}
        assert kept == {
            "person.changed": (cast.omar, cast.noor, {}),
            "assistants.named": (cast.noor, None, {}),
            "audit.exported": (cast.noor, None, {}),
            "role.granted": (cast.omar, cast.igor, {"role": "operator"}),
            "audit.pseudonymised": (cast.omar, cast.noor, {}),
        }

    def test_of_one_opens_nothing_about_another(self, cast):
        recording.record(actor=cast.omar, act="role.granted", person=cast.igor, details={"role": "operator"})
        pseudonymise(person=cast.noor, by=None)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE people_auditentry SET details = '{}'")

    def test_opens_nothing_but_the_details(self, cast):
        recording.record(actor=cast.omar, act="role.granted", person=cast.noor)
        pseudonymise(person=cast.noor, by=None)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE people_auditentry SET details = '{}', actor_id = NULL WHERE act = 'role.granted'")
