"""The list of proposed pairs: flags, order, filters, search, all in the address; and who has no pair."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matchmaker import Reason
from pairings.models import Pairing
from people.models import ConflictOfInterest, User
from programs.models import Wish
from proposals.matching_words import RULES, reason_words
from proposals.models import MatchRun, Proposal
from proposals.outcome import Details, Help, WithoutPair
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from tests import factories as make

ROW = re.compile(r'<li class="pair">(.*?)</li>\s*(?=<li class="pair">|</ol>)', re.S)


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


@pytest.fixture
def url(cast, matching):
    return reverse("match_board", args=[cast.program.pk]) + f"?cycle={matching.cycle.pk}"


@pytest.fixture
def run(run):
    """Ben's pair is the better one, whatever the weights."""
    for name, score in (("Ana", 500), ("Ben", 700)):
        run.proposals.filter(junior__user__first_name=name).update(score=score)
    return run


@pytest.fixture
def departments(matching):
    """Ana and Lea in Sales and Finance, Ben and Max both in Legal."""
    sales, finance, legal = (make.DepartmentFactory(name=name) for name in ("Sales", "Finance", "Legal"))
    for place, department in (
        (matching.ana, sales), (matching.lea, finance), (matching.ben, legal), (matching.max, legal),
    ):  # fmt: skip
        User.objects.filter(pk=place.user_id).update(department=department)
    return sales, finance, legal


def rows(client, url):
    """The rows of the page as text, by the mentor's first name, in their order."""
    found = ROW.findall(client.get(url).text)
    return {re.search(r'person-name"[^>]*><bdi>(\w+)', row)[1]: row for row in found}


def names(client, url):
    return list(rows(client, url))


def test_a_row_says_score_topics_and_parts(client, url, run):
    ben = rows(client, url)["Ben"]
    assert ">700</span>" in ben
    assert "1 of 1 topic<" in ben
    assert "Shares what is wanted: Films." in ben
    assert "500 of 500" in ben


@pytest.mark.parametrize(
    ("sort", "first"), [("", "Ben"), ("low", "Ana"), ("name", "Ana"), ("department", "Ben"), ("nonsense", "Ben")]
)
def test_the_order_is_in_the_address(client, url, run, departments, sort, first):
    assert names(client, f"{url}&sort={sort}")[0] == first


def test_most_flags_first(client, url, run, departments):
    assert names(client, f"{url}&sort=flags") == ["Ana", "Ben"]


def test_filters_and_search(client, url, run, departments):
    sales, _finance, legal = departments
    for query, expected in (
        (f"department={sales.pk}", ["Ana"]),
        (f"department={legal.pk}", ["Ben"]),
        ("q=lea+test", ["Ana"]),
        ("q=nobody", []),
        ("below=501", ["Ana"]),
        ("below=500", []),
        ("flag=new_link", ["Ana"]),
        ("flag=pinned", []),
    ):
        assert names(client, f"{url}&{query}") == expected, query


def test_what_makes_no_sense_is_left_out(client, url, run):
    for query in ("below=many", "below=-5", "department=x", "flag=x", "page=x", "page=99", "sort=-score"):
        assert names(client, f"{url}&{query}") == ["Ben", "Ana"], query


def test_departments_that_never_met_are_flagged(client, url, run, departments):
    found = rows(client, url)
    assert "First time these departments meet" in found["Ana"]
    assert "First time" not in found["Ben"], "one department cannot meet itself"


@pytest.mark.parametrize(("agreed", "is_first"), [(True, False), (False, True)])
def test_departments_met_in_any_earlier_pairing(client, url, run, departments, agreed, is_first):
    """The other way round, in another cycle; a question that nobody said yes to is no meeting."""
    sales, finance, _legal = departments
    before = timezone.now() - dt.timedelta(days=100)
    make.PairingFactory(
        junior__user__department=finance,
        senior__user__department=sales,
        state=Pairing.State.COMPLETED if agreed else Pairing.State.DECLINED,
        agreed_at=before if agreed else None,
        opened_at=before if agreed else None,
    )
    assert ("First time" in rows(client, url)["Ana"]) == is_first


def test_few_hours_in_common_are_flagged_with_the_difference(client, url, run, matching):
    User.objects.filter(pk=matching.max.user_id).update(time_zone="Asia/Kolkata")
    User.objects.filter(pk=matching.ben.user_id).update(time_zone="Asia/Dubai", works_from=dt.time(12))
    User.objects.filter(pk=matching.ana.user_id).update(time_zone="")
    found = rows(client, url)
    assert "3.5 h in common, 1.5 h apart" in found["Ben"]
    assert names(client, f"{url}&flag=few_hours") == ["Ben"]
    assert "h in common" in found["Ana"], "who has no zone is in the organisation's"


@pytest.mark.parametrize(
    ("by", "words"),
    [("bm", "On each other's wish list"), ("m", "On the leader's wish list"), ("b", "On the mentor's wish list")],
)
def test_wishes_are_flagged_by_who_wished(client, url, run, matching, by, words):
    for who, wanted in ((matching.ben, matching.max), (matching.max, matching.ben)):
        if who.user.first_name[0].lower() in by:
            Wish.objects.create(participant=who, wanted=wanted.user)
    found = rows(client, url)
    assert words.replace("'", "&#x27;") in found["Ben"]
    assert "wish list" not in found["Ana"]


def test_only_a_page_is_shown_and_its_address_keeps_the_filter(client, url, run, matching):
    for _ in range(30):
        add_pair(run, matching)
    assert len(names(client, f"{url}&below=2")) == 25
    text = client.get(f"{url}&below=2").text
    assert "30 of 32 pairs" in text
    assert "below=2&amp;page=2" in text


def add_pair(run, matching):
    places = [
        make.ParticipantFactory(cycle=matching.cycle, side=side, state="approved") for side in ("junior", "senior")
    ]
    Proposal.objects.create(run=run, junior=places[0], senior=places[1], score=1)


@pytest.mark.parametrize("asked", ["", "&sort=flags&flag=few_hours&q=a", "&show=unmatched", "&show=changes"])
def test_it_costs_the_same_for_1_3_and_30(client, cast, url, run, matching, asked):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{url}{asked}")
        return len(queries)

    Proposal.objects.exclude(pk=run.proposals.first().pk).delete()
    costs = [cost()]
    for more in (2, 27):
        for _ in range(more):
            add_pair(run, matching)
        costs.append(cost())
    assert costs[0] <= 14
    assert set(costs) == {costs[0]}


def test_every_rule_has_its_words():
    for reason in Reason:
        assert reason_words(reason)
        assert reason in RULES or reason == Reason.SAME_PERSON


def test_without_a_pair_says_what_would_help_and_leads_to_the_rule(client, cast, matching, url):
    zoe = make.ParticipantFactory(cycle=matching.cycle, state="approved", user__first_name="Zoe", user__level=5)
    for topic in (matching.posts, matching.films):
        zoe.choices.create(topic=topic, rating=1)
    solve_run(run_id=start_run(cycle=matching.cycle, by=cast.priya).pk)
    text = client.get(f"{url}&show=unmatched").text
    assert "Zoe" in text
    assert "level gap: 2 of 2" in text
    assert f'href="{reverse("setup_matching", args=[cast.program.pk])}#id_minimum_level_gap"' in text


@pytest.mark.parametrize(
    ("help_", "words", "field"),
    [
        (("level_gap", 1, 3), "3 candidates if the level gap were 1", "minimum_level_gap"),
        (("level_gap", None, 1), "1 candidate if levels did not count", "minimum_level_gap"),
        (("working_hours", 1, 2), "2 candidates if 1 h in common were enough", "minimum_overlap_hours"),
        (("earlier_pair", None, 2), "2 candidates if earlier pairs were allowed again", "forbids_repeats"),
    ],
)
def test_the_smallest_change_that_would_help_stands_there(client, cast, url, run, matching, help_, words, field):
    run.proposals.all().delete()
    ana = WithoutPair(str(matching.ana.pk), candidates=2, allowed=0, free=0, helps=(Help(*help_),))
    MatchRun.objects.update(details=Details(without_pair=(ana,)))
    text = " ".join(client.get(f"{url}&show=unmatched").text.split())
    assert f'{words} <a href="{reverse("setup_matching", args=[cast.program.pk])}#id_{field}"' in text
    assert f'id="id_{field}"' in client.get(reverse("setup_matching", args=[cast.program.pk])).text


def test_confidential_reasons_are_one_word(client, cast, matching, url):
    zoe = make.ParticipantFactory(cycle=matching.cycle, state="approved", user__first_name="Zoe", user__level=1)
    for topic in (matching.posts, matching.films):
        zoe.choices.create(topic=topic, rating=1)
    ConflictOfInterest.objects.create(
        person=zoe.user, other=matching.lea.user, owner=matching.lea.user, note="canary-note"
    )
    make.PairingFactory(
        junior__user=zoe.user, senior__user=matching.max.user, state="declined", agreed_at=None, opened_at=None
    ).consents.create(side="senior", decision="declined", reason="canary-reason")
    solve_run(run_id=start_run(cycle=matching.cycle, by=cast.priya).pk)
    text = client.get(f"{url}&show=unmatched").text
    assert "protected: 2 of 2, 2 by this rule alone" in text
    assert "canary" not in text
