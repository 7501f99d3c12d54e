"""The verbs of acts that need two: ask, approve, refuse, withdraw, and do when the hour has come.

Each settling is one conditional UPDATE on the state, so that of two who decide at once one is told that it is decided.
"""

import json
import logging
from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.isolation import bare
from people.approvals import second_person
from people.approvals.act_kinds import NotYet, deed_of
from people.approvals.entries import record_all
from people.models import HeldAct, HeldActQuerySet, User
from people.models.held_act import OPEN_FOR
from people.upper_floors import notifications

logger = logging.getLogger(__name__)

State = HeldAct.State
AT_ONCE = 200


@transaction.atomic
def ask(*, kind: str, person: User | None, by: User, topic: str = "", reason: str = "", **payload: Any) -> HeldAct:
    """Ask for an act. The same again is the same request; another one of the kind about the same takes its place."""
    same = HeldAct.objects.select_for_update().filter(kind=kind, person=person, topic=topic)
    for earlier in same.filter(state__in=(State.ASKED, State.APPROVED)):
        if earlier.is_open and earlier.payload == payload:
            return earlier
        _settle(earlier, State.WITHDRAWN, event="withdrawn", by=by, outcome=_("another request took its place"))
    name = bare(str(person)) if person else ""
    act = HeldAct(kind=kind, person=person, named=name, topic=topic, payload=payload, reason=reason, asked_by=by)
    try:
        with transaction.atomic():
            act.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("Somebody else has asked for this at the same moment. Look at their request first.")) from None
    _record(act, "asked", by)
    notifications().tell([act], "asked")
    return act


@transaction.atomic
def ask_for_many(acts: Sequence[HeldAct]) -> list[HeldAct]:
    """Ask for unsaved acts of one kind together: what is open already, or was refused before, is left alone."""
    if not acts:
        return []
    people = [act.person_id for act in acts]
    same = HeldAct.objects.filter(kind=acts[0].kind, person__in=people)
    same = same.filter(Q(state__in=(State.APPROVED, State.REFUSED)) | Q(pk__in=same.undecided()))
    known_subjects = {_what(act) for act in same}
    new = [act for act in acts if _what(act) not in known_subjects]
    for old in HeldAct.objects.filter(kind=acts[0].kind, person__in=[act.person_id for act in new]):
        if old.state in (State.ASKED, State.APPROVED) and any(_is_same(old, act) for act in new):
            _settle(old, State.WITHDRAWN, event="withdrawn", by=None, outcome=_("another request took its place"))
    remember_names(new)
    HeldAct.objects.bulk_create(new, batch_size=AT_ONCE)
    record_all(new, "asked", new[0].asked_by if new else None)
    notifications().tell(new, "asked")
    return new


def remember_names(acts: Sequence[HeldAct]) -> None:
    """Keep what the people are called whom unsaved acts are about."""
    people = User.objects.in_bulk([act.person_id for act in acts if act.person_id])
    for act in acts:
        act.named = str(people[act.person_id]) if act.person_id in people else ""


def _what(act: HeldAct) -> tuple[str, str, str]:
    return str(act.person_id), act.topic, json.dumps(act.payload, sort_keys=True)


def _is_same(act: HeldAct, other: HeldAct) -> bool:
    return (str(act.person_id), act.topic) == (str(other.person_id), other.topic)


@transaction.atomic
def approve(*, act: HeldAct, by: User) -> None:
    """Approve as the second person; it is done at once where its kind does not wait."""
    if why := second_person.why_not(by, act):
        raise Refused(why)
    _approve(act, by)


@transaction.atomic
def approve_on_server(*, act: HeldAct, although_others_can: bool = False) -> None:
    """The server's command line is the second, where nobody else can be."""
    able = [] if although_others_can else second_person.eligible(act)
    if able:
        names = ", ".join(user.name for user in able)
        raise Refused(_("%(names)s can approve this in the browser.") % {"names": names})
    _approve(act, None)


def _approve(act: HeldAct, by: User | None) -> None:
    if why := second_person.why_not_asked(act) or deed_of(act).hinders(act):
        raise Refused(why)
    now = timezone.now()
    holds_until = now + deed_of(act).waits(act)
    outcome = "" if by else _("approved on the server")
    won = HeldAct.objects.undecided().filter(pk=act.pk)
    if not won.update(state=State.APPROVED, decided_by=by, decided_at=now, holds_until=holds_until, outcome=outcome):
        raise Refused(_("This is decided already, or was asked for too long ago. Look at it again."))
    act.refresh_from_db()
    _record(act, "approved", by)
    if holds_until <= now:
        _do(act, [State.APPROVED], by=by)
    else:
        notifications().tell([act], "approved")


@transaction.atomic
def confirm_as_owner(*, act: HeldAct) -> None:
    """The owner agrees, by the link sent to the old address: it holds at once. Twice is once."""
    if act.state != State.DONE:
        _do(act, [State.ASKED, State.APPROVED], by=act.person, outcome=_("confirmed at the old address"))


def _do(act: HeldAct, states: Collection[str], *, by: User | None, outcome: str = "") -> None:
    """Settle and do it, in one transaction: Refused, and nothing done, where somebody else was faster."""
    details = {"outcome": outcome} if outcome else {}
    open_act = HeldAct.objects.open().filter(pk=act.pk, state__in=states)
    if not open_act.update(state=State.DONE, settled_at=timezone.now(), **details):
        raise Refused(_("This is not open any more."))
    act.refresh_from_db()
    deed_of(act).does(act)
    _record(act, "done", by)
    notifications().tell([act], "done")


@transaction.atomic
def refuse(*, act: HeldAct, by: User) -> None:
    """Another HR admin says no, also while an approved act waits for its hour."""
    if by.pk == act.asked_by_id:
        raise Refused(_("You asked for this yourself. Withdraw it instead."))
    _settle(act, State.REFUSED, event="refused", by=by, decided_by=by, outcome=_("refused by an HR admin"))


@transaction.atomic
def refuse_on_server(*, act: HeldAct) -> None:
    """The server's command line says no."""
    _settle(act, State.REFUSED, event="refused", by=None, outcome=_("refused on the server"))


@transaction.atomic
def refuse_as_owner(*, act: HeldAct) -> None:
    """The person whom it is about says no, in the product or by the link sent to their address. Twice is once."""
    _settle(act, State.REFUSED, event="refused", by=act.person, outcome=_("refused by the person whom it is about"))


@transaction.atomic
def withdraw(*, act: HeldAct, by: User) -> None:
    """Who asked takes it back."""
    if by.pk != act.asked_by_id:
        raise Refused(_("Only who asked can withdraw this. You can refuse it."))
    _settle(act, State.WITHDRAWN, event="withdrawn", by=by)


def _settle(act: HeldAct, state: str, *, event: str, by: User | None, **values: Any) -> bool:
    """False, and nothing changed, where the act is settled already."""
    rows = HeldAct.objects.filter(pk=act.pk, state__in=(State.ASKED, State.APPROVED))
    now = timezone.now()
    decided = {"decided_at": now} if "decided_by" in values else {}
    if not rows.update(state=state, settled_at=now, **decided, **values):
        return False
    act.refresh_from_db()
    _record(act, event, by)
    notifications().tell([act], event)
    return True


@transaction.atomic
def note_done(*, kind: str, person: User, by: User, topic: str = "", **payload: Any) -> HeldAct:
    """An act that one may do alone and of which all HR admins hear, already done."""
    now = timezone.now()
    act = HeldAct.objects.create(
        kind=kind,
        person=person,
        named=bare(str(person)),
        topic=topic,
        payload=payload,
        asked_by=by,
        state=State.DONE,
        settled_at=now,
    )
    _record(act, "done", by)
    notifications().tell([act], "done")
    return act


@transaction.atomic
def drop_acts_of(people: Collection[Any], *, by: User | None = None) -> None:
    """What these people asked for or approved, and what was asked about them, is withdrawn while it is open: they
    have lost their role, or left."""
    concerned = Q(asked_by__in=people) | Q(decided_by__in=people)
    _drop(HeldAct.objects.filter(concerned), by, _("who asked or approved is no longer HR admin"))


@transaction.atomic
def drop_acts_about(people: Collection[Any], *, by: User | None = None) -> None:
    """What was asked about people who left is withdrawn while it is open."""
    _drop(HeldAct.objects.filter(person__in=people), by, _("the person has left"))


def _drop(acts: HeldActQuerySet, by: User | None, outcome: str) -> None:
    for act in acts.filter(state__in=(State.ASKED, State.APPROVED)).for_page():
        _settle(act, State.WITHDRAWN, event="withdrawn", by=by, outcome=outcome)


def carry_out_due(*, at_once: int = AT_ONCE) -> int:
    """Do what was approved and whose hour has come, if the two could still agree on it today; what cannot be done any
    more expires and says why. Returns how many were settled. Any number of runs at once is safe."""
    settled = 0
    for act in HeldAct.objects.due().for_page().order_by("holds_until")[:at_once]:
        try:
            with transaction.atomic():
                _refuse_outdated(act)
                _do(act, [State.APPROVED], by=None)
        except NotYet:
            _let_wait_again(act)
        except Refused as why:
            with transaction.atomic():
                act.refresh_from_db()
                _settle(act, State.EXPIRED, event="expired", by=None, outcome=str(why))
        except Exception:  # one that fails for a mistake of ours holds up no other
            logger.exception("held_act_failed", extra={"held_act": str(act.pk)})
            continue
        settled += 1
    return settled


@transaction.atomic
def _let_wait_again(act: HeldAct) -> None:
    """As if nobody had agreed yet, from now on; HR is told, the person reads that it waits for HR."""
    anew = {"state": State.ASKED, "asked_at": timezone.now(), "decided_by": None, "decided_at": None}
    if HeldAct.objects.filter(pk=act.pk, state=State.APPROVED).update(**anew, holds_until=None, outcome=""):
        act.refresh_from_db()
        _record(act, "again", None)
        notifications().tell([act], "again")


def remind_of_ones_own() -> int:
    """What somebody has asked for about themselves is answered: HR hears of it once more when half the time is over.
    Returns of how many."""
    half = timezone.now() - OPEN_FOR / 2
    waiting = HeldAct.objects.undecided().filter(person=F("asked_by"), asked_at__lt=half).for_page()
    acts = list(waiting.order_by("asked_at")[:AT_ONCE])
    for act in acts:
        notifications().tell([act], "reminder")
    return len(acts)


def _refuse_outdated(act: HeldAct) -> None:
    """Raises Refused when the two could not agree on it any more: a decision is no older than what it decides."""
    if why := second_person.why_no_longer(act):
        raise Refused(why)


def forget_undecided() -> int:
    """What nobody decided in time is over."""
    old = list(HeldAct.objects.forgotten().for_page()[:AT_ONCE])
    for act in old:
        with transaction.atomic():
            _settle(act, State.EXPIRED, event="expired", by=None, outcome=_("nobody decided in time"))
    return len(old)


def _record(act: HeldAct, event: str, by: User | None) -> None:
    record_all([act], event, by)
