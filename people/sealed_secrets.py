"""Secrets of people at rest: sealed under keys of the server, so that the database alone opens none of them.

The newest key is SECRET_KEY; SECRET_KEY_FALLBACKS still open what they sealed, until `manage.py rotate_secrets` has
sealed it anew.
"""

import base64
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from frame.ports import Hook
from people.audit import recording

__all__ = ["InvalidToken", "file_anew", "open_file", "open_sealed", "seal", "seal_anew", "seal_file"]

FACTORS, FILES = b"turnabout.second-factor", b"turnabout.data-copy"


def seal(text: str) -> str:
    """The text, readable with the server's keys only."""
    return _keys().encrypt(text.encode()).decode()


def open_sealed(sealed: str) -> str:
    """What was sealed. Raises InvalidToken where no key of the server opens it."""
    return _keys().decrypt(sealed.encode()).decode()


def seal_anew(sealed: str) -> str:
    """The sealed text, sealed again under the newest key. Raises InvalidToken where no key of the server opens it."""
    return _keys().rotate(sealed.encode()).decode()


def seal_file(content: bytes) -> bytes:
    """A file, readable with the server's keys only."""
    return _keys(FILES).encrypt(content)


def open_file(sealed: bytes) -> bytes:
    """The file that was sealed. Raises InvalidToken where no key of the server opens it."""
    return _keys(FILES).decrypt(sealed)


def file_anew(sealed: bytes) -> bytes:
    """The sealed file, sealed again under the newest key. Raises InvalidToken where no key of the server opens it."""
    return _keys(FILES).rotate(sealed)


def _keys(purpose: bytes = FACTORS) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(secret: str, purpose: bytes) -> bytes:
    """A key for this purpose alone."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
    return base64.urlsafe_b64encode(key)


Rotate = Callable[[], int]

rotations: Hook[tuple[str, Rotate]] = Hook(
    "people.sealed_secrets.rotations",
    "Kinds of sealed secrets by their name in the plural, each with what seals all of them under the newest key and "
    "returns how many.",
)


@transaction.atomic
def rotate_secrets() -> dict[str, int]:
    """Seal everything anew, or nothing where one thing cannot be opened; gives how many of each kind."""
    done = {name: rotate() for name, rotate in rotations}
    recording.record(actor=None, act="secrets.rotated", details={name: str(count) for name, count in done.items()})
    return done
