"""Things to do: action items of either side, and the leader's commitments."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.services import cancel_deliveries
from pairings.models import Pairing
from people.errors import Refused
from people.models import User
from programs.models import Side
from sessions.entries import ItemEntry
from sessions.models import ActionItem, Meeting

DUE = ("action_item_due",)


def add_item(*, pairing: Pairing, entry: ItemEntry, by: User, meeting: Meeting | None = None) -> ActionItem:
    """Write down something to do. The same thing again, while it is open, is the one that stands already.

    Raises Refused when the pairing has not opened yet or is over.
    """
    refuse_unless_running(pairing)
    same = {"pairing": pairing, "kind": entry.kind, "text": entry.text, "owner": owner_of(entry)}
    found = ActionItem.objects.open().filter(**same, due_on=entry.due_on).first()
    return found or ActionItem.objects.create(**same, due_on=entry.due_on, meeting=meeting, created_by=by)


def refuse_unless_running(pairing: Pairing) -> None:
    """Nothing new is written into a pairing that has not opened or is over; what stands there stays."""
    if not pairing.is_running:
        raise Refused(_("This pairing is not open, so nothing new can be written into it."))


def refuse_when_over(pairing: Pairing) -> None:
    """What stands in a pairing that is over stays as it is: the two have parted on these words."""
    if not pairing.is_running:
        raise Refused(_("This pairing is over, so what stands in it stays as it is."))


def owner_of(entry: ItemEntry) -> str:
    """A commitment is always the leader's."""
    return Side.SENIOR if entry.kind == ActionItem.Kind.COMMITMENT else entry.owner


@transaction.atomic
def change_item(*, item: ActionItem, text: str, owner: str, due_on: dt.date | None) -> ActionItem:
    """Another wording, owner or date; a reminder of the old date is taken back. Raises Refused in a pairing that is
    over, as everything below does."""
    refuse_when_over(item.pairing)
    if item.due_on != due_on or item.owner != owner:
        cancel_deliveries(subject_id=item.pk, kinds=DUE, reason=_("The date or the owner has changed."))
    item.text, item.due_on = text, due_on
    item.owner = Side.SENIOR if item.is_commitment else owner
    item.save(update_fields=["text", "owner", "due_on"])
    return item


@transaction.atomic
def finish_item(*, item: ActionItem) -> None:
    """It is done; a second time changes nothing."""
    refuse_when_over(item.pairing)
    if ActionItem.objects.open().filter(pk=item.pk).update(done_at=timezone.now()):
        cancel_deliveries(subject_id=item.pk, kinds=DUE, reason=_("It is done."))


def reopen_item(*, item: ActionItem) -> None:
    """It is not done after all."""
    refuse_when_over(item.pairing)
    ActionItem.objects.filter(pk=item.pk).update(done_at=None)


@transaction.atomic
def remove_item(*, item: ActionItem) -> None:
    """Take it off the list."""
    refuse_when_over(item.pairing)
    cancel_deliveries(subject_id=item.pk, kinds=DUE, reason=_("It was taken off the list."))
    item.delete()


def say_seen(*, item: ActionItem, seen: str, by: User) -> None:
    """The mentor says whether a commitment can be seen yet. Raises Refused for anybody or anything else."""
    if not item.is_commitment or item.pairing.side_of(by) != Side.JUNIOR:
        raise Refused(_("Only the mentor says whether a commitment of the leader can be seen yet."))
    if seen not in ActionItem.Seen.values:
        raise Refused(_("Choose “seen” or “not yet”."))
    refuse_when_over(item.pairing)
    ActionItem.objects.filter(pk=item.pk).update(seen=seen)
