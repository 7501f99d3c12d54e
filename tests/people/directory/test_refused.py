"""What HR cannot do to an entry: said in a sentence, and the entry stays as it is."""

import pytest

from frame.errors import Conflict, Refused
from people.directory.services import carry_out_entry, change_person, deactivate_person
from people.models import AuditEntry, HeldAct, Organization, User
from people.organization import OrganizationForm
from tests import factories as make
from tests.people.approvals.conftest import fresh, nadia  # noqa: F401

pytestmark = pytest.mark.django_db


def refused(words):
    return pytest.raises(Refused, match=words)


def change(person, by, assistants=(), level=None, **values):
    return change_person(person=person, values=values, assistants=list(assistants), level=level, by=by)


@pytest.fixture
def line(cast) -> dict[str, User]:
    """Noor reports to Ada, Ada to Bea."""
    bea = make.UserFactory(first_name="Bea", last_name="Boss")
    ada = make.UserFactory(first_name="Ada", last_name="Middle", manager=bea)
    User.objects.filter(pk=cast.noor.pk).update(manager=ada)
    return {"bea": bea, "ada": ada, "noor": fresh(cast.noor)}


def test_nobody_changes_their_own_entry(cast):
    with refused("This is your own entry"):
        change(cast.omar, cast.omar, level=9)
    assert fresh(cast.omar).level == 5


def test_nobody_is_their_own_manager(cast, line):
    with refused("Nobody can be their own manager"):
        change(line["noor"], cast.omar, manager=line["noor"])
    assert fresh(cast.noor).manager == line["ada"]


@pytest.mark.parametrize("below", ["ada", "noor"])
def test_no_line_goes_round_in_a_circle(cast, line, below):
    with refused("reports to Bea Boss already"):
        change(line["bea"], cast.omar, manager=line[below])
    assert fresh(line["bea"]).manager is None
    assert not AuditEntry.objects.filter(act="person.changed").exists()


def test_a_page_that_was_opened_before_another_change_is_not_saved(cast, line):
    with pytest.raises(Conflict):
        change_person(
            person=line["noor"], values={"time_zone": "Asia/Tokyo"}, assistants=[], level=None, by=cast.omar, seen="old"
        )
    assert fresh(cast.noor).time_zone == "Europe/Berlin"


def test_what_did_not_change_is_not_in_the_log(cast, line):
    change(line["noor"], cast.omar, time_zone="Europe/Berlin")
    assert not AuditEntry.objects.filter(act="person.changed").exists()


class TestWhatTwoAgreedOn:
    """The same, when it is done later: whom it names may have left, and others may have changed the entry."""

    def carry_out(self, person, fields):
        carry_out_entry(person=person, fields=fields, dropped=[])

    def test_a_manager_who_has_left_manages_nobody(self, cast, line):
        User.objects.filter(pk=cast.helen.pk).update(is_active=False)
        with refused("The new manager of Noor Aziz has left"):
            self.carry_out(line["noor"], {"manager": [str(line["ada"].pk), str(cast.helen.pk)]})
        assert fresh(cast.noor).manager == line["ada"]

    def test_an_entry_that_has_changed_since_stays(self, cast, line):
        with refused("The entry of Noor Aziz has changed since"):
            self.carry_out(line["noor"], {"manager": [str(cast.jack.pk), str(cast.helen.pk)]})
        assert fresh(cast.noor).manager == line["ada"]

    def test_a_line_that_would_be_a_circle_by_now_is_not_drawn(self, cast, line):
        with refused("reports to Bea Boss already"):
            self.carry_out(line["bea"], {"manager": [None, str(line["noor"].pk)]})
        assert fresh(line["bea"]).manager is None

    def test_what_still_fits_is_done(self, cast, line):
        self.carry_out(line["noor"], {"manager": [str(line["ada"].pk), str(cast.helen.pk)]})
        assert fresh(cast.noor).manager == cast.helen


def test_nobody_closes_their_own_account(cast):
    with pytest.raises(Refused):
        deactivate_person(person=cast.omar, by=cast.omar)
    assert fresh(cast.omar).is_active
    assert not HeldAct.objects.exists()


class TestSender:
    @pytest.fixture(autouse=True)
    def one_domain(self, settings):
        settings.MAIL_SENDER_DOMAINS = ["corp.example"]

    def errors(self, sender):
        values = {"name": "Corp", "time_zone": "Europe/Berlin", "email_sender": sender}
        form = OrganizationForm(values, instance=Organization.objects.current())
        return [str(error) for error in form.errors.get("email_sender", [])]

    @pytest.mark.parametrize("sender", ["", "mail@corp.example", "Turnabout <mail@corp.example>"])
    def test_an_address_of_a_permitted_domain(self, sender):
        assert self.errors(sender) == []

    @pytest.mark.parametrize("sender", ["Turnabout", "<>", "mail@", "a b@corp.example", "mail at corp.example"])
    def test_what_is_no_address(self, sender):
        assert self.errors(sender) == ["Write an address, or a name with the address in angle brackets."]

    @pytest.mark.parametrize(
        "sender", ["mail@evil.example", "Corp <x@evil.example>", "mail@corp.example.evil.example", "x@sub.corp.example"]
    )
    def test_another_domain_is_for_it_to_permit(self, sender):
        (error,) = self.errors(sender)
        assert error.startswith("Mail may only come from: corp.example.")

    def test_no_second_header_is_smuggled_in(self):
        assert self.errors("Corp\r\nBcc: all@evil.example <mail@corp.example>") != []
