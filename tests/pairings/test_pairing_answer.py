"""The page of the question."""

import pytest
from django.urls import reverse

from pairings.models import Consent
from tests import factories as make


@pytest.fixture
def url(asked):
    return reverse("pairing_answer", args=[asked.pk])


def test_the_mentor_sees_who_it_is_and_nothing_of_the_other_side(cast, sign_in, url):
    text = sign_in(cast.kavya).get(url).text
    assert "Helen Brandt is proposed to you" in text
    assert cast.helen.email not in text


@pytest.mark.parametrize("name", ["helen", "jack", "maria", "priya", "omar", "sam", "noor"])
def test_nobody_else_finds_the_question(cast, sign_in, url, name):
    assert sign_in(cast.people[name]).get(url).status_code == 404


def test_the_leaders_assistant_finds_no_question_of_the_leader(cast, sign_in, half):
    cast.helen.assistants.add(cast.sam)
    assert sign_in(cast.sam).get(reverse("pairing_answer", args=[half.pk])).status_code == 404
    assert "Kavya" not in sign_in(cast.sam).get("/pairing/").text.split("You book for")[-1].split("Jack")[0]


def test_a_yes_by_post_twice_is_one_yes(cast, sign_in, url, asked):
    client = sign_in(cast.kavya)
    for _ in range(2):
        assert client.post(url, {"decision": "accepted"}).status_code == 302
    assert Consent.objects.get(pairing=asked).decision == "accepted"


def test_a_no_keeps_its_reason_for_its_author_and_the_team(cast, sign_in, url, asked):
    sign_in(cast.kavya).post(url, {"decision": "declined", "reason": "She is my neighbour"})
    assert "She is my neighbour" in sign_in(cast.kavya).get(asked.url).text
    team = reverse("oversight_detail", args=[asked.pk])
    assert "She is my neighbour" in sign_in(cast.priya).get(team).text
    assert "She is my neighbour" in sign_in(cast.omar).get(team).text
    for name in ("helen", "jack", "lena", "noor", "sam", "igor"):
        assert sign_in(cast.people[name]).get(asked.url).status_code == 404
        assert sign_in(cast.people[name]).get(team).status_code in (403, 404)


def test_a_reason_that_is_too_long_is_kept_and_refused(cast, sign_in, url, asked):
    answer = sign_in(cast.kavya).post(url, {"decision": "declined", "reason": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text
    assert not Consent.objects.exists()


def test_a_refused_yes_says_why(cast, sign_in, url, asked):
    asked.junior.__class__.objects.filter(pk=asked.junior_id).update(capacity=1)
    answer = sign_in(cast.kavya).post(url, {"decision": "accepted"})
    assert answer.status_code == 422
    assert "as many partners as you wished for" in answer.text


def test_the_question_is_gone_once_answered(cast, sign_in, half):
    answer = sign_in(cast.kavya).get(reverse("pairing_answer", args=[half.pk]))
    assert answer.headers["Location"] == half.url
    assert "You said yes" in sign_in(cast.kavya).get(half.url).text


@pytest.mark.parametrize("count", [1, 6])
def test_my_pairings_cost_the_same_however_many(cast, sign_in, django_assert_max_num_queries, count):
    for _ in range(count):
        make.PairingFactory(cycle=cast.cycle, junior=cast.pairing.junior)
    client = sign_in(cast.kavya)
    with django_assert_max_num_queries(12):
        client.get("/pairing/")


def test_an_answer_without_a_decision_is_refused_and_changes_nothing(cast, sign_in, asked):
    answer = sign_in(cast.kavya).post(reverse("pairing_answer", args=[asked.pk]), {"reason": "typed words"})
    assert (answer.status_code, "typed words" in answer.text) == (422, True)
    asked.refresh_from_db()
    assert asked.state == "proposed"
