"""A successor takes over a place: asked with the one who stays, told topics, rhythm and dates, and one word at most."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings.models import HandOver, Pairing
from people.models import ConflictOfInterest, User
from programs.models import Cycle, Participant, Todo
from programs.services import replace_participant
from proposals.models import MatchPolicy
from proposals.services.successors import ask_successors
from tests import factories as make
from tests.batches import pass_batch
from tests.mail import deliver_all, sent_to

SECRETS = ("She says she is afraid of speaking", "It stays here")


@pytest.fixture
def place(cast):
    MatchPolicy.objects.filter(program=cast.program).update(needs_shared_topic=False)
    cast.agreement.topics.add(cast.topic)
    texts = {"expectations": SECRETS[0], "confidentiality": SECRETS[1], "cadence_weeks": 2, "meeting_minutes": 45}
    type(cast.agreement).objects.filter(pk=cast.agreement.pk).update(**texts)
    User.objects.filter(pk=cast.noor.pk).update(level=2)
    return Participant.objects.select_related("user", "cycle__program").get(pk=cast.pairing.junior_id)


@pytest.fixture
def replaced(clock, cast, place):
    """Noor takes over from Kavya with Jack, and has a place."""
    make.MeetingFactory(pairing=cast.pairing, starts_at=timezone.now() + dt.timedelta(days=20))
    successor = replace_participant(participant=place, user=cast.noor, by=cast.priya)
    pass_batch(clock)
    Participant.objects.filter(pk=successor.pk).update(state="approved", applied_at=timezone.now())
    return HandOver.objects.get(successor=successor)


def new_pair(cast):
    return Pairing.objects.get(junior__user=cast.noor)


def write(client, cast, note):
    return client.post(reverse("pairing_hand_over", args=[cast.pairing.pk]), {"note": note}, follow=True)


def page_of(client, pairing):
    return " ".join(client.get(reverse("pairing_detail", args=[pairing.pk]), follow=True).text.split())


def test_the_mentor_of_the_new_pair_is_asked_once_the_successor_has_a_place(cast, replaced):
    Participant.objects.filter(pk=replaced.successor_id).update(state="applied")
    assert ask_successors() == 0
    Participant.objects.filter(pk=replaced.successor_id).update(state="approved")
    assert (ask_successors(), ask_successors()) == (1, 0)
    pairing = new_pair(cast)
    assert (pairing.senior.user, pairing.state) == (cast.jack, "proposed")
    asked = Delivery.objects.filter(kind="pairing_to_answer", subject_id=pairing.pk)
    assert {row.recipient for row in asked} == {cast.noor}


def test_the_successor_reads_topics_rhythm_and_dates_and_no_word_of_the_two(cast, sign_in, replaced):
    ask_successors()
    text = page_of(sign_in(cast.noor), new_pair(cast))
    for shown in ("From the pair before you", "Social media", "every 2 weeks", "45 minutes", "Dates that were planned"):
        assert shown in text
    for secret in (*SECRETS, "Kavya"):
        assert secret not in text


def test_without_a_word_the_one_who_stays_reads_of_no_successor(cast, sign_in, replaced):
    """Who is replaced may have asked to leave, which nobody is told."""
    ask_successors()
    pairing = new_pair(cast)
    Pairing.objects.filter(pk=pairing.pk).update(senior_asked_at=timezone.now())
    text = page_of(sign_in(cast.jack), pairing)
    assert "Noor Aziz is proposed to you" in text
    for told in ("before you", "in the place before", "takes over", "Kavya"):
        assert told not in text


def test_a_word_is_read_by_the_successor_and_the_one_who_stays_and_by_nobody_else(cast, sign_in, replaced):
    leaver = sign_in(cast.kavya)
    link = reverse("pairing_hand_over", args=[cast.pairing.pk])
    assert link in page_of(leaver, cast.pairing)
    page = leaver.get(link).text
    assert "Jack, and whoever takes over from you" in page
    write(leaver, cast, "Ask Ida about the studio")
    ask_successors()
    pairing = new_pair(cast)
    Pairing.objects.filter(pk=pairing.pk).update(senior_asked_at=timezone.now())
    for reader in (cast.noor, cast.jack):
        assert "Ask Ida about the studio" in page_of(sign_in(reader), pairing)
    for other in (cast.priya, cast.omar, cast.maria, cast.sam):
        assert sign_in(other).get(link).status_code == 404
    assert "Ask Ida" not in sign_in(cast.priya).get(reverse("oversight_detail", args=[pairing.pk])).text


def test_nothing_tells_the_leaver_whether_anybody_was_asked(cast, sign_in, replaced):
    leaver = sign_in(cast.kavya)
    link = reverse("pairing_hand_over", args=[cast.pairing.pk])
    before = leaver.get(link).text
    ask_successors()
    after = leaver.get(link).text
    assert len(before) == len(after)


def test_a_word_can_be_emptied_and_not_written_once_the_cycle_has_closed(cast, sign_in, replaced):
    leaver = sign_in(cast.kavya)
    write(leaver, cast, "Ask Ida")
    write(leaver, cast, "")
    assert HandOver.objects.get().note == ""
    Cycle.objects.filter(pk=cast.cycle.pk).update(state="closed")
    assert write(leaver, cast, "Too late").status_code == 422
    assert "nobody takes over any more" in write(leaver, cast, "Too late").text


def test_too_long_a_word_keeps_what_was_typed(cast, sign_in, replaced):
    answer = write(sign_in(cast.kavya), cast, "x" * 1001)
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text


def manager(cast):
    User.objects.filter(pk=cast.noor.pk).update(manager=cast.jack)


def assistant(cast):
    cast.jack.assistants.add(cast.noor)


def kept_apart(cast):
    first, second = sorted((cast.noor, cast.jack), key=lambda one: str(one.pk))
    ConflictOfInterest.objects.create(person=first, other=second)


@pytest.mark.parametrize("near", [manager, assistant, kept_apart])
def test_somebody_close_to_the_one_who_stays_is_refused_with_a_way_on(near, cast, sign_in, place):
    near(cast)
    url = reverse("participant_replace", args=[cast.program.pk, place.pk])
    page = sign_in(cast.priya).post(url, {"person": cast.noor.pk}, follow=True).text
    assert "Noor Aziz and Jack Whitfield are close, or HR keeps them apart" in page
    assert "Pick somebody else" in page
    place.refresh_from_db()
    assert (place.state, place.cycle.participants.filter(user=cast.noor).exists()) == ("active", False)


def test_a_private_conflict_refuses_nobody_and_is_told_as_a_rule_of_the_match(clock, cast, place):
    """A refusal that named nothing else would name it."""
    ConflictOfInterest.objects.create(person=cast.jack, other=cast.noor, owner=cast.jack)
    successor = replace_participant(participant=place, user=cast.noor, by=cast.priya)
    pass_batch(clock)
    Participant.objects.filter(pk=successor.pk).update(state="approved", applied_at=timezone.now())
    assert (ask_successors(), ask_successors()) == (0, 0)
    todo = Todo.objects.get(kind="broken_rule")
    assert "Noor Aziz cannot take over with Jack Whitfield" in todo.text
    assert "conflict" not in todo.text
    assert set(todo.concerns.all()) == {cast.noor, cast.jack}


def test_a_successor_of_a_successor_takes_over(clock, cast, place):
    first = replace_participant(participant=place, user=cast.noor, by=cast.priya)
    other = make.UserFactory(first_name="Uma", level=1)
    second = replace_participant(participant=first, user=other, by=cast.priya)
    assert HandOver.objects.get().successor == second


def test_who_was_in_no_pairing_hands_nothing_over(cast):
    free = make.ParticipantFactory(cycle=cast.cycle, state="approved")
    replace_participant(participant=free, user=cast.noor, by=cast.priya)
    assert not HandOver.objects.exists()


def test_whoever_asked_in_confidence_to_leave_is_not_given_away(clock, cast, sign_in, place, mailoutbox):
    """Jack is told what he is always told, in the same words and number of messages."""
    replace_participant(participant=place, user=cast.noor, by=cast.priya)
    pass_batch(clock)
    deliver_all()
    assert [mail.subject for mail in sent_to(cast.jack)] == ["The program has changed your pairing"]


def test_a_close_candidate_is_refused_by_the_service_too(cast, place):
    manager(cast)
    with pytest.raises(Refused, match="are close"):
        replace_participant(participant=place, user=User.objects.get(pk=cast.noor.pk), by=cast.priya)
