"""The decision about a message just before it goes, and its words."""

import datetime as dt
import logging
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from notifications import claims, kinds
from notifications.checking import Later, Obstacle, load_subjects, obstacle, unwanted_by
from notifications.kinds import Channel, Kind, NoLongerDue
from notifications.messages import Message, build_message
from notifications.models import Delivery
from notifications.rendering import Site, Words, as_read_by, render

log = logging.getLogger(__name__)
State = Delivery.State


@dataclass
class Ready:
    """A delivery that may go, with what will be sent. Without a message a mail only looks as if it went."""

    delivery: Delivery
    kind: Kind
    words: Words
    message: Message | None = None


def prepare(batch: list[Delivery], state_counts: Counter[str], site: Site, now: dt.datetime) -> list[Ready]:
    """Those that are still owed at `now` (aware, UTC), with their words; the others get their final state."""
    load_subjects(batch)
    unwanted = unwanted_by(batch)
    ready: list[Ready] = []
    stopped: list[tuple[Delivery, Obstacle]] = []
    secret: list[Delivery] = []
    for delivery in batch:
        kind = kinds.find(delivery.kind)
        outcome = obstacle(delivery, kind, unwanted, now) or write(delivery, kinds.get(delivery.kind), site, now)
        if isinstance(outcome, Ready):
            ready.append(outcome)
        elif isinstance(outcome, Later):
            state_counts[claims.put_off(delivery, outcome.at)] += 1
        elif kind and is_passed_over_quietly(delivery, kind, outcome):
            ready.append(Ready(delivery, kind, Words("", "", "")))
        elif isinstance(outcome, Obstacle):
            is_secret = kind is not None and kind.is_secret and outcome.state == State.CANCELLED
            secret.append(delivery) if is_secret else stopped.append((delivery, outcome))
            state_counts[outcome.state] += 1
        else:
            state_counts[outcome] += 1
    claims.settle(stopped)
    claims.forget(secret)
    return ready


def is_passed_over_quietly(delivery: Delivery, kind: Kind, outcome: Obstacle | str) -> bool:
    """A mail that is not due any more, which nobody may tell from one that went: it takes the same way, unsent."""
    is_over = isinstance(outcome, Obstacle) and outcome.state == State.CANCELLED
    return kind.is_quiet and delivery.channel == Channel.EMAIL and is_over


def write(delivery: Delivery, kind: Kind, site: Site, now: dt.datetime) -> Ready | Obstacle | str:
    """The message as it will go; a state when it could not be made (a mistake of ours: tried again)."""
    for_mail = delivery.channel == Channel.EMAIL
    try:
        with as_read_by(delivery.recipient):
            worded = site.worded(delivery.scope, kind)
            words = render(kind, delivery.recipient, kind.context(delivery), site, worded=worded, for_mail=for_mail)
            if not for_mail:
                return Ready(delivery, kind, words)
            message = build_message(delivery, words, site, kind.attachments(delivery))
            return Ready(delivery, kind, words, message)
    except NoLongerDue as why:
        return Obstacle(State.CANCELLED, str(why) or _("It is no longer due."))
    except Exception as error:
        log.exception("message_not_written", extra={"kind": kind.code, "delivery": str(delivery.pk)})
        return claims.try_again(delivery, _("It could not be written: %(e)s") % {"e": type(error).__name__}, now)
