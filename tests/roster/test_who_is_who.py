"""A row may be about somebody known or about somebody else: whoever imports says which, and two agree to a new name."""

import pytest
from django.urls import reverse

from people.models import HeldAct
from roster import services as rosters
from roster.matching import NEW, SAME, Answers
from tests.people.approvals.conftest import decide, fresh, imported
from tests.roster.files import csv, person, planned

LEFT = person("L", "mark.o@x.org", "Mark", "Old", "9701", is_active=False)
ANN = person("A", "ann@x.org", "Ann", "Left", "9711")
BEN = person("B", "ben@x.org", "Ben", "Right", "9712")
HEADER = "number,name,email,title"
RENUMBERED = csv("W9711,Ann Left,ann@x.org,", "W9712,Ben Right,ben@x.org,", header=HEADER)


def counts(plan, *kinds: str) -> list[int]:
    return [plan.counts()[kind] for kind in kinds]


class TestRenumbered:
    def test_each_is_asked_about(self):
        plan = planned(RENUMBERED, ANN, BEN)
        assert counts(plan, "create", "update", "held", "left_out") == [0, 0, 0, 2]
        assert [question.key for question in plan.questions] == ["ann@x.org", "ben@x.org"]

    def test_all_may_be_the_same_people_and_wait_for_a_second_person(self):
        plan = planned(RENUMBERED, ANN, BEN, answers=Answers(of_active=SAME))
        assert [change.fields for change in plan.held] == [
            {"employee_number": ("9711", "W9711")},
            {"employee_number": ("9712", "W9712")},
        ]
        assert counts(plan, "update", "left_out") == [0, 0]

    def test_or_one_by_one(self):
        plan = planned(RENUMBERED, ANN, BEN, answers=Answers({"ben@x.org": SAME}))
        assert [change.key for change in plan.held] == ["B"]
        assert counts(plan, "left_out") == [1]

    def test_what_else_the_row_says_is_taken_at_once(self):
        plan = planned(csv("W9711,Ann Left,ann@x.org,Boss", header=HEADER), ANN, answers=Answers({"ann@x.org": SAME}))
        assert plan.updates[0].fields == {"job_title": ("", "Boss")}


class TestAnotherName:
    """Files without numbers: only the address says who it is, and mailboxes are given again."""

    def test_of_somebody_who_is_here_it_is_asked(self):
        plan = planned(csv(",Daniela Otto,ann@x.org,Trainee", header=HEADER), ANN)
        assert counts(plan, "update", "create", "left_out") == [0, 0, 1]

    @pytest.mark.parametrize("name", ["Ann Married", "Anna-Lena Left", "LEFT Ann"])
    def test_a_name_that_is_partly_the_same_is_the_same_person(self, name):
        plan = planned(csv(f",{name},ann@x.org,Trainee", header=HEADER), ANN)
        assert (plan.questions, counts(plan, "update")) == ([], [1])

    def test_nobody_who_is_here_gives_their_address_to_somebody_new(self):
        plan = planned(csv(",Daniela Otto,ann@x.org,Trainee", header=HEADER), ANN, answers=Answers({"ann@x.org": NEW}))
        assert counts(plan, "create", "left_out") == [0, 1]


class TestWhoHasLeft:
    FILE = csv("9702,Mara Orlow,mark.o@x.org,", "9799,Mark Newname,mark.n@x.org,", header=HEADER)

    def test_a_reused_mailbox_and_a_new_colleague_of_the_first_name(self):
        plan = planned(self.FILE, LEFT, answers=Answers({"mark.o@x.org": NEW}))
        assert counts(plan, "create", "left_out") == [2, 0]
        assert plan.displaced["L"]["email"][1].endswith("@left.invalid")

    def test_whoever_comes_back_under_another_name_waits_for_a_second_person(self):
        plan = planned(csv("9701,Mara Orlow,mark.new@x.org,", header=HEADER), LEFT, answers=Answers(of_left=SAME))
        assert plan.held[0].fields["is_active"] == (False, True)


class TestZeros:
    @pytest.mark.parametrize(("known", "in_file"), [("009711", "9711"), ("9711", "009711")])
    def test_a_number_is_the_same_with_zeros_and_without(self, known, in_file):
        ann = person("A", "ann@x.org", "Ann", "Left", known)
        plan = planned(csv(f"{in_file},Ann Left,ann@x.org,Boss", header=HEADER), ann)
        assert plan.updates[0].fields == {"job_title": ("", "Boss")}
        assert [problem.reason for problem in plan.problems] == [
            "Numbers differ from known ones only by zeros before them; they are taken as the same."
        ]

    def test_not_where_two_people_are_meant(self):
        two = [person("A", "ann@x.org", "Ann", "Left", "09711"), person("B", "bo@x.org", "Bo", "Ek", "009711")]
        plan = planned(csv("9711,Cy Fox,cy@x.org,Boss", header=HEADER), *two)
        assert counts(plan, "create", "update") == [1, 0]


@pytest.mark.django_db
def test_a_new_number_is_agreed_to_by_two(cast, second):
    header = "employee number,email,first name,last name"
    old = cast.jack.employee_number
    imported(cast.omar, f"W{old},{cast.jack.email},Jack,Whitfield", header=header, known_people="same")
    assert fresh(cast.jack).employee_number == old
    decide(second, "approve", HeldAct.objects.get())
    assert fresh(cast.jack).employee_number == f"W{old}"


@pytest.mark.django_db
def test_the_question_is_answered_on_the_page_of_details(cast, nadia, hr):
    content = f"employee number,email,first name,last name\nW1,{cast.jack.email},Jack,Whitfield\n".encode()
    roster = rosters.start_import(user=cast.omar, file_name="r.csv", content=content)
    rosters.map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep"})
    url = reverse("roster_details", args=[roster.pk])
    page = hr.get(url)
    assert f"The same person: Jack Whitfield ({cast.jack.employee_number})" in page.text
    values = {field.html_name: field.value() or "" for field in page.context["form"]}
    hr.post(url, values | {"identity_0": SAME})
    assert fresh(roster).counts["held"] == 1
