"""Pairs that people chose: what is claimed of them, and what is said to those they leave alone."""

import pytest
from django.urls import reverse

from people.models import ConflictOfInterest
from programs.models import Participant, TopicChoice, Wish
from proposals.manual_decisions import Change
from proposals.match_tab import certificate_words
from proposals.models import MatchPolicy
from proposals.quality_report import quality_of
from proposals.services.edit_proposal import change_proposal
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import keep_version, policy_of
from proposals.unmatched_people import left_over
from proposals.withheld_from_team import NOBODY
from tests import factories as make


def changed(cast, run, act, *places):
    change = Change(act, tuple(str(place.pk) for place in places))
    return change_proposal(run=run, change=change, is_best=False, by=cast.priya)


def solved(cast, cycle):
    run = start_run(cycle=cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    run.refresh_from_db()
    keep_version(run=run, by=cast.priya, seen=None)
    return run


def said_of(run, place):
    return next(one for one in left_over(run, NOBODY) if one.participant == place)


def test_who_is_free_by_a_change_alone_is_not_said_to_be_better_paired(cast, four, run):
    """Ana and Lea would be a pair still if Ana had not been brought back after the pairs were made."""
    out = changed(cast, run, "leave", four.ana)
    back = changed(cast, out, "return", four.ana)
    one = said_of(back, four.ana)
    assert "1 person could be their partner and has a place left: a change by hand" in one.why
    assert [help.text for help in one.helps] == ["Pair them by hand, or run the match again."]


def test_the_explanation_is_of_the_rules_and_pairs_as_they_are_after_the_change(cast, matching, run):
    """The rules allowed Ana nobody; since she shares films, Max would do, but nobody has put the two together."""
    lonely = changed(cast, run, "out", matching.ana, matching.lea)
    TopicChoice.objects.create(participant=matching.ana, topic=matching.films, rating=5)
    Wish.objects.create(participant=matching.max, wanted=matching.ana.user)
    later = changed(cast, lonely, "leave", matching.lea)
    one = said_of(later, matching.ana)
    assert one.why == "1 person could have been their partner, but is in another pair."
    assert [help.text for help in one.helps] == [
        "One more leader who fits, or a leader of these who takes a second mentor."
    ]


def test_what_would_help_is_found_anew_as_for_a_match(cast, matching, run):
    lonely = changed(cast, run, "out", matching.ana, matching.lea)
    helps = [help.text for help in said_of(lonely, matching.ana).helps]
    assert helps == ["1 candidate if no topic in common were needed"]


def test_it_counts_who_would_rather_swap(cast, four, run):
    """Ana and Lea, taken apart by a swap, would both rather be back together."""
    for place, topic in (
        (four.ana, four.films),
        (four.lea, four.films),
        (four.ben, four.posts),
        (four.max, four.posts),
    ):
        TopicChoice.objects.filter(participant=place, topic=topic).delete()
    TopicChoice.objects.create(participant=four.ana, topic=four.films, rating=1)
    TopicChoice.objects.create(participant=four.ben, topic=four.posts, rating=1)
    found = solved(cast, four.cycle)
    assert found.outcome.figures.would_swap == 0
    swapped = changed(cast, found, "swap", four.ana, four.lea, four.ben, four.max)
    assert swapped.outcome.figures.would_swap == 2


def test_nothing_is_proven_of_a_pair_that_a_rule_forbids_by_now(cast, four, run):
    found = solved(cast, four.cycle)
    pair = found.proposals.select_related("junior__user", "senior__user").first()
    ConflictOfInterest.objects.create(person=pair.junior.user, other=pair.senior.user)
    other = found.proposals.exclude(pk=pair.pk).get()
    given = changed(cast, found, "pin", other.junior, other.senior)
    assert (given.outcome.proven.is_optimal, given.outcome.proven.gap) == (False, None)


def test_who_competes_for_too_few_reads_what_would_help(cast, four, run):
    """Two mentors for one leader: one more leader would do, or a second place."""
    Participant.objects.filter(pk=four.max.pk).update(is_paused=True)
    found = solved(cast, four.cycle)
    (one,) = left_over(found, NOBODY)
    assert "in a pair that is better for the whole" in one.why
    assert [help.text for help in one.helps] == [
        "One more leader who fits, or a leader of these who takes a second mentor."
    ]


def test_a_place_more_is_named_beside_a_change_of_the_rules(cast, matching, run):
    """Max is taken by an open pairing: Ben's other chance is Lea, after one more level for her."""
    make.PairingFactory(cycle=matching.cycle, junior=make.ParticipantFactory(cycle=matching.cycle), senior=matching.max)
    matching.lea.user.level = 3
    matching.lea.user.save()
    found = solved(cast, matching.cycle)
    texts = [help.text for help in said_of(found, matching.ben).helps]
    assert texts[0] == "1 candidate if the level gap were 1"
    assert texts[1] == "Ask whether somebody would take one more partner. This alone would allow 1 partner."


@pytest.fixture
def fair(cast, four):
    """Ana and Max wish for each other; Ben and Lea are of one department, so that pair would be the lowest."""
    for place in (four.ana, four.ben, four.lea, four.max):
        place.user.department = make.DepartmentFactory()
        place.user.save()
    four.lea.user.department = four.ben.user.department
    four.lea.user.save()
    Wish.objects.create(participant=four.ana, wanted=four.max.user)
    Wish.objects.create(participant=four.max, wanted=four.ana.user)
    TopicChoice.objects.filter(participant__cycle=four.cycle).update(rating=2)
    policy_of(cast.program)
    MatchPolicy.objects.update(is_fair=True, weights={"wishes": 40, "department": 20})
    return solved(cast, four.cycle)


def test_a_less_fair_set_of_more_points_is_not_said_to_be_the_best(cast, four, fair):
    assert {(one.junior, one.senior) for one in fair.proposals.all()} == {(four.ana, four.lea), (four.ben, four.max)}
    given = changed(cast, fair, "swap", four.ana, four.lea, four.ben, four.max)
    back = changed(cast, fair, "pin", four.ana, four.lea)
    assert (back.outcome.proven.is_optimal, back.outcome.proven.gap) == (True, 0)
    assert "no lower a lowest pair" in certificate_words(back)
    assert quality_of(back).fairness.startswith("Fair: no pair lies below")
    assert given.outcome.figures.total > fair.outcome.figures.total


def test_what_lies_below_the_fair_floor_is_told_as_such(cast, sign_in, four, fair):
    """Ben and Lea by hand, and nothing pinned since: the set has more points, but the lowest pair is lower."""
    given = changed(cast, fair, "swap", four.ana, four.lea, four.ben, four.max)
    loose = changed(cast, changed(cast, given, "unpin", four.ben, four.lea), "unpin", four.ana, four.max)
    proof = loose.outcome.proven
    assert (proof.is_optimal, proof.gap) == (False, None)
    assert f"none below {proof.fairness.floor}" in certificate_words(loose)
    quality = quality_of(loose)
    assert quality.fairness == ""
    assert f"The fair best set under the same rules has no pair below {proof.fairness.floor}" in quality.proof
    page = sign_in(cast.priya).get(reverse("match_quality", args=[cast.program.pk, loose.pk])).text
    assert "this one was changed by hand" in page
