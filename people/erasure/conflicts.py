"""Conflicts of interest of somebody who is erased: their own go, and HR's; a private one of somebody else is that one's
word about themselves."""

from typing import Any

from people.models import ConflictOfInterest, User


def forget_conflicts(*, person: User, by: Any = None) -> None:
    """What others have noted in private stays as they typed it, and no longer leads to the erased row: for its owner it
    is as before, as is the note about an address that nobody here has. If the person comes back it counts again."""
    others = ConflictOfInterest.objects.filter(other=person).exclude(owner=None).exclude(owner=person)
    others.exclude(named="").update(other=None)
    for lookup in ("person", "other", "owner"):
        ConflictOfInterest.objects.filter(**{lookup: person}).delete()
