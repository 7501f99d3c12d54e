import pytest

from tests.roster.files import csv, person, planned, told

BOTH = "number,name,email,title,manager id,manager email"


def who_leads(plan) -> dict[str, object]:
    return {change.name: change.fields.get("manager", (None, None))[1] for change in [*plan.creates, *plan.updates]}


def reasons(plan) -> list[str]:
    return [problem.reason for problem in plan.problems]


def test_managers_are_found_by_number_and_by_address_in_either_column():
    plan = planned(
        csv(
            "1,Ann Lee,ann@x.org,,,",
            "2,Bo Ek,bo@x.org,,1,",
            "3,Cy Fox,cy@x.org,,,ANN@x.org",
            "4,Di Gal,di@x.org,,ann@x.org,",
            header=BOTH,
        )
    )
    assert who_leads(plan) == {"Ann Lee": None, "Bo Ek": "row:2", "Cy Fox": "row:2", "Di Gal": "row:2"}
    assert plan.problems == []


ROLF = "4001,Rolf Amsel,rolf@x.org,Head,,"


@pytest.mark.parametrize(
    "called",
    ["Rolf Amsel", "Amsel, Rolf", "rolf  AMSEL", "CN=Rolf Amsel,OU=Sales,DC=x", r"CN=Amsel\, Rolf,OU=x", "4001.0"],
)
def test_a_manager_may_be_called_by_name(called):
    plan = planned(csv(ROLF, f'2,Bo Ek,bo@x.org,,"{called}",', header=BOTH))
    assert (who_leads(plan)["Bo Ek"], plan.problems) == ("row:2", [])


def test_of_two_people_with_a_managers_name_one_chooses():
    namesake = person("R", email="rolf.amsel@x.org", first="Rolf", last="Amsel", number="5005")
    file = csv(ROLF, '2,Bo Ek,bo@x.org,,"Amsel, Rolf",', "3,Cy Fox,cy@x.org,,Rolf Amsel,", header=BOTH)
    asked = planned(file, namesake)
    assert reasons(asked) == ["2 people are called Rolf Amsel."] * 2
    ((name, choices, rows),) = asked.namesakes
    assert (name, [reference for reference, _label in choices], rows) == ("rolf amsel", ["4001", "5005"], 2)
    answered = planned(file, namesake, managers={name: "5005"})
    assert (who_leads(answered)["Bo Ek"], who_leads(answered)["Cy Fox"], answered.problems) == ("R", "R", [])


def test_who_has_left_leads_nobody_by_name():
    gone = person("R", email="rolf@x.org", first="Rolf", last="Amsel", is_active=False)
    plan = planned(csv("2,Bo Ek,bo@x.org,,Rolf Amsel,", header=BOTH), gone)
    assert (told(plan.problems), who_leads(plan)) == ([(2, "manager id", "Rolf Amsel")], {"Bo Ek": None})


def test_a_manager_may_be_there_already():
    plan = planned(csv("2,Bo Ek,bo@x.org,,1,", header=BOTH), person("A", email="ann@x.org", number="1"))
    assert who_leads(plan) == {"Bo Ek": "A"}


def test_an_unknown_manager_is_reported_and_the_person_imported():
    plan = planned(csv("2,Bo Ek,bo@x.org,,99,", header=BOTH))
    assert told(plan.problems) == [(2, "manager id", "99")]
    assert plan.counts()["create"] == 1


def test_an_unknown_manager_leaves_the_present_one_alone():
    people = [person("A", "ann@x.org", "Ann"), person("B", "bo@x.org", "Bo", "Ek", "2", manager="A")]
    plan = planned(csv("2,Bo Ek,bo@x.org,Boss,99,", header=BOTH), *people)
    assert plan.updates[0].fields == {"job_title": ("", "Boss")}


def test_a_manager_is_found_whose_number_lost_its_zeros():
    plan = planned(csv("0042,Ann Lee,ann@x.org,,,", "2,Bo Ek,bo@x.org,,42,", header=BOTH))
    assert (reasons(plan), who_leads(plan)["Bo Ek"]) == ([], "row:2")


def test_nobody_is_found_where_two_have_the_number_but_for_zeros():
    rows = ["0042,Ann Lee,ann@x.org,,,", "00042,Cy Fox,cy@x.org,,,", "2,Bo Ek,bo@x.org,,42,"]
    assert told(planned(csv(*rows, header=BOTH)).problems) == [(4, "manager id", "42")]


def test_a_manager_whose_row_is_left_out_is_named_so():
    plan = planned(csv("1,Ann Lee,bad,,,", "2,Bo Ek,bo@x.org,,1,", header=BOTH))
    assert reasons(plan)[-1] == "The manager's own row has a problem and is left out."


def test_number_and_address_of_two_managers_contradict_each_other():
    plan = planned(csv("1,Ann Lee,ann@x.org,,,", "2,Bo Ek,bo@x.org,,,", "3,Cy Fox,cy@x.org,,1,bo@x.org", header=BOTH))
    assert told(plan.problems) == [(4, "manager id", "1")]
    assert "two managers" in reasons(plan)[0]
    assert who_leads(plan)["Cy Fox"] is None


def test_one_manager_under_two_numbers_is_reported():
    plan = planned(
        csv("1,Ann Lee,ann@x.org,,,", "2,Bo Ek,bo@x.org,,1,ann@x.org", "3,Cy Fox,cy@x.org,,9,ann@x.org", header=BOTH)
    )
    assert told(plan.problems) == [(4, "manager id", "9")]
    assert reasons(plan) == ["One manager under two numbers: the other column says it is Ann Lee."]
    assert who_leads(plan)["Cy Fox"] == "row:2"


def test_two_managers_of_one_name_and_job_are_pointed_out_and_imported():
    plan = planned(
        csv(
            "1,Ann Lee,ann@x.org,Boss,,",
            "9,Ann Lee,lee@x.org,Boss,1,",
            "3,Cy Fox,cy@x.org,,1,",
            "4,Di Gal,di@x.org,,9,",
            header=BOTH,
        )
    )
    assert [(problem.row, problem.left_out) for problem in plan.problems] == [(2, False), (3, False)]
    assert "Perhaps one manager under two numbers" in reasons(plan)[0]


def test_a_reporting_cycle_is_reported_for_all_in_it():
    plan = planned(
        csv(
            "1,Ann Lee,ann@x.org,,3,",
            "2,Bo Ek,bo@x.org,,1,",
            "3,Cy Fox,cy@x.org,,2,",
            "4,Di Gal,di@x.org,,1,",
            header=BOTH,
        )
    )
    assert told(plan.problems) == [(2, "manager id", "3"), (3, "manager id", "1"), (4, "manager id", "2")]
    assert reasons(plan)[0] == "The reporting line goes round in a circle: Ann Lee → Cy Fox → Bo Ek → Ann Lee."
    assert who_leads(plan) == {"Ann Lee": None, "Bo Ek": None, "Cy Fox": None, "Di Gal": "row:2"}


def test_a_cycle_through_people_outside_the_file_is_cut_too():
    people = [
        person("A", "ann@x.org", "Ann", number="1"),
        person("B", "bo@x.org", "Bo", manager="A", number="2"),
    ]
    plan = planned(csv("1,Ann Lee,ann@x.org,,2,", header=BOTH), *people)
    assert "manager" not in plan.updates[0].fields
    assert "circle" in reasons(plan)[0]


def test_reporting_to_oneself_is_a_cycle():
    assert reasons(planned(csv("1,Ann Lee,ann@x.org,,1,", header=BOTH))) == ["The person reports to themselves."]


@pytest.mark.parametrize("everyone", [True, False])
def test_a_manager_who_leaves_cannot_be_reported_to(everyone):
    people = [
        person("A", "ann@x.org", "Ann", number="1", is_active=everyone),
        person("B", "bo@x.org", number="2"),
    ]
    plan = planned(csv("2,Bo Ek,bo@x.org,,1,", header=BOTH), *people, everyone=everyone)
    assert reasons(plan) == ["Ann has left, or leaves with this import."]
