"""New partners within a running cycle: from the announcement to the day itself, and what nobody can read off."""

import datetime as dt

import pytest
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import Certificate, Objective, PairEnding, Pairing, Rotation, RotationChoice
from pairings.rotation_plan import rotation_of
from pairings.services import rotating
from people.clock import start_of_day
from programs.models import Cycle
from programs.services import approve_participants
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from sessions.models import Meeting
from sessions.services.housekeeping import cancel_meetings_of_ended_pairs
from tests import factories as make
from tests.pairings.rotation_stage import (
    DAY,
    Lot,
    agree,
    choose,
    met,
    on_the_day,
    opened,
    place,
    planned,
    published,
    told,
)  # fmt: skip


@pytest.fixture
def day(cast, clock):
    return planned(cast.cycle)


def test_everybody_changes_and_nobody_is_paired_again(cast, day, clock):
    met(cast.pairing, cast.other_pairing)
    opened(cast, day, clock)
    new = published(cast)
    pairs = {(pairing.junior.user, pairing.senior.user) for pairing in new}
    assert pairs == {(cast.kavya, cast.helen), (cast.maria, cast.jack)}
    assert {pairing.starts_on for pairing in new} == {day}
    for pairing in new:
        agree(pairing)
    assert on_the_day(day, clock) == 1
    cast.pairing.refresh_from_db()
    assert (cast.pairing.state, cast.pairing.ending.outcome) == ("completed", "completed")
    assert {told(person)[0] for person in (cast.kavya, cast.jack, cast.maria, cast.helen)} == {"new"}
    assert services.carry_out_rotations() == 0
    assert len(told(cast.kavya)) == 1
    assert Cycle.objects.get(pk=cast.cycle.pk).rotates_on is None


def test_a_pair_that_never_met_has_ended_and_its_people_can_be_matched(cast, day, clock):
    opened(cast, day, clock)
    agree(published(cast).first())
    on_the_day(day, clock)
    assert set(PairEnding.objects.values_list("outcome", flat=True)) == {"ended"}
    assert place(cast, cast.kavya).state == "approved"


def test_nothing_is_lost_when_the_worker_was_down(cast, day, clock):
    met(cast.pairing)
    opened(cast, day, clock)
    published(cast)
    clock.move_to(start_of_day(day + 3 * DAY, 11))
    assert services.carry_out_rotations() == 1
    cast.pairing.refresh_from_db()
    assert cast.pairing.state == "completed"


def test_before_the_day_nothing_changes(cast, day, clock):
    opened(cast, day, clock)
    published(cast)
    clock.move_to(start_of_day(day) - dt.timedelta(minutes=1))
    assert services.carry_out_rotations() == 0
    cast.pairing.refresh_from_db()
    assert cast.pairing.state == "active"


def test_unpublished_everybody_keeps_their_partner(cast, day, clock):
    opened(cast, day, clock)
    assert on_the_day(day, clock) == 0
    cast.pairing.refresh_from_db()
    assert cast.pairing.state == "active"


def test_it_opens_when_everybody_had_time_to_choose(cast, day, clock):
    with pytest.raises(Refused, match="People may choose until"):
        services.open_rotation(cycle=cast.cycle, by=cast.priya)
    opened(cast, day, clock)
    services.open_rotation(cycle=cast.cycle, by=cast.priya)
    assert Rotation.objects.count() == 1


def test_the_last_day_to_choose_is_the_last(cast, day, clock):
    clock.move_to(start_of_day(day - 13 * DAY, 1))
    with pytest.raises(Refused, match="last day to choose"):
        choose(cast, "stop", cast.kavya)


def test_without_a_lot_nobody_chooses_to_stay(cast, day):
    with pytest.raises(Refused, match="everybody changes"):
        choose(cast, "stay", cast.kavya)


def test_who_stops_has_completed_and_has_a_certificate(cast, day, clock):
    met(cast.pairing, cast.other_pairing)
    choose(cast, "stop", cast.kavya)
    opened(cast, day, clock)
    [pairing] = published(cast)
    assert pairing.junior.user == cast.maria
    on_the_day(day, clock)
    assert place(cast, cast.kavya).state == "completed"
    assert Certificate.objects.get().participant.user == cast.kavya
    assert told(cast.kavya) == ["stops"]
    assert not RotationChoice.objects.exists()


def test_who_pauses_is_back_with_the_next_change(cast, day, clock):
    met(cast.pairing, cast.other_pairing)
    choose(cast, "pause", cast.kavya)
    opened(cast, day, clock)
    published(cast)
    on_the_day(day, clock)
    assert told(cast.kavya) == ["pauses"]
    assert place(cast, cast.kavya).is_paused
    Cycle.objects.filter(pk=cast.cycle.pk).update(rotates_on=day + 60 * DAY)
    clock.move_to(start_of_day(day + 50 * DAY, 9))
    services.open_rotation(cycle=Cycle.objects.get(pk=cast.cycle.pk), by=cast.priya)
    assert not place(cast, cast.kavya).is_paused


def test_pairs_without_anybody_new_go_on_together_or_wait_all_alike(cast, day, clock):
    for rest, state, word in (("stay", "active", "stays"), ("wait", "ended", "waits")):
        rotation = rotation_of(cast.cycle) or opened(cast, day, clock)
        services.set_rest(rotation=rotation, rest=rest, by=cast.priya)
        Rotation.objects.filter(pk=rotation.pk).update(published_at=timezone.now())
        on_the_day(day, clock)
        cast.pairing.refresh_from_db()
        assert cast.pairing.state == state
        assert told(cast.kavya) == told(cast.jack) == [word]
        Delivery.objects.all().delete()
        Rotation.objects.all().delete()
        Cycle.objects.filter(pk=cast.cycle.pk).update(rotates_on=day)
        Pairing.objects.filter(state="active").update(last_on=None)
        clock.move_to(start_of_day(day - 13 * DAY, 10))


def test_called_off_everybody_hears_that_they_keep_their_partner(cast, day, clock):
    opened(cast, day, clock)
    assert services.call_off_rotation(cycle=cast.cycle, by=cast.priya)
    assert told(cast.kavya) == told(cast.jack) == ["off"]
    cast.pairing.refresh_from_db()
    assert cast.pairing.last_on is None
    assert not services.call_off_rotation(cycle=cast.cycle, by=cast.priya)


def test_once_people_are_asked_it_cannot_be_called_off(cast, day, clock):
    opened(cast, day, clock)
    published(cast)
    with pytest.raises(Refused, match="asked already"):
        services.call_off_rotation(cycle=cast.cycle, by=cast.priya)


def test_an_earlier_pair_is_not_made_again_whatever_the_rules_say(cast, day, clock):
    cast.program.match_policy.forbids_repeats = False
    cast.program.match_policy.save()
    for junior, senior in ((cast.kavya, cast.helen), (cast.maria, cast.jack)):
        make.PairingFactory(junior__user=junior, senior__user=senior, state="completed")
    opened(cast, day, clock)
    run = start_run(cycle=cast.cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.proposals.count() == 0


def test_meetings_after_the_day_are_called_off_on_it(cast, day, clock):
    after = make.MeetingFactory(pairing=cast.pairing, starts_at=start_of_day(day + DAY, 10))
    before = make.MeetingFactory(pairing=cast.pairing, starts_at=start_of_day(day - DAY, 10))
    opened(cast, day, clock)
    published(cast)
    on_the_day(day, clock)
    cancel_meetings_of_ended_pairs(timezone.now())
    assert Meeting.objects.get(pk=after.pk).state == "cancelled"
    assert Meeting.objects.get(pk=before.pk).state == "planned"


def test_a_new_pair_signs_beforehand_and_begins_on_the_day(cast, day, clock):
    cast.program.has_orientation = False
    cast.program.save()
    opened(cast, day, clock)
    pairing = published(cast).get(junior__user=cast.kavya)
    agree(pairing)
    Objective.objects.create(pairing=pairing, title="Learn")
    pairing.refresh_from_db()
    for person in (cast.kavya, cast.helen):
        assert not services.sign_agreement(agreement=pairing.agreement, by=person, version=1)
    on_the_day(day, clock)
    pairing.refresh_from_db()
    assert pairing.state == "active"
    assert place(cast, cast.kavya).state == "active"


def test_somebody_joins_from_the_waiting_list(cast, day, clock):
    ana = make.ParticipantFactory(cycle=cast.cycle, side="junior", state="waitlisted", user__level=1)
    choose(cast, "pause", cast.kavya)
    opened(cast, day, clock)
    approve_participants(cycle=cast.cycle, participant_ids=[ana.pk], by=cast.priya)
    assert {pairing.junior.user for pairing in published(cast)} == {cast.maria, ana.user}


@pytest.fixture
def one_may_stay(cast, day):
    Cycle.objects.filter(pk=cast.cycle.pk).update(rotation_keeps=1)
    cast.cycle.refresh_from_db()


@pytest.mark.parametrize("wins", [True, False], ids=["drawn", "not drawn"])
def test_a_pair_goes_on_where_it_is_drawn_and_both_want_it(cast, day, clock, one_may_stay, monkeypatch, wins):
    monkeypatch.setattr(rotating, "LOT", Lot(*([cast.pairing] if wins else [])))
    choose(cast, "stay", cast.kavya, cast.jack)
    opened(cast, day, clock)
    cast.pairing.refresh_from_db()
    assert (cast.pairing.last_on is None) == wins
    assert not RotationChoice.objects.exists()
    services.set_rest(rotation=rotation_of(cast.cycle), rest="wait", by=cast.priya)
    Rotation.objects.update(published_at=timezone.now())
    assert not told(cast.kavya)
    on_the_day(day, clock)
    assert told(cast.kavya) == told(cast.jack) == ["stays" if wins else "waits"]


def test_never_more_than_half_are_drawn(cast, day, clock, one_may_stay):
    Cycle.objects.filter(pk=cast.cycle.pk).update(rotation_keeps=50)
    choose(cast, "stay", cast.kavya, cast.jack, cast.maria, cast.helen)
    opened(cast, day, clock)
    assert Pairing.objects.filter(cycle=cast.cycle, last_on__isnull=True).count() == 1
