"""An operator with log and outbox in hand cannot tell which of the two declined, paused, asked to end or confided."""

import datetime as dt
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
from pairings.services.messages import next_batch
from tests import factories as make
from tests.batches import pass_batch
from tests.mail import deliver_all, plan_all
from tests.mentorship.test_logs import lines  # noqa: F401
from tests.pairings.test_unseen import RANDOM, assert_same

TIMES = ("request_id", "timestamp", "duration_ms")
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
    about_pairs = Delivery.objects.filter(kind__startswith="pairing_")
    told = about_pairs.values_list("recipient", "channel", "due_at", "created_at", "kind")
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


def outbox_alone(hand):
    """Without the log: who does nothing writes no line."""
    return [{"lines": "left out"}], *hand[1:]


def how_many_are_told(rows):
    return sum("pairing_changed" in row for row in rows)


NO = {"decision": "declined", "reason": "No time"}


def when_it_is_over(clock, half):
    """The time to answer passes, and what is told then."""
    for now in (timezone.now() + dt.timedelta(days=3), half.answer_by, next_batch(half.answer_by)):
        clock.move_to(now)
        services.expire_pairings(now=now)
        plan_all()
        services.tell_changes()
        deliver_all()


@pytest.mark.parametrize("until", ["the next batch", "the end"])
def test_which_of_the_two_said_no_shows_nowhere(lines, clock, cast, half, until):  # noqa: F811
    half.refresh_from_db()

    def after(act):
        act()
        if until == "the end":
            when_it_is_over(clock, half)

    hand = compare(lines, cast, clock, acts=[
        lambda: after(lambda: visit(cast.kavya, "pairing_leave", half, {"wish": "partner"})),
        lambda: after(lambda: visit(cast.helen, "pairing_answer", half, NO)),
    ])  # fmt: skip
    assert how_many_are_told(hand[2]) == (4 if until == "the end" else 0)


def test_a_no_before_anybody_else_was_asked_looks_like_silence(lines, clock, cast, half):  # noqa: F811
    asked = make.PairingFactory(
        cycle=cast.cycle, junior=cast.pairing.junior, state="proposed", answer_by="2026-12-03T10:00:00Z",
        agreed_at=None, opened_at=None,
    )  # fmt: skip
    asked = Pairing.objects.with_people().get(pk=asked.pk)

    def says_no():
        visit(cast.kavya, "pairing_answer", asked, NO)
        when_it_is_over(clock, asked)

    outbox, told = compare(lines, cast, clock, known=outbox_alone, acts=[
        says_no, lambda: when_it_is_over(clock, asked),
    ])[1:]  # fmt: skip
    assert outbox
    assert how_many_are_told(told) == 2
