"""The drill sees what it is there to see."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from notifications.models import Delivery
from tests import factories as make
from tests.drill.report import failures, few, overload, overtaken, signs
from tests.drill.script import FAULTS, Script
from tests.drill.verdict import Verdict, judge
from tests.drill.watch import Seen, Watch

NOW_S = 10.0


@pytest.fixture
def owe(db):
    def owe_one(**fields) -> Delivery:
        now = timezone.now()
        defaults = {"channel": "email", "kind": "meeting_reminder", "due_at": now - dt.timedelta(seconds=NOW_S),
                    "state": "sent", "sent_at": now, "not_after": now + dt.timedelta(hours=1)}  # fmt: skip
        number = Delivery.objects.count()
        return Delivery.objects.create(key=f"k{number}", recipient=make.UserFactory(), **(defaults | fields))

    return owe_one


@pytest.fixture
def taken(tmp_path):
    """The mail server's log, with what arrived so many seconds after now."""
    (tmp_path / "taken.jsonl").touch()

    def arrive(delivery: Delivery, after_s: float = 0.0, is_answered: bool = True, answer_s: float = 0.0) -> None:
        taken_at = timezone.now().timestamp() + after_s
        line = {"event": "taken", "id": f"<{delivery.pk.hex}@drill>", "at": taken_at}
        answer = line | {"event": "answered", "at": taken_at + answer_s, "taken_at": taken_at}
        with (tmp_path / "taken.jsonl").open("a") as log:
            log.writelines(json.dumps(event) + "\n" for event in (line, answer)[: 1 + is_answered])

    return arrive


def counts(folder, kills=()) -> dict[str, int]:
    verdict = judge(folder, list(kills))
    return {name: n for name in ("lost", "duplicate", "early", "too late") if (n := verdict.total(name))}


def test_what_went_once_in_its_time_is_well(owe, taken, tmp_path):
    taken(owe())
    owe(channel="in_app")
    assert counts(tmp_path) == {}


@pytest.mark.parametrize(
    "fields", [{"state": "sent"}, {"state": "retry"}, {"state": "claimed"}, {"state": "dead"}, {"state": "expired"}]
)
def test_what_never_arrived_is_lost(owe, tmp_path, fields):
    owe(**fields)
    assert counts(tmp_path) == {"lost": 1}


def test_what_the_server_refused_for_good_is_not_lost(owe, tmp_path):
    owe(state="dead", reason="The mail server answered 550: 5.1.1 Nobody of that name")
    assert counts(tmp_path) == {}


def test_a_second_copy_is_a_duplicate_unless_the_yes_was_not_heard(owe, taken, tmp_path):
    heard, unheard = owe(), owe()
    taken(heard)
    taken(heard)
    taken(unheard, is_answered=False)
    taken(unheard)
    assert counts(tmp_path) == {"duplicate": 1}
    now = timezone.now().timestamp()
    assert counts(tmp_path, [(now - 1, now)]) == {}


def test_who_was_killed_while_a_slow_server_thought_did_not_hear_its_yes(owe, taken, tmp_path):
    delivery, now = owe(due_at=timezone.now() - dt.timedelta(minutes=1)), timezone.now().timestamp()
    taken(delivery, after_s=-40, answer_s=30)
    taken(delivery)
    assert counts(tmp_path, [(now - 20, now - 19)]) == {}
    assert counts(tmp_path, [(now - 60, now - 50)]) == {"duplicate": 1}, "before the data"
    assert counts(tmp_path, [(now - 6, now - 5)]) == {"duplicate": 1}, "its yes was heard five seconds earlier"


def test_what_comes_before_it_is_due_or_after_it_is_of_use_is_seen(owe, taken, tmp_path):
    taken(owe(), after_s=-60)
    taken(owe(), after_s=7200)
    assert counts(tmp_path) == {"early": 1, "too late": 1}


def test_an_act_that_owes_nobody_anything_is_seen(owe, tmp_path):
    (tmp_path / "acts.jsonl").write_text(json.dumps({"act": "move", "meeting": str(owe(state="cancelled").pk)}))
    assert counts(tmp_path) == {"lost": 1}


def test_a_drill_in_which_nothing_was_sent_fails(owe, tmp_path):
    owe(state="cancelled")
    watch, script = Watch(0.0), Script(300, 1)
    assert "hardly anything was sent" in failures(judge(tmp_path, []), watch, script)


def test_a_mail_that_went_before_what_is_urgent_is_counted():
    verdict = Verdict(handed_over=[(0, 10.0, 60.0), (1, 5.0, 12.0), (1, 5.0, 30.0), (2, 5.0, 61.0), (1, 5.0, 200.0)])
    assert overtaken(verdict, 0, 100) == (3, 1), "at 12 s nobody had seen it yet, at 61 s it had gone"


def test_what_a_killed_process_held_is_not_overtaken():
    handed_over = [(0, 10.0, 60.0), (1, 5.0, 30.0)]
    assert overtaken(Verdict(handed_over=handed_over, kills=[(12.0, 13.0)]), 0, 100) == (1, 0)
    assert overtaken(Verdict(handed_over=handed_over, kills=[(40.0, 41.0)]), 0, 100) == (1, 1)


def test_a_kind_that_was_not_driven_and_too_few_messages_fail_it(db):
    found = few(Verdict(), Script(120, 1))
    assert "no message of the kind meeting_reminder left" in found
    assert found[-1] == "0 messages are too few: 600 at least"


def test_too_much_at_once_without_a_sign_fails_it():
    script, watch = Script(300, 1), Watch(0.0)
    at = script.span_of("busy")[1] - 1
    watch.seen = [Seen(at, False, False, True, "", is_owed_well=True)]
    assert overload(Verdict(), watch, script) == ["no sign said that messages left late while there were too many"]
    watch.seen = [Seen(at, False, False, True, "", is_owed_well=False)]
    assert overload(Verdict(), watch, script) == []


def looked(*, page: bool, command: bool, mail: bool) -> list[str]:
    script, watch = Script(300, 1), Watch(0.0)
    at = script.span_of("dead")[1] - 1
    watch.seen.append(Seen(at, page, command, mail, ""))
    return signs(watch, script)


def test_signs_that_are_green_while_mail_is_dead_fail_it():
    assert looked(page=False, command=False, mail=False) == []
    assert len(looked(page=True, command=True, mail=True)) == 3
    assert signs(Watch(0.0), Script(300, 1)) == ["nobody looked at the signs while mail was dead"]


@pytest.mark.parametrize("seconds", [60, 120, 300])
def test_everything_that_can_be_killed_is_and_the_same_seed_gives_the_same_drill(seconds):
    script = Script(seconds, 7)
    assert {what for _at, what in script.faults()} == set(FAULTS)
    assert script.faults() == Script(seconds, 7).faults() != Script(seconds, 8).faults()
