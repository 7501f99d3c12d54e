"""A word to the mentor's line manager: the mentor reads it first and decides, and its author is not told."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import ManagerWord, ProgramCommunity
from community.services import drop_word, write_to_manager
from community.services.manager_words import MOST_A_DAY
from frame.errors import Refused
from notifications.models import Delivery
from people.models import User
from tests import factories as make
from tests.mail import deliver_all, sent_to

TEXT = "Kavya has taught me to read what customers write. I decide faster since."
A_DAY = dt.timedelta(days=1)
TOKEN = re.compile(r"[A-Za-z0-9]{32,}")


@pytest.fixture
def mona(cast):
    """Kavya's line manager."""
    manager = make.UserFactory(first_name="Mona", last_name="Keller", email="mona@example.com")
    User.objects.filter(pk=cast.kavya.pk).update(manager=manager)
    return manager


@pytest.fixture
def word(cast, mona):
    return ManagerWord.objects.create(pairing=cast.pairing, author=cast.jack, text=TEXT)


def read(sign_in, person, word):
    return sign_in(person).get(reverse("manager_word_detail", args=[word.pk]))


def decide(sign_in, person, word, decision, terms=None):
    """As with the page just opened, or with the `terms` of an earlier one."""
    url = reverse("manager_word_decide", args=[word.pk])
    terms = terms_shown(sign_in, person, word) if terms is None else terms
    return sign_in(person).post(url, {"decision": decision, "terms": terms}, follow=True)


def terms_shown(sign_in, person, word):
    shown = re.search(r'name="terms" value="([^"]*)"', read(sign_in, person, word).text)
    return shown[1] if shown else ""


def readers(cast, sign_in, word, *more):
    people = cast.people | {person.first_name.lower(): person for person in more}
    return {name for name, person in people.items() if read(sign_in, person, word).status_code == 200}


def test_the_leader_writes_and_the_mentor_is_asked_to_read(cast, sign_in, mailoutbox):
    url = reverse("manager_word_write", args=[cast.pairing.pk])
    form = sign_in(cast.jack).get(url).text
    assert "Kavya; their line manager only if Kavya lets it go there" in form
    answer = sign_in(cast.jack).post(url, {"text": TEXT}, follow=True)
    assert "Kavya reads it first and decides whether it goes on." in answer.text
    deliver_all()
    [mail] = sent_to(cast.kavya)
    assert "Jack Whitfield would like to tell your line manager something" in mail.subject
    assert "customers" not in mail.body


@pytest.mark.parametrize(("text", "error"), [("", "Please fill this in."), ("x" * 401, "at most 400 characters")])
def test_bad_input_gets_a_sentence(cast, sign_in, text, error):
    answer = sign_in(cast.jack).post(reverse("manager_word_write", args=[cast.pairing.pk]), {"text": text})
    assert answer.status_code == 422
    assert error in answer.text


def test_only_the_leader_writes_one_and_once(cast, sign_in, word):
    url = reverse("manager_word_write", args=[cast.pairing.pk])
    for person in (cast.kavya, cast.maria, cast.helen, cast.priya, cast.omar, cast.sam):
        assert sign_in(person).get(url).status_code == 404
    with pytest.raises(Refused):
        write_to_manager(pairing=cast.pairing, by=cast.kavya, text=TEXT)
    with pytest.raises(Refused):
        write_to_manager(pairing=cast.pairing, by=cast.jack, text=TEXT)
    assert sign_in(cast.jack).get(url).url == reverse("manager_word_detail", args=[word.pk])


def test_the_manager_reads_it_once_the_mentor_lets_it_go(cast, sign_in, word, mona, mailoutbox):
    assert readers(cast, sign_in, word, mona) == {"kavya", "jack"}
    answer = decide(sign_in, cast.kavya, word, "release")
    assert "It is on its way to your line manager." in answer.text
    assert readers(cast, sign_in, word, mona) == {"kavya", "jack", "mona"}
    deliver_all()
    [mail] = sent_to(mona)
    assert "Jack Whitfield about what Kavya Nair has given" in mail.subject
    assert "customers" not in mail.body


def test_the_mentor_finds_it_on_the_page_of_the_two(cast, sign_in, word):
    url = reverse("manager_word_detail", args=[word.pk])
    page = sign_in(cast.kavya).get(cast.pairing.url).text
    assert f'href="{url}"' in page
    assert "would like to tell your line manager something: read it first" in " ".join(page.split())
    decide(sign_in, cast.kavya, word, "keep")
    assert "read it first" not in sign_in(cast.kavya).get(cast.pairing.url).text


def page_of_author(cast, sign_in, word):
    pages = (read(sign_in, cast.jack, word).text, sign_in(cast.jack).get(cast.pairing.url).text)
    return [TOKEN.sub("", page) for page in pages]


@pytest.mark.parametrize("decision", ["keep", "release"])
def test_its_author_cannot_tell_what_the_mentor_has_decided(cast, sign_in, word, decision):
    before = page_of_author(cast, sign_in, word)
    decide(sign_in, cast.kavya, word, decision)
    assert page_of_author(cast, sign_in, word) == before
    assert not Delivery.objects.filter(recipient=cast.jack).exists()
    drop = reverse("manager_word_drop", args=[word.pk])
    answer = sign_in(cast.jack).post(drop, follow=True)
    assert "Taken back. If it had gone on before, it stays with whoever has got it." in answer.text
    assert read(sign_in, cast.jack, word).status_code == 404


def test_what_was_kept_can_still_go(cast, sign_in, word, mona):
    decide(sign_in, cast.kavya, word, "keep")
    assert "mona" not in readers(cast, sign_in, word, mona)
    decide(sign_in, cast.kavya, word, "release")
    assert "mona" in readers(cast, sign_in, word, mona)


def test_nobody_but_the_mentor_decides(cast, sign_in, word, mona):
    for person in (cast.jack, cast.maria, cast.priya, cast.omar, mona):
        decide(sign_in, person, word, "release")
    word.refresh_from_db()
    assert not word.is_decided


def test_without_a_line_manager_there_is_a_sentence(cast, sign_in, word):
    User.objects.filter(pk=cast.kavya.pk).update(manager=None)
    assert "does not know who your line manager is" in read(sign_in, cast.kavya, word).text
    assert "does not know who your line manager is" in decide(sign_in, cast.kavya, word, "release").text
    word.refresh_from_db()
    assert not word.is_released


@pytest.mark.parametrize("tells", [True, False])
def test_hours_are_told_only_if_the_program_says_so(cast, sign_in, word, mona, tells):
    make.MeetingFactory(pairing=cast.pairing, state="held", minutes=120, starts_at=timezone.now() - A_DAY)
    ProgramCommunity.objects.create(program=cast.program, tells_hours=tells)
    assert ("have met for about 2 hours" in read(sign_in, cast.kavya, word).text) == tells
    decide(sign_in, cast.kavya, word, "release")
    ProgramCommunity.objects.update(tells_hours=not tells)
    assert ("have met for about 2 hours" in read(sign_in, mona, word).text) == tells
    assert "have met for about" not in read(sign_in, cast.jack, word).text


def test_a_manager_who_has_it_does_not_watch_the_two_go_on_meeting(cast, sign_in, word, mona):
    make.MeetingFactory(pairing=cast.pairing, state="held", minutes=120, starts_at=timezone.now() - A_DAY)
    ProgramCommunity.objects.create(program=cast.program, tells_hours=True)
    decide(sign_in, cast.kavya, word, "release")
    make.MeetingFactory(pairing=cast.pairing, state="held", minutes=180, starts_at=timezone.now() + A_DAY)
    for person in (mona, cast.kavya):
        assert "have met for about 2 hours" in read(sign_in, person, word).text


def another_manager(cast):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)


def hours_beside_it(cast):
    ProgramCommunity.objects.create(program=cast.program, tells_hours=True)


@pytest.mark.parametrize("happens", [another_manager, hours_beside_it])
def test_nothing_goes_to_whom_or_with_what_the_mentor_has_not_read(cast, sign_in, word, mona, happens):
    terms = terms_shown(sign_in, cast.kavya, word)
    happens(cast)
    for seen in (terms, ""):
        answer = decide(sign_in, cast.kavya, word, "release", seen)
        assert "has changed since you opened the page" in answer.text
    word.refresh_from_db()
    assert not word.is_decided
    decide(sign_in, cast.kavya, word, "release")
    word.refresh_from_db()
    assert word.is_released


def test_taking_back_makes_no_room_for_a_flood(cast):
    for _ in range(MOST_A_DAY):
        drop_word(word=write_to_manager(pairing=cast.pairing, by=cast.jack, text=TEXT), by=cast.jack)
    with pytest.raises(Refused, match="send it tomorrow"):
        write_to_manager(pairing=cast.pairing, by=cast.jack, text=TEXT)
