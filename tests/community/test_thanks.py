"""Thanks: who may give them to whom, who reads them, how they are taken back, and that nobody floods anybody."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from community.audiences import people_in
from community.models import Thanks
from community.services import give_thanks, take_back_thanks
from community.services.thanks import MOST_A_DAY
from frame.errors import Refused
from notifications.models import Delivery
from programs.models import Cycle, Participant
from tests import factories as make
from tests.mail import deliver_all
from tests.query_counts import assert_cost_stays

WORDS = {"audience": "program", "reason": "taught", "text": "You showed me what a good prompt looks like."}


def thanks(cast, giver="kavya", receiver="jack", **fields):
    people = {"giver": cast.people[giver], "receiver": cast.people[receiver]}
    return Thanks.objects.create(program=cast.program, **people, **WORDS | fields)


def page_for(sign_in, person):
    return sign_in(person).get(reverse("thanks_list")).text


def form_url(cast, to):
    return reverse("thanks_give", args=[cast.program.pk, to.pk])


def test_somebody_is_thanked_and_hears_of_it_without_the_words(cast, sign_in, mailoutbox):
    answer = sign_in(cast.kavya).post(form_url(cast, cast.helen), WORDS, follow=True)
    assert "Your thanks are on their way to Helen." in answer.text
    deliver_all()
    [mail] = [mail for mail in mailoutbox if mail.to == [f"{cast.helen.plain_name} <{cast.helen.email}>"]]
    assert "Kavya Nair thanks you" in mail.subject
    assert "prompt" not in mail.body
    assert "Kavya Nair thanks you" in page_for(sign_in, cast.helen)


@pytest.mark.parametrize(("audience", "readers"), [
    ("them", {"kavya", "jack"}),
    ("program", {"kavya", "jack", "maria", "helen", "priya", "omar", "lena"}),
])  # fmt: skip
def test_they_are_read_by_those_whom_their_author_has_chosen(cast, sign_in, audience, readers):
    thanks(cast, audience=audience)
    read_by = {name for name, person in cast.people.items() if "a good prompt" in page_for(sign_in, person)}
    assert read_by == readers


def test_the_form_asks_who_reads_it_before_one_types(cast, sign_in):
    html = sign_in(cast.kavya).get(form_url(cast, cast.jack)).text
    assert html.index('name="audience"') < html.index('name="reason"') < html.index('name="text"')
    assert "Those whom you have chosen above, and you" in html
    assert 'data-room="600"' in html


@pytest.mark.parametrize(("field", "value", "error"), [
    ("text", "", "Please fill this in."),
    ("text", "x" * 601, "at most 600 characters"),
    ("reason", "money", "This choice is not on offer any more."),
    ("audience", "everyone", "This choice is not on offer any more."),
])  # fmt: skip
def test_bad_input_gets_a_sentence_and_nothing_is_lost(cast, sign_in, field, value, error):
    answer = sign_in(cast.kavya).post(form_url(cast, cast.jack), WORDS | {field: value})
    assert answer.status_code == 422
    assert error in answer.text
    assert field == "text" or "a good prompt" in answer.text
    assert not Thanks.objects.exists()


def test_thanks_to_oneself_have_a_way_on(cast, sign_in):
    answer = sign_in(cast.kavya).post(form_url(cast, cast.kavya), WORDS, follow=True)
    assert "You cannot thank yourself." in answer.text
    assert answer.redirect_chain[-1][0] == reverse("thanks_choose", args=[cast.program.pk])
    with pytest.raises(Refused):
        give_thanks(program=cast.program, by=cast.kavya, to=cast.kavya, **WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        thanks(cast, receiver="kavya")


def test_a_flood_is_stopped_with_a_sentence_and_the_words_stay(cast, sign_in):
    for _ in range(MOST_A_DAY):
        thanks(cast)
    answer = sign_in(cast.kavya).post(form_url(cast, cast.helen), WORDS)
    assert answer.status_code == 422
    assert "send it tomorrow" in answer.text
    assert "a good prompt" in answer.text
    assert Thanks.objects.count() == MOST_A_DAY


def test_people_outside_the_program_neither_give_nor_get_any(cast, sign_in):
    for person in (cast.noor, cast.priya, cast.omar, cast.sam):
        assert sign_in(person).get(form_url(cast, cast.jack)).status_code == 404
        assert sign_in(cast.kavya).get(form_url(cast, person)).status_code == 404


def test_whoever_gave_them_takes_them_back_for_good(cast, sign_in):
    given = give_thanks(program=cast.program, by=cast.kavya, to=cast.jack, **WORDS)
    answer = sign_in(cast.kavya).post(reverse("thanks_take_back", args=[given.pk]), follow=True)
    assert "Taken back. Nobody reads it here any more." in answer.text
    assert not Thanks.objects.exists()
    assert set(Delivery.objects.filter(subject_id=given.pk).values_list("state", flat=True)) == {"cancelled"}


def test_whoever_got_them_takes_them_from_everybody_elses_eyes(cast, sign_in):
    given = thanks(cast)
    answer = sign_in(cast.jack).post(reverse("thanks_take_back", args=[given.pk]), follow=True)
    assert "Only the two of you read it now." in answer.text
    assert "a good prompt" in page_for(sign_in, cast.kavya)
    assert "a good prompt" not in page_for(sign_in, cast.maria)


def test_nobody_else_takes_them_back(cast, sign_in):
    given = thanks(cast)
    for person in (cast.maria, cast.priya, cast.omar):
        assert sign_in(person).post(reverse("thanks_take_back", args=[given.pk])).status_code == 404
    with pytest.raises(Refused):
        take_back_thanks(thanks=given, by=cast.maria)


def test_one_finds_partners_at_once_and_others_by_name(cast, sign_in):
    client, url = sign_in(cast.kavya), reverse("thanks_choose", args=[cast.program.pk])
    assert "Jack Whitfield" in client.get(url).text
    assert "Helen Brandt" not in client.get(url).text
    assert "Helen Brandt" in client.get(url, {"q": "brandt"}).text
    assert "at least two letters" in client.get(url, {"q": "b"}).text
    assert "Nobody in the program is called" in client.get(url, {"q": "Noor"}).text


def test_somebody_who_leaves_is_not_missing_sooner_than_their_partner_is_told(cast):
    Participant.objects.filter(pk=cast.pairing.junior_id).update(state="withdrawn")
    assert cast.kavya in people_in(cast.program.pk)


def test_whoever_has_finished_takes_part_as_the_program_allows(cast, sign_in):
    thanks(cast)
    Cycle.objects.update(state="closed", alumni_until=timezone.localdate())
    assert "a good prompt" in page_for(sign_in, cast.maria)
    Cycle.objects.update(alumni_until=timezone.localdate() - dt.timedelta(days=1))
    assert "a good prompt" not in page_for(sign_in, cast.maria)
    assert cast.maria not in people_in(cast.program.pk)


def test_older_ones_are_reached_and_their_number_is_nowhere(cast, sign_in):
    for number in range(23):
        thanks(cast, text=f"Word {chr(97 + number)}")
    first = sign_in(cast.jack).get(reverse("thanks_list")).text
    assert 'href="?page=2"' in first
    words = strip_tags(first.partition("<main")[2].partition("</main>")[0])
    assert not re.search(r"\b2[03]\b(?! \w{3} 20)", words), "neither all of them nor those of a page"
    assert "Newer" in sign_in(cast.jack).get(reverse("thanks_list"), {"page": 2}).text


def test_a_long_list_costs_what_a_short_one_does(cast, sign_in):
    def add():
        giver = make.ParticipantFactory(cycle=cast.cycle).user
        Thanks.objects.create(program=cast.program, giver=giver, receiver=cast.jack, **WORDS)

    assert_cost_stays(sign_in(cast.jack), reverse("thanks_list"), add)


def test_taking_back_makes_no_room_for_a_flood(cast, sign_in):
    for _ in range(MOST_A_DAY):
        sent = give_thanks(program=cast.program, by=cast.kavya, to=cast.helen, **WORDS)
        take_back_thanks(thanks=sent, by=cast.kavya)
    answer = sign_in(cast.kavya).post(form_url(cast, cast.helen), WORDS)
    assert answer.status_code == 422
    assert "send it tomorrow" in answer.text
    assert "a good prompt" in answer.text
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        give_thanks(program=cast.program, by=cast.kavya, to=cast.helen, **WORDS)
    give_thanks(program=cast.program, by=cast.jack, to=cast.helen, **WORDS)
