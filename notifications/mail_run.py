"""One run through the mail that is due: message by message, over as many connections as answers take long.

This thread alone talks to the database: it looks whether a message is still owed, commits that it is being sent, hands
it to a thread that has a connection, and commits what came of it. While it waits it keeps what it holds alive.
"""

import datetime as dt
import logging
import time
from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import gettext as _

from notifications import claims, mail_lines, outcomes, stopping
from notifications.database_clock import DatabaseClock
from notifications.kinds import Channel
from notifications.mailing import NotSent, Postman
from notifications.messages import Message
from notifications.models import Delivery
from notifications.preparing import Ready, prepare
from notifications.rendering import Site, this_site
from people.clock import read_once

log = logging.getLogger(__name__)
State = Delivery.State
#: Seconds: how long a busy connection is waited for before another is opened, how often the queue is looked at for what
#: is more urgent, how often leases are renewed, how long one look at pause and stop may be old.
PATIENCE_S, LOOK_EVERY_S, RENEW_EVERY_S, BLINK_S = 0.1, 5.0, 20.0, 0.5
#: From when on a server that says nothing is shown as one that does not answer, long before EMAIL_TIMEOUT is over.
SILENCE_S = 10.0


@dataclass(eq=False)
class Batch:
    """What was claimed together. Mails of quiet kinds are noted together too, when the last of them has gone."""

    waiting: deque[Delivery]
    in_flight: int = 0
    quiet: list[Delivery] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return not self.waiting and not self.in_flight


@dataclass(frozen=True)
class Flight:
    """A message on its way."""

    item: Ready
    batch: Batch
    postman: Postman


class MailRun:
    """Until nothing is due, the time is up, the server has had enough or the process is to end."""

    def __init__(self, for_at_most: dt.timedelta) -> None:
        self.ends = time.monotonic() + for_at_most.total_seconds()
        self.clock = DatabaseClock()
        self.lines = mail_lines.Lines()
        self.threads = ThreadPoolExecutor(settings.EMAIL_CONNECTIONS, "mail")
        self.idle: list[Postman] = []
        self.flights: dict[Future[None], Flight] = {}
        self.batches: list[Batch] = []  # the most urgent first
        self.counts: Counter[str] = Counter()
        self.site: Site | None = None
        self.breaks_in_a_row = 0
        self.heard_at = time.monotonic()
        self.is_closing = False
        self.done_at: dict[str, float] = {}

    @read_once()
    def go(self) -> Counter[str]:
        """Returns how many came to which state. Of the organisation all is read once a run, its clock too."""
        try:
            self.clock.read()
            self.look(claims.claim_suspect(self.clock.now(), Channel.EMAIL))
            while self.step():
                pass
        except (Exception, SystemExit, KeyboardInterrupt):
            self.hand_back()
            raise
        finally:
            self.threads.shutdown()
            for postman in self.idle:
                postman.hang_up()
            self.lines.give_back()
        return self.counts

    def step(self) -> bool:
        """One message further; False at the end of the run."""
        self.stay_alive()
        if self.is_to_close():
            self.hand_back()
        elif not any(batch.waiting for batch in self.batches):
            self.look()
        elif self.is_time_for("look", LOOK_EVERY_S):
            self.look(before=self.batches[0].waiting[0].urgency if self.batches[0].waiting else None)
        batch = next((batch for batch in self.batches if batch.waiting), None)
        if batch is None:
            if not self.flights:
                return False
            self.collect(BLINK_S)
            return True
        if self.has_line():
            self.send_next(batch)
        return bool(self.flights or self.lines.held)

    # --- What there is to do

    def look(self, batch: list[Delivery] | None = None, *, before: int | None = None) -> None:
        """Claim what is due, or only what is more urgent than `before`; the last turn is that of the suspects."""
        self.site = None
        now = self.clock.read()
        if batch is None and time.monotonic() < self.ends:
            batch = claims.claim(now, Channel.EMAIL, before=before)
            if not batch and before is None and not self.flights:
                batch = claims.claim_suspect(now, Channel.EMAIL)
        if batch:
            self.batches.insert(0, Batch(deque(batch)))
        self.done_at["look"] = time.monotonic()

    def is_to_close(self) -> bool:
        """Whether nothing more may be begun."""
        if not self.is_closing and stopping.is_asked():
            self.is_closing = True
        if not self.is_closing and self.is_time_for("pause", BLINK_S):
            self.is_closing = mail_lines.paused_until(self.clock.now()) is not None
        return self.is_closing

    def hand_back(self) -> None:
        """What was not begun is free for others, or for another time."""
        self.ends = 0
        for batch in self.batches:
            claims.hand_back(list(batch.waiting))
            batch.waiting.clear()
            self.settle(batch)
        self.batches = [batch for batch in self.batches if not batch.is_over]

    # --- One message

    def has_line(self) -> bool:
        """Whether a connection is free now: one that was busy a moment ago, or one more of those that all share."""
        if len(self.flights) < len(self.lines.held):
            return True
        if self.flights:
            self.collect(PATIENCE_S)
            if len(self.flights) < len(self.lines.held):
                return True
        if self.lines.take(self.clock.now()):
            return True
        if not self.flights:  # others have them all, and will do what is due
            self.hand_back()
        self.collect(BLINK_S)
        return False

    def send_next(self, batch: Batch) -> None:
        """Wait for the turn, decide, and let it go."""
        if not self.wait_for_turn() or self.is_to_close():
            return
        item = self.decide(batch.waiting.popleft())
        if item and claims.begin_sending(item.delivery, self.clock.now()):
            if item.message:
                self.let_go(item, item.message, batch)
            else:
                self.note_quiet(item, batch)
        self.settle(batch)

    def wait_for_turn(self) -> bool:
        """EMAIL_RATE lets so many go a minute; False when the run is to close meanwhile."""
        turn = mail_lines.next_turn(self.clock.now())
        while (left := (turn - self.clock.now()).total_seconds()) > 0:
            if self.is_to_close():
                return False
            self.stay_alive()
            self.collect(min(left, BLINK_S), all_the_time=True)
        return True

    def decide(self, delivery: Delivery) -> Ready | None:
        """Is it still ours, owed and wanted, as of this moment? With its words then."""
        now = self.clock.now()
        fresh = claims.as_it_is_now(delivery, now)
        if fresh is None:
            return None
        self.site = self.site or this_site()
        return next(iter(prepare([fresh], self.counts, self.site, now)), None)

    def let_go(self, item: Ready, message: Message, batch: Batch) -> None:
        postman = self.idle.pop() if self.idle else Postman()
        if not self.flights:
            self.heard_at = time.monotonic()
        flight = self.threads.submit(postman.send, message)
        self.flights[flight] = Flight(item, batch, postman)
        batch.in_flight += 1
        self.collect(0)

    # --- What came of it

    def collect(self, seconds: float, *, all_the_time: bool = False) -> None:
        """Note what has arrived, after waiting up to so many seconds for the next one."""
        if not self.flights:
            if all_the_time:
                time.sleep(seconds)
            return
        for done in wait(self.flights, seconds, FIRST_COMPLETED).done:
            self.heard_at = time.monotonic()
            flight = self.flights.pop(done)
            self.idle.append(flight.postman)
            flight.batch.in_flight -= 1
            self.counts[self.outcome(flight, done)] += 1
            self.settle(flight.batch)

    def outcome(self, flight: Flight, done: Future[None]) -> str:
        """Commit what came of one message; returns its state."""
        item, now = flight.item, self.clock.now()
        try:
            done.result()
        except NotSent as why:
            outcomes.note_failure(why, item.kind)
            return self.not_sent(item, why, now)
        except Exception as error:
            log.exception("message_not_sent", extra={"kind": item.kind.code, "delivery": str(item.delivery.pk)})
            outcomes.note(outcomes.MISTAKE, item.kind)
            reason = _("It could not be sent: %(e)s") % {"e": type(error).__name__}
            return claims.try_again(item.delivery, reason, now)
        self.breaks_in_a_row = 0
        outcomes.note(outcomes.SENT, item.kind)
        if self.is_time_for("well", LOOK_EVERY_S):
            mail_lines.went_well(now)
        if item.kind.is_quiet:
            flight.batch.quiet.append(item.delivery)
            return State.SENT
        words = item.words if item.kind.keeps_words else replace(item.words, text="", html="")
        message_id = item.message.extra_headers["Message-ID"] if item.message else ""
        claims.sent(item.delivery, words, now, message_id=message_id)
        if item.kind.is_told_plainly:
            claims.address_works(item.delivery)
        return State.SENT

    def not_sent(self, item: Ready, why: NotSent, now: dt.datetime) -> str:
        """A refusal ends one message, or makes it wait; one that is meant for all makes everybody wait."""
        self.breaks_in_a_row = self.breaks_in_a_row + 1 if why.may_have_arrived else 0
        if why.is_server_away:
            return claims.wait_for_server(item.delivery, str(why), now, self.close(why, now))
        if why.is_about_all or self.breaks_in_a_row > 1:
            self.close(why, now)
        if why.is_final:
            if why.refusal and item.kind.is_told_plainly:
                claims.address_refused(item.delivery, why.refusal)
            return claims.give_up(item.delivery, str(why))
        if why.may_have_arrived and not item.kind.is_sent_again_after_a_crash:
            return claims.leave_open(item.delivery, str(why))
        return claims.try_again(item.delivery, str(why), now)

    def close(self, why: NotSent, now: dt.datetime) -> dt.datetime:
        """Nobody sends for a while; returns until when."""
        self.is_closing = True
        until = mail_lines.pause(now, str(why))
        log.warning("mail_paused", extra={"seconds": round((until - now).total_seconds()), "why": str(why)})
        return until

    def note_quiet(self, item: Ready, batch: Batch) -> None:
        """Not due any more, and nobody may tell: it looks as if it had gone."""
        batch.quiet.append(item.delivery)
        self.counts[State.SENT] += 1

    def settle(self, batch: Batch) -> None:
        if batch.is_over:
            claims.settle_sent(batch.quiet)
            batch.quiet = []
            self.batches = [other for other in self.batches if other is not batch]

    # --- Meanwhile

    def stay_alive(self) -> None:
        """Renew what others would take for abandoned, and write down what operators are shown."""
        if self.flights and time.monotonic() - self.heard_at > SILENCE_S:
            outcomes.note(outcomes.UNANSWERED)
        outcomes.write_down()
        if self.is_time_for("renew", RENEW_EVERY_S):
            held = [flight.item.delivery for flight in self.flights.values()]
            held += [delivery for batch in self.batches for delivery in (*batch.waiting, *batch.quiet)]
            claims.renew({delivery.claim_token for delivery in held if delivery.claim_token}, self.clock.now())
            self.lines.renew(self.clock.now())

    def is_time_for(self, what: str, every_s: float) -> bool:
        """Whether `what` was done so long ago; it counts as done now."""
        now = time.monotonic()
        if now - self.done_at.setdefault(what, now if what == "renew" else 0.0) < every_s:
            return False
        self.done_at[what] = now
        return True
