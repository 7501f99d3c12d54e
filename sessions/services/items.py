"""Things to do: action items of either side, and the leader's commitments.

What the other could have seen is changed with a trace and withdrawn with a reason, never removed.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.models import Delivery
from notifications.services import cancel_deliveries
from pairings.models import Pairing
from people.models import User
from programs.models import Side
from sessions.form_data import ItemEntry
from sessions.models import ActionItem, ItemChange, Meeting
from sessions.querysets import ActionItemQuerySet
from sessions.services.overlaps import hold_pair

DUE = ("action_item_due",)
Kind = ActionItem.Kind


@transaction.atomic
def add_item(*, pairing: Pairing, entry: ItemEntry, by: User, meeting: Meeting | None = None) -> ActionItem:
    """Write down something to do. The same thing again, while it is open, is the one that stands already, also when
    it is sent from several windows at once: it counts as one promise.

    Raises Refused when the pairing has not opened yet or is over.
    """
    hold_pair(pairing)
    refuse_unless_running(pairing)
    same = {"pairing": pairing, "kind": entry.kind, "text": entry.text, "owner": owner_of(entry)}
    earlier = ActionItem.objects.open().filter(**same, due_on=entry.due_on).first()
    return earlier or ActionItem.objects.create(**same, due_on=entry.due_on, meeting=meeting, created_by=by)


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
    return Side.SENIOR if entry.kind == Kind.COMMITMENT else entry.owner


def shown_to(user: User, items: ActionItemQuerySet) -> list[ActionItem]:
    """The items for a page of `user`. What the partner has just written counts as seen from now on, so that it can
    no longer be taken back unseen; where there is such a one, the list is read again once that is written down."""
    shown, now = list(items), timezone.now()
    unseen = [item.pk for item in shown if item.is_unseen_by(user, now)]
    if unseen:
        ActionItem.objects.filter(pk__in=unseen, shown_at__isnull=True).update(shown_at=now)
        shown = list(items.all())
    return shown


def locked_item(item: ActionItem) -> ActionItem:
    """The item as it is now, and nobody else's until the transaction ends."""
    refuse_when_over(item.pairing)
    current = ActionItem.objects.select_for_update().filter(pk=item.pk).first()
    if current is None:
        raise Refused(_("It was taken off the list a moment ago."))
    current.pairing = item.pairing
    return current


@transaction.atomic
def change_item(
    *, item: ActionItem, by: User, text: str, owner: str, due_on: dt.date | None, kind: str = ""
) -> ActionItem:
    """Another wording, owner or date; a reminder of the old date is taken back.

    What it was before stays readable for both, unless it is a slip that only its writer has seen: of such a one the
    kind can be changed too. Raises Refused when it is settled, and when a commitment is to be anything else.
    """
    current = locked_item(item)
    is_slip = current.is_slip(by, timezone.now())
    kind = kind or current.kind
    if not is_slip:
        refuse_another_kind(current, kind, owner)
    new_values = {
        "text": text,
        "owner": Side.SENIOR if kind == Kind.COMMITMENT else owner,
        "due_on": due_on,
        "kind": kind,
    }
    before = {name: getattr(current, name) for name in new_values}
    if new_values == before:
        return current
    refuse_when_settled(current)
    if not is_slip:
        note_change(current, ItemChange.Kind.WORDS, by)
    if (before["due_on"], before["owner"]) != (new_values["due_on"], new_values["owner"]):
        cancel_deliveries(subject_id=current.pk, kinds=DUE, reason=_("The date or the owner has changed."))
    return save_item(current, **new_values)


def refuse_another_kind(item: ActionItem, kind: str, owner: str) -> None:
    if item.is_commitment and (kind != item.kind or owner != Side.SENIOR):
        raise Refused(_("A commitment stays a commitment of the leader. It can be withdrawn, with a reason."))
    if kind != item.kind:
        raise Refused(_("An action item stays one. Write the commitment down as a new one."))


def refuse_when_settled(item: ActionItem) -> None:
    if item.is_withdrawn:
        raise Refused(_("It was withdrawn, so its words stay as they are. Write down a new one."))
    if item.is_settled:
        raise Refused(_("It is done or seen, so its words stay as they are. Write down a new one."))


def save_item(item: ActionItem, **fields: Any) -> ActionItem:
    for name, value in fields.items():
        setattr(item, name, value)
    item.save(update_fields=list(fields))
    return item


def note_change(item: ActionItem, kind: str, by: User) -> None:
    """Keep what it is now, before it changes; the version says that there is an earlier one to show."""
    now = {name: getattr(item, name) for name in ("text", "owner", "due_on", "done_at", "seen")}
    ItemChange.objects.create(item=item, kind=kind, by=by, at=timezone.now(), **now)
    save_item(item, version=item.version + 1)


@transaction.atomic
def finish_item(*, item: ActionItem, by: User) -> None:
    """Its owner says that it is done; a second time changes nothing."""
    current = locked_item(item)
    refuse_unless_owner(current, by)
    if not current.is_done:
        save_item(current, done_at=timezone.now())
        cancel_deliveries(subject_id=current.pk, kinds=DUE, reason=_("It is done."))


@transaction.atomic
def reopen_item(*, item: ActionItem, by: User) -> None:
    """Its owner says that it is not done after all; both still read that it was said to be."""
    current = locked_item(item)
    refuse_unless_owner(current, by)
    if current.is_done:
        note_change(current, ItemChange.Kind.UNDONE, by)
        save_item(current, done_at=None)


def refuse_unless_owner(item: ActionItem, by: User) -> None:
    if item.is_withdrawn:
        raise Refused(_("It was withdrawn, so it can be neither done nor undone."))
    if not item.can_be_finished(by):
        raise Refused(_("Only the one who does it says that it is done."))


@transaction.atomic
def withdraw_item(*, item: ActionItem, by: User, reason: str) -> None:
    """Take it off the list for good, and say why; both keep reading it, and it counts as promised and not kept.

    Nobody is asked to agree. A second time changes nothing.
    """
    current = locked_item(item)
    if current.is_withdrawn:
        return
    if not current.can_be_withdrawn(by):
        raise Refused(_("Only its owner, or who wrote it down, withdraws it, and only while it is not done or seen."))
    if not reason.strip():
        raise Refused(_("Say in a sentence why it is withdrawn. Both of you read it."))
    save_item(current, withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip())
    cancel_deliveries(subject_id=current.pk, kinds=DUE, reason=_("It was withdrawn."))


@transaction.atomic
def remove_item(*, item: ActionItem, by: User) -> None:
    """Undo a slip of one's own, as if it never was: within ten minutes, while the other has seen nothing of it."""
    current = locked_item(item)
    if not current.is_slip(by, timezone.now()) or Delivery.objects.filter(subject_id=current.pk).exists():
        raise Refused(_("The other may have read it, so it stays. You can withdraw it, with a reason."))
    current.delete()


@transaction.atomic
def say_seen(*, item: ActionItem, seen: str, by: User) -> None:
    """The mentor says whether a commitment can be seen yet. Raises Refused for anybody or anything else."""
    if not item.is_commitment or item.pairing.side_of(by) != Side.JUNIOR:
        raise Refused(_("Only the mentor says whether a commitment of the leader can be seen yet."))
    if seen not in (ActionItem.Seen.SEEN, ActionItem.Seen.NOT_YET):
        raise Refused(_("Choose “seen” or “not yet”."))
    current = locked_item(item)
    if current.is_withdrawn:
        raise Refused(_("It was withdrawn, so there is nothing to see any more."))
    if current.seen == seen:
        return
    if current.seen:
        note_change(current, ItemChange.Kind.SEEN, by)
    save_item(current, seen=seen)


@transaction.atomic
def say_fine(*, item: ActionItem, is_fine: bool, by: User) -> None:
    """The mentor has nothing against a promise being withdrawn. It moves no figure, and nobody asks for it."""
    current = locked_item(item)
    if not current.can_be_fine(by):
        raise Refused(_("Only the mentor may say so, of a commitment that the leader has withdrawn."))
    if bool(current.fine_at) != is_fine:
        save_item(current, fine_at=timezone.now() if is_fine else None)
