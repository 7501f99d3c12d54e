"""Whose facts, drafts, reflections and texts a person may read: the named questions, asked of everyone."""

import pytest

from sessions.models import ActionItem, LogDraft, Meeting, Reflection, SessionLog
from tests.sessions.story import logged

FACTS = {"kavya", "jack", "sam", "priya", "omar"}
TWO = {"kavya", "jack"}


@pytest.fixture
def readers(story):
    meeting = logged(story)
    LogDraft.objects.create(pairing=story.pairing, meeting=meeting, author=story.kavya)

    def of(model) -> set[str]:
        return {name for name, person in story.people.items() if model.objects.visible_to(person).exists()}

    return of


@pytest.mark.parametrize(
    ("model", "who"),
    [(Meeting, FACTS), (SessionLog, TWO), (ActionItem, TWO), (Reflection, {"kavya"}), (LogDraft, {"kavya"})],
)
def test_each_is_read_by_those_it_is_for(readers, model, who):
    assert readers(model) == who


def test_a_coordinator_who_is_a_party_loses_the_facts(story, readers):
    story.kavya.manager = story.priya
    story.kavya.save()
    assert readers(Meeting) == FACTS - {"priya"}


def test_an_hr_admin_who_assists_the_leader_books_and_oversees_nothing(story, readers):
    story.jack.assistants.add(story.omar)
    assert Meeting.objects.bookable_by(story.omar).exists()
    assert not Meeting.objects.shared_by(story.omar).exists()
    assert readers(SessionLog) == TWO
