"""The kinds of message. Each is declared once, in the app that owns it, and registered in `AppConfig.ready()`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frame.ports import Hook

if TYPE_CHECKING:
    from notifications.models import Delivery
    from people.models import User

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


def never(delivery: Delivery) -> bool:
    return False


def secret_codes() -> list[str]:
    """The kinds of which nobody may learn who gets them."""
    return [kind.code for kind in declared if kind.is_secret]


def unrepeatable_codes() -> list[str]:
    """The kinds that are not sent a second time when it is not certain that they went out."""
    return [kind.code for kind in declared if not kind.is_sent_again_after_a_crash]


@dataclass(frozen=True)
class Placeholder:
    """What an edited text may name in braces, `{code}`: `value` reads it from a kind's context, as plain text."""

    code: str
    label: Text
    value: Callable[[Context], str]


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    IN_APP = "in_app", _("in the app")


class Pace(models.TextChoices):
    """When a message may leave. What a kind's `plan` gives waits for working time also where the kind says at once."""

    AT_ONCE = "at_once", _("at once")  # what somebody has just triggered, and what keeps accounts safe
    WORKING_TIME = "working_time", _("in the reader's working time")
    MEETING = "meeting", _("on the working day before, and at any hour of the last day")


class Group(models.TextChoices):
    """What one chooses about together."""

    PROGRAM = "program", _("Programs: enrolment and news")
    PAIRING = "pairing", _("Your pairing: what you have agreed")
    MEETINGS = "meetings", _("Meetings: before and after")
    REVIEWS = "reviews", _("Reviews")
    COMMUNITY = "community", _("Community: thanks, and what you share")
    TEAM = "team", _("What you look after for others")


class Frequency(models.TextChoices):
    """How soon a message comes: by itself, or together with others in the morning."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    OFF = "off", _("not at all")


class Urgency(models.IntegerChoices):
    """What goes first when not all can go at once: the lower the sooner."""

    FIRST = 0, _("before all others")  # meetings of the next hours, and what keeps accounts safe
    SOON = 1, _("soon")
    MASS = 2, _("when nothing else waits")  # what goes to hundreds of people at a time


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `context(delivery)` returns what the templates `emails/<code>/{subject.txt,body.txt,body.html}` need, at the
    least `link` (a path on this site, the thing to do), or raises NoLongerDue. `sample(user)` returns the same
    with invented data, for the preview. `plan(now)` gives the deliveries that fall due in a window around `now`
    (set-based, unsaved; planning twice gives the same keys). `subjects()` is the queryset from which the subjects
    of a whole batch are read at once: `delivery.subject`. `is_for(user)` says whose preferences page lists it
    (everyone's without it). No context may hold confidential text.

    A kind with `placeholders` may be worded anew by a program (see message_texts), but for what its templates have in
    their block `fixed`; `is_worded_by_program(context)` says of which of its messages (of all without it).
    """

    code: str
    label: Text
    why: Text
    context: Callable[[Delivery], Context]
    sample: Callable[[User], Context]
    plan: Callable[[dt.datetime], Iterable[Delivery]] | None = None
    attachments: Callable[[Delivery], list[Attachment]] = nothing_attached
    channels: tuple[str, ...] = (Channel.EMAIL, Channel.IN_APP)
    urgency: Urgency = Urgency.SOON
    can_be_switched_off: bool = True
    group: str = Group.PROGRAM
    may_wait: bool = True  # for the digest, where somebody likes one; not what has a time of its own
    is_slow: bool = False  # comes with the weekly digest to whoever has not chosen otherwise
    is_owed_regardless: Callable[[Delivery], bool] = never  # although its kind is switched off: asked for each that is
    is_secret: bool = False  # who gets it is confidential: the outbox shows it to nobody but the recipient
    is_quiet: bool = False  # the rows of its mails are the same whether it was still due or not
    in_catch_up: Callable[[Delivery], Context] | None = None  # of a quiet kind: the same words for all
    is_sent_again_after_a_crash: bool = True
    keeps_words: bool = True  # the words of its mails stay in the outbox for a while; False where links give rights
    subjects: Callable[[], QuerySet[Any]] | None = None
    who_sees: Text = ""
    fixed_because: Text = ""
    is_for: Callable[[Any], bool] | None = None
    placeholders: tuple[Placeholder, ...] = ()
    is_worded_by_program: Callable[[Context], bool] | None = None
    answered_by: Callable[[Delivery], Iterable[Any]] | None = None  # users; without it those who run the program
    owner: str = field(default="", compare=False)
    pace: Pace = field(kw_only=True)  # each says it: whether it may disturb people's rest is nothing to forget

    @property
    def can_be_gathered(self) -> bool:
        """Its mails may come in a digest: nobody counts on their hour, and their rows tell nothing."""
        is_plain = self.is_told_plainly and self.keeps_words
        return self.may_wait and self.can_be_switched_off and is_plain and Channel.EMAIL in self.channels

    @property
    def is_told_plainly(self) -> bool:
        """Whether others may learn that somebody was sent one."""
        return not (self.is_secret or self.is_quiet)


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
