"""Closing a cycle: by rule and by exception, with one hour for all, taken back until then, once."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import services
from pairings.models import CycleClosing, NextWish, PairEnding, Pairing
from pairings.services.carrying_over import ask_carried
from pairings.services.messages import next_batch
from people.models import ConflictOfInterest, User
from programs.models import Answer, Participant, Question, TopicChoice
from programs.services import approve_participants
from sessions.models import Meeting, ReviewRound
from sessions.reviews.services import open_round
from tests import factories as make
from tests.mail import deliver_all, sent_to


def met(pairing, times=1):
    for week in range(times):
        at = timezone.now() - dt.timedelta(days=7 * (week + 1))
        make.MeetingFactory(pairing=pairing, state="held", starts_at=at, junior_word="held", junior_said_at=at)


def states(*pairings):
    return [Pairing.objects.get(pk=pairing.pk).state for pairing in pairings]


def outcomes(cycle):
    return dict(PairEnding.objects.filter(pairing__cycle=cycle).values_list("pairing", "outcome"))


def close(cast, clock):
    services.plan_closing(cycle=cast.cycle, by=cast.priya)
    clock.move_to(next_batch(timezone.now()))
    return services.carry_out_closings()


def words_to(user):
    rows = Delivery.objects.filter(kind="cycle_closed", recipient=user, channel="email")
    return [row.extra["what"] for row in rows]


@pytest.fixture
def following(cast):
    """The next cycle, which enrols."""
    return make.CycleFactory(program=cast.program, name="Autumn", state="enrolling")


@pytest.fixture
def url(cast):
    return reverse("closing_check", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}"


def test_who_met_often_enough_has_completed_and_the_others_end(clock, cast):
    met(cast.pairing, 2)
    services.set_closing_rule(cycle=cast.cycle, by=cast.priya, least_met=2)
    met(cast.other_pairing, 1)
    assert close(cast, clock) == 1
    assert states(cast.pairing, cast.other_pairing) == ["completed", "ended"]
    assert outcomes(cast.cycle) == {cast.pairing.pk: "completed", cast.other_pairing.pk: "ended"}
    cast.cycle.refresh_from_db()
    assert cast.cycle.state == "closed"
    assert [Participant.objects.get(user=person).state for person in (cast.kavya, cast.maria)] == [
        "completed", "approved",
    ]  # fmt: skip


def test_nothing_happens_before_the_hour_and_it_can_be_taken_back(clock, cast):
    met(cast.pairing)
    services.plan_closing(cycle=cast.cycle, by=cast.priya)
    assert services.carry_out_closings() == 0
    assert services.take_back_closing(cycle=cast.cycle, by=cast.priya)
    clock.move_to(next_batch(timezone.now()))
    assert services.carry_out_closings() == 0
    assert states(cast.pairing) == ["active"]
    assert not Delivery.objects.filter(kind="cycle_closed").exists()


def test_carrying_it_out_twice_tells_once(clock, cast):
    met(cast.pairing)
    close(cast, clock)
    assert services.carry_out_closings() == 0
    assert words_to(cast.kavya) == words_to(cast.jack) == ["completed"]
    assert words_to(cast.maria) == words_to(cast.helen) == ["ended"]


def test_planned_meetings_are_called_off_in_calendars_too(clock, cast):
    meeting = make.MeetingFactory(pairing=cast.pairing)
    close(cast, clock)
    from sessions.services.housekeeping import settle_meetings

    settle_meetings()
    assert Meeting.objects.get(pk=meeting.pk).state == "cancelled"


def test_one_chosen_by_hand_comes_to_what_was_chosen(clock, cast, sign_in, url):
    met(cast.pairing)
    client = sign_in(cast.priya)
    data = {"cycle": cast.cycle.pk, "pairings": [cast.other_pairing.pk], "outcome": "completed"}
    client.post(reverse("closing_choose", args=[cast.program.pk]), data)
    assert "by hand" in client.get(url).text
    close(cast, clock)
    assert states(cast.pairing, cast.other_pairing) == ["completed", "completed"]


def test_what_was_chosen_can_be_given_back_to_the_rule(cast):
    pair = [cast.other_pairing]
    services.choose_endings(cycle=cast.cycle, pairings=pair, outcome="completed", by=cast.priya)
    services.choose_endings(cycle=cast.cycle, pairings=pair, outcome="", by=cast.priya)
    assert outcomes(cast.cycle) == {}


def test_a_question_unanswered_is_told_like_a_no_and_a_leader_never_learns_of_it(clock, cast, asked):
    """Kavya is asked for Helen; both have another pair, so take a mentor and a leader with none."""
    junior = make.ParticipantFactory(cycle=cast.cycle, state="approved")
    senior = make.ParticipantFactory(cycle=cast.cycle, state="approved", side="senior")
    free = make.ParticipantFactory(cycle=cast.cycle, state="approved")
    for mentor, decision in ((junior, None), (free, "declined")):
        pairing = make.PairingFactory(
            cycle=cast.cycle, junior=mentor, senior=senior, state="proposed", agreed_at=None, opened_at=None,
            answer_by=timezone.now() + dt.timedelta(days=10),
        )  # fmt: skip
        if decision:
            services.decline_pairing(pairing=pairing, by=mentor.user)
    close(cast, clock)
    assert words_to(junior.user) == words_to(free.user) == words_to(senior.user) == [""]
    services.tell_changes(now=timezone.now() + dt.timedelta(days=30))
    assert not Delivery.objects.filter(kind="pairing_changed", recipient=senior.user).exists()


def test_a_review_that_is_open_is_waited_for_or_closed_with_the_cycle(clock, cast):
    open_round(cycle=cast.cycle, today=timezone.localdate())
    closing = services.plan_closing(cycle=cast.cycle, by=cast.priya)
    until = ReviewRound.objects.get().closes_on
    assert closing.due_at.date() > until
    services.take_back_closing(cycle=cast.cycle, by=cast.priya)
    services.set_closing_rule(cycle=cast.cycle, by=cast.priya, review="close")
    assert close(cast, clock) == 1
    assert ReviewRound.objects.get().state == "closed"


def test_while_a_review_is_open_the_page_says_so_and_what_one_can_do(cast, sign_in, url):
    open_round(cycle=cast.cycle, today=timezone.localdate())
    text = sign_in(cast.priya).get(url).text
    assert "A review is open until" in text
    assert "choose above that it closes with the cycle" in text


def test_who_would_like_to_go_on_is_invited_with_their_answers_offered_again(clock, cast, following, sign_in):
    question = Question.objects.create(program=cast.program, text="What can you share?")
    Answer.objects.create(participant=cast.pairing.junior, question=question, text="Short films")
    TopicChoice.objects.create(participant=cast.pairing.junior, topic=cast.topic, rating=4)
    NextWish.objects.create(participant=cast.pairing.junior, wish="same")
    NextWish.objects.create(participant=cast.pairing.senior, wish="other")
    NextWish.objects.create(participant=cast.other_pairing.junior, wish="none")
    services.set_closing_rule(cycle=cast.cycle, by=cast.priya, next_cycle=following)
    close(cast, clock)
    places = dict(following.participants.values_list("user", "side"))
    assert places == {cast.kavya.pk: "junior", cast.jack.pk: "junior"}
    assert not following.participants.get(user=cast.kavya).answers.exists()
    page = sign_in(cast.kavya).get(reverse("enrol", args=[following.enrolment_token])).text
    assert "Short films" in page
    assert "This is what you answered for Spring" in page


def test_two_who_both_want_the_same_go_on_together_once_both_have_confirmed(clock, cast, following):
    met(cast.pairing)
    for place in (cast.pairing.junior, cast.pairing.senior):
        NextWish.objects.create(participant=place, wish="same")
    services.set_closing_rule(cycle=cast.cycle, by=cast.priya, next_cycle=following, carries_over=True)
    close(cast, clock)
    assert outcomes(cast.cycle)[cast.pairing.pk] == "carried"
    assert ask_carried() == 0
    following.participants.update(state="applied")
    ids = following.participants.values_list("pk", flat=True)
    approve_participants(cycle=following, participant_ids=list(ids), by=cast.priya)
    assert (ask_carried(), ask_carried()) == (1, 0)
    new = Pairing.objects.get(cycle=following)
    assert (new.state, new.junior.user, new.senior.user) == ("proposed", cast.kavya, cast.jack)
    assert Delivery.objects.filter(kind="pairing_to_answer", recipient=cast.kavya).exists()
    assert not Delivery.objects.filter(kind="pairing_to_answer", recipient=cast.jack).exists()


def test_what_people_would_like_is_read_by_nobody_before_the_cycle_is_closed(clock, cast, sign_in, url):
    NextWish.objects.create(participant=cast.pairing.junior, wish="other")
    assert "Change sides" not in sign_in(cast.priya).get(url).text.split("<main")[1].replace("chip", "")
    close(cast, clock)
    text = sign_in(cast.priya).get(url).text
    assert "Kavya Nair" in text
    assert "Spring is closed" in text


def test_one_is_told_in_plain_words_what_became_of_ones_place(clock, cast):
    met(cast.pairing)
    close(cast, clock)
    deliver_all()
    [mail] = [message for message in sent_to(cast.kavya) if "has come to its end" in message.subject]
    assert "have come to their planned end" in mail.body


def test_a_party_closes_by_the_rule_and_never_sees_their_own_pair(cast, sign_in, url):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    text = sign_in(cast.jack).get(url).text
    assert "Kavya Nair" not in text
    assert "Maria Santos" in text
    data = {"cycle": cast.cycle.pk, "pairings": [cast.pairing.pk], "outcome": "completed"}
    sign_in(cast.jack).post(reverse("closing_choose", args=[cast.program.pk]), data)
    assert outcomes(cast.cycle) == {}


def test_a_hundred_pairs_close_in_as_many_queries_as_ten(clock, cast, django_assert_max_num_queries):
    for _ in range(30):
        met(make.PairingFactory(cycle=cast.cycle))
    services.plan_closing(cycle=cast.cycle, by=cast.priya)
    clock.move_to(next_batch(timezone.now()))
    with django_assert_max_num_queries(83):
        services.carry_out_closings()


def test_the_list_asks_as_often_for_thirty_pairs_as_for_two(cast, sign_in, url, django_assert_max_num_queries):
    client = sign_in(cast.priya)
    for _ in range(30):
        make.PairingFactory(cycle=cast.cycle)
    with django_assert_max_num_queries(24):
        client.get(url)


@pytest.mark.parametrize("name", ["kavya", "jack", "sam", "noor", "lena"])
def test_nobody_else_closes_a_cycle(cast, sign_in, name):
    for page in ("closing_check", "closing_confirm", "closing_choose", "closing_take_back"):
        response = sign_in(cast.people[name]).post(reverse(page, args=[cast.program.pk]), {"cycle": cast.cycle.pk})
        assert response.status_code in (403, 404)
    assert not CycleClosing.objects.exists()


def test_a_cycle_that_has_not_begun_says_what_comes_first(cast, following, sign_in):
    text = sign_in(cast.priya).get(reverse("closing_check", args=[cast.program.pk]) + f"?cycle={following.pk}").text
    assert "It can be closed once its pairs have begun" in text


def test_carrying_over_needs_a_cycle_to_go_on_in(cast, sign_in, url):
    data = {"cycle": cast.cycle.pk, "least_met": 1, "carries_over": "on", "review": "wait"}
    response = sign_in(cast.priya).post(url, data)
    assert response.status_code == 422
    assert "Choose the cycle in which these pairs go on" in response.text


@pytest.fixture
def both_would(cast, following):
    """Kavya and Jack met and would both go on, and so would Maria and Helen."""
    for pairing in (cast.pairing, cast.other_pairing):
        met(pairing)
        for place in (pairing.junior, pairing.senior):
            NextWish.objects.create(participant=place, wish="same")
    services.set_closing_rule(cycle=cast.cycle, by=cast.priya, next_cycle=following, carries_over=True)
    return following


def main_of(client, url):
    return client.get(url).text.partition("<main")[2]


def test_who_breaks_a_rule_by_now_is_named_beforehand_and_left_out(clock, cast, both_would, sign_in, url):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.jack)
    text = main_of(sign_in(cast.priya), url).partition("Cannot go on together as things are")[2]
    assert "Kavya Nair, Jack Whitfield" in text.partition("</section>")[0]
    assert "one stands too near above the other in the reporting line" in text.partition("</section>")[0]
    assert "Maria Santos" not in text.partition("</section>")[0]
    close(cast, clock)
    assert outcomes(cast.cycle) == {cast.pairing.pk: "completed", cast.other_pairing.pk: "carried"}


def test_once_it_is_mended_they_go_on(clock, cast, both_would, sign_in, url):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.jack)
    User.objects.filter(pk=cast.kavya.pk).update(manager=None)
    assert "Cannot go on together" not in main_of(sign_in(cast.priya), url)
    close(cast, clock)
    assert set(outcomes(cast.cycle).values()) == {"carried"}


def test_by_hand_they_do_not_go_on_either(clock, cast, following, sign_in, url):
    services.set_closing_rule(cycle=cast.cycle, by=cast.priya, next_cycle=following)
    services.choose_endings(cycle=cast.cycle, pairings=[cast.pairing], outcome="carried", by=cast.priya)
    User.objects.filter(pk=cast.jack.pk).update(level=1)
    assert "Kavya Nair, Jack Whitfield" in main_of(sign_in(cast.priya), url).partition("Cannot go on together")[2]
    close(cast, clock)
    assert outcomes(cast.cycle)[cast.pairing.pk] == "completed"


def test_a_private_conflict_is_called_protected_and_names_nobody(cast, both_would, sign_in, url):
    ConflictOfInterest.objects.create(person=cast.kavya, other=cast.jack, owner=cast.kavya, note="He knows why")
    text = main_of(sign_in(cast.priya), url).partition("Cannot go on together")[2].partition("</section>")[0]
    assert "protected" in text
    assert "He knows why" not in text


def test_beforehand_nobody_sees_which_pairs_would_both_like_to_go_on(cast, both_would, sign_in, url):
    before = main_of(sign_in(cast.priya), url)
    assert before.count("goes on if both would like to") == 2
    NextWish.objects.filter(participant=cast.pairing.junior).update(wish="none")
    assert re.sub(r'value="[^"]*"', "", main_of(sign_in(cast.priya), url)) == re.sub(r'value="[^"]*"', "", before)


def test_a_rule_that_is_broken_after_the_closing_keeps_them_from_being_asked(clock, cast, both_would):
    close(cast, clock)
    both_would.participants.update(state="approved")
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.jack)
    assert ask_carried() == 1
    assert Pairing.objects.get(cycle=both_would).junior.user == cast.maria


def test_the_message_leads_to_the_look_back_where_there_is_one(clock, cast):
    met(cast.pairing)
    close(cast, clock)
    deliver_all()
    for user, link in ((cast.kavya, reverse("pairing_look_back", args=[cast.pairing.pk])),
                       (cast.maria, reverse("pairing_list"))):  # fmt: skip
        [mail] = [message for message in sent_to(user) if "has come to its end" in message.subject]
        assert f"{link}\n" in f"{mail.body}\n"


def test_whoever_runs_the_program_does_not_read_what_their_own_partner_would_like(clock, cast, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.kavya)
    NextWish.objects.create(participant=cast.pairing.senior, wish="none")
    NextWish.objects.create(participant=cast.other_pairing.senior, wish="other")
    close(cast, clock)
    page = sign_in(cast.kavya).get(f"{reverse('closing_check', args=[cast.program.pk])}?cycle={cast.cycle.pk}")
    assert [wish.participant for wish in page.context["page"]] == [cast.other_pairing.senior]
