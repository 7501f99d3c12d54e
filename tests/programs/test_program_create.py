"""From a template to a draft."""

import pytest
from django.urls import reverse

from programs.catalogue import TEMPLATES
from programs.models import Program
from tests.markup import in_one_line

URL = reverse("program_create")


@pytest.mark.parametrize("code", [code for code in TEMPLATES if code != "blank"])
def test_a_template_brings_its_content(code, cast, sign_in):
    answer = sign_in(cast.omar).post(URL, {"name": "Ours", "template": code})
    program = Program.objects.get(name="Ours")
    assert answer.url == reverse("program_setup", args=[program.pk])
    assert program.is_draft
    assert program.purpose == TEMPLATES[code].purpose
    assert [topic.name for topic in program.topics.all()] == list(TEMPLATES[code].topics)
    assert program.questions.count() == len(TEMPLATES[code].questions)
    assert program.cycles.count() == 1


def test_blank_brings_numbers_only(cast, sign_in):
    sign_in(cast.omar).post(URL, {"name": "Ours", "template": "blank"})
    program = Program.objects.get(name="Ours")
    assert (program.purpose, program.topics.count(), program.cadence_weeks) == ("", 0, 3)


def test_a_name_is_needed_and_the_choice_is_kept(cast, sign_in):
    answer = sign_in(cast.omar).post(URL, {"name": "", "template": "inclusion_and_culture"})
    assert answer.status_code == 422
    assert 'value="inclusion_and_culture" id="id_template_3" checked' in in_one_line(answer.text)
    assert Program.objects.count() == 1


def test_an_unknown_template_is_refused(cast, sign_in):
    answer = sign_in(cast.omar).post(URL, {"name": "Ours", "template": "nonsense"})
    assert answer.status_code == 422
    assert 'value="Ours"' in answer.text


def test_a_double_click_makes_one_program(cast, sign_in):
    client = sign_in(cast.omar)
    form = {"name": "Ours", "template": "blank", "form_token": "a" * 32}
    first, second = client.post(URL, form), client.post(URL, form)
    assert first.url == second.url
    assert Program.objects.filter(name="Ours").count() == 1


def test_a_copy_has_the_set_up_and_nobody_in_it(cast, sign_in, cycle):
    sign_in(cast.omar).post(reverse("program_copy", args=[cycle.program.pk]), {"name": "Again"})
    copy = Program.objects.get(name="Again")
    assert copy.is_draft
    assert [topic.name for topic in copy.topics.all()] == ["Prompts", "Automation"]
    assert copy.coordinators.count() == 0
    assert copy.cycles.get().enrol_until is None
