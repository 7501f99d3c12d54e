"""What can be held for a second person, one `Deed` for each kind, and who hears of it. Apps register in
AppConfig.ready()."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.ports import Hook
from people.models import HeldAct, User

#: So long the owner of an account may refuse what two others have agreed on.
REFUSABLE_FOR = dt.timedelta(hours=72)


def at_once(act: HeldAct) -> dt.timedelta:
    return dt.timedelta()


def by_hr_alone(act: HeldAct) -> bool:
    """Nobody beside HR admins asks."""
    return False


def from_nobody(act: HeldAct, user: User) -> bool:
    """Every HR admin reads of it."""
    return False


def no_facts(act: HeldAct) -> list[tuple[str, object]]:
    """What it says in one sentence is all there is."""
    return []


def by_nothing(act: HeldAct) -> str:
    """Nothing has to be settled before somebody agrees."""
    return ""


class NotYet(Refused):
    """It cannot be done today, and is not over either: it waits for a second person again."""


@dataclass(frozen=True)
class Deed:
    """How an act of a kind is said, and done.

    `says(act)` is one sentence without a full stop for the second person: what exactly happens. `does(act)` does it,
    inside the transaction that settles the act; it raises Refused where that is not possible any more, NotYet where
    it is to wait for a second person again. `hinders(act)` is what HR has to settle before anybody agrees, in a
    sentence for whoever could agree; nobody can while it is there, and nobody else is told. `waits(act)`
    is the time between the approval and the doing. `tells_owner`: the person whom it is about gets a message at the
    present address and may refuse. `may_ask(act)`: whether who asks may although they are no HR admin.
    `is_last`: once it is done there is nobody left to tell. `is_hidden_from(act, user)`: an HR admin who is neither
    told of it nor has a say in it. `facts(act)`: what else the second person reads, label and value.
    """

    kind: str
    says: Callable[[HeldAct], str]
    does: Callable[[HeldAct], None]
    waits: Callable[[HeldAct], dt.timedelta] = at_once
    tells_owner: bool = True
    may_ask: Callable[[HeldAct], bool] = by_hr_alone
    is_last: bool = False
    hinders: Callable[[HeldAct], str] = by_nothing
    is_hidden_from: Callable[[HeldAct, User], bool] = from_nobody
    facts: Callable[[HeldAct], list[tuple[str, object]]] = no_facts


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


def more_about(act: HeldAct) -> list[tuple[str, object]]:
    """What its kind says beside the sentence."""
    deed = deeds.find(act.kind)
    return deed.facts(act) if deed else []


def hindered(act: HeldAct) -> str:
    """What HR has to settle before anybody agrees, for whoever could; empty where there is nothing."""
    deed = deeds.find(act.kind)
    return deed.hinders(act) if deed else ""


def in_words(act: HeldAct) -> str:
    """What happens when the act is done; of a kind that this version does not know, its name."""
    deed = deeds.find(act.kind)
    return deed.says(act) if deed else act.get_kind_display()
