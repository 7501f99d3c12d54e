"""People who leave and come back: they are deactivated, not deleted."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from importlib import import_module
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings

from people import change_hooks, closeness
from people.models import RoleGrant, User
from people.upper_floors import programs

BATCH = 1000


class Ended(NamedTuple):
    """What ended when people left, for undoing: grants as [user id, role], and the manager of each of their reports."""

    grants: list[list[str]]
    managers: dict[str, str]


def let_go(people: Collection[UUID], *, at: dt.datetime) -> Ended:
    """Deactivate people, end their sessions, take back their grants, and tell those who want to know; their reports
    have no manager any more; that they had one is kept for a while, for they may come back.

    To be called inside a transaction.
    """
    grants: list[list[str]] = []
    managers: dict[UUID, UUID] = {}
    for batch in batched(people, BATCH):
        held_grants = RoleGrant.objects.filter(user__in=batch)
        grants += [[str(user), role] for user, role in held_grants.values_list("user_id", "role")]
        held_grants.delete()
        managers |= User.objects.filter(manager__in=batch).values_list("pk", "manager_id")
        User.objects.filter(manager__in=batch).update(manager=None)
        User.objects.filter(pk__in=batch, is_active=True).update(is_active=False, left_at=at, closed_at=at)
        end_sessions(batch)
    closeness.note_lines(managers.items())
    if people:
        programs().people_have_left(people)
    change_hooks.announce(managers.keys())
    return Ended(grants, {str(report): str(manager) for report, manager in managers.items()})


def end_sessions(people: Iterable[UUID]) -> None:
    """Sign these people out everywhere."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = UserSession.objects.filter(user__in=list(people))
    for key in sessions.values_list("session_key", flat=True):
        store(session_key=key).delete()
    sessions.delete()


def restore_managers(managers: Mapping[str, str]) -> None:
    """Give people their manager back, by id, as long as they have no other one by now."""
    for batch in batched(managers, BATCH):
        reports = list(User.objects.filter(pk__in=batch, manager=None).only("pk"))
        for report in reports:
            report.manager_id = UUID(managers[str(report.pk)])
        User.objects.bulk_update(reports, ["manager"])


def take_back(people: Collection[UUID]) -> None:
    """Make people who left active again; what ended when they left stays ended."""
    for batch in batched(people, BATCH):
        User.objects.filter(pk__in=batch).update(is_active=True, left_at=None)


def move_aside(displaced: Mapping[UUID, Mapping[str, str]]) -> None:
    """Give people who have left another address or employee number, by id: theirs belong to somebody else now."""
    EmailAddress.objects.filter(user__in=list(displaced)).delete()
    for person, fields in displaced.items():
        User.objects.filter(pk=person, is_active=False).update(**fields)
