"""Enrolment as the person who takes part meets it."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Organization
from people.models.organization import HOME_ZONE
from programs.models import Answer, Cycle, Participant, Program, Question, TopicChoice
from tests import factories as make


def url(cycle, name="enrol"):
    return reverse(name, args=[cycle.enrolment_token])


@pytest.fixture
def question(cycle):
    return Question.objects.create(program=cycle.program, text="What can you share?", asked="junior", is_required=True)


@pytest.fixture
def form(cycle, question):
    """A mentor's form, filled in."""
    prompts = cycle.program.topics.first()
    return {
        "side": "junior", f"topic_{prompts.pk}": "4", f"question_{question.pk}": "Weekly reports", "capacity": "2",
        "time_zone": "Europe/Paris", "works_from": "08:00", "works_until": "16:00", "languages": "German, English",
        "wish_1": "helen@example.com", "wish_2": "Jack Whitfield",
    }  # fmt: skip


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.noor)


def test_who_has_no_time_zone_yet_is_offered_the_organisations(client, cast, cycle):
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Kolkata"})
    cache.delete(HOME_ZONE)  # as the page of the settings does
    type(cast.noor).objects.filter(pk=cast.noor.pk).update(time_zone="")
    assert client.get(f"{url(cycle)}?side=junior").context["form"]["time_zone"].value() == "Asia/Kolkata"


def invite(cycle, user, side="junior"):
    return make.ParticipantFactory(cycle=cycle, user=user, side=side, state="invited", invited_at=cycle.created_at)


def test_by_the_link_one_picks_a_side_first(client, cycle):
    page = client.get(url(cycle))
    assert "As a mentor" in page.text
    assert "form" not in page.context


def test_the_whole_form_is_kept(client, cycle, form, cast, question):
    answer = client.post(url(cycle), form)
    assert answer.url == url(cycle, "enrolment_status")
    place = cycle.participants.get(user=cast.noor)
    assert (place.state, place.side, place.capacity) == ("applied", "junior", 2)
    assert [(choice.topic.name, choice.rating) for choice in place.choices.all()] == [("Prompts", 4)]
    assert place.answers.get().text == "Weekly reports"
    assert [wish.wanted for wish in place.wishes.all()] == [cast.helen, cast.jack]
    cast.noor.refresh_from_db()
    assert (cast.noor.time_zone, cast.noor.works_from, cast.noor.spoken_languages) == (
        "Europe/Paris", dt.time(8), ["de", "en"],
    )  # fmt: skip


def test_sending_twice_changes_nothing(client, cycle, form):
    for _n in range(2):
        client.post(url(cycle), form)
    assert (Participant.objects.filter(cycle=cycle).count(), TopicChoice.objects.count(), Answer.objects.count()) == (
        1,
        1,
        1,
    )


def test_the_invited_keep_the_side_they_were_given(client, cycle, form, cast):
    invite(cycle, cast.noor, side="senior")
    client.post(url(cycle), form | {"side": "junior"})
    assert cycle.participants.get(user=cast.noor).side == "senior"


def test_each_side_has_its_questions(client, cycle, question):
    assert question.text in client.get(url(cycle) + "?side=junior").text
    assert question.text not in client.get(url(cycle) + "?side=senior").text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("works_until", "07:00", "later than the start"),
        ("time_zone", "Mars/Base", "Choose one of the list"),
        ("capacity", "9", "Choose one of the list"),
        ("languages", "Klingon", "Klingon"),
        ("wish_1", "noor@example.com", "This is you"),
        ("wish_2", "Noor Aziz", "This is you"),
    ],
)
def test_bad_input_is_explained_and_the_rest_kept(field, value, says, client, cycle, form):
    answer = client.post(url(cycle), form | {field: value})
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert "Weekly reports" in answer.text
    assert not cycle.participants.exists()


def test_a_needed_answer_and_one_topic_are_asked_for(client, cycle, form, question):
    topic = f"topic_{cycle.program.topics.first().pk}"
    answer = client.post(url(cycle), form | {f"question_{question.pk}": " ", topic: ""})
    assert set(answer.context["form"].errors) == {f"question_{question.pk}", topic}


def wish_for(client, cycle, form, text):
    """What the pages say to who wishes for somebody, but for the text itself and what is drawn by lot."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(url(cycle), form | {"wish_1": text, "wish_2": ""}, follow=True)
    pages = [answer.text, *(client.get(page).text for page in (url(cycle, "enrolment_status"), f"{url(cycle)}?edit=1"))]
    plain = [re.sub(r'"[A-Za-z0-9]{32,}"|[0-9a-f-]{36}', "", page.replace(text, "WISH")) for page in pages]
    return answer.redirect_chain, plain, len(queries)


@pytest.mark.parametrize("known", ["lena@example.com", "Lena Fischer", "jack@example.com", "Ann Lee", "Gone Away"])
def test_a_wish_does_not_say_whether_somebody_is_in_the_roster(client, cycle, form, cast, known):
    """Noor can look nobody up; a name that two have and one who has left are answered in the same way."""
    make.UserFactory.create_batch(2, first_name="Ann", last_name="Lee")
    make.UserFactory(first_name="Gone", last_name="Away", is_active=False)
    for stranger in ("first@example.com", "second@example.com"):
        wish_for(client, cycle, form, stranger)
    nobody = "stranger@example.com" if "@" in known else "Stran Ger"
    assert wish_for(client, cycle, form, known) == wish_for(client, cycle, form, nobody)


def test_a_wish_is_shown_as_it_was_written(client, cycle, form):
    page = client.post(url(cycle), form | {"wish_2": "nobody@example.com"}, follow=True).text
    assert "<li>helen@example.com</li><li>nobody@example.com</li>" in page
    assert "Brandt" not in page
    assert 'value="nobody@example.com"' in client.get(f"{url(cycle)}?edit=1").text


def test_a_wish_for_somebody_who_takes_part_later_counts_from_then_on(client, cycle, form, cast, sign_in):
    client.post(url(cycle), form | {"wish_1": "new@example.com", "wish_2": "New Comer", "wish_3": "Ann Lee"})
    make.UserFactory(first_name="Ann", last_name="Lee")
    newcomer = make.UserFactory(email="new@example.com", first_name="New", last_name="Comer")
    sign_in(newcomer).post(url(cycle), form | {"side": "senior"})
    wishes = cycle.participants.get(user=cast.noor).wishes.values_list("named", "wanted")
    assert list(wishes) == [("new@example.com", newcomer.pk), ("New Comer", None), ("Ann Lee", None)]


def test_every_text_says_who_reads_it(client, cycle, question):
    form = client.get(url(cycle) + "?side=junior").context["form"]
    assert all(field.audience for field in form if field.widget_type in ("text", "textarea"))


def test_a_private_question_promises_the_team_only(client, cycle, question):
    question.is_for_partner = False
    question.save()
    form = client.get(url(cycle) + "?side=junior").context["form"]
    assert form[f"question_{question.pk}"].audience == "The program team"


def test_answers_can_be_changed_until_one_is_paired(client, cycle, form, cast):
    client.post(url(cycle), form)
    Cycle.objects.filter(pk=cycle.pk).update(state="matching")
    Participant.objects.filter(user=cast.noor, cycle=cycle).update(state="approved")
    topics = list(cycle.program.topics.all())
    client.post(url(cycle), form | {f"topic_{topics[0].pk}": "", f"topic_{topics[1].pk}": "5"})
    place = cycle.participants.get(user=cast.noor)
    assert [choice.topic for choice in place.choices.all()] == [topics[1]]
    assert place.state == "approved"


def test_in_a_pairing_they_are_fixed(client, cycle, form, cast):
    client.post(url(cycle), form)
    Participant.objects.filter(user=cast.noor, cycle=cycle).update(state="active")
    answer = client.post(url(cycle), form | {"capacity": "5"})
    assert "Enrolment is closed" in answer.text
    assert cycle.participants.get(user=cast.noor).capacity == 2


def test_after_the_last_day_it_is_closed(client, cycle, form):
    cycle.enrol_until -= dt.timedelta(days=10)
    cycle.save()
    with time_machine.travel(dt.datetime.combine(cycle.enrol_until, dt.time(23), dt.UTC)):
        assert "As a mentor" in client.get(url(cycle)).text
    with time_machine.travel(dt.datetime.combine(cycle.enrol_until + dt.timedelta(days=1), dt.time(1), dt.UTC)):
        answer = client.post(url(cycle), form)
        assert "Enrolment is closed" in answer.text
        assert "Weekly reports" in answer.text
    assert not cycle.participants.exists()


def test_a_draft_says_that_it_has_not_opened(client, cycle):
    Program.objects.filter(pk=cycle.program_id).update(state="draft")
    assert "has not opened yet" in client.get(url(cycle)).text


def test_an_unknown_link_does_not_exist(client, cycle):
    assert client.get("/enrol/nonsense/").status_code == 404


def test_no_is_final_until_one_comes_back_oneself(client, cycle, form, cast):
    place = invite(cycle, cast.noor)
    assert client.get(url(cycle, "enrolment_decline")).status_code == 200
    for _n in range(2):
        client.post(url(cycle, "enrolment_decline"))
    place.refresh_from_db()
    assert (place.state, place.decided_by) == ("declined", cast.noor)
    client.post(url(cycle), form)
    place.refresh_from_db()
    assert place.state == "applied"


def test_whoever_the_team_declined_cannot_come_back_by_the_link(client, cycle, form, cast):
    place = make.ParticipantFactory(cycle=cycle, user=cast.noor, state="declined", decided_by=cast.priya)
    client.post(url(cycle), form)
    place.refresh_from_db()
    assert place.state == "declined"


def test_withdrawing(client, cycle, form, cast):
    client.post(url(cycle), form)
    client.post(url(cycle, "enrolment_withdraw"))
    assert cycle.participants.get(user=cast.noor).state == "withdrawn"


def test_from_a_pairing_one_leaves_on_its_page(client, cycle, cast):
    place = make.ParticipantFactory(cycle=cycle, user=cast.noor, state="active")
    assert "You are in a pairing" in client.post(url(cycle, "enrolment_withdraw"), follow=True).text
    place.refresh_from_db()
    assert place.state == "active"


def test_the_status_page_shows_ones_own_answers_only(client, cycle, form, cast, question):
    other = make.ParticipantFactory(cycle=cycle, state="applied", applied_at=cycle.created_at)
    Answer.objects.create(participant=other, question=question, text="canary-other")
    client.post(url(cycle), form)
    page = client.get(url(cycle, "enrolment_status"))
    assert "Weekly reports" in page.text
    assert "canary-other" not in page.text
    assert "The program team looks at your enrolment." in page.text


def test_strangers_sign_in_first(cycle, db):
    from django.test import Client

    assert "/account/login/" in Client().get(url(cycle)).url


def test_people_without_a_place_cannot_decline_or_withdraw(client, cycle, sign_in, cast):
    assert client.post(url(cycle, "enrolment_decline")).status_code == 403
    assert sign_in(cast.kavya).post(url(cycle, "enrolment_withdraw")).status_code == 404


@pytest.mark.parametrize("what", ["question", "topic"])
def test_no_answer_lands_under_words_that_were_not_read(client, cycle, form, question, what):
    """The team rewords something while Noor is writing: she is shown it, with all that she has typed."""
    read = client.get(f"{url(cycle)}?side=junior").context["form"]["asked"].value()
    if what == "question":
        Question.objects.filter(pk=question.pk).update(text="Whom would you dismiss?")
    else:
        cycle.program.topics.filter(pk=cycle.program.topics.first().pk).update(name="Restructuring")
    answer = client.post(url(cycle), form | {"asked": read})
    assert answer.status_code == 422
    assert "has changed a question, a topic or the terms" in answer.text
    assert "Weekly reports" in answer.text
    assert not Answer.objects.exists()
    again = client.post(url(cycle), form | {"asked": answer.context["form"]["asked"].value()})
    assert again.status_code == 302
    assert Answer.objects.get().text == "Weekly reports"


def test_whoever_has_a_partner_is_led_from_their_enrolment_to_their_pairing(cast, sign_in):
    for state, is_led in (("approved", False), ("active", True)):
        Participant.objects.filter(cycle=cast.cycle, user=cast.kavya).update(state=state)
        page = sign_in(cast.kavya).get(url(cast.cycle, "enrolment_status")).text.partition("<main")[2]
        assert (f'href="{reverse("pairing_list")}"' in page) is is_led
