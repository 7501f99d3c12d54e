"""Publishing: everybody who will be asked, the day, the message; then the mentors are asked."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import services
from pairings.models import MatchConstraint, MatchRun, Pairing
from people.errors import Refused
from people.models import User


@pytest.fixture
def url(cast, matching):
    return reverse("match_publish", args=[cast.program.pk]) + f"?cycle={matching.cycle.pk}"


def in_days(days):
    return timezone.now().date() + dt.timedelta(days=days)


def test_the_check_page_names_all_and_asks_nobody(cast, sign_in, url, run):
    text = sign_in(cast.priya).get(url).text
    for name in ("Ana Test", "Lea Test", "Ben Test", "Max Test", "Ask 2 mentors"):
        assert name in text
    assert "Your answer is confidential" in text
    assert not Pairing.objects.filter(cycle=run.cycle).exists()


def test_publishing_asks_the_mentors_alone(cast, sign_in, url, run, matching):
    sign_in(cast.priya).post(url, {"answer_on": in_days(7).isoformat(), "cycle": matching.cycle.pk})
    asked = Delivery.objects.filter(kind="pairing_to_answer", channel="email").values_list("recipient", flat=True)
    assert set(asked) == {matching.ana.user.pk, matching.ben.user.pk}
    made = Pairing.objects.filter(cycle=matching.cycle)
    assert {(one.junior, one.senior) for one in made} == {(matching.ana, matching.lea), (matching.ben, matching.max)}
    assert made[0].answer_by.date() == in_days(7)


def test_a_second_post_publishes_nothing_more(cast, sign_in, url, run, matching):
    for _ in range(2):
        sign_in(cast.priya).post(url, {"answer_on": in_days(7).isoformat(), "cycle": matching.cycle.pk})
    assert Pairing.objects.filter(cycle=matching.cycle).count() == 2


@pytest.mark.parametrize("days", [0, -3, 200])
def test_a_day_that_cannot_be_is_refused_at_the_field(cast, sign_in, url, run, days):
    answer = sign_in(cast.priya).post(url, {"answer_on": in_days(days).isoformat(), "cycle": run.cycle_id})
    assert answer.status_code == 422
    assert "Choose a day" in answer.text
    assert MatchRun.objects.get(pk=run.pk).state == "done"


def test_a_pair_that_no_longer_fits_stops_it_and_is_named(cast, run, matching):
    User.objects.filter(pk=matching.ana.user.pk).update(level=5)
    with pytest.raises(Refused, match="Ana Test, Lea Test: their levels are too close"):
        services.publish_run(run=run, by=cast.priya, answer_on=in_days(7))
    assert MatchRun.objects.get(pk=run.pk).state == "done"
    assert not Pairing.objects.filter(cycle=matching.cycle).exists()


def test_somebody_who_has_left_meanwhile_stops_it(cast, run, matching):
    matching.ana.__class__.objects.filter(pk=matching.ana.pk).update(state="withdrawn")
    with pytest.raises(Refused, match="no free place"):
        services.publish_run(run=run, by=cast.priya, answer_on=in_days(7))


def test_pins_have_done_their_work_and_removals_stay(cast, run, matching):
    MatchConstraint.objects.create(cycle=matching.cycle, junior=matching.ana, senior=matching.lea, kind="pin")
    MatchConstraint.objects.create(cycle=matching.cycle, junior=matching.ana, senior=matching.max, kind="forbid")
    services.publish_run(run=run, by=cast.priya, answer_on=in_days(7))
    assert [one.kind for one in MatchConstraint.objects.all()] == ["forbid"]


def test_without_a_proposal_it_leads_back(cast, sign_in, url, matching):
    answer = sign_in(cast.priya).get(url, follow=True)
    assert "There is no proposal waiting" in answer.text
