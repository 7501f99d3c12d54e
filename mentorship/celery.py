"""The Celery application: a wake-up call for what the database says is owed."""

import os

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.core.exceptions import ImproperlyConfigured
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

app = Celery("turnabout")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["mentorship"], related_name="heartbeat")
app.steps["worker"].add(DjangoStructLogInitStep)


@worker_init.connect
@beat_init.connect
def refuse_lost_secrets(**kwargs: object) -> None:
    """Worker and clock end at once where the site would not start; Celery logs and forgets anything but an exit."""
    from mentorship.secrets import refuse_lost_secrets

    try:
        refuse_lost_secrets()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None


@setup_logging.connect
def keep_our_logs(**kwargs: object) -> None:
    """That someone listens keeps Celery from setting up logs of its own: Django's LOGGING stands."""
