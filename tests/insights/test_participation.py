"""Whether somebody has answered a review: whatever is printed, for everybody who was asked both stay possible.

Everything that is told about how many answered is taken together: what the program team read while the round was open,
the ranges of both sides, which sides are hidden, how many comments there are. By reading the pages of rounds held in
earnest, and by trying every number of answers there can be.
"""

import functools
import itertools
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from insights.disclosure import Answerers, Cell, Earlier, Row, Turnover, earlier_figure, plan_for, row_of
from sessions.models import Ballot
from sessions.reviews.collecting import Remark, drawn_comments
from sessions.reviews.schedule import open_and_close_rounds
from sessions.reviews.services import answer_review, close_round, open_round
from sessions.reviews.thresholds import is_safe_beside_named, range_of
from tests import factories as make
from tests.insights.brute_force import participation_forced, participation_forced_by_two
from tests.insights.story import answers


@pytest.fixture
def opened(cast):
    """Seven pairs are asked."""
    make.PairingFactory.create_batch(5, cycle=cast.cycle)
    return open_round(cycle=cast.cycle, today=timezone.localdate())


def answer(ballots, comment=""):
    for ballot in ballots:
        words = f"{comment} {ballot.pk.hex[:6]}" if comment else ""
        answer_review(ballot=ballot, answers=answers(ballot.side, comment=words), wish="continue")


@pytest.fixture
def told(cast, sign_in):
    """Gives `told(round)`: all that the program team reads about a round, as one text."""

    def read(review_round):
        client = sign_in(cast.priya)
        pages = [f"/programs/{cast.program.pk}/health/", reverse("program_reviews", args=[cast.program.pk]),
                 reverse("round_results", args=[review_round.pk])]  # fmt: skip
        texts = [client.get(page).text.partition("<main")[2] for page in pages]
        return " ".join(" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in texts)

    return read


def test_no_share_of_all_is_printed_beside_the_ranges(opened, told):
    """Four mentors, all seven leaders: "mentors hidden, leaders 5 to 7, three quarters of all" leaves nothing else."""
    answer([*Ballot.objects.filter(side="junior")[:4], *Ballot.objects.filter(side="senior")])
    open_and_close_rounds()
    before = told(opened)
    close_round(review_round=opened)
    after = told(opened)
    assert "Mentors: hidden to protect people. Leaders: 5 to 7." in before
    assert "hidden to protect people mentors, 5 to 7 leaders" in after
    assert not re.search(r"\d+ ?%|\d–\d", before)
    assert not re.search(r"\d+ ?% have answered|75–100|50–75", after)


def test_never_as_many_comments_as_people(opened, told):
    answer(Ballot.objects.all(), comment="Words of")
    close_round(review_round=opened)
    assert told(opened).count("Words of") == 10


def test_which_comments_are_left_out_is_drawn_once(opened, told):
    answer(Ballot.objects.all(), comment="Words of")
    close_round(review_round=opened)
    shown = {tuple(sorted(re.findall(r"Words of \w+", told(opened)))) for _ in range(3)}
    assert len(shown) == 1


THRESHOLDS = (5, 6, 8, 12)


@pytest.mark.parametrize(("mentors", "leaders"), [(7, 7), (7, 12), (8, 9), (6, 7), (11, 16), (15, 17)])
@pytest.mark.parametrize("fewest", THRESHOLDS)
def test_everybody_may_have_answered_and_may_not_have(mentors, leaders, fewest):
    """By every number of answers: at an earlier look, and at the close."""
    asked = (mentors, leaders)
    possible: dict[object, set] = {}
    for counts in itertools.product(range(mentors + 1), range(leaders + 1)):
        printed = tuple(range_of(n, of, fewest) for n, of in zip(counts, asked, strict=True))
        possible.setdefault(printed, set()).add(counts)
    for printed, found in possible.items():
        assert not participation_forced(asked, found), printed
    for early, late in itertools.product(possible, repeat=2):
        both = {
            after
            for after in possible[late]
            if any(a <= b and c <= d for (a, c), (b, d) in ((before, after) for before in possible[early]))
        }
        assert not both or not participation_forced(asked, both), (early, late)


@pytest.mark.parametrize("pairings", [[1] * 7, [1] * 12, [1, 1, 1, 1, 1, 1, 3], [2, 2, 1, 1, 1, 1, 1]])
def test_whoever_reads_the_comments_cannot_tell_that_anybody_wrote(pairings):
    """Every comment counted, and their side known by their words: two of whomever may still have written none."""
    asked = [person for person, number in enumerate(pairings) for _ in range(number)]
    for number in range(len(asked) + 1):
        remarks = [Remark(person, "junior", f"words {n}", False) for n, person in enumerate(asked[:number])]
        shown = len(drawn_comments(remarks, "junior", asked))
        assert shown <= number
        for two in itertools.combinations(range(len(pairings)), 2):
            assert shown <= sum(n for person, n in enumerate(pairings) if person not in two)


# Those who ask for a change carry their name


def test_of_a_side_where_nearly_all_who_answered_ask_for_a_change_nothing_is_said(opened, told):
    """Seven mentors; five answer, three of them ask for a change: a mentor who answered would know the fifth."""
    asking, others = Ballot.objects.filter(side="junior")[:3], Ballot.objects.filter(side="junior")[3:5]
    answer([*others, *Ballot.objects.filter(side="senior")])
    for ballot in asking:
        answer_review(ballot=ballot, answers=answers(ballot.side), wish="swap")
    close_round(review_round=opened)
    assert "hidden to protect people mentors, 5 to 7 leaders" in told(opened)


def test_two_who_ask_for_a_change_hide_nothing(opened, told):
    asking, others = Ballot.objects.filter(side="junior")[:2], Ballot.objects.filter(side="junior")[2:5]
    answer([*others, *Ballot.objects.filter(side="senior")])
    for ballot in asking:
        answer_review(ballot=ballot, answers=answers(ballot.side), wish="stop")
    close_round(review_round=opened)
    assert "5 to 7 mentors, 5 to 7 leaders" in told(opened)


def shown_of(n, asked, named, fewest):
    return range_of(n, asked, fewest) if is_safe_beside_named(n, asked, named) else None


def without_a_look_at_names(n, asked, named, fewest):
    return range_of(n, asked, fewest)


def told_beside_names(asked, named, fewest, printed):
    """Of whom of one side it can be told whether they answered, though they ask for nothing, by what is printed at the
    close and by an earlier look; "" where of nobody."""
    possible: dict[object, set] = {}
    for n in range(named, asked + 1):
        for before in range(n + 1):
            told = range_of(before, asked, fewest), printed(n, asked, named, fewest)
            possible.setdefault(told, set()).add(n - named)
    cases = itertools.product(possible.items(), ((0, None), (1, 1), (1, 0)))
    for (told, numbers), (readers, answered) in cases:
        silent = asked - named - readers
        found = {number - (answered or 0) for number in numbers} & set(range(silent + 1))
        if found and silent and (found == {0} or found == {silent}):
            return f"{told}: {found} of {silent}, to a reader who answered {answered}"
    return ""


@pytest.mark.parametrize("asked", range(7, 21))
@pytest.mark.parametrize("fewest", THRESHOLDS)
def test_who_asks_for_a_change_does_not_tell_about_the_others(asked, fewest):
    assert not [told for named in range(asked) if (told := told_beside_names(asked, named, fewest, shown_of))]


def test_three_who_ask_for_a_change_would_tell_about_the_others():
    """Hidden, so at most four have answered: three who ask, and the reader."""
    assert told_beside_names(7, 3, 5, without_a_look_at_names)


# Two reviews


def cases(twice, gone, new):
    """Every way in which some may have answered two reviews: numbers of people, as `participation_forced_by_two`."""
    for both, first, second in itertools.product(range(twice + 1), repeat=3):
        if both + first + second <= twice:
            for then, now in itertools.product(range(gone + 1), range(new + 1)):
                yield both, first, second, then, now


@functools.cache
def labels(of, *asked, compare):
    """All that a side's questions may print of two reviews in which so many answered: (in the first, in the second);
    which have gone and come follows from how many."""
    n, m, left, joined = of
    then, now = (frozenset(range(n)), frozenset([*range(left, n), *range(-joined, 0)]))
    rows = row_of(n, asked[0] + asked[1]), row_of(m, asked[0] + asked[2])
    shares = set()
    first = plan_for(n, rows[0])
    for one in {first.figure(one.low) for one in first.cells} or {None}:
        past = one and rows[1] and compare(one, rows[1], then, now, asked)
        plan = plan_for(m, rows[1], [past] if past else [])
        shares |= {(label(one), label(plan.figure(two.low))) for two in plan.cells or [Cell(0, 0)]}
    return *(row and (row.low, row.high) for row in rows), frozenset(shares)


def label(figure):
    return figure and (figure.first, figure.last, figure.row, figure.change)


def as_the_gate_does(figure, row, then, now, asked):
    """`asked`: in both, only in the first, only in the second."""
    twice, gone, new = asked
    both = frozenset(f"asked {number}" for number in range(twice))
    first = Answerers(both | {f"gone {number}" for number in range(gone)}, then)
    second = Answerers(both | {f"new {number}" for number in range(new)}, now)
    return earlier_figure(1, (figure.first, figure.last, figure.row), row, first, second)


def everything_printed(asked, compare=as_the_gate_does):
    found = {}
    for case in cases(*asked):
        both, first, second, then, now = case
        n, m = both + first + then, both + second + now
        low, high, shares = labels((n, m, first + then, second + now), *asked, compare=compare)
        found[case] = frozenset({("first", low), ("second", high), *shares})
    return found


def groups(smallest, largest, most):
    for twice, gone, new in itertools.product(range(largest + 1), range(most + 1), range(most + 1)):
        if twice and smallest <= twice + gone <= largest and smallest <= twice + new <= largest:
            yield twice, gone, new


@pytest.mark.parametrize("asked", [*groups(7, 9, 2)], ids=str)
def test_two_reviews_do_not_tell_who_answered(asked):
    assert not participation_forced_by_two(asked, everything_printed(asked))


@pytest.mark.slow
@pytest.mark.parametrize("asked", [*groups(10, 14, 3), *groups(17, 18, 1)], ids=str)
def test_two_reviews_of_more_people_do_not_tell_who_answered(asked):
    assert not participation_forced_by_two(asked, everything_printed(asked))


def test_comparing_only_where_others_answered_would_tell_that_a_new_one_did_not():
    def where_others_answered(figure, row, then, now, asked):
        return as_the_gate_does(figure, row, then, now, asked) if then != now else None

    assert participation_forced_by_two((12, 0, 1), everything_printed((12, 0, 1), where_others_answered))


def test_windows_cut_to_the_count_would_tell_who_answered():
    """A window from count to count begins and ends elsewhere for each number that left and joined."""

    def by_count(figure, row, then, now, asked):
        exact = Turnover(len(then - now), len(now - then))
        return replace(as_the_gate_does(figure, row, then, now, asked) or NO_WINDOW, turnover=exact)

    assert participation_forced_by_two((12, 0, 1), everything_printed((12, 0, 1), by_count))


NO_WINDOW = Earlier(1, 0, 0, Row(10, 14, 3), Turnover(0, 0))


def test_the_search_finds_what_used_to_be_printed():
    """Mentors hidden, leaders 5 to 7, and three quarters of all: every leader has answered."""
    everything = itertools.product(range(8), range(8))
    left = {(m, n) for m, n in everything if m < 5 <= n and (m + n) / 14 >= 0.75}
    assert participation_forced((7, 7), left)
