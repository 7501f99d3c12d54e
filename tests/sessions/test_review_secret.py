"""The secret that seals open reviews: changed, missing, lost."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from insights.models import Snapshot
from mentorship.secrets import refuse_lost_secrets
from mentorship.signs import secret_sign
from sessions.models import Ballot, CastBallot, MarkKey, ReviewRound, RoundKey, RoundMarks, SealedReview
from sessions.reviews.keys import SecretMissing, opened, review_secret_opens_what_is_open, secret_problem
from sessions.reviews.marks import Marker, earlier_rounds
from sessions.reviews.questions import BEFORE, NOW
from sessions.reviews.schedule import open_and_close_rounds
from sessions.reviews.services import answer_review, answers_so_far, close_round, keep_answers, open_round
from tests.factories import PairingFactory
from tests.insights.story import move_back_closed_rounds

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = "the secret of last quarter " * 3, "the secret of this quarter " * 3
ANSWERS = {BEFORE: 2, NOW: 4, "safety": 5, "comment": "Keep it"}


@pytest.fixture
def answered(cast, settings):
    """A closed round with its marks and an open one with answers, all under the old secret."""
    settings.REVIEW_SECRET, settings.REVIEW_SECRET_FALLBACKS = OLD, []
    PairingFactory.create_batch(3, cycle=cast.cycle)
    for closes in (True, False):
        review_round = open_round(cycle=cast.cycle, today=timezone.localdate())
        for ballot in Ballot.objects.filter(round=review_round):
            answer_review(ballot=ballot, answers=ANSWERS, wish="continue")
        if closes:
            close_round(review_round=review_round)
            move_back_closed_rounds()
    return Ballot.objects.get(round=review_round, user=cast.kavya)


def rotate(*options) -> str:
    said = StringIO()
    call_command("rotate_review_secret", *options, stdout=said)
    return said.getvalue()


def test_a_fallback_still_opens_what_was_sealed_before(answered, settings):
    settings.REVIEW_SECRET, settings.REVIEW_SECRET_FALLBACKS = NEW, [OLD]
    assert secret_problem() == ""
    assert answers_so_far(answered) == ANSWERS
    keep_answers(ballot=answered, answers={NOW: 5})
    assert answers_so_far(answered)[NOW] == 5


def test_rotating_moves_everything_so_that_the_old_secret_can_go(answered, settings):
    settings.REVIEW_SECRET, settings.REVIEW_SECRET_FALLBACKS = NEW, [OLD]
    assert "2 keys were moved" in rotate()
    settings.REVIEW_SECRET_FALLBACKS = []
    assert secret_problem() == ""
    assert answers_so_far(answered) == ANSWERS
    program = answered.round.cycle.program_id
    [before] = earlier_rounds(program, Marker(program))
    assert len(before.answered["junior", NOW]) == 5
    assert "0 keys were moved" in rotate()


def test_after_rotating_the_old_secret_opens_nothing(answered, settings):
    settings.REVIEW_SECRET, settings.REVIEW_SECRET_FALLBACKS = NEW, [OLD]
    rotate()
    settings.REVIEW_SECRET, settings.REVIEW_SECRET_FALLBACKS = OLD, []
    for key in (*RoundKey.objects.all(), *MarkKey.objects.all()):
        with pytest.raises(SecretMissing):
            opened(key)


def test_the_start_is_refused_with_what_to_do(answered, settings):
    settings.REVIEW_SECRET = NEW
    with pytest.raises(ImproperlyConfigured, match="REVIEW_SECRET_FALLBACKS") as refused:
        refuse_lost_secrets()
    assert "1 open reviews and the marks of 1 programs" in str(refused.value)
    [error] = review_secret_opens_what_is_open(databases=["default"])
    assert error.msg == str(refused.value)
    with pytest.raises(CommandError, match="REVIEW_SECRET_FALLBACKS"):
        rotate()


def test_the_operators_page_says_so_and_the_site_goes_on(answered, settings):
    assert secret_sign().is_well
    settings.REVIEW_SECRET = NEW
    assert not secret_sign().is_well
    assert "REVIEW_SECRET_FALLBACKS" in secret_sign().remedy
    assert Client().get("/readyz").status_code == 200


def test_without_its_secret_a_round_is_neither_answered_nor_closed_and_nothing_is_lost(answered, settings, sign_in):
    settings.REVIEW_SECRET = NEW
    with pytest.raises(SecretMissing):
        keep_answers(ballot=answered, answers={NOW: 1})
    page = sign_in(answered.user).post(f"/reviews/{answered.pk}/?step=confidence", {BEFORE: 1, NOW: 1})
    assert page.status_code < 500
    ReviewRound.objects.open().update(opens_on="2020-01-01", closes_on="2020-01-10")
    open_and_close_rounds()
    assert ReviewRound.objects.open().exists()
    settings.REVIEW_SECRET = OLD
    assert answers_so_far(answered) == ANSWERS


def test_what_is_lost_for_good_is_given_up_and_asked_anew(answered, settings):
    settings.REVIEW_SECRET = NEW
    assert "2 keys that nothing opened were given up" in rotate("--discard-unreadable")
    assert secret_problem() == ""
    assert not SealedReview.objects.exists()
    assert not CastBallot.objects.exists()
    assert answers_so_far(answered) == {}
    answer_review(ballot=answered, answers=ANSWERS, wish="continue")
    assert answers_so_far(answered) == ANSWERS


def test_a_round_after_marks_were_lost_shows_nothing(answered, settings):
    """Nobody can tell any more what its difference from the round before would give away."""
    settings.REVIEW_SECRET = NEW
    rotate("--discard-unreadable")
    for ballot in Ballot.objects.filter(round=answered.round):
        answer_review(ballot=ballot, answers=ANSWERS, wish="continue")
    close_round(review_round=answered.round)
    results = Snapshot.objects.get(round=answered.round).results
    assert results["comments"] == []
    assert "percent" not in str(results)


def test_marks_go_with_the_last_cycle_that_runs(answered, cast):
    close_round(review_round=answered.round)
    assert RoundMarks.objects.count() == 2
    cast.cycle.state = "closed"
    cast.cycle.save()
    open_and_close_rounds()
    assert not RoundMarks.objects.exists()
    assert not MarkKey.objects.exists()


def test_marks_stay_while_another_cycle_of_the_program_runs(answered, cast):
    close_round(review_round=answered.round)
    other = cast.program.cycles.create(name="Autumn", state="running")
    cast.cycle.state = "closed"
    cast.cycle.save()
    open_and_close_rounds()
    assert RoundMarks.objects.count() == 2
    other.state = "closed"
    other.save()
    open_and_close_rounds()
    assert not RoundMarks.objects.exists()


PROCESSES = {
    "web": ["gunicorn", "--check-config", "mentorship.wsgi"],
    "worker": ["celery", "-A", "mentorship", "worker", "--concurrency", "1"],
    "clock": ["celery", "-A", "mentorship", "beat", "--pidfile="],
    "check": ["django", "check", "--database", "default"],
}
STORY = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from tests.cast import assemble
from sessions.reviews.services import open_round
open_round(cycle=assemble().cycle, today=timezone.localdate())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of its own with an open round, sealed under the secret that development derives from SECRET_KEY."""
    folder = tmp_path_factory.mktemp("site")
    own = {"ENVIRONMENT": "test", "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
    own |= {"DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "REDIS_URL": "", "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **own}
    subprocess.run([sys.executable, "-c", STORY], cwd=ROOT, env=environment, check=True, timeout=400)
    return environment


@pytest.mark.slow
@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_starts_with_a_secret_that_does_not_open_what_is_open(site, process):
    command = [sys.executable, "-m", *PROCESSES[process]]
    done = subprocess.run(
        command, cwd=ROOT, env={**site, "REVIEW_SECRET": NEW}, capture_output=True, text=True, timeout=200
    )
    assert done.returncode != 0
    assert "REVIEW_SECRET_FALLBACKS" in done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("process", ["web", "check"])
def test_with_the_right_one_it_does(site, process):
    command = [sys.executable, "-m", *PROCESSES[process]]
    done = subprocess.run(command, cwd=ROOT, env=site, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
