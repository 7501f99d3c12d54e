"""The page of the two: what each may see of it."""

import pytest
from django.urls import reverse

from pairings.models import Objective
from programs.models import Answer, Question


def page(pairing):
    return reverse("pairing_detail", args=[pairing.pk])


@pytest.fixture
def aim(cast):
    return Objective.objects.create(pairing=cast.pairing, title="Post once a week", measure="Twelve posts")


@pytest.mark.parametrize(("name", "partner"), [("kavya", "Jack Whitfield"), ("jack", "Kavya Nair")])
def test_each_of_the_two_reads_about_the_other_and_their_objectives(cast, sign_in, aim, name, partner):
    text = sign_in(cast.people[name]).get(page(cast.pairing)).text
    assert f">{partner}</h1>" in text.replace("\n", "")
    assert "Post once a week" in text


def test_the_leaders_assistant_reads_names_and_no_content(cast, sign_in, aim):
    text = sign_in(cast.sam).get(page(cast.pairing)).text
    assert "Kavya Nair" in text
    assert "Post once a week" not in text
    assert "Agreement" not in text


@pytest.mark.parametrize("name", ["maria", "helen", "priya", "omar", "lena", "noor", "igor"])
def test_everyone_else_finds_nothing(cast, sign_in, name):
    assert sign_in(cast.people[name]).get(page(cast.pairing)).status_code == 404


def test_the_partner_reads_published_answers_only(cast, sign_in):
    shown = Question.objects.create(program=cast.program, text="What can you share?", is_for_partner=True)
    kept = Question.objects.create(program=cast.program, text="What worries you?", is_for_partner=False)
    Answer.objects.create(participant=cast.pairing.junior, question=shown, text="Short films")
    Answer.objects.create(participant=cast.pairing.junior, question=kept, text="His temper")
    text = sign_in(cast.jack).get(page(cast.pairing)).text
    assert "Short films" in text
    assert "His temper" not in text


def test_the_page_costs_the_same_with_many_objectives(cast, sign_in, django_assert_max_num_queries):
    for n in range(5):
        Objective.objects.create(pairing=cast.pairing, title=f"Aim {n}")
    client = sign_in(cast.kavya)
    with django_assert_max_num_queries(12):
        client.get(page(cast.pairing))
