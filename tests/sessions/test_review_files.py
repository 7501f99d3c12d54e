"""The files in which SQLite keeps the database, after a round has closed: not even what was sealed lies in them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Answers in a database of its own, closes, and says what was sealed, who had sent it and under which wrapped key.
STORY = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from sessions.models import Ballot, CastBallot, RoundKey, SealedReview
from sessions.reviews.questions import BEFORE, NOW
from sessions.reviews.services import answer_review, close_round, open_round
from tests.cast import assemble
opened = open_round(cycle=assemble().cycle, today=timezone.localdate())
for ballot in Ballot.objects.all():
    answer_review(ballot=ballot, answers={BEFORE: 2, NOW: 4, "safety": 5, "comment": "said in confidence"}, wish="stop")
found = [bytes(review.sealed)[:60].hex() for review in SealedReview.objects.all()]
found += [review.respondent.encode().hex() for review in SealedReview.objects.all()]
found += [bytes(RoundKey.objects.get().wrapped).hex()]
found += [str(cast.pk).replace("-", "").encode().hex() for cast in CastBallot.objects.all()]
print(*found)
if ENDS:
    close_round(review_round=opened)
"""


@pytest.mark.slow
@pytest.mark.parametrize("ends", [False, True])
def test_what_is_deleted_is_overwritten(tmp_path, ends):
    own = {"ENVIRONMENT": "test", "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
    own |= {"DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3", "REDIS_URL": "", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", STORY.replace("ENDS", str(ends))]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True, timeout=400, check=True
    )
    traces = [bytes.fromhex(word) for word in done.stdout.splitlines()[-1].split()]
    assert len(traces) == 4 + 4 + 1 + 4
    files = b"".join(path.read_bytes() for path in tmp_path.glob("site.sqlite3*"))
    assert all((trace in files) is not ends for trace in traces)
    assert b"said in confidence" not in files
