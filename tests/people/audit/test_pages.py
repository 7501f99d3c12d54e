"""HR reads the log, coordinators their programs', everybody what concerns themselves; nobody what others confide."""

import csv
import io

import pytest
from django.urls import reverse

from people.audit import recording
from people.audit.readers import reads_audit
from people.models import AuditEntry, Role
from tests import factories as make

pytestmark = pytest.mark.django_db
LOG, EXPORT, OWN = "/audit/", "/audit/export/", "/profile/access-log/"


@pytest.fixture
def acts(cast):
    """Something of every kind: HR's, the program's, another program's, sign-ins of the team and of a mentor."""
    elsewhere = make.CoordinatorFactory(program__name="Elsewhere")
    recording.record(actor=cast.omar, act="role.granted", person=cast.igor, details={"role": "operator"})
    recording.record(actor=cast.priya, act="participant.decided", person=cast.maria, program_id=cast.program.pk)
    recording.record(actor=elsewhere.user, act="program.opened", program_id=elsewhere.program_id)
    recording.record(actor=cast.igor, act="sign_in.done", person=cast.igor)
    recording.record(actor=cast.maria, act="sign_in.done", person=cast.maria, is_private=True)
    return elsewhere


def seen(client, url=LOG, **query) -> list[tuple[str, str]]:
    lines = client.get(url, query).context["lines"]
    return sorted((line.entry.act, line.whom.first_name if line.whom else "") for line in lines)


EVERYTHING = [
    ("participant.decided", "Maria"), ("program.opened", ""), ("role.granted", "Igor"), ("sign_in.done", ""),
]  # fmt: skip


class TestWhoReads:
    def test_hr_reads_all_but_the_sign_ins_of_a_mentor(self, acts, cast, sign_in):
        client = sign_in(cast.omar)
        AuditEntry.objects.get(act="sign_in.done", actor=cast.maria)
        assert seen(client) == EVERYTHING
        assert "Maria Santos</span> signed in" not in client.get(LOG).text

    def test_a_coordinator_reads_their_program(self, acts, cast, sign_in):
        assert seen(sign_in(cast.priya)) == [("participant.decided", "Maria")]

    def test_of_another_program_nothing(self, acts, cast, sign_in):
        client = sign_in(acts.user)
        assert seen(client) == [("program.opened", "")]
        assert seen(client, program=str(cast.program.pk)) == []
        assert client.get(EXPORT).status_code == 403

    @pytest.mark.parametrize("name", ["kavya", "jack", "lena", "noor", "sam", "igor"])
    def test_nobody_else(self, acts, cast, sign_in, name):
        assert not reads_audit(cast.people[name])
        assert sign_in(cast.people[name]).get(LOG).status_code == 403

    def test_each_reads_what_concerns_them(self, acts, cast, sign_in):
        maria, igor = sign_in(cast.maria), sign_in(cast.igor)
        assert [line.entry.act for line in maria.get(OWN).context["lines"]] == ["sign_in.done"] * 2
        assert "Omar Haddad</span> gave a role" in igor.get(OWN).text
        assert not sign_in(cast.lena).get(OWN).context["lines"][1:]

    def test_joining_the_team_later_opens_no_older_sign_in(self, acts, cast, sign_in):
        make.RoleGrantFactory(user=cast.maria, role=Role.OPERATOR)
        assert ("sign_in.done", "Maria") not in seen(sign_in(cast.omar))
        assert (
            sum(act == "sign_in.done" for act, _whom in seen(sign_in(cast.omar))) == 1
        )  # Igor's; Omar's own is in his access log


class TestRightsDoNotAddUp:
    def test_hr_reads_nothing_about_their_own_pair(self, cast, sign_in):
        """Omar is a leader; that the program ended his pair, and who was decided on, he reads as every leader does."""
        pair = make.PairingFactory(cycle=cast.cycle, senior__user=cast.omar)
        for about in (pair, cast.pairing):
            recording.record(actor=cast.priya, act="pairing.ended", about=about, program_id=cast.program.pk)
        recording.record(
            actor=cast.priya, act="participant.withdrawn", person=pair.junior.user, program_id=cast.program.pk
        )
        lines = sign_in(cast.omar).get(LOG).context["lines"]
        assert [line.entry.about_id for line in lines] == [str(cast.pairing.pk)]

    @pytest.mark.parametrize("tie", ["manager", "assistant"])
    def test_nor_about_whom_they_manage_or_assist(self, cast, sign_in, tie):
        if tie == "manager":
            cast.kavya.manager = cast.omar
            cast.kavya.save()
        else:
            cast.kavya.assistants.add(cast.omar)
        recording.record(actor=cast.priya, act="participant.withdrawn", person=cast.kavya)
        recording.record(actor=None, act="conflict.added", about=cast.kavya)
        recording.record(actor=cast.priya, act="pairing.ended", about=cast.pairing)
        assert seen(sign_in(cast.omar)) == []

    def test_the_download_holds_no_more(self, cast, sign_in):
        pair = make.PairingFactory(cycle=cast.cycle, senior__user=cast.omar)
        recording.record(actor=cast.priya, act="pairing.ended", about=pair, program_id=cast.program.pk)
        assert "ended a pairing" not in b"".join(sign_in(cast.omar).get(EXPORT).streaming_content).decode()

    def test_ones_own_log_names_no_act_on_ones_pair(self, cast, sign_in):
        recording.record(actor=cast.priya, act="participant.withdrawn", person=cast.kavya, program_id=cast.program.pk)
        acts = [line.entry.act for line in sign_in(cast.kavya).get(OWN).context["lines"]]
        assert acts == ["sign_in.done"]


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "left"),
        [
            ({"who": "priya"}, [("participant.decided", "Maria")]),
            ({"who": "omar haddad"}, [("role.granted", "Igor")]),
            ({"whom": "maria@"}, [("participant.decided", "Maria")]),
            ({"act": "sign_in.done"}, [("sign_in.done", "")]),
            ({"until": "2020-01-01"}, []),
            ({"since": "2020-01-01"}, EVERYTHING),
            ({"since": "not a day"}, []),
        ],
    )
    def test_each(self, acts, cast, sign_in, query, left):
        client = sign_in(cast.omar)
        assert seen(client, **query) == left

    def test_by_program(self, acts, cast, sign_in):
        left = seen(sign_in(cast.omar), program=str(cast.program.pk))
        assert left == [("participant.decided", "Maria")]

    def test_the_page_says_when_nothing_fits(self, acts, cast, sign_in):
        assert "Nothing fits these filters" in sign_in(cast.omar).get(LOG, {"until": "2020-01-01"}).text


class TestDownload:
    def test_holds_the_same_and_is_recorded(self, acts, cast, sign_in):
        client = sign_in(cast.omar)
        rows = self.rows(client.get(EXPORT, {"act": "role.granted"}))
        assert [row[1:6] for row in rows[1:]] == [["Omar Haddad", "gave a role", "Igor Petrov", "", "Role: operator"]]
        taken = AuditEntry.objects.get(act="audit.exported")
        assert (taken.actor, taken.details) == (cast.omar, {"act": "role.granted"})

    def test_runs_no_formula(self, cast, sign_in):
        cast.noor.first_name = "=cmd|' /C calc'!A0"
        cast.noor.save()
        recording.record(actor=cast.noor, act="organization.changed", details={"name": "=1+1"})
        rows = self.rows(sign_in(cast.omar).get(EXPORT, {"act": "organization.changed"}))
        assert rows[1][1].startswith("'=cmd")

    @staticmethod
    def rows(answer):
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))


class TestWhatStandsThere:
    def test_names_are_read_when_it_is_shown(self, cast, sign_in):
        """So that they go with the person."""
        recording.record(actor=cast.omar, act="person.changed", person=cast.igor, details={"manager": cast.noor})
        assert str(cast.noor.pk) in AuditEntry.objects.get().details["manager"]
        client = sign_in(cast.igor)
        assert "Manager: Noor Aziz" in client.get(OWN).text
        cast.noor.first_name, cast.noor.last_name = "Former", "participant"
        cast.noor.save()
        assert "Manager: Former participant" in client.get(OWN).text

    @pytest.mark.parametrize("many", [1, 3, 30])
    def test_costs_the_same_whatever_its_length(self, cast, sign_in, django_assert_max_num_queries, many):
        for person in make.UserFactory.create_batch(many):
            recording.record(actor=person, act="role.granted", person=person, program_id=cast.program.pk)
        client = sign_in(cast.omar)
        client.get(LOG)
        with django_assert_max_num_queries(14):
            assert len(client.get(LOG).context["lines"]) == many

    def test_the_empty_log_says_so(self, cast, sign_in):
        assert "Nothing is recorded yet" in sign_in(cast.priya).get(LOG).text

    @pytest.mark.parametrize("url", [LOG, OWN])
    def test_is_read_only(self, cast, sign_in, url):
        assert sign_in(cast.omar).post(url).status_code == 405

    def test_export_is_hr_s(self, cast, sign_in):
        assert sign_in(cast.omar).get(reverse("audit_export")).status_code == 200


def test_what_waits_for_a_second_person_is_named_in_words(cast, sign_in):
    recording.record(actor=cast.omar, act="second.asked", person=cast.noor, details={"kind": "change_address"})
    text = sign_in(cast.omar).get(LOG).text
    assert "Kind: changing a sign-in e-mail" in text
    assert "change_address" not in text
