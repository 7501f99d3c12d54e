from people.orgchart import IMPORTED
from roster.changes import KEEP
from roster.people_rows import Person
from tests.roster.files import SAMPLE, csv, person, planned

ANN = person("A", "ann@x.org", "Ann", "Lee", "1", job_title="Clerk", level=None)
BO = person("B", "bo@x.org", "Bo", "Ek", "2")
HEADER = "number,name,email,title"
ROW = "1,Ann Lee,ann@x.org,Clerk"


def plan_of(*rows: str, people=(ANN,), header: str = HEADER, **options):
    return planned(csv(*rows, header=header), *people, **options)


def counts(plan, *kinds: str) -> list[int]:
    return [plan.counts()[kind] for kind in kinds]


def as_people(plan) -> list[Person]:
    """The people there after the plan was carried out."""
    fields = {change.key: {name: after for name, (_before, after) in change.fields.items()} for change in plan.creates}
    return [Person(id=key, **values) for key, values in fields.items()]


def test_everyone_of_the_sample_is_new():
    assert counts(planned(SAMPLE.read_bytes()), "create", "update", "unchanged", "problems") == [107, 0, 0, 0]


def test_the_same_file_again_changes_nothing():
    people = as_people(planned(SAMPLE.read_bytes()))
    again = planned(SAMPLE.read_bytes(), *people, everyone=True)
    assert counts(again, "create", "update", "follow", "leave", "unchanged") == [0, 0, 0, 0, 107]


def test_changed_fields_are_told_with_before_and_after():
    (change,) = plan_of("1,Ann Lea,ann@x.org,Boss").updates
    assert (change.key, change.fields) == ("A", {"last_name": ("Lee", "Lea"), "job_title": ("Clerk", "Boss")})


def test_people_are_matched_by_address_without_a_number():
    assert counts(plan_of(",Ann Lee,ANN@x.org,Clerk"), "create", "unchanged") == [0, 1]


def test_a_number_is_filled_in():
    ann = person("A", "ann@x.org", "Ann", "Lee")
    assert plan_of("1,Ann Lee,ann@x.org,", people=[ann]).updates[0].fields == {"employee_number": ("", "1")}


def test_an_address_never_changes_silently():
    plan = plan_of("1,Ann Lee,new@x.org,Clerk")
    assert counts(plan, "update", "unchanged", "email") == [0, 1, 1]
    assert (plan.email_changes[0].before, plan.email_changes[0].after) == ("ann@x.org", "new@x.org")


def test_a_number_and_an_address_of_two_people_are_refused():
    plan = plan_of("1,Ann Lee,bo@x.org,Clerk", people=[ANN, BO])
    assert plan.problems[0].reason == "The number belongs to Ann Lee, the e-mail to Bo Ek."
    assert counts(plan, "create", "update", "left_out") == [0, 0, 1]


def test_an_address_under_another_number_is_asked_about():
    plan = plan_of("7,Ann Lee,ann@x.org,Clerk")
    assert plan.problems[0].reason == "This is the address of Ann Lee (1)."
    assert [(one.in_file, one.known, one.is_left) for one in plan.questions] == [("Ann Lee (7)", "Ann Lee (1)", False)]


def test_two_rows_about_one_person_are_refused():
    plan = plan_of("1,Ann Lee,new@x.org,Clerk", ",Ann Lee,ann@x.org,Clerk")
    assert plan.problems[0].reason == "Row 2 is about Ann Lee too."


def test_somebody_who_left_comes_back():
    gone = person("A", "ann@x.org", "Ann", "Lee", "1", job_title="Clerk", is_active=False)
    assert plan_of(ROW, people=[gone]).updates[0].fields == {"is_active": (False, True)}


def test_an_empty_cell_empties_but_never_the_identity():
    (change,) = plan_of(",Ann Lee,ann@x.org,").updates
    assert change.fields == {"job_title": ("Clerk", "")}


def test_columns_that_are_not_there_are_left_alone():
    assert plan_of("Ann Lee,ann@x.org", header="name,email").updates == []


def test_what_people_set_themselves_is_kept():
    own = person("A", "ann@x.org", "Ann", "Lee", preferred_name="Annie", time_zone="Asia/Tokyo", language="de")
    plan = plan_of("Ann Lee,ann@x.org,Anna,UTC,fr", people=[own], header="name,email,nickname,time zone,language")
    assert counts(plan, "update", "unchanged") == [0, 1]


def test_partial_by_default():
    assert counts(plan_of(ROW, people=[ANN, BO]), "leave", "unchanged") == [0, 1]


def test_everyone_proposes_leavers():
    plan = plan_of(ROW, people=[ANN, BO], everyone=True)
    assert [person.id for person in plan.leavers] == ["B"]


def test_the_importer_and_the_last_admin_never_leave():
    plan = plan_of(ROW, people=[ANN, BO], everyone=True, protected=frozenset({"B"}))
    assert ([person.id for person in plan.spared], plan.leavers) == (["B"], [])


def test_who_is_in_a_row_with_problems_has_not_left():
    plan = plan_of(ROW, "2,,bo@y.org,", people=[ANN, BO], everyone=True)
    assert counts(plan, "leave", "left_out") == [0, 1]


def test_who_left_already_does_not_leave_again():
    gone = person("B", "bo@x.org", is_active=False)
    assert counts(plan_of(ROW, people=[ANN, gone], everyone=True), "leave") == [0]


def test_more_than_a_tenth_must_be_typed():
    others = [person(str(n), f"p{n}@x.org", "P", str(n), str(n + 10)) for n in range(18)]
    rows = [f"{n + 10},P {n},p{n}@x.org,Clerk" for n in range(18)]
    ten, eleven = [[ROW, *rows[:count]] for count in (17, 16)]
    assert plan_of(*ten, people=[ANN, BO, *others], everyone=True).must_type is False
    assert plan_of(*eleven, people=[ANN, BO, *others], everyone=True).must_type is True


def test_the_reports_of_a_leaver_have_no_manager():
    report = person("A", "ann@x.org", "Ann", "Lee", "1", job_title="Clerk", manager="B")
    assert plan_of(ROW, people=[report, BO], everyone=True).updates[0].fields == {"manager": ("B", None)}


def test_the_fingerprint_tells_other_plans_apart():
    same, other = plan_of(ROW, people=[]), plan_of("1,Ann Lee,ann@x.org,Boss", people=[])
    assert same.fingerprint() == plan_of(ROW, people=[]).fingerprint() != other.fingerprint()


def levels_of(plan) -> dict[str, tuple]:
    return {
        change.name: (change.fields.get("level", (0, None))[1], change.fields.get("level_source", (0, ""))[1])
        for change in [*plan.creates, *plan.updates, *plan.followers]
    }


CHART = [
    "1,Ann Lee,ann@x.org,Boss,",
    "2,Bo Ek,bo@x.org,Clerk,1",
    "3,Cy Fox,cy@x.org,Clerk,2",
    "4,Di Gal,di@x.org,Guest,",
]
LED = "number,name,email,title,manager id"


def test_levels_come_from_the_depth_below_the_top():
    assert levels_of(plan_of(*CHART, people=[], header=LED)) == {
        "Ann Lee": (10, "derived"), "Bo Ek": (9, "derived"), "Cy Fox": (8, "derived"), "Di Gal": (None, ""),
    }  # fmt: skip


def test_a_job_title_may_have_its_own_level():
    plan = plan_of(*CHART, people=[], header=LED, title_levels={"clerk": 3})
    assert levels_of(plan)["Cy Fox"] == (3, "title")


def test_a_level_set_for_a_person_stays():
    people = as_people(plan_of(*CHART, people=[], header=LED))
    people[2].level, people[2].level_source = 5, "person"
    assert counts(plan_of(*CHART, people=people, header=LED), "update", "follow") == [0, 0]


def test_levels_of_people_outside_the_file_follow_their_managers():
    people = as_people(plan_of(*CHART, people=[], header=LED))
    plan = plan_of("2,Bo Ek,bo@x.org,Clerk,", people=people, header=LED)
    assert levels_of(plan) == {"Ann Lee": (None, ""), "Bo Ek": (10, ""), "Cy Fox": (9, "")}
    assert [change.name for change in plan.followers] == ["Ann Lee", "Cy Fox"]


def test_below_an_unknown_manager_no_level_is_made_up():
    plan = plan_of("1,Ann Lee,ann@x.org,,99", "2,Bo Ek,bo@x.org,,1", people=[], header=LED)
    assert levels_of(plan) == {"Ann Lee": (None, ""), "Bo Ek": (None, "")}


def test_imported_levels_are_not_mixed_with_derived_ones():
    people = [person("C", "cy@x.org", "Cy", level=8, level_source="derived")]
    rows = ["1,Ann Lee,ann@x.org,7", "2,Bo Ek,bo@x.org,"]
    plan = plan_of(*rows, people=people, header="number,name,email,level", level_mode=IMPORTED)
    assert levels_of(plan) == {"Ann Lee": (7, "imported"), "Bo Ek": (None, ""), "Cy": (None, "")}


def test_levels_can_be_kept_as_they_are():
    ann = person("A", "ann@x.org", "Ann", "Lee", "1", job_title="Clerk", level=4, level_source="imported")
    assert counts(plan_of(ROW, people=[ann], level_mode=KEEP), "update", "unchanged") == [0, 1]


PLACED = "name,email,city,country"


def test_time_zones_are_filled_in_and_unclear_places_counted():
    zones = {("Seattle", "", "US"): "America/Los_Angeles"}
    rows = ["Ann Lee,ann@x.org,Seattle,US", "Bo Ek,bo@x.org,Springfield,US", "Cy Fox,cy@x.org,,"]
    plan = plan_of(*rows, people=[], header=PLACED, zones=zones)
    assert plan.creates[0].fields["time_zone"] == ("", "America/Los_Angeles")
    assert plan.unclear_places == {("Springfield", "", "US"): 1}


def test_who_moves_takes_the_new_places_zone_unless_it_was_their_own_choice():
    zones = {("Paris", "", "France"): "Europe/Paris", ("Tokyo", "", "Japan"): "Asia/Tokyo"}
    row = "Ann Lee,ann@x.org,Tokyo,Japan"
    mover = person("A", "ann@x.org", "Ann", "Lee", city="Paris", country="France", time_zone="Europe/Paris")
    assert plan_of(row, people=[mover], header=PLACED, zones=zones).updates[0].fields["time_zone"][1] == "Asia/Tokyo"
    mover.time_zone = "Asia/Dubai"
    assert "time_zone" not in plan_of(row, people=[mover], header=PLACED, zones=zones).updates[0].fields
