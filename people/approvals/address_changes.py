"""Sign-in e-mails: changed when the old address confirms, or when two HR admins agree and the owner lets it pass."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Refused
from people import closeness
from people.approvals.act_kinds import REFUSABLE_FOR, Deed
from people.approvals.entries import record_all
from people.approvals.second_person import refuse_unfit_to_ask
from people.approvals.services import AT_ONCE, ask, ask_for_many, remember_names
from people.models import HeldAct, User
from people.offboarding import end_sessions
from people.querysets import NOT_REFUSED
from people.sign_in.links import in_plain_letters, spellings
from people.upper_floors import notifications

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
    if not email.rpartition("@")[0].isascii():
        raise Refused(_("Write what stands before the @ with the letters a to z."))
    if _belongs_to_another(email, person.pk):
        raise Refused(_("Somebody else signs in with this address."))
    refuse_unfit_to_ask(kind=Kind.CHANGE_ADDRESS, person=person, by=by)
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
    for (old, new), persons in moves.items():
        if new and len(persons) >= MANY:
            people = sorted(str(change.person_id) for change in persons)
            ask(kind=Kind.CHANGE_DOMAIN, person=None, topic=old, by=by, after=new, people=people)
        else:
            alone += persons
    ask_for_many([_of_one(change, by) for change in alone])


def _belongs_to_another(email: str, person_id: UUID | None) -> bool:
    """Whether somebody else signs in with the address, or has proved it as theirs, in whatever spelling."""
    same = spellings(email)
    others = User.objects.annotate(lower=Lower("email")).filter(lower__in=same)
    proved = EmailAddress.objects.annotate(lower=Lower("email")).filter(lower__in=same)
    owners = {*others.values_list("pk", flat=True), *proved.values_list("user", flat=True)}
    return not owners <= {person_id}


def _of_one(change: NewAddress, by: User, reason: str = "") -> HeldAct:
    payload = {"before": change.before, "after": change.after.lower()}
    words = {"payload": payload, "reason": reason, "asked_by": by}
    return HeldAct(kind=Kind.CHANGE_ADDRESS, person_id=change.person_id, **words)


def _parts(email: str) -> tuple[str, str]:
    name, _at, domain = email.lower().rpartition("@")
    return name, domain


def _waits(act: HeldAct) -> dt.timedelta:
    """The owner has three days to refuse; somebody who has never signed in has nothing here that could be taken."""
    has_signed_in = act.person is None or act.person.last_login is not None
    return REFUSABLE_FOR if has_signed_in else dt.timedelta()


def _change(act: HeldAct) -> None:
    """The new address is to be proved at the next sign-in; everything that the old one opened is closed."""
    if act.person is None or not act.person.is_active:
        raise Refused(_("This person has left by now."))
    if _belongs_to_another(act.payload["after"], act.person_id):
        raise Refused(_("Somebody else signs in with this address by now."))
    changed_rows = User.objects.filter(pk=act.person.pk, email=act.payload["before"])
    try:
        with transaction.atomic():
            if not changed_rows.update(email=act.payload["after"], **NOT_REFUSED):
                raise Refused(_("The address has changed since."))
    except IntegrityError:
        raise Refused(_("Somebody else signs in with this address by now.")) from None
    EmailAddress.objects.filter(user=act.person_id).delete()
    EmailAddress.objects.create(user_id=act.person_id, email=act.payload["after"], primary=True, verified=False)
    end_sessions([act.person.pk])
    words = {"user": act.person}
    last = get_adapter().render_mail("account/email/address_changed", act.payload["before"], words)
    transaction.on_commit(lambda: last.send(), robust=True)


class Moving(NamedTuple):
    """Whom a changed domain concerns: who moves with its one approval, and who needs one of their own."""

    together: list[User]
    apart: list[User]


def moving(act: HeldAct, *, second: User | None) -> Moving:
    """Who would move if `second` approved (None: the server's command line). An approval for all is none for those who
    asked or approve, or whom they are close to, or of whom they reset a second factor lately: about each of them
    somebody decides who knows whom it is about. A fixed number of queries."""
    people = list(_concerned(act))
    hands = [person for person in (act.asked_by, second) if person]
    apart = _near_or_reset_by(hands, {person.pk for person in people})
    return Moving(
        [person for person in people if person.pk not in apart], [person for person in people if person.pk in apart]
    )


def _near_or_reset_by(hands: Sequence[User], people: set[UUID]) -> set[UUID]:
    close_people = {pk for hand in hands for pk in closeness.close_to(hand, people)}
    resets = HeldAct.objects.open_or_done_since(timezone.now() - REFUSABLE_FOR).filter(kind=Kind.RESET_SECOND_FACTOR)
    reset_people = resets.with_a_hand_of({hand.pk for hand in hands}).order_by().values_list("person", flat=True)
    return close_people | (set(reset_people) & people)


def _concerned(act: HeldAct) -> list[User]:
    """Those named by a roster, else everybody, without those of whom a change is open or whose new address is taken."""
    users = User.objects.active().filter(email__iendswith=f"@{act.topic}")
    if "people" in act.payload:
        users = users.filter(pk__in=act.payload["people"])
    open_acts = HeldAct.objects.filter(kind=Kind.CHANGE_ADDRESS, state__in=("asked", "approved"))
    people = list(users.exclude(pk__in=open_acts.values("person")))
    new_addresses = {_moved(person.email, act.payload["after"]) for person in people}
    others = User.objects.annotate(lower=Lower("email")).filter(lower__in=new_addresses).order_by()
    taken_addresses = set(others.values_list("lower", flat=True))
    return [person for person in people if _moved(person.email, act.payload["after"]) not in taken_addresses]


def _change_all(act: HeldAct) -> None:
    """Each address becomes a change of its own, which its owner may refuse: approved with all others, or asked for
    alone. Each stands in the audit log."""
    now = timezone.now()
    together, apart = moving(act, second=act.decided_by)
    approved = [_part_of(act, person, now) for person in together]
    new_acts = [_of_one(_new_address(act, person), act.asked_by, act.reason) for person in apart]
    remember_names([*approved, *new_acts])
    HeldAct.objects.bulk_create([*approved, *new_acts], batch_size=AT_ONCE)
    record_all(approved, "approved", act.decided_by)
    record_all(new_acts, "asked", act.asked_by)
    notifications().tell([part for part in approved if part.holds_until and part.holds_until > now], "approved")
    notifications().tell(new_acts, "asked")
    _note(act, _how_many(len(approved), len(new_acts)))


def _note(act: HeldAct, outcome: str) -> None:
    act.outcome = "; ".join(filter(None, (act.outcome, outcome)))
    act.save(update_fields=["outcome"])


def _how_many(together: int, apart: int) -> str:
    words = {"together": together, "apart": apart}
    return _("approved for %(together)d, still to be approved one by one for %(apart)d") % words


def _moved(email: str, domain: str) -> str:
    return f"{_parts(email)[0]}@{domain}"


def _new_address(act: HeldAct, person: User) -> NewAddress:
    return NewAddress(person.pk, person.email, _moved(person.email, act.payload["after"]))


def _part_of(act: HeldAct, person: User, now: dt.datetime) -> HeldAct:
    part = _of_one(_new_address(act, person), act.asked_by, act.reason)
    part.person = person
    part.decided_by, part.decided_at, part.state = act.decided_by, now, HeldAct.State.APPROVED
    part.holds_until = now + _waits(part)
    return part


def _says_change(act: HeldAct) -> str:
    before, after = in_plain_letters(act.payload["before"]), in_plain_letters(act.payload["after"])
    words = {"name": act.who, "before": before, "after": after}
    return _("%(name)s signs in with %(after)s instead of %(before)s") % words


def _says_domain(act: HeldAct) -> str:
    people = act.payload.get("people")
    before, after = in_plain_letters(act.topic), in_plain_letters(act.payload["after"])
    words = {"before": before, "after": after, "n": len(people or ())}
    if people is None:
        return _("Everybody at %(before)s signs in with the same name at %(after)s") % words
    sentence = ngettext(
        "%(n)d person at %(before)s signs in with the same name at %(after)s",
        "%(n)d people at %(before)s sign in with the same name at %(after)s",
        len(people),
    )
    return sentence % words


DEEDS = (
    Deed(Kind.CHANGE_ADDRESS, _says_change, _change, _waits),
    Deed(Kind.CHANGE_DOMAIN, _says_domain, _change_all, tells_owner=False),
)
