"""The steps of the main way through Turnabout, each as one of the people does it in a browser."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import Page

from pairings.models import Pairing
from people.approvals.role_grants import password_link
from people.clock import local_today
from people.models import User
from programs.models import Program
from sessions.models import Meeting

SAMPLE = Path(__file__).parents[1] / "data" / "roster_hr_sample.csv"
PASSWORD = "four quiet herons by the lake"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def says(page: Page, text: str | re.Pattern[str]) -> None:
    page.get_by_text(text).first.wait_for()


def rate(page: Page, name: str, value: int) -> None:
    """Pick a number on the scale of a field; `name` may be the beginning of the field's name."""
    page.locator(f"label:has(input[name^='{name}'][value='{value}'])").first.click()


def in_days(days: int) -> str:
    return (local_today() + dt.timedelta(days=days)).isoformat()


def choose_a_password(page: Page, person: User) -> None:
    """By the link that the command for the first HR admin prints."""
    page.goto(urlsplit(password_link(person)).path)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    press(page, "Save and sign in")
    page.get_by_role("heading", level=1).wait_for()


def import_the_roster(page: Page) -> None:
    page.goto(reverse("roster_upload"))
    page.get_by_label("Roster file").set_input_files(SAMPLE)
    press(page, "Upload and choose columns")
    page.get_by_role("radio", name=re.compile("Derived for everyone")).check()
    press(page, "Check the file")
    says(page, "Nothing has changed yet")
    follow(page, "Details")
    page.get_by_label("President", exact=True).fill("10")
    press(page, "Save and see the preview")
    press(page, "Apply the import")
    page.get_by_role("heading", name="The roster is imported").wait_for()


def create_a_program(page: Page, name: str) -> Program:
    page.goto(reverse("program_list"))
    follow(page, "New program")
    page.get_by_label("Name of the program").fill(name)
    page.get_by_text("AI and automation", exact=True).click()
    press(page, "Create the draft")
    says(page, "The draft is there")
    return Program.objects.get(name=name)


def set_it_up(page: Page, program: Program, *, sponsor: User, coordinator: User) -> None:
    for person, button in ((sponsor, "Make sponsor"), (coordinator, "Add as coordinator")):
        page.goto(reverse("setup_people", args=[program.pk]))
        page.get_by_label("Name, e-mail or job title").fill(person.email)
        press(page, "Search")
        press(page, re.compile(f"{button}.*{person.last_name}"))
        follow(page, "Return to the set-up")
    follow(page, "Dates")
    for label, days in (("Enrolment closes on", 14), ("Starts on", 30), ("Ends on", 200)):
        page.get_by_label(label).fill(in_days(days))
    press(page, "Save and return")
    follow(page, "Check the answers")
    press(page, "Open enrolment")
    says(page, "Enrolment is open")


def invite(page: Page, program: Program, person: User, side: str) -> None:
    page.goto(reverse("invite", args=[program.pk]))
    page.get_by_label("Name, job title, e-mail or city").fill(person.email)
    press(page, "Filter")
    page.get_by_label(f"Pick {person.name}").check()
    page.get_by_role("radio", name=side).check()
    press(page, "Check the list")
    page.get_by_role("heading", name=re.compile("^Send ")).wait_for()
    page.get_by_role("main").get_by_text(person.name).first.wait_for()
    press(page, "Send 1 invitation")
    page.wait_for_url(re.compile("/people/"))


def enrolment_link(page: Page, program: Program) -> str:
    page.goto(reverse("participant_list", args=[program.pk]))
    return urlsplit(page.get_by_label("Enrolment link").input_value()).path


def enrol(page: Page, *, side: str = "") -> None:
    """Send the enrolment form that is open, or choose a side first."""
    if side:
        follow(page, side)
    rate(page, "topic_", 5)
    page.get_by_label("Your time zone").select_option("America/Los_Angeles")
    press(page, "Send")
    says(page, "The program team looks at your enrolment")


def approve_everybody(page: Page, program: Program) -> None:
    page.goto(reverse("participant_list", args=[program.pk], query={"state": "applied"}))
    page.get_by_label(re.compile(r"(All \d+|The one) that fits?")).check()
    press(page, "Approve")
    press(page, re.compile(r"Approve: \d+ people"))
    page.wait_for_url(re.compile(r"/people/\?|/people/$"))


def match_and_publish(page: Page, program: Program) -> None:
    page.goto(reverse("match_board", args=[program.pk]))
    press(page, "Run the match")
    follow(page, "Publish")
    page.get_by_label("Please answer by").fill(in_days(7))
    press(page, "Ask 1 mentor")
    says(page, "Published: 1 mentor is being asked.")


def say_yes(page: Page) -> None:
    page.goto(reverse("pairing_list"))
    follow(page, re.compile("Answer"))
    press(page, "Yes, I would like to")
    says(page, "Your yes is noted")


def get_ready(page: Page, pairing: Pairing) -> None:
    page.goto(reverse("pairing_orientation", args=[pairing.pk]))
    while (go_on := page.get_by_role("link", name="Go on")).count():
        go_on.click()
        page.wait_for_load_state()
    for sentence in page.locator("input[name^='pledge_']").all():
        sentence.check()
    press(page, re.compile("I have read this|I am ready to listen and learn"))
    says(page, "Noted. Next comes the agreement.")


def write_the_agreement(page: Page, pairing: Pairing, objective: str) -> None:
    page.goto(reverse("agreement_edit", args=[pairing.pk]))
    page.locator("input[name='aims-0-title']").fill(objective)
    press(page, "Save")
    says(page, "The agreement is saved")


def sign(page: Page, pairing: Pairing) -> None:
    page.goto(reverse("agreement_detail", args=[pairing.pk]))
    press(page, "Sign")
    page.get_by_role("button", name="Sign", exact=True).wait_for(state="detached")


def plan_a_meeting(page: Page, pairing: Pairing, day: dt.date) -> Meeting:
    page.goto(pairing.url)
    follow(page, "Plan a meeting")
    page.get_by_label("Day").fill(day.isoformat())
    page.get_by_label("Starts at").fill("10:00")
    place = page.get_by_label("Room or link")
    place.fill("Room 4, second floor")
    place.blur()
    page.wait_for_load_state("networkidle")  # the server of tests has one connection for all that is asked at once
    press(page, "Plan and invite")
    says(page, "The meeting is planned")
    return Meeting.objects.get(pairing=pairing)


def log_the_meeting(page: Page, meeting: Meeting, learned: str) -> None:
    """Three answers, nothing else."""
    page.goto(meeting.pairing.url)
    follow(page, "Log it")
    page.get_by_role("radio", name="Yes, we met").check()
    page.get_by_label("What did you learn?").fill(learned)
    page.get_by_label("Is there anything to do?").fill("Nothing")
    press(page, "Save")
    page.get_by_role("main").get_by_text(learned).first.wait_for()


def open_a_round(page: Page, program: Program) -> None:
    page.goto(reverse("program_reviews", args=[program.pk]))
    follow(page, "Open a round")
    press(page, "Open the round")
    says(page, "The round is open until")


def answer_the_review(page: Page, comment: str) -> None:
    """Step by step: every scale, the comment, and whether to go on."""
    page.goto(reverse("review_list"))
    follow(page, "Answer the review")
    for _step in range(3):
        for name in scales(page):
            rate(page, name, 4)
        press(page, "Next")
    page.locator("textarea[name=comment]").fill(comment)
    press(page, "Next")
    page.get_by_role("radio", name="continue together").check()
    press(page, "Send the review")
    says(page, "You can change your answers until the review closes")


def scales(page: Page) -> Iterator[str]:
    page.get_by_role("button", name="Next").wait_for()
    names = [radio.get_attribute("name") or "" for radio in page.locator(".rating input").all()]
    return iter(dict.fromkeys(names))


def close_the_round(page: Page, program: Program) -> None:
    page.goto(reverse("program_reviews", args=[program.pk]))
    follow(page, "Close now")
    press(page, "Close the round")
    says(page, "its results are frozen")


def inbox_of(page: Page) -> list[str]:
    """The titles of a person's messages, the newest first."""
    page.goto(reverse("inbox"))
    return page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()
