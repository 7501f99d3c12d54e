"""Being asked: who hears what, and when."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import Consent, Pairing
from pairings.party_view import Stage, stage_of
from pairings.services.messages import next_batch
from people.models import Organization
from programs.models import Participant, Todo
from tests.batches import pass_batch


def told(pairing, user):
    rows = Delivery.objects.filter(subject_id=pairing.pk, recipient=user, channel="email").exclude(state="cancelled")
    return sorted(rows.values_list("kind", flat=True))


def known(user):
    return set(Pairing.objects.of(user).values_list("pk", flat=True))


def seen(pairing, user, now=None):
    return stage_of(Pairing.objects.with_people().get(pk=pairing.pk), user, now or timezone.now())


def test_the_leader_knows_nothing_before_the_mentors_yes(cast, asked):
    assert asked.pk in known(cast.kavya)
    assert asked.pk not in known(cast.helen)
    assert seen(asked, cast.kavya) == Stage.ASKED


def test_after_the_mentors_yes_the_leader_is_asked_with_the_whole_time(cast, asked):
    with time_machine.travel(asked.answer_by - dt.timedelta(hours=1)):
        half = services.accept_pairing(pairing=asked, by=cast.kavya)
        assert half.answer_by > timezone.now() + dt.timedelta(days=cast.program.answer_days - 1)
    assert told(half, cast.helen) == ["pairing_to_answer"]
    assert (seen(half, cast.kavya), seen(half, cast.helen)) == (Stage.WAITING, Stage.ASKED)


def test_both_yes_prepares_an_agreement_from_the_program(cast, preparing):
    assert preparing.state == "preparing"
    assert preparing.agreement.cadence_weeks == cast.program.cadence_weeks
    assert "stays between us" in preparing.agreement.confidentiality
    assert told(preparing, cast.kavya) == told(preparing, cast.helen) == ["agreement_pending"]


def test_a_mentors_no_is_never_heard_of_by_the_leader(cast, asked):
    services.decline_pairing(pairing=asked, by=cast.kavya, reason="I know her too well")
    later = timezone.now() + dt.timedelta(days=3)
    assert told(asked, cast.helen) == []
    assert asked.pk not in known(cast.helen)
    assert seen(asked, cast.kavya, later) == Stage.DECLINED


@pytest.mark.parametrize("cause", ["decline", "expiry", "withdrawal"])
def test_the_mentor_reads_the_same_words_at_the_same_hour_whatever_the_cause(cast, half, cause):
    now = timezone.now()
    if cause == "decline":
        services.decline_pairing(pairing=half, by=cast.helen, reason="No time")
    elif cause == "withdrawal":
        services.withdraw_pairings(pairings=[half], by=None)
    else:
        Pairing.objects.filter(pk=half.pk).update(answer_by=now - dt.timedelta(minutes=1))
        services.expire_pairings(now=now)
    batch = next_batch(Pairing.objects.get(pk=half.pk).answer_by)
    assert seen(half, cast.kavya, batch - dt.timedelta(minutes=1)) == Stage.WAITING
    assert seen(half, cast.kavya, batch + dt.timedelta(seconds=1)) == Stage.CHANGED
    services.tell_changes(now=batch)
    message = Delivery.objects.get(subject_id=half.pk, recipient=cast.kavya, kind="pairing_changed", channel="email")
    assert (message.due_at, message.extra) == (batch, {"what": "changed"})


def test_outcomes_are_told_at_nine_and_four_in_the_organisations_zone(db):
    organization = Organization.objects.current()
    Organization.objects.filter(pk=organization.pk).update(time_zone="Europe/Berlin")
    morning = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC)
    assert next_batch(morning) == dt.datetime(2026, 11, 23, 15, 0, tzinfo=dt.UTC)
    assert next_batch(morning.replace(hour=15)) == dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


def test_where_people_work_from_sunday_to_thursday_changes_are_told_then(db):
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Jerusalem"})
    cache.clear()
    thursday_evening = dt.datetime(2026, 11, 26, 18, tzinfo=dt.UTC)
    assert next_batch(thursday_evening) == dt.datetime(2026, 11, 29, 7, tzinfo=dt.UTC)
    cache.clear()


def test_saying_yes_twice_is_one_yes(cast, asked):
    services.accept_pairing(pairing=asked, by=cast.kavya)
    services.accept_pairing(pairing=asked, by=cast.kavya)
    assert Consent.objects.filter(pairing=asked).count() == 1
    assert Delivery.objects.filter(subject_id=asked.pk, recipient=cast.helen, channel="email").count() == 1


def test_a_no_after_a_yes_says_where_to_step_back(cast, half):
    with pytest.raises(Refused, match="Step back"):
        services.decline_pairing(pairing=half, by=cast.kavya)


def test_an_answer_after_the_last_day_is_refused(cast, asked):
    Pairing.objects.filter(pk=asked.pk).update(answer_by=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(Refused, match="time to answer has passed"):
        services.accept_pairing(pairing=asked, by=cast.kavya)


def test_an_expired_question_closes_once_and_the_team_is_told(cast, asked):
    later = asked.answer_by + dt.timedelta(minutes=1)
    assert services.expire_pairings(now=later) == 1
    assert services.expire_pairings(now=later) == 0
    todo = Todo.objects.get(kind=Todo.Kind.NOT_ANSWERED)
    assert set(todo.concerns.all()) == {cast.kavya, cast.helen}
    assert todo.text == "Kavya Nair and Helen Brandt"


def test_a_yes_beyond_ones_places_is_refused(cast, asked):
    Participant.objects.filter(pk=asked.junior_id).update(capacity=1)
    with pytest.raises(Refused, match="as many partners as you wished"):
        services.accept_pairing(pairing=asked, by=cast.kavya)
    assert not Consent.objects.filter(pairing=asked).exists()


def test_stepping_back_after_a_yes_is_told_like_a_silence(clock, cast, half):
    services.leave_pairing(pairing=half, by=cast.kavya, wish="leave", reason="Moving abroad")
    pass_batch(clock)
    half = Pairing.objects.with_people().get(pk=half.pk)
    assert (half.state, seen(half, cast.kavya), seen(half, cast.helen)) == ("proposed", Stage.WAITING, Stage.ASKED)
    clock.move_to(half.answer_by)
    services.expire_pairings(now=half.answer_by)
    assert not Delivery.objects.filter(kind="pairing_changed").exists()
    told_at = pass_batch(clock)
    half = Pairing.objects.with_people().get(pk=half.pk)
    assert (half.state, half.outcome_at) == ("expired", told_at)
    assert (seen(half, cast.kavya), seen(half, cast.helen)) == (Stage.LEFT, Stage.CHANGED)
    told = Delivery.objects.filter(kind="pairing_changed", due_at=told_at, created_at=told_at)
    assert set(told.values_list("recipient", flat=True)) == {cast.kavya.pk, cast.helen.pk}
    with pytest.raises(Refused, match="The program has changed your pairing"):
        services.accept_pairing(pairing=half, by=cast.helen)


def test_a_yes_to_somebody_who_has_stepped_back_is_taken_like_every_yes(clock, cast, half):
    """Refused at once, it would tell the leader of it before the batch."""
    services.leave_pairing(pairing=half, by=cast.kavya, wish="leave")
    services.accept_pairing(pairing=half, by=cast.helen)
    half = Pairing.objects.with_people().get(pk=half.pk)
    assert (half.state, seen(half, cast.helen)) == ("preparing", Stage.PREPARING)
    pass_batch(clock)
    half = Pairing.objects.with_people().get(pk=half.pk)
    assert (half.state, seen(half, cast.helen)) == ("ended", Stage.CHANGED)


def test_a_participant_who_withdraws_ends_their_questions_and_pairings(clock, cast, asked):
    from programs.services import withdraw_participant

    withdraw_participant(participant=cast.other_pairing.senior, by=cast.priya)
    pass_batch(clock)
    states = Pairing.objects.filter(senior=cast.other_pairing.senior).values_list("state", flat=True)
    assert set(states) == {"ended"}
