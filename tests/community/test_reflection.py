"""Questions to think about: when they are asked, who answers for whom, and who reads it."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community.models import ProgramCommunity, ReflectionAnswer, ReflectionQuestion
from community.question_texts import LIBRARY, STANDARD
from community.services import answer_question, ask_questions, choose_question, months_ahead, usual_question
from community.services.questions import MOST_A_DAY
from frame.errors import Refused
from notifications.models import Delivery
from people.clock import local_today
from people.models import AuditEntry
from programs.models import Cycle
from tests import factories as make
from tests.mail import deliver_all
from tests.query_counts import assert_cost_stays

WORDS = "I know how to make a slide that nobody has to explain"


@pytest.fixture
def question(cast):
    month = local_today().replace(day=1)
    return ReflectionQuestion.objects.create(
        program=cast.program, month=month, text="What could you share?", asked_at=timezone.now()
    )


def answer(question, person, audience="program", **fields):
    return ReflectionAnswer.objects.create(question=question, author=person, audience=audience, text=WORDS, **fields)


def url_of(question):
    return reverse("reflection_detail", args=[question.pk])


def told(kind):
    return set(Delivery.objects.filter(kind=kind).values_list("recipient__first_name", flat=True))


def test_a_running_program_asks_once_a_month(cast):
    Cycle.objects.filter(pk=cast.cycle.pk).update(state="running")
    with time_machine.travel(dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC), tick=False):
        assert (ask_questions(), ask_questions()) == (1, 0)
    with time_machine.travel(dt.datetime(2026, 12, 20, 9, tzinfo=dt.UTC), tick=False):
        assert ask_questions() == 1, "also where the worker was down on the first days"
    texts = set(ReflectionQuestion.objects.values_list("text", flat=True))
    assert len(texts) == 2
    assert texts <= {str(text) for text in LIBRARY}
    assert told("question_asked") == {"Kavya", "Jack", "Maria", "Helen"}


def test_nobody_is_asked_where_the_program_wants_none_or_is_over(cast):
    Cycle.objects.filter(pk=cast.cycle.pk).update(state="closed")
    assert ask_questions() == 0
    Cycle.objects.filter(pk=cast.cycle.pk).update(state="running")
    ProgramCommunity.objects.create(program=cast.program, asks_questions=False)
    assert ask_questions() == 0
    ProgramCommunity.objects.update(asks_questions=True)
    assert ask_questions() == 1


def test_the_four_standard_ones_come_first_and_then_the_library_and_again(cast):
    began = local_today(cast.program.created_at).replace(day=1)
    months = [began, *months_ahead(began), *months_ahead(months_ahead(began)[-1])]
    asked = [usual_question(cast.program, month) for month in months]
    assert asked[:4] == [str(text) for text in STANDARD]
    assert asked[12] == asked[0]
    assert len(set(asked[:12])) == 12


def test_it_comes_with_the_weekly_mail_and_stops_with_its_month(cast, mailoutbox):
    Cycle.objects.filter(pk=cast.cycle.pk).update(state="running")
    with time_machine.travel(dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC), tick=False):
        ask_questions()
    with time_machine.travel(dt.datetime(2026, 12, 7, 9, tzinfo=dt.UTC), tick=False):
        deliver_all()
    assert not mailoutbox
    assert not Delivery.objects.filter(kind="question_asked", state="sent").exists()


def test_one_chooses_who_reads_before_one_types(cast, sign_in, question):
    html = sign_in(cast.kavya).get(url_of(question)).text
    assert html.index('name="readers"') < html.index('name="text"')
    assert re.search(r"Jack Whitfield\W* and me", html)
    assert 'data-room="2000"' in html


@pytest.mark.parametrize(("readers", "read_by"), [
    ("myself", {"kavya"}),
    ("pair", {"kavya", "jack"}),
    ("program", {"kavya", "jack", "maria", "helen", "priya", "omar", "lena"}),
])  # fmt: skip
def test_it_is_read_by_those_whom_its_author_has_chosen(cast, sign_in, question, readers, read_by):
    chosen = str(cast.pairing.pk) if readers == "pair" else readers
    page = sign_in(cast.kavya).post(url_of(question), {"readers": chosen, "text": WORDS}, follow=True)
    assert "Saved." in page.text
    seen = {name for name, person in cast.people.items() if WORDS in sign_in(person).get(url_of(question)).text}
    assert seen == read_by
    assert told("answer_shared") == ({"Jack"} if readers == "pair" else set())


def test_the_partner_hears_of_it_without_the_words(cast, question, mailoutbox):
    answer_question(question=question, by=cast.kavya, audience="pair", text=WORDS, pairing=cast.pairing)
    deliver_all()
    [mail] = mailoutbox
    assert mail.to == [f"{cast.jack.plain_name} <{cast.jack.email}>"]
    assert "Kavya Nair shares an answer with you" in mail.subject
    assert "slide" not in mail.body


def test_the_partner_hears_nothing_of_what_was_taken_to_oneself_meanwhile(cast, question, mailoutbox):
    answer_question(question=question, by=cast.kavya, audience="pair", text=WORDS, pairing=cast.pairing)
    answer_question(question=question, by=cast.kavya, audience="myself", text=WORDS)
    deliver_all()
    assert not mailoutbox
    assert ReflectionAnswer.objects.get().pairing is None


def test_a_later_partner_reads_nothing_of_what_was_shared_with_an_earlier_one(cast, sign_in, question):
    answer(question, cast.kavya, "pair", pairing=cast.pairing)
    assert WORDS not in sign_in(cast.helen).get(url_of(question)).text


def test_nobody_shares_in_a_pairing_of_others(cast, sign_in, question):
    data = {"readers": str(cast.other_pairing.pk), "text": WORDS}
    page = sign_in(cast.kavya).post(url_of(question), data)
    assert page.status_code == 422
    assert WORDS in page.text
    with pytest.raises(Refused):
        answer_question(question=question, by=cast.kavya, audience="pair", text=WORDS, pairing=cast.other_pairing)


@pytest.mark.parametrize(("field", "value", "error"), [
    ("text", "", "Please fill this in."),
    ("text", "x" * 2001, "at most 2000 characters"),
    ("readers", "everyone", "This choice is not on offer any more."),
])  # fmt: skip
def test_bad_input_gets_a_sentence_and_nothing_is_lost(cast, sign_in, question, field, value, error):
    page = sign_in(cast.kavya).post(url_of(question), {"readers": "myself", "text": WORDS} | {field: value})
    assert page.status_code == 422
    assert error in page.text.replace("2,000", "2000")
    assert field == "text" or WORDS in page.text
    assert not ReflectionAnswer.objects.exists()


def test_changing_it_keeps_one_answer(cast, sign_in, question):
    answer(question, cast.kavya, "myself")
    sign_in(cast.kavya).post(url_of(question), {"readers": "program", "text": "Otherwise"})
    only = ReflectionAnswer.objects.get()
    assert (only.text, only.audience) == ("Otherwise", "program")
    with pytest.raises(IntegrityError), transaction.atomic():
        answer(question, cast.kavya)


def test_a_flood_is_stopped_and_the_words_stay(cast, sign_in, question):
    for month in range(MOST_A_DAY):
        other = ReflectionQuestion.objects.create(program=cast.program, month=dt.date(2020 + month, 1, 1), text="?")
        answer(other, cast.kavya)
    page = sign_in(cast.kavya).post(url_of(question), {"readers": "myself", "text": WORDS})
    assert page.status_code == 422
    assert "send it tomorrow" in page.text
    assert WORDS in page.text


def test_its_author_takes_it_back_and_nobody_else(cast, sign_in, question):
    own = answer(question, cast.kavya)
    url = reverse("answer_take_back", args=[own.pk])
    for person in (cast.jack, cast.priya, cast.omar):
        assert sign_in(person).post(url).status_code == 404
    assert "Taken back. Nothing is left of your answer." in sign_in(cast.kavya).post(url, follow=True).text
    assert not ReflectionAnswer.objects.exists()


def test_who_runs_the_program_reads_and_does_not_answer(cast, sign_in, question):
    assert 'name="readers"' not in sign_in(cast.priya).get(url_of(question)).text
    assert sign_in(cast.noor).get(url_of(question)).status_code == 404
    with pytest.raises(Refused):
        answer_question(question=question, by=cast.priya, audience="myself", text=WORDS)


def test_it_stands_on_the_community_page_and_in_the_list(cast, sign_in, question):
    page = sign_in(cast.kavya).get(reverse("community")).text
    assert "What could you share?" in page
    assert "Answer it, or read what others share" in page
    answer(question, cast.kavya, "myself")
    assert "Your answer, and what others share" in sign_in(cast.kavya).get(reverse("community")).text
    assert "What could you share?" in sign_in(cast.kavya).get(reverse("reflection_list")).text
    assert "Nothing asked yet" in sign_in(cast.noor).get(reverse("reflection_list")).text


def test_the_team_chooses_in_its_own_words_or_from_the_library(cast, sign_in):
    first, second, *_others = months_ahead(local_today())
    client = sign_in(cast.priya)
    for month, data in ((first, {"text": "What would you ask me?"}), (second, {"take": "5"})):
        url = reverse("question_choose", args=[cast.program.pk, month.year, month.month])
        assert client.get(url).status_code == 200
        page = client.post(url, data, follow=True).text
    assert "What would you ask me?" in page
    assert str(LIBRARY[5]) in page
    assert page.count("· chosen") == 2
    assert AuditEntry.objects.filter(act="community.question_chosen", actor=cast.priya).count() == 2


def test_what_has_been_asked_and_far_months_are_not_chosen(cast, sign_in, question):
    for month in (question.month, dt.date(2040, 1, 1)):
        url = reverse("question_choose", args=[cast.program.pk, month.year, month.month])
        assert sign_in(cast.priya).get(url).status_code == 404
        with pytest.raises(Refused):
            choose_question(program=cast.program, month=month, text="Another?")
    for person in (cast.kavya, cast.lena):
        assert sign_in(person).get(reverse("questions_ahead", args=[cast.program.pk])).status_code in (403, 404)


def test_the_community_page_asks_those_who_take_part_and_lets_the_others_read(cast, sign_in, question):
    for person, link in ((cast.kavya, "Answer it, or read what others share"), (cast.lena, "Read what people share")):
        page = sign_in(person).get(reverse("community")).text
        assert re.findall(r"(Answer it, or read what others share|Read what people share)", page) == [link]


def test_what_was_chosen_is_asked(cast):
    Cycle.objects.filter(pk=cast.cycle.pk).update(state="running")
    [month, *_others] = months_ahead(local_today())
    choose_question(program=cast.program, month=month, text="What would you ask me?")
    with time_machine.travel(dt.datetime(month.year, month.month, 2, 9, tzinfo=dt.UTC), tick=False):
        ask_questions()
    assert ReflectionQuestion.objects.asked().get().text == "What would you ask me?"


def test_many_answers_cost_what_one_does(cast, sign_in, question):
    def add():
        pairing = make.PairingFactory(cycle=cast.cycle)
        answer(question, pairing.junior.user)

    assert_cost_stays(sign_in(cast.kavya), url_of(question), add)
