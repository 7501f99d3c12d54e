"""Mentors and leaders who find each other: who is suggested, who is asked, and what nobody can tell from it."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import Consent, Pairing
from pairings.party_view import Stage, stage_of
from pairings.services.messages import next_batch
from people.models import ConflictOfInterest, User
from programs.models import Cycle, Participant, Side, Todo, Wish
from proposals.models import MatchPolicy
from proposals.partner_search import search
from proposals.read_problem import read_problem
from proposals.services.self_match import ask_partner
from tests import factories as make
from tests.batches import pass_batch
from tests.proposals.looks import main_of

TOLD = "You have asked; the program will tell you how it stands."
NOBODY = "This person cannot be asked at the moment. Choose somebody else."


@pytest.fixture
def open_round(cast, matching):
    """The cycle with Ana, Ben, Lea and Max, in which people may find each other and every two of them fit."""
    MatchPolicy.objects.filter(program=cast.program).update(allows_self_matching=True, needs_shared_topic=False)
    return matching


@pytest.fixture
def wanted(open_round):
    """Lea has asked Ana to be her mentor."""
    return ask_partner(place=open_round.lea, other=open_round.ana)


@pytest.fixture
def offered(open_round):
    """Ana has asked whether Lea would learn from her."""
    return ask_partner(place=open_round.ana, other=open_round.lea)


def names(place, now=None):
    policy = MatchPolicy.objects.get(program=place.cycle.program)
    return [one.place.user.first_name for one in search(place, policy, now or timezone.now()).found]


def list_url(place):
    return reverse("partner_list", args=[place.pk])


def ask_url(place, other):
    return reverse("partner_ask", args=[place.pk, other.pk])


def seen(pairing, place, now=None):
    return stage_of(Pairing.objects.with_people().get(pk=pairing.pk), place.user, now or timezone.now())


def news(pairing, place):
    rows = Delivery.objects.filter(subject_id=pairing.pk, recipient=place.user).exclude(state="cancelled")
    return sorted((row.kind, row.channel, row.due_at, str(row.extra)) for row in rows)


def test_the_best_fit_comes_first_with_its_parts_and_topics(open_round, sign_in):
    page = sign_in(open_round.max.user).get(list_url(open_round.max)).text
    assert names(open_round.max) == ["Ben", "Ana"]
    assert page.index("Ben Test") < page.index("Ana Test")
    assert "Shares what you want to learn: Films." in page
    assert "Wanted topics covered" in page
    assert names(open_round.ana) == ["Lea", "Max"]


@pytest.mark.parametrize("why", ["level", "HR's conflict", "her private one", "his private one", "taken out", "paused"])
def test_who_cannot_be_asked_is_simply_not_there(cast, open_round, sign_in, why):
    ana, lea = open_round.ana, open_round.lea
    owner = {"her private one": ana.user, "his private one": lea.user}.get(why)
    if why == "level":
        User.objects.filter(pk=ana.user_id).update(level=5)
    elif why == "taken out":
        taken_out = [[str(ana.pk), str(lea.pk)]]
        open_round.cycle.match_runs.create(state="done", kept_at=timezone.now(), forbidden=taken_out)
    elif why == "paused":
        Participant.objects.filter(pk=ana.pk).update(is_paused=True)
    else:
        ConflictOfInterest.objects.create(person=ana.user, other=lea.user, owner=owner, note="Old story")
    client = sign_in(lea.user)
    page = client.get(list_url(lea)).text
    assert names(lea) == ["Ben"]
    for word in ("Ana Test", "protected", "conflict", "Old story"):
        assert word not in page
    asked = client.post(ask_url(lea, ana), follow=True)
    assert NOBODY in asked.text
    assert not Pairing.objects.filter(junior=ana).exists()


def test_pages_with_and_without_a_private_conflict_differ_in_nothing_but_that_person(open_round, sign_in):
    User.objects.filter(pk=open_round.ana.user_id).update(level=5)
    client = sign_in(open_round.lea.user)
    by_level = client.get(list_url(open_round.lea)).text
    User.objects.filter(pk=open_round.ana.user_id).update(level=1)
    ConflictOfInterest.objects.create(person=open_round.ana.user, other=open_round.lea.user, owner=open_round.ana.user)
    assert main_of(client.get(list_url(open_round.lea)).text) == main_of(by_level)


def test_the_wishes_of_others_change_neither_score_nor_order(open_round):
    policy = MatchPolicy.objects.get(program=open_round.cycle.program)

    def scores(place):
        return [(one.place.pk, one.score) for one in search(place, policy, timezone.now()).found]

    before = scores(open_round.lea)
    Wish.objects.create(participant=open_round.ben, wanted=open_round.lea.user, rank=1)
    assert scores(open_round.lea) == before
    Wish.objects.create(participant=open_round.lea, wanted=open_round.ben.user, rank=1)
    assert scores(open_round.lea) != before


def test_a_mentor_who_is_asked_gets_the_ordinary_question_and_the_leader_one_sentence(open_round, wanted, sign_in):
    ana, lea = open_round.ana, open_round.lea
    assert [kind for kind, *_ in news(wanted, ana)] == ["pairing_to_answer"] * 2
    assert news(wanted, lea) == []
    assert (seen(wanted, ana), seen(wanted, lea)) == (Stage.ASKED, Stage.REQUESTED)
    assert TOLD in sign_in(lea.user).get(wanted.url).text
    question = sign_in(ana.user).get(reverse("pairing_answer", args=[wanted.pk])).text
    assert "Lea Test is proposed to you" in question
    assert "You would be the mentor" in question
    assert list(wanted.consents.values_list("side", "decision")) == [("senior", "accepted")]


def test_a_leader_who_is_asked_answers_and_the_mentor_waits(open_round, offered):
    ana, lea = open_round.ana, open_round.lea
    assert [kind for kind, *_ in news(offered, lea)] == ["pairing_to_answer"] * 2
    assert (seen(offered, ana), seen(offered, lea)) == (Stage.REQUESTED, Stage.ASKED)


@pytest.mark.parametrize("asker", ["ana", "lea"])
def test_one_yes_is_enough_then_both_prepare(open_round, asker):
    place, other = (open_round.ana, open_round.lea) if asker == "ana" else (open_round.lea, open_round.ana)
    pairing = ask_partner(place=place, other=other)
    assert services.accept_pairing(pairing=pairing, by=other.user).state == "preparing"
    assert seen(pairing, place) == seen(pairing, other) == Stage.PREPARING
    assert [kind for kind, *_ in news(pairing, place)] == ["agreement_pending"] * 2


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
        pairing = ask_partner(place=place, other=asked)
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


def test_a_request_can_be_withdrawn_and_the_other_one_reads_that_the_program_changed_it(
    clock, open_round, offered, sign_in
):
    client = sign_in(open_round.ana.user)
    assert reverse("pairing_leave", args=[offered.pk]) in client.get(offered.url).text
    client.post(reverse("pairing_leave", args=[offered.pk]), {"wish": "partner", "reason": ""})
    assert seen(offered, open_round.lea) == Stage.ASKED
    clock.move_to(offered.answer_by)
    services.expire_pairings(now=offered.answer_by)
    assert seen(offered, open_round.lea) == Stage.ASKED
    told_at = pass_batch(clock)
    ended = Pairing.objects.get(pk=offered.pk)
    assert (ended.state, ended.outcome_at, seen(offered, open_round.ana)) == ("expired", told_at, Stage.LEFT)
    assert seen(offered, open_round.lea) == Stage.CHANGED


def test_a_request_that_was_withdrawn_ends_soon_after_a_yes(clock, open_round, offered):
    services.leave_pairing(pairing=offered, by=open_round.ana.user, wish="partner")
    services.accept_pairing(pairing=offered, by=open_round.lea.user)
    told_at = pass_batch(clock)
    ended = Pairing.objects.get(pk=offered.pk)
    assert (ended.state, ended.outcome_at, seen(offered, open_round.ana)) == ("ended", told_at, Stage.LEFT)
    assert seen(offered, open_round.lea) == Stage.CHANGED


def test_an_unanswered_request_expires_and_the_team_is_told_like_of_any_other(cast, open_round, wanted):
    services.expire_pairings(now=wanted.answer_by + dt.timedelta(minutes=1))
    assert Pairing.objects.get(pk=wanted.pk).state == "expired"
    todo = Todo.objects.get(kind=Todo.Kind.NOT_ANSWERED, subject_id=wanted.pk)
    assert set(todo.concerns.all()) == {open_round.ana.user, open_round.lea.user}


def test_three_open_requests_are_enough(open_round):
    Participant.objects.filter(pk=open_round.ana.pk).update(capacity=5)
    leaders = [
        make.ParticipantFactory(cycle=open_round.cycle, side="senior", state="approved", user__level=6)
        for _ in range(4)
    ]
    for leader in leaders[:3]:
        ask_partner(place=open_round.ana, other=leader)
    with pytest.raises(Refused, match="asked three people already"):
        ask_partner(place=open_round.ana, other=leaders[3])


DAY = dt.timedelta(days=1)


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
        ask_partner(place=open_round.lea, other=open_round.ana)
    assert ask_partner(place=open_round.lea, other=open_round.ben).state == "proposed"


def test_asking_twice_is_once_and_a_place_that_is_taken_asks_nobody(open_round, wanted):
    assert ask_partner(place=open_round.lea, other=open_round.ana) == wanted
    with pytest.raises(Refused, match="as many partners as you wished"):
        ask_partner(place=open_round.lea, other=open_round.ben)
    with pytest.raises(Refused, match="cannot be asked at the moment"):
        ask_partner(place=open_round.max, other=open_round.ana)
    assert Consent.objects.filter(pairing=wanted).count() == 1


def test_nobody_of_the_same_side_or_of_another_cycle_can_be_asked(cast, open_round):
    for other in (open_round.max, cast.pairing.junior):
        with pytest.raises(Refused, match="cannot be asked at the moment"):
            ask_partner(place=open_round.lea, other=other)


@pytest.mark.parametrize("how", ["off", "closing", "withdrawn", "paused"])
def test_where_it_is_not_allowed_there_is_no_such_page(cast, open_round, sign_in, how):
    lea = open_round.lea
    if how == "off":
        MatchPolicy.objects.update(allows_self_matching=False)
    elif how == "closing":
        lea.cycle.__class__.objects.filter(pk=lea.cycle_id).update(state="closing")
    else:
        Participant.objects.filter(pk=lea.pk).update(**{"state": how} if how == "withdrawn" else {"is_paused": True})
    client = sign_in(lea.user)
    assert client.get(list_url(lea)).status_code == 404
    assert client.post(ask_url(lea, open_round.ana)).status_code == 404
    assert list_url(lea) not in client.get(reverse("pairing_list")).text + client.get("/").text


def test_a_place_is_its_owners_alone(cast, open_round, sign_in):
    for person in (open_round.max.user, cast.priya, cast.omar, cast.noor):
        client = sign_in(person)
        assert client.get(list_url(open_round.lea)).status_code == 404
        assert client.post(ask_url(open_round.lea, open_round.ana)).status_code == 404
    assert not Pairing.objects.filter(cycle=open_round.cycle).exists()


def test_asking_by_the_pages_says_first_who_sees_what(open_round, sign_in):
    client = sign_in(open_round.lea.user)
    assert list_url(open_round.lea) in client.get("/").text
    check = client.get(ask_url(open_round.lea, open_round.ana)).text
    assert "Ask Ana Test to be your mentor?" in check
    assert "is asked in confidence" in check
    assert TOLD in client.post(ask_url(open_round.lea, open_round.ana), follow=True).text
    assert Pairing.objects.get(cycle=open_round.cycle).requested_by == Side.SENIOR
    assert client.delete(ask_url(open_round.lea, open_round.ana)).status_code == 405
    assert client.post(list_url(open_round.lea)).status_code == 405


def test_the_team_sees_it_in_the_list_marked_and_a_party_does_not(cast, open_round, wanted, sign_in):
    url = reverse("oversight_list", args=[cast.program.pk]) + f"?cycle={open_round.cycle.pk}"
    assert "Asked by themselves" in sign_in(cast.priya).get(url).text
    detail = sign_in(cast.priya).get(reverse("oversight_detail", args=[wanted.pk])).text
    assert "Lea Test asked by themselves" in detail
    make.CoordinatorFactory(program=cast.program, user=open_round.ana.user)
    assert "Asked by themselves" not in sign_in(open_round.ana.user).get(url).text


def queries_of(call):
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


def test_the_list_costs_reading_the_cycle_and_the_same_for_one_three_and_thirty(open_round, sign_in):
    client, policy, counted = sign_in(open_round.lea.user), MatchPolicy.objects.get(), []
    client.get(list_url(open_round.lea))
    for more in (0, 1, 27):
        for _ in range(more):
            make.ParticipantFactory(cycle=open_round.cycle, state="approved")
        counted.append(queries_of(lambda: client.get(list_url(open_round.lea))))
    assert counted[0] == counted[1] == counted[2]
    assert counted[0] <= 12 + queries_of(lambda: read_problem(open_round.cycle, policy))


def test_the_enrolment_form_says_beforehand_who_will_see_the_topics(cast, open_round, sign_in):
    url = reverse("enrol", args=[open_round.cycle.enrolment_token]) + "?side=junior"
    Cycle.objects.filter(pk=open_round.cycle.pk).update(state=Cycle.State.ENROLLING)
    client = sign_in(cast.noor)
    assert "mentors and leaders may find each other" in client.get(url).text
    MatchPolicy.objects.update(allows_self_matching=False)
    assert "mentors and leaders may find each other" not in client.get(url).text
