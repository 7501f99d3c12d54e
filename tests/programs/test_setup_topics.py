"""Adding, renaming, moving and removing focus topics."""

import re

import pytest
from django.urls import reverse

from people.models import AuditEntry
from programs.models import TopicChoice
from tests import factories as make


class Page:
    """The page as a browser has it: posts carry all names and the version."""

    def __init__(self, client, program):
        self.client, self.program = client, program
        self.url = reverse("setup_topics", args=[program.pk])
        context = client.get(self.url).context
        self.form = {name: field.initial for name, field in context["names"].fields.items()}
        self.form["version"] = context["version"]
        self.form["form_token"] = re.search(r'name="form_token" value="(\w+)"', client.get(self.url).text)[1]

    def press(self, action, **typed):
        return self.client.post(self.url, self.form | {"action": action} | typed)

    def names(self):
        return list(self.program.topics.values_list("name", flat=True))


@pytest.fixture
def page(cast, sign_in, program):
    return Page(sign_in(cast.priya), program)


def test_add(page):
    page.press("add", name="Risks")
    assert page.names() == ["Prompts", "Automation", "Risks"]


def test_a_double_click_adds_one_and_is_no_conflict(page):
    answers = [page.press("add", name="Risks") for _ in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, page.url)] * 2
    assert page.names() == ["Prompts", "Automation", "Risks"]


def test_rename_all_at_once_and_return(page):
    first, second = page.program.topics.all()
    answer = page.press("save", **{str(first.pk): "Automation", str(second.pk): "Prompts"})
    assert answer.url == reverse("program_setup", args=[page.program.pk])
    assert page.names() == ["Automation", "Prompts"]


def test_the_audit_log_keeps_what_a_topic_was_called(page):
    first, second = page.program.topics.all()
    page.press("save", **{str(first.pk): "Restructuring", str(second.pk): "Automation"})
    entry = AuditEntry.objects.get(act="topics.changed")
    assert entry.about_id == str(first.pk)
    assert entry.details == {"what": "renamed", "before": "Prompts", "to": "Restructuring"}


def test_names_that_stay_leave_no_entry(page):
    page.press("save")
    assert not AuditEntry.objects.filter(act="topics.changed").exists()


def test_move(page):
    page.press(f"down:{page.program.topics.first().pk}")
    assert page.names() == ["Automation", "Prompts"]


def test_remove(page):
    page.press(f"remove:{page.program.topics.first().pk}")
    assert page.names() == ["Automation"]


def test_a_chosen_topic_stays(page, cycle):
    topic = page.program.topics.first()
    place = make.ParticipantFactory(cycle=cycle, state="applied")
    TopicChoice.objects.create(participant=place, topic=topic, rating=3)
    answer = page.press(f"remove:{topic.pk}")
    assert answer.status_code == 422
    assert "Rename it instead" in answer.text
    assert page.names() == ["Prompts", "Automation"]


def test_two_of_the_same_name_are_refused_and_kept(page):
    second = page.program.topics.last()
    answer = page.press("save", **{str(second.pk): "prompts"})
    assert answer.status_code == 422
    assert 'value="prompts"' in answer.text
    assert page.names() == ["Prompts", "Automation"]


def test_an_empty_name_is_refused(page):
    answer = page.press("save", **{str(page.program.topics.first().pk): " "})
    assert "Give the topic a name" in answer.text
    assert page.names() == ["Prompts", "Automation"]


def test_two_people_at_once_get_both_lists(page, cast, sign_in):
    Page(sign_in(cast.omar), page.program).press("add", name="Theirs")
    answer = page.press("add", name="Mine")
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    assert page.names() == ["Prompts", "Automation", "Theirs"]


def test_a_name_that_is_there_already_is_not_added(page):
    answer = page.press("add", name="prompts")
    assert answer.status_code == 422
    assert "There is a topic of that name already" in answer.text
    assert page.names() == ["Prompts", "Automation"]
