"""Every page of a program: who gets in, who gets 403, and 404 for programs of others."""

import pytest
from django.urls import reverse

from tests import factories as make

PAGES = [
    "program_setup", "setup_purpose", "setup_people", "setup_dates", "setup_meetings", "setup_topics",
    "setup_questions", "question_create", "setup_reviews", "setup_check", "participant_list", "participant_topics",
    "invite", "program_archive", "cycle_create",
]  # fmt: skip
POSTS = [
    "sponsor_set", "coordinator_add", "coordinator_remove", "questions_offered_add", "questions_done", "program_open",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_coordinator_gets_the_page(page, cast, sign_in, program):
    answer = sign_in(cast.priya).get(reverse(page, args=[program.pk]))
    assert answer.status_code == 200
    assert "AI for leaders" in answer.text


@pytest.mark.parametrize("page", PAGES + POSTS)
@pytest.mark.parametrize("who", ["noor", "kavya", "jack", "lena", "igor"])
def test_nobody_else_gets_it(page, who, cast, sign_in, program):
    client = sign_in(getattr(cast, who))
    ask = client.post if page in POSTS else client.get
    assert ask(reverse(page, args=[program.pk])).status_code == 403


@pytest.mark.parametrize("page", PAGES + POSTS)
def test_a_program_of_others_does_not_exist(page, cast, sign_in, foreign):
    client = sign_in(cast.priya)
    ask = client.post if page in POSTS else client.get
    answer = ask(reverse(page, args=[foreign.pk]))
    assert answer.status_code == 404
    assert "Foreign secret" not in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_hr_gets_every_program(page, cast, sign_in, foreign):
    assert sign_in(cast.omar).get(reverse(page, args=[foreign.pk]), follow=True).status_code == 200


@pytest.mark.parametrize("page", POSTS)
def test_what_changes_things_is_never_a_get(page, cast, sign_in, program):
    assert sign_in(cast.priya).get(reverse(page, args=[program.pk])).status_code == 405


@pytest.mark.parametrize(
    "page", ["participant_detail", "participant_withdraw", "participant_replace", "participant_enter"]
)
def test_a_place_in_a_program_of_others_does_not_exist(page, cast, sign_in, program, foreign):
    place = make.ParticipantFactory(cycle=foreign.cycles.get())
    client = sign_in(cast.priya)
    assert client.get(reverse(page, args=[foreign.pk, place.pk])).status_code == 404
    assert client.get(reverse(page, args=[program.pk, place.pk])).status_code == 404


@pytest.mark.parametrize("page", ["program_create", "program_copy"])
def test_only_hr_makes_programs(page, cast, sign_in, program):
    args = [] if page == "program_create" else [program.pk]
    assert sign_in(cast.priya).get(reverse(page, args=args)).status_code == 403
    assert sign_in(cast.omar).get(reverse(page, args=args)).status_code == 200
