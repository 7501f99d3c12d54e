"""Quality of a proposal: figures with their meanings, beside simpler ways; and how pairs are found."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matchmaker import Fairness
from proposals.match_tab import certificate_words
from proposals.models import MatchRun
from proposals.outcome import Figures, Outcome, Proven
from proposals.quality_report import fairness_words, proof_words, share, verdict
from tests import factories as make


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


def address(cast, run):
    return reverse("match_quality", args=[cast.program.pk, run.pk])


def figures(text):
    """Each figure's values, as the table shows them."""
    rows = re.findall(r'<th scope="row">([^<]+)<.*?</th>(.*?)</tr>', text, re.S)
    return {label: re.findall(r"<td[^>]*>([^<]*)</td>", cells) for label, cells in rows}


def test_every_figure_of_the_proposal(client, cast, run):
    found = figures(client.get(address(cast, run)).text)
    total = sum(run.proposals.values_list("score", flat=True))
    assert found["Pairs"][0] == "2"
    assert found["Total score"][0] == f"{total:,}"
    assert found["Lowest pair"][0] == str(min(run.proposals.values_list("score", flat=True)))
    assert found["Wanted topics covered"][0] == "2 of 2 (100 %)"


def test_the_same_figures_for_simpler_ways(client, cast, run):
    simpler = replace(run.outcome.comparisons["first_come"], pairs=1, total=300, would_swap=7)
    run.outcome = replace(run.outcome, comparisons={**run.outcome.comparisons, "first_come": simpler})
    run.save()
    text = client.get(address(cast, run)).text
    found = figures(text)
    assert [len(values) for values in found.values()] == [3] * 7
    assert found["Pairs"][1] == "1"
    assert found["Would rather swap"] == ["0", "7", "0"]
    assert "First come, first served would have left 1 more pair unmade." in text


def test_the_proof_in_words(client, cast, run):
    text = client.get(address(cast, run)).text
    assert "2 of at most 2 pairs" in text
    assert "no set can have more pairs, and none with as many a higher total" in text


def test_a_proof_that_is_missing_is_not_claimed():
    run = MatchRun(outcome=Outcome(Figures(pairs=3, total=900), Proven(is_optimal=False, most_pairs=4)))
    assert proof_words(run) == "3 pairs; at most 4 are possible. That this is the best set is not proven."
    assert proof_words(MatchRun(outcome=Outcome())) == "The rules allow no pair at all. This is proven."


def test_under_fairness_no_more_is_claimed_than_is_proven():
    """A set with a higher total may exist, with a lower lowest pair."""
    proven = Proven(is_optimal=True, most_pairs=2, highest_total=1150, fairness=Fairness(500, None, None))
    run = MatchRun(outcome=Outcome(Figures(pairs=2, total=1150), proven))
    for words in (proof_words(run), certificate_words(run)):
        assert "no lower a lowest pair" in words


def test_a_proposal_changed_by_hand_says_how_far_it_is_from_the_best():
    proven = Proven(is_optimal=False, most_pairs=3, highest_total=2100)
    run = MatchRun(outcome=Outcome(Figures(pairs=3, total=900), proven))
    assert "The best set under the same rules has 1,200 points more" in proof_words(run)


@pytest.mark.parametrize(
    ("simpler", "words"),
    [
        (Figures(pairs=8, total=9000), "First come, first served would have left 2 more pairs unmade."),
        (
            Figures(pairs=10, total=6000),
            "First come, first served would have found as many pairs, but 2,000 points less (25 %).",
        ),
        (Figures(pairs=10, total=8000), "First come, first served would have done as well this time."),
    ],
)
def test_the_verdict_says_what_the_match_is_worth(simpler, words):
    assert verdict(Figures(pairs=10, total=8000), simpler) == words


def test_a_share_of_nothing_is_a_dash():
    assert (share(0, 0), share(30, 40)) == ("–", "30 of 40 (75 %)")


def test_fairness_in_words():
    assert fairness_words(Fairness(500, 510, 9), 10) == (
        "Fair: no pair lies below 500. With every pair at 510 or more, at most 9 pairs would be possible; "
        "this is proven."
    )
    assert "scores higher" in fairness_words(Fairness(500, None, None), 10)
    assert fairness_words(None, 10) == ""


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "sam", "noor", "igor"])
def test_it_is_for_those_who_match(cast, sign_in, run, name):
    outsider = sign_in(cast.people[name])
    assert outsider.get(address(cast, run)).status_code == 403
    assert outsider.get(reverse("match_about", args=[cast.program.pk])).status_code == 403


def test_another_programs_run_does_not_exist(cast, sign_in, client, run):
    elsewhere = make.CoordinatorFactory()
    stranger = sign_in(elsewhere.user)
    assert stranger.get(address(cast, run)).status_code == 404
    assert stranger.get(reverse("match_quality", args=[elsewhere.program.pk, run.pk])).status_code == 404
    assert stranger.get(reverse("match_about", args=[cast.program.pk])).status_code == 404


def test_only_finished_runs_and_only_reading(client, cast, run):
    assert client.post(address(cast, run)).status_code == 405
    assert client.post(reverse("match_about", args=[cast.program.pk])).status_code == 405
    MatchRun.objects.update(state="failed")
    assert client.get(address(cast, run)).status_code == 404


def test_how_pairs_are_found_shows_this_programs_weights(client, cast):
    cast.program.match_policy.weights = {"language": 100}
    cast.program.match_policy.save()
    text = client.get(reverse("match_about", args=[cast.program.pk])).text
    assert "three pairs, 1900 points" in text
    first = re.search(r"<li>\s*<span>([^<]+)</span><span class=\"nums\">up to (\d+)<", text)
    assert first.groups() == ("A language in common", "513")


def test_it_costs_the_same_however_many(client, cast, run, matching):
    costs = []
    for more in (0, 2, 27):
        for _ in range(more):
            pair = {side: make.ParticipantFactory(cycle=matching.cycle, side=side) for side in ("junior", "senior")}
            run.own_proposals.create(score=1, **pair)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(cast, run))
        costs.append(len(queries))
    assert max(costs) <= 12
    assert set(costs) == {costs[0]}
