"""What one has said and written stays one's own: tried by whoever would gain from changing it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from insights.figures.counting import meetings_over_time, starts_since
from notifications.models import Delivery
from notifications.sending import deliver_due
from people.models import Organization
from sessions.models import LogDraft, Meeting, Reflection, SessionLog, Win
from sessions.services import correct_meeting, log_meeting, report_not_held, take_back
from sessions.slipping import Rhythm, refresh_rhythms
from tests.factories import MeetingFactory
from tests.mail import deliver_all, plan_all, sent_to
from tests.sessions.story import DAY, HOUR, NOW, WEEK, entry, slot

JACK_AT_WORK = NOW + 5 * HOUR  # the same Monday, nine o'clock in New York
HELD = {"happened": "held", "learned": "How to post", "to_do": "nothing"}


@pytest.fixture
def meeting(story):
    """Kavya and Jack were to meet two hours ago."""
    return MeetingFactory(pairing=story.pairing, starts_at=NOW - 2 * HOUR)


@pytest.fixture
def post(sign_in, story):
    def send(name, page, thing, **fields):
        return sign_in(story.people[name]).post(reverse(page, args=[thing.pk]), fields)

    return send


@pytest.fixture
def page(sign_in, story):
    def read(name, view, thing):
        return sign_in(story.people[name]).get(reverse(view, args=[thing.pk])).text

    return read


def words(meeting):
    meeting.refresh_from_db()
    return meeting.junior_word, meeting.senior_word, meeting.outcome


def said(meeting):
    return [(change.by.first_name, change.by_side, change.kind) for change in meeting.changes.select_related("by")]


def counts(story):
    """Planned, held, told differently: what a sponsor reads."""
    zone = Organization.objects.current().zone
    starts = starts_since(NOW.date() - 2 * WEEK, NOW.date(), "month")
    from django.db.models import Q

    spans = meetings_over_time(Q(pairing=story.pairing), starts, zone, NOW + DAY)
    return tuple(sum(getattr(span, name) for span in spans) for name in ("planned", "held", "disputed"))


def test_the_leader_cannot_write_over_what_the_mentor_wrote(story, meeting, post, page):
    post("kavya", "meeting_log", meeting, **HELD | {"learned": "He did not listen"}, topics=[str(story.topic.pk)])
    hers = SessionLog.objects.get()
    for version in ("0", "1", "2"):
        post("jack", "meeting_log", meeting, **HELD | {"learned": "A fine talk"}, version=version)
    hers.refresh_from_db()
    assert (hers.author, hers.learned, hers.version, hers.topics.count()) == (story.kavya, "He did not listen", 1, 1)
    for name in ("kavya", "jack"):
        text = page(name, "meeting_detail", meeting)
        assert "He did not listen" in text
        assert "A fine talk" in text


def test_nobody_else_writes_in_the_name_of_one_of_the_two(story, meeting):
    for person in (story.sam, story.priya, story.omar, story.maria):
        with pytest.raises(Refused, match="Only the two who met"):
            log_meeting(meeting=meeting, entry=entry(), by=person)
        with pytest.raises(Refused, match="Only the two who met"):
            report_not_held(meeting=meeting, state="missed", who="senior", by=person)
    assert words(meeting) == ("", "", "planned")


def test_the_database_keeps_one_part_of_each(story, meeting):
    SessionLog.objects.create(meeting=meeting, author=story.kavya, learned="One")
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionLog.objects.create(meeting=meeting, author=story.kavya, learned="Two")


def test_who_did_not_come_cannot_erase_it(story, meeting, post, page):
    post("kavya", "meeting_log", meeting, happened="missed", who="senior")
    assert words(meeting) == ("missed:senior", "", "missed")
    post("jack", "meeting_log", meeting, **HELD)
    assert words(meeting) == ("missed:senior", "held", "disputed")
    for way in ("meeting_take_back", "meeting_take_back_answer", "meeting_cancel"):
        post("jack", way, meeting, answer="agree")
        assert words(meeting)[0] == "missed:senior"
    assert words(meeting) == ("missed:senior", "", "missed")
    text = page("kavya", "meeting_detail", meeting)
    assert "Taken back by Jack: you met" in text
    assert "You: Jack did not come" in text


def test_whoever_told_differently_moves_a_figure_only_into_the_open(story, meeting, post, page):
    post("kavya", "meeting_log", meeting, happened="missed", who="senior")
    assert counts(story) == (1, 0, 0)
    post("jack", "meeting_log", meeting, **HELD)
    assert counts(story) == (1, 0, 1)
    for name in ("kavya", "jack"):
        assert "You two tell it differently" in page(name, "meeting_detail", meeting)
    assert "told differently" in page("priya", "oversight_detail", story.pairing).lower()
    assert "tell it differently" in page("omar", "program_run", story.program)


def test_the_assistant_reads_nothing_of_a_dispute(story, meeting, post, page):
    post("kavya", "meeting_log", meeting, happened="missed", who="senior")
    post("jack", "meeting_log", meeting, **HELD)
    for view, thing in (("meeting_detail", meeting), ("pairing_detail", story.pairing)):
        text = page("sam", view, thing).lower()
        assert not [word for word in ("differently", "did not come", "you met", "they met") if word in text]


def test_a_disputed_meeting_asks_nobody_twice_a_week(story, meeting, post, clock):
    post("kavya", "meeting_log", meeting, happened="missed", who="senior")
    for number in range(6):
        answer = HELD if number % 2 == 0 else {"happened": "missed", "who": "junior"}
        post("jack", "meeting_log", meeting, **answer, version=str(number))
        plan_all(timezone.now())
        deliver_due()
        clock.shift(DAY)
    told = [message.subject for message in sent_to(story.kavya)]
    assert told == ["You and Jack Whitfield tell the meeting on Mon 23 Nov, 08:00 differently"]
    assert sent_to(story.jack) == []
    clock.shift(3 * DAY)
    plan_all()
    deliver_all()
    assert len(sent_to(story.kavya)) == 2


def test_a_dispute_that_ends_before_it_is_told_is_not_told(story, meeting, post):
    post("kavya", "meeting_log", meeting, happened="missed", who="senior")
    post("jack", "meeting_log", meeting, **HELD)
    post("kavya", "meeting_log", meeting, **HELD)
    deliver_all()
    assert sent_to(story.kavya) == []
    assert [message.subject for message in sent_to(story.jack)] == [
        "Kavya Nair changed the facts of your meeting on Mon 23 Nov, 02:00"
    ]
    assert "Kavya: you met (before: you did not come)" in sent_to(story.jack)[0].body


def test_disputed_meetings_neither_lapse_nor_end_a_row_of_lapses(story, post):
    for days in (9, 5, 2):
        MeetingFactory(pairing=story.pairing, state="missed", starts_at=NOW - days * DAY)
    between = Meeting.objects.order_by("starts_at")[1]
    Meeting.objects.filter(pk=between.pk).update(junior_word="missed:senior", senior_word="held", state="held")
    refresh_rhythms(type(story.pairing).objects.all())
    assert Rhythm.objects.get(pairing=story.pairing).lapses == 2


def test_a_meeting_logged_by_both_counts_once(story, meeting, post):
    post("kavya", "meeting_log", meeting, **HELD)
    post("jack", "meeting_log", meeting, **HELD | {"learned": "Something else"})
    assert counts(story) == (1, 1, 0)


def test_for_a_day_one_takes_back_ones_own(story, meeting, post, page, clock):
    post("kavya", "meeting_log", meeting, **HELD, reflection="Mine alone", safety="2", win="A film")
    post("jack", "meeting_log", meeting, **HELD | {"learned": "His part"})
    clock.shift(DAY - HOUR)
    post("kavya", "meeting_take_back", meeting)
    assert words(meeting) == ("", "held", "held")
    assert [part.author for part in SessionLog.objects.all()] == [story.jack]
    draft = LogDraft.objects.get()
    assert (draft.author, draft.fields["learned"], draft.fields["reflection"], draft.fields["safety"]) == (
        story.kavya, "How to post", "Mine alone", "2",
    )  # fmt: skip
    assert (Reflection.objects.count(), Win.objects.count()) == (0, 1)
    text = page("jack", "meeting_detail", meeting)
    assert "Taken back by Kavya: you met" in text
    assert "How to post" not in text


def test_a_planned_meeting_of_which_nothing_is_said_any_more_waits_for_a_log(story, meeting, post):
    post("jack", "meeting_log", meeting, **HELD)
    post("jack", "meeting_take_back", meeting)
    assert words(meeting) == ("", "", "planned")
    assert meeting.closed_at is None
    assert counts(story) == (1, 0, 0)
    assert said(meeting) == [("Jack", "senior", "said"), ("Jack", "senior", "taken_back")]
    deliver_all()
    assert "Jack changed" not in str([message.subject for message in sent_to(story.jack)])
    assert "Taken back by Jack: you met" in sent_to(story.kavya)[0].body


def unplanned(**fields):
    return {"date": "2026-11-22", "time": "15:00", "minutes": "30", "channel": "phone"} | HELD | fields


def test_a_meeting_that_nobody_planned_is_gone_with_a_line_left(story, post, page):
    post("kavya", "meeting_log_unplanned", story.pairing, **unplanned())
    meeting = Meeting.objects.get()
    post("jack", "log_draft_save", meeting, learned="half a thought")
    post("kavya", "meeting_take_back", meeting)
    assert not Meeting.objects.exists()
    assert counts(story) == (0, 0, 0)
    drafts = {draft.author: draft.fields for draft in LogDraft.objects.filter(meeting=None)}
    assert (drafts[story.kavya]["learned"], drafts[story.jack]["learned"]) == ("How to post", "half a thought")
    assert (drafts[story.jack]["date"], drafts[story.jack]["time"]) == ("2026-11-22", "09:00")
    assert "taken back by Kavya" in page("jack", "pairing_detail", story.pairing)
    assert "taken back by you" in page("kavya", "pairing_detail", story.pairing)
    assert "taken back by Kavya" in page("priya", "oversight_detail", story.pairing)
    deliver_all()
    assert [message.subject for message in sent_to(story.jack)] == [
        "Kavya Nair took back the meeting logged for Sun 22 Nov, 09:00"
    ]


def test_an_unplanned_meeting_stays_while_one_still_says_it_took_place(story, post):
    post("kavya", "meeting_log_unplanned", story.pairing, **unplanned())
    meeting = Meeting.objects.get()
    post("jack", "meeting_log", meeting, **HELD)
    post("kavya", "meeting_take_back", meeting)
    assert words(meeting) == ("", "held", "held")


def test_after_a_day_both_take_it_back(story, meeting, post, page, clock):
    post("jack", "meeting_log", meeting, **HELD | {"learned": "His part"})
    clock.shift(DAY)
    post("jack", "meeting_take_back", meeting)
    assert words(meeting) == ("", "held", "held")
    post("jack", "meeting_take_back_answer", meeting, answer="agree")
    assert words(meeting) == ("", "held", "held")
    assert "Jack asks to take back what they said" in page("kavya", "meeting_detail", meeting)
    post("kavya", "meeting_take_back_answer", meeting, answer="agree")
    assert words(meeting) == ("", "", "planned")
    assert LogDraft.objects.get().author == story.jack
    assert said(meeting) == [
        ("Jack", "senior", "said"), ("Jack", "senior", "asked_back"), ("Kavya", "junior", "agreed"),
    ]  # fmt: skip


def test_what_the_other_leaves_as_it_is_stays(story, meeting, post, clock):
    post("jack", "meeting_log", meeting, **HELD)
    clock.shift(DAY)
    post("jack", "meeting_take_back", meeting)
    post("kavya", "meeting_take_back_answer", meeting, answer="keep")
    post("kavya", "meeting_take_back_answer", meeting, answer="agree")
    assert words(meeting) == ("", "held", "held")
    assert SessionLog.objects.exists()


def test_telling_it_anew_does_not_begin_the_day_anew(story, meeting, post, clock):
    """Else whoever said "I did not come" could wipe it out at any time by saying something else first."""
    post("jack", "meeting_log", meeting, happened="missed", who="senior")
    clock.shift(2 * DAY)
    post("jack", "meeting_log", meeting, **HELD)
    post("jack", "meeting_take_back", meeting)
    assert words(meeting) == ("", "held", "held")


@pytest.mark.parametrize("name", ["sam", "maria", "helen", "priya", "omar", "noor"])
@pytest.mark.parametrize("view", ["meeting_take_back", "meeting_take_back_answer", "meeting_correct"])
def test_nobody_else_takes_back_or_corrects(story, meeting, post, name, view):
    log_meeting(meeting=meeting, entry=entry(), by=story.kavya)
    before = Meeting.objects.values().get()
    assert post(name, view, meeting, answer="agree").status_code in (403, 404)
    assert Meeting.objects.values().get() == before
    with pytest.raises(Refused):
        take_back(meeting=meeting, by=story.people[name])
    with pytest.raises(Refused):
        correct_meeting(meeting=meeting, slot=slot(NOW - 3 * HOUR), by=story.people[name], version=1)


FACTS = {"date": "2026-11-22", "time": "09:00", "minutes": "45", "channel": "phone", "version": "1"}


def test_either_corrects_the_shared_facts_and_both_see_what_stood_there(story, meeting, post, page):
    log_meeting(meeting=meeting, entry=entry(), by=story.kavya)
    assert post("jack", "meeting_correct", meeting, **FACTS).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.minutes, meeting.channel) == (NOW - DAY + 5 * HOUR, 45, "phone")
    assert "Corrected by Jack; before: Mon 23 Nov 2026, 08:00, 60 minutes, by video" in page(
        "kavya", "meeting_detail", meeting
    )
    assert "Corrected by you; before: Mon 23 Nov 2026, 02:00" in page("jack", "meeting_detail", meeting)
    deliver_all()
    [told] = sent_to(story.kavya)
    assert told.subject == "Jack Whitfield changed the facts of your meeting on Sun 22 Nov, 15:00"
    assert "How to post" not in told.message().as_string()
    assert sent_to(story.jack) == []


def test_two_who_correct_at_once_see_both_versions(story, meeting, post):
    post("jack", "meeting_correct", meeting, **FACTS)
    response = post("kavya", "meeting_correct", meeting, **FACTS | {"minutes": "30"})
    assert response.status_code == 409
    assert ("30 minutes", "45 minutes") in [(row["mine"], row["theirs"]) for row in response.context["rows"]]
    meeting.refresh_from_db()
    assert meeting.minutes == 45


@pytest.mark.parametrize(("wrong", "why"), [
    ({"date": "2026-12-24"}, "still to come"),
    ({"date": "2026-11-01"}, "before you two became a pair"),
    ({"minutes": "4"}, "at least 5 minutes"),
])  # fmt: skip
def test_impossible_facts_are_refused_and_kept(story, meeting, post, wrong, why):
    response = post("jack", "meeting_correct", meeting, **FACTS | wrong)
    assert response.status_code == 422
    assert why in response.text
    assert not meeting.changes.exists()


def test_facts_are_not_corrected_onto_another_meeting(story, meeting, post):
    MeetingFactory(pairing=story.pairing, state="held", starts_at=NOW - DAY + 5 * HOUR)
    response = post("jack", "meeting_correct", meeting, **FACTS | {"time": "09:20"})
    assert "another meeting at that time" in response.text
    assert not meeting.changes.exists()


def test_correcting_asks_nobody_again(story, meeting, post, clock):
    post("kavya", "meeting_log", meeting, **HELD)
    clock.move_to(JACK_AT_WORK)
    plan_all()
    before = Delivery.objects.filter(kind="log_meeting").count()
    post("kavya", "meeting_correct", meeting, **FACTS | {"date": "2026-11-23", "time": "09:00"})
    plan_all()
    assert Delivery.objects.filter(kind="log_meeting").count() == before == 2


def test_only_who_has_said_nothing_is_asked_and_reads_what_the_other_said(story, meeting, post, clock):
    post("kavya", "meeting_log", meeting, happened="missed", who="senior")
    clock.move_to(JACK_AT_WORK)
    plan_all()
    deliver_all()
    assert sent_to(story.kavya) == []
    [asked] = sent_to(story.jack)
    assert "Kavya Nair has said already: you did not come." in asked.body


def test_what_is_said_after_the_last_prompt_is_told(story, meeting, post, clock):
    """Else a late "she did not come" would stand unseen."""
    clock.shift(5 * DAY)
    post("jack", "meeting_log", meeting, happened="missed", who="junior")
    deliver_all()
    [told] = sent_to(story.kavya)
    assert "Jack: you did not come" in told.body
