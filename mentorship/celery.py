"""The Celery application: a wake-up call for what the database says is owed."""

import os
import sys
from pathlib import Path
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, setup_logging, worker_init, worker_shutting_down
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django_structlog.celery.steps import DjangoStructLogInitStep

from frame.own_words import in_own_words
from mentorship import starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")


def end_with_a_line(command: list[str]) -> None:
    """Celery's command line shows a wrong setting, or a database that is away, as a traceback: it is asked before."""
    try:
        is_to_run = bool(settings.CELERY_BROKER_URL) and not {"worker", "beat"}.isdisjoint(command)
        if is_to_run and (problem := starting.database_problem()):
            sys.exit(problem)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


class TaskInOwnWords(Task[Any, Any]):
    """What is written in the background is in the organisation's own words."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with in_own_words():
            return self.run(*args, **kwargs)


app = Celery("turnabout", task_cls=TaskInOwnWords)
app.config_from_object("django.conf:settings", namespace="CELERY")
if "celery" in Path(sys.argv[0]).parts[-2:]:
    end_with_a_line(sys.argv)
app.autodiscover_tasks()
for module in ("heartbeat", "database_statistics"):
    app.autodiscover_tasks(["mentorship"], related_name=module)
app.steps["worker"].add(DjangoStructLogInitStep)


@worker_init.connect
@beat_init.connect
def begin_or_end(**kwargs: object) -> None:
    """Worker and clock end at once where the site would not start; Celery logs and forgets anything but an exit."""
    try:
        starting.begin()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None


@worker_shutting_down.connect
def stop_between_two_messages(**kwargs: object) -> None:
    """A worker that is to end finishes the message it is at, and hands the others back."""
    from notifications import stopping

    stopping.ask()


@setup_logging.connect
def keep_our_logs(**kwargs: object) -> None:
    """That someone listens keeps Celery from setting up logs of its own: Django's LOGGING stands."""
