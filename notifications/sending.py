"""Writing down what is owed, and delivering what is due. Any number of these may run at once: the claims keep them
apart."""

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import claims, kinds
from notifications.checking import Obstacle, load_subjects, obstacle, unwanted_by
from notifications.claims import claim, is_anything_due, settle_what_cannot_go_on
from notifications.kinds import Channel, Kind, NoLongerDue
from notifications.mailing import NotSent, Postman
from notifications.messages import Message, build_message
from notifications.models import Delivery
from notifications.rendering import Site, Words, as_read_by, render, this_site
from people.clock import read_once

log = logging.getLogger(__name__)
State = Delivery.State
LONGEST_RUN = dt.timedelta(minutes=5)
LOST_RACES = 20
BATCH = 1000


@dataclass
class Ready:
    """A delivery that may go, with what will be sent. Without a message a mail only looks as if it went."""

    delivery: Delivery
    kind: Kind
    words: Words
    message: Message | None = None


def deliver_due(*, for_at_most: dt.timedelta = LONGEST_RUN) -> Counter[str]:
    """Deliver all that is due, oldest first, until nothing is left or the time is up; counts by state.

    What a run leaves behind, the next one takes.
    """
    state_counts: Counter[str] = Counter()
    ends = time.monotonic() + for_at_most.total_seconds()
    settle_what_cannot_go_on(timezone.now())
    with Postman() as postman:
        for batch in batches(ends, postman):
            state_counts.update(deliver_batch(batch, postman))
    return state_counts


def batches(ends: float, postman: Postman) -> Iterator[list[Delivery]]:
    """Claim after claim. While the mail server is away only messages in the app are taken."""
    lost = 0
    while time.monotonic() < ends and lost < LOST_RACES:
        channels = [Channel.IN_APP] if postman.is_away else list(Channel)
        batch = claim(timezone.now(), channels=channels)
        if batch:
            lost = 0
            yield batch
        elif is_anything_due(timezone.now(), channels):
            lost += 1
        else:
            return


@read_once()
def deliver_batch(batch: list[Delivery], postman: Postman) -> Counter[str]:
    """Check, write and send one batch; one message's failure stops no other."""
    state_counts: Counter[str] = Counter()
    ready = prepare(batch, state_counts)
    deliver_in_app([item for item in ready if item.delivery.channel == Channel.IN_APP], state_counts)
    mails = {item.delivery: item for item in ready if item.delivery.channel == Channel.EMAIL}
    quiet: list[Delivery] = []
    for item in begin(mails):
        state = send_one(item, postman)
        state_counts[state] += 1
        if item.kind.is_quiet and state == State.SENT:
            quiet.append(item.delivery)
    claims.settle_sent(quiet)
    return state_counts


def prepare(batch: list[Delivery], state_counts: Counter[str]) -> list[Ready]:
    """Those that are still owed, with their words; the others get their final state."""
    load_subjects(batch)
    unwanted, site, now = unwanted_by(batch), this_site(), timezone.now()
    ready: list[Ready] = []
    stopped: list[tuple[Delivery, Obstacle]] = []
    secret: list[Delivery] = []
    for delivery in batch:
        kind = kinds.find(delivery.kind)
        outcome = obstacle(delivery, kind, unwanted, now) or write(delivery, kind, site)  # type: ignore[arg-type]
        if isinstance(outcome, Ready):
            ready.append(outcome)
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


def write(delivery: Delivery, kind: Kind, site: Site) -> Ready | Obstacle | str:
    """The message as it will go; a state when it could not be made (a mistake of ours: tried again)."""
    for_mail = delivery.channel == Channel.EMAIL
    try:
        with as_read_by(delivery.recipient):
            words = render(kind, delivery.recipient, kind.context(delivery), site, for_mail=for_mail)
            if not for_mail:
                return Ready(delivery, kind, words)
            message = build_message(delivery, words, site, kind.attachments(delivery))
            return Ready(delivery, kind, words, message)
    except NoLongerDue as why:
        return Obstacle(State.CANCELLED, str(why) or _("It is no longer due."))
    except Exception as error:
        log.exception("message_not_written", extra={"kind": kind.code, "delivery": str(delivery.pk)})
        return claims.try_again(delivery, _("It could not be written: %(e)s") % {"e": type(error).__name__})


def deliver_in_app(items: list[Ready], state_counts: Counter[str]) -> None:
    """Into the inbox: the commit is the delivery."""
    if not items:
        return
    with transaction.atomic():
        for item in items:
            if claims.sent(item.delivery, item.words):
                state_counts[State.SENT] += 1


def begin(mails: dict[Delivery, Ready]) -> Iterator[Ready]:
    """Commit `sending` before anything is sent. Kinds that must not arrive twice go one by one, so that a crash
    leaves doubt about one message only."""
    repeatable = [d for d, item in mails.items() if item.kind.is_sent_again_after_a_crash]
    for delivery in claims.begin_sending(repeatable):
        yield mails[delivery]
    for delivery, item in mails.items():
        if not item.kind.is_sent_again_after_a_crash and claims.begin_sending([delivery]):
            yield item


def send_one(item: Ready, postman: Postman) -> str:
    """Send one message outside any transaction and commit what came of it; returns the state. That one of a quiet kind
    went is not noted here."""
    delivery = item.delivery
    if postman.is_away:
        return claims.try_again(delivery, _("The mail server could not be reached."))
    try:
        if item.message:
            postman.send(item.message)
    except NotSent as why:
        return not_sent(item, why)
    except Exception as error:
        log.exception("message_not_sent", extra={"kind": item.kind.code, "delivery": str(delivery.pk)})
        return claims.try_again(delivery, _("It could not be sent: %(e)s") % {"e": type(error).__name__})
    if item.kind.is_quiet:
        return State.SENT
    words = item.words if item.kind.keeps_words else replace(item.words, text="", html="")
    claims.sent(delivery, words, message_id=item.message.extra_headers["Message-ID"])  # type: ignore[union-attr]
    claims.address_works(delivery)
    return State.SENT


def not_sent(item: Ready, why: NotSent) -> str:
    if why.is_final:
        return claims.give_up(item.delivery, str(why), blame_address=why.is_about_address)
    if why.may_have_arrived and not item.kind.is_sent_again_after_a_crash:
        return claims.leave_open(item.delivery, str(why))
    return claims.try_again(item.delivery, str(why))


@read_once()
def plan_due(now: dt.datetime | None = None) -> dict[str, int]:
    """Ask every kind what falls due around `now` (aware, UTC) and keep what is new; returns new rows by kind.

    A kind that fails is logged and stops no other.
    """
    now = now or timezone.now()
    planned: dict[str, int] = {}
    for kind in kinds.all_kinds():
        if kind.plan is None:
            continue
        try:
            planned[kind.code] = keep(kind.plan(now))
        except Exception:
            log.exception("planning_failed", extra={"kind": kind.code})
    return planned


def keep(deliveries: Iterable[Delivery]) -> int:
    """Insert those whose key is new, in batches of their own transactions; returns how many rows were tried."""
    return sum(insert(list(new)) for new in batched(not_yet_stored(deliveries), BATCH))


def not_yet_stored(deliveries: Iterable[Delivery]) -> Iterator[Delivery]:
    """Those whose key is not in the table: each minute most are, and reading is cheaper than refused inserts."""
    for batch in batched(deliveries, BATCH):
        by_key = {delivery.key: delivery for delivery in batch}
        known_keys = set(Delivery.objects.filter(key__in=by_key).order_by().values_list("key", flat=True))
        yield from (delivery for key, delivery in by_key.items() if key not in known_keys)


def insert(deliveries: list[Delivery]) -> int:
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return len(deliveries)
