"""What nobody can tell from a change of partners: who wanted to stay, and what a pair of before has said."""

import random
import re
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import LookBack, Objective, Pairing, RotationChoice
from pairings.services import rotating
from people.clock import start_of_day
from people.models import AuditEntry
from programs.models import Cycle
from sessions.models import ActionItem, Insight, Reflection, SessionLog
from tests import factories as make
from tests.pairings.rotation_stage import (
    DAY,
    Lot,
    agree,
    choose,
    met,
    on_the_day,
    opened,
    place,
    planned,
    published,
    told,
)  # fmt: skip
from tests.proposals.looks import main_of

SECRET = "a-word-of-before"
ID = re.compile(r"[-0-9a-f]{36}")


@pytest.fixture
def day(cast, clock):
    met(cast.pairing, cast.other_pairing)
    return planned(cast.cycle, keeps=1)


@contextmanager
def undone():
    """What is done within is taken back, so that the next world begins where this one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def in_any_order(page):
    """What a page says; pairs of equal score stand in the order of their random ids."""
    return "\n".join(sorted(line.strip() for line in ID.sub("", page).splitlines() if line.strip()))


def everything_seen(cast, sign_in, person):
    """All pages that could tell somebody of their pair, what they are sent, and when rows were written."""
    client = sign_in(person)
    urls = [reverse("pairing_list"), "/", reverse("inbox")]
    if person == cast.priya:
        urls += [
            f"{reverse(name, args=[cast.program.pk])}?cycle={cast.cycle.pk}"
            for name in ("rotation_detail", "oversight_list", "match_board", "participant_list")
        ]
    else:
        urls += [pairing.url for pairing in Pairing.objects.of(person).order_by("created_at")]
    pages = [in_any_order(main_of(client.get(url, follow=True).text)) for url in urls]
    mine = Delivery.objects.filter(recipient=person).order_by("kind", "channel", "due_at")
    rows = list(mine.values_list("kind", "channel", "due_at", "created_at", "not_after", "state", "extra"))
    acts = list(AuditEntry.objects.order_by("act").values_list("act", "at"))
    return pages, rows, acts


def a_change(cast, day, clock, sign_in, reader, lot, choice, monkeypatch, *, is_whole=True):
    """Kavya would like to stay, Jack says `choice`; what the reader meets at every moment of it."""
    monkeypatch.setattr(rotating, "LOT", lot)
    met_at = []
    with undone():
        clock.move_to(start_of_day(day - 25 * DAY, 10))
        choose(cast, "stay", cast.kavya)
        choose(cast, choice, cast.jack)
        met_at.append(everything_seen(cast, sign_in, reader))
        opened(cast, day, clock)
        met_at.append(everything_seen(cast, sign_in, reader))
        if is_whole:
            for pairing in published(cast):
                agree(pairing)
            met_at.append(everything_seen(cast, sign_in, reader))
            on_the_day(day, clock)
            met_at.append(everything_seen(cast, sign_in, reader))
    return met_at


@pytest.mark.parametrize("reader", ["kavya", "priya"])
def test_whose_pair_changes_cannot_tell_what_the_other_one_wanted(cast, day, clock, sign_in, monkeypatch, reader):
    """Neither from a lot that was lost nor from one that was won, and the program team cannot either."""
    reader = getattr(cast, reader)
    worlds = [
        a_change(cast, day, clock, sign_in, reader, lot, choice, monkeypatch)
        for lot, choice in ((Lot(cast.pairing), "change"), (Lot(), "change"), (Lot(), "stay"))
    ]
    assert worlds[0] == worlds[1] == worlds[2]
    assert any("New partners" in page for page in worlds[0][0][0])


def test_two_worlds_can_differ(cast, day, clock, sign_in, monkeypatch):
    """Else the test above could not fail."""
    stays, changes = (
        a_change(cast, day, clock, sign_in, cast.priya, Lot(cast.pairing), choice, monkeypatch, is_whole=False)
        for choice in ("stay", "change")
    )
    assert stays[0] == changes[0]
    assert stays[1] != changes[1]


def test_staying_by_the_lot_and_for_want_of_others_reads_the_same(cast, day, clock, monkeypatch):
    heard = []
    for lot in (Lot(cast.pairing), Lot()):
        monkeypatch.setattr(rotating, "LOT", lot)
        with undone():
            clock.move_to(start_of_day(day - 25 * DAY, 10))
            choose(cast, "stay", cast.kavya, cast.jack)
            rotation = opened(cast, day, clock)
            type(rotation).objects.update(published_at=timezone.now())
            on_the_day(day, clock)
            rows = Delivery.objects.filter(recipient=cast.kavya, kind="rotation_done")
            heard.append(sorted(rows.values_list("channel", "due_at", "created_at", "extra__what")))
    assert heard[0] == heard[1]
    assert heard[0]


def test_no_wish_to_stay_is_left(cast, day, clock):
    choose(cast, "stay", cast.kavya, cast.jack)
    choose(cast, "pause", cast.maria)
    opened(cast, day, clock)
    assert list(RotationChoice.objects.values_list("choice", flat=True)) == ["pause"]


def test_a_new_partner_reads_nothing_of_the_pair_before(cast, day, clock, sign_in):
    held = cast.pairing.meetings.get()
    for author in (cast.kavya, cast.jack):
        SessionLog.objects.create(meeting=held, author=author, learned=SECRET)
        Reflection.objects.create(meeting=held, author=author, text=SECRET)
    Objective.objects.create(pairing=cast.pairing, title=SECRET, measure=SECRET)
    ActionItem.objects.create(pairing=cast.pairing, text=SECRET, owner="junior")
    Insight.objects.create(pairing=cast.pairing, meeting=held, author=cast.kavya, text=SECRET)
    LookBack.objects.create(pairing=cast.pairing, side="senior", thanks=SECRET)
    type(cast.agreement).objects.filter(pk=cast.agreement.pk).update(expectations=SECRET)
    opened(cast, day, clock)
    for pairing in published(cast):
        agree(pairing)
    on_the_day(day, clock)
    new = Pairing.objects.get(junior__user=cast.kavya, senior__user=cast.helen)
    client = sign_in(cast.helen)
    urls = ["/", reverse("pairing_list"), new.url, reverse("agreement_detail", args=[new.pk]), reverse("inbox")]
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200
        assert SECRET not in answer.text
    for name in ("pairing_detail", "agreement_detail", "pairing_look_back"):
        assert client.get(reverse(name, args=[cast.pairing.pk])).status_code == 404
    assert SECRET in sign_in(cast.kavya).get(cast.pairing.url).text


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_over_several_changes_nobody_has_a_partner_twice(cast, day, clock, seed):
    """People join, pause and stop, and lots keep pairs together; no two who were partners are ever asked again. Who let
    a question run out has not been anybody's partner."""
    rng = random.Random(seed)
    for _number in range(3):
        for side, level in (("junior", 1), ("senior", 6)):
            make.ParticipantFactory(cycle=cast.cycle, side=side, state="approved", user__level=level)
    partners = {frozenset({pair.junior_id, pair.senior_id}) for pair in Pairing.objects.all()}
    for number in range(4):
        for participant in cast.cycle.participants.filter(state__in=["approved", "active"]):
            choice = rng.choice(["change", "stay", "stay", "pause", "stop"] if number else ["stay"])
            services.choose_for_rotation(participant=participant, choice=choice)
        opened(cast, day, clock)
        try:
            new = list(published(cast))
        except Refused:  # nobody is left for anybody
            services.call_off_rotation(cycle=cast.cycle, by=cast.priya)
            break
        for pairing in new:
            two = frozenset({pairing.junior_id, pairing.senior_id})
            assert two not in partners
            if rng.random() < 0.8:
                agree(pairing)
                partners.add(two)
        on_the_day(day, clock)
        Pairing.objects.filter(state="preparing").update(state="active", opened_at=timezone.now())
        now = list(Pairing.objects.agreed().values_list("junior", "senior"))
        places = [one for pair in now for one in pair]
        assert len(places) == len(set(places))
        clock.shift(20 * DAY)
        day = planned(cast.cycle, keeps=1)
        cast.cycle = Cycle.objects.get(pk=cast.cycle.pk)
    assert len(partners) > 2


def test_whoever_has_nobody_new_keeps_their_place(cast, day, clock):
    opened(cast, day, clock)
    published(cast)
    on_the_day(day, clock)
    assert told(cast.kavya) == ["waits"]
    assert place(cast, cast.kavya).state == "approved"


@pytest.mark.parametrize("said", ["pause", "stop", "stay"])
def test_the_number_of_those_who_can_be_matched_tells_a_coordinator_nothing_of_their_partner(
    cast, day, clock, sign_in, monkeypatch, said
):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    monkeypatch.setattr(rotating, "LOT", Lot(cast.pairing))
    pages, begin = [], timezone.now()
    for choice in ("change", said):
        clock.move_to(begin)
        with undone():
            choose(cast, choice, cast.kavya)
            choose(cast, "stay", cast.jack)
            opened(cast, day, clock)
            url = f"{reverse('match_board', args=[cast.program.pk])}?cycle={cast.cycle.pk}"
            pages.append(re.findall(r'content nums">\s*(?:<a[^>]*>)?(\d+)', sign_in(cast.jack).get(url).text))
    assert pages[0] == pages[1]
    assert len(pages[0]) == 5
