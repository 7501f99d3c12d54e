"""What those who have completed a cycle still read, for how long, and where they stand."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings.models import Certificate, LookBack, Pairing
from pairings.services import carry_out_closings, plan_closing
from pairings.services.messages import next_batch
from pairings.written_records import of_own_pairs
from people.clock import local_today
from programs.models import Cycle, Participant, Program
from tests import factories as make
from tests.mail import deliver_all, sent_to

MONTH = dt.timedelta(days=31)


def closed_with(cast, clock, months):
    """The cycle has closed, in a program that lets alumni read for so many months."""
    Program.objects.filter(pk=cast.program.pk).update(alumni_months=months)
    at = timezone.now() - dt.timedelta(days=7)
    make.MeetingFactory(pairing=cast.pairing, state="held", starts_at=at, junior_word="held", junior_said_at=at)
    LookBack.objects.create(pairing=cast.pairing, side="senior", thanks="Thank you, Kavya")
    plan_closing(cycle=cast.cycle, by=cast.priya)
    clock.move_to(next_batch(timezone.now()))
    assert carry_out_closings() == 1
    cycle = Cycle.objects.get(pk=cast.cycle.pk)
    return cycle, local_today()


@pytest.mark.parametrize(("months", "days"), [(0, 30), (6, 181), (60, 1826)])
def test_until_when_they_read_is_settled_when_the_cycle_closes(cast, clock, months, days):
    cycle, today = closed_with(cast, clock, months)
    assert abs((cycle.alumni_until - today).days - days) <= 3
    Program.objects.filter(pk=cast.program.pk).update(alumni_months=1)
    assert Cycle.objects.get(pk=cycle.pk).alumni_until == cycle.alumni_until, "what people were told holds"


def test_they_read_their_pages_until_the_day_and_not_after(cast, clock, sign_in):
    closed_with(cast, clock, 6)
    pages = [reverse(name, args=[cast.pairing.pk]) for name in ("pairing_detail", "pairing_look_back")]
    clock.move_to(timezone.now() + 5 * MONTH)
    assert [sign_in(cast.kavya).get(page).status_code for page in pages] == [200, 200]
    clock.move_to(timezone.now() + 2 * MONTH)
    assert [sign_in(cast.kavya).get(page).status_code for page in pages] == [404, 404]
    listed = sign_in(cast.kavya).get(reverse("pairing_list")).content.decode()
    assert "Longer ago" in listed
    assert "Jack Whitfield" not in listed
    assert sign_in(cast.omar).get(reverse("oversight_detail", args=[cast.pairing.pk])).status_code == 200
    assert of_own_pairs(LookBack)(cast.kavya).count() == 1, "the copy of one's own data has it"
    own = Certificate.objects.get(participant__user=cast.kavya)
    assert sign_in(cast.kavya).get(reverse("certificate_detail", args=[own.pk])).status_code == 200


def test_with_nothing_chosen_thanks_are_still_read(cast, clock, sign_in):
    closed_with(cast, clock, 0)
    clock.move_to(timezone.now() + dt.timedelta(days=20))
    text = sign_in(cast.kavya).get(reverse("pairing_look_back", args=[cast.pairing.pk])).content.decode()
    assert "Thank you, Kavya" in text


def test_it_is_said_at_closing_to_the_team_beforehand_and_to_the_two(cast, clock, sign_in):
    Program.objects.filter(pk=cast.program.pk).update(alumni_months=6)
    check = reverse("closing_check", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}"
    until = cast.cycle.__class__.objects.select_related("program").get(pk=cast.cycle.pk)
    assert "Who was in a pair reads its pages until" in sign_in(cast.priya).get(check).content.decode()
    cycle, _today = closed_with(cast, clock, 6)
    deliver_all()
    told = [mail for mail in sent_to(cast.kavya) if "planned end" in " ".join(mail.body.split())]
    assert cycle.alumni_until.strftime("%Y") in told[0].body
    assert "three short questions" in " ".join(told[0].body.split())
    assert until.program.alumni_months == 6
    assert Delivery.objects.filter(kind="cycle_closed", recipient=cast.kavya).exists()


def test_home_says_where_they_stand_and_leads_on(cast, clock, sign_in):
    closed_with(cast, clock, 6)
    following = make.CycleFactory(program=cast.program, name="Autumn", state="enrolling", enrol_until=None)
    home = sign_in(cast.kavya).get(reverse("home")).content.decode()
    for word in ("What you have completed", "You can read the pages of your pairing until", "three short questions"):
        assert word in home
    own = Certificate.objects.get(participant__user=cast.kavya)
    assert reverse("certificate_detail", args=[own.pk]) in home
    assert reverse("enrol", args=[following.enrolment_token]) in home
    Participant.objects.create(cycle=following, user=cast.kavya, side="junior", state="applied")
    assert "Take part again" not in sign_in(cast.kavya).get(reverse("home")).text
    clock.move_to(timezone.now() + 24 * MONTH)
    later = sign_in(cast.kavya).get(reverse("home")).content.decode()
    assert "is in the copy of your data" in later
    assert "three short questions" not in later


def test_whoever_completed_a_pairing_before_partners_changed_has_completed_the_cycle(cast, clock, sign_in):
    """Also where the pairing after it comes to nothing: the state, the message and home say so."""
    at = timezone.now() - dt.timedelta(days=20)
    Pairing.objects.filter(pk=cast.pairing.pk).update(state="completed", ended_at=at, last_on=at.date(), outcome_at=at)
    make.PairingFactory(cycle=cast.cycle, junior=cast.pairing.junior, senior=cast.other_pairing.senior)
    Participant.objects.filter(pk=cast.pairing.junior_id).update(state="active")
    plan_closing(cycle=cast.cycle, by=cast.priya)
    clock.move_to(next_batch(timezone.now()))
    assert carry_out_closings() == 1
    assert Participant.objects.get(user=cast.kavya).state == "completed"
    told = Delivery.objects.filter(kind="cycle_closed", recipient=cast.kavya, channel="email")
    assert [row.extra["what"] for row in told] == ["completed"]
    assert "What you have completed" in sign_in(cast.kavya).get(reverse("home")).text


def test_whoever_is_in_no_closed_cycle_reads_nothing_of_it(cast, sign_in):
    assert "What you have completed" not in sign_in(cast.kavya).get(reverse("home")).text
    assert Pairing.objects.closed_to(cast.kavya).count() == 0
