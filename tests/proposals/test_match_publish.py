"""Publishing: everybody who will be asked, the day, the message; then the mentors are asked."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings.models import Pairing
from people.deadlines import Deadline
from people.models import User
from people.models.organization import home_zone_name
from proposals.manual_decisions import Change
from proposals.models import MatchRun, Proposal
from proposals.services.edit_proposal import change_proposal
from proposals.services.publishing import publish_run
from proposals.services.runs import start_run
from proposals.services.versions import present_version
from tests import factories as make
from tests.markup import in_one_line


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


def test_the_check_page_says_the_dates_of_both_and_their_messages(cast, sign_in, url, run):
    text = sign_in(cast.priya).get(url).text
    days = [in_days(cast.program.answer_days * times) for times in (1, 2)]
    assert "10 days from the mentor's yes" in text
    until = [Deadline.on(day) for day in days]
    for deadline in until:
        assert f"{deadline.words(cast.priya.zone)}</time>" in text
    assert text.count(f"answer by {until[0].words(cast.priya.zone)}.") == 2


def test_who_hears_nothing_is_counted(cast, sign_in, url, run, matching):
    change = Change("out", (str(matching.ana.pk), str(matching.lea.pk)))
    change_proposal(run=run, change=change, is_best=False, by=cast.priya)
    text = in_one_line(sign_in(cast.priya).get(url).text)
    assert "2 people without a pair" in text
    assert "Ask 1 mentor<" in text
    assert "Ana Test" not in text


def test_a_mentor_of_two_is_counted_once(cast, sign_in, url, run, matching):
    Proposal.objects.create(run=run, junior=matching.ana, senior=matching.max, score=1)
    text = sign_in(cast.priya).get(url).text
    assert "Ask 2 mentors" in text
    assert "3 pairs, by the mentor" in text


def test_many_pairs_are_paged_and_cost_the_same(cast, sign_in, url, run, matching):
    client, costs = sign_in(cast.priya), []
    home_zone_name()  # which is kept for a minute
    for more in (0, 2, 60):
        for _ in range(more):
            pair = {side: make.ParticipantFactory(cycle=matching.cycle, side=side) for side in ("junior", "senior")}
            Proposal.objects.create(run=run, score=1, **pair)
        with CaptureQueriesContext(connection) as queries:
            text = client.get(url).text
        costs.append(len(queries))
    assert max(costs) <= 13
    assert set(costs) == {costs[0]}
    assert "1–50 of 64" in text
    assert "51–64 of 64" in client.get(f"{url}&page=2").text


@pytest.mark.parametrize(("name", "status"), [("kavya", 403), ("lena", 403), ("omar", 200)])
def test_only_who_matches_sees_it(cast, sign_in, url, run, name, status):
    assert sign_in(cast.people[name]).get(url).status_code == status


def test_another_programs_coordinator_meets_nothing(sign_in, url, run):
    assert sign_in(make.CoordinatorFactory().user).get(url).status_code == 404


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
        publish_run(run=run, by=cast.priya, answer_on=in_days(7))
    assert MatchRun.objects.get(pk=run.pk).state == "done"
    assert not Pairing.objects.filter(cycle=matching.cycle).exists()


def test_somebody_who_has_left_meanwhile_stops_it(cast, run, matching):
    matching.ana.__class__.objects.filter(pk=matching.ana.pk).update(state="withdrawn")
    with pytest.raises(Refused, match="no free place"):
        publish_run(run=run, by=cast.priya, answer_on=in_days(7))


def test_removals_stay_for_the_next_match_and_pins_have_done_their_work(cast, run, matching):
    ana, lea, ben, max_ = (str(place.pk) for place in (matching.ana, matching.lea, matching.ben, matching.max))
    decided = {"pins": [[ana, lea]], "forbidden": [[ana, max_]], "left_out": [ben]}
    MatchRun.objects.filter(pk=run.pk).update(**decided)
    run.proposals.filter(junior=matching.ben).delete()
    publish_run(run=run, by=cast.priya, answer_on=in_days(7))
    later = start_run(cycle=matching.cycle, by=cast.priya)
    assert (later.pins, later.forbidden, later.left_out) == ([], [[ana, max_]], [ben])


def test_what_somebody_has_changed_meanwhile_is_not_published(cast, run, matching):
    change = Change("pin", (str(matching.ana.pk), str(matching.lea.pk)))
    change_proposal(run=run, change=change, is_best=False, by=cast.omar)
    with pytest.raises(Refused, match="changed the proposal in the meantime"):
        publish_run(run=run, by=cast.priya, answer_on=in_days(7))
    assert not Pairing.objects.filter(cycle=matching.cycle).exists()


def test_only_what_the_check_page_showed_is_published(cast, sign_in, url, run, matching):
    change = Change("pin", (str(matching.ana.pk), str(matching.lea.pk)))
    change_proposal(run=run, change=change, is_best=False, by=cast.omar)
    sent = {"answer_on": in_days(7).isoformat(), "cycle": matching.cycle.pk, "version": run.pk}
    answer = sign_in(cast.priya).post(url, sent)
    assert answer.status_code == 422
    assert "changed the proposal in the meantime" in answer.text
    assert not Pairing.objects.filter(cycle=matching.cycle).exists()
    now = present_version(matching.cycle)
    assert f'name="version" value="{now.pk}"' in answer.text


def test_without_a_proposal_it_leads_back(cast, sign_in, url, matching):
    answer = sign_in(cast.priya).get(url, follow=True)
    assert "There is no proposal waiting" in answer.text
