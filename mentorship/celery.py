"""The Celery application: a wake-up call for what the database says is owed."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

app = Celery("turnabout")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
