"""What the frame of every page asks of the people app; the contract is `frame.upper_floors.PeopleForFrame`."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.clock import hour_of
from people.models import FormToken
from people.models.organization import home_zone_name, vocabulary

__all__ = ["answer_of", "claim_post", "home_zone_name", "keep_answer", "release_post", "vocabulary"]

KEPT = dt.timedelta(days=1)
#: A post whose process died does not hold its token for longer.
LOST = dt.timedelta(minutes=15)


def claim_post(key: uuid.UUID) -> bool:
    """Whether this post is the first with its key. The database lets only one of many at once be it."""
    try:
        with transaction.atomic():
            FormToken.objects.create(key=key)
    except IntegrityError:
        now = timezone.now()
        lost = FormToken.objects.filter(key=key, answer="", claimed_at__lt=now - LOST)
        return bool(lost.update(claimed_at=now))
    return True


def keep_answer(key: uuid.UUID, answer: str) -> None:
    """Where the first post led, sealed, for those that repeat it; and of its time the hour, which forgetting needs."""
    FormToken.objects.filter(key=key).update(answer=answer, claimed_at=hour_of(timezone.now()))


def release_post(key: uuid.UUID) -> None:
    """Forget a post that led nowhere, so that the corrected form can be sent."""
    FormToken.objects.filter(key=key).delete()


def answer_of(key: uuid.UUID) -> str | None:
    """Where the first post led, sealed; empty while it is at work, None when it is forgotten."""
    return FormToken.objects.filter(key=key).values_list("answer", flat=True).first()
