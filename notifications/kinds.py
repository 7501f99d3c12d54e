"""The kinds of message. Each is declared once, in the app that owns it, and registered in `AppConfig.ready()`."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from notifications.models import Channel, Delivery

Context = dict[str, Any]


class NoLongerDue(Exception):
    """Raised by a kind's `context` just before sending: `str(error)` says why it is not sent."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mimetype: str


def nothing_attached(delivery: Delivery) -> list[Attachment]:
    return []


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `context(delivery)` returns what the templates `emails/<code>/{subject.txt,body.txt,body.html}` need, at the
    least `link` (a path on this site, the thing to do), or raises NoLongerDue. `sample(user)` returns the same
    with invented data, for the preview. `plan(now)` gives the deliveries that fall due in a window around `now`
    (set-based, unsaved; planning twice gives the same keys). No context may hold confidential text.
    """

    code: str
    label: str
    why: str
    context: Callable[[Delivery], Context]
    sample: Callable[[AbstractBaseUser], Context]
    plan: Callable[[dt.datetime], Iterable[Delivery]] | None = None
    attachments: Callable[[Delivery], list[Attachment]] = nothing_attached
    channels: tuple[str, ...] = (Channel.EMAIL, Channel.IN_APP)
    can_be_switched_off: bool = True
    is_secret: bool = False  # who gets it is confidential: the outbox shows it to nobody but the recipient
    is_sent_again_after_a_crash: bool = True
    owner: str = field(default="", compare=False)


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known. Registering a code twice is a mistake in the code, hence an error."""
    for kind in kinds:
        if kind.code in _kinds:
            raise ValueError(f"The kind {kind.code} is declared twice.")
        _kinds[kind.code] = kind


def get(code: str) -> Kind:
    """The kind of that code; KeyError when no app has declared it."""
    return _kinds[code]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())
