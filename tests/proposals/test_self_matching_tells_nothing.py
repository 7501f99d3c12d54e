"""What nobody can tell from how mentors and leaders find each other: a no, a silence, a hidden question."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from pairings import services
from pairings.models import Pairing
from pairings.services.messages import next_batch
from proposals.models import MatchPolicy
from proposals.partner_search import search
from proposals.services.self_match import ask_partner
from tests import factories as make
from tests.proposals.looks import main_of
from tests.proposals.self_matching_stage import DAY, TOLD, ask_url, list_url, names, news

ENDINGS = ("a no", "silence", "withdrawal", "leaving")


def end(pairing, asked, how):
    """The request comes to nothing on the second day, or by silence at its end."""
    if how == "silence":
        with time_machine.travel(pairing.answer_by + dt.timedelta(minutes=4)):
            services.expire_pairings(now=timezone.now())
        return
    with time_machine.travel(pairing.proposed_at + dt.timedelta(days=1)):
        if how == "a no":
            services.decline_pairing(pairing=pairing, by=asked.user, reason="He scares me")
        elif how == "withdrawal":
            from programs.services import withdraw_participant

            withdraw_participant(participant=asked, by=asked.user)
        else:
            from people.directory.services import deactivate_person

            deactivate_person(person=asked.user, by=make.UserFactory())


def what_the_asker_meets(sign_in, pairing, place, now):
    """Every page and message of the one who asked, at one moment."""
    with time_machine.travel(now):
        client = sign_in(place.user)
        pages = [
            client.get(url) for url in (pairing.url, reverse("pairing_list"), list_url(place), "/", reverse("inbox"))
        ]
        return [(page.status_code, main_of(page.text)) for page in pages]


@pytest.mark.parametrize("asker", ["ana", "lea"])
def test_whoever_asked_cannot_tell_a_no_from_silence_or_withdrawal(
    cast, open_round, sign_in, asker, transactional_undo
):
    place, asked = (open_round.ana, open_round.lea) if asker == "ana" else (open_round.lea, open_round.ana)
    with time_machine.travel(dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)):
        pairing = ask_partner(participant=place, other=asked)
    told_at = next_batch(pairing.answer_by)
    moments = [pairing.proposed_at + dt.timedelta(days=3), told_at - dt.timedelta(minutes=1), told_at]
    met = {}
    for how in ENDINGS:
        with transactional_undo():
            end(pairing, asked, how)
            pages = [what_the_asker_meets(sign_in, pairing, place, now) for now in moments[1:]]
            early = what_the_asker_meets(sign_in, pairing, place, moments[0]) if how != "silence" else None
            services.tell_changes(now=told_at)
            messages = news(pairing, place)
            met[how] = messages, pages
            assert {due for _kind, _channel, due, _extra in messages} == {told_at}
            if early:
                assert TOLD in early[0][1]
    assert met["a no"] == met["silence"] == met["withdrawal"] == met["leaving"]
    assert TOLD in met["a no"][1][0][0][1]
    assert "The program has changed your pairing" in met["a no"][1][1][0][1]


@pytest.fixture
def transactional_undo():
    from contextlib import contextmanager

    from django.db import transaction

    class Undo(Exception):
        pass

    @contextmanager
    def undone():
        try:
            with transaction.atomic():
                yield
                raise Undo
        except Undo:
            pass

    return undone


def test_until_it_is_told_the_place_stays_taken_in_all_eyes(open_round, wanted):
    services.decline_pairing(pairing=wanted, by=open_round.ana.user)
    told_at = next_batch(wanted.answer_by)
    before, after = told_at - dt.timedelta(minutes=1), told_at + dt.timedelta(minutes=1)
    policy = MatchPolicy.objects.get(program=open_round.cycle.program)
    assert search(open_round.lea, policy, before).free == 0
    assert names(open_round.ben, before) == ["Max"]
    assert names(open_round.max, before) == ["Ben"]
    assert names(open_round.ana) == ["Max"]
    assert sorted(names(open_round.ben, after)) == ["Lea", "Max"]
    assert sorted(names(open_round.max, after)) == ["Ana", "Ben"]


@pytest.mark.parametrize("how", ENDINGS[:2])
def test_after_a_no_or_a_silence_neither_is_suggested_to_the_other_again(open_round, wanted, how):
    end(wanted, open_round.ana, how)
    later = next_batch(wanted.answer_by) + dt.timedelta(days=30)
    assert (names(open_round.lea, later), names(open_round.ana, later)) == (["Ben"], ["Max"])


@pytest.mark.parametrize("asks", [None, "junior", "senior"])
def test_former_partners_are_left_out_whether_or_not_one_asked_to_end_it(clock, open_round, asks):
    """Who was paired to the planned end is suggested to the other as little as one who wanted out in private."""
    earlier = make.CycleFactory(program=open_round.cycle.program, state="closed")
    places = {
        side: make.ParticipantFactory(user=getattr(open_round, name).user, cycle=earlier, side=side, state="completed")
        for side, name in (("junior", "ana"), ("senior", "lea"))
    }
    over = make.PairingFactory(cycle=earlier, **places)
    if asks:
        services.leave_pairing(pairing=over, by=places[asks].user, wish="partner")
    Pairing.objects.filter(pk=over.pk).update(state="completed", outcome_at=timezone.now())
    assert (names(open_round.ana), names(open_round.lea)) == (["Max"], ["Ben"])


@pytest.fixture
def hidden(clock, open_round):
    """The program has proposed Ana to Lea; Ana is asked first, and Lea must not know of it."""
    return make.PairingFactory(
        cycle=open_round.cycle, junior=open_round.ana, senior=open_round.lea, state="proposed",
        answer_by=timezone.now() + 10 * DAY, agreed_at=None, opened_at=None,
    )  # fmt: skip


def answered(pairing, how, place):
    if how == "a no":
        services.decline_pairing(pairing=pairing, by=place.user)
    elif how == "withdrawal":
        services.withdraw_pairings(pairings=[pairing], by=None)
    elif how == "the program ends it":
        services.end_pairing(pairing=pairing, by=None)


def test_a_leader_reads_from_the_list_neither_that_somebody_is_asked_about_her_nor_the_answer(
    clock, open_round, sign_in, transactional_undo
):
    """Whom the program proposes to her drops out with the publishing, for good. Nothing else does."""
    lea, start = open_round.lea, timezone.now()
    assert sorted(names(lea)) == ["Ana", "Ben"]
    for how in ("a no", "silence", "withdrawal", "the program ends it"):
        with transactional_undo():
            clock.move_to(start)
            pairing = make.PairingFactory(
                cycle=open_round.cycle, junior=open_round.ana, senior=lea, state="proposed",
                answer_by=start + 10 * DAY, agreed_at=None, opened_at=None,
            )  # fmt: skip
            shown = [names(lea)]
            for hours in (1, 2, 30, 24 * 9, 24 * 11, 24 * 40):
                clock.move_to(start + dt.timedelta(hours=hours))
                if hours == 1:
                    answered(pairing, how, open_round.ana)
                services.expire_pairings(now=timezone.now())
                services.tell_changes()
                shown.append(names(lea))
                assert "Nobody to suggest" not in sign_in(lea.user).get(list_url(lea)).text
            assert shown == [["Ben"]] * 7, how


def test_others_see_no_sooner_that_somebody_is_free_again_after_a_no_than_after_a_silence(
    clock, open_round, transactional_undo
):
    start, seen_by_max = timezone.now(), {}
    for how in ("a no", "silence"):
        with transactional_undo():
            clock.move_to(start)
            pairing = make.PairingFactory(
                cycle=open_round.cycle, junior=open_round.ana, senior=open_round.lea, state="proposed",
                answer_by=start + 10 * DAY, agreed_at=None, opened_at=None,
            )  # fmt: skip
            seen_by_max[how] = []
            for hours in (1, 2, 30, 24 * 9, next_batch(start + 10 * DAY)):
                clock.move_to(start + dt.timedelta(hours=hours) if isinstance(hours, int) else hours)
                if hours == 1:
                    answered(pairing, how, open_round.ana)
                services.expire_pairings(now=timezone.now())
                seen_by_max[how].append(sorted(names(open_round.max)))
    assert seen_by_max["a no"] == seen_by_max["silence"] == [["Ben"]] * 4 + [["Ana", "Ben"]]


def test_whoever_asks_again_reads_the_same_while_it_is_open_and_after_a_hidden_no(clock, open_round, wanted, sign_in):
    client, url = sign_in(open_round.lea.user), ask_url(open_round.lea, open_round.ana)
    while_open = main_of(client.post(url, follow=True).text)
    services.decline_pairing(pairing=wanted, by=open_round.ana.user)
    assert main_of(client.post(url, follow=True).text) == while_open
    assert TOLD in while_open


def test_a_leader_with_a_hidden_question_may_ask_somebody_else(hidden, open_round):
    with pytest.raises(Refused, match="cannot be asked at the moment"):
        ask_partner(participant=open_round.lea, other=open_round.ana)
    assert ask_partner(participant=open_round.lea, other=open_round.ben).state == "proposed"
