"""How answers are sealed: HKDF (RFC 5869) for keys, AES-256-GCM for records, HMAC-SHA-256 for hashes.

Two things are needed to read a record: a secret of the server, which is in no database, and a random key, which lies
in the database wrapped under that secret. Neither alone opens anything. Every record has the same length, and none
says when it was written.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
#: Room for 2,000 characters of four bytes and all ratings; every answer is filled up to it.
RECORD_BYTES = 10 * 1024

Record = Mapping[str, Any]


class TooLong(ValueError):
    """More than a sealed record holds."""


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose, which tells nothing about `key` or those for other purposes."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"turnabout {purpose}".encode()).derive(key)


def encrypt(key: bytes, content: bytes, about: str) -> bytes:
    """`about` is what the result belongs to: it cannot be moved to anything else."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def decrypt(key: bytes, sealed: bytes, about: str) -> bytes:
    """Raises InvalidTag for another key, another `about`, or anything that was changed."""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())


def wrap(secret: str, key: bytes, about: str) -> bytes:
    """A random key as it may lie in the database."""
    return encrypt(derived(secret.encode(), "wrapping"), key, about)


def unwrap(server_secrets: Iterable[str], wrapped: bytes, about: str) -> bytes | None:
    """The key, by the first secret that fits; None when none does."""
    for secret in server_secrets:
        try:
            return decrypt(derived(secret.encode(), "wrapping"), wrapped, about)
        except InvalidTag:
            continue
    return None


def keyed(key: bytes, *parts: object) -> str:
    """A hash that nobody can make or check without the key, as hex."""
    return hmac.new(derived(key, "hashes"), ":".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()


def seal(key: bytes, record: Record, about: str, size: int = RECORD_BYTES) -> bytes:
    """A record of `size` bytes whatever is in it; TooLong when it does not fit."""
    content = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    if len(content) > size:
        raise TooLong(f"{len(content)} bytes do not fit into {size}.")
    return encrypt(derived(key, "records"), content.ljust(size), about)


def unseal(key: bytes, sealed: bytes, about: str) -> dict[str, Any]:
    """What was sealed under the same key about the same thing; raises InvalidTag otherwise."""
    opened: dict[str, Any] = json.loads(decrypt(derived(key, "records"), sealed, about))
    return opened
