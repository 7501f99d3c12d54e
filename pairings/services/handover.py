"""Handing a program over to another coordinator."""

from django.db import transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.services import owe
from pairings.services.messages import HAND_OVER
from people.models import User
from programs.models import Coordinator, Program
from programs.recording import record_act
from programs.services import add_coordinator, needs_two, refuse_to_remove, removal_needs_two


@transaction.atomic
def hand_over_program(*, program: Program, leaver: User, to: User, by: User) -> bool:
    """`to` runs the program from now on and is told, `leaver` no longer does; False when that was done already.

    Nothing else changes hands: whoever is near one of the pairings sees nothing confidential of that pairing.
    """
    if leaver == to:
        raise Refused(_("Choose somebody else: %(name)s runs the program already.") % {"name": to.name})
    if not Coordinator.objects.select_for_update().filter(program=program, user=leaver).exists():
        return False
    _refuse_what_needs_two(program, to, by)
    _refuse_taking_a_reader(program, leaver, by)
    add_coordinator(program=program, user=to, by=by)
    refuse_to_remove(program=program, user=leaver)
    charge = Coordinator.objects.get(program=program, user=to)
    owe(kind=HAND_OVER, recipients=[to.pk], subject_id=charge.pk, scope=program.pk)
    Coordinator.objects.filter(program=program, user=leaver).delete()
    record_act("coordinator.removed", program, about=program, person=leaver, by=by)
    return True


def _refuse_what_needs_two(program: Program, to: User, by: User) -> None:
    if not Coordinator.objects.filter(program=program, user=to).exists() and needs_two(
        program=program, named=to, by=by
    ):
        raise Refused(
            _(
                "That %(name)s becomes coordinator needs a second person here. Add them on the set-up's page of "
                "people, and hand over once an HR admin has agreed."
            )
            % {"name": to.name}
        )


def _refuse_taking_a_reader(program: Program, leaver: User, by: User) -> None:
    if removal_needs_two(program=program, user=leaver, by=by):
        raise Refused(
            _(
                "You are close to a pair that %(name)s looks after, so taking the program from them needs a second "
                "person. Remove them on the set-up's page of people: an HR admin then has to agree."
            )
            % {"name": leaver.name}
        )
