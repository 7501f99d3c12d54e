"""Celery's settings: how the worker does its jobs, and at what times the clock gives it some.

Everything in capitals is a setting of Django's too; `settings.py` takes it over as it stands.
"""

from pathlib import Path

CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for a broker that is away as long as it takes
CELERY_TIMEZONE = "UTC"

#: What must never wait for one another has queues, and workers, of its own. `QUICK` is for what takes a moment: signs
#: of life, planning, what people read in the app, links for passwords. Everything that may take long is named here.
QUICK, MAIL, HEAVY = "quick", "mail", "heavy"
CELERY_TASK_DEFAULT_QUEUE = QUICK
CELERY_TASK_ROUTES = {
    "notifications.deliver_mail": {"queue": MAIL},
    "sessions.read_calendar_answers": {"queue": MAIL},
    "roster.*": {"queue": HEAVY},
    "community.*": {"queue": HEAVY},
    "insights.*": {"queue": HEAVY},
    "proposals.*": {"queue": HEAVY},
    "people.apply_retention": {"queue": HEAVY},
    "people.settle_conflicts": {"queue": HEAVY},
    "people.tend_data_copies": {"queue": HEAVY},
    "people.tend_held_acts": {"queue": HEAVY},
    "pairings.tend": {"queue": HEAVY},
    "sessions.tend_reviews": {"queue": HEAVY},
}

#: Seconds between two turns of each job. One that waited `expires` seconds for a worker is dropped: the next is due.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "heartbeat": {"task": "mentorship.heartbeat", "schedule": 60.0},
    "plan": {"task": "notifications.plan", "schedule": 60.0, "options": {"expires": 120}},
    "deliver mail": {"task": "notifications.deliver_mail", "schedule": 60.0, "options": {"expires": 60}},
    "tell changes": {"task": "pairings.tell_changes", "schedule": 60.0, "options": {"expires": 300}},
    "tend meetings": {"task": "sessions.tend_meetings", "schedule": 600.0, "options": {"expires": 600}},
    "read answers": {"task": "sessions.read_calendar_answers", "schedule": 120.0, "options": {"expires": 120}},
    "tend reviews": {"task": "sessions.tend_reviews", "schedule": 600.0, "options": {"expires": 600}},
    "tend pairings": {"task": "pairings.tend", "schedule": 300.0, "options": {"expires": 300}},
    "tend match runs": {"task": "proposals.tend", "schedule": 300.0, "options": {"expires": 300}},
    "recheck pairs": {"task": "proposals.recheck_pending", "schedule": 60.0, "options": {"expires": 60}},
    "tend held acts": {"task": "people.tend_held_acts", "schedule": 300.0, "options": {"expires": 300}},
    "take statistics": {"task": "mentorship.take_statistics", "schedule": 3600.0, "options": {"expires": 600}},
    "note what is in force": {"task": "insights.note_what_is_in_force", "schedule": 6 * 3600.0},
    "follow up reviews": {"task": "insights.follow_up_reviews", "schedule": 6 * 3600.0},
    "note milestones": {"task": "community.note_milestones", "schedule": 3600.0, "options": {"expires": 3600}},
    "ask questions": {"task": "community.ask_questions", "schedule": 6 * 3600.0, "options": {"expires": 6 * 3600}},
    "count impacts": {"task": "insights.count_impacts", "schedule": 24 * 3600.0},
    "apply retention": {"task": "people.apply_retention", "schedule": 24 * 3600.0},
    "settle conflicts": {"task": "people.settle_conflicts", "schedule": 24 * 3600.0},
}


def broker(redis_url: str, folder: Path) -> tuple[str, dict[str, object]]:
    """Where jobs wait for the worker, and the options for it: Redis, or without one files in `folder`."""
    if redis_url:
        return redis_url, {
            "visibility_timeout": 3600,
            "socket_keepalive": True,
            "socket_connect_timeout": 5,
            "retry_on_timeout": True,
            "health_check_interval": 25,
        }
    for name in ("queue", "control", "processed"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return "filesystem://", {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "processed"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
