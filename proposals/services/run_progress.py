"""How far a match is, written down now and then; and whether it is still wanted."""

import time
import uuid
from itertools import pairwise

from proposals.models import MatchRun

#: Seconds between two looks at the database: often enough to stop "at once", seldom enough to cost nothing.
EVERY_S = 0.5
#: A match of ten thousand takes seconds; after this long nobody waits for it any more.
LIMIT_S = 10 * 60
#: The phases in their usual order, with the percent at which each begins. Some come again: the bar never goes back.
BEGINS = {
    "reading": 5,
    "scoring": 10,
    "choosing": 25,
    "solving": 30,
    "raising": 35,
    "augmenting": 40,
    "looking": 60,
    "comparing": 75,
    "proving": 85,
    "storing": 95,
}
_UNTIL = {step: BEGINS[other] for step, other in pairwise(BEGINS)} | {"storing": 100}


class Stopped(Exception):
    """Somebody cancelled the run, or it was given up: nobody waits for what it finds."""


class TookTooLong(Exception):
    """The match is given up: something is wrong with it, or with the machine."""


class Watcher:
    """To be called by the match with (phase, done, total).

    Raises Stopped when the run is no longer running, TookTooLong when its time is over.
    """

    def __init__(self, run_id: uuid.UUID) -> None:
        self.run = MatchRun.objects.filter(pk=run_id, state=MatchRun.State.RUNNING)
        self.percent, self.looked_at = 0, 0.0
        self.until = time.monotonic() + LIMIT_S

    def __call__(self, phase: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.looked_at < EVERY_S and phase != "storing":
            return
        if now > self.until:
            raise TookTooLong
        self.looked_at = now
        self.percent = max(self.percent, percent_of(phase, done, total))
        if not self.run.update(phase=phase, progress=self.percent, phase_done=done, phase_total=total):
            raise Stopped


def percent_of(phase: str, done: int, total: int) -> int:
    """How much of the whole is done, roughly: each phase has its stretch of the bar."""
    begins = BEGINS.get(phase, 0)
    share = min(1.0, done / total) if total else 0.0
    return begins + round(share * (_UNTIL.get(phase, begins) - begins))
