"""People at work while things break: `python -m tests.drill.actor` plans, moves and cancels meetings.

What was committed stands in `acts.jsonl`: the act and the meeting. What failed because the database was away does not.
"""

import datetime as dt
import json
import os
import random
import time
from pathlib import Path

import django

FOLDER, SECONDS = Path(os.environ["DRILL_FOLDER"]), int(os.environ["DRILL_SECONDS"])
ACTS = ("plan", "move", "cancel", "plan", "move")
#: The small company beside it is owed a message of each kind, which none of their acts shall make needless.
CROWD = "@crowd.example"
#: In a drill of five minutes.
MANY = 190


def act(what: str, rng: random.Random, begins: dt.datetime) -> str:
    """Do one of them; the id of its meeting, "" where there was none for it."""
    from django.utils import timezone

    from pairings.models import Pairing
    from sessions.form_data import Slot
    from sessions.models import Meeting
    from sessions.services.meetings import cancel_meeting, move_meeting
    from sessions.services.planning import plan_meetings

    in_days = timezone.now() + dt.timedelta(days=rng.randint(3, 20), minutes=rng.randint(0, 1000))
    if what == "plan":
        pairs = (
            Pairing.objects.meeting()
            .filter(junior__user__email__endswith=CROWD)
            .select_related("junior__user", "senior__user", "cycle")
        )
        pair = rng.choice(list(pairs.order_by("pk")))
        [meeting] = plan_meetings(pairing=pair, slots=[Slot(in_days, 30, "video")], by=pair.junior.user)
        return str(meeting.pk)
    in_crowd = Meeting.objects.planned().filter(pairing__junior__user__email__endswith=CROWD)
    soon = in_crowd.filter(starts_at__gt=begins + dt.timedelta(hours=20)).order_by("starts_at")
    reminded = list(soon.filter(starts_at__lt=begins + dt.timedelta(hours=30)).select_related(
        "pairing__junior__user", "pairing__senior__user", "pairing__cycle"))  # fmt: skip
    due = [one for one in reminded if one.starts_at - dt.timedelta(days=1) > timezone.now() - dt.timedelta(seconds=5)]
    if not due:
        return ""
    meeting = due[0] if rng.random() < 0.5 else rng.choice(due)  # the first: its reminder leaves this very moment
    by = meeting.pairing.senior.user
    if what == "move":
        move_meeting(meeting=meeting, slot=Slot(in_days, 30, "video"), by=by)
    else:
        cancel_meeting(meeting=meeting, by=by)
    return str(meeting.pk)


def main() -> None:
    django.setup()
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from frame.errors import Refused

    rng, begins, began = random.Random(int(os.environ["DRILL_SEED"])), timezone.now(), time.monotonic()
    many = MANY * SECONDS // 300
    last_s = 0.78 * SECONDS
    with (FOLDER / "acts.jsonl").open("a", buffering=1) as journal:
        for number in range(many):
            time.sleep(max(0.0, number * last_s / many - (time.monotonic() - began)))
            what = ACTS[number % len(ACTS)]
            try:
                meeting = act(what, rng, begins)
            except (DatabaseError, Refused):
                connection.close()
                continue
            if meeting:
                journal.write(json.dumps({"act": what, "meeting": meeting, "at": time.time()}) + "\n")


if __name__ == "__main__":
    main()
