"""A change of partners that is moved, that finds nobody new, and the meetings and wishes that outlast it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from notifications.sending import plan_due
from pairings import services
from pairings.models import NextWish, Pairing, RotationChoice
from pairings.rotation_plan import rotation_of
from people.clock import local_today, start_of_day
from programs.models import Cycle
from sessions.models import Meeting
from sessions.services import keep_meeting
from sessions.services.housekeeping import cancel_meetings_of_ended_pairs
from tests import factories as make
from tests.mail import deliver_all, sent_to
from tests.pairings.rotation_stage import DAY, choose, met, on_the_day, opened, place, planned, published, told


@pytest.fixture
def day(cast, clock):
    return planned(cast.cycle)


def moved(cast, to):
    cycle = Cycle.objects.get(pk=cast.cycle.pk)
    return services.move_rotation(cycle=cycle, day=to, by=cast.priya)


def test_an_open_change_is_moved_and_takes_place_on_the_new_day(cast, day, clock):
    met(cast.pairing, cast.other_pairing)
    choose(cast, "stop", cast.kavya)
    opened(cast, day, clock)
    later = day + 20 * DAY
    assert moved(cast, later)
    assert not moved(cast, later), "it is that day already"
    assert RotationChoice.objects.get().choice == "stop", "what people have said stays"
    cast.pairing.refresh_from_db()
    assert cast.pairing.last_on == later - DAY
    published(cast)
    assert on_the_day(day, clock) == 0
    assert on_the_day(later, clock) == 1
    assert Pairing.objects.get(pk=cast.pairing.pk).state == "completed"


def test_whoever_was_told_of_the_day_is_told_of_the_other_one_once(cast, day, clock):
    clock.move_to(start_of_day(day - 25 * DAY, 10))
    plan_due()
    moved(cast, day + 3 * DAY)
    plan_due()
    deliver_all()
    people = (cast.kavya, cast.jack, cast.maria, cast.helen)
    assert [told(person) for person in people] == [["moved"]] * 4
    body = " ".join(sent_to(cast.kavya)[-1].body.split())
    assert f"partners change on {(day + 3 * DAY).strftime('%-d %B %Y')}, not on {day.strftime('%-d %B %Y')}" in body
    about_new = Delivery.objects.filter(kind="rotation_ahead", extra__day=str(day + 3 * DAY))
    assert not about_new.exists(), "they know of it"


def test_before_anybody_was_told_nobody_hears_of_a_move(cast, day, clock):
    clock.move_to(start_of_day(day - 40 * DAY, 10))
    moved(cast, day + 30 * DAY)
    assert told(cast.kavya) == []


@pytest.mark.parametrize(
    ("days", "words"), [(-3, "30 days ahead"), (-60, "has passed"), (400, "between start and end")],
    ids=["too soon", "past", "after the end"],
)  # fmt: skip
def test_an_impossible_day_is_refused_and_what_was_typed_stays(cast, day, clock, sign_in, days, words):
    Cycle.objects.filter(pk=cast.cycle.pk).update(ends_on=day + 90 * DAY)
    opened(cast, day, clock)
    url = reverse("rotation_move", args=[cast.program.pk])
    other = day + days * DAY
    response = sign_in(cast.priya).post(url, {"cycle": cast.cycle.pk, "day": other.isoformat()})
    assert response.status_code == 422
    assert words in response.text
    assert other.isoformat() in response.text
    assert Cycle.objects.get(pk=cast.cycle.pk).rotates_on == day


def test_the_page_moves_it_and_says_the_notice_where_it_is_short(cast, day, clock, sign_in):
    opened(cast, day, clock)
    client = sign_in(cast.priya)
    page = client.get(reverse("rotation_detail", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}").text
    assert reverse("rotation_move", args=[cast.program.pk]) in page
    data = {"cycle": cast.cycle.pk, "day": (day + 2 * DAY).isoformat()}
    answer = client.post(reverse("rotation_move", args=[cast.program.pk]), data, follow=True).text
    assert "15 days ahead" in answer
    assert sign_in(cast.kavya).post(reverse("rotation_move", args=[cast.program.pk]), data).status_code == 403


def test_once_new_partners_are_asked_the_day_stays(cast, day, clock):
    opened(cast, day, clock)
    published(cast)
    with pytest.raises(Refused, match="asked for this day already"):
        moved(cast, day + 9 * DAY)


def test_nobody_new_is_no_reason_to_call_it_off(cast, day, clock, sign_in):
    met(cast.pairing, cast.other_pairing)
    choose(cast, "stop", cast.kavya)
    opened(cast, day, clock)
    client = sign_in(cast.priya)
    page = client.get(reverse("rotation_detail", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}").text
    url = reverse("rotation_without", args=[cast.program.pk])
    assert url in page
    assert "Go on without new pairs?" in client.get(f"{url}?cycle={cast.cycle.pk}").text
    client.post(url, {"cycle": cast.cycle.pk})
    assert rotation_of(Cycle.objects.get(pk=cast.cycle.pk)).published_at
    assert on_the_day(day, clock) == 1
    assert [told(person) for person in (cast.kavya, cast.jack)] == [["stops"], ["waits"]]
    assert [told(person) for person in (cast.maria, cast.helen)] == [["stays"], ["stays"]]
    assert Cycle.objects.get(pk=cast.cycle.pk).rotates_on is None


def test_without_new_pairs_it_can_still_be_called_off(cast, day, clock):
    opened(cast, day, clock)
    assert services.change_without_new_pairs(cycle=cast.cycle, by=cast.priya)
    assert not services.change_without_new_pairs(cycle=cast.cycle, by=cast.priya)
    assert services.call_off_rotation(cycle=cast.cycle, by=cast.priya)


def test_before_it_is_open_there_is_nothing_to_go_on_with(cast, day):
    with pytest.raises(Refused, match="Open the change first"):
        services.change_without_new_pairs(cycle=cast.cycle, by=cast.priya)


def planned_after(cast, day):
    return make.MeetingFactory(pairing=cast.pairing, starts_at=start_of_day(day + DAY, 10))


def test_what_the_two_keep_stays_in_their_calendars_and_counts_nowhere(cast, day, clock, sign_in):
    kept, other = planned_after(cast, day), make.MeetingFactory(
        pairing=cast.pairing, starts_at=start_of_day(day + 3 * DAY, 10)
    )  # fmt: skip
    clock.move_to(start_of_day(day - 20 * DAY, 10))
    page = reverse("meeting_detail", args=[kept.pk])
    assert "Keep it between the two of us" in sign_in(cast.kavya).get(page).text
    sign_in(cast.kavya).post(reverse("meeting_keep", args=[kept.pk]), {"keep": "yes"})
    assert "You two keep this meeting" in sign_in(cast.jack).get(page).text
    assert (
        "you two keep it" in sign_in(cast.jack).get(reverse("rotation_choice", args=[place(cast, cast.jack).pk])).text
    )
    opened(cast, day, clock)
    published(cast)
    on_the_day(day, clock)
    Delivery.objects.all().delete()
    cancel_meetings_of_ended_pairs(timezone.now())
    assert [Meeting.objects.get(pk=one.pk).state for one in (kept, other)] == ["left", "cancelled"]
    assert set(Delivery.objects.filter(kind="meeting_cancelled").values_list("subject_id", flat=True)) == {other.pk}
    clock.move_to(start_of_day(day + 2 * DAY, 12))
    assert "Log the meeting" not in sign_in(cast.kavya).get(page).text
    left = Meeting.objects.get(pk=kept.pk)
    assert not left.was_planned
    assert not left.can_be_told(timezone.now())


def test_keeping_can_be_undone_and_is_for_the_two_alone(cast, day, clock, sign_in):
    meeting = planned_after(cast, day)
    clock.move_to(start_of_day(day - 20 * DAY, 10))
    url = reverse("meeting_keep", args=[meeting.pk])
    for stranger, status in ((cast.maria, 404), (cast.sam, 403), (cast.priya, 403)):
        assert sign_in(stranger).post(url, {"keep": "yes"}).status_code == status
    assert sign_in(cast.kavya).get(url).status_code == 405
    sign_in(cast.kavya).post(url, {"keep": "yes"})
    sign_in(cast.jack).post(url, {"keep": "no"})
    assert not Meeting.objects.get(pk=meeting.pk).is_kept


def test_a_meeting_before_the_change_or_without_one_needs_no_keeping(cast, day, clock):
    early = make.MeetingFactory(pairing=cast.pairing, starts_at=start_of_day(day - DAY, 10))
    late = planned_after(cast, day)
    clock.move_to(start_of_day(day - 20 * DAY, 10))
    with pytest.raises(Refused, match="do not change before"):
        keep_meeting(meeting=Meeting.objects.with_people().get(pk=early.pk), is_kept=True)
    Cycle.objects.filter(pk=cast.cycle.pk).update(rotates_on=None)
    with pytest.raises(Refused, match="do not change before"):
        keep_meeting(meeting=Meeting.objects.with_people().get(pk=late.pk), is_kept=True)


def test_the_other_side_in_the_next_cycle(cast, day, clock, sign_in):
    met(cast.pairing, cast.other_pairing)
    type(cast.helen).objects.filter(pk=cast.helen.pk).update(level=5)  # Jack is two above
    helen = place(cast, cast.helen)
    assert "take the other side" in sign_in(cast.helen).get(reverse("rotation_choice", args=[helen.pk])).text
    choose(cast, "other", cast.helen)
    opened(cast, day, clock)
    published(cast)
    on_the_day(day, clock)
    assert told(cast.helen) == ["other"]
    assert place(cast, cast.helen).state == "completed"
    assert NextWish.objects.get(participant=helen).wish == "other"
    assert not RotationChoice.objects.exists()


def test_the_other_side_is_offered_only_where_the_level_allows(cast, day, sign_in):
    """Nobody is two levels below Kavya."""
    kavya = place(cast, cast.kavya)
    page = reverse("rotation_choice", args=[kavya.pk])
    assert "take the other side" not in sign_in(cast.kavya).get(page).text
    with pytest.raises(Refused, match="change sides"):
        choose(cast, "other", cast.kavya)
    policy = cast.program.match_policy
    policy.minimum_level_gap = 0
    policy.save()
    assert "take the other side" in sign_in(cast.kavya).get(page).text


def test_enrolment_and_home_say_when_partners_change(cast, day, clock, sign_in):
    noor = make.ParticipantFactory(cycle=cast.cycle, user=cast.noor, state="approved", side="junior")
    words = (start_of_day(day).strftime("%b"), "Partners change")
    status = sign_in(cast.noor).get(reverse("enrolment_status", args=[cast.cycle.enrolment_token])).text
    assert all(word in status for word in words)
    assert "Partners change on" in sign_in(cast.noor).get(reverse("home")).text
    noor.delete()
    Cycle.objects.filter(pk=cast.cycle.pk).update(enrol_until=local_today() + 5 * DAY)
    enrol = reverse("enrol", args=[cast.cycle.enrolment_token])
    for address in (enrol, f"{enrol}?side=junior"):
        assert "Everybody in this cycle gets a new partner on" in sign_in(cast.noor).get(address).text
    home = sign_in(cast.kavya).get(reverse("home")).text
    assert "Everybody changes partners on" in home
    assert reverse("rotation_choice", args=[place(cast, cast.kavya).pk]) in home
    clock.move_to(timezone.now() - dt.timedelta(days=5))
    assert "Everybody changes partners on" not in sign_in(cast.kavya).get(reverse("home")).text
