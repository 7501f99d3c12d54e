"""The page that plans one meeting or several."""

import datetime as dt

import pytest
from django.urls import reverse

from sessions.models import Meeting
from tests.factories import MeetingFactory, PairingFactory
from tests.sessions.story import DAY, NOW

THURSDAY = {"date": "2026-11-26", "time": "15:30", "minutes": "45", "channel": "video", "place": "Room 4"}
ONCE = {"repeat_count": "1", "repeat_weeks": "2"}


@pytest.fixture
def plan(story, sign_in):
    def post(name="kavya", **fields):
        url = reverse("meeting_plan", args=[story.pairing.pk])
        return sign_in(story.people[name]).post(url, THURSDAY | ONCE | fields)

    return post


def test_the_time_is_that_of_ones_own_clock(story, plan):
    response = plan(agenda="What we learn")
    meeting = Meeting.objects.get()
    assert response.url == reverse("meeting_detail", args=[meeting.pk])
    assert meeting.starts_at == dt.datetime(2026, 11, 26, 14, 30, tzinfo=dt.UTC)
    assert (meeting.minutes, meeting.place, meeting.agenda) == (45, "Room 4", "What we learn")


def test_several_keep_their_time_across_the_change_of_clocks(story, plan):
    several = {"date": "2027-03-17", "repeat_count": "3", "repeat_weeks": "1"}
    view = plan(**several).context["outlook"]
    assert [caution for caution in view.cautions if "The clocks change" in caution] == list(view.cautions)
    plan(**several, confirmed=view.digest)
    hours = list(Meeting.objects.values_list("starts_at__hour", flat=True))
    assert hours == [14, 14, 13]


def test_the_leaders_assistant_books_without_an_agenda(story, plan, sign_in):
    page = sign_in(story.sam).get(reverse("meeting_plan", args=[story.pairing.pk])).text
    assert "Agenda" not in page
    assert plan("sam", agenda="smuggled").status_code == 302
    assert (Meeting.objects.get().planned_by, Meeting.objects.get().agenda) == (story.sam, "")


@pytest.mark.parametrize(
    ("name", "status"), [("maria", 404), ("helen", 404), ("omar", 403), ("priya", 403), ("noor", 403), ("igor", 403)]
)
def test_nobody_else_plans(story, plan, name, status):
    assert plan(name).status_code == status
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("date", "2026-11-20", "already past"),
        ("date", "2029-01-01", "two years ahead"),
        ("date", "soon", "day that exists"),
        ("date", "0001-01-01", "this century"),
        ("minutes", "4", "at least 5 minutes"),
        ("minutes", "9999", "at most 480"),
        ("channel", "pigeon", "one of the list"),
        ("repeat_count", "27", "at most 26"),
        ("place", "x" * 1001, "at most 1000"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_kept(story, plan, field, value, said):
    response = plan(**{field: value})
    assert response.status_code == 422
    assert said in str(response.context["form"].errors[field])
    assert response.context["form"][field].value() == value
    assert not Meeting.objects.exists()


def test_a_time_today_that_is_over_is_refused_at_the_time(story, plan):
    assert list(plan(date="2026-11-23", time="09:00").context["form"].errors) == ["time"]


def test_outside_the_others_hours_one_is_asked_first(story, plan):
    response = plan(time="10:00")
    assert response.status_code == 422
    assert response.context["outlook"].cautions == [
        "Thu 26 Nov, 04:00 for Jack: outside their working hours, Monday to Friday 09:00–17:00."
    ]
    assert '10:00</time> <span class="when-other">(04:00 for Jack)' in response.text
    assert not Meeting.objects.exists()


def test_what_was_seen_can_be_confirmed(story, plan):
    digest = plan(time="10:00").context["outlook"].digest
    assert plan(time="10:00", confirmed=digest).status_code == 302
    assert plan(time="10:30", confirmed=digest).status_code == 422


def test_ones_own_other_meeting_is_named_and_of_the_partner_only_that_they_are_not_free(story, plan):
    hers = PairingFactory(cycle=story.cycle, junior=story.pairing.junior)
    his = PairingFactory(cycle=story.cycle, senior=story.pairing.senior)
    MeetingFactory(pairing=hers, starts_at=dt.datetime(2026, 11, 26, 14, tzinfo=dt.UTC))
    MeetingFactory(pairing=his, starts_at=dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC))
    cautions = plan().context["outlook"].cautions
    assert cautions == [
        f"You already meet {hers.senior.user.name} on Thu 26 Nov, 15:00.",
        "Thu 26 Nov, 15:30: Jack is not free then.",
    ]


def test_the_same_post_twice_plans_once(story, plan):
    first, second = plan(form_token="t"), plan(form_token="t")
    assert first.url == second.url
    assert Meeting.objects.count() == 1


def test_a_paused_pair_is_told_why(story, plan):
    type(story.pairing).objects.update(state="paused")
    response = plan()
    assert response.status_code == 422
    assert "while the pairing is active" in str(response.context["form"].errors)


def test_while_one_types_both_clocks_are_shown(story, sign_in):
    url = reverse("meeting_preview", args=[story.pairing.pk])
    text = sign_in(story.kavya).get(url, {"date": "2026-11-26", "time": "15:30"}).text
    assert "15:30" in text
    assert "09:30 for Jack" in text
    assert sign_in(story.kavya).get(url, {"date": "", "time": "x"}).status_code == 200
    assert sign_in(story.maria).get(url).status_code == 404


def test_the_form_begins_with_what_was_agreed(story, sign_in):
    story.agreement.meeting_minutes, story.agreement.channels = 30, ["phone"]
    story.agreement.save()
    form = sign_in(story.jack).get(reverse("meeting_plan", args=[story.pairing.pk])).context["form"]
    assert (form["minutes"].value(), form["channel"].value()) == (30, "phone")
    assert form["date"].value() == (NOW + 7 * DAY).date()


def test_the_form_begins_when_both_work(story, sign_in):
    client = sign_in(story.kavya)
    url = reverse("meeting_plan", args=[story.pairing.pk])
    form = client.get(url).context["form"]
    slot = {name: form[name].value() for name in ("date", "time", "minutes", "channel")}
    assert client.post(url, slot | ONCE).status_code == 302


def test_the_form_goes_on_from_the_last_meeting_that_is_planned(story, sign_in):
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 7 * DAY)
    form = sign_in(story.kavya).get(reverse("meeting_plan", args=[story.pairing.pk])).context["form"]
    assert form["date"].value() == (NOW + 7 * DAY + story.agreement.cadence_weeks * 7 * DAY).date()


def test_an_assistant_sees_the_clocks_of_both(story, sign_in):
    url = reverse("meeting_preview", args=[story.pairing.pk])
    story.sam.time_zone = "Asia/Tokyo"
    story.sam.save()
    text = sign_in(story.sam).get(url, {"date": "2026-11-26", "time": "23:30"}).text
    assert "09:30 for Jack" in text
    assert "15:30 for Kavya" in text
