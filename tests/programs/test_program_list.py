"""The list of programs."""

import pytest
from django.urls import reverse

from tests import factories as make

URL = reverse("program_list")


def names(page) -> set[str]:
    return {row["program"].name for row in page.context["rows"]}


def test_hr_sees_all_programs(cast, sign_in, program, foreign):
    assert names(sign_in(cast.omar).get(URL)) == {"Digital fluency", "AI for leaders", "Foreign secret"}


def test_a_coordinator_sees_their_own(cast, sign_in, program, foreign):
    page = sign_in(cast.priya).get(URL)
    assert names(page) == {"Digital fluency", "AI for leaders"}
    assert "Foreign secret" not in page.text


def test_sponsor_and_participants_see_theirs_without_numbers(cast, sign_in, foreign):
    for user in (cast.lena, cast.kavya):
        page = sign_in(user).get(URL)
        assert names(page) == {"Digital fluency"}
        assert page.context["rows"][0]["figures"] is None


def test_who_runs_one_program_and_takes_part_in_another_sees_numbers_of_their_own(cast, sign_in, foreign):
    """Kavya runs the foreign program; of the one in which she is a mentor she is told no number."""
    make.CoordinatorFactory(program=foreign, user=cast.kavya)
    page = sign_in(cast.kavya).get(URL)
    figures = {row["program"].name: row["figures"] for row in page.context["rows"]}
    assert figures["Digital fluency"] is None
    assert [number for _label, number in figures["Foreign secret"]] == [0]
    assert page.text.count(">Pairs<") == 1


@pytest.mark.parametrize(("name", "pairs"), [("priya", 2), ("omar", 2), ("jack", 1), ("sam", 1)])
def test_pairs_one_is_a_party_of_are_not_counted(cast, sign_in, name, pairs):
    user = cast.people[name]
    if name in ("jack", "sam"):
        make.CoordinatorFactory(program=cast.program, user=user)
    (row,) = [row for row in sign_in(user).get(URL).context["rows"] if row["program"] == cast.program]
    assert [number for _label, number in row["figures"]] == [pairs]


def test_an_outsider_has_no_list(cast, sign_in):
    assert sign_in(cast.noor).get(URL).status_code == 403


def test_it_counts_the_people_of_cycles_that_go_on(cast, sign_in, cycle):
    make.ParticipantFactory(cycle=cycle)
    make.ParticipantFactory(cycle=cycle, state="withdrawn")
    rows = sign_in(cast.omar).get(URL).context["rows"]
    assert {row["program"].name: row["program"].people for row in rows}["AI for leaders"] == 1


def test_the_state_filter_is_in_the_url(cast, sign_in, draft):
    assert names(sign_in(cast.omar).get(URL + "?state=draft")) == {"Culture"}


def test_without_programs_hr_is_led_to_the_first_one(db, sign_in):
    hr = make.RoleGrantFactory().user
    assert "Create the first program" in sign_in(hr).get(URL).text


@pytest.mark.parametrize("extra", [1, 30])
def test_queries_do_not_grow(extra, cast, sign_in, django_assert_max_num_queries):
    for _n in range(extra):
        make.CycleFactory(program=make.CoordinatorFactory().program)
    client = sign_in(cast.omar)
    with django_assert_max_num_queries(12):
        client.get(URL)
