"""Composition: settings, URLs, Celery, WSGI. No models and no rules live here."""

from mentorship.celery import app as celery_app

__all__ = ["celery_app"]
