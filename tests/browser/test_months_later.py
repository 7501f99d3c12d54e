"""Months after a cycle, on a phone: three questions, where one stands, and a change of partners that is moved."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pairings.models import Certificate, CycleClosing, Pairing
from people.clock import local_today, start_of_day
from programs.models import Cycle
from sessions.models import Ballot
from sessions.reviews.questions import AGAIN, IN_TOUCH, NO, YES
from sessions.reviews.services import answer_review, close_round, open_follow_up
from tests import factories as make
from tests.cast import assemble
from tests.pairings.rotation_stage import met, planned

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def closed_half_a_year_ago(cast):
    """Ten pairs have completed the cast's cycle; Kavya has a certificate, and the next cycle takes people in."""
    make.PairingFactory.create_batch(8, cycle=cast.cycle)
    then = timezone.now() - 190 * DAY
    Pairing.objects.filter(cycle=cast.cycle).update(state="completed", ended_at=then)
    cast.cycle.participants.update(state="completed")
    CycleClosing.objects.create(cycle=cast.cycle, due_at=then, done_at=then)
    Cycle.objects.filter(pk=cast.cycle.pk).update(state="closed", alumni_until=local_today() + 400 * DAY)
    Certificate.objects.create(participant=cast.pairing.junior, meetings_held=6)
    make.CycleFactory(program=cast.program, name="Autumn", state="enrolling", enrol_until=local_today() + 20 * DAY)
    return open_follow_up(cycle=cast.cycle, months=6, today=local_today())


def test_three_questions_are_answered_from_home_and_their_results_read(open_page, axe, shot):
    cast = assemble()
    asked = closed_half_a_year_ago(cast)
    home = open_page("/", user=cast.kavya, width=390)
    home.get_by_text("What you have completed").wait_for()
    home.get_by_role("link", name="Take part again").wait_for()
    axe(home)
    shot(home, "alumni-home")
    home.get_by_role("link", name="Answer three questions").first.click()
    home.get_by_role("group", name="still in touch").get_by_label("Yes").check()
    home.get_by_role("group", name="take part again").get_by_label("Yes").check()
    axe(home)
    shot(home, "follow-up")
    home.get_by_role("button", name="Send my answers").click()
    home.get_by_text("Thank you. You can change your answers").wait_for()
    for number, ballot in enumerate(Ballot.objects.filter(round=asked, side="junior")):
        answers = {IN_TOUCH: YES if number % 3 else NO, AGAIN: YES, "comment": ""}
        answer_review(ballot=ballot, answers=answers, wish="")
    close_round(review_round=asked)
    board = open_page(reverse("program_dashboard", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}", user=cast.lena)
    board.get_by_text("What has stayed, months later").wait_for()
    axe(board)
    shot(board, "dashboard-months-later")
    board.get_by_role("link", name="6 months after the end").click()
    board.get_by_text("hidden to protect people").first.wait_for()
    axe(board)
    shot(board, "follow-up-results")


def test_a_change_is_moved_and_a_meeting_kept(open_page, axe, shot):
    cast = assemble()
    met(cast.pairing, cast.other_pairing)
    day = planned(cast.cycle) - 10 * DAY
    Cycle.objects.filter(pk=cast.cycle.pk).update(rotates_on=day)
    meeting = make.MeetingFactory(pairing=cast.pairing, starts_at=start_of_day(day + 5 * DAY, 10))
    page = open_page(reverse("meeting_detail", args=[meeting.pk]), user=cast.kavya, width=390)
    page.get_by_role("button", name="Keep it between the two of us").click()
    page.get_by_text("You two keep this meeting").wait_for()
    axe(page)
    shot(page, "meeting-kept")
    team = open_page(reverse("rotation_detail", args=[cast.program.pk]), user=cast.priya, width=390)
    team.get_by_role("link", name="Choose another day").click()
    axe(team)
    shot(team, "rotation-move")
    team.get_by_label("Partners change on").fill((day + 2 * DAY).isoformat())
    team.get_by_role("button", name="Move it").click()
    team.get_by_text("Whoever had heard of the other day is told").wait_for()
    home = open_page("/", user=cast.kavya, width=390, theme="dark")
    home.get_by_text("Everybody changes partners on").wait_for()
    axe(home)
    shot(home, "home-new-partners")
