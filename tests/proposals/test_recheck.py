"""A change of the org chart, a level or a conflict of interest, and what the program team is told."""

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from frame.posts import digest, values_of
from people import change_hooks, conflicts
from people.conflicts import keep_apart
from people.directory import services as directory
from people.models import ConflictOfInterest, Organization, User
from people.profile.services import change_profile
from programs.models import Todo, TopicChoice
from programs.services.enrolment import Enrolment, save_enrolment
from proposals import living_check
from proposals.living_check import recheck_pending
from proposals.models import MatchPolicy, PendingCheck
from proposals.services import pending_checks, versions
from proposals.services.versions import change_rules
from roster import services as roster_services
from roster.models import RosterImport
from tests import factories as make

UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


def todos():
    """What the team is told once the worker has looked at what was noted."""
    recheck_pending()
    return {todo.text for todo in Todo.objects.open().filter(kind=Todo.Kind.BROKEN_RULE)}


def test_a_new_manager_who_is_the_leader_raises_a_todo(cast):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.jack)
    change_hooks.announce([cast.kavya.pk])
    assert todos() == {"Kavya Nair and Jack Whitfield: one stands too near above the other in the reporting line"}


def test_a_change_above_counts_for_those_below(cast):
    between = make.UserFactory(manager=cast.jack)
    User.objects.filter(pk=cast.kavya.pk).update(manager=between)
    change_hooks.announce([between.pk])
    assert len(todos()) == 1


def test_a_level_too_close_raises_a_todo_and_a_correction_takes_it_back(cast):
    for level, count in ((6, 1), (6, 1), (1, 0)):
        User.objects.filter(pk=cast.kavya.pk).update(level=level)
        change_hooks.announce([cast.kavya.pk])
        assert len(todos()) == count


def test_a_private_conflict_is_called_protected(cast):
    ConflictOfInterest.objects.create(person=cast.kavya, other=cast.jack, owner=cast.kavya, note="He knows why")
    change_hooks.announce([cast.kavya.pk])
    (text,) = todos()
    assert "protected" in text
    assert "He knows why" not in text


def test_a_decline_elsewhere_is_the_same_word(cast):
    """Whoever reads "protected" cannot tell a private conflict from a decline in another program."""
    elsewhere = make.PairingFactory(
        junior__user=cast.kavya, senior__user=cast.jack, state="declined", agreed_at=None, opened_at=None
    )
    elsewhere.consents.create(side="senior", decision="declined")
    change_hooks.announce([cast.kavya.pk])
    assert todos() == {"Kavya Nair and Jack Whitfield: protected: a confidential reason that nobody is shown"}


def test_levels_are_compared_on_the_scale_of_the_whole_cycle(cast):
    """Two whose levels come from the reporting line, where those of all others are given: no gap is known."""
    User.objects.filter(pk__in=[cast.kavya.pk, cast.jack.pk]).update(level_source="derived")
    for _ in range(4):
        make.ParticipantFactory(cycle=cast.cycle, state="approved", user__level_source="imported")
    change_hooks.announce([cast.kavya.pk])
    assert "Kavya Nair and Jack Whitfield: their levels are too close, or one level is not known" in todos()


def test_others_and_ended_pairings_are_left_alone(cast):
    User.objects.filter(pk=cast.kavya.pk).update(level=6)
    change_hooks.announce([cast.maria.pk])
    cast.pairing.__class__.objects.update(state="ended")
    change_hooks.announce([cast.kavya.pk])
    assert todos() == set()


def imported(cast, *rows, titles=None):
    """HR applies a file with these lines about people; gives what was applied."""
    header = "Email,First name,Last name,Job title,Manager e-mail,Level"
    content = "\n".join([header, *rows]).encode()
    roster = roster_services.start_import(user=cast.omar, file_name="people.csv", content=content)
    roster_services.map_columns(roster=roster, targets=roster.mapping["targets"], options={})
    roster = RosterImport.objects.get(pk=roster.pk)
    roster_services.choose_details(roster=roster, zones=[], titles=titles or {})
    roster_services.apply_import(roster=RosterImport.objects.get(pk=roster.pk))
    roster = RosterImport.objects.get(pk=roster.pk)
    assert roster.state == "applied", roster.preview
    return roster


KAVYA = "kavya@example.com,Kavya,Nair,Social media associate"


def by_import(cast):
    imported(cast, f"{KAVYA},jack@example.com,1", "jack@example.com,Jack,Whitfield,Chief executive,,7")


def by_job_title(cast):
    imported(cast, f"{KAVYA},,1", titles={"Social media associate": 6})


def decisions(cast, **values):
    directory.change_person(person=cast.kavya, values=values, assistants=[], level=cast.kavya.level, by=cast.omar)


def by_manager(cast):
    decisions(cast, manager=cast.jack)


def by_level(cast):
    directory.change_person(person=cast.kavya, values={}, assistants=[], level=6, by=cast.omar)


def by_hours(cast):
    decisions(cast, works_from=dt.time(20), works_until=dt.time(23))


def by_own_profile(cast):
    change_profile(person=cast.kavya, assistants=[], time_zone="Pacific/Auckland")


def by_hr_conflict(cast):
    conflicts.add_conflict(person=cast.jack, other=cast.kavya, owner=None, note="Cousins")


def by_private_conflict(cast):
    conflicts.add_conflict(person=cast.kavya, other=cast.jack, owner=cast.kavya, note="He knows why")


def by_rules(cast, **values):
    policy = MatchPolicy.objects.get(program=cast.program)
    wanted = {"minimum_level_gap": 7, **values}
    change_rules(policy=policy, values=wanted, seen=digest(values_of(policy, wanted)))


def by_version(cast):
    """A version of a match that is kept again brings its rules with it."""
    versions.save_rules(MatchPolicy.objects.get(program=cast.program), {"minimum_level_gap": 7})


def by_topic_rule(cast):
    """Both have named topics, none in common; so far the program did not ask for one."""
    MatchPolicy.objects.filter(program=cast.program).update(needs_shared_topic=False)
    for place in (cast.pairing.junior, cast.pairing.senior):
        topic = make.TopicFactory(program=cast.program)
        TopicChoice.objects.create(participant=place, topic=topic, rating=3)
    by_rules(cast, minimum_level_gap=2, needs_shared_topic=True)


TRIGGERS = {
    by_import: "one stands too near above the other in the reporting line",
    by_job_title: "their levels are too close, or one level is not known",
    by_manager: "one stands too near above the other in the reporting line",
    by_level: "their levels are too close, or one level is not known",
    by_hours: "their working hours overlap too little",
    by_own_profile: "their working hours overlap too little",
    by_hr_conflict: "HR has noted a conflict of interest",
    by_private_conflict: "protected: a confidential reason that nobody is shown",
    by_rules: "their levels are too close, or one level is not known",
    by_version: "their levels are too close, or one level is not known",
    by_topic_rule: "the leader wants no topic that the mentor can share",
}


@pytest.mark.parametrize("change", TRIGGERS)
def test_every_change_that_breaks_a_rule_tells_the_team_and_nobody_near(cast, change):
    change(cast)
    recheck_pending()
    about = Todo.objects.open().filter(kind=Todo.Kind.BROKEN_RULE, subject_id=cast.pairing.pk)
    assert [todo.text for todo in about] == [f"Kavya Nair and Jack Whitfield: {TRIGGERS[change]}"]
    assert Todo.objects.visible_to(cast.priya).filter(pk__in=about).exists()
    for name in ("kavya", "jack", "sam"):
        assert not Todo.objects.visible_to(cast.people[name]).exists()


@pytest.mark.parametrize("change", TRIGGERS)
def test_what_is_rolled_back_raises_nothing(cast, change):
    with transaction.atomic():
        change(cast)
        assert todos()
        transaction.set_rollback(True)
    assert todos() == set()


def test_rules_that_are_taken_back_settle_what_they_raised(cast):
    by_rules(cast)
    assert len(todos()) == 2
    by_rules(cast, minimum_level_gap=2)
    assert todos() == set()


def test_a_conflict_that_is_taken_back_settles_it(cast):
    by_private_conflict(cast)
    conflicts.remove_conflict(conflict=ConflictOfInterest.objects.get())
    assert todos() == set()


def test_undoing_an_import_settles_what_it_raised(cast):
    roster = imported(cast, f"{KAVYA},jack@example.com,1", "jack@example.com,Jack,Whitfield,Chief executive,,7")
    assert len(todos()) == 1
    roster_services.undo_import(roster=roster, by=cast.omar)
    assert todos() == set()


def test_when_a_manager_in_between_leaves_the_line_is_broken_and_the_matter_settled(cast):
    between = make.UserFactory(manager=cast.jack)
    decisions(cast, manager=between)
    assert len(todos()) == 1
    directory.deactivate_person(person=between, by=cast.omar)
    assert todos() == set()


def test_another_reason_replaces_the_first(cast):
    by_level(cast)
    values = {"manager": cast.jack}
    directory.change_person(person=cast.kavya, values=values, assistants=[], level=1, by=cast.omar)
    assert todos() == {"Kavya Nair and Jack Whitfield: one stands too near above the other in the reporting line"}


def test_a_question_that_is_open_is_looked_at_too(cast, asked):
    conflicts.add_conflict(person=cast.helen, other=cast.kavya, owner=cast.helen)
    assert todos() == {"Kavya Nair and Helen Brandt: protected: a confidential reason that nobody is shown"}


def test_nothing_is_looked_at_while_one_waits_and_nothing_is_lost_when_the_worker_dies(cast, monkeypatch):
    by_level(cast)
    assert not Todo.objects.filter(kind=Todo.Kind.BROKEN_RULE).exists()

    def die(*args):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(living_check, "_note", die)
        with pytest.raises(SystemExit), transaction.atomic():
            recheck_pending()
    assert todos() == {"Kavya Nair and Jack Whitfield: their levels are too close, or one level is not known"}
    assert not PendingCheck.objects.exists()


def test_the_clock_of_the_worker_finds_what_no_worker_was_told_of(settings):
    assert "proposals.recheck_pending" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def noted():
    return set(PendingCheck.objects.values_list("person__first_name", "is_with_reports"))


def test_what_pairs_are_not_judged_by_is_not_noted(cast):
    directory.change_person(person=cast.kavya, values={}, assistants=[cast.sam], level=1, by=cast.omar)
    change_profile(person=cast.kavya, assistants=[], preferred_name="Kav")
    assert noted() == set()


def test_only_a_line_concerns_those_below(cast):
    by_level(cast)
    assert noted() == {("Kavya", False)}
    by_manager(cast)
    assert noted() == {("Kavya", False), ("Kavya", True)}


def queries(work):
    with CaptureQueriesContext(connection) as asked:
        work()
    return asked.captured_queries


def enrolled(cast, topics=None, **of_person):
    now = User.objects.get(pk=cast.kavya.pk)
    kept = {name: getattr(now, name) for name in ("time_zone", "works_from", "works_until", "spoken_languages")}
    answers = Enrolment(topics=topics or {}, answers={}, of_place={"capacity": 1}, of_person={**kept, **of_person})
    cast.cycle.participants.filter(user=cast.kavya).update(state="approved")
    save_enrolment(cycle=cast.cycle, user=cast.kavya, side="junior", enrolment=answers)


def test_an_enrolment_that_changes_nothing_of_this_notes_nothing(cast):
    cast.cycle.state = "enrolling"
    cast.cycle.save()
    enrolled(cast)
    assert noted() == set()
    enrolled(cast, works_from=dt.time(12))
    assert noted() == {("Kavya", False)}
    PendingCheck.objects.all().delete()
    enrolled(cast, topics={make.TopicFactory(program=cast.program).pk: 3})
    assert noted() == {("Kavya", False)}


def test_a_private_note_takes_the_same_statements_whoever_it_is_about(cast):
    """A partner, the line manager of one, a colleague, nobody of this organisation."""
    about = [cast.jack.email, cast.noor.email, cast.sam.email, "somebody@nowhere.example"]
    asked = []
    for named in about:
        ConflictOfInterest.objects.all().delete()
        asked.append([UUID.sub("…", one["sql"].replace(named, "…")) for one in queries(lambda named=named: keep_apart(
            person=cast.kavya, email=named))])  # fmt: skip
    assert [len(statements) for statements in asked] == [len(asked[0])] * 4
    assert not any("pairing" in sql for statements in asked for sql in statements)


@pytest.mark.parametrize("breaks", [False, True])
def test_it_costs_the_same_for_one_three_and_thirty(cast, breaks):
    Organization.objects.current()
    counted = []
    for more in (0, 2, 27):
        for _ in range(more):
            make.PairingFactory(cycle=cast.cycle)
        if breaks:
            User.objects.filter(participations__side="junior").update(level=6)
        people = list(User.objects.values_list("pk", flat=True))
        asked = len(queries(lambda people=people: change_hooks.announce(people)))
        counted.append((asked, len(queries(recheck_pending))))
        Todo.objects.all().delete()
    assert counted[0] == counted[1] == counted[2]
    assert counted[0][0] <= 3
    assert counted[0][1] <= 24


def test_of_a_change_to_very_many_people_one_note_stands_for_all(cast, monkeypatch):
    monkeypatch.setattr(pending_checks, "MOST_PEOPLE", 2)
    User.objects.filter(pk__in=[cast.kavya.pk, cast.maria.pk]).update(level=6)
    change_hooks.announce([cast.kavya.pk, cast.maria.pk, cast.noor.pk])
    assert PendingCheck.objects.count() == 1
    assert len(todos()) == 2
