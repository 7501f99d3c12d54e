"""Wishes for a change after a review as one list, and what is done about several at once."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings.models import Pairing
from people.models import AuditEntry
from programs.models import Cycle, Participant, Todo
from sessions.models import ChangeWish, ReviewRound
from tests import factories as make
from tests.query_counts import assert_cost_stays


@pytest.fixture
def closed(cast):
    day = timezone.localdate()
    return ReviewRound.objects.create(
        cycle=cast.cycle, number=1, state="closed", opens_on=day, closes_on=day, closed_at=timezone.now()
    )


@pytest.fixture
def wished(cast, closed):
    """Kavya would like another partner, Maria would like to stop."""
    return [
        ChangeWish.objects.create(round=closed, pairing=pairing, user=user, wish=wish)
        for pairing, user, wish in ((cast.pairing, cast.kavya, "swap"), (cast.other_pairing, cast.maria, "stop"))
    ]


def list_url(cast, **query):
    return reverse("change_wish_list", args=[cast.program.pk], query=query)


def act_url(cast, act, wishes=()):
    return reverse("change_wish_act", args=[cast.program.pk, act], query={"who": [wish.pk for wish in wishes]})


def shown(client, cast, **query):
    return [(wish.user, wish.wish) for wish in client.get(list_url(cast, **query)).context["page"]]


def test_one_list_with_a_filter(cast, sign_in, wished):
    client = sign_in(cast.priya)
    assert shown(client, cast) == [(cast.kavya, "swap"), (cast.maria, "stop")]
    assert shown(client, cast, wish="stop") == [(cast.maria, "stop")]


def test_a_later_round_takes_the_place_of_what_was_said_before(cast, sign_in, closed, wished):
    """Whoever says nothing in it looks like one who wants to go on."""
    ReviewRound.objects.create(
        cycle=cast.cycle, number=2, state="closed", opens_on=closed.opens_on, closes_on=closed.closes_on,
        closed_at=timezone.now(),
    )  # fmt: skip
    assert shown(sign_in(cast.priya), cast) == []


def test_nothing_is_told_while_a_round_is_open(cast, sign_in, closed, wished):
    ReviewRound.objects.update(state="open")
    client = sign_in(cast.priya)
    assert shown(client, cast) == []
    client.post(act_url(cast, "end"), {"who": [wish.pk for wish in wished]})
    assert not Pairing.objects.filter(ends_at__isnull=False).exists()


@pytest.mark.parametrize("how", ["manager", "assistant"])
def test_whoever_is_close_neither_reads_nor_ends(cast, sign_in, wished, how):
    if how == "manager":
        cast.kavya.manager = cast.priya
        cast.kavya.save()
    else:
        cast.jack.assistants.add(cast.priya)
    client = sign_in(cast.priya)
    assert shown(client, cast) == [(cast.maria, "stop")]
    assert cast.kavya.name not in client.get(act_url(cast, "end", wished)).text
    client.post(act_url(cast, "end"), {"who": [wished[0].pk]})
    assert Pairing.objects.get(pk=cast.pairing.pk).ends_at is None


@pytest.mark.parametrize("who", ["kavya", "jack", "lena", "noor", "sam", "igor"])
def test_nobody_else_has_the_list(cast, sign_in, wished, who):
    client = sign_in(cast.people[who])
    for url in (list_url(cast), act_url(cast, "end", wished), act_url(cast, "talk", wished)):
        assert client.get(url).status_code in (403, 404)


def test_a_conversation_begins_with_those_who_said_so_and_gives_nobody_away(cast, sign_in, wished):
    client = sign_in(cast.priya)
    location = client.get(act_url(cast, "talk", wished)).headers["Location"]
    query = parse_qs(urlsplit(location).query)
    assert set(query["who"]) == {str(cast.pairing.junior_id), str(cast.other_pairing.junior_id)}
    page = client.get(location)
    assert set(page.context["named"]) == {cast.kavya, cast.maria}
    words = page.context["form"].initial
    assert words["subject"] == "How is {program} for you?"
    assert not any(word in words["text"].lower() for word in ("review", "wish", "change", "partner", "stop"))


def test_ending_asks_first_then_ends_with_one_batch_and_leaves_out_who_stops(clock, cast, sign_in, wished):
    client = sign_in(cast.priya)
    page = client.get(act_url(cast, "end", wished))
    assert "End 2 pairs?" in page.text
    assert not Pairing.objects.filter(ends_at__isnull=False).exists()
    for _twice in range(2):
        answer = client.post(act_url(cast, "end"), {"who": [wish.pk for wish in wished], "cycle": cast.cycle.pk})
        assert answer.headers["Location"] == list_url(cast, cycle=cast.cycle.pk)
    hours = set(Pairing.objects.filter(cycle=cast.cycle).values_list("ends_at", flat=True))
    assert len(hours) == 1
    assert None not in hours
    assert set(Participant.objects.filter(is_paused=True).values_list("user", flat=True)) == {cast.maria.pk}
    assert AuditEntry.objects.filter(act="pairing.ended", actor=cast.priya).count() == 2
    assert not Delivery.objects.filter(recipient__in=[cast.kavya, cast.jack]).exists()


def test_a_request_is_settled_with_the_end(cast, sign_in, wished):
    Todo.objects.create(program=cast.program, kind="leave_request", subject_id=cast.pairing.pk, text="Both")
    sign_in(cast.priya).post(act_url(cast, "end"), {"who": [wished[0].pk]})
    assert not Todo.objects.open().exists()


def test_new_partners_are_for_those_who_want_one(cast, sign_in, wished):
    client = sign_in(cast.priya)
    page = client.get(act_url(cast, "partner", wished))
    assert [wish.user for wish in page.context["meant"]] == [cast.kavya]
    assert [wish.user for wish in page.context["left_out"]] == [cast.maria]
    answer = client.post(act_url(cast, "partner"), {"who": [wish.pk for wish in wished], "cycle": cast.cycle.pk})
    assert answer.headers["Location"] == reverse("match_board", args=[cast.program.pk], query={"cycle": cast.cycle.pk})
    assert Pairing.objects.get(pk=cast.pairing.pk).ends_at is not None
    assert Pairing.objects.get(pk=cast.other_pairing.pk).ends_at is None
    assert not Participant.objects.filter(is_paused=True).exists()


def test_what_cannot_be_done_says_so(cast, sign_in, wished):
    client = sign_in(cast.priya)
    assert "Nobody is ticked" in client.get(act_url(cast, "end"), follow=True).text
    assert "Nobody is ticked" in client.get(f"{act_url(cast, 'end')}?who=rubbish", follow=True).text
    Cycle.objects.update(state="closing")
    assert "You can still end pairs" in client.get(act_url(cast, "partner", wished), follow=True).text
    Pairing.objects.update(ends_at=timezone.now())
    assert "nothing left to do" in client.get(act_url(cast, "end", wished), follow=True).text


def test_the_list_costs_the_same_however_long(cast, sign_in, closed):
    def add_wish():
        pairing = make.PairingFactory(cycle=cast.cycle)
        ChangeWish.objects.create(round=closed, pairing=pairing, user=pairing.junior.user, wish="swap")

    assert_cost_stays(sign_in(cast.priya), list_url(cast), add_wish)


def test_what_was_talked_over_is_noted_with_who_and_when_and_can_be_left_out(cast, sign_in, wished):
    """The first to note it counts; nobody is told."""
    client, told = sign_in(cast.priya), Delivery.objects.count()
    page = client.get(act_url(cast, "talked", wished[:1]))
    assert "Note that you have talked it over?" in page.text
    assert not ChangeWish.objects.filter(talked_at__isnull=False).exists()
    data = {"who": [wished[0].pk], "cycle": cast.cycle.pk}
    assert "1 wish is noted as talked over." in client.post(act_url(cast, "talked"), data, follow=True).text
    assert "It was noted already." in sign_in(cast.omar).post(act_url(cast, "talked"), data, follow=True).text
    wish = ChangeWish.objects.get(pk=wished[0].pk)
    assert wish.talked_by == cast.priya
    assert wish.talked_at
    client = sign_in(cast.priya)
    assert shown(client, cast, talked="no") == [(cast.maria, "stop")]
    assert shown(client, cast, talked="yes") == [(cast.kavya, "swap")]
    assert cast.priya.name in client.get(list_url(cast)).text.partition("Talked over:")[2][:400]
    assert Delivery.objects.count() == told


def test_ticks_of_other_pages_stay(cast, sign_in, wished):
    text = sign_in(cast.priya).get(list_url(cast, wish="stop", who=wished[0].pk)).text
    assert f'value="{wished[0].pk.hex}" form="bulk"' in text
