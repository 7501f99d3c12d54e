"""One person in a match: their partner, who else would do, why not somebody else, and what that would cost."""

import datetime as dt
import random
import re
from dataclasses import replace
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaker import Person, Policy, Problem, Proof, Side, check_pair, propose
from people.models import ConflictOfInterest
from programs.models import Participant, TopicChoice
from proposals import person_page
from proposals.drafts import policy_of_run
from proposals.manual_decisions import ManualDecisions
from proposals.models import MatchRun
from proposals.opportunity_cost import Loss, Measure, Proven, least_loss, loss_by_solving, proven_by
from proposals.person_page import PersonPage
from proposals.read_problem import read_problem
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from tests import factories as make
from tests.query_counts import MOST, WHOLE_CYCLE


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


@pytest.fixture
def cleo(matching):
    """A third mentor, who knows as much of films as Ana of posts, but less than Ben."""
    cleo = make.ParticipantFactory(
        cycle=matching.cycle, state="approved", user__first_name="Cleo", user__last_name="Test", user__level=1
    )
    TopicChoice.objects.create(participant=cleo, topic=matching.films, rating=2)
    return cleo


def address(cast, place):
    return reverse("match_person", args=[cast.program.pk, place.pk])


def ask(client, cast, place, **query):
    return client.get(address(cast, place), query).text


def test_the_present_partner_with_the_parts_of_the_score(client, cast, run, matching):
    text = ask(client, cast, matching.ben)
    assert "Max Test" in text
    assert "Shares what is wanted: Films." in text
    assert "500 of 500" in text


def test_a_runner_up_says_what_the_whole_would_lose_at_least(client, cast, run, matching):
    assert "?who=else#runners-title" in ask(client, cast, matching.ben)
    text = ask(client, cast, matching.ben, who="else")
    assert re.search(r"Loses at least (\d+ points?, or else a|one) whole pair<", text)
    assert f"?other={matching.lea.pk}#why-not" in text


def test_losses_in_words():
    assert str(Loss(1, 0)) == "at least one whole pair"
    assert str(Loss(1, 0, is_fair=True)) == "at least one whole pair, or a lower lowest pair"
    assert str(Loss(0, 0)) == "perhaps nothing"
    assert str(Loss(0, 3)) == "at least 3 points, or else a whole pair"
    assert str(Loss(1, 0, counts_people=True)) == "at least one whole pair, or somebody's only partner"
    assert str(Loss(0, 1, counts_people=True)) == "at least 1 point, or else a whole pair or somebody's only partner"
    assert str(Loss(0, 0, Measure.EXACT, people=2)) == "a partner for exactly 2 people"
    assert str(Loss(0, 3, is_fair=True)) == "at least 3 points, or else a pair or a lower lowest pair"
    assert str(Loss(0, 1, Measure.EXACT)) == "exactly 1 point"
    assert str(Loss(0, 20, Measure.MOST)) == "at most 20 points"
    assert "fall from 500 to 350" in str(Loss(0, 0, Measure.EXACT, floor=(500, 350)))
    assert str(Loss(0, 0, Measure.EXACT)) == "nothing: there is a set as good with them"


def a_problem(seed, *, is_fair, places):
    """Six mentors and six leaders with topics by chance, and as many places at most."""
    rng = random.Random(seed)

    def side(name, level):
        rated = [{topic: rng.randint(1, 5) for topic in rng.sample("abcd", 2)} for _ in range(6)]
        return tuple(
            Person(id=f"{name}{k}", level=level, topics=topics, capacity=rng.randint(1, places))
            for k, topics in enumerate(rated)
        )

    policy = Policy(minimum_overlap_hours=0, is_fair=is_fair)
    return Problem(juniors=side("j", 1), seniors=side("s", 5), on=dt.date(2026, 1, 1), policy=policy)


@pytest.mark.parametrize("is_fair", [False, True])
@pytest.mark.parametrize("places", [1, 2])
@pytest.mark.parametrize("seed", range(8))
def test_the_bound_is_never_above_what_is_lost(seed, is_fair, places):
    """For every pair of a cycle: insisting on it loses what is said, and at least the bound."""
    problem = a_problem(seed, is_fair=is_fair, places=places)
    best = propose(problem)
    chosen = {(pair.junior, pair.senior) for pair in best.pairs}
    for pair in product((f"j{k}" for k in range(6)), (f"s{k}" for k in range(6))):
        check = check_pair(problem, pair)
        if check.reasons:
            continue
        insisted = propose(replace(problem, pinned=frozenset({pair})))
        found = loss_by_solving(best, insisted, check.score, counts_people=problem.counts_people)
        assert (found.pairs >= 0, found.points >= 0) == (True, True)
        assert found.floor is None or found.floor[0] > found.floor[1]
        assert found.measure == Measure.EXACT or is_fair
        if pair in chosen and found.measure == Measure.EXACT:
            assert (found.pairs, found.points, found.floor) == (0, 0, None)
        bound = least_loss(proven_by(best, problem), pair, check.score)
        if bound and bound.pairs:
            assert found.pairs or found.people or found.floor, "it cannot be done for points alone"
        elif bound and not found.pairs and not found.people and not found.floor:
            assert bound.points <= found.points


@pytest.mark.parametrize(("total", "said"), [(1500, Loss(0, 500)), (1101, Loss(0, 500)), (1099, Loss(1, 0))])
def test_a_loss_that_points_cannot_make_is_one_of_a_pair(total, said):
    """A pair of 600 that loses 500 leaves the others 500 less: more than they have means a pair less."""
    proof = Proof(3001, {Side.JUNIOR: {"ana": 3001}, Side.SENIOR: {"lea": 1100}})
    assert least_loss(Proven(frozenset(), total, proof), ("ana", "lea"), 600) == said


def test_runners_up_are_those_beside_the_present_partner(client, cast, cleo, run, matching):
    """Cleo takes Max by hand, so the best set's partner of Max is a runner-up, at no loss; the present one is none."""
    ours = run.proposals.get(senior=matching.max)
    ours.junior = cleo
    ours.save()
    reading = read_problem(run.cycle, policy_of_run(run), ManualDecisions.of(run))
    found = PersonPage(matching.max, run, reading).runners_up()
    assert [one.participant for one in found] == [matching.ben]
    assert str(found[0].loss) == "nothing: there is a set as good with them"


@pytest.fixture
def large(cast, matching, monkeypatch):
    """A cycle of eight and eight, one pair of them pinned, which counts as too large for another best set."""
    rng = random.Random(4)
    for side, level in (("junior", 1), ("senior", 6)):
        for _ in range(6):
            place = make.ParticipantFactory(
                cycle=matching.cycle, side=side, state="approved", user__level=level, capacity=rng.randint(1, 2)
            )
            for topic in (matching.posts, matching.films):
                TopicChoice.objects.create(participant=place, topic=topic, rating=rng.randint(1, 5))
    run = MatchRun.objects.get(pk=start_run(cycle=matching.cycle, by=cast.priya).pk)
    MatchRun.objects.update(pins=[[str(matching.ana.pk), str(matching.lea.pk)]])
    solve_run(run_id=run.pk)
    monkeypatch.setattr(person_page, "MOST_CELLS", 0)
    return MatchRun.objects.select_related("cycle__program").get(pk=run.pk)


def test_in_a_large_cycle_the_losses_come_from_the_stored_prices(large, monkeypatch):
    reading = read_problem(large.cycle, policy_of_run(large), ManualDecisions.of(large))
    places = large.cycle.participants.select_related("user")
    stored = {place: PersonPage(place, large, reading).runners_up() for place in places}
    monkeypatch.undo()
    worked_out = {place: PersonPage(place, large, reading).runners_up() for place in places}
    assert {len(found) for found in stored.values()} == {3}
    for place, found in stored.items():
        assert found == worked_out[place]


def test_in_a_large_cycle_the_page_bounds_a_loss_as_long_as_nothing_has_changed(client, cast, large, matching):
    text = ask(client, cast, matching.ben, q="lea")
    assert re.search(r"The whole would lose (at least \d+ points?|at least one whole pair|perhaps nothing)", text)
    assert "by the prices of the proposal" in text
    assert "exactly" not in text
    TopicChoice.objects.filter(participant=matching.max).update(rating=1)
    text = ask(client, cast, matching.ben, q="lea")
    assert "Run the match again, or ask for somebody by name." in text
    assert "at least" not in text


def test_a_proposal_put_together_by_hand_proves_nothing_in_a_large_cycle(client, cast, large, matching):
    MatchRun.objects.update(is_solved=False)
    assert "Run the match again, or ask for somebody by name." in ask(client, cast, matching.ben, who="else")


def test_without_one_it_says_why(client, cast, cleo, run, matching):
    text = ask(client, cast, cleo, who="else")
    assert "1 person could have been their partner, but is in a pair that is better for the whole." in text
    assert "Loses at least" in text


def test_why_not_names_the_rule_and_leads_to_it(client, cast, run, matching):
    text = ask(client, cast, matching.ana, q="max")
    assert "the leader wants no topic that the mentor can share" in text
    assert f"{reverse('setup_matching', args=[cast.program.pk])}#id_needs_shared_topic" in text
    assert "Pair by hand" not in text.partition("Why not somebody else?")[2].partition("Runners-up")[0]


def test_why_not_works_out_what_the_whole_would_lose(client, cast, cleo, run, matching):
    """Cleo instead of Ben for Max loses the difference of their scores; Ben would only take Lea from Ana."""
    text = ask(client, cast, cleo, q="Max Test")
    present = run.proposals.get(senior=matching.max).score
    assert f"The whole would lose exactly {present - score_on(text)} points." in text
    assert "No rule forbids it." in text
    assert re.search(r"The whole would lose (at least \d+ points?, or else a whole pair|perhaps nothing)\.", text)
    assert f"senior={matching.max.pk}" in text
    assert f"junior={cleo.pk}" in text


def score_on(text):
    return int(text.partition("would score <strong>")[2].partition("<")[0])


def test_a_whole_pair_is_counted_as_one(client, cast, run, matching):
    """Ana fits Lea alone: if Ben takes Lea, nobody is left for Max."""
    text = ask(client, cast, matching.ben, other=matching.lea.pk)
    assert "The whole would lose exactly 1 whole pair." in text
    assert "2 pairs of the best set would change." in text


def test_who_are_a_pair_already_are_said_to_be(client, cast, run, matching):
    assert "The two are a pair in this proposal." in ask(client, cast, matching.ben, q="max")


def test_a_name_that_fits_several_leaves_the_choice(client, cast, run, matching):
    text = ask(client, cast, matching.ana, q="test")
    assert "Whom do you mean?" in text
    for leader in (matching.lea, matching.max):
        assert f'href="?other={leader.pk}#why-not"' in text
    assert f"?other={matching.ben.pk}" not in text, "mentors are no partners of mentors"


@pytest.mark.parametrize(
    "query", [{"q": "nobody at all"}, {"other": "x"}, {"other": "00000000-0000-0000-0000-000000000000"}]
)
def test_who_is_not_there_gives_no_answer(client, cast, run, matching, query):
    answer = client.get(address(cast, matching.ana), query)
    assert answer.status_code == 200
    assert ("Nobody of that name" in answer.text) == ("q" in query)
    assert "cannot be a pair" not in answer.text


@pytest.mark.parametrize("how", ["conflict", "decline elsewhere"])
def test_confidential_rules_are_one_word(client, cast, run, matching, how):
    if how == "conflict":
        ConflictOfInterest.objects.create(
            person=matching.ben.user, other=matching.lea.user, owner=matching.lea.user, note="canary-note"
        )
    else:
        before = make.PairingFactory(
            junior__user=matching.ben.user, senior__user=matching.lea.user, state="declined", agreed_at=None,
            opened_at=None,
        )  # fmt: skip
        before.consents.create(side="senior", decision="declined", reason="canary-reason")
    text = ask(client, cast, matching.ben, q="lea")
    asked = text.partition("The two cannot be a pair:")[2].partition("</ul>")[0]
    assert asked.count("<li>") == 1
    assert "protected: a confidential reason that nobody is shown" in asked
    assert "canary" not in text
    assert "declined" not in text


def test_who_cannot_be_matched_is_said_to(client, cast, run, matching):
    Participant.objects.filter(pk=matching.ana.pk).update(is_paused=True)
    text = ask(client, cast, matching.ana, q="lea")
    assert "cannot be matched now" in text
    assert "Lea Test" in text, "the stored pair is shown all the same"
    assert "Why not somebody else?" not in text


def test_before_any_run_the_rules_can_be_asked(client, cast, matching):
    text = ask(client, cast, matching.ana, q="max")
    assert "No match has been run in this cycle yet." in text
    assert "the leader wants no topic" in text
    assert "Pair by hand" not in text


def test_after_publishing_places_are_taken(client, cast, run, matching):
    make.PairingFactory(cycle=matching.cycle, junior=matching.ben, senior=matching.max)
    MatchRun.objects.update(state="published")
    text = ask(client, cast, matching.ben, q="lea")
    assert "All their places are taken by open pairings." in text
    assert "one of them has no free place" in text


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "sam", "noor", "igor"])
def test_it_is_for_those_who_match(cast, sign_in, run, matching, name):
    assert sign_in(cast.people[name]).get(address(cast, matching.ana)).status_code == 403


def test_another_programs_people_do_not_exist(cast, sign_in, client, run, matching):
    elsewhere = make.CoordinatorFactory()
    stranger = sign_in(elsewhere.user)
    assert stranger.get(address(cast, matching.ana)).status_code == 404
    assert stranger.get(reverse("match_person", args=[elsewhere.program.pk, matching.ana.pk])).status_code == 404
    assert client.post(address(cast, matching.ana)).status_code == 405


def test_it_costs_the_same_for_1_3_and_30(client, cast, run, matching, django_assert_max_num_queries):
    costs = []
    for more in (0, 2, 27):
        for _ in range(more):
            for side, level in (("junior", 1), ("senior", 6)):
                place = make.ParticipantFactory(cycle=matching.cycle, side=side, state="approved", user__level=level)
                TopicChoice.objects.create(participant=place, topic=matching.films, rating=3)
        solve_run(run_id=start_run(cycle=matching.cycle, by=cast.priya).pk)
        for asked in ({}, {"q": "test"}):
            with django_assert_max_num_queries(14):
                ask(client, cast, matching.ben, **asked)
        with CaptureQueriesContext(connection) as queries:
            ask(client, cast, matching.ben, q="lea")
        costs.append(len(queries))
    assert set(costs) == {costs[0]}
    assert costs[0] <= MOST + WHOLE_CYCLE
