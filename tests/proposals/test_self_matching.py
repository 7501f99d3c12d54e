"""Mentors and leaders who find each other: who is suggested, who is asked, and how."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from pairings import services
from pairings.models import Consent, Pairing
from pairings.party_view import Stage
from people.models import ConflictOfInterest, User
from programs.models import Cycle, Participant, Side, Todo, Wish
from proposals.models import MatchPolicy
from proposals.partner_search import search
from proposals.read_problem import read_problem
from proposals.services.self_match import ask_partner
from tests import factories as make
from tests.batches import pass_batch
from tests.proposals.looks import main_of
from tests.proposals.self_matching_stage import NOBODY, TOLD, ask_url, list_url, names, news, seen


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
        return [(one.participant.pk, one.score) for one in search(place, policy, timezone.now()).suggestions]

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
    pairing = ask_partner(participant=place, other=other)
    assert services.accept_pairing(pairing=pairing, by=other.user).state == "preparing"
    assert seen(pairing, place) == seen(pairing, other) == Stage.PREPARING
    assert [kind for kind, *_ in news(pairing, place)] == ["agreement_pending"] * 2


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
        ask_partner(participant=open_round.ana, other=leader)
    with pytest.raises(Refused, match="asked three people already"):
        ask_partner(participant=open_round.ana, other=leaders[3])


def test_asking_twice_is_once_and_a_place_that_is_taken_asks_nobody(open_round, wanted):
    assert ask_partner(participant=open_round.lea, other=open_round.ana) == wanted
    with pytest.raises(Refused, match="as many partners as you wished"):
        ask_partner(participant=open_round.lea, other=open_round.ben)
    with pytest.raises(Refused, match="cannot be asked at the moment"):
        ask_partner(participant=open_round.max, other=open_round.ana)
    assert Consent.objects.filter(pairing=wanted).count() == 1


def test_nobody_of_the_same_side_or_of_another_cycle_can_be_asked(cast, open_round):
    for other in (open_round.max, cast.pairing.junior):
        with pytest.raises(Refused, match="cannot be asked at the moment"):
            ask_partner(participant=open_round.lea, other=other)


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
