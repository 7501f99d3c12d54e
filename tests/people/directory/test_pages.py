import re

import pytest
from django.urls import reverse

from people.models import ConflictOfInterest, User
from tests import factories as make

pytestmark = pytest.mark.django_db
OUTSIDERS = ["kavya", "jack", "lena", "noor", "sam", "igor"]


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


@pytest.fixture
def line(cast):
    """Jack leads Helen, who leads Maria."""
    User.objects.filter(pk=cast.helen.pk).update(manager=cast.jack)
    User.objects.filter(pk=cast.maria.pk).update(manager=cast.helen)
    return cast


def names(response) -> list[str]:
    return [row.record.first_name for row in response.context["table"].paginated_rows]


def listed(client, **query: str) -> list[str]:
    return names(client.get(reverse("people_list"), query))


def test_everyone_who_is_here_is_listed(hr, cast):
    make.UserFactory(first_name="Gone", is_active=False)
    assert set(listed(hr)) == {person.first_name for person in cast.people.values()}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "nair"}, ["Kavya"]),
        ({"q": "kavya social"}, ["Kavya"]),
        ({"q": "E_"}, []),
        ({"level": "7"}, ["Jack"]),
        ({"level": "null"}, ["Zed"]),
        ({"country": "Peru"}, ["Zed"]),
        ({"role": "hr_admin"}, ["Omar"]),
        ({"show": "left"}, ["Gone"]),
        ({"q": "9999"}, ["Zed"]),
        ({"q": "nobody at all"}, []),
    ],
)
def test_search_and_filters(hr, query, found):
    make.UserFactory(first_name="Gone", is_active=False)
    make.UserFactory(first_name="Zed", last_name="Zappa", level=None, country="Peru", employee_number="9999")
    assert listed(hr, **query) == found


def test_a_department_filters(hr, cast):
    department = make.DepartmentFactory(name="Finance")
    User.objects.filter(pk=cast.helen.pk).update(department=department)
    assert listed(hr, department=str(department.pk)) == ["Helen"]


def test_the_list_is_sorted_and_paged(hr):
    for _number in range(35):
        make.UserFactory()
    first = hr.get(reverse("people_list"), {"sort": "-level"})
    assert names(first)[0] == "Jack"
    assert len(names(first)) == 25
    assert len(names(hr.get(reverse("people_list"), {"page": 2}))) == 20


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("name", ["people_list", "org_chart"])
def test_others_have_no_directory(cast, sign_in, who, name):
    assert sign_in(cast.people[who]).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize(
    "name", ["person_detail", "person_edit", "person_deactivate", "conflict_add", "org_chart_person"]
)
def test_others_have_no_pages_about_people(cast, sign_in, who, name):
    assert sign_in(cast.people[who]).get(reverse(name, args=[cast.noor.pk])).status_code == 403


def test_coordinators_see_the_people_of_their_program_only(cast, sign_in):
    priya = sign_in(cast.priya)
    assert set(listed(priya)) == {"Kavya", "Jack", "Maria", "Helen"}
    page = priya.get(reverse("person_detail", args=[cast.kavya.pk]))
    assert (page.status_code, "Employee number" in text_of(page), "Roles" in text_of(page)) == (200, False, False)
    assert priya.get(reverse("person_detail", args=[cast.noor.pk])).status_code == 404
    assert priya.get(reverse("person_edit", args=[cast.kavya.pk])).status_code == 403


def test_a_persons_page_shows_the_line_above_and_below(hr, line):
    page = hr.get(reverse("person_detail", args=[line.helen.pk]))
    assert [person.first_name for person in page.context["above"]] == ["Jack"]
    assert [person.first_name for person in page.context["reports"]] == ["Maria"]
    assert [
        person.first_name for person in hr.get(reverse("person_detail", args=[line.maria.pk])).context["above"]
    ] == [
        "Jack",
        "Helen",
    ]


def test_the_page_ends_on_a_line_that_goes_round(hr, line):
    User.objects.filter(pk=line.jack.pk).update(manager=line.maria)
    assert hr.get(reverse("person_detail", args=[line.helen.pk])).status_code == 200


def test_a_persons_page_costs_few_queries(hr, line, django_assert_max_num_queries):
    for _number in range(5):
        make.UserFactory(manager=line.helen)
    with django_assert_max_num_queries(14):
        hr.get(reverse("person_detail", args=[line.helen.pk]))


def test_private_conflicts_are_never_on_a_persons_page(hr, cast):
    ConflictOfInterest.objects.create(person=cast.kavya, other=cast.noor, owner=cast.kavya, note="canary-private")
    ConflictOfInterest.objects.create(person=cast.kavya, other=cast.helen, note="cousins")
    for person in (cast.kavya, cast.noor):
        page = text_of(hr.get(reverse("person_detail", args=[person.pk])))
        assert "canary-private" not in page
        assert "Noor Aziz" not in page.partition("Not to be paired with")[2] or person == cast.noor
    assert "cousins" in text_of(hr.get(reverse("person_detail", args=[cast.helen.pk])))


def test_the_chart_starts_at_the_top_and_is_walked_down(hr, line):
    top = hr.get(reverse("org_chart"))
    assert [person.first_name for person in top.context["page"]] == ["Jack"]
    down = hr.get(reverse("org_chart_person", args=[line.jack.pk]))
    assert [(person.first_name, person.team) for person in down.context["page"]] == [("Helen", 1)]
    below = hr.get(reverse("org_chart_person", args=[line.maria.pk]))
    assert [person.first_name for person in below.context["above"]] == ["Jack", "Helen"]


def test_without_reporting_lines_the_chart_says_where_they_come_from(hr):
    assert "They come with the roster" in text_of(hr.get(reverse("org_chart")))
