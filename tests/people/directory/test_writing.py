"""HR writes to people of the directory: who may, whom it reaches, what they read, who gets the answer."""

import pytest
from django.urls import reverse

from notifications.hr_notes import CODE, send_hr_note
from notifications.models import Delivery, HrNote
from people.models import AuditEntry, Organization, User
from tests import factories as make
from tests.mail import deliver_all, inbox_titles, sent_to

pytestmark = pytest.mark.django_db
WORDS = {"subject": "News of {organization}", "text": "Dear {name},\n\nsee https://intranet.example/start"}


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


def url(query="", name="people_write"):
    return f"{reverse(name)}?{query}"


def write(client, query, **typed):
    """Write, look, send: as the pages lead."""
    page = client.post(url(query), WORDS | typed)
    if "expected" not in (page.context or {}):
        return page
    form = {name: page.context["typed"][name] for name in WORDS}
    return client.post(page.context["send_url"], form | {"expected": page.context["expected"], "form_token": query})


def written_to() -> set[User]:
    return {row.recipient for row in Delivery.objects.filter(kind=CODE)}


def test_the_person_reads_it_with_their_name_and_answers_the_writer(cast, hr, mailoutbox):
    answer = write(hr, f"who={cast.noor.pk}")
    assert answer.url == reverse("person_detail", args=[cast.noor.pk])
    deliver_all()
    [mail] = sent_to(cast.noor)
    assert mail.subject == f"News of {Organization.objects.current().name}"
    assert f"Dear {cast.noor.short_name},\n\nsee https://intranet.example/start" in mail.body
    assert f"{cast.omar.name}, for HR" in mail.body
    assert [address.partition("<")[2].rstrip(">") for address in mail.reply_to] == [cast.omar.email]
    assert mail.subject in inbox_titles(cast.noor)
    assert len(mailoutbox) == 1


def test_after_the_writer_has_left_answers_reach_the_sender(cast, mailoutbox):
    send_hr_note(subject="x", text="y", user_ids=[cast.noor.pk], by=cast.omar, chosen={})
    User.objects.filter(pk=cast.omar.pk).update(is_active=False)
    deliver_all()
    assert sent_to(cast.noor)[0].reply_to == []


def test_whoever_fits_the_filters_and_is_here_gets_it(hr, mailoutbox):
    lyon = [make.UserFactory(country="Peru", level=4) for _ in range(2)]
    make.UserFactory(country="Peru", level=4, is_active=False)
    make.UserFactory(country="Peru", level=5)
    answer = write(hr, "all=1&country=Peru&level=4&sort=-level&show=all")
    assert written_to() == set(lyon)
    assert answer.url == f"{reverse('people_list')}?country=Peru&level=4&sort=-level&show=all"


@pytest.mark.parametrize("query", ["", "who=nonsense", "all=1&country=Nowhere", "country=France"])
def test_nobody_is_written_to_by_an_address_that_names_nobody(hr, query):
    page = write(hr, query)
    assert "To whom?" in page.content.decode()
    assert not HrNote.objects.exists()


def test_who_came_in_after_the_look_is_not_written_to_unseen(hr):
    make.UserFactory(country="Peru")
    page = hr.post(url("all=1&country=Peru"), WORDS)
    make.UserFactory(country="Peru")
    form = WORDS | {"expected": page.context["expected"], "form_token": "t"}
    again = hr.post(page.context["send_url"], form)
    assert "The list has changed since you looked." in again.content.decode()
    assert again.context["count"] == 2
    assert not HrNote.objects.exists()


def test_the_look_shows_one_readers_message_and_a_way_back_with_the_words(cast, hr):
    page = hr.post(url(f"who={cast.noor.pk}"), WORDS)
    assert (page.context["reader"], page.context["count"]) == (cast.noor, 1)
    assert page.context["shown_text"].startswith(f"Dear {cast.noor.short_name},")
    back = hr.post(page.context["write_url"], WORDS | {"back": "1"})
    assert back.context["form"]["text"].value() == WORDS["text"]


def test_sent_twice_it_goes_once(cast, hr):
    page = hr.post(url(f"who={cast.noor.pk}"), WORDS)
    form = WORDS | {"expected": page.context["expected"], "form_token": "the same"}
    assert [hr.post(page.context["send_url"], form).status_code for _ in range(2)] == [302, 302]
    assert HrNote.objects.count() == 1


def test_braces_that_mean_nothing_are_named_and_nothing_is_lost(cast, hr):
    page = write(hr, f"who={cast.noor.pk}", text="Dear {firstname}")
    assert page.status_code == 422
    assert "You can use: {name}, {organization}." in page.context["form"].errors["text"][0]
    assert page.context["form"]["subject"].value() == WORDS["subject"]


def test_the_audit_log_says_whom_it_was_for_and_none_of_the_words(cast, hr):
    for _ in range(2):
        make.UserFactory(country="Peru")
    write(hr, "all=1&country=Peru&q=e")
    write(hr, f"who={cast.noor.pk}")
    many, one = AuditEntry.objects.filter(act="directory.written_to").order_by("at")
    assert (many.actor, many.person, many.details) == (
        cast.omar, None, {"q": "some words", "country": "Peru", "how_many": "2"},
    )  # fmt: skip
    assert (one.person, one.details) == (cast.noor, {"how_many": "1"})


def test_another_hr_admin_reads_that_it_was_sent_and_not_what(cast, hr, sign_in):
    other = make.UserFactory(email="second@example.com")
    make.RoleGrantFactory(user=other, role="hr_admin")
    write(hr, f"who={cast.noor.pk}", subject="A private matter")
    deliver_all()
    assert "A private matter" in hr.get(url(f"who={cast.noor.pk}")).content.decode()
    client = sign_in(other)
    pages = [url(f"who={cast.noor.pk}"), reverse("outbox"), reverse("audit_log")]
    assert not any("A private matter" in client.get(page).content.decode() for page in pages)
    assert cast.noor.name in client.get(reverse("outbox")).content.decode()


@pytest.mark.parametrize("who", ["kavya", "jack", "lena", "noor", "igor", "priya"])
def test_only_hr_writes(cast, sign_in, who):
    client = sign_in(cast.people[who])
    assert client.get(url(f"who={cast.maria.pk}")).status_code in (403, 404)
    assert client.post(url(f"who={cast.maria.pk}", "hr_note_send"), WORDS).status_code in (403, 404)
    assert "people/write" not in client.get(reverse("people_list")).content.decode()
    assert not HrNote.objects.exists()


def test_the_pages_lead_there(cast, hr):
    page = hr.get(reverse("person_detail", args=[cast.noor.pk])).content.decode()
    assert f"{reverse('people_write')}?who={cast.noor.pk}" in page
    assert "people/write" not in hr.get(reverse("person_detail", args=[cast.omar.pk])).content.decode()
    assert f"{reverse('people_write')}?q=noor&amp;all=1" in hr.get(reverse("people_list"), {"q": "noor"}).text
    assert "people/write" not in hr.get(reverse("people_list"), {"show": "left"}).text


@pytest.mark.parametrize("n", [1, 30])
def test_the_number_of_queries_does_not_grow(cast, hr, n, django_assert_max_num_queries):
    Organization.objects.current()
    for _ in range(n):
        make.UserFactory(country="Peru")
        HrNote.objects.create(subject="x", text="y", sent_by=cast.omar, recipient_count=1)
    with django_assert_max_num_queries(12):
        hr.get(url("all=1&country=Peru"))
