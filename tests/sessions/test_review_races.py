"""An answer that meets the close of its round is counted or refused, never lost without a word."""

import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from frame.errors import Refused
from insights.models import Snapshot
from sessions.models import Ballot, RoundKey, SealedReview
from sessions.reviews.collecting import collect, opened_reviews
from sessions.reviews.keys import held_round_key, round_key
from sessions.reviews.marks import Marker
from sessions.reviews.questions import BEFORE, NOW
from sessions.reviews.services import answer_review, answers_so_far, close_round, keep_answers, open_round
from tests.cast import assemble
from tests.factories import PairingFactory

ANSWERS = {BEFORE: 2, NOW: 4, "safety": 5}

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def opened(transactional_db):
    cast = assemble()
    PairingFactory.create_batch(8, cycle=cast.cycle)
    return open_round(cycle=cast.cycle, today=timezone.localdate())


def in_background(do):
    """Run it in a thread; gives what to wait for, and a list that gets "done", "refused" or what went wrong."""
    outcome = []

    def run():
        try:
            do()
            outcome.append("done")
        except Refused:
            outcome.append("refused")
        except Exception as error:
            outcome.append(repr(error))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def test_closing_waits_for_an_answer_that_is_being_kept(opened):
    ballot = Ballot.objects.filter(round=opened, side="junior").first()
    with transaction.atomic():
        answer_review(ballot=ballot, answers=ANSWERS, wish="continue")
        thread, outcome = in_background(lambda: close_round(review_round=opened))
        time.sleep(0.5)
        assert outcome == []
    thread.join()
    assert outcome == ["done"]
    assert Snapshot.objects.filter(round=opened).exists()
    assert not SealedReview.objects.exists()


def test_an_answer_that_comes_while_a_round_closes_is_refused(opened):
    ballot = Ballot.objects.filter(round=opened).first()
    with transaction.atomic():
        close_round(review_round=opened)
        thread, outcome = in_background(lambda: answer_review(ballot=ballot, answers=ANSWERS, wish="continue"))
        time.sleep(0.5)
        assert outcome == []
    thread.join()
    assert outcome == ["refused"]
    assert not SealedReview.objects.exists()


def test_two_people_do_not_wait_for_each_other(opened):
    one, other = Ballot.objects.filter(round=opened)[:2]
    with transaction.atomic():
        keep_answers(ballot=one, answers=ANSWERS)
        thread, outcome = in_background(lambda: keep_answers(ballot=other, answers=ANSWERS))
        thread.join(10)
        assert outcome == ["done"]


def test_two_windows_of_one_person_both_count(opened):
    ballot = Ballot.objects.filter(round=opened).first()
    with transaction.atomic():
        keep_answers(ballot=ballot, answers={BEFORE: 2})
        thread, outcome = in_background(lambda: keep_answers(ballot=ballot, answers={NOW: 4}))
        time.sleep(0.3)
    thread.join()
    assert outcome == ["done"]
    assert answers_so_far(ballot) == {BEFORE: 2, NOW: 4}


def test_whatever_was_accepted_is_counted(opened):
    """Everybody sends at once while the round closes: as many are counted as were not refused."""
    counted = []
    held = threading.Event()

    def close_slowly():
        with transaction.atomic():
            held.wait(5)
            key = round_key(opened.pk)
            list(RoundKey.objects.select_for_update().filter(round=opened))
            marker = Marker(opened.cycle.program_id)
            counted.append(len(collect(opened, opened_reviews(opened, key), marker).voices))
            close_round(review_round=opened)

    answering = [
        in_background(lambda ballot=ballot: answer_review(ballot=ballot, answers=ANSWERS, wish="continue"))
        for ballot in Ballot.objects.filter(round=opened)
    ]
    closing, closed = in_background(close_slowly)
    held.set()
    for thread, _outcome in [*answering, (closing, closed)]:
        thread.join()
    outcomes = [outcome for _thread, [outcome] in answering]
    assert closed == ["done"]
    assert set(outcomes) <= {"done", "refused"}
    assert counted == [outcomes.count("done")]


def test_the_hold_ends_with_the_transaction(opened):
    with transaction.atomic():
        assert held_round_key(opened.pk) is not None
    close_round(review_round=opened)
    with transaction.atomic():
        assert held_round_key(opened.pk) is None
