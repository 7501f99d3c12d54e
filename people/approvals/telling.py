"""Who hears of an act that needs two. Messages stand above this app, which registers in AppConfig.ready()."""

from collections.abc import Callable, Sequence

from people.models import HeldAct

Tell = Callable[[Sequence[HeldAct], str], None]

_tells: list[Tell] = []


def register(tell: Tell) -> None:
    """`tell(acts, event)` owes the messages, inside the transaction of the event: "asked", "approved", "done",
    "refused", "withdrawn" or "expired". The acts are of one kind and were asked for together."""
    _tells[:] = [tell]


def tell(acts: Sequence[HeldAct], event: str) -> None:
    """Tell all HR admins, and the owners where the kind says so."""
    for owe in _tells:
        if acts:
            owe(acts, event)
