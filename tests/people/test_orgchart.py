from hypothesis import given
from hypothesis import strategies as st

from people.orgchart import chain, cycles, depths

CHART = {"ceo": None, "cto": "ceo", "cfo": "ceo", "dev": "cto", "ops": "cto", "clerk": "cfo", "guest": None}


def test_the_chain_goes_from_the_nearest_manager_to_the_top():
    assert list(chain(CHART, "dev")) == ["cto", "ceo"]


def test_depths_count_steps_below_the_top():
    assert depths(CHART) == {"ceo": 0, "cto": 1, "cfo": 1, "dev": 2, "ops": 2, "clerk": 2, "guest": 0}


def test_every_cycle_is_found_once_and_who_hangs_below_it_has_no_depth():
    chart = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e", "f": None}
    assert [set(cycle) for cycle in cycles(chart)] == [{"a", "b", "c"}, {"e"}]
    assert depths(chart) == {"f": 0}
    assert list(chain(chart, "d")) == ["a", "b", "c"]


@given(st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 12)))
def test_any_chart_has_depths_exactly_where_the_chain_ends(chart):
    known = depths(chart)
    looping = {person for cycle in cycles(chart) for person in cycle}
    for person in chart:
        ends = not looping & {person, *chain(chart, person)}
        assert (person in known) is ends
        assert not ends or known[person] == len(list(chain(chart, person)))
