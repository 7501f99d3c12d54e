"""Who reads the results of a round, and how much of them."""

import re

import pytest

from tests import factories as make
from tests.insights.story import SECRET, hold_round, more_pairs


@pytest.fixture
def pairs(cast):
    return more_pairs(cast, 6)


@pytest.fixture
def read(cast, sign_in):
    def as_person(user, review_round):
        return sign_in(user).get(f"/review-rounds/{review_round.pk}/results/")

    return as_person


@pytest.mark.parametrize("who", ["kavya", "jack", "priya", "omar", "lena"])
def test_those_asked_and_those_who_run_it_read_results(cast, pairs, read, who):
    assert read(cast.people[who], hold_round(cast.cycle)).status_code == 200


@pytest.mark.parametrize(
    ("who", "way"),
    [
        ("kavya", ["/reviews/", "/programs/{program}/"]),
        ("lena", ["/programs/{program}/"]),
        ("priya", ["/programs/{program}/", "/programs/{program}/reviews/?cycle={cycle}"]),
    ],
)
@pytest.mark.parametrize("is_closed", [True, False])
def test_there_is_a_way_back_to_where_one_came_from(cast, pairs, read, who, way, is_closed):
    review_round = hold_round(cast.cycle)
    if not is_closed:
        type(review_round).objects.update(state="open")
    assert way_above(read(cast.people[who], review_round)) == [
        one.format(program=cast.program.pk, cycle=cast.cycle.pk) for one in way
    ]


def way_above(page) -> list[str]:
    """The links above the heading."""
    [above] = re.findall(r'class="page-pretitle">(.*?)</div>', page.text, re.DOTALL)
    return re.findall(r'href="([^"]*)"', above)


@pytest.mark.parametrize("who", ["noor", "sam", "igor"])
def test_for_others_there_are_no_results(cast, pairs, read, who):
    assert read(cast.people[who], hold_round(cast.cycle)).status_code == 404


def test_results_of_another_program_do_not_exist(cast, pairs, read):
    stranger = make.CoordinatorFactory().user
    assert read(stranger, hold_round(cast.cycle)).status_code == 404


@pytest.mark.parametrize(("who", "seen"), [("priya", True), ("omar", True), ("kavya", False), ("lena", False)])
def test_comments_are_for_the_program_team(cast, pairs, read, who, seen):
    page = read(cast.people[who], hold_round(cast.cycle)).content.decode()
    assert (SECRET in page) is seen


def test_a_coordinator_who_was_asked_reads_no_comments(cast, pairs, read):
    make.CoordinatorFactory(program=cast.program, user=cast.helen)
    page = read(cast.helen, hold_round(cast.cycle)).content.decode()
    assert SECRET not in page
    assert "In their own words" not in page


def test_few_comments_are_hidden_from_the_team_too(cast, pairs, read):
    silent = [user for pair in pairs for user in (pair.junior.user, pair.senior.user)]
    page = read(cast.priya, hold_round(cast.cycle, leave_out=silent[:7])).content.decode()
    assert SECRET not in page
    assert "comments are shown of 10 people or more" in page


def test_figures_carry_band_period_and_threshold(cast, pairs, read):
    page = read(cast.kavya, hold_round(cast.cycle)).content.decode()
    for part in ("half or more", "n = 5 to 8 pairs", "Shown from 5 answers on", "Asked from"):
        assert part in page


def test_an_open_round_shows_nothing_but_when_it_closes(cast, pairs, read):
    page = read(cast.priya, hold_round(cast.cycle, closes=False)).content.decode()
    assert "Results appear when the review has closed" in page
    assert "%" not in page.partition("<main")[2]


def test_a_round_of_six_pairs_is_hidden(cast, read):
    more_pairs(cast, 4)
    page = read(cast.priya, hold_round(cast.cycle)).content.decode()
    assert "Hidden to protect people" in page
    assert SECRET not in page


def test_one_side_below_the_threshold_is_hidden(cast, pairs, read):
    leaders = [pair.senior.user for pair in pairs]
    page = read(cast.omar, hold_round(cast.cycle, leave_out=leaders)).content.decode()
    assert "Leaders: hidden to protect people." in page
    assert "too few pairs answered" in page


def test_a_later_review_is_about_as_the_earlier_one(cast, pairs, read):
    more_pairs(cast, 4)
    hold_round(cast.cycle, days_ago=90)
    later = read(cast.kavya, hold_round(cast.cycle, leave_out=[cast.jack])).content.decode()
    assert "about as in review 1" in later


def test_of_few_a_later_review_says_nothing(cast, pairs, read):
    hold_round(cast.cycle, days_ago=90)
    later = read(cast.kavya, hold_round(cast.cycle, leave_out=[cast.jack])).content.decode()
    assert "about as in review 1" not in later
    assert "or so nearly the same as before that one pair could be told from the difference" in later


def test_queries_do_not_grow_with_pairs(cast, pairs, queries):
    more_pairs(cast, 30)
    review_round = hold_round(cast.cycle)
    assert queries(cast.priya, f"/review-rounds/{review_round.pk}/results/") <= 12


def test_every_figure_says_when_it_was_asked(cast, pairs, read):
    review_round = hold_round(cast.cycle)
    page = read(cast.lena, review_round)
    figures = page.text.count('class="chart-facts')
    assert page.text.count(f"<span>{page.context['period']}</span>") == figures == 6
