"""The clock's jobs without a clock: what is due of them, done here and now. For sites that live by cron."""

import datetime as dt
import logging

from django.conf import settings
from django.utils import timezone

from frame.ports import task_named
from notifications import marks

log = logging.getLogger(__name__)
#: Done by the command itself, or a sign of life that would be none.
NOT_HERE = ("notifications.plan", "notifications.deliver_mail", "mentorship.heartbeat")


def do_due_jobs() -> list[str]:
    """Do those whose time has come since they were last done here; returns their names. One that fails stops no
    other."""
    known, now, done = marks.all_marks(), timezone.now(), []
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        last = known.get(f"job:{name}")
        every = dt.timedelta(seconds=float(str(entry["schedule"])))
        if entry["task"] in NOT_HERE or (last and now - last.at < every):
            continue
        marks.mark(f"job:{name}", now)
        try:
            task_named(str(entry["task"]))()
            done.append(name)
        except Exception:
            log.exception("job_failed", extra={"job": name})
    return done
