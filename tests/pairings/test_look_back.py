"""Looking back: one's own page, thanks that are sealed for a while, and what one would like next."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from pairings.closing_messages import plan_ahead, plan_ending, plan_thanks
from pairings.models import LookBack, NextWish, Objective, StartingConfidence
from programs.services import begin_closing
from sessions.models import ActionItem, Reflection
from tests import factories as make
from tests.mail import deliver_all, sent_to

THANKS = "You taught me to ask"


def page(cast, sign_in, name):
    return sign_in(cast.people[name]).get(reverse("pairing_look_back", args=[cast.pairing.pk])).text


@pytest.fixture
def ending(clock, cast):
    begin_closing(cycle=cast.cycle)
    cast.pairing.refresh_from_db()
    return cast.pairing


def test_one_sees_objectives_promises_and_ones_own_confidence(cast, ending, sign_in):
    Objective.objects.create(pairing=ending, title="Two posts a month", progress=60)
    ActionItem.objects.create(pairing=ending, kind="commitment", owner="senior", text="Ask the youngest first")
    StartingConfidence.objects.create(pairing=ending, side="junior", rating=2)
    meeting = make.MeetingFactory(pairing=ending, state="held", starts_at=timezone.now() - dt.timedelta(days=3))
    Reflection.objects.create(meeting=meeting, author=cast.kavya, confidence=4)
    Reflection.objects.create(meeting=meeting, author=cast.jack, confidence=5)
    text = page(cast, sign_in, "kavya")
    assert "0 % → 60 %" in text
    assert "Ask the youngest first" in text
    assert "At first you chose 2 of 5, lately 4" in text
    assert "At first you chose 5 of 5, lately 5" in page(cast, sign_in, "jack")


def test_thanks_are_sealed_until_both_have_closed(cast, ending, sign_in):
    services.look_back(pairing=ending, by=cast.kavya, thanks=THANKS)
    assert THANKS not in page(cast, sign_in, "jack")
    assert list(plan_thanks(timezone.now())) == []
    services.look_back(pairing=ending, by=cast.jack)
    assert THANKS in page(cast, sign_in, "jack")
    assert {row.recipient_id for row in plan_thanks(timezone.now())} == {cast.jack.pk}


def test_or_until_two_weeks_have_passed(clock, cast, ending, sign_in):
    services.look_back(pairing=ending, by=cast.kavya, thanks=THANKS)
    clock.shift(dt.timedelta(days=13, hours=23))
    assert THANKS not in page(cast, sign_in, "jack")
    clock.shift(dt.timedelta(hours=1))
    assert THANKS in page(cast, sign_in, "jack")


def test_thanks_can_be_changed_until_they_are_delivered(cast, ending):
    services.look_back(pairing=ending, by=cast.kavya, thanks="Thank")
    services.look_back(pairing=ending, by=cast.kavya, thanks=THANKS)
    services.look_back(pairing=ending, by=cast.jack)
    with pytest.raises(Refused, match="delivered"):
        services.look_back(pairing=ending, by=cast.kavya, thanks="Something else")
    assert LookBack.objects.get(side="junior").thanks == THANKS


def test_the_message_says_that_there_is_something_and_not_what(cast, ending):
    services.look_back(pairing=ending, by=cast.kavya, thanks=THANKS)
    services.look_back(pairing=ending, by=cast.jack)
    Delivery.objects.bulk_create(plan_thanks(timezone.now()))
    deliver_all()
    [mail] = [mail for mail in sent_to(cast.jack) if "word of thanks" in mail.subject]
    assert "Kavya Nair" in mail.body
    assert THANKS not in mail.body


def test_what_one_would_like_is_kept_and_can_be_taken_back(cast, ending, sign_in):
    url = reverse("pairing_look_back", args=[ending.pk])
    for wish in ("new", "same"):
        sign_in(cast.jack).post(url, {"thanks": "", "wish": wish})
        assert NextWish.objects.get().wish == wish
    sign_in(cast.jack).post(url, {"thanks": "", "wish": ""})
    assert not NextWish.objects.exists()


def test_before_the_end_there_is_nothing_to_close(cast, sign_in):
    assert "Close for me" not in page(cast, sign_in, "kavya")
    cast.cycle.ends_on = timezone.localdate() + dt.timedelta(days=10)
    cast.cycle.save()
    assert "Close for me" in page(cast, sign_in, "kavya")


@pytest.mark.parametrize("name", ["maria", "sam", "priya", "omar", "noor"])
def test_nobody_else_looks_back(cast, sign_in, name):
    response = sign_in(cast.people[name]).get(reverse("pairing_look_back", args=[cast.pairing.pk]))
    assert response.status_code == 404


def occasions(rows):
    return {(row.occasion if hasattr(row, "occasion") else row.key.split(":")[3], row.recipient_id) for row in rows}


def test_the_two_hear_a_month_and_one_meeting_before_the_end(clock, cast):
    cast.cycle.ends_on = timezone.localdate() + dt.timedelta(days=30)
    cast.cycle.save()
    assert occasions(plan_ahead(timezone.now())) == {
        ("30d", person.pk) for person in (cast.kavya, cast.jack, cast.maria, cast.helen)
    }
    cast.agreement.cadence_weeks = 2
    cast.agreement.save()
    clock.shift(dt.timedelta(days=16))
    assert occasions(plan_ahead(timezone.now())) == {("14d", cast.kavya.pk), ("14d", cast.jack.pk)}


def test_who_runs_the_program_hears_of_the_end_until_closing_is_planned(clock, cast):
    cast.cycle.ends_on = timezone.localdate() + dt.timedelta(days=30)
    cast.cycle.save()
    assert {row.recipient_id for row in plan_ending(timezone.now())} == {cast.priya.pk}
    services.plan_closing(cycle=cast.cycle, by=cast.priya)
    assert list(plan_ending(timezone.now())) == []


def test_the_last_meeting_begins_with_an_agenda(cast, ending, sign_in):
    url = reverse("meeting_plan", args=[ending.pk])
    day = timezone.localdate() + dt.timedelta(days=3)
    form = sign_in(cast.kavya).get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"date": f"{day}", "day": f"{day}"}
    sign_in(cast.kavya).post(url, data)
    meeting = ending.meetings.planned().first()
    assert meeting is not None
    assert "Look back:" in meeting.agenda
