"""The Celery application: a wake-up call for what the database says is owed."""

import os

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

app = Celery("turnabout")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["mentorship"], related_name="heartbeat")
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_our_logs(**kwargs: object) -> None:
    """That someone listens keeps Celery from setting up logs of its own: Django's LOGGING stands."""
