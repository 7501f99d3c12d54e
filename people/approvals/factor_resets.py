"""A lost second factor: taken away when two agree. Its owner is told, and still needs the password."""

from django.utils.translation import gettext as _

from frame.errors import Refused
from people.approvals.act_kinds import Deed
from people.approvals.second_person import refuse_unfit_to_ask
from people.approvals.services import ask
from people.models import HeldAct, User
from people.sign_in.second_factor import forget_second_factor, has_one

Kind = HeldAct.Kind


def ask_for_reset(*, person: User, by: User, reason: str = "") -> HeldAct:
    """Ask that somebody's second factor is taken away, so that they set up a new one."""
    if person.pk == by.pk:
        raise Refused(_("Another HR admin has to ask for this, or whoever runs the server."))
    if not has_one(person):
        raise Refused(_("%(name)s has no second factor.") % {"name": person})
    refuse_unfit_to_ask(kind=Kind.RESET_SECOND_FACTOR, person=person, by=by)
    return ask(kind=Kind.RESET_SECOND_FACTOR, person=person, by=by, reason=reason)


def _reset(act: HeldAct) -> None:
    if act.person is None or not act.person.is_active:
        raise Refused(_("This person has left by now."))
    forget_second_factor(person=act.person)


def _says(act: HeldAct) -> str:
    return _("The second factor of %(name)s is taken away") % {"name": act.who}


DEEDS = (Deed(Kind.RESET_SECOND_FACTOR, _says, _reset),)
