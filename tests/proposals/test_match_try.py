"""Rules and weights on trial: the effect first, then kept, saved as a scenario, or left."""

import pytest
from django.urls import reverse

from matchmaker import CRITERIA
from people.models import User
from proposals.models import MatchPolicy, MatchRun
from proposals.services import runs
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import keep_version, present_version
from tests.proposals.posted import RULES

#: Lea stands three levels above Ana by now, Max four above Ben: only the second pair is left.
STRICT = {**RULES, "minimum_level_gap": 4, "weight_topics": 90}


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


@pytest.fixture
def url(cast, matching):
    return reverse("match_try", args=[cast.program.pk]) + f"?cycle={matching.cycle.pk}"


@pytest.fixture
def version(client, url, matching, run):
    """What the page carries, as opened before anybody changed anything. Ana has risen a level since the match."""
    User.objects.filter(pk=matching.ana.user_id).update(level=2)
    return client.get(url).context["form"].initial["version"]


def keep(client, url, **data):
    """Look at the effect, then keep it."""
    seen = client.post(url, {**STRICT, **data, "do": "effect"}).context
    return client.post(url, {**STRICT, **data, "do": "keep", "shown": seen["shown"]})


def present(cycle):
    return present_version(cycle)


def test_every_weight_is_a_slider_that_shows_its_number(client, url, run):
    text = client.get(url).text
    assert text.count('type="range"') == len(CRITERIA)
    assert '<output class="slider-number nums" for="id_weight_topics">50</output>' in text
    assert (
        '<output class="slider-number nums" for="id_weight_topics">70</output>'
        in client.get(f"{url}&preset=skills_first").text
    )


def test_the_effect_is_shown_and_nothing_is_saved(client, url, matching, run, version):
    text = client.post(url, {**STRICT, "version": version, "do": "effect"}).text
    assert "1 pair of the present proposal would break these rules." in text
    assert "1 pair goes, 0 new pairs come." in text
    assert (MatchRun.objects.get(), MatchPolicy.objects.get().minimum_level_gap) == (run, 2)


def test_a_moved_slider_gets_the_effect_alone(client, url, run, version):
    answer = client.post(url, {**STRICT, "version": version}, headers={"HX-Request": "true"})
    assert "1 pair goes" in answer.text
    assert "<form" not in answer.text


def test_keeping_makes_it_the_proposal_and_the_rules_of_the_program(client, cast, url, matching, run, version):
    keep(client, url, version=version)
    made = present(matching.cycle)
    assert (made.parent, made.act, made.proposals.count()) == (run, "tried", 1)
    assert (made.policy["minimum_level_gap"], made.outcome.proven.is_optimal) == (4, True)
    assert MatchPolicy.objects.get(program=cast.program).minimum_level_gap == 4


@pytest.mark.parametrize("shown", [{}, {"shown": "another effect"}])
def test_what_was_not_shown_is_not_kept(client, url, matching, run, version, shown):
    answer = client.post(url, {**STRICT, **shown, "version": version, "do": "keep"})
    assert "Look at the effect first: nothing is kept yet." in answer.text
    assert "1 pair goes" in answer.text
    assert present(matching.cycle) == run
    keep_again = {"version": version, "do": "keep", "shown": answer.context["shown"]}
    client.post(url, {**STRICT, **keep_again})
    assert present(matching.cycle).act == "tried"


def test_undoing_it_brings_the_rules_back_as_well(client, cast, url, matching, run, version):
    keep(client, url, version=version)
    keep_version(run=run, by=cast.priya, seen=None)
    assert present(matching.cycle) == run
    assert MatchPolicy.objects.get(program=cast.program).minimum_level_gap == 2


def test_rules_that_somebody_has_edited_since_stay_when_the_proposal_is_undone(client, cast, url, run, version):
    keep(client, url, version=version)
    MatchPolicy.objects.update(minimum_level_gap=1)
    keep_version(run=run, by=cast.priya, seen=None)
    assert MatchPolicy.objects.get(program=cast.program).minimum_level_gap == 1


def test_a_scenario_has_a_name_and_leaves_the_proposal_as_it_was(client, cast, url, matching, run, version):
    assert client.post(url, {**STRICT, "version": version, "do": "save"}).status_code == 422
    client.post(url, {**STRICT, "version": version, "do": "save", "name": "Four levels"})
    saved = MatchRun.objects.get(name="Four levels")
    assert (saved.created_by, saved.kept_at, bool(saved.input_digest)) == (cast.priya, None, True)
    assert present(matching.cycle) == run
    assert MatchPolicy.objects.get(program=cast.program).minimum_level_gap == 2


def test_changed_rules_are_a_conflict_that_can_be_overruled(client, url, matching, run, version):
    MatchPolicy.objects.update(minimum_level_gap=1)
    answer = keep(client, url, version=version)
    assert answer.status_code == 409
    assert present(matching.cycle) == run
    newer = answer.context["version"]
    keep(client, url, version=newer)
    assert (present(matching.cycle).act, MatchPolicy.objects.get().minimum_level_gap) == ("tried", 4)


def test_a_changed_proposal_is_a_conflict_too_and_the_rules_stay(client, cast, url, matching, run, version):
    keep_version(run=later_run(cast, matching), by=cast.omar, seen=None)
    answer = keep(client, url, version=version)
    assert answer.status_code == 409
    assert MatchPolicy.objects.get(program=cast.program).minimum_level_gap == 2


def later_run(cast, matching):
    run = start_run(cycle=matching.cycle, by=cast.omar)
    solve_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def test_a_pin_that_the_rules_would_break_is_named(client, url, matching, run, version):
    MatchRun.objects.update(pins=[[str(matching.ana.pk), str(matching.lea.pk)]])
    answer = client.post(url, {**STRICT, "version": version, "minimum_level_gap": 5, "do": "effect"})
    assert answer.status_code == 422
    assert "Ana Test and Lea Test are pinned, but: their levels are too close" in answer.text


@pytest.mark.parametrize(("field", "value"), [("weight_topics", 101), ("minimum_level_gap", "x")])
def test_numbers_out_of_range_are_refused_at_the_field(client, url, run, version, field, value):
    answer = client.post(url, {**RULES, field: value, "version": version, "do": "keep"})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_many_people_are_the_workers_work(client, url, matching, run, version, monkeypatch):
    monkeypatch.setattr(runs, "QUICK_PEOPLE", 3)
    client.post(url, {**STRICT, "version": version, "do": "effect", "name": "By night"})
    waiting = MatchRun.objects.get(state="queued")
    assert (waiting.act, waiting.name, waiting.policy["minimum_level_gap"]) == ("tried", "By night", 4)
    assert present(matching.cycle) == run


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "sam", "noor", "igor"])
def test_only_those_who_match_try_anything(cast, sign_in, url, run, name):
    assert sign_in(cast.people[name]).post(url, {**RULES, "do": "keep"}).status_code == 403
    assert MatchRun.objects.get() == run
