"""Is everything that sends and remembers alive? One line for each thing that is looked at, from what became of it.

The page of the operators, `manage.py check_outbox` and `/metrics` all say the same, for they all ask here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship import heartbeat, queues, shared_cache
from notifications import outcomes
from notifications.database_clock import SKEWED
from notifications.kinds import Channel
from notifications.outbox_state import OutboxState
from notifications.querysets import DeliveryQuerySet
from people.erasure.again import how_many_came_back
from sessions.answers import mailbox
from sessions.reviews.keys import secret_problem

#: How long anything may be owed, and how long mail may be owed while none goes.
OVERDUE_AFTER = timedelta(minutes=15)
SILENT_AFTER = timedelta(minutes=5)
#: The planner runs every minute.
PLANNED_EVERY = timedelta(minutes=5)
#: The mailbox of calendars is read every two minutes.
UNREAD_AFTER = timedelta(minutes=15)
#: So many wait for another try, and none went since the last was put off: the server, not an address.
MANY_REFUSED = 5
#: Jobs that wait for a worker.
LONG_QUEUE = 1000


@dataclass(frozen=True)
class Sign:
    """One line: what is looked at, whether it is well, and what to do when it is not. `code` is its name in metrics."""

    code: str
    name: str
    is_well: bool
    finding: str
    seen_at: datetime | None = None
    remedy: str = ""


def all_signs(now: datetime, outbox: OutboxState, unseen: DeliveryQuerySet) -> list[Sign]:
    """All of them at `now` (aware). `outbox` are of what may be counted, `unseen` the deliveries that may not."""
    return [
        clock_sign(now, outbox),
        *worker_signs(now, outbox),
        planner_sign(now, outbox),
        owed_sign(now, outbox),
        mail_sign(now, outbox),
        stuck_sign(
            "dead",
            _("Messages that could not be sent"),
            outbox.stuck.get("dead", 0),
            _("Open the outbox, read the reason of each, and send it again once the cause is gone."),
        ),
        stuck_sign(
            "uncertain",
            _("Messages that may or may not have gone out"),
            outbox.stuck.get("uncertain", 0),
            _("Look in the mail server's log whether they went out before sending them again."),
        ),
        unseen_sign(now, unseen),
        *skew_signs(now, outbox),
        *inbox_signs(now, outbox),
        redis_sign(),
        erased_sign(),
        secret_sign(),
    ]


def clock_sign(now: datetime, outbox: OutboxState) -> Sign:
    last_beat = outbox.seen.get(heartbeat.CLOCK)
    late = heartbeat.is_late(last_beat, now)
    finding = _("Last job sent:") if last_beat else _("No sign of life yet.")
    remedy = _("Start the process that runs “celery beat”, exactly one of it.") if late else ""
    return Sign("clock", _("Scheduler"), not late, finding, last_beat, remedy)


def worker_signs(now: datetime, outbox: OutboxState) -> list[Sign]:
    """One for each queue: the worker of one may live while that of another is gone."""
    names = queues.names()
    return [worker_sign(now, outbox, name, alone=len(names) == 1) for name in names]


def worker_sign(now: datetime, outbox: OutboxState, queue: str, *, alone: bool) -> Sign:
    last_beat = outbox.seen.get(heartbeat.worker_of(queue))
    late = heartbeat.is_late(last_beat, now)
    finding = _("Last sign of life:") if last_beat else _("No sign of life yet.")
    remedy = _("Start a process that runs “celery worker”, or look in its log for what holds it up.") if late else ""
    name = _("Worker") if alone else _("Worker for %(queue)s") % {"queue": queue}
    return Sign(f"worker_{queue}", name, not late, finding, last_beat, remedy)


def planner_sign(now: datetime, outbox: OutboxState) -> Sign:
    """Whether what falls due is still written down."""
    planned_at = outbox.planned_at
    late = planned_at is None or now - planned_at > PLANNED_EVERY
    finding = _("Last looked for what falls due:") if planned_at else _("Nothing has been planned yet.")
    remedy = _("See scheduler and worker, or run “manage.py deliver” on the server.") if late else ""
    return Sign("planner", _("Planning"), not late, finding, planned_at, remedy)


def skew_signs(now: datetime, outbox: OutboxState) -> list[Sign]:
    """Only when a machine whose clock is wrong has refused to send a moment ago."""
    seen_at = outbox.seen.get(SKEWED)
    if seen_at is None or now - seen_at > PLANNED_EVERY:
        return []
    finding = _("The clock of a machine that sends messages is wrong. It sends nothing. Last seen:")
    return [Sign("skew", _("Clocks"), False, finding, seen_at, _("Set its clock (NTP), and the database server's."))]


def owed_sign(now: datetime, outbox: OutboxState) -> Sign:
    """The message that has been owed for longest, those among them that wait for another try."""
    oldest = outbox.oldest_owed
    if oldest is None:
        return Sign("owed", _("Oldest message due"), True, _("Nothing that is due waits."))
    well = now - oldest <= OVERDUE_AFTER
    remedy = "" if well else _("Messages leave late: see scheduler, worker and mail on this page.")
    return Sign("owed", _("Oldest message due"), well, _("Has been due since:"), oldest, remedy)


def mail_sign(now: datetime, outbox: OutboxState) -> Sign:
    """From what became of the last messages, never from the settings alone."""
    name, last_sent = _("Mail"), outbox.last_sent[Channel.EMAIL]
    if why := mail_trouble(now, outbox):
        remedy = _("Run “manage.py check_mail” with your address on the server; it says what to do.")
        return Sign("mail", name, False, f"{why} {_('Last sent:')}" if last_sent else why, last_sent, remedy)
    if not settings.MAIL_IS_REAL:
        return Sign("mail", name, True, _("No mail server is set: messages are written to files on this machine."))
    if last_sent is None:
        return Sign("mail", name, True, _("Nothing was sent yet."))
    return Sign("mail", name, True, _("Last sent:"), last_sent)


def mail_trouble(now: datetime, outbox: OutboxState) -> str:
    """Why mail counts as dead; empty while it works."""
    last_sent, owed_since = outbox.last_sent[Channel.EMAIL], outbox.oldest[Channel.EMAIL]
    last_good = max(filter(None, [last_sent, outbox.last_reached]), default=None)
    last_bad = outbox.last_of(outcomes.SERVER_WIDE)
    if last_bad and (last_good is None or last_bad > last_good):
        return _("The mail server could not be reached, or broke off.")
    unanswered = outbox.seen.get(outcomes.UNANSWERED)
    if unanswered and (last_good is None or unanswered > last_good):
        return _("The mail server takes long to answer, or does not.")
    put_off = outbox.last_of([outcomes.LATER])
    if put_off and outbox.waiting_again >= MANY_REFUSED and (last_sent is None or put_off > last_sent):
        return _("The mail server puts off what it is given.")
    is_silent = last_sent is None or now - last_sent > SILENT_AFTER
    if owed_since and now - owed_since > SILENT_AFTER and is_silent:
        return _("Mail is owed, and none goes out.")
    return ""


def stuck_sign(code: str, name: str, count: int, remedy: str) -> Sign:
    return Sign(code, name, not count, str(count) if count else _("None."), remedy=remedy if count else "")


def unseen_sign(now: datetime, unseen: DeliveryQuerySet) -> Sign:
    """Never a number: it could tell how many have not answered a review."""
    name = _("Messages that are not shown to you")
    stuck, oldest = unseen.trouble(now)
    if stuck:
        remedy = _("Open the outbox, and send them again from there.")
        return Sign("unseen", name, False, _("Some could not be sent."), remedy=remedy)
    if oldest and now - oldest > OVERDUE_AFTER:
        remedy = _("See scheduler, worker and mail on this page.")
        return Sign("unseen", name, False, _("Some leave late."), remedy=remedy)
    return Sign("unseen", name, True, _("All could be sent."))


def inbox_signs(now: datetime, outbox: OutboxState) -> list[Sign]:
    """Only where a mailbox is set: whether it is still read."""
    if not settings.CALENDAR_INBOX:
        return []
    read_at = outbox.seen.get(mailbox.LOOKED)
    well = read_at is not None and now - read_at <= UNREAD_AFTER
    finding = _("Last read:") if read_at else _("Not read yet.")
    remedy = "" if well else _("Run “manage.py check --deploy” on the server; it says what to do.")
    return [Sign("inbox", _("Answers of calendars"), well, finding, read_at, remedy)]


def redis_sign() -> Sign:
    """How many jobs wait, and whether Redis is there to keep them."""
    name, depth = _("Jobs that wait"), queues.depth()
    if depth is None or shared_cache.is_away(settings.REDIS_URL):
        finding = _("Redis does not answer. Limits, of wrong passwords for instance, hold for each process by itself.")
        remedy = _("Start Redis. Pages work without it; “manage.py deliver” on the server sends what is due.")
        return Sign("redis", name, False, finding, remedy=remedy)
    waiting = sum(depth.values())
    well = waiting < LONG_QUEUE
    remedy = "" if well else _("Start more workers, or look in their log for what holds them up.")
    finding = ngettext("%(count)d job.", "%(count)d jobs.", waiting) % {"count": waiting}
    if not settings.REDIS_URL:
        finding += " " + _("Without Redis they lie in files of this machine, as do the counts of wrong passwords.")
    return Sign("redis", name, well, finding, remedy=remedy)


def erased_sign() -> Sign:
    """Whether a restored backup has brought somebody back who had been erased."""
    count = how_many_came_back()
    finding = (
        ngettext("%(count)d person has come back.", "%(count)d people have come back.", count) % {"count": count}
        if count
        else _("Nobody has come back.")
    )
    remedy = _("A backup was restored. Run “manage.py reapply_erasures” on the server.") if count else ""
    return Sign("erased", _("People who were erased"), not count, finding, remedy=remedy)


def secret_sign() -> Sign:
    """Whether the server's secret opens the answers of the reviews that are open."""
    problem = secret_problem()
    finding = _("It does not open what people have answered.") if problem else _("It opens what people have answered.")
    return Sign("review_secret", _("Secret of the reviews"), not problem, finding, remedy=problem)
