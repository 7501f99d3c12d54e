"""People who leave and come back: they are deactivated, not deleted."""

import datetime as dt
from collections.abc import Collection, Iterable
from importlib import import_module
from itertools import batched
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings

from people.models import RoleGrant, User
from people.roster import changed, leaving

BATCH = 1000


def let_go(people: Collection[UUID], *, at: dt.datetime) -> list[list[str]]:
    """Deactivate people, end their sessions, take back their grants, and tell those who want to know; their reports
    have no manager any more.

    To be called inside a transaction. Returns the grants as [user id, role], for undoing.
    """
    grants: list[list[str]] = []
    reports: list[UUID] = []
    for batch in batched(people, BATCH):
        held = RoleGrant.objects.filter(user__in=batch)
        grants += [[str(user), role] for user, role in held.values_list("user_id", "role")]
        held.delete()
        reports += User.objects.filter(manager__in=batch).values_list("pk", flat=True)
        User.objects.filter(manager__in=batch).update(manager=None)
        User.objects.filter(pk__in=batch, is_active=True).update(is_active=False, left_at=at)
        end_sessions(batch)
    leaving.announce(people)
    changed.announce(reports)
    return grants


def end_sessions(people: Iterable[UUID]) -> None:
    """Sign these people out everywhere."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = UserSession.objects.filter(user__in=list(people))
    for key in sessions.values_list("session_key", flat=True):
        store(session_key=key).delete()
    sessions.delete()


def take_back(people: Collection[UUID]) -> None:
    """Make people who left active again; what ended when they left stays ended."""
    for batch in batched(people, BATCH):
        User.objects.filter(pk__in=batch).update(is_active=True, left_at=None)
