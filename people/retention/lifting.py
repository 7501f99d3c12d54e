"""Lifting a legal hold needs two: what it kept may go for good with the next run, and whoever lifts one alone could let
go of what speaks against them. Placing one takes nothing away and needs one."""

from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.approvals.act_kinds import Deed
from people.approvals.services import ask
from people.audit import recording
from people.models import HeldAct, LegalHold, User
from people.upper_floors import pairings

KIND = HeldAct.Kind.LIFT_HOLD


def ask_to_lift(*, hold: LegalHold, by: User) -> HeldAct:
    """Ask that a hold is lifted. Whom it is on stands in no request: the person reads those about them."""
    if hold.lifted_at:
        raise Refused(_("This hold is lifted already."))
    return ask(kind=KIND, person=None, by=by, topic=str(hold.pk))


def asked_to_lift() -> dict[str, HeldAct]:
    """The requests that wait, by the id of the hold."""
    return {act.topic: act for act in HeldAct.objects.undecided().filter(kind=KIND).for_page()}


def _hold_of(act: HeldAct) -> LegalHold | None:
    return LegalHold.objects.select_related("person", "placed_by").filter(pk=act.topic).first()


def _does(act: HeldAct) -> None:
    hold = _hold_of(act)
    by = act.decided_by or act.asked_by
    lasting = LegalHold.objects.lasting().filter(pk=act.topic)
    if hold is None or not lasting.update(lifted_by=by, lifted_at=timezone.now()):
        raise Refused(_("This hold is lifted already."))
    recording.record(actor=by, act="hold.lifted", about=hold, details={"asked_by": act.asked_by})


def _says(act: HeldAct) -> str:
    return _("A legal hold is lifted")


def _facts(act: HeldAct) -> list[tuple[str, object]]:
    """On whom or what, why, and who placed it; for those of HR who may see it."""
    if (hold := _hold_of(act)) is None:
        return []
    on = pairings().titles_of([hold.pairing_id]).get(hold.pairing_id) if hold.pairing_id else hold.person
    about = (_("Hold on"), on or _("a pairing that is no longer there"))
    return [about, (_("Why it was placed"), hold.reason), (_("Placed by"), hold.placed_by)]


def _is_hidden_from(act: HeldAct, user: User) -> bool:
    """Nobody reads of a hold on somebody they are close to, nor has a say in it."""
    return not LegalHold.objects.filter(pk=act.topic).visible_to(user).exists()


DEEDS = (Deed(KIND, _says, _does, tells_owner=False, is_hidden_from=_is_hidden_from, facts=_facts),)
