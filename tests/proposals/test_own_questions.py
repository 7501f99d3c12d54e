"""A question of the program's own that counts: from HR's form over enrolment to the score and what explains it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry
from programs.models import Answer, Question
from proposals.matching_words import PARTS
from proposals.models import MatchPolicy, MatchRun
from proposals.own_questions import code_of
from proposals.partner_search import search
from proposals.read_problem import read_problem
from proposals.reading import digest_of
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import policy_of
from tests.proposals.posted import RULES

TEXT = "Which area draws you?"
ASKED = {"text": TEXT, "kind": "choice", "options": "Product\nPeople\nMarkets", "asked": "both", "counts": "alike"}
LIVED = {"is_lived": True, "is_for_partner": False}


def match(cycle, by):
    run = start_run(cycle=cycle, by=by)
    solve_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def make_question(program, **changes):
    values = {"options": ["Product", "People", "Markets"], "kind": "choice", "counts": "alike", "text": TEXT}
    return Question.objects.create(program=program, **values | changes)


def answer(question, may_count=False, **answers):
    for place, text in answers.values():
        Answer.objects.create(participant=place, question=question, text=text, may_count=may_count)


def enrol(sign_in, place, question, chosen):
    url = reverse("enrol", args=[place.cycle.enrolment_token]) + "?edit=1"
    client = sign_in(place.user)
    shown = client.get(url)
    assert "It counts when partners are found." in shown.text
    topics = {f"topic_{choice.topic_id}": choice.rating for choice in place.choices.all()}
    client.post(url, {
        "side": place.side, "capacity": "1", "time_zone": "Europe/Paris", "works_from": "08:00", "works_until": "16:00",
        f"question_{question.pk}": chosen, **topics,
    })  # fmt: skip


def test_hr_asks_two_answer_alike_and_the_proposal_says_so(cast, sign_in, four):
    before = match(four.cycle, cast.priya)
    plain = {(one.junior_id, one.senior_id): one.score for one in before.proposals.all()}
    sign_in(cast.omar).post(reverse("question_create", args=[cast.program.pk]), ASKED)
    question = Question.objects.get(text=TEXT)
    for place, chosen in ((four.ana, "Markets"), (four.max, "Markets"), (four.ben, "People"), (four.lea, "Product")):
        enrol(sign_in, place, question, chosen)
    MatchPolicy.objects.update(weights={"topics": 10, "wishes": 0, code_of(question): 80})
    after = match(four.cycle, cast.priya)
    pair = after.proposals.get(junior=four.ana)
    assert pair.senior == four.max
    part = next(part for part in pair.parts if part["part"] == code_of(question))
    assert part["points"] == part["most"] > 500
    assert pair.score > max(plain.values())
    MatchRun.objects.filter(pk=after.pk).update(kept_at=after.finished_at)
    board = reverse("match_board", args=[cast.program.pk])
    text = sign_in(cast.priya).get(board, {"cycle": four.cycle.pk}).text
    assert TEXT in text
    assert "Both answered: Markets." in text
    assert "The mentor answered: People. The leader answered: Product." in text


@pytest.fixture
def lived(cast, four):
    """Ana and Max have answered alike; Ana alone has agreed that it counts."""
    question = make_question(cast.program, **LIVED)
    answer(question, ana=(four.ana, "Markets"), may_count=True)
    answer(question, max=(four.max, "Markets"))
    return question


def told(run, place):
    return {part["part"]: part for part in run.proposals.get(junior=place).parts}


def test_lived_experience_counts_only_for_those_who_agree(cast, four, lived):
    everything = {"topics": 0, "wishes": 0, code_of(lived): 100}
    MatchPolicy.objects.update(weights=everything)
    reading = read_problem(four.cycle, policy_of(cast.program))
    assert [dict(person.answers) for person in reading.everybody.values() if person.answers] == [
        {code_of(lived): frozenset({"Markets"})}
    ]
    Answer.objects.update(may_count=True)
    run = match(four.cycle, cast.priya)
    assert told(run, four.ana)["in_confidence"]["points"] > 500


def test_no_explanation_names_lived_experience(cast, sign_in, four, lived):
    Answer.objects.update(may_count=True)
    run = match(four.cycle, cast.priya)
    parts = told(run, four.ana)
    assert code_of(lived) not in parts
    assert TEXT not in str(parts)
    assert "Markets" not in str(parts)
    assert sum(part["points"] for part in parts.values()) == run.proposals.get(junior=four.ana).score
    client = sign_in(cast.priya)
    file = client.get(reverse("match_export", args=[cast.program.pk, run.pk, "pairs.csv"]))
    pages = [
        client.get(reverse("match_board", args=[cast.program.pk]), {"cycle": four.cycle.pk}).text,
        client.get(reverse("match_person", args=[cast.program.pk, four.ana.pk]) + f"?other={four.lea.pk}").text,
        b"".join(file.streaming_content).decode(),
    ]
    assert "What people let count in confidence" in pages[0]
    for page in pages:
        assert TEXT not in page
        assert "Markets" not in page


def test_whoever_looks_for_a_partner_learns_nothing_from_the_score(cast, four):
    policy, now = policy_of(cast.program), timezone.now()
    before = [(one.score, one.bars) for one in search(four.ana, policy, now).suggestions]
    question = make_question(cast.program)
    answer(question, ana=(four.ana, "Markets"), max=(four.max, "Markets"), lea=(four.lea, "People"))
    assert [(one.score, one.bars) for one in search(four.ana, policy, now).suggestions] == before


def test_its_weight_stands_beside_the_others_and_is_kept(cast, sign_in, four):
    question = make_question(cast.program)
    client, url = sign_in(cast.priya), reverse("setup_matching", args=[cast.program.pk])
    page = client.get(url)
    name = f"weight_{code_of(question)}"
    assert page.context["form"][name].value() == 10
    assert TEXT in page.text
    client.post(url, {**RULES, name: 35, "version": page.context["form"].initial["version"]})
    assert policy_of(cast.program).weight_of[code_of(question)] == 35
    assert client.get(url).context["form"][name].value() == 35
    assert name in client.get(reverse("match_try", args=[cast.program.pk]), {"cycle": four.cycle.pk}).text


def test_a_version_keeps_counting_as_it_did_when_a_question_comes_later(cast, four):
    run = match(four.cycle, cast.priya)
    question = make_question(cast.program)
    reading = read_problem(four.cycle, MatchPolicy.of_version(run))
    assert reading.most[code_of(question)] == 0
    assert reading.most["topics"] == 500
    assert read_problem(four.cycle, policy_of(cast.program)).most[code_of(question)] == 91


def test_a_question_that_counts_no_more_leaves_its_weight_without_harm(cast, four):
    question = make_question(cast.program)
    MatchPolicy.objects.update(weights={code_of(question): 50})
    Question.objects.update(counts="no")
    assert match(four.cycle, cast.priya).state == "done"


def test_the_fingerprint_does_not_depend_on_the_order_of_options(cast, four):
    question = make_question(cast.program, kind="choices")
    digests = set()
    for text in ("Product\nPeople\nMarkets", "Markets\nProduct\nPeople"):
        Answer.objects.all().delete()
        answer(question, ana=(four.ana, text))
        digests.add(digest_of(read_problem(four.cycle, policy_of(cast.program))))
    assert len(digests) == 1


def ask(client, program, **typed):
    form = {"text": TEXT, "kind": "choice", "options": "Product\nPeople", "asked": "both", "counts": "alike", **typed}
    return client.post(reverse("question_create", args=[program.pk]), form)


def change(client, question, **typed):
    url = reverse("question_edit", args=[question.program_id, question.pk])
    form = client.get(url).context["form"]
    said = {name: form[name].value() for name in ("text", "kind", "asked", "counts", "weight", "version")}
    said |= {"options": "\n".join(question.options), "is_for_partner": "on"}
    return client.post(url, said | typed)


def weight_of(question):
    return policy_of(question.program).weight_of.get(code_of(question))


def test_its_weight_is_set_where_it_is_written(cast, sign_in):
    client = sign_in(cast.priya)
    assert client.get(reverse("question_create", args=[cast.program.pk])).context["form"]["weight"].value() == 10
    ask(client, cast.program, weight="35")
    question = Question.objects.get(text=TEXT)
    assert weight_of(question) == 35
    page = client.get(reverse("setup_matching", args=[cast.program.pk]))
    assert page.context["form"][f"weight_{code_of(question)}"].value() == 35
    assert change(client, question, weight="5").status_code == 302
    assert weight_of(question) == 5
    details = AuditEntry.objects.filter(act="questions.changed").order_by("at").last().details
    assert details == {"what": "edited", "fields": "weight"}


@pytest.mark.parametrize(("typed", "says"), [("101", "100 or less"), ("-1", "0 or more"), ("much", "whole number")])
def test_a_weight_is_a_number_up_to_100(cast, sign_in, typed, says):
    answer = ask(sign_in(cast.priya), cast.program, weight=typed)
    assert (answer.status_code, Question.objects.filter(text=TEXT).exists()) == (422, False)
    assert says in answer.context["form"].errors["weight"][0]


def test_something_must_count(cast, sign_in):
    MatchPolicy.objects.update(weights=dict.fromkeys(PARTS, 0))
    client = sign_in(cast.priya)
    answer = ask(client, cast.program, weight="0")
    assert "more than 0" in answer.context["form"].errors["weight"][0]
    assert not Question.objects.filter(text=TEXT).exists(), "neither half is saved"
    assert ask(client, cast.program, weight="1").status_code == 302


def test_left_empty_or_not_counting_it_stays_as_it_was(cast, sign_in):
    question, client = make_question(cast.program), sign_in(cast.priya)
    change(client, question, weight="30")
    change(client, question, weight="")
    change(client, question, counts="no", weight="70")
    assert weight_of(question) == 30


def test_two_who_weigh_at_once_read_both(cast, sign_in):
    question, client = make_question(cast.program), sign_in(cast.priya)
    opened = client.get(reverse("question_edit", args=[cast.program.pk, question.pk])).context["form"]
    change(sign_in(cast.omar), question, weight="60")
    answer = change(client, question, weight="20", version=opened["version"].value())
    assert (answer.status_code, weight_of(question)) == (409, 60)
    assert "How much it counts" in answer.text
    assert answer.context["rows"] == [{"label": "How much it counts", "mine": "20", "theirs": "60"}]
    again = change(client, question, weight="20", version=answer.context["version"])
    assert (again.status_code, weight_of(question)) == (302, 20)
