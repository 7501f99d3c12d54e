"""Pausing, leaving and ending: the other one reads the same words, the program team who and why."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import changes, services
from pairings.models import EndRequest, Pairing
from pairings.sight import Stage, stage_of
from people.errors import Refused
from programs.models import Participant, Todo
from tests import factories as make

REASON = "He cancels every time"


def fresh(pairing):
    return Pairing.objects.with_people().get(pk=pairing.pk)


def told(user):
    rows = Delivery.objects.filter(recipient=user, kind="pairing_changed", channel="email")
    return [row.extra["what"] for row in rows.order_by("created_at")]


def requests(pairing):
    return set(EndRequest.objects.filter(pairing=pairing).values_list("side", "wish", "reason"))


@pytest.fixture
def leaving(cast):
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="partner", reason=REASON)
    return fresh(cast.pairing)


def test_a_pause_reads_the_same_for_both(cast):
    services.pause_pairing(pairing=cast.pairing, by=cast.jack)
    services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
    assert fresh(cast.pairing).paused_by == cast.jack
    assert told(cast.kavya) == told(cast.jack) == ["paused"]


def test_only_who_paused_or_the_team_lets_it_go_on(cast):
    services.pause_pairing(pairing=cast.pairing, by=cast.jack)
    with pytest.raises(Refused, match="program team can let"):
        services.resume_pairing(pairing=cast.pairing, by=cast.kavya)
    services.resume_pairing(pairing=cast.pairing, by=cast.priya, is_team=True)
    assert fresh(cast.pairing).state == "active"
    assert told(cast.kavya) == ["paused", "resumed"]


def test_asking_to_end_pauses_and_tells_the_team_alone(cast, leaving):
    assert leaving.state == "paused"
    assert told(cast.jack) == ["paused"]
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
    services.leave_pairing(pairing=leaving, by=cast.jack, wish="talk", reason="She is never there")
    assert requests(leaving) == {("junior", "partner", REASON), ("senior", "talk", "She is never there")}
    assert told(cast.kavya) == told(cast.jack) == ["paused"]
    hers, his = (sign_in(one).get(leaving.url).text for one in (cast.kavya, cast.jack))
    assert (REASON in hers, "She is never there" in hers) == (True, False)
    assert (REASON in his, "She is never there" in his) == (False, True)
    team = sign_in(cast.priya).get(reverse("oversight_detail", args=[leaving.pk])).text
    assert "Kavya Nair asked, and would like: another partner." in team
    assert "Jack Whitfield asked, and would like: to talk with the program team first." in team
    assert (REASON in team, "She is never there" in team) == (True, True)


def test_what_both_asked_stays_with_an_ended_pairing(cast, sign_in, leaving):
    services.leave_pairing(pairing=leaving, by=cast.jack, wish="talk", reason="She is never there")
    services.end_pairing(pairing=leaving, by=cast.priya)
    assert len(requests(leaving)) == 2
    assert "She is never there" in sign_in(cast.jack).get(leaving.url).text
    assert stage_of(fresh(leaving), cast.jack, timezone.now()) == Stage.LEFT


def test_the_team_ends_it_and_both_can_be_matched_again(cast, leaving):
    services.end_pairing(pairing=leaving, by=cast.priya)
    services.end_pairing(pairing=leaving, by=cast.priya)
    ended = fresh(leaving)
    assert (ended.state, ended.junior.state, ended.senior.state) == ("ended", "approved", "approved")
    assert told(cast.jack) == ["paused", "changed"]
    assert stage_of(ended, cast.jack, timezone.now()) == Stage.CHANGED
    assert not Todo.objects.open().exists()


def test_who_has_withdrawn_stays_withdrawn_and_who_has_another_pairing_stays_active(cast, leaving):
    make.PairingFactory(cycle=cast.cycle, junior__user=make.UserFactory(), senior=leaving.senior)
    Participant.objects.filter(pk=leaving.junior_id).update(state="withdrawn")
    services.end_pairing(pairing=leaving, by=cast.priya)
    assert (fresh(leaving).junior.state, fresh(leaving).senior.state) == ("withdrawn", "active")


def test_talked_over_it_goes_on_and_the_reason_is_forgotten(cast, leaving):
    services.clear_request(pairing=leaving, by=cast.priya)
    again = fresh(leaving)
    assert (again.state, again.end_requested_at, requests(again)) == ("active", None, set())
    assert not Todo.objects.open().exists()


def test_an_ended_pairing_cannot_be_paused_resumed_or_left(cast):
    services.end_pairing(pairing=cast.pairing, by=cast.priya)
    with pytest.raises(Refused):
        services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
    with pytest.raises(Refused):
        services.resume_pairing(pairing=cast.pairing, by=cast.kavya)
    with pytest.raises(Refused):
        services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave")


def test_upper_apps_follow_every_change(cast, monkeypatch):
    heard = []
    monkeypatch.setattr(changes, "_follows", [lambda found, change: heard.append((found[0].state, change))])
    services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
    services.resume_pairing(pairing=cast.pairing, by=cast.kavya)
    services.end_pairing(pairing=cast.pairing, by=cast.priya)
    assert heard == [("paused", "paused"), ("active", "resumed"), ("ended", "ended")]


def test_pausing_by_the_pages(cast, sign_in):
    client, url = sign_in(cast.kavya), reverse("pairing_pause", args=[cast.pairing.pk])
    assert "not who paused it" in client.get(url).text
    client.post(url)
    assert fresh(cast.pairing).state == "paused"
    client.post(reverse("pairing_resume", args=[cast.pairing.pk]))
    assert fresh(cast.pairing).state == "active"


def test_leaving_by_the_page_keeps_what_was_typed_when_refused(cast, sign_in):
    url = reverse("pairing_leave", args=[cast.pairing.pk])
    answer = sign_in(cast.kavya).post(url, {"reason": REASON})
    assert answer.status_code == 422
    assert REASON in answer.text
    sign_in(cast.kavya).post(url, {"wish": "leave", "reason": REASON})
    assert requests(cast.pairing) == {("junior", "leave", REASON)}


def test_who_paused_it_is_not_shown_that_the_other_one_asks_to_end_it(cast, sign_in):
    services.pause_pairing(pairing=cast.pairing, by=cast.jack)
    client = sign_in(cast.jack)
    before = client.get(cast.pairing.url).text
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave", reason=REASON)
    assert ("Go on" in before, "Go on" in client.get(cast.pairing.url).text) == (True, True)
    with pytest.raises(Refused, match="program team can let"):
        services.resume_pairing(pairing=cast.pairing, by=cast.jack)
    assert fresh(cast.pairing).state == "paused"


def test_the_team_deals_with_a_request_before_a_pause_ends(cast, leaving):
    with pytest.raises(Refused, match="Deal with the request"):
        services.resume_pairing(pairing=leaving, by=cast.priya, is_team=True)


@pytest.mark.parametrize("page", ["pairing_pause", "pairing_resume", "pairing_leave"])
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
    assert (fresh(cast.other_pairing).state, fresh(leaving).state) == ("completed", "paused")
    assert fresh(cast.other_pairing).junior.state == "completed"
    services.end_pairing(pairing=leaving, by=cast.priya)
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
    assert (fresh(cast.other_pairing).state, fresh(cast.pairing).state) == ("completed", "paused")


def test_pairs_close_with_their_cycle_and_go_on_when_it_steps_back(cast):
    from programs.services import begin_closing, step_back

    services.pause_pairing(pairing=cast.other_pairing, by=cast.maria)
    begin_closing(cycle=cast.cycle)
    assert (fresh(cast.pairing).state, fresh(cast.other_pairing).state) == ("closing", "paused")
    assert fresh(cast.pairing).can_meet
    assert told(cast.kavya) == told(cast.jack) == ["closing"]
    services.resume_pairing(pairing=cast.other_pairing, by=cast.maria)
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
    with django_assert_max_num_queries(26):
        assert services.complete_pairings(cycle=cast.cycle, by=cast.priya) == 8


def test_a_completed_pairing_stays_readable_to_the_two(cast, sign_in):
    services.complete_pairing(pairing=cast.pairing, by=cast.priya)
    services.complete_pairing(pairing=cast.pairing, by=cast.priya)
    text = sign_in(cast.kavya).get(cast.pairing.url).text
    assert "This pairing is complete" in text
    assert "Ask to end it" not in text


def test_a_request_to_end_is_dealt_with_before_completing(leaving):
    with pytest.raises(Refused, match="nobody has asked to end"):
        services.complete_pairing(pairing=leaving)
