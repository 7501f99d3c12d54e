"""The site's own settings, with the minutes of the clock and of the outbox in the proportion of the drill."""

import datetime as dt
import os

from mentorship.settings import *  # noqa: F403
from mentorship.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.drill.app.DrillConfig"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MINUTE_S = float(os.environ["DRILL_MINUTE_S"])
LEASE = dt.timedelta(seconds=float(os.environ["DRILL_LEASE_S"]))
LATE = dt.timedelta(seconds=float(os.environ["DRILL_LATE_S"]))
PAUSE_S = float(os.environ["DRILL_PAUSE_S"])
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": MINUTE_S if entry["schedule"] == 60.0 else entry["schedule"]}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
}
