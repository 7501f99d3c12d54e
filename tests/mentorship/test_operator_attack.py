"""An operator with log and outbox in hand cannot tell which of the two declined, paused, asked to end or confided."""

import re

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import services
from pairings.models import Pairing
from tests import factories as make
from tests.batches import pass_batch
from tests.mail import deliver_all, plan_all
from tests.mentorship.test_logs import lines  # noqa: F401
from tests.pairings.test_unseen import RANDOM, assert_same

TIMES = ("request_id", "timestamp")
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def half(clock, cast):
    """Kavya has said yes to Helen, who is asked."""
    cast.cycle.participants.update(capacity=2)
    asked = make.PairingFactory(
        cycle=cast.cycle, junior=cast.pairing.junior, senior=cast.other_pairing.senior, state="proposed",
        answer_by="2026-12-03T10:00:00Z", agreed_at=None, opened_at=None,
    )  # fmt: skip
    asked = Pairing.objects.with_people().get(pk=asked.pk)
    services.accept_pairing(pairing=asked, by=cast.kavya)
    deliver_all()
    return asked


def visit(person, page, pairing, typed):
    """As in a browser: the first page, the form, the post, where it leads to, and on to a harmless page."""
    client, url = Client(), reverse(page, args=[pairing.pk])
    client.force_login(person)
    client.get("/")
    client.get(url)
    client.post(url, typed, follow=True)
    client.get(reverse("pairing_list"))


def at_hand(lines, cast, clock, act):  # noqa: F811
    """What the operator has afterwards: lines without what differs from one request to the next, the outbox's pages,
    and who is told what, when."""
    before = len(lines())
    act()
    plan_all()
    deliver_all()
    pass_batch(clock)
    deliver_all()
    written = [{key: value for key, value in line.items() if key not in TIMES} for line in lines()[before:]]
    client = Client()
    client.force_login(cast.igor)
    urls = (reverse("outbox"), reverse("outbox") + "?state=sent", "/")
    pages = [cells_of(client.get(url).text) for url in urls]
    told = Delivery.objects.filter(kind="pairing_changed").values_list("recipient", "channel", "due_at", "created_at")
    return written, pages, sorted(map(str, told))


def cells_of(page):
    """Lines and cells in order: rows of one moment stand in any order."""
    return "\n".join(sorted(re.split(r"\n|(?=<t[dr])", UUID.sub("…", RANDOM.sub("…", page)))))


def compare(lines, cast, clock, acts, known=lambda hand: hand):  # noqa: F811
    begins, found = timezone.now(), []
    for act in acts:
        with transaction.atomic():
            found.append(known(at_hand(lines, cast, clock, act)))
            transaction.set_rollback(True)
        clock.move_to(begins)
    first, *others = found
    for other in others:
        for mine, theirs in zip(first, other, strict=True):
            assert_same(("first", [mine]), ("second", [theirs]))
    assert first[0], "the log of nothing proves nothing"
    text = str(first[0])
    assert not UUID.search(text)
    for word in ("Kavya", "Jack", "leave", "pause", "word", "answer", "take-back", "user_id"):
        assert word not in text
    return first


ACTS = {
    "pause": ("pairing_pause", {}),
    "end": ("pairing_leave", {"wish": "partner", "reason": "He shouts"}),
    "word": ("word_write", {"to": "team", "text": "He shouts"}),
}


@pytest.mark.parametrize("what", ACTS)
def test_which_of_the_two_asked_shows_nowhere(lines, clock, cast, what):  # noqa: F811
    page, typed = ACTS[what]
    visits = [lambda one=one: visit(one, page, cast.pairing, typed) for one in (cast.kavya, cast.jack)]
    found = compare(lines, cast, clock, visits)
    assert len({row.split(",")[0] for row in found[2]}) == (0 if what == "word" else 2)


def but_the_hour(hand):
    """What docs/privacy.md promises of a no: whom the outbox tells, and not when."""
    written, _pages, told = hand
    return written, [], [row.split(", datetime")[0] for row in told]


def test_which_of_the_two_said_no_shows_in_no_line_and_no_name(lines, clock, cast, half):  # noqa: F811
    found = compare(lines, cast, clock, known=but_the_hour, acts=[
        lambda: visit(cast.kavya, "pairing_leave", half, {"wish": "partner"}),
        lambda: visit(cast.helen, "pairing_answer", half, {"decision": "declined", "reason": "No time"}),
    ])  # fmt: skip
    assert len(found[2]) == 4
