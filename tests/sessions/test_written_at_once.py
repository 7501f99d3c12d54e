"""The same thing sent from several windows at once is written down once, and counts once."""

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from pairings.models import ConfidentialWord, Pairing, WordLine
from pairings.services import add_line, send_word
from programs.models import Question
from programs.services import add_questions
from sessions.form_data import ItemEntry
from sessions.models import ActionItem, Insight, Meeting, Win
from sessions.services import add_item, add_win, share_insight
from tests import factories as make
from tests.cast import assemble

WINDOWS = 6

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def cast():
    return assemble()


def from_all_windows(verb):
    """Do it in every window at the same moment; gives what went wrong."""
    barrier, wrong = threading.Barrier(WINDOWS), []

    def do():
        try:
            barrier.wait()
            verb()
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do) for _ in range(WINDOWS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def pairing_of(cast):
    return Pairing.objects.with_people().get(pk=cast.pairing.pk)


def test_a_promise_counts_once(cast):
    entry = ItemEntry(text="Open the board", kind="commitment", owner="senior", due_on=None)
    assert from_all_windows(lambda: add_item(pairing=pairing_of(cast), entry=entry, by=cast.jack)) == []
    assert ActionItem.objects.count() == 1


def test_a_win_counts_once(cast):
    held = make.MeetingFactory(pairing=cast.pairing, state="held", starts_at=timezone.now())

    def add():
        add_win(meeting=Meeting.objects.with_people().get(pk=held.pk), text="He let me finish", by=cast.kavya)

    assert from_all_windows(add) == []
    assert Win.objects.count() == 1


def test_an_insight_is_shared_once(cast):
    def share():
        share_insight(pairing=pairing_of(cast), by=cast.kavya, text="Ask the youngest first", audience="pair")

    assert from_all_windows(share) == []
    assert Insight.objects.count() == 1


def test_a_confidential_word_is_sent_once(cast):
    assert from_all_windows(lambda: send_word(pairing=pairing_of(cast), by=cast.kavya, to="team", text="Help")) == []
    assert (ConfidentialWord.objects.count(), WordLine.objects.count()) == (1, 1)


def test_an_answer_to_a_word_is_given_once(cast):
    word = send_word(pairing=pairing_of(cast), by=cast.kavya, to="team", text="Help")
    assert from_all_windows(lambda: add_line(word=word, by=cast.priya, text="I am here")) == []
    assert WordLine.objects.filter(word=word, by=cast.priya).count() == 1


def test_a_question_is_asked_once(cast):
    def ask():
        add_questions(program=cast.program, questions=[Question(text="Why you?")])

    assert from_all_windows(ask) == []
    assert Question.objects.count() == 1
