"""How far the questions have come: what the program team sees, and matching again those who are left over."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import services
from pairings.models import Pairing
from people.clock import days_ahead, local_today
from programs.models import Participant
from proposals.models import MatchRun, Proposal
from proposals.services.publishing import publish_run
from tests import factories as make
from tests.mail import deliver_all, plan_all


def page_of(client, cycle):
    return client.get(reverse("oversight_list", args=[cycle.program_id]), {"cycle": cycle.pk})


def figures(response):
    return {name: response.context["figures"][name] for name in ("asked", "one_yes", "both_yes", "not_coming_about")}


def row_of(response, pairing):
    row = next(row for row in response.context["rows"] if row.pairing.pk == pairing.pk)
    return [str(answer.label) for answer in row.answers], row.days_left


@pytest.fixture
def published(cast, run):
    """The match of Ana with Lea and of Ben with Max, published with ten days to answer."""
    publish_run(run=run, by=cast.priya, answer_on=local_today(timezone.now()) + dt.timedelta(days=10))
    pairings = Pairing.objects.with_people().filter(cycle=run.cycle)
    return {pairing.junior.user.first_name: pairing for pairing in pairings}


def test_each_step_is_counted_and_worded(cast, matching, published, sign_in):
    client = sign_in(cast.priya)
    ana, ben = published["Ana"], published["Ben"]
    before = page_of(client, matching.cycle)
    assert figures(before) == {"asked": 2, "one_yes": 0, "both_yes": 0, "not_coming_about": 0}
    assert row_of(before, ana) == (["is being asked", "not asked yet"], 10)
    services.accept_pairing(pairing=ana, by=ana.junior.user)
    services.decline_pairing(pairing=ben, by=ben.junior.user, reason="No time")
    after = page_of(client, matching.cycle)
    assert figures(after) == {"asked": 0, "one_yes": 1, "both_yes": 0, "not_coming_about": 1}
    assert row_of(after, ana) == (["said yes", "is being asked"], 10)
    assert row_of(after, ben) == (["said no", "was not asked"], None)
    assert "10 days left" in after.text
    assert "No time" not in after.text
    services.accept_pairing(pairing=ana, by=ana.senior.user)
    assert figures(page_of(client, matching.cycle))["both_yes"] == 1


def test_a_reminder_shows_with_its_time_and_nothing_of_what_it_says(cast, matching, published, sign_in):
    deliver_all()
    with time_machine.travel(timezone.now() + dt.timedelta(days=3, hours=1)):
        plan_all()
        deliver_all()
        response = page_of(sign_in(cast.priya), matching.cycle)
    row = next(row for row in response.context["rows"] if row.pairing.pk == published["Ana"].pk)
    mails = Delivery.objects.filter(subject_id=row.pairing.pk, channel="email", state="sent").order_by("sent_at")
    assert [(one.is_reminder, one.at) for one in row.answers[0].sent] == [
        (False, mails[0].sent_at),
        (True, mails[1].sent_at),
    ]
    assert row.answers[1].sent == []
    assert "Reminded (asked)" in response.text
    assert "answer is confidential" not in response.text


@pytest.mark.parametrize("how", ["manages the mentor", "assists the leader"])
def test_a_party_finds_neither_row_nor_figure_nor_name(cast, matching, published, sign_in, how):
    near = make.UserFactory()
    make.CoordinatorFactory(program=cast.program, user=near)
    ben = published["Ben"]
    if how == "manages the mentor":
        ben.junior.user.manager = near
        ben.junior.user.save()
    else:
        ben.senior.user.assistants.add(near)
    services.decline_pairing(pairing=ben, by=ben.junior.user)
    response = page_of(sign_in(near), matching.cycle)
    assert figures(response) == {"asked": 1, "one_yes": 0, "both_yes": 0, "not_coming_about": 0}
    assert "Ben Test" not in response.text
    assert "Max Test" not in response.text


@pytest.mark.parametrize("how", ["a no", "silence"])
def test_those_left_over_are_matched_again_and_pairs_that_said_yes_stay(
    cast, matching, published, sign_in, django_capture_on_commit_callbacks, how
):
    ana, ben = published["Ana"], published["Ben"]
    for person in (ana.junior.user, ana.senior.user):
        services.accept_pairing(pairing=ana, by=person)
    if how == "a no":
        services.decline_pairing(pairing=ben, by=ben.junior.user)
    else:
        Pairing.objects.filter(pk=ben.pk).update(answer_by=timezone.now() - dt.timedelta(minutes=1))
        services.expire_pairings(now=timezone.now())
    newcomer = make.ParticipantFactory(cycle=matching.cycle, side="senior", state="approved", user__level=7)
    newcomer.choices.create(topic=matching.films, rating=5)
    client = sign_in(cast.priya)
    response = page_of(client, matching.cycle)
    assert {place.user.first_name for place in response.context["left_over"]} == {"Ben", "Max"}
    assert reverse("match_start", args=[cast.program.pk]) in response.text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("match_start", args=[cast.program.pk]), {"cycle": str(matching.cycle.pk)})
    run = MatchRun.objects.filter(cycle=matching.cycle).latest("created_at")
    proposed = {(one.junior, one.senior) for one in Proposal.objects.filter(run=run)}
    assert len(proposed) == 1
    assert {junior for junior, _senior in proposed} == {ben.junior}
    if how == "a no":
        assert proposed == {(ben.junior, newcomer)}
    assert Pairing.objects.get(pk=ana.pk).state == "preparing"


def test_nobody_is_left_over_while_they_are_asked_elsewhere_or_have_gone(cast, matching, published, sign_in):
    ben = published["Ben"]
    services.decline_pairing(pairing=ben, by=ben.junior.user)
    Participant.objects.filter(pk=ben.junior_id).update(state="withdrawn")
    make.PairingFactory(
        cycle=matching.cycle, junior__state="approved", senior=ben.senior, state="proposed", agreed_at=None,
        opened_at=None, answer_by=days_ahead(timezone.now(), days=5),
    )  # fmt: skip
    response = page_of(sign_in(cast.priya), matching.cycle)
    assert response.context["left_over"] == []
    assert "Match those left over" not in response.text


def test_the_list_costs_the_same_for_one_three_and_thirty(cast, sign_in):
    client, counted = sign_in(cast.priya), []
    page_of(client, cast.cycle)
    for more in (0, 2, 26):
        for _ in range(more):
            make.PairingFactory(cycle=cast.cycle, state="proposed", agreed_at=None, opened_at=None)
        with CaptureQueriesContext(connection) as asked:
            page_of(client, cast.cycle)
        counted.append(len(asked))
    assert counted[0] == counted[1] == counted[2] <= 12
