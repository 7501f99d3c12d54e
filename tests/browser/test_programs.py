"""A program from its template to approved people, in a browser without JavaScript; and how its pages look to axe."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from people.clock import local_today
from programs.models import Program
from tests import factories as make


def create(page):
    page.get_by_role("link", name="New program").click()
    page.get_by_label("Name of the program").fill("AI 2027")
    page.get_by_text("AI and automation", exact=True).click()
    page.get_by_role("button", name="Create the draft").click()
    return Program.objects.get(name="AI 2027")


def set_up(page, program):
    page.get_by_role("link", name="People in charge").click()
    page.get_by_role("button", name="I will run it myself").click()
    page.get_by_label("Name, e-mail or job title").fill("lena")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name=re.compile("Make sponsor.*Lena Fischer")).click()
    page.get_by_text("Lena Fischer").first.wait_for()
    page.goto(reverse("setup_dates", args=[program.pk]))
    for label, days in (("Enrolment closes on", 14), ("Starts on", 30), ("Ends on", 200)):
        page.get_by_label(label).fill((local_today() + dt.timedelta(days=days)).isoformat())
    page.get_by_role("button", name="Save and return").click()
    page.get_by_role("link", name="Check the answers").click()
    page.get_by_role("button", name="Open enrolment").click()


def invite(page, name):
    page.get_by_role("link", name="Invite people").first.click()
    page.get_by_label("Name, job title, e-mail or city").fill(name)
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("The one that fits").wait_for()  # what is ticked in the list before this one goes with it
    page.get_by_label(f"Pick {name}").check()
    page.get_by_role("radio", name="Mentor").check()
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name="Send 1 invitation").click()


def enrol(page):
    page.get_by_role("group", name="Checking what an AI tool says").get_by_text("4", exact=True).click()
    page.get_by_label("Your time zone").select_option("Europe/Berlin")
    page.get_by_label("Wish 1").fill("Noor Aziz")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Wish 1").input_value() == "Noor Aziz"
    page.get_by_label("Wish 1").fill("")
    page.get_by_role("button", name="Send").click()


@pytest.mark.parametrize("js", [True, False])
def test_from_template_to_approved_people(js, cast, open_page):
    hr = open_page(reverse("program_list"), cast.omar, js=js)
    program = create(hr)
    set_up(hr, program)
    invite(hr, "Noor Aziz")
    cycle = program.cycles.get()
    mentor = open_page(reverse("enrol", args=[cycle.enrolment_token]), cast.noor, js=js)
    enrol(mentor)
    mentor.get_by_text("The program team looks at your enrolment").wait_for()
    hr.goto(reverse("participant_list", args=[program.pk]))
    hr.get_by_label("Pick Noor Aziz").check()
    hr.get_by_role("button", name="Approve").click()
    hr.get_by_role("button", name=re.compile("Approve: 1 person")).click()
    hr.wait_for_url(re.compile(r"/people/(\?|$)"))
    assert cycle.participants.get().state == "approved"


PAGES = ["program_detail", "program_setup", "setup_topics", "setup_questions", "setup_check", "participant_list"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 320)])
def test_pages_are_accessible(page, theme, width, cast, open_page, axe):
    make.ParticipantFactory.create_batch(3, cycle=cast.cycle, state="applied")
    axe(open_page(reverse(page, args=[cast.program.pk]), cast.priya, theme=theme, width=width))
