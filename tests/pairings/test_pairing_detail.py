"""The page of the two: what each may see of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pairings import services
from pairings.models import Objective, Pairing
from pairings.services.messages import next_batch
from programs.models import Answer, Question, TopicChoice
from sessions.models import ActionItem, Insight, SessionLog, Win
from tests import factories as make
from tests.batches import pass_batch


def page(pairing):
    return reverse("pairing_detail", args=[pairing.pk])


@pytest.fixture
def aim(cast):
    return Objective.objects.create(pairing=cast.pairing, title="Post once a week", measure="Twelve posts")


@pytest.mark.parametrize(("name", "partner"), [("kavya", "Jack Whitfield"), ("jack", "Kavya Nair")])
def test_each_of_the_two_reads_about_the_other_and_their_objectives(cast, sign_in, aim, name, partner):
    text = sign_in(cast.people[name]).get(page(cast.pairing)).text
    assert f">{partner}</h1>" in text.replace("\n", "")
    assert "Post once a week" in text


def test_the_leaders_assistant_reads_names_and_no_content(cast, sign_in, aim):
    text = sign_in(cast.sam).get(page(cast.pairing)).text
    assert "Kavya Nair" in text
    assert "Post once a week" not in text
    assert "Agreement" not in text


@pytest.mark.parametrize("how", ["the mentor steps back", "the leader withdraws"])
def test_an_assistant_sees_an_ending_before_the_opening_no_sooner_than_the_leader_is_told(
    clock, cast, sign_in, preparing, how
):
    cast.helen.assistants.add(cast.sam)
    if how == "the mentor steps back":
        services.leave_pairing(pairing=preparing, by=cast.kavya, wish="partner", reason="Too far")
    else:
        services.withdraw_pairings(pairings=[preparing], by=None)
    pairing = Pairing.objects.get(pk=preparing.pk)
    client, pages = sign_in(cast.sam), (reverse("pairing_list"), page(pairing), "/")
    clock.move_to(next_batch(timezone.now()) - dt.timedelta(minutes=1))
    listed, detail, home = (client.get(url).text for url in pages)
    assert [pairing.url in text for text in (listed, home)] == [True, True]
    assert ["Preparing" in text for text in (listed, detail)] == [True, True]
    assert "Ended" not in listed + detail
    pass_batch(clock)
    assert [pairing.url in client.get(url).text for url in (pages[0], "/")] == [False, False]
    assert client.get(pages[1]).status_code == 404


@pytest.mark.parametrize("name", ["maria", "helen", "priya", "omar", "lena", "noor", "igor"])
def test_everyone_else_finds_nothing(cast, sign_in, name):
    assert sign_in(cast.people[name]).get(page(cast.pairing)).status_code == 404


def test_the_partner_reads_published_answers_only(cast, sign_in):
    shown = Question.objects.create(program=cast.program, text="What can you share?", is_for_partner=True)
    kept = Question.objects.create(program=cast.program, text="What worries you?", is_for_partner=False)
    Answer.objects.create(participant=cast.pairing.junior, question=shown, text="Short films")
    Answer.objects.create(participant=cast.pairing.junior, question=kept, text="His temper")
    text = sign_in(cast.jack).get(page(cast.pairing)).text
    assert "Short films" in text
    assert "His temper" not in text


def test_topics_come_before_answers_the_best_known_first(cast, sign_in):
    for name, rating in (("Posts", 2), ("Films", 5)):
        topic = make.TopicFactory(program=cast.program, name=name)
        TopicChoice.objects.create(participant=cast.pairing.junior, topic=topic, rating=rating)
    for position, text in ((2, "Second"), (1, "First")):
        asked = Question.objects.create(program=cast.program, text=text, is_for_partner=True, position=position)
        Answer.objects.create(participant=cast.pairing.junior, question=asked, text=f"{text} answer")
    text = sign_in(cast.jack).get(page(cast.pairing)).text
    shown = [text.index(words) for words in ("Films", "Posts", "First answer", "Second answer")]
    assert shown == sorted(shown)


def fill(pairing):
    """Something in every section, three times."""
    for n in range(3):
        Objective.objects.create(pairing=pairing, title=f"Aim {n}")
        meeting = make.MeetingFactory(
            pairing=pairing, state="held", starts_at=timezone.now() - dt.timedelta(days=n + 1)
        )
        SessionLog.objects.create(meeting=meeting, author=pairing.junior.user, learned="Words")
        Win.objects.create(pairing=pairing, meeting=meeting, author=pairing.senior.user, text="A win")
        ActionItem.objects.create(pairing=pairing, meeting=meeting, text=f"Item {n}", owner="junior")
        Insight.objects.create(pairing=pairing, author=pairing.junior.user, text=f"Insight {n}")
        make.MeetingFactory(pairing=pairing, starts_at=timezone.now() + dt.timedelta(days=n + 1))


@pytest.mark.parametrize("state", ["preparing", "active", "paused", "closing", "completed", "ended"])
@pytest.mark.parametrize("name", ["kavya", "jack"])
def test_the_page_costs_fourteen_queries_whatever_is_on_it(cast, sign_in, django_assert_max_num_queries, name, state):
    fill(cast.pairing)
    Pairing.objects.filter(pk=cast.pairing.pk).update(state=state, outcome_at=timezone.now())
    client = sign_in(cast.people[name])
    with django_assert_max_num_queries(14):
        assert client.get(page(cast.pairing)).status_code == 200
