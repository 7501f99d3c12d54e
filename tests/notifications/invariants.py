"""What must hold after every fault: one checker for all of them."""

from collections import Counter

from django.db.models import F

from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.querysets import FINAL


def check(server, *, may_be_doubled: int = 0) -> None:
    """Every delivery has a final state; nothing arrived twice but for `may_be_doubled` messages, and those with
    the same Message-ID; what is `sent` has arrived; nothing arrived that is neither sent nor uncertain."""
    copies = Counter(server.ids())
    assert max(copies.values(), default=1) <= 2
    assert sum(n - 1 for n in copies.values()) <= may_be_doubled
    mails = Delivery.objects.filter(channel=Channel.EMAIL)
    assert set(Delivery.objects.values_list("state", flat=True)) <= set(FINAL)
    sent = {f"<{pk.hex}@localhost>" for pk in mails.filter(state="sent").values_list("pk", flat=True)}
    uncertain = {f"<{pk.hex}@localhost>" for pk in mails.filter(state="uncertain").values_list("pk", flat=True)}
    assert sent <= set(copies) <= sent | uncertain
    early = mails.filter(state="sent", sent_at__lt=F("due_at"))
    late = mails.filter(state="sent", not_after__isnull=False, sent_at__gt=F("not_after"))
    assert not early.exists()
    assert not late.exists()
