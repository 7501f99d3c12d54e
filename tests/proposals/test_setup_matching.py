"""Rules and weights, with the number of people who could take part under them."""

import pytest
from django.urls import reverse

from people.models import User
from proposals.eligible_counts import preview_pools
from proposals.models import MatchPolicy
from tests.markup import in_one_line
from tests.proposals.posted import RULES


@pytest.fixture
def url(cast):
    return reverse("setup_matching", args=[cast.program.pk])


def version(client, url):
    return client.get(url).context["form"].initial["version"]


def test_it_shows_every_rule_with_its_reason_and_the_count(cast, sign_in, url):
    text = in_one_line(sign_in(cast.priya).get(url).text)
    assert "the head of the organisation can have no mentor" in text
    # Levels 1, 2, 3, 3, 3, 4, 5 have somebody two above; 3, 3, 3, 4, 5, 6, 6, 7 somebody two below.
    assert ">7</span>of 10 people could be mentors" in text
    assert ">8</span>of 10 people could be leaders" in text


def test_saving_keeps_the_rules(cast, sign_in, url):
    client = sign_in(cast.priya)
    client.post(url, {**RULES, "minimum_level_gap": 3, "version": version(client, url)})
    assert MatchPolicy.objects.get(program=cast.program).minimum_level_gap == 3


def test_counting_saves_nothing_and_works_without_javascript(cast, sign_in, url):
    client = sign_in(cast.priya)
    text = in_one_line(
        client.post(url, {**RULES, "minimum_level_gap": 5, "version": version(client, url), "count": "1"}).text
    )
    assert ">2</span>of 10 people could be mentors" in text
    assert 'value="5"' in text
    assert MatchPolicy.objects.get(program=cast.program).minimum_level_gap == 2


def test_the_count_follows_the_unsaved_form(cast, sign_in):
    url = reverse("policy_preview", args=[cast.program.pk])
    text = in_one_line(sign_in(cast.priya).post(url, {**RULES, "minimum_level_gap": 5}).text)
    assert ">2</span>of 10 people could be mentors" in text
    assert "Correct the numbers" in sign_in(cast.priya).post(url, {**RULES, "minimum_level_gap": "x"}).text


def test_people_without_a_level_are_counted_apart(cast):
    User.objects.filter(pk=cast.kavya.pk).update(level=None)
    found = preview_pools(cast.cycle, MatchPolicy.objects.get(program=cast.program))
    assert (found.without_level, found.company.juniors) == (1, 6)


@pytest.mark.parametrize(("field", "value"), [("weight_topics", "101"), ("minimum_overlap_hours", "-1")])
def test_bad_numbers_are_refused_at_their_field(cast, sign_in, url, field, value):
    client = sign_in(cast.priya)
    answer = client.post(url, {**RULES, field: value, "version": version(client, url)})
    assert answer.status_code == 422
    assert f'value="{value}"' in answer.text


def test_weights_that_are_all_nothing_are_refused(cast, sign_in, url):
    client = sign_in(cast.priya)
    nothing = {name: 0 for name in RULES if name.startswith("weight_")}
    answer = client.post(url, {**RULES, **nothing, "version": version(client, url)})
    assert answer.status_code == 422
    assert "at least one weight" in answer.text


def test_two_at_once_get_both_versions(cast, sign_in, url):
    client = sign_in(cast.priya)
    old = version(client, url)
    client.post(url, {**RULES, "minimum_level_gap": 3, "version": old})
    answer = client.post(url, {**RULES, "minimum_level_gap": 4, "version": old})
    assert answer.status_code == 409
    assert MatchPolicy.objects.get(program=cast.program).minimum_level_gap == 3


def test_a_preset_fills_the_weights_and_saves_nothing(cast, sign_in, url):
    text = in_one_line(sign_in(cast.priya).get(url, {"preset": "widest_bridge"}).text)
    assert 'name="weight_department" value="35"' in text
    assert MatchPolicy.objects.get(program=cast.program).weight_of["department"] == 15


@pytest.mark.parametrize(("name", "status"), [("omar", 200), ("kavya", 403), ("lena", 403), ("noor", 403)])
def test_only_those_who_run_the_program_open_it(cast, sign_in, url, name, status):
    assert sign_in(cast.people[name]).get(url).status_code == status


def test_in_a_large_company_the_page_does_not_wait_for_the_count(cast, sign_in, url, monkeypatch):
    monkeypatch.setattr("proposals.eligible_counts.QUICK", 3)
    client = sign_in(cast.priya)
    assert "Counting takes a moment" in client.get(url).text
    text = in_one_line(client.post(reverse("policy_preview", args=[cast.program.pk]), RULES).text)
    assert ">7</span>of 10 people could be mentors" in text
