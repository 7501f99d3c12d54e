"""Jack leads, and is HR admin or coordinator as well: of his own mentor's place he reads what he has been told."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from pairings import services
from pairings.services.messages import next_batch
from people.models import Role, User
from programs.models import Participant, TopicChoice
from programs.services import withdraw_participant
from tests import factories as make


def plain(text):
    """The words of a page's main part."""
    return " ".join(re.sub(r"<[^>]+>", " ", text.partition("<main")[2]).split())


@pytest.fixture(params=["hr", "coordinator"])
def jack(request, clock, cast, sign_in):
    """Jack, signed in, in either role of the team."""
    if request.param == "hr":
        make.RoleGrantFactory(user=cast.jack, role=Role.HR_ADMIN)
    else:
        make.CoordinatorFactory(program=cast.program, user=cast.jack)
    TopicChoice.objects.create(participant=cast.pairing.junior, topic=cast.topic, rating=5)
    cast.cycle.participants.update(state="active", applied_at=timezone.now())
    return sign_in(cast.jack)


def pages(cast):
    """Every page on which a place, or a number of places, could tell that somebody has left."""
    own, kavya = [cast.program.pk], cast.pairing.junior_id
    people = reverse("participant_list", args=own)
    decide = reverse("participants_decide", args=[*own, "waitlist"])
    return [
        people,
        *(f"{people}?{query}" for query in (
            "state=withdrawn", "state=active", "sort=state", "sort=-state", "sort=topics", "sort=capacity",
            f"topic={cast.topic.pk}",
        )),
        reverse("participant_detail", args=[*own, kavya]),
        reverse("participant_topics", args=own),
        reverse("program_detail", args=own),
        reverse("program_list"),
        f"/programs/{cast.program.pk}/health/",
        f"{decide}?who={kavya}",
        f"{decide}?all=1&state=active",
        f"{reverse('invite_check', args=own)}?side=junior&who={cast.kavya.pk}",
        reverse("invite", args=own),
        f"{reverse('participant_replace', args=[*own, cast.other_pairing.junior_id])}?q=Kavya",
    ]  # fmt: skip


def read(client, cast):
    cache.clear()
    return {url: plain(client.get(url, follow=True).text) for url in pages(cast)}


@pytest.mark.parametrize("state", ["running", "enrolling"])
def test_until_the_batch_no_page_shows_that_the_mentor_has_left(jack, cast, state):
    type(cast.cycle).objects.filter(pk=cast.cycle.pk).update(state=state)
    before = read(jack, cast)
    withdraw_participant(participant=cast.pairing.junior, by=cast.kavya)
    after = read(jack, cast)
    assert {url: text for url, text in after.items() if text != before[url]} == {}


@pytest.mark.parametrize("who", ["kavya", "priya"])
def test_afterwards_nothing_says_whether_it_was_the_mentor_who_left(jack, cast, clock, who):
    """Kavya leaves, or Priya ends the pair: with the batch he reads the same."""
    if who == "kavya":
        withdraw_participant(participant=cast.pairing.junior, by=cast.kavya)
    else:
        services.end_pairing(pairing=cast.pairing, by=cast.priya)
    clock.move_to(next_batch(timezone.now()))
    services.tell_changes()
    text = read(jack, cast)
    for url in (pages(cast)[0], reverse("participant_detail", args=[cast.program.pk, cast.pairing.junior_id])):
        assert not re.search(r"Kavya Nair[\w ]{0,40}(Withdrawn|Approved)", text[url])
    assert "Withdrawn 1" not in text[pages(cast)[0]]
    assert "Approved 2" not in text[pages(cast)[0]]


def test_the_filter_by_topic_leaves_out_the_mentor_whose_answers_are_not_shown(jack, cast):
    url = reverse("participant_list", args=[cast.program.pk])
    assert "Kavya" not in plain(jack.get(url, {"topic": cast.topic.pk}).text)
    assert "Kavya Nair Social media associate Mentor In a pairing" in plain(jack.get(url).text)


def test_nothing_can_be_tried_out_on_the_mentors_place(jack, cast):
    """Kavya is free again, or has left; Jack posts what the pages do not offer him."""
    Participant.objects.filter(pk=cast.pairing.junior_id).update(state="approved")
    url = reverse("participants_decide", args=[cast.program.pk, "waitlist"])
    jack.post(f"{url}?who={cast.pairing.junior_id}", {"who": cast.pairing.junior_id})
    assert Participant.objects.get(pk=cast.pairing.junior_id).state == "approved"
    Participant.objects.filter(pk=cast.pairing.junior_id).update(state="withdrawn")
    url = reverse("participant_replace", args=[cast.program.pk, cast.other_pairing.junior_id])
    text = jack.post(url, {"person": cast.kavya.pk}, follow=True).text
    assert "has a place in this cycle already" in text
    assert Participant.objects.get(pk=cast.pairing.junior_id).state == "withdrawn"


def test_a_manager_reads_that_somebody_has_applied_and_not_that_they_left(clock, cast, sign_in):
    """Priya looks after Noor, who is paired with nobody."""
    User.objects.filter(pk=cast.noor.pk).update(manager=cast.priya)
    place = make.ParticipantFactory(cycle=cast.cycle, user=cast.noor, side="junior", state="applied")
    url, client = reverse("participant_list", args=[cast.program.pk]), sign_in(cast.priya)
    assert "Noor Aziz Engineer Mentor To be approved" in plain(client.get(url).text)
    Participant.objects.filter(pk=place.pk).update(state="approved")
    before = plain(client.get(url).text)
    assert "Noor Aziz Engineer Mentor Not shown to you" in before
    withdraw_participant(participant=place, by=cast.noor)
    assert plain(client.get(url).text) == before


def test_colleagues_on_the_team_read_it_at_once(clock, cast, sign_in):
    withdraw_participant(participant=cast.pairing.junior, by=cast.kavya)
    text = plain(sign_in(cast.priya).get(reverse("participant_list", args=[cast.program.pk])).text)
    assert "Withdrawn 1" in text
    assert "Kavya Nair Social media associate Mentor Withdrawn" in text
