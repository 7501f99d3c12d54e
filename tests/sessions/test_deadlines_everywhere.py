"""Each kind of deadline, from six places of the world: the hour that is shown is the hour at which it ends."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from pairings.models import Consent
from people.models import HeldAct, Organization, User
from programs.models import Cycle, Participant
from sessions.models import ReviewRound
from sessions.reviews.schedule import open_and_close_rounds
from sessions.reviews.services import open_round
from tests import factories as make
from tests.people.test_deadlines import READ

LAST_DAY = dt.date(2026, 12, 20)
#: The end of that day in London.
END = dt.datetime(2026, 12, 21, tzinfo=dt.UTC)
BEFORE, AFTER = END - dt.timedelta(minutes=1), END + dt.timedelta(minutes=1)
ZONES = [zone for zone in READ if zone != "Europe/London"]


@pytest.fixture
def reader(cast):
    """Noor, of an organisation in London, who moves from place to place."""
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Europe/London"})
    return cast.noor


def question(cast, reader):
    """A partner is proposed to them; gives the page and what its button sends."""
    pairing = make.PairingFactory(
        cycle=cast.cycle, junior__user=reader, state="proposed", answer_by=END - dt.timedelta(seconds=1), opened_at=None
    )
    return reverse("pairing_answer", args=[pairing.pk]), {"decision": "accepted"}, 'name="decision"'


def enrolment(cast, reader):
    cycle = make.CycleFactory(state=Cycle.State.ENROLLING, enrol_until=LAST_DAY, program__state="open")
    return reverse("enrol", args=[cycle.enrolment_token]), {"side": "junior"}, "?side=senior"


def review(cast, reader):
    pairing = make.PairingFactory(junior__user=reader)
    opened = open_round(cycle=pairing.cycle, today=dt.date(2026, 12, 7))
    ReviewRound.objects.filter(pk=opened.pk).update(closes_on=LAST_DAY)
    return reverse("review_list"), {}, "/reviews/" + str(opened.ballots.get(user=reader).pk)


def consents():
    return Consent.objects.count() + Participant.objects.count()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("kind", [question, enrolment, review])
def test_the_button_goes_at_the_hour_that_is_shown(kind, zone, cast, reader, sign_in):
    User.objects.filter(pk=reader.pk).update(time_zone=zone)
    with time_machine.travel(dt.datetime(2026, 12, 7, 12, tzinfo=dt.UTC), tick=False):
        address, sent, button = kind(cast, reader)
    with time_machine.travel(BEFORE, tick=False):
        page = re.sub(r"\s+", " ", sign_in(reader).get(address, follow=True).text)
        assert READ[zone] in page
        assert button in page
    with time_machine.travel(AFTER, tick=False):
        open_and_close_rounds()  # as the clock does
        known = consents()
        client = sign_in(reader)
        assert button not in client.get(address, follow=True).text
        if sent:
            client.post(address, sent)
        assert consents() == known


@pytest.mark.parametrize("zone", ZONES)
def test_what_ends_at_a_time_of_its_own_is_read_on_the_same_clock(zone, cast, reader, sign_in):
    """A change of the account that can be refused until then."""
    User.objects.filter(pk=reader.pk).update(time_zone=zone)
    with time_machine.travel(BEFORE, tick=False):
        HeldAct.objects.create(
            kind=HeldAct.Kind.GRANT_ROLE, person=reader, asked_by=cast.omar, state="approved", holds_until=END,
            decided_at=BEFORE, topic="operator",
        )  # fmt: skip
        page = re.sub(r"\s+", " ", sign_in(reader).get(reverse("profile")).text)
    assert READ[zone] in page


def test_the_setup_shows_the_same(cast, sign_in):
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Europe/London"})
    Cycle.objects.filter(pk=cast.cycle.pk).update(enrol_until=LAST_DAY)
    User.objects.filter(pk=cast.priya.pk).update(time_zone="America/Los_Angeles")
    with time_machine.travel(BEFORE, tick=False):
        page = sign_in(cast.priya).get(reverse("setup_check", args=[cast.program.pk]), follow=True).text
    assert READ["America/Los_Angeles"] in page
