"""Who has met whom: partners in groups, departments and levels in fields that are large enough, nothing to subtract."""

import uuid

import pytest
from django.urls import reverse

from insights.figures.circle import circle_of, partner_counts, table_of
from tests import factories as make
from tests.query_counts import assert_cost_stays

URL = "/insights/circle/"


def people(number):
    return [uuid.uuid4() for _one in range(number)]


def test_everybody_counts_once_by_different_partners():
    juniors, seniors = people(6), people(6)
    pairs = list(zip(juniors, seniors, strict=True))
    assert partner_counts(pairs + pairs, 5) == [("1 partner or more", 12)]
    more = pairs + list(zip(juniors, seniors[1:] + seniors[:1], strict=True))
    assert partner_counts(more, 5) == [("2 partners or more", 12)]


def test_a_small_group_is_put_together_with_the_one_below():
    juniors, seniors = people(8), people(8)
    pairs = list(zip(juniors, seniors, strict=True))
    extra = [(juniors[0], seniors[1])]
    assert partner_counts(pairs + extra, 5) == [("1 partner or more", 16)]


def test_of_few_people_nothing_is_said():
    assert partner_counts([(uuid.uuid4(), uuid.uuid4())], 5) == []


@pytest.mark.parametrize(("number", "told"), [(4, None), (5, 5)])
def test_a_field_is_told_from_the_smallest_group_on(number, told):
    table = table_of([("IT", "Sales")] * number + [("Law", "Law")] * 3, 5)
    assert table.cells[table.rows.index("IT")][table.columns.index("Sales")] == told


def test_one_field_alone_is_never_left_out():
    """Else it would follow from how many pairs there are in all."""
    pairs = [("A", "A")] * 9 + [("A", "B")] * 8 + [("B", "A")] * 7 + [("B", "B")] * 2
    cells = [cell for row in table_of(pairs, 5).cells for cell in row]
    assert cells == [9, 8, None, None]


def test_more_departments_than_fit_are_put_together():
    pairs = [(f"D{number:02}", "A") for number in range(20) for _time in range(30 - number)]
    table = table_of(pairs, 5)
    assert len(table.rows) <= 13
    assert "others" in table.rows


@pytest.fixture
def many(cast):
    sales, law = make.DepartmentFactory(name="Sales"), make.DepartmentFactory(name="Law")
    for _number in range(6):
        make.PairingFactory(cycle=cast.cycle, junior__user__department=sales, senior__user__department=law)
    return sales, law


def test_hr_reads_it_and_nobody_else(cast, sign_in, many):
    text = sign_in(cast.omar).get(URL).text
    assert "Sales and Law have met most often: 6 pairs" in text
    assert URL in sign_in(cast.omar).get(reverse("insights"), follow=True).text
    for person in (cast.priya, cast.lena, cast.kavya, cast.igor):
        assert sign_in(person).get(URL).status_code in (403, 404)


def test_no_name_stands_on_it(cast, sign_in, many):
    text = sign_in(cast.omar).get(URL).text.partition("<main")[2]
    for person in (cast.kavya, cast.jack, cast.maria, cast.helen):
        assert person.last_name not in text


def test_pairs_near_the_reader_are_not_counted(cast, many):
    before = dict(circle_of(cast.omar).partners)
    make.PairingFactory(cycle=cast.cycle, junior__user=cast.omar, senior__user__level=7)
    assert dict(circle_of(cast.omar).partners) == before


def test_without_pairs_the_page_says_what_will_be_there(cast, sign_in):
    assert "Too few pairs yet" in sign_in(cast.omar).get(URL).text


def test_a_program_with_larger_groups_decides_for_all(cast, many):
    cast.program.score_threshold = 7
    cast.program.save()
    assert circle_of(cast.omar).departments.shown == []


def test_it_costs_the_same_however_many(cast, sign_in):
    client = sign_in(cast.omar)
    assert_cost_stays(client, URL, lambda: make.PairingFactory(cycle=cast.cycle))
