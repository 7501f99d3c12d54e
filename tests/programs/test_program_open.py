"""The check page, opening and archiving."""

import datetime as dt

from django.urls import reverse

from people.clock import local_today
from programs.models import Cycle, Program


def test_a_draft_with_gaps_does_not_open(cast, sign_in, draft):
    answer = sign_in(cast.priya).post(reverse("program_open", args=[draft.pk]), follow=True)
    assert "Before enrolment can open, complete: Purpose and success, Dates, Focus topics." in answer.text
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_check_page_leads_to_what_is_missing(cast, sign_in, draft):
    page = sign_in(cast.priya).get(reverse("setup_check", args=[draft.pk]))
    assert [str(section["topic"].title) for section in page.context["missing"]] == [
        "Purpose and success", "Dates", "Focus topics",
    ]  # fmt: skip
    assert "Open enrolment" not in page.text


def test_the_check_page_shows_every_answer(cast, sign_in, program):
    Program.objects.filter(pk=program.pk).update(state="draft")
    page = sign_in(cast.priya).get(reverse("setup_check", args=[program.pk]))
    for shown in ("Try it", "Lena Fischer", "Priya Raman", "Prompts", "every 3 weeks", "Open enrolment"):
        assert shown in page.text


def test_a_draft_whose_enrolment_would_be_over_does_not_open(cast, sign_in, cycle):
    Program.objects.filter(pk=cycle.program_id).update(state="draft")
    Cycle.objects.filter(pk=cycle.pk).update(enrol_until=local_today() - dt.timedelta(days=1))
    answer = sign_in(cast.priya).post(reverse("program_open", args=[cycle.program_id]), follow=True)
    assert "Before enrolment can open, complete: Dates." in answer.text
    assert "The last day to enrol has passed. Move the dates." in answer.text


def test_opening_twice_opens_once(cast, sign_in, program):
    Program.objects.filter(pk=program.pk).update(state="draft", opened_at=None)
    client = sign_in(cast.priya)
    client.post(reverse("program_open", args=[program.pk]))
    program.refresh_from_db()
    opened_at = program.opened_at
    assert program.is_open
    client.post(reverse("program_open", args=[program.pk]))
    program.refresh_from_db()
    assert program.opened_at == opened_at


def test_archiving_waits_for_cycles_that_go_on(cast, sign_in, cycle):
    Cycle.objects.filter(pk=cycle.pk).update(state="running")
    answer = sign_in(cast.priya).post(reverse("program_archive", args=[cycle.program.pk]), follow=True)
    assert "still going on" in answer.text
    cycle.program.refresh_from_db()
    assert cycle.program.is_open


def test_a_program_with_a_running_cycle_is_not_even_asked_about(cast, sign_in, cycle):
    cycle.state = "running"
    cycle.save()
    answer = sign_in(cast.priya).get(reverse("program_archive", args=[cycle.program.pk]), follow=True)
    assert "still going on" in answer.text


def test_archive(cast, sign_in, program):
    client = sign_in(cast.priya)
    assert "Archive AI for leaders?" in client.get(reverse("program_archive", args=[program.pk])).text
    client.post(reverse("program_archive", args=[program.pk]))
    program.refresh_from_db()
    assert program.is_archived
