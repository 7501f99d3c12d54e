"""An organisation that calls mentors, leaders and programs otherwise reads its own words: on every page, in every file
and every message that somebody of the cast meets."""

import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache

from frame.own_words import in_own_words
from notifications.models import Delivery
from people.models import Department, Organization, User
from people.models.organization import VOCABULARY
from programs.models import Cycle, Program, Topic
from tests.permissions.crawl import walk
from tests.permissions.messages import send_everything, set_all_states, texts_of
from tests.permissions.scene import set_scene

OWN = {
    "mentor_word": "zwonk", "mentors_word": "zwonks", "leader_word": "uggle", "leaders_word": "uggles",
    "program_word": "blorf", "programs_word": "blorfs",
}  # fmt: skip
PLAIN = re.compile(r"\b(?:mentor|leader|program)s?\b", re.IGNORECASE)
ARTICLE = re.compile(r"\b(?:a uggles?|an (?:zwonk|blorf)s?)\b", re.IGNORECASE)
#: Names of placeholders, addresses; where one of them means something else; the product's words on HR's page and in
#: the pack, which say what stands for what.
STAYS = re.compile(
    r"\{\w+\}|\"/static/[^\"]+|https?://[^\s\"<]+"
    r"|senior leaders?|career mentors|(?:data\.json|the same) for programs|spreadsheet program"
    r"|(?:zwonk|uggle|blorf)s? \(\w+\)|Instead of “\w+”|What you call mentors, leaders and programs\."
)
READ_OUT = ("title", "aria-label", "alt", "placeholder")


class Shown(HTMLParser):
    """What somebody reads or hears of a page: its text, and the attributes that are read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in READ_OUT and value]
        self._silent = tag if tag in ("style", "script") else self._silent

    def handle_endtag(self, tag: str) -> None:
        self._silent = "" if tag == self._silent else self._silent

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def shown(text: str) -> str:
    headers, _line, body = text.partition("\n")
    return "\n".join(Shown(body).texts) if "text/html" in headers.lower() else body


def plain(text: str) -> list[str]:
    """Where the product's words stand, or a wrong article."""
    text = STAYS.sub("", " ".join(text.split()))
    return [text[max(0, at.start() - 60) : at.end() + 40] for words in (PLAIN, ARTICLE) for at in words.finditer(text)]


@pytest.fixture
def scene(cast):
    """Nobody has written one of the words but into names, which are others here."""
    Organization.objects.current()
    Organization.objects.update(**OWN)
    cache.delete(VOCABULARY)
    with in_own_words():
        scene = set_scene(cast)
    for number, model in enumerate((Program, Cycle, Topic, Department)):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(name=f"Name {number} {str(row.pk)[:6]}")
    User.objects.update(job_title="Clerk")
    return scene


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kavya", "jack", "priya", "omar", "lena", "igor", "sam", "noor"])
def test_no_page_says_the_products_words(scene, name):
    pages = walk(scene, scene.cast.people[name]).pages
    met = {url: plain(shown(text)) for url, text in pages}
    assert {url: places[:4] for url, places in met.items() if places} == {}
    assert any("lorf" in text for _url, text in pages), "a crawl that meets none of them proves nothing"


@pytest.mark.slow
def test_no_message_does(scene, mailoutbox):
    with in_own_words():
        set_all_states(scene)
        send_everything()
    met = {message.subject: plain(texts_of(message)) for message in mailoutbox}
    for title, text in Delivery.objects.exclude(body_text="").values_list("title", "body_text"):
        met[title] = met.get(title, []) + plain(f"{title}\n{text}")
    assert {subject: places[:4] for subject, places in met.items() if places} == {}
    assert any("blorf" in texts_of(message) for message in mailoutbox)
