"""Finding people by words: however a name is written, and whoever wrote it."""

import logging
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from people import search
from people.folding import folded, spellings
from people.models import User
from people.person_records import departments_for
from people.search import named, search_text_of
from programs.models import Participant
from roster.people_rows import create_people, load_people, update_people, with_values
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("José", "jose"),
        ("Jose\u0301", "jose"),
        ("STRASSE Straße", "strasse strasse"),
        ("ŁUKASZ  Żółw", "lukasz zolw"),
        ("Ilgın Iğdır İzmir ışık", "ilgin igdir izmir isik"),
        ("Σίσυφος ΣΙΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
        ("Алёна Сёмин", "алена семин"),
        ("Ｋａｖｙａ", "kavya"),
        ("ﬁnance", "finance"),
        ("O’Brien O'Brien", "obrien obrien"),
        ("Anne\u2011Marie", "anne-marie"),
        ("김철수", "김철수"),
        ("がかき", "がかき"),
        ("राहुल शर्मा", "राहुल शर्मा"),
        ("مُحَمَّد", "محمد"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("zero\u200bwidth", "zerowidth"),
        ("", ""),
    ],
)
def test_folding(written, compared):
    assert folded(written) == compared
    assert folded(compared) == compared


def test_letters_that_some_write_as_two_have_both_spellings():
    assert spellings("Müller") == ["muller", "mueller"]
    assert spellings("Åse Bjørn") == ["ase bjorn", "aase bjoern"]
    assert spellings("Mu\u0308ller") == ["muller", "mueller"]
    assert spellings("Nair") == ["nair"]


@pytest.fixture
def people():
    for first, last, more in [
        ("José", "García Peña", {}),
        ("Anke", "Müller", {"preferred_name": "Änni"}),
        ("Bernd", "Mueller", {}),
        ("Ilgın", "Öztürk", {"city": "İzmir", "job_title": "Naïve Bayes engineer"}),
        ("Алёна", "Сёмина", {}),
        ("Seán", "O’Brien", {"employee_number": "K7"}),
    ]:
        make.UserFactory(first_name=first, last_name=last, **{"employee_number": f"N{first}"} | more)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jose", {"José"}),
        ("JOSÉ garcia", {"José"}),
        ("pena jos", {"José"}),
        ("arcí", {"José"}),
        ("Muller", {"Anke"}),
        ("Mueller", {"Anke", "Bernd"}),
        ("Müller", {"Anke", "Bernd"}),
        ("mül", {"Anke", "Bernd"}),
        ("anni muller", {"Anke"}),
        ("ilgin izmir", {"Ilgın"}),
        ("IZMIR oeztuerk", {"Ilgın"}),
        ("naive", {"Ilgın"}),
        ("алена", {"Алёна"}),
        ("obrien", {"Seán"}),
        ("o'brien", {"Seán"}),
        ("sean o brien", {"Seán"}),
        ("k7", {"Seán"}),
        ("k", {"Anke", "Ilgın"}),
        ("%", set()),
        ("_", set()),
        ("jose muller", set()),
    ],
)
def test_people_are_found_however_one_types(people, words, found):
    everyone = User.objects.filter(first_name__in=["José", "Anke", "Bernd", "Ilgın", "Алёна", "Seán"])
    assert {person.first_name for person in everyone.search(words)} == found


def test_no_word_leaves_everybody(people):
    assert User.objects.search("  ").count() == User.objects.count()


def test_what_is_typed_may_be_as_long_as_anybody_likes(people):
    assert next(iter(User.objects.search("jose " * 5000))).first_name == "José"


def test_names_alone_are_asked_of_other_rows():
    one = make.ParticipantFactory(user__first_name="Zoë", user__job_title="Chemist", user__city="Quito")
    asked = Participant.objects.filter(pk=one.pk)
    assert asked.filter(named("zoe", "user")).exists()
    assert not asked.filter(named("chemist", "user")).exists()
    assert not asked.filter(named("quito", "user")).exists()


def test_two_people_of_one_row_are_asked_together():
    pairing = make.PairingFactory(junior__user__first_name="Ana", senior__user__first_name="Bo")
    both = type(pairing).objects.filter(named("bo ana", "junior__user", "senior__user"))
    assert list(both) == [pairing]
    assert not type(pairing).objects.filter(named("bo ana zed", "junior__user", "senior__user")).exists()


def is_right(person: User) -> bool:
    stored = User.objects.get(pk=person.pk)
    return stored.search_text == search_text_of(stored) != ""


def test_it_follows_a_save():
    person = make.UserFactory(first_name="Old")
    person.first_name = "Neu"
    person.save()
    assert is_right(person)
    assert User.objects.search("neu").get() == person


def test_it_follows_a_save_of_some_fields_and_of_some_loaded():
    person = make.UserFactory(preferred_name="")
    person.preferred_name = "Zazou"
    person.save(update_fields=["preferred_name"])
    assert is_right(person)
    assert User.objects.search("zazou").exists()
    half = User.objects.only("last_name").get(pk=person.pk)
    half.last_name = "Newlast"
    half.save()
    assert is_right(person)
    assert User.objects.search("newlast").exists()


def test_it_follows_an_update_even_of_what_was_asked_for():
    person = make.UserFactory(email="before@example.com")
    User.objects.filter(email="before@example.com").update(email="after@example.org")
    assert is_right(person)
    person.last_name = "Bulk"
    User.objects.bulk_update([person], ["last_name"])
    assert is_right(person)
    assert User.objects.search("bulk after").exists()


def test_it_follows_an_import():
    departments, _made = departments_for([])
    (known,) = load_people([make.UserFactory(first_name="Known").pk])
    update_people(with_values([known], {known.id: {"job_title": "Glazier"}}), departments, lambda count: None)
    new = replace(known, id=make.UserFactory.build().pk, email="new@example.com", employee_number="NEW")
    create_people([new], departments, lambda count: None)
    assert User.objects.search("known glazier").count() == 1
    assert all(is_right(person) for person in User.objects.all())


def index_names() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "people_user"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has the extension")
def test_the_index_is_built_and_used():
    search.build_index()
    assert search.INDEX in index_names()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert search.INDEX in User.objects.search("muller").order_by().explain()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has the extension")
def test_without_the_extension_people_are_found_all_the_same(people, caplog, monkeypatch):
    def refuse(self, sql, params=None):
        raise DatabaseError("permission denied to create extension")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
    with caplog.at_level(logging.WARNING):
        search.build_index()
    monkeypatch.undo()
    assert "without an index" in caplog.text
    assert User.objects.search("jose").exists()
