"""Logging: three answers, a draft that is one's own, and both texts when two were at it."""

import datetime as dt

import pytest
from django.urls import reverse

from sessions.models import ActionItem, Insight, LogDraft, Meeting, Reflection, SessionLog, Win
from tests.factories import MeetingFactory
from tests.sessions.story import DAY, HOUR, NOW, canaries_in, logged, plan

THREE = {"happened": "held", "learned": "How to post", "to_do": "Nothing."}


@pytest.fixture
def meeting(story):
    return MeetingFactory(pairing=story.pairing, starts_at=NOW - 2 * HOUR)


@pytest.fixture
def log(story, meeting, sign_in):
    def post(name="kavya", **fields):
        return sign_in(story.people[name]).post(url("meeting_log", meeting), fields)

    return post


def url(name, thing):
    return reverse(name, args=[thing.pk])


def test_three_answers_are_enough(story, meeting, log):
    assert log(**THREE).url == url("meeting_detail", meeting)
    saved = SessionLog.objects.get()
    assert (saved.learned, saved.author, ActionItem.objects.count()) == ("How to post", story.kavya, 0)
    assert Meeting.objects.get().state == "held"


def test_the_rest_goes_where_it_belongs(story, log):
    log(
        **THREE | {"to_do": "I will read it by Friday\nJack: Answer staff"}, topics=[str(story.topic.pk)], win="A film",
        insight="Ask", insight_audience="program", reflection="Nervous", confidence="4", safety="5",
    )  # fmt: skip
    assert list(SessionLog.objects.get().topics.all()) == [story.topic]
    assert Win.objects.get().text == "A film"
    assert set(ActionItem.objects.values_list("kind", "text", "owner", "due_on")) == {
        ("action", "I will read it by Friday", "junior", dt.date(2026, 11, 27)),
        ("commitment", "Answer staff", "senior", None),
    }
    insight = Insight.objects.get()
    assert (insight.audience, insight.junior_agreed, insight.published_at) == ("program", True, None)
    assert (Reflection.objects.get().confidence, Reflection.objects.get().author) == (4, story.kavya)


@pytest.mark.parametrize("missing", ["happened", "learned", "to_do"])
def test_each_of_the_three_is_asked_for_and_the_others_are_kept(story, log, missing):
    response = log(**{name: value for name, value in THREE.items() if name != missing})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [missing]
    assert response.context["form"]["learned"].value() == (None if missing == "learned" else "How to post")
    assert not SessionLog.objects.exists()


def test_what_did_not_happen_needs_no_text(story, meeting, log):
    assert log(happened="missed", who="senior").status_code == 302
    assert (Meeting.objects.get().state, Meeting.objects.get().junior_word) == ("missed", "missed:senior")


def test_what_did_not_happen_needs_who(story, log):
    response = log(happened="cancelled", learned="typed")
    assert response.status_code == 422
    assert "Say who cancelled" in str(response.context["form"].errors["who"])
    assert response.context["form"]["learned"].value() == "typed"


@pytest.mark.parametrize(("field", "value"), [("safety", "6"), ("topics", "x"), ("win", "x" * 301)])
def test_a_wrong_optional_answer_opens_the_part_it_is_in(story, log, field, value):
    response = log(**THREE | {field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert response.context["form"].has_extras


def test_the_same_post_twice_is_one_log(story, log):
    first, second = log(**THREE, win="A film", form_token="t"), log(**THREE, win="A film", form_token="t")
    assert (first.status_code, second.url) == (302, first.url)
    assert log(**THREE, win="A film").status_code == 302
    assert (SessionLog.objects.count(), Win.objects.count()) == (1, 1)


def test_two_who_log_at_once_keep_a_part_each(story, meeting, log):
    log("jack", **THREE)
    log("kavya", **THREE | {"learned": "Her words"}, version="0", reflection="mine alone")
    assert dict(SessionLog.objects.values_list("author__first_name", "learned")) == {
        "Jack": "How to post", "Kavya": "Her words",
    }  # fmt: skip
    assert (Meeting.objects.get().state, Reflection.objects.get().text) == ("held", "mine alone")


def test_two_windows_of_one_person_show_both_texts_and_lose_none(story, meeting, log):
    log("kavya", **THREE)
    response = log("kavya", **THREE | {"learned": "Her words"}, version="0", reflection="mine alone")
    assert response.status_code == 409
    assert "How to post" in response.text
    assert "Her words" in response.text
    log("kavya", **THREE | {"learned": "Her words"}, version="1", reflection="mine alone")
    assert SessionLog.objects.get().learned == "Her words"
    assert Reflection.objects.get().text == "mine alone"


def test_what_was_typed_beside_the_texts_is_shown_too_and_stays_a_draft(story, meeting, log, sign_in):
    log("kavya", **THREE)
    mine = THREE | {"learned": "Her words", "topics": [str(story.topic.pk)], "version": "0"}
    extras = {"to_do": "Send the link\nAsk Mia", "win": "A film", "reflection": "Mine", "safety": "4"}
    response = log("kavya", **mine | extras)
    rows = [(row["mine"], row["theirs"]) for row in response.context["rows"]]
    assert rows == [("Her words", THREE["learned"]), (story.topic.name, "")]
    assert response.context["drafted"] == {
        "Is there anything to do?": "Send the link\nAsk Mia",
        "A small win": "A film",
        "A private reflection": "Mine",
        "How safe did it feel to speak openly?": "4",
    }
    assert not Win.objects.exists()
    assert LogDraft.objects.get().author == story.kavya
    again = sign_in(story.kavya).get(url("meeting_log", meeting))
    assert again.context["form"]["win"].value() == "A film"
    assert again.context["form"]["topics"].value() == [str(story.topic.pk)]


def test_the_partner_reads_what_was_written_and_begins_with_an_empty_part(story, sign_in):
    response = sign_in(story.jack).get(url("meeting_log", logged(story)))
    assert canaries_in(response.text) == {"learned"}
    assert response.context["form"]["learned"].value() is None


def test_whose_partner_has_written_may_leave_it_at_a_word(story, meeting, log):
    log("kavya", **THREE)
    assert log("jack", happened="held").status_code == 302
    assert (Meeting.objects.get().senior_word, SessionLog.objects.get(author=story.jack).learned) == ("held", "")


@pytest.mark.parametrize(
    ("name", "status"), [("sam", 403), ("maria", 404), ("helen", 404), ("priya", 403), ("omar", 403), ("noor", 403)]
)
@pytest.mark.parametrize("page", ["meeting_log", "log_draft_save", "log_draft_discard"])
def test_nobody_else_logs(story, meeting, sign_in, name, status, page):
    assert sign_in(story.people[name]).post(url(page, meeting), THREE).status_code == status
    assert not SessionLog.objects.exists()
    assert not LogDraft.objects.exists()


def test_a_meeting_to_come_leads_back_with_the_reason(story, sign_in):
    response = sign_in(story.kavya).get(url("meeting_log", plan(story)), follow=True)
    assert "has not begun yet" in response.text


def test_a_draft_saves_itself_for_its_author_alone(story, meeting, sign_in):
    kavya, jack = sign_in(story.kavya), sign_in(story.jack)
    answer = kavya.post(
        url("log_draft_save", meeting), {"learned": "draft-canary", "csrfmiddlewaretoken": "x", "evil": "y"}
    )
    assert answer.json() == {"saved_at": "10:00"}
    assert LogDraft.objects.get().fields == {"learned": "draft-canary"}
    assert "draft-canary" in kavya.get(url("meeting_log", meeting)).text
    for page in (url("meeting_log", meeting), url("meeting_detail", meeting), url("pairing_detail", story.pairing)):
        assert "draft-canary" not in jack.get(page).text


def test_a_draft_can_be_thrown_away(story, meeting, sign_in):
    client = sign_in(story.kavya)
    client.post(url("log_draft_save", meeting), {"learned": "half"})
    assert client.post(url("log_draft_discard", meeting)).url == url("meeting_log", meeting)
    assert not LogDraft.objects.exists()


def test_drafts_are_bounded(story, meeting, sign_in):
    sign_in(story.kavya).post(url("log_draft_save", meeting), {"learned": "x" * 100_000, "confidence": "99"})
    assert len(LogDraft.objects.get().fields["learned"]) == 5000
    assert sign_in(story.kavya).get(url("meeting_log", meeting)).status_code == 200


UNPLANNED = {"date": "2026-11-20", "time": "15:00", "minutes": "30", "channel": "phone"} | THREE


def test_we_met_without_planning(story, sign_in):
    response = sign_in(story.kavya).post(url("meeting_log_unplanned", story.pairing), UNPLANNED)
    meeting = Meeting.objects.get()
    assert response.url == url("meeting_detail", meeting)
    assert (meeting.state, meeting.was_planned, meeting.starts_at.hour) == ("held", False, 14)


@pytest.mark.parametrize(
    ("date", "said"), [("2026-12-01", "still to come"), ("2026-01-01", "before you two became a pair")]
)
def test_an_unplanned_meeting_elsewhere_in_time_is_refused_at_the_date(story, sign_in, date, said):
    response = sign_in(story.kavya).post(url("meeting_log_unplanned", story.pairing), UNPLANNED | {"date": date})
    assert response.status_code == 422
    assert said in str(response.context["form"].errors["date"])


def test_the_unplanned_page_keeps_a_draft_and_offers_what_waits(story, meeting, sign_in):
    client, page = sign_in(story.kavya), url("meeting_log_unplanned", story.pairing)
    client.post(url("unplanned_draft_save", story.pairing), {"learned": "half"})
    response = client.get(page)
    assert response.context["form"]["learned"].value() == "half"
    assert list(response.context["waiting"]) == [meeting]
    client.post(url("unplanned_draft_discard", story.pairing))
    assert not LogDraft.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("sam", 403), ("maria", 404), ("priya", 403)])
def test_nobody_else_logs_an_unplanned_one(story, sign_in, name, status):
    assert (
        sign_in(story.people[name]).post(url("meeting_log_unplanned", story.pairing), UNPLANNED).status_code == status
    )
    assert not Meeting.objects.exists()


def test_a_log_page_costs_little(story, meeting, sign_in, django_assert_max_num_queries):
    client = sign_in(story.kavya)
    with django_assert_max_num_queries(12):
        client.get(url("meeting_log", meeting))


def test_what_was_closed_unlogged_is_logged_late(story, log, meeting):
    Meeting.objects.update(state="missed", starts_at=NOW - 20 * DAY)
    assert log(**THREE).status_code == 302
    assert Meeting.objects.get().state == "held"
