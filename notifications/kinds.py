"""The kinds of message. Each is declared once, in the app that owns it, and registered in `AppConfig.ready()`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frame.ports import Hook

if TYPE_CHECKING:
    from notifications.models import Delivery

Context = dict[str, Any]
Text = str | Promise


class NoLongerDue(Exception):
    """Raised by a kind's `context` just before sending: `str(error)` says why it is not sent."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mimetype: str


def nothing_attached(delivery: Delivery) -> list[Attachment]:
    return []


def secret_codes() -> list[str]:
    """The kinds of which nobody may learn who gets them."""
    return [kind.code for kind in declared if kind.is_secret]


def unrepeatable_codes() -> list[str]:
    """The kinds that are not sent a second time when it is not certain that they went out."""
    return [kind.code for kind in declared if not kind.is_sent_again_after_a_crash]


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    IN_APP = "in_app", _("in the app")


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `context(delivery)` returns what the templates `emails/<code>/{subject.txt,body.txt,body.html}` need, at the
    least `link` (a path on this site, the thing to do), or raises NoLongerDue. `sample(user)` returns the same
    with invented data, for the preview. `plan(now)` gives the deliveries that fall due in a window around `now`
    (set-based, unsaved; planning twice gives the same keys). `subjects()` is the queryset from which the subjects
    of a whole batch are read at once: `delivery.subject`. `is_for(user)` says whose preferences page lists it
    (everyone's without it). No context may hold confidential text.
    """

    code: str
    label: Text
    why: Text
    context: Callable[[Delivery], Context]
    sample: Callable[[AbstractBaseUser], Context]
    plan: Callable[[dt.datetime], Iterable[Delivery]] | None = None
    attachments: Callable[[Delivery], list[Attachment]] = nothing_attached
    channels: tuple[str, ...] = (Channel.EMAIL, Channel.IN_APP)
    can_be_switched_off: bool = True
    is_secret: bool = False  # who gets it is confidential: the outbox shows it to nobody but the recipient
    is_quiet: bool = False  # the rows of its mails are the same whether it was still due or not
    is_sent_again_after_a_crash: bool = True
    keeps_words: bool = True  # the words of its mails stay in the outbox for a while; False where links give rights
    subjects: Callable[[], QuerySet[Any]] | None = None
    who_sees: Text = ""
    fixed_because: Text = ""
    is_for: Callable[[Any], bool] | None = None
    owner: str = field(default="", compare=False)


declared: Hook[Kind] = Hook(
    "notifications.kinds.declared", "The kinds of message, each declared once.", key=lambda kind: kind.code
)


def get(code: str) -> Kind:
    """The kind of that code; KeyError when no app has declared it."""
    kind = declared.find(code)
    if kind is None:
        raise KeyError(code)
    return kind


def find(code: str) -> Kind | None:
    """The kind of that code; None for one that this version no longer knows."""
    return declared.find(code)


def all_kinds() -> list[Kind]:
    return list(declared)
