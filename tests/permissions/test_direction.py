"""What somebody is called turns nothing round, on no page and in no message that anybody of the cast meets."""

import re
from collections.abc import Sequence

import pytest

from notifications.models import Delivery
from people.models import Department, User
from programs.models import Cycle, Program, Topic
from tests.permissions.crawl import walk
from tests.permissions.messages import send_everything, set_all_states
from tests.permissions.scene import set_scene

#: Written from right to left; no other text of the scene has letters of that kind.
NAME, FAMILY = "נועה", "כהן"
ISOLATE = "\u2068"
#: What the person or HR typed, in the field where it was typed, and what no one sees.
TYPED = re.compile(r'<input\b[^>]*>|<textarea\b.*?</textarea>|<option\b[^>]*>|\bdata-[a-z-]+="[^"]*"', re.DOTALL)
#: Where a title is all that an element says, nothing stands beside it to be turned.
ALONE = r"<(option|th|td|div|li|h\d|title|p|strong|label|summary|text)\b[^>]*>\s*(?:{}) \d+\s*</\1>"


def loose(text: str, names: Sequence[str] = (NAME,)) -> list[str]:
    """Places at which the name stands in a sentence without anything that keeps its direction to itself."""
    shown = TYPED.sub("", re.sub(ALONE.format("|".join(names)), "", text))
    return [
        shown[max(0, at.start() - 60) : at.end() + 30]
        for at in re.finditer("|".join(names), shown)
        if not re.search(r"(?:\u2068|<bdi>|<dd[^>]*>\s*|<div class=\"datagrid-content\">\s*)$", shown[: at.start()])
    ]


@pytest.fixture
def named(cast):
    User.objects.filter(pk=cast.kavya.pk).update(first_name=f"\u202e{NAME}", last_name=f"{FAMILY}\u202e")
    cast.kavya.refresh_from_db()
    return cast


def test_signs_that_turn_the_direction_are_not_kept(named):
    assert (named.kavya.first_name, named.kavya.last_name) == (NAME, FAMILY)
    assert named.kavya.name == f"{ISOLATE}{NAME} {FAMILY}\u2069"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["jack", "priya", "omar", "kavya", "sam"])
def test_no_page_lets_a_name_turn_the_sentence_about_it_round(named, name):
    pages = walk(set_scene(named), named.people[name]).pages
    found = {url: loose(text) for url, text in pages if "text/html" in text[:1000].lower()}
    assert {url: places[:3] for url, places in found.items() if places} == {}
    assert any(NAME in text for _url, text in pages), "a crawl that meets none of it proves nothing"


@pytest.mark.slow
def test_no_message_does(named, mailoutbox):
    scene = set_scene(named)
    set_all_states(scene)
    send_everything()
    sent = [(mail.subject, mail.body, mail.alternatives[0].content) for mail in mailoutbox]
    kept = Delivery.objects.exclude(body_text="").values_list("title", "body_text")
    texts = [text for words in [*sent, *kept] for text in words]
    assert [places for text in texts if (places := loose(text))] == []
    assert any(NAME in text for text in texts)


#: Of a program, its cycles, its topics and of departments; each keeps to itself as a name does.
TITLES = ("תכנית", "מחזור", "נושא", "מחלקה")


@pytest.fixture
def titled(cast):
    scene = set_scene(cast)
    for person in cast.people.values():
        User.objects.filter(pk=person.pk).update(department=Department.objects.create(name=f"Of {person.pk}"))
    for title, model in zip(TITLES, (Program, Cycle, Topic, Department), strict=True):
        for number, row in enumerate(model.objects.all()):
            model.objects.filter(pk=row.pk).update(name=f"\u202e{title} {number}")
    return scene


def test_signs_that_turn_the_direction_are_not_kept_in_titles_either(titled):
    for title, model in zip(TITLES, (Program, Cycle, Topic, Department), strict=True):
        row = model.objects.first()
        assert row.name.startswith(title)
        assert str(row) == f"{ISOLATE}{row.name}\u2069"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["jack", "priya", "omar", "lena"])
def test_no_page_lets_a_title_turn_the_sentence_about_it_round(titled, name):
    pages = walk(titled, titled.cast.people[name]).pages
    found = {url: loose(text, TITLES) for url, text in pages if "text/html" in text[:1000].lower()}
    assert {url: places[:3] for url, places in found.items() if places} == {}
    assert any(TITLES[0] in text for _url, text in pages)
