"""Changing a proposal: the effect first, then the change, and the way back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from matchmaker import propose
from people.models import ConflictOfInterest
from programs.models import Participant, TopicChoice
from proposals import change_questions, drafts
from proposals.drafts import changed_start, policy_of_run
from proposals.manual_decisions import Change, ManualDecisions
from proposals.models import MatchRun, Proposal
from proposals.read_problem import read_everyone
from proposals.services import runs
from proposals.services.edit_proposal import change_proposal
from proposals.services.runs import cancel_run, start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import present_version
from tests import factories as make
from tests.markup import in_one_line
from tests.query_counts import MOST, WHOLE_CYCLE, cost_of


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


@pytest.fixture
def change(client, cast, matching, run):
    """Open the check page of a change, or send it: `change("out", ana, lea)`, `change("out", ana, lea, how="only")`."""

    def act(name, *places, how="", **extra):
        url = reverse("match_change", args=[cast.program.pk, name])
        fields = {"cycle": matching.cycle.pk, "place": [place.pk for place in places], **extra}
        if not how:
            return client.get(url, fields)
        version = present_version(matching.cycle).pk
        return client.post(url, {"version": version, "how": how, **fields}, follow=True)

    return act


def present(cycle):
    run = present_version(cycle)
    pairs = run.proposals.select_related("junior__user", "senior__user")
    return {(one.junior.user.first_name, one.senior.user.first_name) for one in pairs}


def go_to(client, cast, version, seen=None):
    seen = seen or present_version(version.cycle)
    return client.post(reverse("match_keep", args=[cast.program.pk, version.pk]), {"version": seen.pk}, follow=True)


def test_the_check_page_changes_nothing_and_says_who_loses_a_partner(change, matching, run):
    text = in_one_line(change("out", matching.ana, matching.lea).text)
    assert "Take out Ana Test and Lea Test?" in text
    assert "1 pair goes, 0 new pairs come." in text
    assert "Without a partner, or with one fewer: Ana Test, Lea Test." in text
    assert MatchRun.objects.get() == run


def test_the_best_set_and_the_single_change_are_offered_where_they_differ(change, four, run):
    text = change("out", four.ana, four.lea).text
    assert "With the best set of pairs found anew" in text
    assert "Only take this pair out" in text
    assert "2 pairs go, 2 new pairs come." in text


def test_taking_out_alone_leaves_the_others_and_can_be_undone_and_redone(change, client, cast, four, run):
    text = change("out", four.ana, four.lea, how="only").text
    assert "Taken out: Ana Test and Lea Test." in text
    assert present(four.cycle) == {("Ben", "Max")}
    made = present_version(four.cycle)
    assert (made.parent, made.forbidden, made.created_by) == (run, [[str(four.ana.pk), str(four.lea.pk)]], cast.priya)
    assert "Undo" in text
    text = go_to(client, cast, run).text
    assert present(four.cycle) == {("Ana", "Lea"), ("Ben", "Max")}
    assert "Redo" in text
    go_to(client, cast, made)
    assert present(four.cycle) == {("Ben", "Max")}


def test_taking_out_with_the_best_set_finds_other_partners(change, four, run):
    change("out", four.ana, four.lea, how="best")
    assert present(four.cycle) == {("Ana", "Max"), ("Ben", "Lea")}
    made = present_version(four.cycle)
    assert made.outcome.proven.is_optimal
    assert made.is_solved


def test_who_is_without_a_pair_after_a_change_by_hand_reads_why(change, client, matching, run):
    change("out", matching.ana, matching.lea, how="best")
    board = reverse("match_board", args=[matching.cycle.program_id])
    text = client.get(board, {"cycle": matching.cycle.pk, "show": "unmatched"}).text
    assert "Ana Test" in text
    assert "taken out by you: 1 of 2" in text
    assert "Ben Test" not in text


def test_a_change_goes_on_from_what_was_solved_and_looks_at_what_it_opened(four, change, run):
    """After taking a pair out nothing is opened; allowing it again opens that pair; anything else asks for all."""

    def opened(version, act, *places):
        everyone = read_everyone(version.cycle, policy_of_run(version))
        decisions = ManualDecisions.of(version).after(Change(act, tuple(str(place.pk) for place in places)))
        return changed_start(version, everyone, everyone.under(decisions), decisions).opened

    assert opened(run, "out", four.ana, four.lea) == set()
    change("out", four.ana, four.lea, how="best")
    out = present_version(four.cycle)
    assert out.outcome.proven.is_optimal
    ana, ben, lea = (str(place.user_id) for place in (four.ana, four.ben, four.lea))
    assert opened(out, "allow", four.ana, four.lea) == {(ana, lea)}
    change("pin", four.ana, four.max, how="best")
    pinned = present_version(four.cycle)
    assert (ben, lea) not in opened(pinned, "unpin", four.ana, four.max)
    assert (ana, lea) in opened(pinned, "unpin", four.ana, four.max)
    TopicChoice.objects.filter(participant=four.ana).update(rating=5)
    assert opened(pinned, "unpin", four.ana, four.max) is None


def test_a_pin_stays_over_runs_until_it_is_taken_back(change, cast, four, run):
    change("pin", four.ana, four.lea, how="best")
    later = start_run(cycle=four.cycle, by=cast.priya)
    assert later.pins == [[str(four.ana.pk), str(four.lea.pk)]]
    cancel_run(run=later, by=cast.priya)
    change("unpin", four.ana, four.lea, how="best")
    assert present_version(four.cycle).pins == []


def test_taking_out_a_pinned_pair_takes_the_pin_away(change, four, run):
    change("pin", four.ana, four.lea, how="best")
    change("out", four.ana, four.lea, how="best")
    made = present_version(four.cycle)
    assert (made.pins, made.forbidden) == ([], [[str(four.ana.pk), str(four.lea.pk)]])
    assert present(four.cycle) == {("Ana", "Max"), ("Ben", "Lea")}


def test_two_pairs_swap_their_partners_and_are_pinned(change, four, run):
    text = change("swap", four.ana, four.lea, four.ben, four.max).text
    assert "Swap these two pairs?" in text
    change("swap", four.ana, four.lea, four.ben, four.max, how="best", anyway="on")
    assert present(four.cycle) == {("Ana", "Max"), ("Ben", "Lea")}
    made = present_version(four.cycle)
    assert all(one.is_manual and one.is_pinned for one in made.proposals.all())


def test_a_swap_that_breaks_a_rule_is_refused_by_its_name(change, matching, run):
    text = change("swap", matching.ana, matching.lea, matching.ben, matching.max).text
    assert "Ana Test and Max Test cannot be a pair: the leader wants no topic that the mentor can share." in text
    answer = change("swap", matching.ana, matching.lea, matching.ben, matching.max, how="only", anyway="on")
    assert answer.status_code == 422
    assert present_version(matching.cycle) == run


def test_somebody_who_is_left_out_is_not_matched_until_they_are_brought_back(change, cast, four, run):
    change("leave", four.ana, how="best")
    assert {pair[0] for pair in present(four.cycle)} == {"Ben"}
    later = start_run(cycle=four.cycle, by=cast.priya)
    assert later.left_out == [str(four.ana.pk)]
    cancel_run(run=later, by=cast.priya)
    change("return", four.ana, how="best")
    assert {pair[0] for pair in present(four.cycle)} == {"Ana", "Ben"}


def test_a_pair_by_hand_takes_the_place_of_the_pairs_that_stood_in_its_way(change, four, run):
    text = change("pair", four.ana, four.max).text
    assert "Ben Test" in text
    change("pair", four.ana, four.max, how="only", anyway="on")
    assert present(four.cycle) == {("Ana", "Max")}
    made = present_version(four.cycle).proposals.get()
    assert (made.is_manual, made.is_pinned) == (True, True)


def test_fewer_pairs_by_hand_want_a_tick(change, four, run):
    answer = change("pair", four.ana, four.max, how="only")
    assert answer.status_code == 422
    assert "Fewer people have a partner than in the present proposal." in answer.text
    assert "Tick the box" in answer.text
    assert present_version(four.cycle) == run


@pytest.mark.parametrize("is_private", [False, True])
def test_a_pair_by_hand_that_breaks_a_rule_is_refused_and_keeps_what_is_confidential(change, four, run, is_private):
    owner = four.max.user if is_private else None
    ConflictOfInterest.objects.create(person=four.ana.user, other=four.max.user, owner=owner, note="Old story")
    for answer in (change("pair", four.ana, four.max), change("pair", four.ana, four.max, how="only", anyway="on")):
        assert ("protected" in answer.text, "HR has noted a conflict" in answer.text) == (is_private, not is_private)
        assert "Old story" not in answer.text
    assert present_version(four.cycle) == run


def test_somebody_with_two_places_takes_one_more_without_losing_a_pair(change, four, run):
    Participant.objects.filter(pk=four.lea.pk).update(capacity=2)
    change("pair", four.ben, four.lea, how="only", anyway="on")
    assert present(four.cycle) == {("Ana", "Lea"), ("Ben", "Lea")}


def test_two_pickers_lead_to_the_check_page(client, cast, four, run):
    fields = {"cycle": four.cycle.pk, "junior": four.ana.pk, "senior": four.max.pk}
    answer = client.post(reverse("match_pair", args=[cast.program.pk]), fields, follow=True)
    assert "Pair Ana Test and Max Test?" in answer.text
    assert client.post(reverse("match_pair", args=[cast.program.pk]), {"cycle": four.cycle.pk}).status_code == 422


def test_the_page_of_swaps_offers_the_other_pairs_alone(client, cast, four, run):
    mine = run.proposals.get(junior=four.ana)
    text = client.get(reverse("match_swap", args=[cast.program.pk, mine.pk])).text
    assert "Swap with this pair" in text
    assert str(four.ben.pk) in text
    assert f"place={four.ana.pk}&amp;place={four.lea.pk}&amp;place={four.ana.pk}" not in text


def test_who_comes_second_is_told_what_the_other_did_and_may_send_it_again(change, client, cast, four, run):
    url = reverse("match_change", args=[cast.program.pk, "out"])
    wanted = {"cycle": four.cycle.pk, "place": [four.ben.pk, four.max.pk], "version": run.pk, "how": "only"}
    change("pin", four.ana, four.lea, how="best")
    answer = client.post(url, wanted)
    assert answer.status_code == 409
    assert "Pinned: Ana Test and Lea Test" in answer.text
    assert "Taken out: Ben Test and Max Test" in answer.text
    present_now = present_version(four.cycle)
    assert str(present_now.pk) in answer.text
    client.post(url, wanted | {"version": present_now.pk})
    assert present(four.cycle) == {("Ana", "Lea")}


def test_a_second_click_changes_nothing_more(client, cast, four, run):
    url = reverse("match_change", args=[cast.program.pk, "out"])
    sent = {"cycle": four.cycle.pk, "place": [four.ana.pk, four.lea.pk], "version": run.pk, "how": "only",
            "form_token": "twice"}  # fmt: skip
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    assert MatchRun.objects.count() == 2


def test_a_published_proposal_can_no_longer_be_changed(change, four, run):
    MatchRun.objects.update(state="published", published_at=timezone.now())
    text = change("out", four.ana, four.lea, how="only").text
    assert "can no longer be changed" in text
    assert run.proposals.count() == 2


def test_while_a_match_runs_nothing_else_is_stored(change, cast, four, run):
    start_run(cycle=four.cycle, by=cast.omar)
    assert "A match of this cycle is running" in change("out", four.ana, four.lea, how="only").text
    assert present_version(four.cycle) == run


@pytest.mark.parametrize("places", [[], ["x", "y"], ["00000000-0000-4000-8000-000000000000"]])
def test_an_address_without_people_leads_back(client, cast, four, run, places):
    answer = client.get(reverse("match_change", args=[cast.program.pk, "out"]), {"place": places}, follow=True)
    assert "Choose a pair or a person" in answer.text or "There is no proposal" in answer.text


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "sam", "noor", "igor"])
def test_only_those_who_match_change_anything(cast, sign_in, four, run, name):
    url = reverse("match_change", args=[cast.program.pk, "out"])
    sent = {"cycle": four.cycle.pk, "place": [four.ana.pk, four.lea.pk], "how": "only"}
    assert sign_in(cast.people[name]).post(url, sent).status_code == 403
    stranger = sign_in(make.CoordinatorFactory().user)
    assert stranger.post(url, sent).status_code == 404
    assert MatchRun.objects.get() == run


def test_people_of_another_cycle_are_nobody_here(change, cast, run):
    text = change("pair", cast.pairing.junior, cast.pairing.senior).text
    assert "cannot be matched any more" in text
    assert "Kavya" not in text


@pytest.mark.parametrize("page", ["change", "swap", "compare", "try"])
def test_the_pages_cost_the_same_however_many_pairs(client, cast, four, run, page):
    """Reading the people of a match takes most of the queries."""
    change_proposal(run=run, change=Change("pin", (str(four.ana.pk), str(four.lea.pk))), is_best=False, by=cast.priya)
    proposal = present_version(four.cycle).proposals.get(junior=four.ana)
    places = f"place={four.ana.pk}&place={four.lea.pk}"
    url = {
        "change": reverse("match_change", args=[cast.program.pk, "out"]) + f"?cycle={four.cycle.pk}&{places}",
        "swap": reverse("match_swap", args=[cast.program.pk, proposal.pk]),
        "compare": reverse("match_compare", args=[cast.program.pk])
        + f"?cycle={four.cycle.pk}&a={run.pk}&b={proposal.run_id}",
        "try": reverse("match_try", args=[cast.program.pk]) + f"?cycle={four.cycle.pk}",
    }[page]
    counts = []
    for number in range(12):
        if number == 1:
            counts.append(cost_of(client, url))
        pair = [make.ParticipantFactory(cycle=four.cycle, side=side, state="approved", user__level=level)
                for side, level in (("junior", 1), ("senior", 6))]  # fmt: skip
        Proposal.objects.create(run=proposal.run, junior=pair[0], senior=pair[1], score=1)
    counts.append(cost_of(client, url))
    assert counts[0] == counts[1] <= MOST + WHOLE_CYCLE


@pytest.fixture
def many(monkeypatch):
    """As if the four were too many to match while one waits; nothing in the request may look for the best set."""
    monkeypatch.setattr(runs, "QUICK_PEOPLE", 3)

    def refuse(*args, **kwargs):
        raise AssertionError("the match is solved in the request")

    monkeypatch.setattr(drafts, "propose", refuse)
    yield
    monkeypatch.undo()


@pytest.fixture
def worker(cast, monkeypatch):
    """Does what waits for it."""

    def work():
        monkeypatch.undo()
        run = MatchRun.objects.get(state="queued")
        solve_run(run_id=run.pk)
        run.refresh_from_db()
        return run

    return work


def test_of_few_people_a_change_is_made_in_the_request(change, four, run):
    change("out", four.ana, four.lea, how="only")
    assert {found.state for found in MatchRun.objects.all()} == {"done"}


@pytest.mark.parametrize("act", ["out", "pin", "pair"])
def test_of_many_people_nothing_is_worked_out_in_the_request(change, four, run, many, act):
    text = change(act, four.ana, four.max if act == "pair" else four.lea).text
    assert "With the best set of pairs found anew" in text
    assert "With nothing else changed" in text
    assert MatchRun.objects.get() == run


def test_of_many_people_the_worker_finds_the_best_set_which_waits_beside_the_proposal(change, four, run, many, worker):
    assert "The match is running" in change("out", four.ana, four.lea, how="best").text
    made = worker()
    assert (made.state, made.is_solved, made.kept_at) == ("done", True, None)
    assert {(pair.junior, pair.senior) for pair in made.proposals.all()} == {(four.ana, four.max), (four.ben, four.lea)}
    assert present_version(four.cycle) == run


def test_of_many_people_the_worker_makes_the_one_change_and_it_counts(change, four, run, many, worker):
    assert "The match is running" in change("out", four.ana, four.lea, how="only").text
    made = worker()
    assert (made.is_solved, made.forbidden, made.parent) == (False, [[str(four.ana.pk), str(four.lea.pk)]], run)
    assert present(four.cycle) == {("Ben", "Max")}
    assert made.outcome.proven.most_pairs == 2


def test_what_would_be_asked_about_waits_beside_the_proposal(change, four, run, many, worker, monkeypatch):
    change("pair", four.ana, four.max, how="only")
    monkeypatch.setattr(change_questions, "LOW_SCORE", 1001)
    run_id = MatchRun.objects.get(state="queued").pk
    monkeypatch.setattr(drafts, "propose", propose)
    solve_run(run_id=run_id)
    assert present_version(four.cycle) == run
    assert MatchRun.objects.get(pk=run_id).state == "done"


def test_what_the_rules_forbid_fails_with_the_reason(change, client, cast, matching, run, many, worker):
    change("pair", matching.ana, matching.max, how="only")
    assert worker().state == "failed"
    board = client.get(reverse("match_board", args=[cast.program.pk]), {"cycle": matching.cycle.pk}).text
    assert "Ana Test and Max Test cannot be a pair: the leader wants no topic that the mentor can share." in board
    assert present_version(matching.cycle) == run


def test_what_the_worker_made_does_not_replace_what_somebody_kept_meanwhile(change, cast, four, run, many, worker):
    change("out", four.ana, four.lea, how="only")
    other = MatchRun.objects.create(cycle=four.cycle, state="done", kept_at=timezone.now() + dt.timedelta(seconds=1))
    worker()
    assert present_version(four.cycle) == other


def test_of_many_people_a_proposal_that_has_changed_is_a_conflict(client, cast, four, run, many):
    url = reverse("match_change", args=[cast.program.pk, "out"])
    fields = {"cycle": four.cycle.pk, "place": [four.ana.pk, four.lea.pk], "how": "only", "version": "another"}
    assert client.post(url, fields).status_code == 409
    assert not MatchRun.objects.filter(state="queued").exists()
