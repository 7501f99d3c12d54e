"""Closing an account to which others may turn: told to all HR admins; of two where it takes a reader away from a pair
that whoever closes it is close to."""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from frame.errors import Refused
from people.approvals.act_kinds import Deed
from people.approvals.services import ask, note_done
from people.models import HeldAct, User
from people.upper_floors import programs

Kind = HeldAct.Kind


def closing_needs_two(person_id: UUID, by: User) -> bool:
    return programs().takes_own_reader(person_id, by=by)


def kept_from(by: User, people: Collection[UUID]) -> set[UUID]:
    """Those whose accounts `by` cannot close alone."""
    return {pk for pk in programs().readers_among(people) if closing_needs_two(pk, by)}


def ask_to_close(*, person: User, by: User) -> HeldAct:
    return ask(kind=Kind.CLOSE_ACCOUNT, person=person, by=by)


def readers_among(people: Collection[UUID]) -> list[User]:
    """Of whom all HR admins hear when they leave; to be asked before they do."""
    return list(User.objects.filter(pk__in=programs().readers_among(people)))


def tell_of_closed(readers: Iterable[User], *, by: User) -> None:
    for reader in readers:
        note_done(kind=Kind.CLOSE_ACCOUNT, person=reader, by=by)


def says(act: HeldAct) -> str:
    return _("The account of %(name)s, to whom pairs may turn, is closed") % {"name": act.who}


def deed(close: Callable[[User, User], None]) -> Deed:
    """`close(person, by)` closes the account."""

    def does(act: HeldAct) -> None:
        if act.person is None or not act.person.is_active:
            raise Refused(_("This person has left by now."))
        close(act.person, act.asked_by)

    return Deed(Kind.CLOSE_ACCOUNT, says, does, tells_owner=False)
