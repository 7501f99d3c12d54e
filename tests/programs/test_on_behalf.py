"""Somebody of the team answers for a person who is invited; that person confirms or changes it before it counts."""

import pytest
from django.urls import reverse

from notifications.models import Delivery
from people.models import AuditEntry
from programs import services
from programs.models import Participant, Question
from tests import factories as make
from tests.mail import deliver_all, sent_to
from tests.programs.test_enrol import url


@pytest.fixture
def invited(cast, cycle) -> Participant:
    services.invite_people(cycle=cycle, side="senior", user_ids=[cast.jack.pk], by=cast.priya)
    deliver_all()
    return cycle.participants.get(user=cast.jack)


@pytest.fixture
def own_question(cycle) -> Question:
    return Question.objects.create(program=cycle.program, text="What puzzles you?", is_required=True, position=1)


@pytest.fixture
def filled(cycle) -> dict[str, str]:
    return {f"topic_{cycle.program.topics.first().pk}": "5", "capacity": "2"}


def page_of(place, name="participant_enter"):
    return reverse(name, args=[place.cycle.program_id, place.pk])


def enter(client, place, filled):
    return client.post(page_of(place), filled, follow=True)


def test_it_waits_for_the_person_and_counts_for_nothing(cast, sign_in, invited, filled, own_question):
    client = sign_in(cast.omar)
    answer = enter(client, invited, filled)
    assert "Entered for them, not confirmed yet" in answer.text
    invited.refresh_from_db()
    assert (invited.state, invited.entered_by, invited.capacity) == ("invited", cast.omar, 2)
    topics = client.get(reverse("participant_topics", args=[invited.cycle.program_id])).context["charts"][0]
    assert [row[1] for row in topics.rows] in ([], [0, 0])


def test_the_person_reads_who_entered_it_and_confirms_on_one_page(cast, sign_in, invited, filled, mailoutbox):
    enter(sign_in(cast.omar), invited, filled)
    deliver_all()
    mail = sent_to(cast.jack)[-1]
    assert f"{cast.omar.name} has filled in the form for you" in mail.body
    client = sign_in(cast.jack)
    form = client.get(url(invited.cycle)).context["form"]
    assert "has filled this in for you" in client.get(url(invited.cycle)).text
    shown = {field.html_name: field.value() or "" for field in form}
    assert {name: str(shown[name]) for name in filled} == filled
    client.post(url(invited.cycle), shown)
    invited.refresh_from_db()
    assert (invited.state, invited.choices.get().rating, invited.capacity) == ("applied", 5, 2)


def test_nothing_that_is_theirs_to_say_is_asked(cast, sign_in, invited, own_question):
    lived = Question.objects.create(program=invited.cycle.program, text="Have you lived it?", is_lived=True)
    form = sign_in(cast.priya).get(page_of(invited)).context["form"]
    assert set(form.fields) == {
        "asked", "capacity", f"question_{own_question.pk}",
        *(f"topic_{topic.pk}" for topic in invited.cycle.program.topics.all()),
    }  # fmt: skip
    assert f"question_{lived.pk}" not in form.fields


def test_it_can_be_taken_back(cast, sign_in, invited, filled):
    client = sign_in(cast.priya)
    enter(client, invited, filled)
    client.post(page_of(invited, "participant_clear"))
    invited.refresh_from_db()
    assert (invited.is_entered, invited.choices.count(), invited.state) == (False, 0, "invited")
    acts = AuditEntry.objects.filter(person=cast.jack, act__in=["participant.entered", "participant.cleared"])
    assert set(acts.values_list("act", "actor")) == {
        ("participant.entered", cast.priya.pk), ("participant.cleared", cast.priya.pk),
    }  # fmt: skip


def test_whoever_has_answered_is_not_overwritten(cast, sign_in, invited, filled):
    Participant.objects.filter(pk=invited.pk).update(state="applied", capacity=1)
    assert "their own by now" in enter(sign_in(cast.priya), invited, filled).text
    invited.refresh_from_db()
    assert (invited.entered_by, invited.capacity) == (None, 1)
    assert not services.discard_entered(participant=invited, by=cast.priya)


def test_a_topic_is_needed_and_the_rest_kept(cast, sign_in, invited, own_question):
    answer = enter(sign_in(cast.priya), invited, {f"question_{own_question.pk}": "Why so?", "capacity": "1"})
    assert answer.status_code == 422
    assert "Rate at least one topic" in answer.text
    assert "Why so?" in answer.text


def test_an_invitation_that_has_not_gone_out_says_it_in_one_message(cast, sign_in, cycle, filled, mailoutbox):
    services.invite_people(cycle=cycle, side="senior", user_ids=[cast.jack.pk], by=cast.priya)
    enter(sign_in(cast.omar), cycle.participants.get(user=cast.jack), filled)
    deliver_all()
    assert len(sent_to(cast.jack)) == 1
    assert Delivery.objects.filter(recipient=cast.jack, kind="invitation", state="cancelled").exists()


@pytest.mark.parametrize(("who", "status"), [("noor", 403), ("jack", 403), ("lena", 403)])
def test_others_may_not(who, status, cast, sign_in, invited, filled):
    assert enter(sign_in(cast.people[who]), invited, filled).status_code == status


def test_nor_whoever_is_close_to_them(cast, sign_in, invited, filled):
    cast.priya.manager = cast.omar
    cast.priya.save()
    invited.user.manager = cast.priya
    invited.user.save()
    assert "too close" in enter(sign_in(cast.priya), invited, filled).text
    assert not invited.choices.exists()


def test_another_programs_place_is_not_found(cast, sign_in, foreign, filled):
    place = make.ParticipantFactory(cycle=foreign.cycles.get(), state="invited")
    assert sign_in(cast.priya).get(page_of(place)).status_code == 404
