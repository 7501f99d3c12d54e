"""A program, a cycle, a topic or a department with a name of 120 letters and no blank widens no page."""

import pytest
from django.urls import get_resolver, reverse

from people.models import Department, User
from programs.models import Cycle, Program, Topic
from tests.cast import assemble
from tests.permissions.scene import set_scene

pytestmark = pytest.mark.django_db(transaction=True)

#: Of each role the pages on which such names stand; arguments by the name of what they lead to.
PAGES = {
    "kavya": ("home", "pairing_list", "pairing_detail", "review_list", "inbox", "enrol", "profile"),
    "priya": (
        "home", "program_list", "program_detail", "participant_list", "participant_topics", "program_health",
        "program_run", "participants_write", "setup_topics", "setup_check", "setup_messages", "outbox", "audit_log",
        "insights", "participant_detail",
    ),
    "omar": ("home", "people_list", "person_detail", "people_write", "org_chart", "pack"),
}  # fmt: skip
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: What sticks out of its own box on the right, to name it when a page is too wide.
STICKS_OUT = """[...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 4).map(one => one.outerHTML.slice(0, 160))"""


@pytest.fixture
def scene():
    cast = assemble()
    scene = set_scene(cast)
    for person in cast.people.values():
        User.objects.filter(pk=person.pk).update(department=Department.objects.create(name=f"{person.pk.hex:W<120}"))
    for model, most in ((Program, 120), (Cycle, 80), (Topic, 120)):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(name=f"{row.pk.hex:W<{most}}")
    return scene


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone(scene, open_page, name):
    page = open_page("/", scene.cast.people[name], width=390)
    wide = {}
    for url_name in PAGES[name]:
        page.goto(address(scene, url_name))
        if page.evaluate(WIDER) > 0:
            wide[url_name] = page.evaluate(STICKS_OUT)
    assert wide == {}, wide


def address(scene, url_name: str) -> str:
    wanted = get_resolver().reverse_dict.getlist(url_name)[0][0][0][1]
    return reverse(url_name, kwargs=scene.kwargs_for(url_name, wanted))
