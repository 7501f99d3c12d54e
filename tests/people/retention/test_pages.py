"""HR sets how long things are kept, with limits and a question before more goes; operators read what went."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from frame.errors import Refused
from people.approvals.second_person import eligible
from people.approvals.services import approve
from people.models import AuditEntry, HeldAct, LegalHold, RetentionPeriod, RetentionRun, Role
from people.retention.applying import apply_retention
from people.retention.lifting import ask_to_lift
from people.retention.time_limits import RETENTION_RULES, periods
from programs.models import Cycle
from sessions.models import ReviewRound
from tests import factories as make
from tests.mail import deliver_all, sent_to
from tests.people.retention.old_rows import OLD_ROWS, days_ago, reasons

pytestmark = pytest.mark.django_db


def second_admin():
    return make.RoleGrantFactory(role=Role.HR_ADMIN, granted_at=days_ago(60)).user


CHANGEABLE = [rule.code for rule in RETENTION_RULES if not rule.is_fixed]


@pytest.fixture
def change(cast, sign_in):
    """Gives `change(code, days, sure=…)`: what HR's form answers."""
    omar = sign_in(cast.omar)

    def post(code, days, **more):
        return omar.post(reverse("retention_change", args=[code]), {"days": days, **more})

    return post


def test_the_list_says_how_long_why_and_what_went(cast, sign_in):
    OLD_ROWS["team_todos"](cast, days_ago(400))
    apply_retention()
    page = sign_in(cast.omar).get(reverse("retention_list")).text
    for rule in RETENTION_RULES:
        assert escape(str(rule.name)) in page
    assert f"1 went, of {days_ago(400).date()}." in page
    assert reverse("retention_change", args=["message_words"]) in page


def test_operators_read_it_and_change_nothing(cast, sign_in):
    igor = sign_in(cast.igor)
    assert reverse("retention_change", args=["message_words"]) not in igor.get(reverse("retention_list")).text
    assert igor.get(reverse("retention_change", args=["message_words"])).status_code == 403


def test_the_list_takes_as_many_queries_before_as_after_a_run(cast, sign_in, django_assert_max_num_queries):
    omar = sign_in(cast.omar)
    omar.get(reverse("retention_list"))
    apply_retention()
    RetentionPeriod.objects.bulk_create([RetentionPeriod(code=code, days=999) for code in CHANGEABLE])
    with django_assert_max_num_queries(12):
        omar.get(reverse("retention_list"))


@pytest.mark.parametrize("code", CHANGEABLE)
def test_a_longer_period_is_saved_at_once_and_recorded(cast, change, code):
    before = periods()[code]
    assert change(code, before + 1).url == reverse("retention_list")
    assert periods()[code] == before + 1
    entry = AuditEntry.objects.get(act="retention.changed")
    assert (entry.actor, entry.details) == (cast.omar, {"rule": code, "days": f"{before} → {before + 1}"})


@pytest.mark.parametrize("code", CHANGEABLE)
def test_none_is_shorter_than_its_least_or_longer_than_ten_years(change, code):
    least = RETENTION_RULES.find(code).least
    for days in (least - 1, 3651):
        answer = change(code, days, sure="on")
        assert answer.status_code == 422
        assert f"from {least} to 3650" in answer.text
    assert not RetentionPeriod.objects.exists()


def test_what_the_product_needs_has_no_form(cast, sign_in):
    for code in ("ended_lines", "nothing-like-it"):
        assert sign_in(cast.omar).get(reverse("retention_change", args=[code])).status_code == 404


def test_before_more_goes_the_number_is_said_and_has_to_be_meant(cast, change):
    for days in (40, 90, 200, 3):
        OLD_ROWS["team_todos"](cast, days_ago(days))
    asked = change("team_todos", 35)
    assert asked.status_code == 422
    assert "3 entries more go for good" in asked.text
    assert 'type="checkbox"' in asked.text
    assert periods()["team_todos"] == 365
    assert change("team_todos", 35, sure="on").status_code == 302
    assert periods()["team_todos"] == 35


def test_where_nothing_more_goes_nothing_is_asked(cast, change):
    OLD_ROWS["team_todos"](cast, days_ago(3))
    assert change("team_todos", 35).status_code == 302


def test_of_words_in_confidence_the_number_is_not_said(cast, change):
    without = change("reasons", 40)
    reasons(cast, days_ago(100))
    assert "How much is not said" in without.text
    assert without.status_code == change("reasons", 40).status_code == 422
    assert change("reasons", 40, sure="on").status_code == 302


def test_an_open_round_keeps_its_messages(cast, change):
    today = days_ago(0).date()
    ReviewRound.objects.create(
        cycle=cast.cycle, number=1, state="open", opens_on=today, closes_on=days_ago(-19).date(), opened_at=days_ago(0)
    )
    answer = change("message_words", 15, sure="on")
    assert "A review is open for 20 days" in answer.text
    assert "for 20 days at least now" in answer.text
    assert change("message_words", 20, sure="on").status_code == 302


@pytest.mark.parametrize("code", ["message_records", "audit"])
def test_a_running_cycle_keeps_who_was_told_what(cast, change, code):
    Cycle.objects.update(starts_on=days_ago(300).date(), ends_on=days_ago(-100).date())
    answer = change(code, 399, sure="on")
    assert "A cycle is running for 400 days" in answer.text
    assert change(code, 400, sure="on").status_code == 302


class TestHolds:
    @pytest.fixture
    def omar(self, cast, sign_in):
        return sign_in(cast.omar)

    def place(self, client, on, reason="A complaint"):
        return client.post(reverse("hold_list"), {"on": on, "reason": reason})

    def test_one_on_a_person_keeps_what_is_theirs_until_it_is_lifted(self, cast, omar):
        thing = OLD_ROWS["message_words"](cast, days_ago(40))
        assert self.place(omar, "Kavya@example.com").status_code == 302
        apply_retention()
        assert all(thing().values())
        page = omar.get(reverse("hold_list")).text
        assert "Kavya Nair" in page
        assert "A complaint" in page
        approve(act=self.asked_to_lift(omar), by=second_admin())
        apply_retention()
        assert not any(thing().values())
        assert AuditEntry.objects.filter(act="hold.lifted").count() == 1

    def asked_to_lift(self, client):
        hold = AuditEntry.objects.filter(act="hold.placed").first().about_id
        assert client.post(reverse("hold_lift", args=[hold])).status_code == 302
        return HeldAct.objects.get(kind="lift_hold")

    def test_one_of_hr_alone_lifts_none_and_asking_twice_is_asking_once(self, cast, omar):
        thing = OLD_ROWS["message_words"](cast, days_ago(40))
        self.place(omar, cast.kavya.email)
        act = self.asked_to_lift(omar)
        assert self.asked_to_lift(omar) == act
        cast.omar.grants.update(granted_at=days_ago(60))
        assert omar.post(reverse("held_act_approve", args=[act.pk])).status_code == 302
        apply_retention()
        assert all(thing().values())
        assert "a second HR admin has to agree" in omar.get(reverse("hold_list")).text
        assert LegalHold.objects.lasting().count() == 1

    def test_the_second_reads_on_whom_and_why_and_the_person_nothing(self, cast, omar, sign_in):
        self.place(omar, cast.kavya.email)
        act, second = self.asked_to_lift(omar), second_admin()
        page = sign_in(second).get(reverse("held_act", args=[act.pk])).text
        assert "Kavya Nair" in page
        assert "A complaint" in page
        assert "goes for good with the next run" in page
        kavya = sign_in(cast.kavya)
        assert "hold" not in kavya.get(reverse("profile")).text
        assert "hold" not in kavya.get(reverse("access_log")).text

    def test_whoever_is_close_to_it_has_no_say_and_hears_nothing(self, cast, omar, sign_in):
        make.RoleGrantFactory(user=cast.helen, role=Role.HR_ADMIN, granted_at=days_ago(60))
        self.place(omar, cast.maria.email)
        act, helen = self.asked_to_lift(omar), sign_in(cast.helen)
        assert helen.get(reverse("held_act", args=[act.pk])).status_code == 404
        assert helen.post(reverse("held_act_approve", args=[act.pk])).status_code == 404
        assert "legal hold" not in helen.get(reverse("held_act_list")).text
        with pytest.raises(Refused):
            approve(act=act, by=cast.helen)
        second = second_admin()
        assert eligible(act) == [second]
        approve(act=act, by=second)
        deliver_all()
        assert sent_to(cast.helen) == sent_to(cast.maria) == []

    def test_what_is_lifted_already_is_not_lifted_again(self, cast, omar):
        self.place(omar, cast.kavya.email)
        act = self.asked_to_lift(omar)
        approve(act=act, by=second_admin())
        with pytest.raises(Refused, match="lifted already"):
            ask_to_lift(hold=LegalHold.objects.get(), by=cast.omar)

    def test_the_other_admins_are_told_without_a_name_save_whoever_is_close(self, cast, omar):
        other = make.RoleGrantFactory(role=Role.HR_ADMIN).user
        make.RoleGrantFactory(user=cast.helen, role=Role.HR_ADMIN)
        self.place(omar, cast.maria.email)
        self.asked_to_lift(omar)
        deliver_all()
        assert sorted(mail.subject for mail in sent_to(other)) == [
            "A second HR admin is needed: lifting a legal hold", "Omar Haddad has placed a legal hold",
        ]  # fmt: skip
        assert not any("Maria" in mail.body or "complaint" in mail.body for mail in sent_to(other))
        assert sent_to(cast.helen) == sent_to(cast.maria) == []

    def test_one_on_a_pairing_is_placed_by_its_address(self, cast, omar):
        self.place(omar, f"https://turnabout.example.com/oversight/{cast.pairing.pk}/")
        assert "Kavya Nair and Jack Whitfield" in omar.get(reverse("hold_list")).text

    @pytest.mark.parametrize(("on", "says"), [
        ("gone@example.com", "nothing is left"),
        ("00000000-0000-0000-0000-000000000000", "nothing is left"),
    ])  # fmt: skip
    def test_what_is_gone_cannot_be_kept(self, omar, on, says):
        answer = self.place(omar, on)
        assert answer.status_code == 422
        assert says in answer.text

    def test_nor_can_somebody_who_was_erased(self, omar):
        make.UserFactory(last_name="erased:ABCDEF", email="abcdef@erased.invalid")
        self.place(omar, "abcdef@erased.invalid")
        assert not LegalHold.objects.exists()

    def test_a_second_one_is_not_needed(self, cast, omar):
        self.place(omar, cast.noor.email)
        assert "There is a hold already." in self.place(omar, cast.noor.email).text

    def test_whoever_is_close_neither_places_nor_sees_nor_lifts_one(self, cast, omar, sign_in):
        """Helen of HR reads nothing of a complaint about herself or the mentor whom she is paired with."""
        make.RoleGrantFactory(user=cast.helen, role=Role.HR_ADMIN)
        helen = sign_in(cast.helen)
        for on in (cast.helen.email, cast.maria.email, str(cast.other_pairing.pk)):
            assert "Another HR admin places the hold" in self.place(helen, on).text
            self.place(omar, on)
        assert "Nothing is on hold." in helen.get(reverse("hold_list")).text
        hold = AuditEntry.objects.filter(act="hold.placed").first().about_id
        assert helen.post(reverse("hold_lift", args=[hold])).status_code == 404

    def test_the_list_takes_as_many_queries_for_thirty_as_for_one(self, cast, omar, django_assert_max_num_queries):
        for _hold in range(30):
            self.place(omar, make.UserFactory().email)
        self.place(omar, str(cast.pairing.pk))
        with django_assert_max_num_queries(20):
            omar.get(reverse("hold_list"))


@pytest.mark.parametrize(
    "code", ["audit", "own_sign_ins", "ended_sign_ins", "form_tokens", "message_words", "message_records"]
)
def test_no_number_tells_that_somebody_was_told_asked_or_sent_something(cast, sign_in, code):
    """HR sees the open ones in the outbox and the log: what is missing in a sum would be the private ones."""

    def run():
        apply_retention(codes=[code])
        return sign_in(cast.omar).get(reverse("retention_list")).text.count("How much went is not said")

    without = run()
    OLD_ROWS[code](cast, days_ago(periods()[code] + 1))
    assert run() == without == 1
    assert RetentionRun.objects.latest("began_at").report == {code: {"failed": False}}
