"""What can be held for a second person, one `Deed` for each kind, and who hears of it. Apps register in
AppConfig.ready()."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.ports import Hook
from people.models import HeldAct

#: So long the owner of an account may refuse what two others have agreed on.
REFUSABLE_FOR = dt.timedelta(hours=72)


def at_once(act: HeldAct) -> dt.timedelta:
    return dt.timedelta()


def by_hr_alone(act: HeldAct) -> bool:
    """Nobody beside HR admins asks."""
    return False


@dataclass(frozen=True)
class Deed:
    """How an act of a kind is said, and done.

    `says(act)` is one sentence without a full stop for the second person: what exactly happens. `does(act)` does it,
    inside the transaction that settles the act; it raises Refused where that is not possible any more. `waits(act)`
    is the time between the approval and the doing. `tells_owner`: the person whom it is about gets a message at the
    present address and may refuse. `may_ask(act)`: whether who asks may although they are no HR admin.
    """

    kind: str
    says: Callable[[HeldAct], str]
    does: Callable[[HeldAct], None]
    waits: Callable[[HeldAct], dt.timedelta] = at_once
    tells_owner: bool = True
    may_ask: Callable[[HeldAct], bool] = by_hr_alone


deeds: Hook[Deed] = Hook(
    "people.approvals.act_kinds.deeds",
    "What can be held for a second person: how it is said, and done.",
    key=lambda deed: deed.kind,
)


def deed_of(act: HeldAct) -> Deed:
    """The way of its kind. Raises Refused for a kind that nobody has registered here."""
    deed = deeds.find(act.kind)
    if deed is None:
        raise Refused(_("This installation cannot do that."))
    return deed


def in_words(act: HeldAct) -> str:
    """What happens when the act is done; of a kind that this version does not know, its name."""
    deed = deeds.find(act.kind)
    return deed.says(act) if deed else act.get_kind_display()
