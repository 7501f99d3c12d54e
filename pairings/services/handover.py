"""Handing a program over to another coordinator."""

from django.db import transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.services import owe
from pairings.services.messages import HAND_OVER
from people.models import User
from programs.models import Coordinator, Program
from programs.recording import record_act
from programs.services import add_coordinator


@transaction.atomic
def hand_over_program(*, program: Program, leaver: User, to: User, by: User) -> bool:
    """`to` runs the program from now on and is told, `leaver` no longer does; False when that was done already.

    Nothing else changes hands: whoever is near one of the pairings sees nothing confidential of that pairing.
    """
    if leaver == to:
        raise Refused(_("Choose somebody else: %(name)s runs the program already.") % {"name": to.name})
    if not Coordinator.objects.select_for_update().filter(program=program, user=leaver).exists():
        return False
    add_coordinator(program=program, user=to, by=by)
    charge = Coordinator.objects.get(program=program, user=to)
    owe(kind=HAND_OVER, recipients=[to.pk], subject_id=charge.pk, scope=program.pk)
    Coordinator.objects.filter(program=program, user=leaver).delete()
    record_act("coordinator.removed", program, about=program, person=leaver, by=by)
    return True
