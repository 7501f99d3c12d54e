"""What is looked at once, before a process serves anybody. Gunicorn and Celery run no system checks by themselves."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def refuse_lost_secrets() -> None:
    """Raises ImproperlyConfigured when the server cannot read what people have answered, with what to do about it."""
    from sessions.reviews.checks import readable_problem

    problem = readable_problem()
    if not connection.in_atomic_block:
        connection.close()  # processes that are forked from this one must not share it
    if problem:
        raise ImproperlyConfigured(problem)
