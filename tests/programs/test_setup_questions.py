"""Enrolment questions."""

import pytest
from django.urls import reverse

from programs.catalogue import OFFERED
from programs.models import Answer, Question
from tests import factories as make


@pytest.fixture
def question(program):
    return Question.objects.create(program=program, text="Why you?", is_for_partner=False, position=1)


@pytest.fixture
def answered(question, cycle):
    place = make.ParticipantFactory(cycle=cycle, state="applied")
    return Answer.objects.create(participant=place, question=question, text="Because I ask")


def edit(client, question, **typed):
    url = reverse("question_edit", args=[question.program_id, question.pk])
    form = {
        "text": question.text,
        "asked": question.asked,
        "version": client.get(url).context["form"].initial["version"],
    }
    return client.post(url, form | typed)


def texts(program):
    return list(program.questions.values_list("text", flat=True))


def test_offered_ones_are_added_once(cast, sign_in, program):
    client = sign_in(cast.priya)
    for _n in range(2):
        client.post(reverse("questions_offered_add", args=[program.pk]), {"offered": ["0", "2"]})
    assert texts(program) == [OFFERED[0].text, OFFERED[2].text]
    assert str(OFFERED[0].text) not in str(client.get(reverse("setup_questions", args=[program.pk])).context["offered"])


def test_nothing_ticked_adds_nothing(cast, sign_in, program):
    answer = sign_in(cast.priya).post(reverse("questions_offered_add", args=[program.pk]), follow=True)
    assert "Tick the questions" in answer.text


def test_a_question_of_ones_own(cast, sign_in, program):
    form = {"text": "What drives you?", "asked": "junior", "is_required": "on"}
    sign_in(cast.priya).post(reverse("question_create", args=[program.pk]), form)
    question = program.questions.get()
    assert (question.text, question.asked, question.is_required, question.is_for_partner) == (
        "What drives you?", "junior", True, False,
    )  # fmt: skip


def test_a_question_without_words_keeps_the_rest(cast, sign_in, program):
    answer = sign_in(cast.priya).post(reverse("question_create", args=[program.pk]), {"text": "", "asked": "senior"})
    assert answer.status_code == 422
    assert answer.context["form"]["asked"].value() == "senior"
    assert texts(program) == []


def test_edit(cast, sign_in, question):
    assert edit(sign_in(cast.priya), question, text="Why now?").status_code == 302
    assert texts(question.program) == ["Why now?"]


def test_private_answers_stay_private(cast, sign_in, question, answered):
    answer = edit(sign_in(cast.priya), question, is_for_partner="on")
    assert answer.status_code == 422
    assert "on the promise" in answer.text
    question.refresh_from_db()
    assert question.is_for_partner is False


def test_an_answer_stays_under_the_words_that_were_asked(cast, sign_in, question, answered):
    answer = edit(sign_in(cast.priya), question, text="May your partner read your reviews?")
    assert answer.status_code == 422
    assert "Ask a new question beside it" in answer.text
    assert texts(question.program) == ["Why you?"]


def test_an_answered_question_may_still_be_asked_of_others(cast, sign_in, question, answered):
    assert edit(sign_in(cast.priya), question, asked="junior").status_code == 302


def test_an_empty_answer_binds_no_words(cast, sign_in, question, answered):
    Answer.objects.update(text="")
    assert edit(sign_in(cast.priya), question, text="Why now?").status_code == 302


def test_two_people_at_once(cast, sign_in, question):
    client = sign_in(cast.priya)
    url = reverse("question_edit", args=[question.program_id, question.pk])
    version = client.get(url).context["form"].initial["version"]
    Question.objects.filter(pk=question.pk).update(text="Theirs?")
    answer = client.post(url, {"text": "Mine?", "asked": "both", "version": version})
    assert answer.status_code == 409
    assert texts(question.program) == ["Theirs?"]


def test_move_and_remove(cast, sign_in, question):
    client, program = sign_in(cast.priya), question.program
    second = Question.objects.create(program=program, text="And then?", position=2)
    client.post(reverse("question_move", args=[program.pk, second.pk]), {"action": "up"})
    assert texts(program) == ["And then?", "Why you?"]
    client.post(reverse("question_move", args=[program.pk, second.pk]), {"action": "remove"})
    assert texts(program) == ["Why you?"]


def test_an_answered_question_stays(cast, sign_in, question, answered):
    url = reverse("question_move", args=[question.program_id, question.pk])
    answer = sign_in(cast.priya).post(url, {"action": "remove"}, follow=True)
    assert "has answered this question" in answer.text
    assert texts(question.program) == ["Why you?"]


def test_a_question_of_another_program_does_not_exist(cast, sign_in, program, foreign):
    other = Question.objects.create(program=foreign, text="Secret?")
    for pk in (program.pk, foreign.pk):
        assert sign_in(cast.priya).get(reverse("question_edit", args=[pk, other.pk])).status_code == 404
