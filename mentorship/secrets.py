"""Every secret comes from the environment or, with `_FILE` after its name, from a file that only the site may read.

`NAME` and `NAME_FILE` are never both set, so that nobody changes the one that does not count. A file that cannot be
read, or is empty, stops the start with a sentence. What a secret is does not stand in any of them.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def secret(name: str, default: str = "") -> str:
    """The secret `name`, without the line break that editors put at the end of a file."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    value = os.environ.get(name, "")
    if path and value:
        raise ImproperlyConfigured(
            f"{name} and {name}_FILE are both set. Keep one of them, so that it is plain which one counts."
        )
    return _content(f"{name}_FILE", path) if path else value or default


def secrets(name: str) -> list[str]:
    """Several secrets, the newest first: with commas in the environment, a line each in a file."""
    return [part.strip() for part in secret(name).replace("\n", ",").split(",") if part.strip()]


def _content(name: str, path: str) -> str:
    try:
        content = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"{name} names {path}, which cannot be read as text. Check the path, and that the user who runs "
            "Turnabout may read the file."
        ) from None
    if not content.strip():
        raise ImproperlyConfigured(f"{name} names {path}, which is empty. Write the secret into it.")
    return content


def refuse_lost_secrets() -> None:
    """Raises ImproperlyConfigured when the server cannot read what people have answered, with what to do about it."""
    from sessions.reviews.keys import readable_problem

    problem = readable_problem()
    if not connection.in_atomic_block:
        connection.close()  # processes that are forked from this one must not share it
    if problem:
        raise ImproperlyConfigured(problem)
