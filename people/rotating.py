"""Sealing anew what is stored sealed, so that an old key can be taken out. Whoever stores such things registers in
AppConfig.ready():

    rotating.register("second factors", seal_factors_anew)
"""

from collections.abc import Callable

from django.db import transaction

from people.audit import recording

Rotate = Callable[[], int]

_rotations: dict[str, Rotate] = {}


def register(name: str, rotate: Rotate) -> None:
    """`rotate()` seals everything of one kind under the newest key and returns how many; `name` in the plural."""
    _rotations[name] = rotate


@transaction.atomic
def rotate_secrets() -> dict[str, int]:
    """Seal everything anew, or nothing where one thing cannot be opened; gives how many of each kind."""
    done = {name: rotate() for name, rotate in _rotations.items()}
    recording.record(actor=None, act="secrets.rotated", details={name: str(count) for name, count in done.items()})
    return done
