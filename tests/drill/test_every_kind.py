"""The drill drives every kind of message that there is."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from notifications import kinds
from notifications.models import Delivery
from tests.drill.every_kind import owe_every_kind
from tests.mail import deliver_all


@pytest.mark.slow
@pytest.mark.django_db
def test_of_every_kind_one_leaves(mailoutbox):
    begins = timezone.now() - dt.timedelta(minutes=1)
    count = owe_every_kind(random.Random(1), begins, 30)
    while sum(deliver_all().values()):
        pass
    rows = Delivery.objects.filter(key__contains=":canary:")
    assert rows.count() <= count
    sent = set(rows.filter(state="sent").values_list("kind", flat=True))
    assert {kind.code for kind in kinds.all_kinds()} - sent == set()
