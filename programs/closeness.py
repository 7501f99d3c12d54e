"""Whom a member of the program team is too close to: there the team's rights end.

Oneself, those one assists, those one manages, and the parties of pairings that upper apps know of.
"""

import uuid
from collections.abc import Callable

from people.models import User
from programs.models import Participant

IsParty = Callable[[User, uuid.UUID], bool]

_parties: list[IsParty] = []


def register(is_party: IsParty) -> None:
    """`is_party(user, other_id)` says whether both belong to one pairing; one query."""
    if is_party not in _parties:
        _parties.append(is_party)


def is_close(user: User, participant: Participant) -> bool:
    """Whether `user` must leave what this participant wrote for the team, and their leaving, to somebody else."""
    other = participant.user_id
    near = user.pk == other or User.objects.near(user).filter(pk=other).exists()
    return near or any(is_party(user, other) for is_party in _parties)
