"""What a program makes of a closed review: who writes, signs and reads it, and that its steps are followed up."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from insights.models import ProgramReview, ReviewStep
from insights.program_review.reminders import plan_steps
from insights.program_review.services import follow_up
from notifications.models import Delivery
from people.clock import start_of_day
from people.models import Organization
from programs.models import Program, Todo
from sessions.models import ReviewRound
from tests import factories as make
from tests.insights.story import hold_round, more_pairs

TODAY = timezone.localdate


@pytest.fixture
def closed(cast):
    """A closed round of which nothing can be shown."""
    day = in_days(-40)
    return ReviewRound.objects.create(cycle=cast.cycle, number=1, state="closed", opens_on=day, closes_on=day)


@pytest.fixture
def with_results(cast):
    more_pairs(cast, 8)
    return hold_round(cast.cycle)


@pytest.fixture
def send(sign_in):
    def post(person, name, subject, **fields):
        return sign_in(person).post(reverse(name, args=[subject.pk]), fields)

    return post


@pytest.fixture
def read(sign_in):
    return lambda person, name, subject: sign_in(person).get(reverse(name, args=[subject.pk]))


def write(send, cast, review_round, learnt="Time is short", version="1"):
    return send(cast.priya, "program_review_write", review_round, learnt=learnt, version=version)


def add(send, person, review_round, **fields):
    step = {"kind": "step", "text": "Half an hour more", "owner": "", "due_on": "", "state": "open"}
    return send(person, "review_step_add", review_round, **step | fields)


def in_days(days):
    return TODAY() + dt.timedelta(days=days)


def test_a_closed_round_asks_the_team_what_comes_of_it(cast, read):
    closed = hold_round(cast.cycle)
    todo = Todo.objects.get(kind="review_closed")
    assert todo.link == reverse("program_review", args=[closed.pk])
    assert "Nobody has written it yet." in read(cast.priya, "program_review", closed).text


def test_it_stands_beside_the_frozen_results(cast, with_results, send, read):
    write(send, cast, with_results)
    add(send, cast.priya, with_results, kind="decision", text="Meet for 90 minutes")
    html = read(cast.lena, "program_review", with_results).text
    assert "Time is short" in html
    assert "Meet for 90 minutes" in html
    assert "both sides grew more confident" in html.casefold() or "half or more" in html
    assert '<svg class="chart-' in html


def test_hidden_results_stay_hidden_and_one_can_write_all_the_same(cast, closed, send, read):
    write(send, cast, closed, learnt="We are too few to tell")
    html = read(cast.priya, "program_review", closed).text
    assert "Hidden to protect people" in html
    assert "We are too few to tell" in html
    assert '<svg class="chart-' not in html


def test_an_open_round_has_none(cast, read):
    opened = hold_round(cast.cycle, closes=False)
    assert read(cast.priya, "program_review", opened).status_code == 404


@pytest.mark.parametrize(("who", "status"), [
    ("priya", 200), ("omar", 200), ("lena", 200), ("kavya", 403), ("jack", 403), ("noor", 403), ("igor", 403),
])  # fmt: skip
def test_the_team_and_the_sponsor_read_it(cast, closed, read, who, status):
    assert read(cast.people[who], "program_review", closed).status_code == status
    assert read(cast.people[who], "program_review_list", cast.program).status_code == status


def test_another_programs_team_and_sponsor_find_nothing(cast, closed, read, send):
    other = make.ProgramFactory(sponsor=make.UserFactory())
    coordinator = make.CoordinatorFactory(program=other).user
    for person in (coordinator, other.sponsor):
        assert read(person, "program_review", closed).status_code == 404
        assert read(person, "program_review_list", cast.program).status_code == 404
    assert send(other.sponsor, "program_review_sign", closed, signs="on", version="1").status_code == 404
    assert write(send, cast, closed).status_code == 302
    assert add(send, coordinator, closed).status_code == 404


def test_the_sponsor_does_not_write_it_and_the_team_does_not_sign_it(cast, closed, send):
    assert send(cast.lena, "program_review_write", closed, learnt="All well", version="1").status_code == 403
    assert send(cast.priya, "program_review_sign", closed, signs="on", version="1").status_code == 403


def test_participants_read_what_you_said_what_we_do_once_it_is_published(cast, with_results, send, read):
    closed = with_results
    write(send, cast, closed)
    add(send, cast.priya, closed, owner=str(cast.omar.pk), due_on=in_days(9).isoformat())
    assert "what we do" not in read(cast.kavya, "round_results", closed).text
    send(cast.priya, "program_review_publish", closed, publish="yes")
    html = read(cast.kavya, "round_results", closed).text
    assert "What you said, what we do" in html
    assert "Half an hour more" in html
    assert "Omar" not in html
    assert not Todo.objects.open().filter(kind="review_closed").exists()
    send(cast.priya, "program_review_publish", closed, publish="no")
    assert "what we do" not in read(cast.kavya, "round_results", closed).text


def test_it_is_read_also_where_the_results_are_hidden(cast, send, read):
    few = hold_round(cast.cycle)
    write(send, cast, few)
    add(send, cast.priya, few)
    send(cast.priya, "program_review_publish", few, publish="yes")
    assert "What you said, what we do" in read(cast.jack, "round_results", few).text


def test_nothing_is_published_while_there_is_nothing_to_read(cast, closed, send, sign_in):
    write(send, cast, closed)
    answer = sign_in(cast.priya).post(
        reverse("program_review_publish", args=[closed.pk]), {"publish": "yes"}, follow=True
    )
    assert "at least one decision or next step, then publish it" in answer.text
    assert ProgramReview.objects.get().published_at is None


def test_the_sponsor_comments_and_signs_what_they_have_read(cast, closed, send, read):
    write(send, cast, closed)
    add(send, cast.priya, closed)
    version = str(ProgramReview.objects.get().version)
    send(cast.lena, "program_review_sign", closed, comment="Thank you all", signs="on", version=version)
    html = read(cast.priya, "program_review", closed).text
    assert "Signed off by the sponsor" in html
    assert "Thank you all" in html
    step = ReviewStep.objects.get()
    kept = {"kind": "step", "text": step.text, "owner": "", "due_on": ""}
    send(cast.priya, "review_step_edit", step, **kept, state="done")
    assert ProgramReview.objects.get().is_signed, "that a step is done is no other text"
    write(send, cast, closed, learnt="All is well", version=version)
    assert "Changed since the sponsor signed it off" in read(cast.priya, "program_review", closed).text


def test_nobody_signs_what_they_have_not_read(cast, closed, send):
    write(send, cast, closed)
    answer = send(cast.lena, "program_review_sign", closed, comment="Fine so", signs="on", version="1")
    assert answer.status_code == 409
    assert "Fine so" in answer.text
    assert ProgramReview.objects.get().signed_version is None


def test_two_who_write_at_once_lose_nothing(cast, closed, send):
    write(send, cast, closed)
    answer = write(send, cast, closed, learnt="Another text")
    assert answer.status_code == 409
    assert "Another text" in answer.text
    assert ProgramReview.objects.get().learnt == "Time is short"


@pytest.mark.parametrize(("field", "value", "error"), [
    ("text", "", "Please fill this in."),
    ("text", "x" * 501, "at most 500 characters"),
    ("due_on", "2020-01-01", "This day has passed."),
    ("due_on", "soon", "Enter a day that exists"),
    ("kind", "law", "This choice is not on offer"),
])  # fmt: skip
def test_what_is_wrong_with_a_step_is_said(cast, closed, send, field, value, error):
    answer = add(send, cast.priya, closed, **{field: value})
    assert answer.status_code == 422
    assert error in answer.text
    assert not ReviewStep.objects.exists()


def test_a_day_needs_somebody_who_sees_to_it(cast, closed, send):
    answer = add(send, cast.priya, closed, due_on=in_days(3).isoformat())
    assert "Say who sees to it until then" in answer.text


def test_nobody_outside_the_team_can_be_named(cast, closed, send):
    assert add(send, cast.priya, closed, owner=str(cast.kavya.pk)).status_code == 422


def test_too_long_a_text_is_not_cut(cast, closed, send):
    assert write(send, cast, closed, learnt="x" * 4001).status_code == 422
    assert send(cast.lena, "program_review_sign", closed, comment="x" * 2001, version="1").status_code == 422


#: A Friday that is at least ten days away: people work on it, and three days before it.
FRIDAY = TODAY() + dt.timedelta(days=10 + (4 - TODAY().weekday() - 10) % 7)


def step_due(cast, closed, due_on):
    review = ProgramReview.objects.create(round=closed, learnt="Time is short")
    return ReviewStep.objects.create(review=review, text="Half an hour more", owner=cast.priya, due_on=due_on)


def planned(day):
    return {row.key: row for row in plan_steps(start_of_day(day, 10))}


def test_whoever_sees_to_it_is_reminded_before_its_day_and_on_it(cast, closed):
    step, tuesday = step_due(cast, closed, FRIDAY), FRIDAY - dt.timedelta(days=3)
    assert not planned(FRIDAY - dt.timedelta(days=8))
    before, on_it = planned(tuesday), planned(FRIDAY)
    assert before
    assert on_it
    assert not before.keys() & on_it.keys()
    assert planned(tuesday).keys() == before.keys(), "planning twice sends one"
    assert {row.recipient_id for row in before.values()} == {cast.priya.pk}
    ReviewStep.objects.filter(pk=step.pk).update(state="done")
    assert not planned(tuesday)


def test_a_step_whose_day_has_passed_is_to_be_looked_at_until_it_is_done(cast, closed, send):
    step = step_due(cast, closed, in_days(-1))
    for _again in range(2):
        follow_up(TODAY())
    todo = Todo.objects.open().get(kind="review_step")
    assert todo.link == reverse("review_step_edit", args=[ReviewStep.objects.get().pk])
    kept = {"kind": "step", "text": step.text, "owner": str(cast.priya.pk), "due_on": step.due_on.isoformat()}
    assert send(cast.priya, "review_step_edit", step, **kept, state="done").status_code == 302
    assert not Todo.objects.open().filter(kind="review_step").exists()


def test_a_day_that_is_moved_takes_what_was_owed_along(cast, closed, send):
    step = step_due(cast, closed, FRIDAY)
    Delivery.objects.bulk_create(planned(FRIDAY).values())
    assert Delivery.objects.unsent().filter(kind="review_step_due").exists()
    kept = {"kind": "step", "text": step.text, "owner": str(cast.priya.pk), "state": "open"}
    send(cast.priya, "review_step_edit", step, **kept, due_on=in_days(30).isoformat())
    assert not Delivery.objects.unsent().filter(kind="review_step_due").exists()


def test_the_history_says_what_became_of_each(cast, closed, send, read):
    assert "Nothing written yet" in read(cast.lena, "program_review_list", cast.program).text
    write(send, cast, closed)
    add(send, cast.priya, closed, state="done")
    assert "1 of 1 decisions and steps done" in read(cast.lena, "program_review_list", cast.program).text


def test_a_program_without_a_review_has_an_empty_history(cast, read):
    assert "No review has closed yet" in read(cast.priya, "program_review_list", cast.program).text


def test_a_program_without_a_sponsor_says_so(cast, closed, read):
    Program.objects.update(sponsor=None)
    assert "The program has no sponsor." in read(cast.priya, "program_review", closed).text


def test_queries_do_not_grow(cast, closed, sign_in):
    review = ProgramReview.objects.create(round=closed, learnt="Time is short")

    def count(steps, rounds):
        for number in range(rounds):
            day = in_days(-400 - number)
            number = 100 + ReviewRound.objects.count()
            one = ReviewRound.objects.create(
                cycle=cast.cycle, number=number, state="closed", opens_on=day, closes_on=day
            )
            ProgramReview.objects.create(round=one)
        for number in range(steps):
            ReviewStep.objects.create(review=review, text=f"Step {number}", owner=cast.priya)
        found = []
        for name, subject in (("program_review", closed), ("program_review_list", cast.program)):
            client = sign_in(cast.lena)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(name, args=[subject.pk])).status_code == 200
            found.append(len(captured))
        return found

    count(1, 1)
    first = count(0, 0)
    assert first == count(2, 2) == count(27, 16)
    assert max(first) <= 14


def test_it_is_named_after_the_fiscal_quarter_it_looks_back_on(cast, page, closed):
    ReviewRound.objects.filter(pk=closed.pk).update(opens_on=dt.date(2026, 7, 1))
    urls = reverse("program_review", args=[closed.pk]), reverse("program_review_list", args=[cast.program.pk])
    assert not any("About Q" in page(cast.priya, url) for url in urls)
    Organization.objects.current()
    Organization.objects.update(fiscal_month=4)
    assert all("About Q1 2026/27." in page(cast.priya, url) for url in urls)


@pytest.mark.parametrize("who", ["priya", "omar", "lena"])
def test_no_link_of_the_page_of_a_draft_leads_nowhere(cast, sign_in, who):
    """A draft has no figures yet, so there is no page of them to go back to."""
    draft = make.ProgramFactory(name="Not yet", state="draft", sponsor=cast.lena)
    make.CoordinatorFactory(program=draft, user=cast.priya)
    client = sign_in(getattr(cast, who))
    text = client.get(reverse("program_review_list", args=[draft.pk])).text
    assert "No review has closed yet" in text
    links = re.findall(r'href="(/programs/[^"#]*|/insights/[^"#]*)"', text)
    assert {client.get(link, follow=True).status_code for link in links} == {200}
