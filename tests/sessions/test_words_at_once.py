"""Both of the two log at the same moment: one meeting, counted once, and nobody's words lost."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from frame.errors import Refused
from pairings.models import Pairing
from sessions.form_data import LogEntry, Slot
from sessions.models import Meeting, SessionLog
from sessions.services import log_meeting, log_unplanned_meeting, plan_meetings, report_not_held, take_back
from tests.cast import assemble
from tests.factories import MeetingFactory

ROUNDS = 6
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def cast():
    cast = assemble()
    Pairing.objects.update(agreed_at=timezone.now() - 30 * DAY)
    return cast


def at_once(*verbs):
    """Do all of these at the same moment; gives what went wrong, and the refusals."""
    barrier, wrong, refused = threading.Barrier(len(verbs)), [], []

    def do(verb):
        barrier.wait()
        try:
            verb()
        except Refused as error:
            refused.append(error)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong, refused


def pairing_of(cast):
    return Pairing.objects.with_people().get(pk=cast.pairing.pk)


def test_an_unplanned_meeting_logged_by_both_at_once_is_one(cast):
    for number in range(ROUNDS):
        starts_at = timezone.now() - (number + 1) * DAY

        def log(person, later, starts_at=starts_at):
            slot = Slot(starts_at + later, 60, "video")
            entry = LogEntry(learned=f"by {person.first_name}")
            return lambda: log_unplanned_meeting(pairing=pairing_of(cast), slot=slot, entry=entry, by=person)

        wrong, refused = at_once(log(cast.kavya, 0 * HOUR), log(cast.jack, HOUR / 4))
        assert (wrong, len(refused)) == ([], 1)
    assert Meeting.objects.held().count() == ROUNDS


def test_one_meeting_planned_by_both_at_once_is_one(cast):
    for number in range(ROUNDS):
        starts_at = timezone.now() + (number + 1) * DAY

        def plan(person, later, starts_at=starts_at):
            slots = [Slot(starts_at + later, 60, "video")]
            return lambda: plan_meetings(pairing=pairing_of(cast), slots=slots, by=person)

        wrong, refused = at_once(plan(cast.kavya, 0 * HOUR), plan(cast.jack, HOUR / 4))
        assert (wrong, len(refused)) == ([], 1)
    assert Meeting.objects.planned().count() == ROUNDS


def test_two_words_at_once_are_both_kept(cast):
    for number in range(ROUNDS):
        meeting = MeetingFactory(pairing=cast.pairing, starts_at=timezone.now() - (number + 1) * DAY)

        def again(meeting=meeting):
            return Meeting.objects.with_people().get(pk=meeting.pk)

        wrong, refused = at_once(
            lambda again=again: report_not_held(meeting=again(), state="missed", who="senior", by=cast.kavya),
            lambda again=again: log_meeting(meeting=again(), entry=LogEntry(learned="His"), by=cast.jack),
        )
        meeting.refresh_from_db()
        assert (wrong, refused) == ([], [])
        assert (meeting.junior_word, meeting.senior_word, meeting.is_disputed) == ("missed:senior", "held", True)
    assert SessionLog.objects.count() == ROUNDS


def test_what_one_takes_back_while_the_other_says_it_is_not_lost(cast):
    """Either the meeting is there with the other's word, or it was gone before the other could say anything."""
    for number in range(ROUNDS):
        slot = Slot(timezone.now() - (number + 1) * DAY, 60, "video")
        part = log_unplanned_meeting(
            pairing=pairing_of(cast), slot=slot, entry=LogEntry(learned="Hers"), by=cast.kavya
        )  # fmt: skip
        hers, his = (Meeting.objects.with_people().get(pk=part.meeting_id) for _ in range(2))
        wrong, refused = at_once(
            lambda hers=hers: take_back(meeting=hers, by=cast.kavya),
            lambda his=his: log_meeting(meeting=his, entry=LogEntry(learned="His"), by=cast.jack),
        )
        assert wrong == []
        left = Meeting.objects.filter(pk=part.meeting_id).values_list("junior_word", "senior_word")
        assert list(left) == ([] if refused else [("", "held")])
