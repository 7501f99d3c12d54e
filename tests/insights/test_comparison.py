"""Programs and cycles side by side: each by itself and through the gate, the same on the page and in a file."""

import pytest
from django.urls import reverse

from people.models import AuditEntry
from programs.models import Participant
from tests import factories as make
from tests.downloads import lines_of
from tests.insights.story import hold_meetings, hold_round, more_pairs
from tests.query_counts import assert_cost_stays

URL = "/insights/compare/"


@pytest.fixture
def told(cast):
    """A cycle of eight pairs that meet and have been asked, and a closed one before it of two."""
    hold_meetings([cast.pairing, cast.other_pairing, *more_pairs(cast, 6)])
    hold_round(cast.cycle)
    earlier = make.CycleFactory(program=cast.program, state="closed", name="The first one")
    for _number in range(2):
        make.PairingFactory(cycle=earlier, state="completed", senior__state="completed", junior__state="completed")
    return earlier


def rows(client, kind="csv", **query):
    header, *lines = lines_of(client.get(URL, {"download": kind, **query}))
    return {line[1]: dict(zip(header, line, strict=True)) for line in lines}


@pytest.mark.parametrize("who", ["omar", "priya", "lena"])
def test_each_cycle_says_what_its_dashboard_says(cast, sign_in, told, who):
    client = sign_in(cast.people[who])
    row = rows(client)[cast.cycle.name]
    html = client.get(URL).text
    dashboard = client.get(reverse("program_dashboard", args=[cast.program.pk]), {"cycle": cast.cycle.pk})
    assert row["In a sentence"] == dashboard.context["verdict"]
    assert row["In a sentence"] in html
    assert (row["People"], row["Pairs that have begun"]) == ("16", "8")
    assert row["Held toward the aim"] == str(dashboard.context["figures"].pairs.toward_goal)
    assert row["Both sides grew more confident"] in html


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_of_few_pairs_no_more_than_totals(cast, sign_in, told, kind):
    row = rows(sign_in(cast.lena), kind)["The first one"]
    assert int(row["Pairs that have begun"]) == 2
    hidden = {name for name, value in row.items() if value == "hidden to protect people"}
    assert hidden == {
        "People", "Pairs as planned or completed", "Held toward the aim", "Meetings aimed at", "Pairs completed",
        "Both sides grew more confident",
    }  # fmt: skip
    assert not row["In a word"]


def test_who_runs_it_reads_how_many_take_part_also_before_there_are_pairs(cast, sign_in):
    cycle = make.CycleFactory(program=cast.program, state="enrolling", name="To come")
    make.ParticipantFactory.create_batch(3, cycle=cycle, state="approved")
    assert rows(sign_in(cast.priya))["To come"]["People"] == "3"
    assert rows(sign_in(cast.lena))["To come"]["People"] == "hidden to protect people"


def test_nobody_counts_the_pair_they_are_close_to_nor_its_people(cast, sign_in, told):
    cast.jack.assistants.add(cast.lena)
    row = rows(sign_in(cast.lena))[cast.cycle.name]
    assert (row["Pairs that have begun"], row["People"]) == ("7", "14")
    Participant.objects.filter(user=cast.kavya).update(state="withdrawn")
    assert rows(sign_in(cast.lena))[cast.cycle.name]["People"] == "14"


def test_whose_programs(cast, sign_in, told):
    make.CycleFactory(program__name="Of somebody else", name="Elsewhere")
    make.CycleFactory(program__name="Not open", program__state="draft", name="Draft", program__sponsor=cast.lena)
    assert set(rows(sign_in(cast.lena))) == {cast.cycle.name, "The first one"}
    assert set(rows(sign_in(cast.priya))) == {cast.cycle.name, "The first one"}
    assert set(rows(sign_in(cast.omar))) == {cast.cycle.name, "The first one", "Elsewhere"}
    for who in (cast.kavya, cast.noor, cast.igor):
        assert sign_in(who).get(URL).status_code == 403


def test_a_filter_chooses_cycles_and_is_recorded_with_the_file(cast, sign_in, told):
    client = sign_in(cast.omar)
    whole = rows(client)
    assert rows(client, state="closed") == {"The first one": whole["The first one"]}
    entry = AuditEntry.objects.filter(act="comparison.downloaded").latest("at")
    assert (entry.actor, entry.details) == (cast.omar, {"state": "closed"})
    assert "No cycle like that" in client.get(URL, {"state": "matching"}).text
    assert "The first one" in client.get(URL, {"download": "paper"}).text


def test_the_page_costs_the_same_however_many_cycles(cast, sign_in):
    def add_cycle():
        make.PairingFactory(cycle=make.CycleFactory(program__sponsor=cast.lena))

    assert_cost_stays(sign_in(cast.lena), URL, add_cycle)


def test_the_way_there(cast, page, told):
    assert URL in page(cast.lena, f"/insights/programs/{cast.program.pk}/")
    make.CycleFactory(program__sponsor=cast.lena)
    assert URL in page(cast.lena, "/insights/")
