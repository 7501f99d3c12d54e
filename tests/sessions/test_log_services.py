"""Logging what happened."""

import pytest

from frame.errors import Conflict, Refused
from notifications.models import Delivery
from pairings.services.earlier_texts import earlier_of
from sessions.form_data import ItemEntry, ReflectionEntry
from sessions.models import ActionItem, Insight, LogDraft, Meeting, MeetingChange, Reflection, SessionLog, Win
from sessions.services import log_meeting, log_unplanned_meeting, report_not_held, save_draft, write_agenda
from tests.sessions.story import DAY, HOUR, NOW, entry, plan, slot


@pytest.fixture
def meeting(story, clock):
    """Kavya and Jack were to meet an hour ago."""
    meeting = plan(story, slot(NOW + HOUR))
    clock.move_to(NOW + 3 * HOUR)
    return meeting


def test_a_log_closes_the_meeting_as_held(story, meeting):
    log = log_meeting(meeting=meeting, entry=entry(topics=[story.topic]), by=story.jack)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.closed_at) == ("held", NOW + 3 * HOUR)
    assert (log.learned, log.author, list(log.topics.all())) == ("How to post", story.jack, [story.topic])


def test_what_is_optional_is_kept_with_its_owner(story, meeting):
    items = [ItemEntry("Read this", "junior", due_on=None), ItemEntry("Open the door", "junior", kind="commitment")]
    reflection = ReflectionEntry("He listened", 4, 5)
    log_meeting(
        meeting=meeting,
        entry=entry(win="First post", items=items, insight="Short is better", reflection=reflection),
        by=story.kavya,
    )
    assert Win.objects.get().text == "First post"
    assert set(ActionItem.objects.values_list("text", "owner")) == {
        ("Read this", "junior"),
        ("Open the door", "senior"),
    }
    assert Insight.objects.get().audience == "pair"
    assert Reflection.objects.get().author == story.kavya


def test_the_same_log_twice_is_one_log(story, meeting):
    for _ in range(2):
        log_meeting(meeting=meeting, entry=entry(win="First post", items=[ItemEntry("Read", "junior")]), by=story.jack)
    assert (SessionLog.objects.count(), Win.objects.count(), ActionItem.objects.count()) == (1, 1, 1)


def test_each_writes_a_part_of_their_own(story, meeting):
    log_meeting(meeting=meeting, entry=entry(), by=story.jack)
    log_meeting(meeting=meeting, entry=entry(learned="Other words"), by=story.kavya)
    parts = dict(SessionLog.objects.values_list("author__first_name", "learned"))
    assert parts == {"Jack": "How to post", "Kavya": "Other words"}
    assert (Meeting.objects.held().count(), meeting.junior_word, meeting.senior_word) == (1, "held", "held")


def test_another_text_over_ones_own_from_another_window_is_a_conflict_and_changes_nothing(story, meeting):
    log_meeting(meeting=meeting, entry=entry(), by=story.jack)
    with pytest.raises(Conflict):
        log_meeting(meeting=meeting, entry=entry(learned="Other words", win="Lost"), by=story.jack)
    assert (SessionLog.objects.get().learned, Win.objects.count()) == ("How to post", 0)


def test_one_changes_ones_own_part_later(story, meeting):
    part = log_meeting(meeting=meeting, entry=entry(), by=story.kavya)
    changed = log_meeting(meeting=meeting, entry=entry(learned="More"), by=story.kavya, version=part.version)
    assert (changed.learned, changed.version, SessionLog.objects.count()) == ("More", 2, 1)


def test_a_meeting_to_come_is_not_logged(story):
    with pytest.raises(Refused, match="not begun yet"):
        log_meeting(meeting=plan(story), entry=entry(), by=story.jack)


def test_reminders_are_taken_back(story, meeting):
    Delivery.objects.create(
        key="k", kind="log_meeting", recipient=story.jack, channel="email", subject_id=meeting.pk, due_at=NOW
    )
    log_meeting(meeting=meeting, entry=entry(), by=story.jack)
    assert Delivery.objects.get(key="k").state == "cancelled"


@pytest.mark.parametrize("state", ["missed", "cancelled"])
def test_not_held_is_a_fact_without_a_text(story, meeting, state):
    report_not_held(meeting=meeting, state=state, who="senior", by=story.kavya)
    change = MeetingChange.objects.get()
    assert (meeting.state, change.kind, change.by_side, change.word) == (state, "said", "junior", f"{state}:senior")
    assert not SessionLog.objects.exists()


def test_reporting_it_twice_reports_it_once(story, meeting):
    for _ in range(2):
        report_not_held(meeting=meeting, state="missed", who="both", by=story.kavya)
    assert MeetingChange.objects.count() == 1


@pytest.mark.parametrize(("state", "who"), [("held", "junior"), ("missed", "program"), ("missed", "")])
def test_nonsense_is_refused(story, meeting, state, who):
    with pytest.raises(Refused):
        report_not_held(meeting=meeting, state=state, who=who, by=story.kavya)


def test_a_wrong_held_is_put_right_by_whoever_said_it(story, meeting):
    log_meeting(meeting=meeting, entry=entry(), by=story.jack)
    report_not_held(meeting=meeting, state="missed", who="junior", by=story.jack)
    assert (meeting.state, meeting.senior_word) == ("missed", "missed:junior")
    assert [(one.word, one.was_word) for one in meeting.changes.all()] == [("held", ""), ("missed:junior", "held")]


def test_what_was_taken_for_missed_can_still_be_logged(story, meeting):
    Meeting.objects.update(state="missed")
    log_meeting(meeting=meeting, entry=entry(), by=story.jack)
    assert (meeting.state, meeting.is_disputed) == ("held", False)


def test_a_meeting_nobody_planned_is_logged(story):
    log = log_unplanned_meeting(pairing=story.pairing, slot=slot(NOW - DAY), entry=entry(), by=story.jack)
    assert (log.meeting.state, log.meeting.was_planned, log.meeting.starts_at) == ("held", False, NOW - DAY)


def test_the_same_unplanned_meeting_twice_is_one(story):
    logs = [
        log_unplanned_meeting(pairing=story.pairing, slot=slot(NOW - DAY), entry=entry(), by=story.jack)
        for _ in range(2)
    ]
    assert logs[0] == logs[1]


@pytest.mark.parametrize("when", [HOUR, -40 * DAY])
def test_an_unplanned_meeting_lies_between_the_yes_and_now(story, when):
    with pytest.raises(Refused):
        log_unplanned_meeting(pairing=story.pairing, slot=slot(NOW + when), entry=entry(), by=story.jack)


def test_a_submitted_draft_is_forgotten_and_the_partners_is_not(story, meeting):
    for person in (story.kavya, story.jack):
        save_draft(pairing=story.pairing, meeting=meeting, by=person, fields={"learned": "half a"})
    log_meeting(meeting=meeting, entry=entry(), by=story.jack)
    assert [draft.author for draft in LogDraft.objects.all()] == [story.kavya]


def test_an_emptied_reflection_is_forgotten(story, meeting):
    log = log_meeting(meeting=meeting, entry=entry(reflection=ReflectionEntry("Hm")), by=story.jack)
    log_meeting(meeting=meeting, entry=entry(), by=story.jack, version=log.version)
    assert not Reflection.objects.exists()


def test_two_agendas_written_at_once_are_a_conflict(story):
    meeting = plan(story)
    write_agenda(meeting=meeting, agenda="Mine", version=1, by=story.jack)
    with pytest.raises(Conflict):
        write_agenda(meeting=meeting, agenda="Yours", version=1, by=story.kavya)
    assert write_agenda(meeting=meeting, agenda="Mine", version=1, by=story.jack).version == 2


def test_what_the_agenda_said_before_stays_with_who_changed_it(story):
    meeting = plan(story, agenda="Her question")
    write_agenda(meeting=meeting, agenda="His question", version=1, by=story.jack)
    write_agenda(meeting=meeting, agenda="His question", version=2, by=story.jack)
    assert [(one.text, one.by) for one in earlier_of([meeting], story.kavya)[meeting.pk]] == [
        ("Her question", story.jack)
    ]
