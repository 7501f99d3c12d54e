"""Before an erasure: what it would do, made from the register so that it is what happens; and asking for it.

The person asks with one HR admin, or two HR admins do, whom the person may refuse.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.approvals.act_kinds import REFUSABLE_FOR, Deed, NotYet
from people.approvals.second_person import refuse_unfit_to_ask
from people.approvals.services import ask
from people.erasure.carrying_out import erase
from people.erasure.imports_meanwhile import keep_imports_out
from people.erasure.obstacles import (
    HrFirst,
    for_hr_to_settle,
    refuse_at_the_hour,
    refuse_what_stands_in_the_way,
)
from people.models import HeldAct, User
from people.personal_data import PERSONAL_RECORDS, Deleted, Emptied, ErasedBy

Kind = HeldAct.Kind
#: It is carried out by the worker, not while somebody waits for a page.
SOON = dt.timedelta(seconds=1)


@transaction.atomic
def ask_to_erase(*, person: User, by: User, reason: str = "") -> HeldAct:
    """Ask that what is kept about `person` is erased. Raises Refused where something stands in the way now, and where
    `by` is close to them."""
    if person.pseudonym:
        raise Refused(_("This person is erased already."))
    refuse_unfit_to_ask(kind=Kind.ERASE, person=person, by=by)
    refuse_what_stands_in_the_way(person, by)
    return ask(kind=Kind.ERASE, person=person, by=by, reason=reason)


def open_request(person: User) -> HeldAct | None:
    """The one that waits, or is approved and waits for its hour."""
    return HeldAct.objects.open().filter(kind=Kind.ERASE, person=person).for_page().first()


def is_ones_own(act: HeldAct) -> bool:
    """Everybody may ask for it about themselves."""
    return act.asked_by_id == act.person_id


def _waits(act: HeldAct) -> dt.timedelta:
    """Whoever can still sign in has three days to refuse what others have asked for about them."""
    is_refusable = act.person is not None and act.person.is_active and not is_ones_own(act)
    return REFUSABLE_FOR if is_refusable else SOON


def _does(act: HeldAct) -> None:
    if act.person is None or act.person.pseudonym:
        raise Refused(_("This person is erased already."))
    _refuse_what_has_come_in_the_way(act, act.person)
    by = act.decided_by or (None if is_ones_own(act) else act.asked_by)
    erase(person=act.person, by=by, keeping=act)
    act.refresh_from_db()


def _refuse_what_has_come_in_the_way(act: HeldAct, person: User) -> None:
    """What HR has to settle first ends nobody's own wish: it waits for HR again, as if nobody had agreed yet."""
    keep_imports_out()  # before it is asked whether one is under way
    try:
        refuse_at_the_hour(person)
    except HrFirst as why:
        raise NotYet(str(why)) if is_ones_own(act) else why from None


def _hinders(act: HeldAct) -> str:
    return for_hr_to_settle(act.person) if act.person and not act.person.pseudonym else ""


def _says(act: HeldAct) -> str:
    return _("What is kept about %(name)s is erased, for good") % {"name": act.who}


DEEDS = (Deed(Kind.ERASE, _says, _does, _waits, may_ask=is_ones_own, is_last=True, hinders=_hinders),)


@dataclass(frozen=True)
class Line:
    """One subject. How many rows it is about is told to the person alone, of what they may read: HR does not learn here
    that somebody has written in confidence, nor anybody that they are in a version of a match. Else None."""

    name: str | Promise
    why: str | Promise
    count: int | None


@dataclass(frozen=True)
class Preview:
    """What goes, what stays without what it says of the person, and what stays as it is."""

    deleted: list[Line]
    emptied: list[Line]
    kept: list[Line]


def preview_of(person: User, *, reader: User) -> Preview:
    """What would happen; for the person themselves with the number of rows, without what there is none of."""
    counts = counts_for(person) if reader.pk == person.pk else {}
    lines: dict[type, list[Line]] = {Deleted: [], Emptied: [], object: []}
    for number, record in enumerate(PERSONAL_RECORDS):
        count = counts.get(number)
        if count != 0:
            does = record.on_erasure
            kind = Deleted if isinstance(does, Deleted) else Emptied if isinstance(does, Emptied | ErasedBy) else object
            lines[kind].append(Line(record.name, does.why, count))
    return Preview(lines[Deleted], lines[Emptied], lines[object])


def counts_for(person: User) -> dict[int, int]:
    """How many rows there are of each record that its person may read, by its number in the list. One query."""
    numbered = ((number, record.rows_of(person)) for number, record in enumerate(PERSONAL_RECORDS) if record.exported)
    first, *rest = (
        rows.order_by().values(record=Value(number)).annotate(rows=Count("pk")).values_list("record", "rows")
        for number, rows in numbered
    )
    return dict(first.union(*rest, all=True).order_by())
