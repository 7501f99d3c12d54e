"""What becomes of holds that are over, and whose a pause is. Both are for the program team and for figures, never for
the two."""

import datetime as dt

from django.db.models import QuerySet

from pairings.models import Hold, Pairing, PastHold


def put_away(holds: QuerySet[Hold], now: dt.datetime) -> None:
    """They are over: of those that had begun the program team keeps the record. `now` is aware."""
    found = list(holds)
    if not found:
        return
    PastHold.objects.bulk_create(
        PastHold(
            pairing_id=hold.pairing_id,
            side=hold.side,
            is_for_request=hold.is_for_request,
            began_at=hold.begins_at,
            ended_at=min(hold.ends_at or now, now),
        )
        for hold in found
        if hold.begins_at <= now
    )
    Hold.objects.filter(pk__in=[hold.pk for hold in found]).delete()


def sides_in_pause(pairing: Pairing) -> set[str]:
    """The sides that have held a paused pairing since the pause began, once nobody does any more; empty where only the
    program has."""
    past = PastHold.objects.filter(pairing=pairing).exclude(side="").order_by()
    if pairing.paused_at:
        past = past.filter(ended_at__gt=pairing.paused_at)
    return set(past.values_list("side", flat=True))


def holder_of(pairing: Pairing, now: dt.datetime) -> str:
    """For which side a paused pairing rests now, `both`, or nothing while the program holds it too: it would rest all
    the same."""
    holds = Hold.objects.filter(pairing=pairing, begins_at__lte=now).order_by()
    sides = set(holds.values_list("side", flat=True))
    if "" in sides or not sides:
        return ""
    return str(sides.pop()) if len(sides) == 1 else "both"
