"""Whoever waits for the other one meets the same after a no, a silence and a withdrawal: words, hour, pages, mails."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import Pairing
from pairings.port_to_programs import obstacle
from pairings.services.messages import next_batch
from people.directory.services import deactivate_person
from programs.models import Cycle
from programs.services import withdraw_participant
from proposals.models import MatchPolicy
from proposals.read_problem import read_problem
from tests import factories as make
from tests.mail import deliver_all, plan_all, sent_to
from tests.proposals.looks import main_of

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)


def a_no(pairing, person):
    services.decline_pairing(pairing=pairing, by=person, reason="No time for this")


def silence(pairing, person):
    """Nothing happens now; when the time to answer is over, the worker closes the question (`met_by`)."""


def withdrawal(pairing, person):
    withdraw_participant(participant=pairing.participant_of(person), by=person)


def stepping_back(pairing, person):
    services.leave_pairing(pairing=pairing, by=person, wish="partner", reason="No time for this")


def leaving(pairing, person):
    deactivate_person(person=person, by=make.UserFactory())


def ended_by_the_team(pairing, person):
    services.end_pairing(pairing=pairing, by=make.UserFactory())


def moments(pairing):
    """Soon after, around the next batch, days later, and around the first batch after the last day to answer."""
    minute, soon = dt.timedelta(minutes=1), next_batch(timezone.now())
    told_at = next_batch(Pairing.objects.get(pk=pairing.pk).answer_by)
    return (timezone.now() + minute, soon - minute, soon, soon + dt.timedelta(days=3), told_at - minute, told_at)


def met_by(person, pairing, sign_in, mailoutbox):
    """All that somebody meets from now to the hour at which a silence is told, and at it: pages, inbox, list of people
    to ask, mails with their hours. Of who has said yes also what becomes of their stepping back, and whether a match
    would give them another partner."""
    met, place = [], pairing.participant_of(person)
    person_waits = pairing.agreed_at is None and place.is_junior
    for now in moments(pairing):
        with time_machine.travel(now, tick=False):
            services.expire_pairings(now=now)
            services.tell_changes()
            plan_all()
            deliver_all()
            client = sign_in(person)
            urls = (
                pairing.url,
                reverse("pairing_list"),
                "/",
                reverse("inbox"),
                reverse("partner_list", args=[place.pk]),
            )
            if person_waits:
                met += [has_place(place), steps_back(client, pairing)]
            met += [main_of(client.get(url, follow=True).text) for url in urls]
            met.append([(mail.subject, mail.body, [str(part) for part in mail.alternatives], mail.attachments)
                        for mail in sent_to(person)])  # fmt: skip
    rows = Delivery.objects.filter(recipient=person, kind="pairing_changed").order_by("channel")
    rows = [row for row in rows if row.sent_at]
    return met, [(row.channel, row.due_at, row.sent_at, row.title, row.body_text) for row in rows]


def has_place(place):
    """Whether a match would give them one more partner."""
    reading = read_problem(place.cycle, MatchPolicy.objects.get(program=place.cycle.program))
    return reading.everybody[str(place.user_id)].capacity


def steps_back(client, pairing):
    """What they read who step back now, to the next batch and after it, and who take it back. Nothing of it remains."""
    read, now = [], timezone.now()
    with transaction.atomic():
        for url in (reverse("pairing_leave", args=[pairing.pk]), reverse("pairing_take_back", args=[pairing.pk])):
            answer = client.post(url, {"wish": "partner", "reason": ""}, follow=True)
            read += [answer.status_code, main_of(answer.text)]
        client.post(reverse("pairing_leave", args=[pairing.pk]), {"wish": "partner", "reason": ""})
        with time_machine.travel(next_batch(now), tick=False):
            services.tell_changes()
            deliver_all()
            read += [main_of(client.get(url).text) for url in (pairing.url, reverse("inbox"))]
        transaction.set_rollback(True)
    return read


def all_met(causes, pairing, who, waits, sign_in, mailoutbox):
    """What the one who waits meets after each cause; each is undone before the next."""
    found = {}
    for cause in causes:
        with time_machine.travel(MONDAY, tick=False), transaction.atomic():
            cause(pairing, who)
            found[cause.__name__] = met_by(waits, pairing, sign_in, mailoutbox)
            transaction.set_rollback(True)
        mailoutbox.clear()
    return found


@pytest.fixture
def waiting(cast):
    """Kavya has said yes to Helen the day before, who is asked."""
    with time_machine.travel(MONDAY - dt.timedelta(days=1), tick=False):
        cast.cycle.participants.update(capacity=2)
        MatchPolicy.objects.filter(program=cast.program).update(allows_self_matching=True)
        pairing = make.PairingFactory(
            cycle=cast.cycle, junior=cast.pairing.junior, senior=cast.other_pairing.senior, state="proposed",
            answer_by=MONDAY + dt.timedelta(days=9), agreed_at=None, opened_at=None,
        )  # fmt: skip
        services.accept_pairing(pairing=pairing, by=cast.kavya)
        deliver_all()
    return Pairing.objects.with_people().get(pk=pairing.pk)


def test_a_mentor_who_waits_cannot_tell_why_it_does_not_come_about(cast, waiting, sign_in, mailoutbox):
    mailoutbox.clear()
    causes = (a_no, silence, withdrawal, leaving)
    found = all_met(causes, waiting, cast.helen, cast.kavya, sign_in, mailoutbox)
    assert found["a_no"] == found["silence"] == found["withdrawal"] == found["leaving"]
    met, told = found["a_no"]
    *before, after = ["The program has changed your pairing" in page for page in met[2::8]]
    assert (before, after) == ([False] * 5, True)
    assert {row[1] for row in told} == {next_batch(waiting.answer_by)}
    assert "No time for this" not in str(found)


def test_whoever_waits_gets_no_other_partner_before_the_time_to_answer_is_over(cast, waiting):
    """Neither by a match nor by a yes of their own to somebody else; whoever said no is free for others at once."""
    other = make.PairingFactory(
        cycle=cast.cycle, junior=waiting.junior, state="proposed", answer_by=waiting.answer_by + dt.timedelta(days=9),
        agreed_at=None, opened_at=None, senior__state="approved",
    )  # fmt: skip
    with time_machine.travel(MONDAY, tick=False):
        a_no(waiting, cast.helen)
        assert has_place(waiting.senior) == 1
        with pytest.raises(Refused, match="as many partners as you wished"):
            services.accept_pairing(pairing=other, by=cast.kavya)
    with time_machine.travel(next_batch(waiting.answer_by), tick=False):
        assert services.accept_pairing(pairing=other, by=cast.kavya).state == "proposed"


def test_the_team_reads_when_whoever_waits_is_told(cast, waiting, sign_in):
    url = reverse("oversight_list", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}"
    with time_machine.travel(MONDAY, tick=False):
        a_no(waiting, cast.helen)
        page = sign_in(cast.priya).get(url)
        assert "Whoever said yes is told, and free for another pair, on" in page.text
        assert "Kavya Nair" not in {place.user.name for place in page.context["left_over"]}
    with time_machine.travel(next_batch(waiting.answer_by), tick=False):
        assert "Whoever said yes is told" not in sign_in(cast.priya).get(url).text


def test_a_cycle_is_not_closed_before_all_have_been_told(cast, waiting):
    Pairing.objects.filter(cycle=cast.cycle).exclude(pk=waiting.pk).update(state="completed")
    with time_machine.travel(MONDAY, tick=False):
        a_no(waiting, cast.helen)
        assert "has not been told yet" in str(obstacle(cast.cycle, Cycle.State.CLOSED))
    with time_machine.travel(next_batch(waiting.answer_by), tick=False):
        assert not obstacle(cast.cycle, Cycle.State.CLOSED)


def test_a_leader_who_is_asked_meets_nothing_of_a_stepping_back(cast, waiting, sign_in, mailoutbox):
    """It reads like one's own silence, and an end that comes sooner is never one."""
    mailoutbox.clear()
    met = all_met((stepping_back, silence), waiting, cast.kavya, cast.helen, sign_in, mailoutbox)
    assert met["stepping_back"] == met["silence"]
    met = all_met((withdrawal, leaving, ended_by_the_team), waiting, cast.kavya, cast.helen, sign_in, mailoutbox)
    assert met["withdrawal"] == met["leaving"] == met["ended_by_the_team"]


def test_after_both_said_yes_stepping_back_and_withdrawal_look_the_same(cast, waiting, sign_in, mailoutbox):
    with time_machine.travel(MONDAY - dt.timedelta(hours=20), tick=False):
        services.accept_pairing(pairing=waiting, by=cast.helen)
        deliver_all()
    pairing = Pairing.objects.with_people().get(pk=waiting.pk)
    mailoutbox.clear()
    for leaves, stays in ((cast.kavya, cast.helen), (cast.helen, cast.kavya)):
        found = all_met((stepping_back, withdrawal), pairing, leaves, stays, sign_in, mailoutbox)
        assert found["stepping_back"] == found["withdrawal"]
        assert "No time for this" not in str(found)
