"""Action items that are due, and the leader's commitments that the mentor has not spoken to."""

import datetime as dt
import uuid

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from insights.home.home_items import Owed, Urgency
from pairings.models import Pairing
from people.clock import home_zone
from people.models import User
from programs.models import Side
from sessions.models import ActionItem
from sessions.services import shown_to

AHEAD = dt.timedelta(days=14)


def owed_promises(user: User, now: dt.datetime, pairings: dict[uuid.UUID, Pairing]) -> list[Owed]:
    """`pairings` are those in which `user` is one of the two, for nobody else reads items. Two queries."""
    unsaid = Q(kind=ActionItem.Kind.COMMITMENT, seen=ActionItem.Seen.UNKNOWN)
    open_items = ActionItem.objects.standing().filter(pairing__in=list(pairings))
    items = shown_to(user, open_items.filter(Q(done_at__isnull=True) | unsaid).order_by("due_on"))
    if not items:
        return []
    today = now.astimezone(home_zone()).date()
    return [owed for item in items if (owed := owed_for_item(item, pairings[item.pairing_id], user, today))]


def owed_for_item(item: ActionItem, pairing: Pairing, user: User, today: dt.date) -> Owed | None:
    """What `user` is to do about an item; None where it is the other one's turn, or far ahead."""
    side = pairing.side_of(user)
    if item.owner == side and not item.is_done:
        return item_due(item, pairing, user, today)
    if item.is_commitment and side == Side.JUNIOR and not item.seen and is_ripe(item, today):
        return commitment_to_confirm(item, pairing)
    return None


def is_ripe(item: ActionItem, today: dt.date) -> bool:
    """A promise can be spoken to once it is said to be kept, or its day has come."""
    return item.is_done or (item.due_on is not None and item.due_on <= today)


def item_due(item: ActionItem, pairing: Pairing, user: User, today: dt.date) -> Owed | None:
    if item.due_on is None or item.due_on > today + AHEAD:
        return None
    partner = {"name": pairing.partner_of(user).short_name, "day": date_format(item.due_on)}
    agreed = _("You promised this to %(name)s for %(day)s.") if item.is_commitment else _("With %(name)s, due %(day)s.")
    return Owed(
        item.text, reverse("item_edit", args=[item.pk]), _("Open"), note=agreed % partner,
        urgency=Urgency.PROMISE, due_on=item.due_on, is_late=item.due_on < today,
    )  # fmt: skip


def commitment_to_confirm(item: ActionItem, pairing: Pairing) -> Owed:
    names = {"name": pairing.senior.user.short_name, "what": item.text}
    return Owed(
        _("Have you seen it yet? %(name)s promised: %(what)s") % names,
        pairing.url, _("Say seen or not yet"), note=_("Only %(name)s and you read your answer.") % names,
        urgency=Urgency.PROMISE, due_on=item.due_on,
    )  # fmt: skip
