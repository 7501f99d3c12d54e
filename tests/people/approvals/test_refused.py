"""What two people cannot agree on, or not any more: said in a sentence, and nothing is done."""

import io
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from people.approvals import services
from people.approvals.act_kinds import deed_of, in_words
from people.approvals.factor_resets import ask_for_reset
from people.approvals.role_grants import ask_to_grant, revoke
from people.models import AuditEntry, HeldAct, RoleGrant, User
from tests import factories as make
from tests.people.approvals.conftest import address, ask_for_role, decide, fresh, roles_held

pytestmark = pytest.mark.django_db


def refused(words):
    return pytest.raises(Refused, match=words)


def on_server(*arguments: str) -> str:
    out = io.StringIO()
    call_command("approve", *arguments, stdout=out)
    return out.getvalue()


def leave(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


class TestRoles:
    def test_nobody_proposes_themselves(self, cast, nadia):
        with refused("Nobody gives a role to themselves"):
            ask_to_grant(person=cast.omar, role="operator", by=cast.omar)
        assert roles_held(cast.omar) == ["hr_admin"]

    def test_who_has_left_gets_no_role(self, cast, nadia):
        leave(cast.noor)
        with refused("Noor Aziz has left"):
            ask_to_grant(person=fresh(cast.noor), role="operator", by=cast.omar)
        assert not HeldAct.objects.exists()

    def test_who_has_it_gets_it_no_second_time(self, cast, nadia):
        with refused("Igor Petrov has this role already"):
            ask_to_grant(person=cast.igor, role="operator", by=cast.omar)
        assert not HeldAct.objects.exists()

    def test_the_page_says_so_too(self, cast, hr, nadia):
        assert "Igor Petrov has this role already" in ask_for_role(hr, cast.igor, "operator").text

    def test_who_leaves_before_the_second_agrees_gets_none(self, cast, hr, nadia, second):
        ask_for_role(hr, cast.noor)
        leave(cast.noor)
        assert "This person has left by now" in decide(second, "approve", HeldAct.objects.get()).text
        assert (roles_held(cast.noor), HeldAct.objects.get().state) == ([], "asked")

    def test_taking_what_somebody_does_not_have_is_told_to_nobody(self, cast, nadia):
        revoke(person=cast.noor, role="operator", by=cast.omar)
        assert not HeldAct.objects.exists()
        assert not AuditEntry.objects.filter(person=cast.noor).exists()

    def test_what_a_former_hr_admin_asked_for_falls_with_the_role(self, cast, hr, nadia):
        ask_for_role(hr, cast.noor)
        revoke(person=cast.omar, role="hr_admin", by=nadia)
        act = HeldAct.objects.get(person=cast.noor)
        assert (act.state, roles_held(cast.noor)) == ("withdrawn", [])

    def test_an_hr_admin_who_left_is_not_the_one_who_remains(self, cast, nadia):
        leave(nadia)
        with refused("Omar Haddad is the last HR admin"):
            revoke(person=cast.omar, role="hr_admin", by=cast.omar)
        assert roles_held(cast.omar) == ["hr_admin"]


class TestAddresses:
    def test_who_left_before_it_holds_keeps_the_address(self, second, asked, noor):
        leave(noor)
        services.approve(act=asked, by=User.objects.get(email="nadia@example.com"))
        HeldAct.objects.update(holds_until=timezone.now())
        assert services.carry_out_due() == 1
        assert (address(noor), fresh(asked).state) == ("noor@example.com", "expired")
        assert fresh(asked).outcome == "This person has left by now."

    def test_an_address_that_was_changed_otherwise_is_not_changed_again(self, asked, nadia, noor):
        services.approve(act=asked, by=nadia)
        User.objects.filter(pk=noor.pk).update(email="third@example.com")
        HeldAct.objects.update(holds_until=timezone.now())
        services.carry_out_due()
        assert (address(noor), fresh(asked).outcome) == ("third@example.com", "The address has changed since.")

    def test_nor_one_that_somebody_else_has_taken_meanwhile(self, asked, nadia, noor):
        services.approve(act=asked, by=nadia)
        make.UserFactory(email="new@example.com")
        HeldAct.objects.update(holds_until=timezone.now())
        services.carry_out_due()
        assert (address(noor), fresh(asked).state) == ("noor@example.com", "expired")
        assert "Somebody else signs in with this address" in fresh(asked).outcome

    def test_one_that_cannot_be_done_holds_up_no_other(self, asked, nadia, noor, cast):
        services.approve(act=asked, by=nadia)
        other = services.ask(
            kind="change_address", person=cast.helen, by=cast.omar, before="helen@example.com", after="h@example.com"
        )
        services.approve(act=other, by=nadia)
        leave(noor)
        HeldAct.objects.update(holds_until=timezone.now())
        services.carry_out_due()
        assert address(cast.helen) == "h@example.com"


class TestDeciding:
    def test_only_who_asked_withdraws(self, asked, nadia):
        with refused("Only who asked can withdraw this"):
            services.withdraw(act=asked, by=nadia)
        assert fresh(asked).state == "asked"

    def test_and_does_not_refuse_their_own(self, asked, cast):
        with refused("You asked for this yourself"):
            services.refuse(act=asked, by=cast.omar)
        assert fresh(asked).state == "asked"

    def test_what_was_withdrawn_is_not_approved(self, asked, cast, nadia):
        services.withdraw(act=asked, by=cast.omar)
        with refused("This is decided already"):
            services.approve(act=fresh(asked), by=nadia)
        assert fresh(asked).state == "withdrawn"

    def test_what_was_refused_is_not_confirmed_by_its_owner(self, asked, nadia, noor):
        services.refuse(act=asked, by=nadia)
        with refused("This is not open any more"):
            services.confirm_as_owner(act=fresh(asked))
        assert address(noor) == "noor@example.com"

    def test_a_late_no_changes_nothing_about_what_is_settled(self, asked, cast, nadia):
        services.withdraw(act=asked, by=cast.omar)
        services.refuse(act=fresh(asked), by=nadia)
        assert (fresh(asked).state, fresh(asked).decided_by) == ("withdrawn", None)

    @pytest.mark.parametrize("who", ["noor", "priya", "igor", "lena"])
    def test_nobody_but_an_hr_admin_is_the_second(self, asked, cast, who):
        with refused("Only an HR admin can be the second person"):
            services.approve(act=asked, by=cast.people[who])
        assert fresh(asked).state == "asked"

    def test_a_kind_that_this_version_does_not_know_is_listed_and_not_done(self, asked, second):
        HeldAct.objects.update(kind="raise_salary")
        with refused("This installation cannot do that"):
            deed_of(fresh(asked))
        assert in_words(fresh(asked)) == "raise_salary"


class TestSecondFactor:
    def test_where_there_is_none_there_is_none_to_take(self, cast, nadia, noor):
        with refused("Noor Aziz has no second factor"):
            ask_for_reset(person=noor, by=cast.omar)
        assert not HeldAct.objects.exists()

    def test_nobody_asks_for_their_own(self, cast, nadia):
        with refused("Another HR admin has to ask for this"):
            ask_for_reset(person=cast.omar, by=cast.omar)


class TestCommandLine:
    def test_nothing_waits(self, cast):
        assert on_server() == "Nothing waits for a second person.\n"

    def test_the_list_names_who_asked_and_who_can(self, asked, nadia, noor):
        line = on_server()
        assert line.startswith(str(asked.pk))
        assert "Asked for by Omar Haddad; can approve: Nadia Koroma." in line

    def test_where_nobody_can_it_says_so(self, asked, nadia, noor):
        RoleGrant.objects.filter(user=nadia).update(granted_at=timezone.now())
        assert "can approve: nobody: approve it here." in on_server()

    @pytest.mark.parametrize("settled", ["refused", "withdrawn", "done", "expired"])
    def test_an_id_of_which_nothing_waits(self, asked, settled):
        HeldAct.objects.update(state=settled)
        for unknown in (asked.pk, uuid.uuid4()):
            with pytest.raises(CommandError, match="Nothing with this id waits"):
                on_server(str(unknown))
        assert fresh(asked).state == settled

    def test_a_word_that_is_no_id(self, cast):
        with pytest.raises(CommandError, match="invalid UUID value"):
            on_server("everything")

    def test_who_may_in_the_browser_does_it_there(self, asked, nadia, noor):
        with pytest.raises(CommandError, match="Nadia Koroma can approve this in the browser"):
            on_server(str(asked.pk))
        assert fresh(asked).state == "asked"

    def test_a_refusal_says_how_it_ended_and_is_kept_in_the_log(self, asked, noor):
        assert on_server(str(asked.pk), "--refuse").endswith("(refused on the server).\n")
        assert address(noor) == "noor@example.com"
        entry = AuditEntry.objects.filter(person=noor).latest("at")
        assert entry.actor is None


def test_a_page_of_an_act_that_is_not_there(hr, second):
    assert second.get(reverse("held_act", args=[uuid.uuid4()])).status_code == 404
