"""Sign-in e-mails: changed when the old address confirms, or when two HR admins agree and the owner lets it pass."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.approvals.deeds import REFUSABLE_FOR, Deed
from people.approvals.services import AT_ONCE, ask, ask_for_many
from people.approvals.telling import tell
from people.errors import Refused
from people.leavers import end_sessions
from people.models import HeldAct, User

Kind = HeldAct.Kind
#: From so many people on whose address differs in its domain alone, it is one request.
MANY = 3


class NewAddress(NamedTuple):
    """Somebody who should sign in with another address."""

    person_id: UUID
    before: str
    after: str


def ask_for_address(*, person: User, email: str, by: User, reason: str = "") -> HeldAct:
    """Ask for another sign-in e-mail; the old address is sent a link that confirms it, and one that refuses it."""
    email = email.strip().lower()
    if email == person.email.lower():
        raise Refused(_("This is the address already."))
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("Somebody else signs in with this address."))
    return ask(kind=Kind.CHANGE_ADDRESS, person=person, by=by, reason=reason, before=person.email, after=email)


def ask_for_domain(*, before: str, after: str, by: User, reason: str = "") -> HeldAct:
    """Ask that everybody of one mail domain signs in with the same name at another: one approval for all."""
    before, after = before.strip().lower().removeprefix("@"), after.strip().lower().removeprefix("@")
    if before == after:
        raise Refused(_("The two are the same."))
    if not User.objects.active().filter(email__iendswith=f"@{before}").exists():
        raise Refused(_("Nobody signs in with an address at %(domain)s.") % {"domain": before})
    return ask(kind=Kind.CHANGE_DOMAIN, person=None, topic=before, by=by, reason=reason, after=after)


def ask_for_addresses(changes: Iterable[NewAddress], *, by: User) -> None:
    """Ask for what a roster has of other addresses: of many who only move to another domain one request, of the
    others one each."""
    moves: dict[tuple[str, str], list[NewAddress]] = defaultdict(list)
    for change in changes:
        (name, old), (new_name, new) = _parts(change.before), _parts(change.after)
        moves[(old, new) if name == new_name else (change.before, "")].append(change)
    alone: list[NewAddress] = []
    for (old, new), some in moves.items():
        if new and len(some) >= MANY:
            people = sorted(str(change.person_id) for change in some)
            ask(kind=Kind.CHANGE_DOMAIN, person=None, topic=old, by=by, after=new, people=people)
        else:
            alone += some
    ask_for_many([_of_one(change, by) for change in alone])


def _of_one(change: NewAddress, by: User) -> HeldAct:
    payload = {"before": change.before, "after": change.after.lower()}
    return HeldAct(kind=Kind.CHANGE_ADDRESS, person_id=change.person_id, payload=payload, asked_by=by)  # type: ignore[misc]


def _parts(email: str) -> tuple[str, str]:
    name, _at, domain = email.lower().rpartition("@")
    return name, domain


def _waits(act: HeldAct) -> dt.timedelta:
    """The owner has three days to refuse; somebody who has never signed in has nothing here that could be taken."""
    has_signed_in = act.person is None or act.person.last_login is not None
    return REFUSABLE_FOR if has_signed_in else dt.timedelta()


def _change(act: HeldAct) -> None:
    """The new address is to be proved at the next sign-in; everything that the old one opened is closed."""
    moved = User.objects.filter(pk=act.person_id, email=act.payload["before"])
    try:
        with transaction.atomic():
            if not moved.update(email=act.payload["after"], email_failed_at=None):
                raise Refused(_("The address has changed since."))
    except IntegrityError:
        raise Refused(_("Somebody else signs in with this address by now.")) from None
    EmailAddress.objects.filter(user=act.person_id).delete()
    EmailAddress.objects.create(user_id=act.person_id, email=act.payload["after"], primary=True, verified=False)
    if act.person_id:
        end_sessions([act.person_id])
    words = {"user": act.person}
    last = get_adapter().render_mail("account/email/address_changed", act.payload["before"], words)
    transaction.on_commit(lambda: last.send(), robust=True)


def _change_all(act: HeldAct) -> None:
    """Each address becomes an approved change of its own, which its owner may refuse; free ones only."""
    now = timezone.now()
    people = list(_moving(act))
    wanted = {_moved(person.email, act.payload["after"]) for person in people}
    taken = {email.lower() for email in User.objects.filter(email__in=wanted).values_list("email", flat=True)}
    acts = [_part_of(act, person, now) for person in people if _moved(person.email, act.payload["after"]) not in taken]
    HeldAct.objects.bulk_create(acts, batch_size=AT_ONCE)
    tell([part for part in acts if part.holds_until and part.holds_until > now], "approved")


def _moving(act: HeldAct) -> Iterable[User]:
    """Whom the domain concerns: those named by a roster, else everybody, without those of whom a change is open."""
    found = User.objects.active().filter(email__iendswith=f"@{act.topic}")
    if "people" in act.payload:
        found = found.filter(pk__in=act.payload["people"])
    asked = HeldAct.objects.filter(kind=Kind.CHANGE_ADDRESS, state__in=("asked", "approved"))
    return found.exclude(pk__in=asked.values("person"))


def _moved(email: str, domain: str) -> str:
    return f"{_parts(email)[0]}@{domain}"


def _part_of(act: HeldAct, person: User, now: dt.datetime) -> HeldAct:
    part = HeldAct(
        kind=Kind.CHANGE_ADDRESS,
        person=person,  # type: ignore[misc]
        payload={"before": person.email, "after": _moved(person.email, act.payload["after"])},
        reason=act.reason,
        asked_by=act.asked_by,
        decided_by=act.decided_by,
        decided_at=now,
        state=HeldAct.State.APPROVED,
    )
    part.holds_until = now + _waits(part)
    return part


def _says_change(act: HeldAct) -> str:
    words = {"name": act.person, "before": act.payload["before"], "after": act.payload["after"]}
    return _("%(name)s signs in with %(after)s instead of %(before)s") % words


def _says_domain(act: HeldAct) -> str:
    people = act.payload.get("people")
    words = {"before": act.topic, "after": act.payload["after"], "n": len(people or ())}
    if people is None:
        return _("Everybody at %(before)s signs in with the same name at %(after)s") % words
    said = ngettext(
        "%(n)d person at %(before)s signs in with the same name at %(after)s",
        "%(n)d people at %(before)s sign in with the same name at %(after)s",
        len(people),
    )
    return said % words


DEEDS = (
    Deed(Kind.CHANGE_ADDRESS, _says_change, _change, _waits),
    Deed(Kind.CHANGE_DOMAIN, _says_domain, _change_all, tells_owner=False),
)
