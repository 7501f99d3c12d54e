"""The pages of a change of partners: one's own, and the team's from the day that is set to the day itself."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from notifications.sending import plan_due
from pairings.models import RotationChoice
from people.clock import local_today, start_of_day
from people.models import Organization
from programs.forms.setup import DatesForm
from programs.models import Cycle
from proposals.services.publishing import publish_run
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from tests import factories as make
from tests.markup import in_one_line
from tests.pairings.rotation_stage import DAY, choose, met, opened, place, planned


@pytest.fixture
def day(cast, clock):
    return planned(cast.cycle)


@pytest.fixture
def url(cast):
    return reverse("rotation_detail", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}"


def own(cast, person):
    return reverse("rotation_choice", args=[place(cast, person).pk])


def test_without_a_day_the_page_leads_to_the_dates(cast, sign_in, url):
    text = sign_in(cast.priya).get(url).text
    assert "No change of partners is planned" in text
    assert reverse("setup_dates", args=[cast.program.pk]) in text


def test_before_it_can_be_opened_the_page_says_from_when(cast, day, sign_in, url):
    text = sign_in(cast.priya).get(url).text
    assert "You can open it from" in text
    assert reverse("rotation_open", args=[cast.program.pk]) not in text


def test_opening_matching_and_publishing_show_old_and_new_partners(cast, day, clock, sign_in, url):
    choose(cast, "pause", cast.maria)
    clock.move_to(start_of_day(day - 13 * DAY, 10))
    client = sign_in(cast.priya)
    client.post(reverse("rotation_open", args=[cast.program.pk]), {"cycle": cast.cycle.pk})
    text = in_one_line(client.get(url).text)
    assert "Maria Santos" in text
    assert "Pause until the rotation after this one" in text
    assert text.count("nobody yet") == 4
    cycle = Cycle.objects.get(pk=cast.cycle.pk)
    run = start_run(cycle=cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    check = in_one_line(client.get(reverse("match_publish", args=[cast.program.pk]) + f"?cycle={cycle.pk}").text)
    assert "until then with Jack Whitfield" in check
    assert "until then with Maria Santos" in check
    run.refresh_from_db()
    publish_run(run=run, by=cast.priya, answer_on=local_today() + 10 * DAY)
    assert in_one_line(client.get(url).text).count("nobody yet") == 2


def test_a_coordinator_reads_nothing_of_people_near_them(cast, day, clock, sign_in, url):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    choose(cast, "stop", cast.kavya)
    opened(cast, day, clock)
    text = sign_in(cast.jack).get(url).text
    assert "Kavya" not in text.partition("<main")[2]
    assert "Maria Santos" in text


def test_one_chooses_and_changes_ones_mind(cast, day, sign_in):
    client = sign_in(cast.kavya)
    for choice in ("pause", "change"):
        client.post(own(cast, cast.kavya), {"choice": choice})
        assert RotationChoice.objects.get().choice == choice
    assert client.post(own(cast, cast.kavya), {"choice": "stay"}).status_code == 422
    assert "go on with the same partner" not in client.get(own(cast, cast.kavya)).text


def test_nobody_opens_the_page_of_another(cast, day, sign_in):
    assert sign_in(cast.jack).get(own(cast, cast.kavya)).status_code == 404
    assert sign_in(cast.priya).get(own(cast, cast.kavya)).status_code == 404


def test_ones_meetings_after_the_day_are_listed(cast, day, sign_in):
    after = make.MeetingFactory(pairing=cast.pairing, starts_at=start_of_day(day, 10))
    before = make.MeetingFactory(pairing=cast.pairing, starts_at=start_of_day(day - DAY, 10))
    text = sign_in(cast.kavya).get(own(cast, cast.kavya)).text
    assert str(after.pk) in text
    assert str(before.pk) not in text


def test_when_it_is_too_late_one_reads_what_one_has_said(cast, day, clock, sign_in):
    choose(cast, "pause", cast.kavya)
    clock.move_to(start_of_day(day - 13 * DAY, 10))
    text = in_one_line(sign_in(cast.kavya).get(own(cast, cast.kavya)).text)
    assert "You have said: pause until" in text
    assert "<button" not in text.partition("What you would like")[2].partition("</main>")[0]


@pytest.mark.parametrize("name", ["rotation_detail", "rotation_choice"])
def test_the_pages_cost_the_same_however_many(cast, day, clock, sign_in, url, name):
    Organization.objects.current()
    opened(cast, day, clock)
    who, address = (cast.priya, url) if name == "rotation_detail" else (cast.kavya, own(cast, cast.kavya))
    client, counts = sign_in(who), []
    client.get(address)
    for more in (0, 2, 27):
        for number in range(more):
            pairing = make.PairingFactory(cycle=cast.cycle, last_on=day - DAY)
            RotationChoice.objects.create(participant=pairing.junior, choice="pause")
            make.MeetingFactory(pairing=cast.pairing, starts_at=start_of_day(day + (more + number) * DAY, 10))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 14


def form(cast, **values):
    cycle = Cycle.objects.get(pk=cast.cycle.pk)
    first = DatesForm(instance=cycle)
    data = {name: first[name].value() or "" for name in first.fields}
    dates = {"starts_on": local_today(), "enrol_until": local_today(), "ends_on": local_today() + 300 * DAY}
    return DatesForm(data | dates | values, instance=cycle)


@pytest.mark.parametrize(
    ("days", "words"), [(20, "30 days ahead"), (400, "between start and end"), (40, "")], ids=["soon", "after", "fine"]
)
def test_the_day_lies_in_the_cycle_and_not_too_near(cast, clock, days, words):
    errors = form(cast, rotates_on=local_today() + days * DAY).errors.get("rotates_on", [])
    assert words in "".join(errors)
    assert bool(errors) == bool(words)


def test_what_is_announced_stays(cast, day, clock):
    clock.move_to(start_of_day(day - 20 * DAY, 10))
    assert "told already" in str(form(cast, rotates_on=day + 60 * DAY).errors)
    assert "told already" in str(form(cast, rotates_on=day, rotation_keeps=3).errors)


def test_thirty_days_ahead_everybody_in_a_pair_hears_once(cast, day, clock):
    clock.move_to(start_of_day(day - 30 * DAY, 9) + dt.timedelta(hours=6))
    for _time in range(2):
        plan_due()
    heard = Delivery.objects.filter(kind="rotation_ahead", channel="email").values_list("recipient", flat=True)
    assert sorted(heard) == sorted(person.pk for person in (cast.kavya, cast.jack, cast.maria, cast.helen))
    assert not Delivery.objects.filter(kind="rotation_due").exists()


def test_the_team_is_told_to_open_it_and_once_more_when_nothing_is_published(cast, day, clock):
    for days in (13, 2):  # three days before is a Sunday
        at = start_of_day(day - days * DAY, 15)
        clock.move_to(at)
        plan_due()
    assert Delivery.objects.filter(kind="rotation_due", recipient=cast.priya, channel="email").count() == 2


def test_the_page_of_the_two_says_so_to_both_alike(cast, day, clock, sign_in):
    met(cast.pairing)
    for person in (cast.kavya, cast.jack):
        assert "New partners from" in sign_in(person).get(cast.pairing.url).text
    assert timezone.now() < start_of_day(day)


def test_the_page_of_a_person_who_pauses_says_that_they_cannot_be_matched(cast, day, clock, sign_in):
    choose(cast, "pause", cast.kavya)
    opened(cast, day, clock)
    kavya, helen = (
        reverse("match_person", args=[cast.program.pk, place(cast, who).pk]) for who in (cast.kavya, cast.helen)
    )
    for asked in ({}, {"who": "else"}):
        page = sign_in(cast.priya).get(kavya, asked)
        assert "This person cannot be matched now" in page.text
    page = sign_in(cast.priya).get(helen, {"other": place(cast, cast.kavya).pk, "q": "Kavya"})
    assert page.status_code == 200
    assert page.context["page_of"].named("Kavya") == []


def test_the_page_of_ones_own_partner_does_not_say_that_they_pause(cast, day, clock, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    choose(cast, "pause", cast.kavya)
    opened(cast, day, clock)
    url = reverse("match_person", args=[cast.program.pk, place(cast, cast.kavya).pk])
    for asked in ({}, {"who": "else"}, {"q": "Helen"}):
        text = in_one_line(sign_in(cast.jack).get(url, asked).text)
        assert "cannot be matched now" not in text
        assert "This is you or somebody close to you." in text
