"""That nobody floods others: how much one person may write within a time."""

import datetime as dt
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.models import User

A_DAY = dt.timedelta(days=1)


def refuse_flood(*, by: User, written: QuerySet[Any, Any], at: str, most: int, within: dt.timedelta = A_DAY) -> None:
    """Refuse what would be more than `most` of these within the time; `at` is the field of the instant. To be called
    inside the transaction that writes: posts of one person at the same time wait for each other. What was taken back
    since counts too, for others have had a message of it; the cache alone knows of that.

    What was typed stays in the form, whose view shows the sentence: a 429 would lose it.
    """
    User.objects.select_for_update().get(pk=by.pk)
    now, key = timezone.now(), f"floods:{written.model._meta.label_lower}:{by.pk}"
    times = [time for time in cache.get(key, []) if time > now - within]
    if max(len(times), written.filter(**{f"{at}__gt": now - within}).count()) < most:
        cache.set(key, [*times, now], int(within.total_seconds()))
        return
    raise Refused(
        _(
            "You have written %(n)s in a short time, which is as many as others can take in. What you typed is still "
            "here: send it tomorrow."
        )
        % {"n": most}
    )
