"""Who belongs to a pair, or is close to one of the two, has no rights of the program team on it: in a match as well."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from people.models import ConflictOfInterest, User
from programs.models import TopicChoice, Wish
from proposals.manual_decisions import Change
from proposals.match_tab import readiness
from proposals.models import MatchRun
from proposals.services.edit_proposal import change_proposal
from proposals.services.publishing import publish_run
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import keep_version
from proposals.version_comparison import compare
from proposals.withheld_from_team import Withheld
from tests import factories as make
from tests.proposals.posted import NO_RULES

NEUTRAL = "a colleague in the program team looks after it"


@pytest.fixture(params=["own", "assisted", "managed"])
def insider(request, cast, matching):
    """Somebody who coordinates the program and is Ben, Ben's line manager, or the assistant of Max."""
    user = matching.ben.user if request.param == "own" else make.UserFactory(first_name="Insa", last_name="Insider")
    if request.param == "managed":
        User.objects.filter(pk=matching.ben.user_id).update(manager=user)
    if request.param == "assisted":
        matching.max.user.assistants.add(user)
    make.CoordinatorFactory(program=cast.program, user=user)
    return user


@pytest.fixture
def client(insider, sign_in):
    return sign_in(insider)


@pytest.fixture
def wished(matching):
    """Max wishes for Ben: nobody near the two is told."""
    Wish.objects.create(participant=matching.max, wanted=matching.ben.user)


@pytest.fixture
def declined(matching):
    """Max has said no to Ben in another program, and Lea has a private conflict with him: no pair is left for Ben."""
    elsewhere = make.PairingFactory(
        junior__user=matching.ben.user, senior__user=matching.max.user, state="declined", agreed_at=None, opened_at=None
    )
    elsewhere.consents.create(side="senior", decision="declined")
    ConflictOfInterest.objects.create(person=matching.ben.user, other=matching.lea.user, owner=matching.lea.user)


def board(client, run, **asked):
    return client.get(reverse("match_board", args=[run.cycle.program_id]), {"cycle": run.cycle_id, **asked}).text


def row_of(text, name):
    return next(part for part in text.split('<li class="pair">')[1:] if name in part).partition("</ol>")[0]


def test_a_pair_too_near_is_named_without_score_reasons_or_buttons(client, wished, run):
    text = board(client, run)
    near = row_of(text, "Ben Test")
    assert NEUTRAL in near
    for word in ("pair-points", "wish list", "Details", "Take out", "Shares what is wanted"):
        assert word not in near
        assert word in row_of(text, "Ana Test") or word == "wish list"


@pytest.mark.parametrize("asked", [{"flag": "wish"}, {"below": "1000"}])
def test_no_filter_tells_what_is_not_shown(client, wished, run, asked):
    assert "Ben Test" not in board(client, run, **asked).partition('<ol class="card pairs">')[2]


def test_it_comes_last_in_every_order(client, wished, run):
    for order in ("", "low", "flags"):
        names = board(client, run, sort=order).partition('<ol class="card pairs">')[2]
        assert names.index("Ana Test") < names.index("Ben Test")


def test_the_rest_of_the_team_sees_it_all(cast, sign_in, insider, wished, run):
    near = row_of(board(sign_in(cast.priya), run), "Ben Test")
    assert NEUTRAL not in near
    assert "leader&#x27;s wish list" in near


def file_of(client, run, name):
    answer = client.get(reverse("match_export", args=[run.cycle.program_id, run.pk, name]))
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.text


def test_the_file_of_pairs_holds_no_more_than_the_page(client, wished, run):
    _head, other, near = file_of(client, run, "pairs.csv").splitlines()
    assert NEUTRAL in near
    assert "wish" not in near
    assert "Ana Test" in other
    assert "500" in other


def test_the_file_of_people_holds_no_more_than_the_page(client, cast, sign_in, declined, run):
    text = file_of(client, run, "without-a-pair.csv")
    assert "looks after it" in text
    assert "protected: 2" not in text
    assert "protected" in file_of(sign_in(cast.priya), run, "without-a-pair.csv")


def test_nobody_reads_how_many_were_protected_from_whom(client, insider, declined, run, cast, sign_in):
    shown = board(client, run, show="unmatched", why="1")
    assert "of 2, " not in shown
    assert "looks after it" in shown
    assert "protected: 1 of 2" in board(sign_in(cast.priya), run, show="unmatched")


@pytest.mark.parametrize("forbidden", [True, False])
def test_why_not_has_the_same_answer_whatever_the_reason(client, matching, run, forbidden):
    if forbidden:
        ConflictOfInterest.objects.create(person=matching.max.user, other=matching.ben.user, owner=matching.max.user)
    for place, asked in ((matching.ben, "max"), (matching.max, "ben")):
        text = client.get(reverse("match_person", args=[run.cycle.program_id, place.pk]), {"q": asked}).text
        assert NEUTRAL in text or "somebody close to you" in text
        for word in ("protected", "No rule forbids", "exactly", "are a pair in this proposal"):
            assert word not in text


@pytest.mark.parametrize("act", ["pin", "out", "leave"])
@pytest.mark.parametrize("forbidden", [True, False])
def test_nobody_changes_their_own_pair_and_the_refusal_tells_nothing(client, insider, matching, run, act, forbidden):
    if forbidden:
        ConflictOfInterest.objects.create(person=matching.max.user, other=matching.ben.user, owner=matching.max.user)
    near = matching.ben if not matching.max.user.assistants.exists() else matching.max
    about = (str(near.pk),) if act == "leave" else (str(matching.ben.pk), str(matching.max.pk))
    url = reverse("match_change", args=[run.cycle.program_id, act])
    text = client.get(url, {"cycle": run.cycle_id, "place": about}).text
    assert NEUTRAL in text
    assert "protected" not in text
    with pytest.raises(Refused, match=NEUTRAL):
        change_proposal(run=run, change=Change(act, about), is_best=False, by=insider)
    with pytest.raises(Refused, match=NEUTRAL):
        start_run(cycle=run.cycle, by=insider, change=Change(act, about))


def test_a_failure_that_names_a_pin_too_near_is_told_without_its_reason(client, cast, sign_in, matching, run):
    MatchRun.objects.create(
        cycle=run.cycle, state="failed", message="Ben Test and Max Test are pinned, but: protected.",
        pins=[[str(matching.ben.pk), str(matching.max.pk)]],
    )  # fmt: skip
    assert "A pinned pair stands in the way." in board(client, run)
    assert "protected" not in board(client, run)
    assert "protected" in board(sign_in(cast.priya), run)


def test_what_stops_a_publishing_is_told_without_its_reason(insider, matching, run):
    ConflictOfInterest.objects.create(person=matching.max.user, other=matching.ben.user, owner=matching.max.user)
    with pytest.raises(Refused, match="it no longer fits") as refused:
        publish_run(run=run, by=insider, answer_on=timezone.now().date() + dt.timedelta(days=5))

    assert "Ben" not in str(refused.value)


def test_figures_of_the_whole_are_not_told(client, cast, sign_in, run):
    """What is missing in the sum of the others would be the score of one's own pair."""
    total = f"{run.outcome.figures.total:,}"
    other_pair = run.proposals.get(junior__user__first_name="Ana")
    own, others = board(client, run), board(sign_in(cast.priya), run)
    assert total in others
    assert total not in own
    assert "Pairs of others" in own
    quality = client.get(reverse("match_quality", args=[run.cycle.program_id, run.pk])).text
    assert total not in quality
    assert f'<td class="nums fw-bold">{other_pair.score}</td>' in quality
    assert "First come, first served" not in quality


def test_a_version_is_compared_without_the_own_pair(insider, cast, matching, run):
    ConflictOfInterest.objects.create(person=matching.max.user, other=matching.ben.user, owner=matching.max.user)
    later = start_run(cycle=run.cycle, by=cast.priya)
    solve_run(run_id=later.pk)
    later.refresh_from_db()
    assert compare(later, run, Withheld(insider, run.cycle), is_checked=True).stale == 0
    assert compare(later, run, is_checked=True).stale == 1


def test_the_effect_of_a_change_about_others_comes_with_sums_of_others_alone(client, cast, sign_in, matching, run):
    """The sum of all less what the others have would be the score of one's own pair."""
    url = reverse("match_change", args=[cast.program.pk, "out"])
    asked = {"cycle": run.cycle_id, "place": [str(matching.ana.pk), str(matching.lea.pk)]}
    own, others = (reader.get(url, asked).text for reader in (client, sign_in(cast.priya)))
    other_pair = run.proposals.get(junior=matching.ana)
    assert f'<td class="nums">{run.outcome.figures.total:,}</td>' in others
    assert f'<td class="nums">{run.outcome.figures.total:,}</td>' not in own
    assert f'<td class="nums">{other_pair.score}</td>' in own
    assert "Lea Test" in own


def test_whose_partner_differs_between_versions_is_told_of_others_alone(insider, cast, matching, run):
    taken = Change("out", (str(matching.ben.pk), str(matching.max.pk)))
    later = change_proposal(run=run, change=taken, is_best=False, by=cast.priya)
    near, others = compare(later, run, Withheld(insider, run.cycle)), compare(later, run)
    everybody = {move.participant for move in others.effect.moves}
    assert everybody == {matching.ben, matching.max}
    told = {move.participant for move in near.effect.moves}
    assert not {participant for participant in told if Withheld(insider, run.cycle).covers(participant.pk)}
    assert len(told) < len(everybody)
    assert {row.before == row.after for row in near.effect.rows} == {True}


@pytest.fixture
def lea(cast, four, sign_in):
    """A leader who coordinates the program. With rules that only Ana can keep, there is nobody else for her."""
    make.CoordinatorFactory(program=cast.program, user=four.lea.user)
    return sign_in(four.lea.user)


@pytest.fixture
def only_ana(four):
    """Those rules, typed and not saved: Ana is at level 1, Ben at 2, Lea at 5."""
    return NO_RULES | {"minimum_level_gap": 4}


def guard(four, is_protected):
    if is_protected:
        ConflictOfInterest.objects.create(person=four.ana.user, other=four.lea.user, owner=four.ana.user)


def main_of(answer):
    """What is to be read, without what differs in each request."""
    text = answer.text.partition("<main")[2] or answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_count_for_unsaved_rules_does_not_tell_of_oneself(lea, cast, four, only_ana):
    preview, page = (reverse(name, args=[cast.program.pk]) for name in ("policy_preview", "setup_matching"))
    told = []
    for is_protected in (False, True):
        guard(four, is_protected)
        asked = f"?cycle={four.cycle.pk}"
        counted = [lea.post(preview + asked, only_ana), lea.post(page + asked, only_ana | {"count": "1"})]
        told.append([main_of(answer) for answer in counted])
    assert told[0] == told[1]
    assert "You and people close to you are not counted." in told[0][0]


def test_a_colleague_reads_the_count(cast, sign_in, lea, four, only_ana):
    url = reverse("policy_preview", args=[cast.program.pk]) + f"?cycle={four.cycle.pk}"
    assert "2 of 2 leaders" in main_of(sign_in(cast.priya).post(url, only_ana))
    guard(four, True)
    assert "1 of 2 leaders" in main_of(sign_in(cast.priya).post(url, only_ana))


def test_rules_on_trial_tell_nothing_to_whoever_is_among_the_people(lea, cast, four, only_ana):
    url = reverse("match_try", args=[cast.program.pk]) + f"?cycle={four.cycle.pk}"
    told = []
    for is_protected in (False, True):
        guard(four, is_protected)
        told.append(main_of(lea.post(url, only_ana | {"do": "effect"})))
    assert told[0] == told[1]
    assert "Run the match first: then you can try rules on all other pairs" in told[0]


def test_nor_does_a_change_before_it_is_made(lea, cast, four, run):
    """Without Max and Ben, Lea could have Ana only; what the best set would be then is not shown to Lea."""
    pair = run.proposals.exclude(senior=four.lea).get()
    if pair.junior == four.ana:
        pytest.skip("Lea has Ben in this match")
    url = reverse("match_change", args=[cast.program.pk, "leave"])
    told = []
    for is_protected in (False, True):
        guard(four, is_protected)
        answer = lea.get(url, {"cycle": four.cycle.pk, "place": str(four.max.pk)})
        told.append(main_of(answer))
    assert told[0] == told[1]
    assert "Max Test" in told[0]


def test_how_far_a_run_is_comes_without_counts(lea, cast, sign_in, four):
    MatchRun.objects.create(cycle=four.cycle, state="running", phase="raising", phase_done=3, phase_total=7)
    url = reverse("match_board", args=[cast.program.pk]) + f"?cycle={four.cycle.pk}"
    assert "3 of 7" in main_of(sign_in(cast.priya).get(url))
    assert "3 of 7" not in main_of(lea.get(url))


def test_nobody_brings_their_own_pair_back_by_undoing(insider, cast, matching, run):
    taken = Change("out", (str(matching.ben.pk), str(matching.max.pk)))
    change_proposal(run=run, change=taken, is_best=False, by=cast.priya)
    with pytest.raises(Refused, match=NEUTRAL):
        keep_version(run=run, by=insider, seen=None)
    assert keep_version(run=run, by=cast.priya, seen=None) == run


@pytest.mark.parametrize("name", ["ben", "max"])
def test_nor_does_anybody_decide_about_the_partner_of_their_own(insider, matching, run, name):
    change = Change("leave", (str(getattr(matching, name).pk),))
    with pytest.raises(Refused, match=NEUTRAL):
        change_proposal(run=run, change=change, is_best=False, by=insider)


def test_places_seem_taken_until_all_are_told(cast, insider, matching):
    TopicChoice.objects.filter(participant=matching.ben).delete()
    over = make.PairingFactory(
        cycle=matching.cycle, junior=matching.ben, senior=matching.max, state="declined", agreed_at=None,
        opened_at=None, outcome_at=timezone.now() + dt.timedelta(hours=3),
    )  # fmt: skip
    near, others = Withheld(insider, matching.cycle), Withheld(cast.priya, matching.cycle)
    assert (readiness(matching.cycle, near).pairs_now, readiness(matching.cycle, near).leader_places) == (1, 1)
    assert (readiness(matching.cycle, others).pairs_now, readiness(matching.cycle, others).leader_places) == (0, 2)
    over.outcome_at = timezone.now()
    over.save()
    assert readiness(matching.cycle, near).pairs_now == 0
