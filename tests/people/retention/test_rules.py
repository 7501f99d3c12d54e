"""What is a day younger than its rule stays, what is a day older goes, and HR's choice of days counts."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frame.errors import Refused
from pairings.models import Consent, EndRequest
from pairings.services import clear_request, leave_pairing
from people.conflicts import remove_conflict
from people.erasure.carrying_out import erase
from people.models import ConflictOfInterest, LegalHold, RetentionPeriod, RetentionRun, User
from people.retention.applying import apply_retention
from people.retention.time_limits import RETENTION_RULES, periods
from programs.models import Cycle
from roster.models import RosterImport
from roster.services import apply_import, map_columns, start_import, undo_import
from sessions.models import SessionLog
from tests.people.retention.old_rows import OLD_ROWS, days_ago, entry, pair_words, pairing_over, reasons

pytestmark = pytest.mark.django_db
CODES = [rule.code for rule in RETENTION_RULES]
CHANGEABLE = [rule.code for rule in RETENTION_RULES if not rule.is_fixed]
#: So many more days HR grants in these tests.
MORE = 60


def test_every_rule_is_tried_here():
    assert set(CODES) == set(OLD_ROWS)


def rule_of(code):
    return RETENTION_RULES.find(code)


def gone(left) -> bool:
    """All of it; or none of it. Something in between is a mistake of the test."""
    there = set(left().values())
    assert len(there) == 1, left()
    return not there.pop()


@pytest.mark.parametrize("code", CODES)
def test_a_day_younger_stays_and_a_day_older_goes(cast, code):
    days = periods()[code]
    younger = OLD_ROWS[code](cast, days_ago(days - 1))
    older = OLD_ROWS[code](cast, days_ago(days + 1))
    apply_retention(codes=[code])
    assert (gone(younger), gone(older)) == (False, True)
    run = RetentionRun.objects.get()
    assert run.ended_at is not None
    assert not run.report[code]["failed"]


@pytest.mark.parametrize("code", CODES)
def test_no_other_rule_takes_it(cast, code):
    """Each rule lets go of its own, so that a longer period is not undone by another rule."""
    thing = OLD_ROWS[code](cast, days_ago(periods()[code] + 1))
    stronger = {
        "team_sign_ins": {"audit"},
        "own_sign_ins": {"audit", "team_sign_ins"},
        "message_words": {"message_records"},
    }
    apply_retention(codes=[other for other in CODES if other != code and other not in stronger.get(code, set())])
    assert not gone(thing)


@pytest.mark.parametrize("code", CHANGEABLE)
def test_the_days_that_hr_has_chosen_count(cast, code):
    usual = periods()[code]
    RetentionPeriod.objects.create(code=code, days=usual + MORE)
    younger = OLD_ROWS[code](cast, days_ago(usual + 1))
    older = OLD_ROWS[code](cast, days_ago(usual + MORE + 1))
    apply_retention(codes=[code])
    assert (gone(younger), gone(older)) == (False, True)


@pytest.mark.parametrize("code", [code for code in CODES if code not in CHANGEABLE])
def test_what_the_product_needs_is_not_to_be_chosen(cast, code):
    RetentionPeriod.objects.create(code=code, days=0)
    assert periods()[code] == rule_of(code).usual


@pytest.mark.parametrize("code", CODES)
def test_a_dry_run_counts_and_changes_nothing(cast, code):
    thing = OLD_ROWS[code](cast, days_ago(periods()[code] + 1))
    (outcome,) = apply_retention(codes=[code], dry_run=True)
    assert outcome.rows > 0
    assert (periods()[code] + 1) - 1 <= (days_ago(0).date() - outcome.oldest).days <= periods()[code] + 2
    assert not gone(thing)
    assert not RetentionRun.objects.exists()


@pytest.mark.parametrize("code", CODES)
def test_a_second_run_finds_nothing(cast, code):
    OLD_ROWS[code](cast, days_ago(periods()[code] + 1))
    apply_retention(codes=[code])
    (outcome,) = apply_retention(codes=[code])
    assert (outcome.rows, outcome.has_failed) == (0, False)


#: Files of everybody, sign-ins that are over and forms name nobody; for the log and what is done there is a test below.
UNHELD = {
    "roster_uploads", "ended_sign_ins", "form_tokens", "audit", "team_sign_ins", "own_sign_ins", "team_todos",
}  # fmt: skip


@pytest.mark.parametrize("code", [code for code in CODES if code not in UNHELD])
def test_a_hold_on_somebody_keeps_what_is_about_them(cast, code):
    thing = OLD_ROWS[code](cast, days_ago(periods()[code] + 1))
    person = cast.maria if code == "enrolment_answers" else cast.kavya
    hold = LegalHold.objects.create(person=person, placed_by=cast.omar, reason="A complaint")
    apply_retention(codes=[code])
    assert not gone(thing)
    hold.lifted_at = hold.placed_at
    hold.save()
    apply_retention(codes=[code])
    assert gone(thing)


def test_a_hold_keeps_what_the_audit_log_says_of_somebody(cast):
    hers, his = entry(days_ago(1200), person=cast.noor), entry(days_ago(1200), person=cast.sam)
    LegalHold.objects.create(person=cast.noor, placed_by=cast.omar, reason="A complaint")
    apply_retention(codes=["audit"])
    assert (gone(hers), gone(his)) == (False, True)


def held(cast, person):
    return LegalHold.objects.create(person=person, placed_by=cast.omar, reason="A complaint")


def lift(hold):
    hold.lifted_at = hold.placed_at
    hold.save()


def test_a_hold_keeps_what_an_import_changed_of_somebody_and_nothing_else_of_it(cast):
    """The file names everybody; of the others nothing is needed."""
    noor, sam = str(cast.noor.pk), str(cast.sam.pk)
    changed = {pk: {"job_title": ["Clerk", "Director"]} for pk in (noor, sam)}
    roster = RosterImport.objects.create(
        uploaded_by=cast.omar, file_name="r.csv", content=b"Email", state="applied", preview={"spared": ["Sam"]},
        created_at=days_ago(20), applied_at=days_ago(20),
        before={"updated": changed, "left": [noor, sam], "created": [sam], "titles": {"Clerk": 2}},
    )  # fmt: skip
    hold = held(cast, cast.noor)
    apply_retention(codes=["roster_uploads"])
    roster.refresh_from_db()
    assert roster.before == {"updated": {noor: changed[noor]}, "left": [noor]}
    assert (bytes(roster.content), roster.preview) == (b"", {})
    (again,) = apply_retention(codes=["roster_uploads"])
    assert again.rows == 0
    erase(person=cast.sam, by=None)
    roster.refresh_from_db()
    assert roster.before == {"updated": {noor: changed[noor]}, "left": [noor]}
    lift(hold)
    apply_retention(codes=["roster_uploads"])
    roster.refresh_from_db()
    assert roster.before == {}


def test_a_hold_on_whoever_imported_keeps_what_they_uploaded(cast):
    uploaded = OLD_ROWS["roster_uploads"](cast, days_ago(20))
    hold = held(cast, cast.omar)
    apply_retention(codes=["roster_uploads"])
    assert not gone(uploaded)
    lift(hold)
    apply_retention(codes=["roster_uploads"])
    assert gone(uploaded)


def test_a_hold_keeps_address_and_browser_of_ended_sign_ins(cast):
    for person in (cast.noor, cast.sam):
        UserSession.objects.create(user=person, session_key=str(person.pk), ip="192.0.2.1", user_agent="Firefox")
    hold = held(cast, cast.noor)
    apply_retention(codes=["ended_sign_ins"])
    assert list(UserSession.objects.values_list("user", flat=True)) == [cast.noor.pk]
    lift(hold)
    apply_retention(codes=["ended_sign_ins"])
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("on", ["the one who asked", "the other one", "the pairing"])
def test_the_team_does_not_delete_why_somebody_on_hold_asked_to_end(cast, on):
    """Dealing with a request takes it away, words and all."""
    leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave", reason="Canary of the dispute")
    LegalHold.objects.create(
        placed_by=cast.omar, reason="A complaint",
        **{"the one who asked": {"person": cast.kavya}, "the other one": {"person": cast.jack},
           "the pairing": {"pairing_id": cast.pairing.pk}}[on],
    )  # fmt: skip
    with pytest.raises(Refused, match="Ask your HR team"):
        clear_request(pairing=cast.pairing, by=cast.priya)
    assert EndRequest.objects.get().reason == "Canary of the dispute"


def test_hr_does_not_delete_its_own_word_about_somebody_on_hold(cast):
    conflict = ConflictOfInterest.objects.create(person=cast.noor, other=cast.sam, note="They are related")
    hold = held(cast, cast.sam)
    with pytest.raises(Refused, match="Ask your HR team"):
        remove_conflict(conflict=conflict)
    lift(hold)
    remove_conflict(conflict=conflict)
    assert not ConflictOfInterest.objects.exists()


def test_an_import_that_made_somebody_on_hold_is_not_undone(cast):
    roster = start_import(user=cast.omar, file_name="r.csv", content=b"email,first name,last name\nn@example.com,N,E\n")
    map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep"})
    roster.refresh_from_db()
    apply_import(roster=roster)
    roster.refresh_from_db()
    held(cast, User.objects.get(email="n@example.com"))
    with pytest.raises(Refused, match="cannot be undone now"):
        undo_import(roster=roster, by=cast.omar)
    assert User.objects.filter(email="n@example.com").exists()


def test_a_hold_on_a_pairing_keeps_its_words_and_no_others(cast):
    held, other = pair_words(cast, days_ago(2000)), pair_words(cast, days_ago(2000))
    first = SessionLog.objects.order_by("created_at").first().meeting.pairing
    LegalHold.objects.create(pairing_id=first.pk, placed_by=cast.omar, reason="A complaint")
    apply_retention(codes=["pair_words"])
    assert (gone(held), gone(other)) == (False, True)


def test_what_goes_on_is_left_alone(cast):
    """Whatever its age: a pairing whose cycle is not closed yet, and one that is not over."""
    open_cycle, open_pair = reasons(cast, days_ago(2000)), reasons(cast, days_ago(2000))
    first, second = (consent.pairing for consent in Consent.objects.order_by("decided_at"))
    Cycle.objects.filter(pk=first.cycle_id).update(state="closing")
    type(second).objects.filter(pk=second.pk).update(state="closing")
    apply_retention(codes=["reasons"])
    assert (gone(open_cycle), gone(open_pair)) == (False, False)


def test_the_other_words_of_a_program_that_goes_on_are_none_of_its_business(cast):
    pairing = pairing_over(cast, days_ago(2000))
    apply_retention()
    assert type(pairing).objects.filter(pk=pairing.pk).exists()


def test_of_words_in_confidence_not_even_the_number_is_kept(cast):
    reasons(cast, days_ago(2000))
    apply_retention(codes=["reasons", "pair_words"])
    report = RetentionRun.objects.get().report
    assert report == {"reasons": {"failed": False}, "pair_words": {"failed": False, "rows": 0, "oldest": ""}}


def test_more_rows_than_one_batch_go_in_one_run(cast, monkeypatch):
    monkeypatch.setattr("people.retention.applying.BATCH", 2)
    lines = [OLD_ROWS["message_words"](cast, days_ago(31 + day)) for day in range(5)]
    (outcome,) = apply_retention(codes=["message_words"])
    assert outcome.rows == 5
    assert all(gone(line) for line in lines)


def test_it_takes_as_many_queries_for_thirty_rows_as_for_one(cast, django_assert_num_queries):
    pair_words(cast, days_ago(2000))
    with CaptureQueriesContext(connection) as for_one:
        apply_retention()
    for _row in range(30):
        pair_words(cast, days_ago(2000))
    with django_assert_num_queries(len(for_one)):
        apply_retention()


def test_one_rule_that_fails_holds_up_no_other(cast, monkeypatch):
    def broken(*, before, **more):
        raise RuntimeError("full")

    monkeypatch.setattr("roster.retention.forget_files", broken)
    words = OLD_ROWS["message_words"](cast, days_ago(31))
    outcomes = {outcome.code: outcome.has_failed for outcome in apply_retention()}
    assert {code for code, failed in outcomes.items() if failed} == {"roster_uploads"}
    assert RetentionRun.objects.get().report["roster_uploads"] == {"failed": True, "rows": 0, "oldest": ""}
    assert gone(words)


def test_so_many_runs_are_remembered(cast):
    for _run in range(32):
        apply_retention(codes=["form_tokens"])
    assert RetentionRun.objects.count() == 30
