"""Jack is a leader and an HR admin. Of what is close to him the log hides each entry: nor may a number count it."""

import pytest

from pairings import services
from pairings.models import Pairing
from people.audit.recording import purge_audit
from people.models import AuditEntry, Role
from proposals.services.publishing import publish_run
from tests import factories as make
from tests.batches import pass_batch
from tests.pairings.conftest import clock, four, matching, run  # noqa: F401  (fixtures)


@pytest.fixture
def jack(cast, sign_in):
    make.RoleGrantFactory(user=cast.jack, role=Role.HR_ADMIN)
    make.PairingFactory.create_batch(4, cycle=cast.cycle)
    return sign_in(cast.jack)


def pause_all(cast, by):
    """All pairs rest, that of Jack and Kavya by the program's wish or by hers."""
    services.pause_pairings(pairings=Pairing.objects.exclude(pk=cast.pairing.pk), by=cast.priya)
    if by == "program":
        services.pause_pairings(pairings=[cast.pairing], by=cast.priya)
    else:
        services.pause_pairing(pairing=cast.pairing, by=cast.kavya)


def read(client):
    """What the log says, but of signing in."""
    lines = client.get("/audit/").context["lines"]
    found = [(line.entry.act, line.details) for line in lines]
    return sorted(one for one in found if not one[0].startswith("sign_in."))


BOTH = ("program", "kavya")


@pytest.mark.parametrize("by", BOTH)
def test_the_program_lifts_its_pauses(clock, cast, jack, by):  # noqa: F811
    pause_all(cast, by)
    pass_batch(clock)
    services.lift_pauses(cycle=cast.cycle, by=cast.priya)
    assert read(jack) == [*[("pairing.paused", [("Until", "–")])] * 5, ("pairings.let_go_on", [])]


@pytest.mark.parametrize("by", BOTH)
def test_a_colleague_exports_the_log(cast, jack, sign_in, by):
    pause_all(cast, by)
    sign_in(cast.omar).get("/audit/export/", {"act": "pairing.paused"})
    assert ("audit.exported", [("Act", "pairing.paused")]) in read(jack)


@pytest.mark.parametrize("by", BOTH)
def test_old_entries_are_cleared(cast, jack, by, time_machine):
    time_machine.move_to("2026-01-12T10:00:00Z")
    pause_all(cast, by)
    time_machine.move_to("2026-11-23T10:00:00Z")
    purge_audit(before=AuditEntry.objects.get(act="pairing.paused", about_id=cast.other_pairing.pk).at.replace(month=3))
    assert ("audit.purged", []) in read(jack)


def test_a_match_is_published(clock, cast, run):  # noqa: F811
    """Whoever is proposed to somebody reads of it after the mentor's yes, and not from a number before."""
    publish_run(run=run, by=cast.priya, answer_on=run.created_at.date().replace(month=12))
    assert AuditEntry.objects.get(act="match.published").details == {}
