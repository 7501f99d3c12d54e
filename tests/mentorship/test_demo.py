"""The demo shows every role something, and is the same each time on the same day."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from community.models import ManagerWord, Milestone, ReflectionQuestion, SharedWin, Thanks
from community.services import usual_question
from insights.models import Snapshot
from mentorship.demo.load import load_demo
from pairings.models import ConfidentialWord, Pairing
from people.models import User
from programs.catalogue import TEMPLATES
from programs.models import Answer, Cycle, Program, Question
from proposals.models import MatchRun
from sessions.models import ActionItem, Meeting, ReviewRound
from tests.mail import plan_all

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture
def demo(db):
    load_demo(NOW)


def story():
    pairs = Pairing.objects.select_related("junior__user", "senior__user")
    return sorted((p.junior.user.email, p.senior.user.email, p.score, p.state) for p in pairs), sorted(
        Meeting.objects.values_list("pairing__junior__user__email", "starts_at", "state")
    )


def test_company_and_programs_have_their_size(demo):
    assert User.objects.count() == 240
    assert sorted(Program.objects.values_list("state", flat=True)) == ["draft", "open", "open"]
    assert sorted(Cycle.objects.values_list("state", flat=True)) == ["enrolling", "enrolling", "running"]


def test_its_programs_come_from_templates_that_there_are(demo):
    assert set(Program.objects.values_list("template", flat=True)) < TEMPLATES.keys()


def test_the_set_up_of_its_draft_can_be_completed(demo, client):
    client.force_login(User.objects.get(first_name="Priya", last_name="Raman"))
    draft = Program.objects.get(state="draft")
    dates = {"name": "Spring", "enrol_until": "2027-01-10", "starts_on": "2027-02-01", "ends_on": "2027-10-01"}
    page = reverse("setup_dates", args=[draft.pk])
    version = client.get(page).context["form"]["version"].value()
    assert client.post(page, dates | {"version": version}).status_code == 302
    assert client.post(reverse("program_open", args=[draft.pk])).status_code == 302
    assert Program.objects.get(pk=draft.pk).is_open


def test_twenty_pairs_have_met_about_ninety_times(demo):
    assert Pairing.objects.count() == 20
    assert Pairing.objects.filter(state="paused").count() == 1
    assert 85 <= Meeting.objects.count() <= 100


def test_the_named_people_are_paired_by_a_real_run(demo):
    assert Pairing.objects.filter(junior__user__first_name="Kavya", senior__user__first_name="Jack").exists()
    published = MatchRun.objects.get(state="published")
    assert published.outcome.proven.is_optimal
    assert published.details.prices


def test_a_question_of_its_own_counts_and_an_explanation_of_a_match_names_the_answers(demo, client):
    question = Question.objects.get(program__cycles__state="running", counts="alike")
    answers = Answer.objects.filter(question=question).exclude(text="")
    assert all({*text.splitlines()} <= {*question.options} for text in answers.values_list("text", flat=True))
    run = MatchRun.objects.get(state="published")
    parts = [part for pair in run.proposals.all() for part in pair.parts if part.get("label") == question.text]
    assert len(parts) == Pairing.objects.count()
    assert len({part["points"] for part in parts}) > 2, "it tells pairs apart"
    client.force_login(User.objects.get(first_name="Priya", last_name="Raman"))
    page = client.get(reverse("match_board", args=[run.cycle.program_id]), {"cycle": run.cycle_id}).text
    assert question.text in page
    assert "Both answered:" in page


def test_two_scenarios_were_saved_before_the_publishing(demo):
    scenarios = MatchRun.objects.scenarios()
    assert [(one.created_by.name, one.outcome.proven.is_optimal) for one in scenarios] == [("Priya Raman", True)] * 2
    assert all(one.proposals.count() == Pairing.objects.count() for one in scenarios)


def test_one_confidential_word_is_answered_and_one_waits_for_the_person_of_trust(demo):
    words = {word.to: word for word in ConfidentialWord.objects.for_page()}
    assert {to: (word.state, word.author.name) for to, word in words.items()} == {
        "team": ("answered", "Maria Santos"), "trusted": ("sent", "David Okafor"),
    }  # fmt: skip
    readers = {to: list(ConfidentialWord.objects.readers_of(word)) for to, word in words.items()}
    named = {to: [User.objects.get(pk=pk).name for pk in ids] for to, ids in readers.items()}
    assert named == {"team": ["Priya Raman"], "trusted": ["Noor Aziz"]}


def test_no_pair_writes_the_same_thing_to_do_twice(demo):
    said = list(ActionItem.objects.values_list("pairing", "text"))
    assert len(said) == len(set(said)) > 50


def test_its_community_is_alive(demo):
    kavya = User.objects.get(email__startswith="kavya.nair")
    assert Thanks.objects.visible_to(kavya).count() > 4
    assert Thanks.objects.filter(receiver=kavya).exists()
    assert Milestone.objects.visible_to(kavya).count() > 10
    assert SharedWin.objects.visible_to(kavya).count() > 4
    assert ManagerWord.objects.visible_to(kavya).filter(released_at=None).count() == 1


def test_its_questions_are_answered_by_what_they_ask_and_go_on_in_the_library(demo):
    now, *before = ReflectionQuestion.objects.order_by("-month")
    assert now.text.startswith("What was hard")
    assert now.answers.filter(text__contains="What helped was").exists()
    next_month = (now.month + dt.timedelta(days=32)).replace(day=1)
    assert usual_question(now.program, next_month) not in {question.text for question in (now, *before)}


def test_one_round_is_closed_with_results_and_one_is_open(demo):
    assert Snapshot.objects.get().results["both_rose"] != {"hidden": True}
    assert sorted(ReviewRound.objects.values_list("state", flat=True)) == ["closed", "open"]


def test_messages_can_be_planned_for_it(demo):
    assert sum(plan_all(NOW).values()) > 0


@pytest.mark.slow
def test_the_same_day_gives_the_same_demo(db):
    assert told_and_forgotten() == told_and_forgotten()


def told_and_forgotten():
    """The story of a fresh demo, which is rolled back."""
    try:
        with transaction.atomic():
            load_demo(NOW)
            raise Forgotten(story())
    except Forgotten as forgotten:
        return forgotten.args


class Forgotten(Exception):
    pass
