"""A confidential word: who may be turned to, who reads it, what else it does (nothing), and the way back."""

import pytest
from django.urls import reverse

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import ConfidentialWord, Pairing, WordLine
from pairings.people_to_turn_to import addressees_of
from people.models import RoleGrant, User
from programs.models import Coordinator, Program, Todo
from programs.services import set_person_of_trust
from tests import factories as make
from tests.mail import deliver_all, inbox_titles, sent_to

TEXT = "He shouts at me in meetings"


@pytest.fixture
def trusted(cast):
    """Tessa of the works council is the program's person of trust."""
    tessa = make.UserFactory(first_name="Tessa", last_name="Moor", email="tessa@example.com")
    set_person_of_trust(program=cast.program, user=tessa, by=cast.priya)
    return tessa


@pytest.fixture
def word(cast):
    return services.send_word(pairing=cast.pairing, by=cast.kavya, to="team", text=TEXT)


def pairing_of(cast):
    return Pairing.objects.with_people().get(pk=cast.pairing.pk)


def page(word, name="word_detail"):
    return reverse(name, args=[word.pk])


def state_of(word):
    return ConfidentialWord.objects.for_page().get(pk=word.pk).state


def test_both_of_the_two_read_the_same_names_with_role_and_address(cast, sign_in, trusted):
    shown = [
        sign_in(person).get(cast.pairing.url).text.partition('id="turn-to-title"')[2].partition("</section>")[0]
        for person in (cast.kavya, cast.jack)
    ]
    assert shown[0] == shown[1]
    for text in ("Priya Raman", "priya@example.com", "Coordinator", "Tessa Moor", "tessa@example.com", "outside HR"):
        assert text in shown[0]
    assert "Omar" not in shown[0]


@pytest.mark.parametrize("how", ["is the leader", "assists the leader", "manages the mentor", "is inactive"])
def test_nobody_close_is_an_addressee_and_hr_stands_in(cast, sign_in, how):
    if how == "is the leader":
        Coordinator.objects.filter(user=cast.priya).update(user=cast.jack)
    elif how == "assists the leader":
        cast.jack.assistants.add(cast.priya)
    elif how == "manages the mentor":
        User.objects.filter(pk=cast.kavya.pk).update(manager=cast.priya)
    else:
        User.objects.filter(pk=cast.priya.pk).update(is_active=False)
    found = addressees_of(pairing_of(cast))
    assert (found.coordinators, found.trusted, found.hr) == ([], None, [cast.omar])
    text = sign_in(cast.kavya).get(reverse("word_write", args=[cast.pairing.pk])).text
    assert "No coordinator may read it" in text
    assert "HR: Omar Haddad" in text
    with pytest.raises(Refused, match="Nobody there may read it"):
        services.send_word(pairing=cast.pairing, by=cast.kavya, to="team", text=TEXT)


def test_where_nobody_is_left_it_is_said_before_one_types(cast, sign_in):
    cast.jack.assistants.add(cast.priya, cast.omar)
    answer = sign_in(cast.kavya).get(reverse("word_write", args=[cast.pairing.pk]))
    assert "Nobody can read it at the moment" in answer.text
    assert "<textarea" not in answer.text


def test_nothing_is_chosen_beforehand(cast, sign_in, trusted):
    client, url = sign_in(cast.kavya), reverse("word_write", args=[cast.pairing.pk])
    assert "checked" not in client.get(url).text.partition("<main")[2]
    answer = client.post(url, {"text": TEXT})
    assert (answer.status_code, TEXT in answer.text) == (422, True)
    assert not ConfidentialWord.objects.exists()


def test_it_is_sent_read_answered_and_answered_again(cast, sign_in):
    hers, priyas = sign_in(cast.kavya), sign_in(cast.priya)
    hers.post(reverse("word_write", args=[cast.pairing.pk]), {"to": "team", "text": TEXT})
    word = ConfidentialWord.objects.get()
    assert state_of(word) == "sent"
    assert "Something to read in confidence" in priyas.get("/").text
    assert TEXT in priyas.get(page(word)).text
    assert state_of(word) == "read"
    assert "Something to read in confidence" not in priyas.get("/").text
    priyas.post(page(word), {"text": "Shall we speak on Monday?"})
    assert state_of(word) == "answered"
    assert "Something to read in confidence" in hers.get("/").text
    assert "Shall we speak on Monday?" in hers.get(page(word)).text
    hers.post(page(word), {"text": "Yes"})
    assert state_of(word) == "sent"


def test_it_changes_and_tells_nothing_else(cast, word):
    before = Pairing.objects.values().get(pk=cast.pairing.pk)
    services.add_line(word=word, by=cast.priya, text="Monday?")
    assert Pairing.objects.values().get(pk=cast.pairing.pk) == before
    assert not Todo.objects.exists()
    assert {row.kind for row in Delivery.objects.all()} == {"something_to_read"}
    assert {row.recipient_id for row in Delivery.objects.all()} == {cast.priya.pk, cast.kavya.pk}


def test_the_message_says_that_there_is_something_and_no_more(cast, word, mailoutbox):
    services.add_line(word=word, by=cast.priya, text="Monday?")
    deliver_all()
    (hers,), (priyas,) = sent_to(cast.kavya), sent_to(cast.priya)
    assert hers.subject == priyas.subject == "You have something to read in Turnabout"
    assert inbox_titles(cast.priya) == [priyas.subject]
    for mail in (hers, priyas):
        whole = f"{mail.subject} {mail.body} {mail.alternatives} {mail.attachments}"
        for secret in (TEXT, "Monday?", "Nair", "Whitfield", str(cast.pairing.pk), str(word.pk), cast.program.name):
            assert secret not in whole


@pytest.mark.parametrize("name", ["jack", "maria", "helen", "omar", "lena", "noor", "sam", "igor"])
def test_nobody_else_finds_it(cast, sign_in, word, name):
    client = sign_in(cast.people[name])
    assert [client.get(page(word, view)).status_code for view in ("word_detail", "word_take_back")] == [404, 404]
    assert client.post(page(word), {"text": "Aha"}).status_code == 404
    assert "From Kavya" not in client.get(reverse("word_list")).text


@pytest.mark.parametrize("how", ["assists", "manages", "runs it no longer", "came later"])
def test_who_comes_close_or_is_no_longer_in_charge_reads_it_no_longer(cast, sign_in, word, how):
    reader = cast.priya
    if how == "assists":
        cast.jack.assistants.add(cast.priya)
    elif how == "manages":
        User.objects.filter(pk=cast.jack.pk).update(manager=cast.priya)
    elif how == "runs it no longer":
        Coordinator.objects.filter(user=cast.priya).update(user=cast.noor)
    else:
        reader = cast.noor
        make.CoordinatorFactory(program=cast.program, user=reader)
    assert sign_in(reader).get(page(word)).status_code == 404
    deliver_all()
    assert sent_to(reader) == [] or how == "came later"
    if how != "came later":
        assert "Nobody it was sent to may read it any more" in sign_in(cast.kavya).get(page(word)).text


def test_the_person_of_trust_reads_what_is_sent_to_them_and_no_page_of_the_program(cast, sign_in, trusted):
    word = services.send_word(pairing=cast.pairing, by=cast.jack, to="trusted", text=TEXT)
    client = sign_in(trusted)
    assert "In confidence" in client.get("/").text
    assert TEXT in client.get(page(word)).text
    assert sign_in(cast.priya).get(page(word)).status_code == 404
    for name in ("program_detail", "oversight_list", "participant_list", "program_setup"):
        assert client.get(reverse(name, args=[cast.program.pk])).status_code in (403, 404)
    assert client.get(cast.pairing.url).status_code == 404


@pytest.mark.parametrize("role", ["hr_admin", "operator", "coordinator"])
def test_nobody_of_hr_it_or_a_team_is_a_person_of_trust(cast, sign_in, trusted, role):
    person = cast.noor if role == "coordinator" else make.UserFactory()
    if role == "coordinator":
        make.CoordinatorFactory(user=person)
    else:
        RoleGrant.objects.create(user=person, role=role)
    url = reverse("person_of_trust_set", args=[cast.program.pk])
    answer = sign_in(cast.priya).post(url, {"person": person.pk}, follow=True)
    assert "cannot be the person of trust" in answer.text
    assert Program.objects.get(pk=cast.program.pk).person_of_trust == trusted


def test_whoever_joins_hr_later_is_turned_to_no_longer(cast, sign_in, trusted):
    word = services.send_word(pairing=cast.pairing, by=cast.kavya, to="trusted", text=TEXT)
    make.RoleGrantFactory(user=trusted)
    assert sign_in(trusted).get(page(word)).status_code == 404
    assert addressees_of(pairing_of(cast)).trusted is None


def test_unread_it_is_gone_when_taken_back(cast, sign_in, word):
    client = sign_in(cast.kavya)
    assert "Nobody has read it yet" in client.get(page(word, "word_take_back")).text
    assert "Nobody had read it" in client.post(page(word, "word_take_back"), follow=True).text
    assert not ConfidentialWord.objects.exists()
    assert not WordLine.objects.exists()
    assert not Delivery.objects.exists()
    assert sign_in(cast.priya).get(page(word)).status_code == 404
    assert "Nothing to read" in sign_in(cast.priya).get(reverse("word_list")).text


def test_that_it_was_read_is_said_honestly(cast, sign_in, word):
    sign_in(cast.priya).get(page(word))
    client = sign_in(cast.kavya)
    assert "cannot be made unread" in client.get(page(word, "word_take_back")).text
    assert "It had been read before" in client.post(page(word, "word_take_back"), follow=True).text
    assert not WordLine.objects.exists()


def test_who_reads_it_in_the_answer_to_an_empty_form_has_read_it(cast, sign_in, word):
    """The page that says what is missing shows the word as well: else one could read it and never have read it."""
    answer = sign_in(cast.priya).post(page(word), {"text": ""})
    assert (answer.status_code, TEXT in answer.text) == (422, True)
    assert "cannot be made unread" in sign_in(cast.kavya).get(page(word, "word_take_back")).text


def test_asking_for_its_head_alone_is_no_reading(cast, sign_in, word):
    sign_in(cast.priya).head(page(word))
    assert "Nobody has read it yet" in sign_in(cast.kavya).get(page(word, "word_take_back")).text


def test_a_reader_cannot_take_it_back_nor_answer_what_was(cast, sign_in, word):
    assert sign_in(cast.priya).post(page(word, "word_take_back")).status_code == 404
    services.take_back_word(word=word, by=cast.kavya)
    with pytest.raises(Refused, match="taken back"):
        services.add_line(word=word, by=cast.priya, text="Monday?")


def test_a_repeated_post_sends_once(cast, sign_in):
    client, typed = sign_in(cast.kavya), {"to": "team", "text": TEXT, "form_token": "t1"}
    for _ in range(2):
        assert client.post(reverse("word_write", args=[cast.pairing.pk]), typed).status_code == 302
    assert ConfidentialWord.objects.count() == 1


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_long(cast, sign_in, django_assert_max_num_queries, count):
    for _ in range(count):
        services.send_word(pairing=cast.pairing, by=cast.kavya, to="team", text=TEXT)
    client = sign_in(cast.priya)
    with django_assert_max_num_queries(14):
        client.get(reverse("word_list"))
