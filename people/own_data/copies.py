"""Copies of one's own data: asked for, made by the worker, fetched, forgotten.

The table decides, Celery only wakes: what waits is found within minutes, whoever died meanwhile, and of many workers
one makes it.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.waking import hand_to_worker
from people.audit import recording
from people.clock import day_of
from people.models import DataCopy, User
from people.models.data_copy import FETCHED_FOR
from people.own_data.writing import write_copy
from people.sealed_secrets import InvalidToken, file_anew, open_file, seal_file
from people.upper_floors import notifications

log = logging.getLogger(__name__)
State = DataCopy.State

#: So many a day, of one person.
MOST, DAY = 3, dt.timedelta(days=1)
#: No worker is at one for longer (CELERY_TASK_TIME_LIMIT): it has died.
LOST = dt.timedelta(minutes=35)
MOST_ATTEMPTS = 3
#: So much of a file is kept in memory while it is made.
IN_MEMORY = 4 * 1024 * 1024


@transaction.atomic
def ask_for_copy(*, person: User) -> DataCopy:
    """Have a copy made of everything that is kept about `person`. While one is being made it is that one.

    Raises Refused where they have had as many as one gets a day.
    """
    own = DataCopy.objects.own_of(person)
    if unfinished := own.unfinished().first():
        return unfinished
    lately = own.exclude(state=State.FAILED).filter(asked_at__gt=timezone.now() - DAY)
    if len(earlier := list(lately)) >= MOST:
        again_at = date_format(timezone.localtime(earlier[MOST - 1].asked_at + DAY), "DATETIME_FORMAT")
        sentence = _("You have asked for %(most)d copies in the last 24 hours. Fetch the latest one here, or ask again "
                     "from %(at)s on.")  # fmt: skip
        raise Refused(sentence % {"most": MOST, "at": again_at})
    try:
        with transaction.atomic():
            copy = DataCopy.objects.create(person=person)
    except IntegrityError:
        return own.unfinished().get()
    _record("data.copy_asked", person)
    transaction.on_commit(wake, robust=True)
    return copy


def wake() -> None:
    """Tell a worker; where the broker does not answer, the clock does so within minutes."""
    hand_to_worker("people.tend_data_copies")


def _record(act: str, person: User) -> None:
    """Into their own access log, by the day; nobody of the team reads that somebody wants to know."""
    recording.record(actor=person, act=act, about=person, person=person, is_private=True, at=day_of(timezone.now()))


def make_waiting() -> int:
    """Make every copy that waits, and those whose worker has died; returns how many are ready now. One at which worker
    after worker dies, as where memory does not reach, is given up like one that goes wrong."""
    lost = DataCopy.objects.filter(state=State.MAKING, begun_at__lt=timezone.now() - LOST)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(state=State.FAILED)
    lost.update(state=State.ASKED)
    waiting = DataCopy.objects.filter(state=State.ASKED).order_by("asked_at").values_list("pk", flat=True)
    return sum(_make(pk) for pk in list(waiting))


def _make(pk: UUID) -> bool:
    """Whether it is ready; False where somebody else is at it, where it has to be made anew, or where it went wrong."""
    begun = {"state": State.MAKING, "begun_at": timezone.now(), "attempts": F("attempts") + 1}
    if not DataCopy.objects.filter(pk=pk, state=State.ASKED).update(**begun):
        return False
    copy = DataCopy.objects.defer("content").select_related("person").get(pk=pk)
    try:
        return _finish(copy)
    except Exception:  # a mistake of ours in one copy holds up no other
        log.exception("data_copy_failed")
        state = State.FAILED if copy.attempts >= MOST_ATTEMPTS else State.ASKED
        DataCopy.objects.filter(pk=pk, state=State.MAKING, attempts=copy.attempts).update(state=state)
        return False


def _finish(copy: DataCopy) -> bool:
    """Whether it is ready. All of it is read as of one moment, and stored afterwards, unless something in it had to go
    meanwhile (`forget_copies_of`): then it waits to be made anew, and this attempt is not the one that makes it."""
    with SpooledTemporaryFile(IN_MEMORY) as file:
        with as_of_one_moment():
            write_copy(copy.person, file)
        size = file.tell()
        file.seek(0)
        sealed = seal_file(file.read())
    now = timezone.now()
    made = {"content": sealed, "size": size, "made_at": now, "kept_until": now + FETCHED_FOR}
    ours = DataCopy.objects.filter(pk=copy.pk, state=State.MAKING, attempts=copy.attempts)
    with transaction.atomic():
        if is_ready := bool(ours.update(state=State.READY, **made)):
            notifications().tell_of_copy(copy)
    return is_ready


@transaction.atomic
def file_of(copy: DataCopy) -> bytes:
    """The file, for its owner; that it was fetched stands in their access log."""
    try:
        content = open_file(bytes(copy.content))
    except InvalidToken:
        raise Refused(_("The key with which this copy was sealed is not there any more. Ask for a new copy.")) from None
    _record("data.copy_fetched", copy.person)
    return content


def forget_copies_of(people: Iterable[UUID]) -> None:
    """The files of these people go at once, for something in them must not be kept any longer; what is being made is
    made anew. Inside a transaction."""
    rows = DataCopy.objects.select_for_update().filter(person__in=people, state__in=(State.MAKING, State.READY))
    by_state: dict[str, list[UUID]] = defaultdict(list)
    for pk, state in rows.order_by("pk").values_list("pk", "state"):
        by_state[state].append(pk)
    now = timezone.now()
    DataCopy.objects.filter(pk__in=by_state[State.MAKING]).update(state=State.ASKED)
    DataCopy.objects.filter(pk__in=by_state[State.READY]).update(content=b"", kept_until=now)


def seal_copies_anew() -> int:
    """Seal every file under the newest key; returns how many."""
    copies = DataCopy.objects.to_be_fetched()
    for copy in copies.iterator(chunk_size=1):
        DataCopy.objects.filter(pk=copy.pk).update(content=file_anew(bytes(copy.content)))
    return copies.count()


def forget_old_copies() -> int:
    """Delete the copies whose week is over; returns how many."""
    return DataCopy.objects.over().delete()[0]


@contextmanager
def as_of_one_moment() -> Iterator[None]:
    """A transaction in which every statement sees what had been committed before the first one: REPEATABLE READ on
    PostgreSQL, a transaction that begins by reading on SQLite, where it keeps nobody from writing. For reading alone.

    Within another transaction (in tests) it is part of that one."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _begun_by_reading(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


@contextmanager
def _begun_by_reading() -> Iterator[None]:
    """Where transactions begin by taking the right to write (settings.DATABASES), this one does not."""
    database = cast(Any, connection)
    usual, database.transaction_mode = getattr(database, "transaction_mode", None), "DEFERRED"
    try:
        yield
    finally:
        database.transaction_mode = usual
