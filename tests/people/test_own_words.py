"""HR says what the organisation calls mentors, leaders and programs."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override, pgettext

from frame.own_words import in_own_words
from notifications import kinds
from notifications.rendering import sample_words, this_site
from pairings.certificates import html_of
from pairings.models import Certificate
from people.models import AuditEntry, Organization
from people.models.organization import VOCABULARY
from people.tasks import settle_conflicts
from tests.downloads import lines_of

URL = "own_words_edit"
GUIDE = {
    "mentor_word": "guide", "mentors_word": "guides",
    "leader_word": "executive partner", "leaders_word": "executive partners",
    "program_word": "scheme", "programs_word": "schemes",
}  # fmt: skip


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


def send(client, act="save", **typed):
    version = client.get(reverse(URL)).context["form"].initial["version"]
    return client.post(reverse(URL), {**dict.fromkeys(GUIDE, ""), **typed, "act": act, "version": version})


def stored():
    return Organization.objects.values(*GUIDE).get()


@pytest.fixture
def called_otherwise(cast):
    Organization.objects.current()
    Organization.objects.update(**GUIDE)
    cache.delete(VOCABULARY)


def test_pages_and_mails_say_them_from_the_next_one_on(hr, cast, django_capture_on_commit_callbacks):
    assert "Programs" in hr.get(reverse("program_list")).text
    with django_capture_on_commit_callbacks(execute=True):
        assert send(hr, **GUIDE).status_code == 302
    page = hr.get(reverse("program_list")).text
    assert "Each scheme has one purpose" in page
    assert "Programs" not in page
    with in_own_words():
        mail = sample_words(kinds.get("commitment_to_see"), cast.kavya, this_site())
    assert "because you are the guide it was promised to" in mail.text


def test_what_people_wrote_stays(hr, cast, called_otherwise):
    type(cast.program).objects.update(name="Leaders and mentors", purpose="Every leader meets a mentor in the program.")
    page = hr.get(reverse("program_list")).text
    assert "Leaders and mentors" in page
    assert "Every leader meets a mentor in the program." in page


def test_articles_and_plurals_follow(called_otherwise):
    with in_own_words():
        assert gettext("You are asked to be a leader.") == "You are asked to be an executive partner."
        assert [ngettext("%(n)s mentor", "%(n)s mentors", n) for n in (1, 2)] == ["%(n)s guide", "%(n)s guides"]
        assert pgettext("product", "a mentor") == "a mentor"
        with override("de"):  # which has no texts of ours, and falls back on the source language
            assert gettext("the leader's promises") == "the executive partner's promises"


def test_outside_of_requests_and_jobs_it_is_the_products_words(called_otherwise, hr):
    hr.get(reverse("program_list"))
    assert gettext("the mentor") == "the mentor"


def test_what_is_made_in_the_background_is_in_own_words(called_otherwise, monkeypatch):
    said = []
    monkeypatch.setattr("people.tasks.settle_named", lambda: said.append(gettext("the mentor")))
    settle_conflicts.delay()
    settle_conflicts()
    assert said == ["the guide", "the guide"]


def test_they_are_read_once_and_kept(called_otherwise, django_assert_num_queries):
    for queries in (1, 0):
        with django_assert_num_queries(queries), in_own_words():
            assert [gettext("the mentor"), gettext("a program")] == ["the guide", "a scheme"]


def test_a_page_that_says_the_database_is_away_needs_none(monkeypatch):
    with in_own_words():  # no test with a database: whoever asks it here fails
        cache.delete(VOCABULARY)
        monkeypatch.setattr("people.models.organization._read_vocabulary", _away)
        assert gettext("Programs") == "Programs"


def _away():
    from django.db import OperationalError

    raise OperationalError


@pytest.mark.parametrize("kind", ["csv", "xlsx", "paper"])
def test_files_and_paper_say_them_too(hr, cast, called_otherwise, kind):
    url = reverse("oversight_list", args=[cast.program.pk])
    answer = hr.get(url, {"download": kind})
    said = str(lines_of(answer)) if answer.streaming else answer.text
    assert "Executive partner" in said
    assert "The guide" in said
    assert "Leader" not in said


def test_a_certificate_does(cast, called_otherwise):
    certificate = Certificate.objects.create(participant=cast.pairing.junior, meetings_held=3)
    with in_own_words():
        said = html_of(certificate)
    assert "has mentored an executive partner of our organisation" in said
    assert "sponsor of the scheme" in said


def test_looking_saves_nothing_and_shows_them_in_sentences(hr):
    page = send(hr, "look", **GUIDE)
    assert page.status_code == 200
    assert "A scheme brings together guides and executive partners around one purpose." in page.text
    assert page.context["form"]["mentor_word"].value() == "guide"
    assert set(stored().values()) == {""}


def test_with_a_mistake_in_the_form_the_sentences_are_as_saved(hr):
    page = send(hr, "look", mentor_word="guide", mentors_word="guides", leader_word="executive partner")
    assert "A program brings together mentors and leaders around one purpose." in page.text
    assert "Back to the product" not in page.text


def test_the_products_words_come_back_whatever_stands_in_the_form(hr, called_otherwise):
    assert "Back to the product" in hr.get(reverse(URL)).text
    assert send(hr, "reset", mentor_word="<b>").status_code == 302
    assert set(stored().values()) == {""}
    assert "Back to the product" not in hr.get(reverse(URL)).text


def test_who_changed_what_stands_in_the_log(hr, cast):
    send(hr, **GUIDE)
    send(hr, "reset")
    first, last = AuditEntry.objects.filter(act="organization.words_changed").order_by("at")
    assert (first.actor, first.details["leader_word"]) == (cast.omar, "– → executive partner")
    assert last.details["leader_word"] == "executive partner → –"
    log = hr.get(reverse("audit_log"), {"act": "organization.words_changed"}).text
    assert "changed the organisation&#x27;s own words" in log
    assert "– → executive partner" in log


def test_typographic_apostrophes_are_written(hr):
    send(hr, **GUIDE | {"mentor_word": "l'ami", "mentors_word": "les amis"})
    assert stored()["mentor_word"] == "l’ami"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"mentor_word": "guide"}, "mentors_word", "Write both"),
        ({"mentor_word": "guide", "mentors_word": "guide.example"}, "mentors_word", "This looks like an address."),
        ({"mentor_word": "a@example.com", "mentors_word": "b"}, "mentor_word", "This looks like an address."),
        ({"mentor_word": "https://evil", "mentors_word": "b"}, "mentor_word", "This looks like an address."),
        ({"mentor_word": "<b>guide</b>", "mentors_word": "guides"}, "mentor_word", "Use letters"),
        ({"mentor_word": "50% guide", "mentors_word": "guides"}, "mentor_word", "Use letters"),
        ({"mentor_word": "%(name)s", "mentors_word": "{name}"}, "mentor_word", "Use letters"),
        ({"mentor_word": "gui\u202ede", "mentors_word": "guides"}, "mentor_word", "turn the direction"),
        ({"mentor_word": "g" * 31, "mentors_word": "guides"}, "mentor_word", "30"),
        ({"mentor_word": "leader", "mentors_word": "guides"}, "mentor_word", "two things"),
        ({"mentor_word": "B", "mentors_word": "Bs", "leader_word": "b", "leaders_word": "L"}, "leader_word", "two"),
        ({"mentor_word": "cycle", "mentors_word": "M"}, "mentor_word", "something else here"),
        ({"mentor_word": "M", "mentors_word": "Line managers"}, "mentors_word", "something else here"),
        ({"mentor_word": "HR", "mentors_word": "M"}, "mentor_word", "something else here"),
        ({"mentor_word": "Nobody", "mentors_word": "M"}, "mentor_word", "something else here"),
        ({"mentor_word": "sponsor", "mentors_word": "Sponsors"}, "mentors_word", "something else here"),
    ],
)  # fmt: skip
def test_bad_words_are_refused_at_their_field_with_a_sentence(hr, typed, field, sentence):
    answer = send(hr, **typed)
    assert answer.status_code == 422
    assert any(sentence in error for error in answer.context["form"].errors[field])
    assert answer.context["form"]["mentor_word"].value() == typed["mentor_word"]
    assert set(stored().values()) == {""}


def test_one_word_may_stand_for_one_and_for_several(hr):
    assert send(hr, mentor_word="sherpa", mentors_word="sherpa").status_code == 302


def test_what_came_past_the_form_into_the_database_is_not_spoken(called_otherwise):
    Organization.objects.update(mentor_word="<script>")
    cache.delete(VOCABULARY)
    with in_own_words():
        assert gettext("the mentor and the leader") == "the mentor and the executive partner"


def test_what_another_hr_admin_saved_meanwhile_is_not_overwritten(hr):
    version = hr.get(reverse(URL)).context["form"].initial["version"]
    send(hr, **GUIDE)
    words = {**dict.fromkeys(GUIDE, ""), "mentor_word": "buddy", "mentors_word": "buddies"}
    answer = hr.post(reverse(URL), words | {"act": "save", "version": version})
    assert answer.status_code == 409
    assert "executive partner" in answer.text
    assert stored() == GUIDE


@pytest.mark.parametrize("who", ["priya", "lena", "igor", "kavya", "noor"])
def test_only_hr_admins_set_them(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert client.get(reverse(URL)).status_code == 403
    assert client.post(reverse(URL), GUIDE).status_code == 403


def test_settings_lead_there(hr):
    assert reverse(URL) in hr.get(reverse("organization_edit")).text
    assert hr.put(reverse(URL)).status_code == 405
