"""Pausing, leaving and ending: the other one reads the same words, the program team who and why."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import EndRequest, Hold, Pairing
from pairings.party_view import Stage, stage_of
from programs.models import Participant, Todo
from sessions import port_to_pairings
from tests import factories as make
from tests.batches import pass_batch
from tests.mail import plan_all
from tests.proposals.looks import main_of

REASON = "He cancels every time"


def fresh(pairing):
    return Pairing.objects.with_people().get(pk=pairing.pk)


def told(user):
    rows = Delivery.objects.filter(recipient=user, kind="pairing_changed", channel="email")
    return [row.extra["what"] for row in rows.order_by("created_at")]


def requests(pairing):
    return set(EndRequest.objects.filter(pairing=pairing).values_list("side", "wish", "reason"))


@pytest.fixture
def leaving(clock, cast):
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="partner", reason=REASON)
    pass_batch(clock)
    return fresh(cast.pairing)


def pause(pairing, by, clock):
    services.pause_pairing(pairing=pairing, by=by)
    pass_batch(clock)


def holders(pairing):
    return set(Hold.objects.filter(pairing=pairing).values_list("side", "is_for_request"))


def test_a_pause_reads_the_same_for_both(clock, cast):
    services.pause_pairing(pairing=cast.pairing, by=cast.jack)
    services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
    assert (fresh(cast.pairing).state, told(cast.kavya), told(cast.jack)) == ("active", [], [])
    pass_batch(clock)
    assert fresh(cast.pairing).state == "paused"
    assert holders(cast.pairing) == {("junior", False), ("senior", False)}
    assert told(cast.kavya) == told(cast.jack) == ["paused"]


@pytest.mark.parametrize("ask", ["pause", "leave"])
def test_what_one_asks_is_told_with_the_next_batch_and_not_at_once(clock, cast, sign_in, ask):
    if ask == "pause":
        services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
    else:
        services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave", reason=REASON)
    clock.shift(60)
    plan_all()
    assert (fresh(cast.pairing).state, told(cast.jack), told(cast.kavya)) == ("active", [], [])
    assert "aused" not in main_of(sign_in(cast.jack).get(reverse("pairing_detail", args=[cast.pairing.pk])).text)
    pass_batch(clock)
    assert (fresh(cast.pairing).state, told(cast.jack), told(cast.kavya)) == ("paused", ["paused"], ["paused"])


def test_the_last_day_of_a_pause_ends_with_a_batch_and_not_at_midnight(clock, cast):
    """Monday; the program pauses the pair until Wednesday."""
    services.pause_pairing(pairing=cast.pairing, by=cast.priya, until=timezone.localdate() + dt.timedelta(days=2))
    pass_batch(clock)
    clock.move_to(dt.datetime(2026, 11, 26, 5, tzinfo=dt.UTC))
    plan_all(timezone.now())
    assert (fresh(cast.pairing).state, told(cast.jack)) == ("paused", ["paused"])
    pass_batch(clock)
    assert timezone.now() == dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)
    assert (fresh(cast.pairing).state, len(told(cast.jack))) == ("active", 2)


@pytest.mark.parametrize("who", ["kavya", "priya"])
def test_that_it_goes_on_is_told_with_the_next_batch_too(clock, cast, who):
    pause(cast.pairing, cast.kavya, clock)
    services.resume_pairing(pairing=cast.pairing, by=cast.people[who])
    clock.shift(60)
    plan_all()
    assert (fresh(cast.pairing).state, told(cast.jack)) == ("paused", ["paused"])
    pass_batch(clock)
    assert (fresh(cast.pairing).state, len(told(cast.jack))) == ("active", 2)


def test_it_goes_on_when_nobody_holds_it_any_more(clock, cast):
    pause(cast.pairing, cast.jack, clock)
    services.resume_pairing(pairing=cast.pairing, by=cast.kavya)
    pass_batch(clock)
    assert (fresh(cast.pairing).state, told(cast.kavya)) == ("paused", ["paused"])
    services.resume_pairing(pairing=cast.pairing, by=cast.jack)
    assert fresh(cast.pairing).state == "paused"
    pass_batch(clock)
    assert fresh(cast.pairing).state == "active"
    assert told(cast.kavya) == told(cast.jack) == ["paused", "resumed"]
    assert holders(cast.pairing) == set()


def test_the_team_lets_it_go_on_whoever_holds_it(clock, cast):
    pause(cast.pairing, cast.jack, clock)
    services.resume_pairing(pairing=cast.pairing, by=cast.priya)
    pass_batch(clock)
    assert (fresh(cast.pairing).state, told(cast.kavya)) == ("active", ["paused", "resumed"])


def test_the_team_hears_that_somebody_would_go_on_while_the_other_one_holds_it(clock, cast):
    pause(cast.pairing, cast.jack, clock)
    services.resume_pairing(pairing=cast.pairing, by=cast.kavya)
    assert Todo.objects.open().get().kind == Todo.Kind.GO_ON
    assert not Todo.objects.visible_to(cast.jack).exists()
    services.resume_pairing(pairing=cast.pairing, by=cast.priya)
    pass_batch(clock)
    assert not Todo.objects.open().exists()


def test_asking_to_end_pauses_and_tells_the_team_alone(clock, cast):
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="partner", reason=REASON)
    assert (fresh(cast.pairing).state, told(cast.jack)) == ("active", [])
    pass_batch(clock)
    assert (fresh(cast.pairing).state, told(cast.jack)) == ("paused", ["paused"])
    todo = Todo.objects.get(kind=Todo.Kind.LEAVE_REQUEST)
    assert todo.text == "Kavya Nair and Jack Whitfield"
    assert set(Todo.objects.visible_to(cast.priya)) == {todo}
    for name in ("jack", "kavya", "sam"):
        assert not Todo.objects.visible_to(cast.people[name]).exists()


def test_the_other_one_reads_neither_who_nor_why(cast, sign_in, leaving):
    text = sign_in(cast.jack).get(leaving.url).text
    assert "Your pairing is paused" in text
    assert REASON not in text
    assert "asked to end" not in text


def test_asking_twice_is_one_request(cast, leaving):
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave", reason="Again")
    assert requests(cast.pairing) == {("junior", "partner", REASON)}
    assert Todo.objects.count() == 1


def test_when_both_ask_both_are_kept_and_each_reads_only_their_own(cast, sign_in, leaving):
    services.leave_pairing(pairing=leaving, by=cast.jack, wish="leave", reason="She is never there")
    assert requests(leaving) == {("junior", "partner", REASON), ("senior", "leave", "She is never there")}
    assert told(cast.kavya) == told(cast.jack) == ["paused"]
    hers, his = (sign_in(person).get(leaving.url).text for person in (cast.kavya, cast.jack))
    assert (REASON in hers, "She is never there" in hers) == (True, False)
    assert (REASON in his, "She is never there" in his) == (False, True)
    team = sign_in(cast.priya).get(reverse("oversight_detail", args=[leaving.pk])).text
    assert "Kavya Nair asked, and would like: another partner." in team
    assert "Jack Whitfield asked, and would like: to end it, without another partner for now." in team
    assert (REASON in team, "She is never there" in team) == (True, True)


def test_what_both_asked_stays_with_an_ended_pairing(clock, cast, sign_in, leaving):
    services.leave_pairing(pairing=leaving, by=cast.jack, wish="leave", reason="She is never there")
    services.end_pairing(pairing=leaving, by=cast.priya)
    pass_batch(clock)
    assert len(requests(leaving)) == 2
    assert "She is never there" in sign_in(cast.jack).get(leaving.url).text
    assert stage_of(fresh(leaving), cast.jack, timezone.now()) == Stage.LEFT


def test_the_team_ends_it_and_both_can_be_matched_again(clock, cast, leaving):
    services.end_pairing(pairing=leaving, by=cast.priya)
    services.end_pairing(pairing=leaving, by=cast.priya)
    assert (fresh(leaving).state, told(cast.jack)) == ("paused", ["paused"])
    pass_batch(clock)
    ended = fresh(leaving)
    assert (ended.state, ended.junior.state, ended.senior.state) == ("ended", "approved", "approved")
    assert told(cast.jack) == ["paused", "changed"]
    assert stage_of(ended, cast.jack, timezone.now()) == Stage.CHANGED
    assert not Todo.objects.open().exists()


def test_who_has_withdrawn_stays_withdrawn_and_who_has_another_pairing_stays_active(clock, cast, leaving):
    make.PairingFactory(cycle=cast.cycle, junior__user=make.UserFactory(), senior=leaving.senior)
    Participant.objects.filter(pk=leaving.junior_id).update(state="withdrawn")
    services.end_pairing(pairing=leaving, by=cast.priya)
    pass_batch(clock)
    assert (fresh(leaving).junior.state, fresh(leaving).senior.state) == ("withdrawn", "active")


def test_talked_over_it_goes_on_and_the_reason_is_forgotten(clock, cast, leaving):
    services.clear_request(pairing=leaving, by=cast.priya)
    pass_batch(clock)
    again = fresh(leaving)
    assert (again.state, again.end_requested_at, requests(again)) == ("active", None, set())
    assert not Todo.objects.open().exists()


def test_an_ended_pairing_cannot_be_paused_resumed_or_left(clock, cast):
    services.end_pairing(pairing=cast.pairing, by=cast.priya)
    pass_batch(clock)
    with pytest.raises(Refused):
        services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
    with pytest.raises(Refused):
        services.resume_pairing(pairing=cast.pairing, by=cast.kavya)
    with pytest.raises(Refused):
        services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave")


def test_upper_apps_follow_every_change(clock, cast, monkeypatch):
    heard = []
    monkeypatch.setattr(
        port_to_pairings, "pairings_changed", lambda pairs, change: heard.append((pairs[0].state, change))
    )
    pause(cast.pairing, cast.kavya, clock)
    services.resume_pairing(pairing=cast.pairing, by=cast.kavya)
    pass_batch(clock)
    services.end_pairing(pairing=cast.pairing, by=cast.priya)
    pass_batch(clock)
    assert heard == [("paused", "paused"), ("active", "resumed"), ("ended", "ended")]


def test_pausing_and_going_on_by_the_pages(clock, cast, sign_in):
    client, url = sign_in(cast.kavya), reverse("pairing_pause", args=[cast.pairing.pk])
    assert "neither of you reads who it was" in client.get(url).text
    client.post(url)
    assert "You have asked to pause this pairing." in client.get(cast.pairing.url).text
    pass_batch(clock)
    assert fresh(cast.pairing).state == "paused"
    client.post(reverse("pairing_resume", args=[cast.pairing.pk]))
    assert "You have asked to go on." in client.get(cast.pairing.url).text
    pass_batch(clock)
    assert fresh(cast.pairing).state == "active"


def test_what_nobody_was_told_yet_can_be_taken_back(clock, cast, sign_in):
    client, back = sign_in(cast.kavya), reverse("pairing_take_back", args=[cast.pairing.pk])
    for page, typed in (("pairing_pause", {}), ("pairing_leave", {"wish": "leave", "reason": REASON})):
        client.post(reverse(page, args=[cast.pairing.pk]), typed)
        assert "It is told to both of you on" in client.get(cast.pairing.url).text
        client.post(back)
        assert (holders(cast.pairing), requests(cast.pairing)) == (set(), set())
        assert (fresh(cast.pairing).end_requested_at, Todo.objects.open().count()) == (None, 0)
    pass_batch(clock)
    assert (fresh(cast.pairing).state, told(cast.kavya), told(cast.jack)) == ("active", [], [])
    assert "nothing to take back any more" in client.post(back, follow=True).text


def test_going_on_can_be_taken_back_and_the_pause_holds_on(clock, cast, leaving):
    services.resume_pairing(pairing=leaving, by=cast.kavya)
    assert requests(leaving) == set()
    services.take_back(pairing=leaving, by=cast.kavya)
    pass_batch(clock)
    assert (fresh(leaving).state, holders(leaving)) == ("paused", {("junior", False)})


def test_a_request_taken_back_leaves_the_other_ones(clock, cast, leaving):
    services.leave_pairing(pairing=leaving, by=cast.jack, wish="leave")
    services.resume_pairing(pairing=leaving, by=cast.kavya)
    pass_batch(clock)
    again = fresh(leaving)
    assert (again.state, requests(again), again.end_requested_at is not None) == (
        "paused", {("senior", "leave", "")}, True,
    )  # fmt: skip
    assert Todo.objects.open().filter(kind=Todo.Kind.LEAVE_REQUEST).exists()


def test_nothing_is_preselected_and_three_ways_are_shown(cast, sign_in):
    text = sign_in(cast.kavya).get(reverse("pairing_leave", args=[cast.pairing.pk])).text.partition("<main")[2]
    assert "checked" not in text
    for way in ("Write in confidence", "Another partner", "To end it, without another partner for now"):
        assert way in text


def test_leaving_by_the_page_keeps_what_was_typed_when_refused(cast, sign_in):
    url = reverse("pairing_leave", args=[cast.pairing.pk])
    answer = sign_in(cast.kavya).post(url, {"reason": REASON})
    assert answer.status_code == 422
    assert REASON in answer.text
    sign_in(cast.kavya).post(url, {"wish": "leave", "reason": REASON})
    assert requests(cast.pairing) == {("junior", "leave", REASON)}


def test_who_paused_it_is_not_shown_that_the_other_one_asks_to_end_it(clock, cast, sign_in):
    pause(cast.pairing, cast.jack, clock)
    client = sign_in(cast.jack)
    before = main_of(client.get(cast.pairing.url).text)
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave", reason=REASON)
    assert main_of(client.get(cast.pairing.url).text) == before
    services.resume_pairing(pairing=cast.pairing, by=cast.jack)
    pass_batch(clock)
    assert fresh(cast.pairing).state == "paused"


def test_the_team_deals_with_a_request_before_a_pause_ends(cast, leaving):
    with pytest.raises(Refused, match="Deal with the request"):
        services.resume_pairing(pairing=leaving, by=cast.priya)


@pytest.mark.parametrize("page", ["pairing_pause", "pairing_resume", "pairing_leave", "pairing_take_back"])
@pytest.mark.parametrize("name", ["maria", "sam", "priya", "omar", "noor"])
def test_nobody_else_changes_it(cast, sign_in, page, name):
    assert sign_in(cast.people[name]).post(reverse(page, args=[cast.pairing.pk])).status_code == 404


def test_a_cycle_closes_once_its_pairings_are_complete(cast, sign_in, leaving):
    from programs.services import begin_closing, close_cycle

    begin_closing(cycle=cast.cycle)
    with pytest.raises(Refused, match="still open"):
        close_cycle(cycle=cast.cycle)
    url = reverse("oversight_complete", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}"
    assert "Complete all pairings" in sign_in(cast.priya).get(url).text
    sign_in(cast.priya).post(url)
    assert (fresh(cast.other_pairing).state, fresh(leaving).state) == ("completed", "completed")
    assert fresh(cast.other_pairing).junior.state == "completed"
    assert close_cycle(cycle=cast.cycle)


def test_completing_leaves_out_the_pairing_one_is_a_party_of(cast, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    url = reverse("oversight_complete", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}"
    pages = []
    for _ in range(2):
        pages.append("".join(sign_in(cast.jack).get(url).text.split("datagrid-content")[1:2])[:80])
        services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave")
    assert pages[0] == pages[1]
    services.complete_pairings(cycle=cast.cycle, by=cast.jack)
    assert (fresh(cast.other_pairing).state, fresh(cast.pairing).state) == ("completed", "active")


def test_pairs_close_with_their_cycle_and_go_on_when_it_steps_back(clock, cast):
    from programs.services import begin_closing, step_back

    pause(cast.other_pairing, cast.maria, clock)
    begin_closing(cycle=cast.cycle)
    assert (fresh(cast.pairing).state, fresh(cast.other_pairing).state) == ("closing", "paused")
    assert fresh(cast.pairing).can_meet
    assert told(cast.kavya) == told(cast.jack) == ["closing"]
    services.resume_pairing(pairing=cast.other_pairing, by=cast.maria)
    pass_batch(clock)
    assert fresh(cast.other_pairing).state == "closing"
    step_back(cycle=cast.cycle)
    assert (fresh(cast.pairing).state, fresh(cast.other_pairing).state) == ("active", "active")


def test_both_are_told_that_it_is_complete(cast):
    services.complete_pairings(cycle=cast.cycle, by=cast.priya)
    services.complete_pairings(cycle=cast.cycle, by=cast.priya)
    assert told(cast.kavya) == told(cast.jack) == told(cast.maria) == ["completed"]


def test_completing_costs_the_same_for_many(cast, django_assert_max_num_queries):
    for _ in range(6):
        make.PairingFactory(cycle=cast.cycle, junior__user=make.UserFactory(), senior__user=make.UserFactory())
    with django_assert_max_num_queries(27):
        assert services.complete_pairings(cycle=cast.cycle, by=cast.priya) == 8


def test_a_completed_pairing_stays_readable_to_the_two(cast, sign_in):
    services.complete_pairing(pairing=cast.pairing, by=cast.priya)
    services.complete_pairing(pairing=cast.pairing, by=cast.priya)
    text = sign_in(cast.kavya).get(cast.pairing.url).text
    assert "This pairing is complete" in text
    assert "Ask to end it" not in text


def test_a_pair_with_a_request_is_completed_like_every_other(cast, sign_in, leaving):
    """Left open while all others are complete, it would tell the other one of the request."""
    services.complete_pairing(pairing=leaving, by=cast.priya)
    assert (fresh(leaving).state, requests(leaving)) == ("completed", {("junior", "partner", REASON)})
    assert REASON in sign_in(cast.priya).get(reverse("oversight_detail", args=[leaving.pk])).text


@pytest.mark.parametrize(("wish", "is_left_out"), [("leave", True), ("partner", False)])
def test_who_asked_for_no_other_partner_is_left_out_of_the_next_match(cast, clock, sign_in, wish, is_left_out):
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish=wish)
    services.end_pairing(pairing=cast.pairing, by=cast.priya)
    pass_batch(clock)
    free = set(Participant.objects.matchable().filter(cycle=cast.cycle).values_list("user", flat=True))
    assert (cast.kavya.pk not in free, cast.jack.pk in free) == (is_left_out, True)
    page = sign_in(cast.kavya).get(reverse("enrolment_status", args=[cast.cycle.enrolment_token])).text
    assert ("are not matched for now" in page) == is_left_out
