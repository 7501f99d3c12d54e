"""The review form and the rounds of a program, as those who use them meet them."""

import datetime as dt

import pytest
from django.urls import reverse

from sessions.models import Ballot, ChangeWish, ReviewRound
from sessions.reviews.casting import is_cast
from sessions.reviews.questions import BEFORE, NOW
from sessions.reviews.services import answer_review, answers_so_far, close_round, open_round, wish_so_far

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def ballot(cast):
    opened = open_round(cycle=cast.cycle, today=TODAY)
    return Ballot.objects.select_related("round").get(round=opened, user=cast.kavya)


@pytest.fixture
def url(ballot):
    return reverse("review_answer", args=[ballot.pk])


def test_confidentiality_is_stated_before_the_first_question(cast, sign_in, url):
    page = sign_in(cast.kavya).get(url).content.decode()
    assert page.index("Nobody sees your answers") < page.index(f'name="{BEFORE}"')
    assert "at least 5" in page[: page.index(f'name="{BEFORE}"')]


def test_somebody_elses_review_does_not_exist(cast, sign_in, url):
    for person in (cast.jack, cast.priya, cast.omar, cast.lena, cast.noor):
        assert sign_in(person).get(url).status_code == 404


def test_each_topic_is_kept_when_one_goes_on(cast, sign_in, url, ballot):
    response = sign_in(cast.kavya).post(f"{url}?step=confidence", {BEFORE: 2, NOW: 4})
    assert response.headers["Location"] == f"{url}?step=benefits"
    assert answers_so_far(ballot) == {BEFORE: 2, NOW: 4}


def test_going_back_shows_what_was_answered(cast, sign_in, url):
    client = sign_in(cast.kavya)
    client.post(f"{url}?step=confidence", {BEFORE: 2, NOW: 4})
    form = client.get(f"{url}?step=confidence").context["form"]
    assert form[NOW].value() == 4


def test_stepping_back_keeps_what_was_answered(cast, sign_in, url, ballot):
    client = sign_in(cast.kavya)
    response = client.post(f"{url}?step=safety", {"objectives": 3, "back": 1})
    assert response.headers["Location"] == f"{url}?step=benefits"
    assert answers_so_far(ballot) == {"objectives": 3}


def test_stepping_back_does_not_lose_a_text_that_is_too_long(cast, sign_in, url):
    response = sign_in(cast.kavya).post(f"{url}?step=comment", {"comment": "x" * 2001, "back": 1})
    assert response.status_code == 422
    assert response.context["form"]["comment"].value() == "x" * 2001


def test_a_missing_answer_is_asked_for_and_the_other_kept(cast, sign_in, url):
    response = sign_in(cast.kavya).post(f"{url}?step=confidence", {BEFORE: 2})
    assert response.status_code == 422
    assert NOW in response.context["form"].errors
    assert response.context["form"][BEFORE].value() == "2"


def test_sending_with_a_question_open_leads_to_it(cast, sign_in, url, ballot):
    response = sign_in(cast.kavya).post(f"{url}?step=next", {"wish": "continue"})
    assert response.headers["Location"] == f"{url}?step=confidence"
    ballot.refresh_from_db()
    assert not is_cast(ballot)


def test_sending_it_all_casts_the_ballot_once(cast, sign_in, url, ballot):
    client = sign_in(cast.kavya)
    client.post(f"{url}?step=confidence", {BEFORE: 2, NOW: 4})
    client.post(f"{url}?step=safety", {"safety": 5})
    for _ in range(2):
        assert client.post(f"{url}?step=next", {"wish": "swap"}).headers["Location"] == reverse("review_list")
    ballot.refresh_from_db()
    assert is_cast(ballot)
    assert wish_so_far(ballot) == "swap"


def test_a_closed_review_says_so_and_changes_nothing(cast, sign_in, url, ballot):
    close_round(review_round=ballot.round)
    response = sign_in(cast.kavya).post(f"{url}?step=next", {"wish": "swap"})
    assert "This review has closed" in response.content.decode()
    assert not ChangeWish.objects.exists()


def test_a_coordinator_opens_a_round_after_a_check_page(cast, sign_in):
    client = sign_in(cast.priya)
    url = reverse("round_open", args=[cast.program.pk])
    assert "Open the round" in client.get(url).content.decode()
    assert not ReviewRound.objects.exists()
    client.post(url)
    assert ReviewRound.objects.get().is_open


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "sam", "noor", "igor"])
def test_nobody_else_runs_rounds(cast, sign_in, name):
    client = sign_in(cast.people[name])
    assert client.get(reverse("program_reviews", args=[cast.program.pk])).status_code == 403
    assert client.post(reverse("round_open", args=[cast.program.pk])).status_code == 403
    assert not ReviewRound.objects.exists()


def test_closing_asks_first(cast, sign_in, ballot):
    client = sign_in(cast.omar)
    url = reverse("round_close", args=[ballot.round_id])
    client.get(url)
    assert ReviewRound.objects.open().exists()
    client.post(url)
    assert not ReviewRound.objects.open().exists()


def test_the_rounds_page_names_nobody_who_was_asked(cast, sign_in, ballot):
    page = sign_in(cast.priya).get(reverse("program_reviews", args=[cast.program.pk])).content.decode()
    assert "Round 1" in page
    assert not any(person.last_name in page for person in (cast.kavya, cast.jack, cast.maria, cast.helen))


@pytest.fixture
def wished(cast, ballot):
    """Kavya would like another partner and Jack to go on; Maria would like to stop, Helen says nothing."""
    for person, wish in ((cast.kavya, "swap"), (cast.jack, "continue"), (cast.maria, "stop")):
        theirs = Ballot.objects.select_related("round").get(round=ballot.round, user=person)
        answer_review(ballot=theirs, answers={BEFORE: 2, NOW: 4, "safety": 5}, wish=wish)


def wishes_read_by(client, cast):
    number = client.get(reverse("program_reviews", args=[cast.program.pk])).context["wishes"] or 0
    listed = client.get(reverse("change_wish_list", args=[cast.program.pk])).context["page"]
    assert len(listed) == number
    return [(choice.user, choice.wish) for choice in listed]


def test_the_program_team_reads_who_would_like_a_change_once_the_round_has_closed(cast, sign_in, ballot, wished):
    client = sign_in(cast.priya)
    assert wishes_read_by(client, cast) == []
    close_round(review_round=ballot.round)
    assert wishes_read_by(client, cast) == [(cast.kavya, "swap"), (cast.maria, "stop")]


def test_a_party_of_a_pair_does_not_read_its_wishes(cast, sign_in, ballot, wished):
    cast.maria.manager = cast.priya
    cast.maria.save()
    close_round(review_round=ballot.round)
    assert wishes_read_by(sign_in(cast.priya), cast) == [(cast.kavya, "swap")]
    assert wishes_read_by(sign_in(cast.omar), cast) == [(cast.kavya, "swap"), (cast.maria, "stop")]
