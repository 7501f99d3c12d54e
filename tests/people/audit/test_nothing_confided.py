"""What people confide leaves no entry; what the team writes leaves one without its words."""

import datetime as dt

import pytest
from django.urls import reverse

from frame.posts import digest, values_of
from pairings.services import accept_pairing, decline_pairing
from pairings.services.lifecycle import leave_pairing
from pairings.services.pauses import pause_pairing
from people.conflicts import add_conflict, remove_conflict
from people.directory.services import change_person, deactivate_person, reactivate_person
from people.models import AuditEntry, ConflictOfInterest
from people.profile.services import change_profile
from programs.models import Program, Question
from programs.services import (
    add_coordinator,
    archive_program,
    correct_participant,
    edit_question,
    invite_people,
    save_setup_page,
    withdraw_enrolment,
    withdraw_participant,
)
from tests import factories as make
from tests.permissions.canaries import let_loose
from tests.permissions.scene import set_scene

pytestmark = pytest.mark.django_db
WORD = "canary-word"


def acts() -> list[str]:
    return sorted(AuditEntry.objects.values_list("act", flat=True))


@pytest.fixture
def proposed(cast):
    return make.PairingFactory(cycle=cast.cycle, state="proposed", agreed_at=None, opened_at=None)


class TestParticipantsLeaveNothing:
    def test_who_accepts_or_declines(self, proposed):
        accept_pairing(pairing=proposed, by=proposed.junior.user)
        decline_pairing(pairing=proposed, by=proposed.senior.user, reason=WORD)
        assert acts() == []

    def test_who_asks_to_leave_or_pauses(self, cast):
        pause_pairing(pairing=cast.pairing, by=cast.kavya)
        leave_pairing(pairing=cast.other_pairing, by=cast.maria, wish="leave", reason=WORD)
        assert acts() == []

    def test_who_gives_up_their_place(self, cast):
        place = make.ParticipantFactory(cycle=cast.cycle, state="applied")
        withdraw_enrolment(participant=place)
        withdraw_participant(participant=make.ParticipantFactory(cycle=cast.cycle), by=None)
        assert acts() == []

    def test_a_private_conflict(self, cast):
        add_conflict(person=cast.kavya, other=cast.noor, owner=cast.kavya, note=WORD)
        remove_conflict(conflict=ConflictOfInterest.objects.get())
        assert acts() == []

    def test_every_page_of_theirs(self, cast, sign_in):
        """A look and a post at every address by the parties, who are none of the team. That they wanted to know what is
        kept about them they alone read, by the day. Who asks to be erased asks HR, so that stands in the log."""
        from tests.permissions.crawl import addresses

        scene = set_scene(cast)
        let_loose(scene)
        before = set(AuditEntry.objects.values_list("pk", flat=True))
        for name in ("kavya", "jack", "sam"):
            client = sign_in(cast.people[name])
            for url in addresses(scene):
                client.get(url)
                client.post(url, {"reason": WORD, "text": WORD, "note": WORD, "assistants": ""})
        new = AuditEntry.objects.exclude(pk__in=before).exclude(act__startswith="sign_in.")
        own = new.filter(act__startswith="data.copy_")
        assert not own.filter(is_private=False).exists()
        assert {(at.hour, at.minute, at.second) for at in own.values_list("at", flat=True)} <= {(0, 0, 0)}
        new = new.exclude(pk__in=own.values("pk"))
        asked = new.filter(act="second.asked")
        assert all(one.person == one.actor and one.details["kind"] == "erase" for one in asked)
        assert set(new.exclude(pk__in=asked.values("pk")).values_list("act", flat=True)) <= {"assistants.named"}
        assert WORD not in str(list(new.values_list()))


class TestTheTeamsWordsStayOutside:
    def test_conflicts_of_hr_are_two_entries_of_which_none_names_the_other(self, cast):
        add_conflict(person=cast.kavya, other=cast.helen, owner=None, note=WORD)
        remove_conflict(conflict=ConflictOfInterest.objects.get())
        found = AuditEntry.objects.values_list("act", "about_id", "person", "details")
        assert sorted(found) == sorted(
            (act, str(one.pk), None, {})
            for act in ("conflict.added", "conflict.removed")
            for one in (cast.kavya, cast.helen)
        )

    def test_a_place(self, cast):
        place = cast.pairing.junior
        values = {"capacity": 1, "team_note": WORD}
        correct_participant(participant=place, values=values, seen=digest(values_of(place, values)))
        withdraw_participant(participant=make.ParticipantFactory(cycle=cast.cycle), by=cast.priya, note=WORD)
        entries = AuditEntry.objects.order_by("at").values_list("act", "program_id", "details")
        assert list(entries) == [
            ("participant.changed", cast.program.pk, {"fields": "capacity, team_note"}),
            ("participant.withdrawn", cast.program.pk, {}),
        ]

    def test_a_program(self, cast):
        values = {"purpose": WORD}
        seen = digest(values_of(Program.objects.get(pk=cast.program.pk), values))
        save_setup_page(program=cast.program, code="purpose", instance=cast.program, values=values, seen=seen)
        question = Question.objects.create(program=cast.program, text="What?")
        values = {"text": WORD, "is_for_partner": True}
        edit_question(question=question, values=values, seen=digest(values_of(question, values)))
        assert acts() == ["program.changed", "questions.changed"]
        assert WORD not in str(list(AuditEntry.objects.values_list()))


class TestWhatTheTeamDoesIsThere:
    def test_hr_on_a_person(self, cast):
        change_person(person=cast.noor, values={"manager": cast.helen}, assistants=[cast.sam], level=5, by=cast.omar)
        deactivate_person(person=cast.noor, by=cast.omar)
        reactivate_person(person=cast.noor, by=cast.omar)
        cast.noor.refresh_from_db()
        reactivate_person(person=cast.noor, by=cast.omar)
        assert acts() == ["person.changed", "person.deactivated", "person.reactivated"]
        changed = AuditEntry.objects.get(act="person.changed")
        assert (changed.person, changed.details) == (
            cast.noor,
            {"manager": f"– → @{cast.helen.pk}", "assistants": f"– → @{cast.sam.pk}", "level": "3 → 5"},
        )

    def test_nothing_changed_is_nothing_recorded(self, cast):
        change_person(
            person=cast.noor, values={"time_zone": cast.noor.time_zone}, assistants=[], level=None, by=cast.omar
        )
        own = {"preferred_name": "", "time_zone": "", "works_from": dt.time(9), "works_until": dt.time(17)}
        change_profile(person=cast.jack, assistants=[cast.sam.email], **own, spoken_languages=[])
        assert acts() == []

    def test_naming_assistants(self, cast):
        own = {"preferred_name": "", "time_zone": "", "works_from": dt.time(9), "works_until": dt.time(17)}
        change_profile(person=cast.jack, assistants=[cast.noor.email], **own, spoken_languages=[])
        assert [(one.act, one.person, one.details) for one in AuditEntry.objects.all()] == [
            ("assistants.named", None, {"assistants": f"@{cast.noor.pk}"})
        ]

    def test_a_program_and_its_people(self, cast):
        add_coordinator(program=cast.program, user=cast.noor, by=cast.omar)
        add_coordinator(program=cast.program, user=cast.noor, by=cast.omar)
        fresh = make.CycleFactory(program=cast.program, state="enrolling")
        invite_people(cycle=fresh, side="junior", user_ids=[cast.igor.pk, cast.noor.pk], by=cast.priya)
        invited = AuditEntry.objects.filter(act="participant.invited")
        assert {entry.person for entry in invited} == {cast.igor, cast.noor}
        assert acts() == ["coordinator.added", "participant.invited", "participant.invited", "second.done"]

    def test_archiving_twice_is_once(self, db):
        program = make.ProgramFactory()
        archive_program(program=program)
        archive_program(program=program)
        assert acts() == ["program.archived"]

    def test_by_whom_and_in_one_transaction(self, cast, sign_in, settings):
        sign_in(cast.omar).post(reverse("person_deactivate", args=[cast.noor.pk]))
        entry = AuditEntry.objects.get(act="person.deactivated")
        assert (entry.actor, entry.person, len(entry.sign_in)) == (cast.omar, cast.noor, 12)
