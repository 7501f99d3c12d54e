"""Program health, for those who run it."""

import pytest

from tests import factories as make
from tests.insights.story import SECRET, hold_meetings, hold_round, more_pairs


@pytest.fixture
def path(cast):
    return f"/programs/{cast.program.pk}/health/"


def steps(html):
    """The funnel as numbers."""
    table = html.partition("From invitation to meeting</caption>")[2].partition("</table>")[0]
    return [int(cell.partition("</td>")[0]) for cell in table.split("<td>")[1:]]


@pytest.mark.parametrize(
    ("who", "status"), [("omar", 200), ("priya", 200), ("lena", 403), ("kavya", 403), ("sam", 403), ("noor", 403)]
)
def test_those_who_run_the_program_see_its_health(cast, sign_in, path, who, status):
    assert sign_in(cast.people[who]).get(path).status_code == status


def test_another_program_does_not_exist(cast, sign_in, path):
    assert sign_in(make.CoordinatorFactory().user).get(path).status_code == 404


def test_the_funnel_counts_people_as_far_as_they_came(cast, page, path):
    make.ParticipantFactory(cycle=cast.cycle, state="invited", applied_at=None)
    for state in ("applied", "approved", "declined"):
        make.ParticipantFactory(cycle=cast.cycle, state=state)
    make.PairingFactory(cycle=cast.cycle, state="proposed", agreed_at=None, opened_at=None)
    hold_meetings([cast.pairing])
    assert steps(page(cast.priya, path)) == [10, 9, 7, 4, 4, 2, 4]


def test_pairs_one_is_a_party_of_are_left_out(cast, page, path):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    hold_meetings([cast.pairing, cast.other_pairing])
    assert steps(page(cast.priya, path))[3:] == [4, 4, 4, 4]
    assert steps(page(cast.jack, path))[3:] == [2, 2, 2, 2]


def test_response_is_a_band_and_answers_are_nowhere(cast, page, path):
    more_pairs(cast, 6)
    hold_round(cast.cycle)
    html = page(cast.priya, path)
    assert "5 to 8 mentors, 5 to 8 leaders" in html
    assert SECRET not in html


def test_a_program_without_a_cycle_says_what_comes(cast, page):
    program = make.ProgramFactory()
    assert "No cycle yet" in page(cast.omar, f"/programs/{program.pk}/health/")


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(cast, queries, path, number):
    hold_meetings(more_pairs(cast, number))
    assert queries(cast.priya, path) == 11
