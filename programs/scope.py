"""What the outbox asks about programs: which ones somebody runs, and what they are called."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from people.models import User
from programs.models import Participant, Program
from programs.rules import coordinated


def managed_ids(user: User) -> Iterable[uuid.UUID]:
    """The programs that `user` coordinates; HR's wider rights are the outbox's own matter."""
    return coordinated(user)


def names_of(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names by program id."""
    return dict(Program.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def people_of(user: User) -> QuerySet[Any, Any]:
    """The ids of those who have a place in a program that `user` coordinates."""
    return Participant.objects.filter(cycle__program__coordinators__user=user).order_by().values("user")
