"""Questions with answers to choose from: set up in the browser, answered at enrolment."""

import pytest
from django.urls import reverse

from programs.models import Answer, Question
from tests import factories as make

CHOICE = {"text": "Which area?", "kind": "choice", "options": "Product\n People \n\n", "asked": "both"}


def create(client, program, **typed):
    return client.post(reverse("question_create", args=[program.pk]), CHOICE | typed)


def test_answers_to_choose_from_are_one_a_line(cast, sign_in, program):
    create(sign_in(cast.omar), program, counts="different", is_in_figures="on")
    question = program.questions.get()
    assert (question.kind, question.options, question.counts, question.is_in_figures, question.is_lived) == (
        "choice", ["Product", "People"], "different", True, False,
    )  # fmt: skip
    page = sign_in(cast.omar).get(reverse("setup_questions", args=[program.pk])).text
    assert "one of several answers" in page
    assert "counts when pairs are found" in page


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"options": "Product"}, "at least two answers"),
        ({"options": "Product\nproduct"}, "Two answers are the same"),
        ({"kind": "scale", "options": "a\nb\nc"}, "Say what 1 and 5 mean"),
        ({"kind": "text"}, "Remove the answers"),
        ({"kind": "text", "options": "", "counts": "alike"}, "Words cannot be compared"),
        ({"counts": "alike", "asked": "junior"}, "ask mentors and leaders"),
        ({"is_lived": "on", "is_required": "on"}, "Nobody has to answer"),
        ({"is_lived": "on", "is_for_partner": "on"}, "read by the program team only"),
        ({"is_lived": "on", "is_in_figures": "on"}, "none about lived experience"),
    ],
)
def test_what_contradicts_itself_is_said_and_nothing_is_lost(cast, sign_in, program, typed, problem):
    answer = create(sign_in(cast.priya), program, **typed)
    assert answer.status_code == 422
    assert problem in answer.text
    assert "Which area?" in answer.text
    assert not program.questions.exists()


@pytest.fixture
def answered(cycle):
    values = {"kind": "choice", "options": ["a", "b"], "is_lived": True, "is_for_partner": False}
    question = Question.objects.create(program=cycle.program, text="Which?", **values)
    place = make.ParticipantFactory(cycle=cycle, state="applied")
    Answer.objects.create(participant=place, question=question, text="a")
    return question


@pytest.mark.parametrize(
    ("changes", "is_kept"),
    [
        ({"options": "a\nb\nc"}, True),
        ({"options": "a\nc"}, False),
        ({"kind": "choices"}, False),
        ({"is_lived": ""}, False),
    ],
)
def test_what_was_answered_stays_an_answer_and_what_was_promised_stays(cast, sign_in, answered, changes, is_kept):
    client, url = sign_in(cast.priya), reverse("question_edit", args=[answered.program_id, answered.pk])
    form = {"text": "Which?", "kind": "choice", "options": "a\nb", "asked": "both", "is_lived": "on"}
    typed = form | changes | {"version": client.get(url).context["form"].initial["version"]}
    answer = client.post(url, {name: value for name, value in typed.items() if value})
    assert (answer.status_code == 302) is is_kept
    assert ("ask a new question" in answer.text) is not is_kept


@pytest.fixture
def asked(cycle):
    """One question of each kind, the last about lived experience."""
    make_one = {"program": cycle.program, "asked": "both"}
    return [
        Question.objects.create(text="Area?", kind="choice", options=["x", "y"], position=1, **make_one),
        Question.objects.create(text="Tools?", kind="choices", options=["x", "y"], position=2, **make_one),
        Question.objects.create(text="Pace?", kind="scale", options=["slow", "fast"], position=3, **make_one),
        Question.objects.create(text="Origin?", kind="choice", options=["x", "y"], position=4, is_lived=True,
                                counts="alike", is_for_partner=False, **make_one),
    ]  # fmt: skip


def enrol(client, cycle, data):
    topic = cycle.program.topics.first()
    form = {
        "side": "junior", f"topic_{topic.pk}": "4", "capacity": "1", "time_zone": "Europe/Paris",
        "works_from": "08:00", "works_until": "16:00", **data,
    }  # fmt: skip
    return client.post(reverse("enrol", args=[cycle.enrolment_token]), form)


def test_every_kind_is_answered_and_shown_again(cast, sign_in, cycle, asked):
    client, names = sign_in(cast.noor), [f"question_{one.pk}" for one in asked]
    data = dict(zip(names, ["x", ["x", "y"], "4", "y"], strict=True)) | {f"consent_{asked[3].pk}": "on"}
    assert enrol(client, cycle, data).status_code == 302
    kept = {one.question_id: (one.text, one.may_count) for one in Answer.objects.filter(participant__user=cast.noor)}
    assert [kept[one.pk] for one in asked] == [("x", False), ("x\ny", False), ("4", False), ("y", True)]
    form = client.get(reverse("enrol", args=[cycle.enrolment_token]), {"edit": "1"}).context["form"]
    assert [form[name].value() for name in names] == ["x", ["x", "y"], "4", "y"]
    assert form[f"consent_{asked[3].pk}"].value() is True


@pytest.mark.parametrize(("people", "is_shown"), [(4, False), (5, True)])
def test_what_was_chosen_is_counted_from_five_answers_on(cast, sign_in, cycle, asked, people, is_shown):
    Question.objects.filter(text="Tools?").update(is_in_figures=True)
    for _n in range(people):
        place = make.ParticipantFactory(cycle=cycle, state="applied", side="junior")
        Answer.objects.create(participant=place, question=asked[1], text="x\ny")
    chart = sign_in(cast.priya).get(reverse("participant_topics", args=[cycle.program_id])).context["charts"][1]
    rows = [("x", 0, people), ("y", 0, people)] if is_shown else []
    assert (chart.n, list(chart.rows), not chart.hidden) == (people, rows, is_shown)


def test_without_the_tick_an_answer_about_lived_experience_does_not_count(cast, sign_in, cycle, asked):
    client = sign_in(cast.noor)
    text = client.get(reverse("enrol", args=[cycle.enrolment_token]), {"side": "junior"}).text
    assert text.count("may count when partners are found") == 1
    enrol(client, cycle, {f"question_{asked[3].pk}": "y"})
    assert Answer.objects.get(participant__user=cast.noor, question=asked[3]).may_count is False


def test_an_answer_that_was_not_offered_is_refused(cast, sign_in, cycle, asked):
    answer = enrol(sign_in(cast.noor), cycle, {f"question_{asked[0].pk}": "z"})
    assert answer.status_code == 422
