"""After an erasure nothing in the database leads to who it was, and everything that belongs to others is as it was."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from pairings.models import WordLine
from people.approvals import role_grants
from people.approvals.services import approve, refuse
from people.audit import recording
from people.audit.lines import lines_of
from people.conflicts import keep_apart, settle_named
from people.directory.services import deactivate_person
from people.erasure.carrying_out import erase
from people.models import AuditEntry, ConflictOfInterest, DataCopy, EndedLine, ErasedPerson, HeldAct, User
from people.own_data.copies import forget_old_copies
from people.personal_data import PERSONAL_RECORDS, Deleted, Kept
from people.tasks import carry_out_held_acts
from tests import factories as make
from tests.people.erasure.stage import MARK, OWN_WORDS, found_in_database, set_stage
from tests.people.own_data.reading import copy_of
from tests.permissions.crawl import crawl

pytestmark = pytest.mark.django_db
#: What is another one each time a page is drawn.
TOKEN = re.compile(r"[A-Za-z0-9]{32,}|[0-9a-f-]{36}")


@pytest.fixture
def kavya(cast):
    return set_stage(cast)


def test_the_marked_words_are_there_before(kavya):
    """Else their absence would prove nothing."""
    found = found_in_database(MARK)
    assert {
        "people_user.search_text", "people_heldact.payload", "people_heldact.outcome", "pairings_signature.snapshot",
        "notifications_delivery.title", "roster_rosterimport.content", "people_auditentry.details",
        "account_emailaddress.email", "people_user.named_assistants",
    } <= found  # fmt: skip


def test_no_column_leads_to_who_it_was(cast, kavya):
    erase(person=kavya, by=cast.omar)
    assert found_in_database(MARK) == set()


def test_words_that_were_hers_alone_are_gone(cast, kavya):
    erase(person=kavya, by=cast.omar)
    assert found_in_database(*OWN_WORDS) == set()


def test_what_the_other_one_wrote_and_what_both_share_stays(cast, kavya):
    shared = ("canary-his-part", "canary-her-part", "canary-agenda", "canary-expectations", "canary-signed-snapshot",
              "canary-insight", "canary-action-item", "canary-his-reflection", "canary-pledge",
              "canary-impact-how")  # fmt: skip
    before = {word: found_in_database(word) for word in shared}
    assert all(before.values())
    erase(person=kavya, by=cast.omar)
    assert {word: found_in_database(word) for word in shared} == before


def test_nothing_opens_the_account_any_more(cast, kavya, sign_in):
    client = sign_in(kavya)
    assert client.get(reverse("profile")).status_code == 200
    erase(person=kavya, by=cast.omar)
    assert reverse("account_login") in client.get(reverse("profile")).headers["Location"]
    gone = User.objects.get(pk=kavya.pk)
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert not DataCopy.objects.filter(person=gone).exists()
    assert forget_old_copies() == 0


def test_the_pseudonym_is_drawn_by_lot_and_shown_instead_of_the_name(cast, kavya, sign_in):
    pseudonym = erase(person=kavya, by=cast.omar)
    gone = User.objects.get(pk=kavya.pk)
    assert str(gone) == f"Former participant {pseudonym}"
    assert gone.short_name == "former participant"
    assert ErasedPerson.objects.get(person_id=kavya.pk).pseudonym == pseudonym
    page = sign_in(cast.jack).get(reverse("pairing_detail", args=[cast.pairing.pk]))
    assert page.status_code == 200
    assert f"Former participant {pseudonym}" in page.text
    assert MARK not in page.text.lower()


def test_twice_is_once(cast, kavya):
    pseudonym = erase(person=kavya, by=cast.omar)
    entries = AuditEntry.objects.count()
    assert erase(person=User.objects.get(pk=kavya.pk), by=cast.omar) == pseudonym
    assert AuditEntry.objects.count() == entries


def test_the_last_mail_goes_to_the_old_address(cast, kavya, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase(person=kavya, by=cast.omar)
    [last] = [message for message in mail.outbox if message.to == ["zyxqukavya@example.com"]]
    assert last.subject.endswith("Your data was erased")


def test_the_register_is_followed_row_by_row(cast, kavya):
    """What it deletes is gone, and what it keeps is there in the same number."""
    kept = {
        record.label: record.about(kavya).count()
        for record in PERSONAL_RECORDS
        if isinstance(record.on_erasure, Kept) and record.people and record.model not in (EndedLine, WordLine)
    }
    erase(person=kavya, by=cast.omar)
    for record in PERSONAL_RECORDS:
        if isinstance(record.on_erasure, Deleted):
            assert not record.to_erase(kavya).exists(), record.label
        elif record.label in kept:
            assert record.about(kavya).count() == kept[record.label], record.label


@pytest.mark.parametrize(("name", "page"), [("lena", "program_dashboard"), ("priya", "program_health")])
def test_no_figure_moves(cast, kavya, sign_in, name, page):
    def numbers():
        answer = sign_in(cast.people[name]).get(reverse(page, args=[cast.program.pk]))
        assert answer.status_code == 200
        return re.findall(r">[^<>]*\d[^<>]*<", TOKEN.sub("", answer.text))

    before = numbers()
    assert before
    erase(person=kavya, by=None)
    assert numbers() == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jack", "priya", "omar", "lena"])
def test_every_page_of_those_who_stay_opens_and_tells_nothing_of_her(cast, kavya, name):
    erase(person=kavya, by=None)
    pages = list(crawl(cast.people[name], [reverse("home")]))
    assert len(pages) > 5
    assert [url for url, text in pages if MARK in text.lower()] == []
    assert [url for url, text in pages if "erased:" in text] == []


def test_somebody_of_hr_leaves_no_name_where_they_decided_about_others(cast):
    User.objects.filter(pk=cast.omar.pk).update(
        first_name="Zyxquomar", last_name="Zyxquhaddad", email="zyxqu@example.com"
    )
    omar, second = User.objects.get(pk=cast.omar.pk), make.UserFactory()
    make.RoleGrantFactory(user=second, role="hr_admin", granted_at=timezone.now() - dt.timedelta(days=60))
    act = role_grants.ask_to_grant(person=cast.noor, role="operator", by=omar)
    approve(act=act, by=second)
    act = role_grants.ask_to_grant(person=cast.maria, role="operator", by=second)
    refuse(act=act, by=omar)
    deactivate_person(person=cast.sam, by=omar)
    erase(person=omar, by=second)
    assert found_in_database(MARK) == set()


def test_what_became_of_a_request_leaves_no_name_in_the_log_of_others(cast):
    """Why a request about somebody else came to nothing says who had asked; by id, so that it reads as they are called
    by then."""
    User.objects.filter(pk=cast.omar.pk).update(
        first_name="Zyxquomar", last_name="Zyxquhaddad", email="z@zyxqu.example"
    )
    second = make.UserFactory()
    make.RoleGrantFactory(user=second, role="hr_admin", granted_at=timezone.now() - dt.timedelta(days=60))
    act = role_grants.ask_to_grant(person=cast.noor, role="operator", by=User.objects.get(pk=cast.omar.pk))
    approve(act=act, by=second)
    HeldAct.objects.filter(pk=act.pk).update(state="approved", holds_until=timezone.now())
    cast.omar.grants.all().delete()
    carry_out_held_acts()
    entry = AuditEntry.objects.get(act="second.expired")
    assert dict(lines_of([entry])[0].details)["Outcome"].startswith("Zyxquomar Zyxquhaddad, who asked for this")
    pseudonym = erase(person=cast.omar, by=second)
    assert found_in_database(MARK) == set()
    said = dict(lines_of([AuditEntry.objects.get(pk=entry.pk)])[0].details)["Outcome"]
    assert said.startswith(f"Former participant {pseudonym}, who asked for this")


def test_whoever_is_erased_takes_nothing_out_of_what_the_log_says_of_others(cast, sign_in):
    """Else one would erase oneself to hide what one did: the others' own access logs say what was changed, and how
    long things are kept was somebody's decision."""
    deeds = {
        "person.changed": {"person": cast.jack, "details": {"job_title": "Director → Clerk"}},
        "retention.changed": {"details": {"rule": "reasons", "days": "365 → 30"}},
    }
    for act, told in deeds.items():
        recording.record(actor=cast.omar, act=act, **told)
    recording.record(actor=cast.omar, act="person.changed", person=cast.omar, details={"city": "Canary city"})
    second = make.UserFactory()
    make.RoleGrantFactory(user=second, role="hr_admin", granted_at=timezone.now() - dt.timedelta(days=60))
    erase(person=cast.omar, by=second)
    assert {entry.act: entry.details for entry in AuditEntry.objects.filter(actor=cast.omar).exclude(details={})} == {
        act: told["details"] for act, told in deeds.items()
    }
    assert "Director → Clerk" in sign_in(cast.jack).get(reverse("access_log")).text
    assert found_in_database("Canary city") == set()


def test_the_copy_that_a_partner_had_made_goes_too(cast, kavya):
    """It names her on every page; they can ask for one that does not."""
    copy_of(cast.jack)
    copy_of(cast.noor)
    erase(person=kavya, by=cast.omar)
    assert not DataCopy.objects.own_of(cast.jack).to_be_fetched().exists()
    assert [bytes(copy.content) for copy in DataCopy.objects.filter(person=cast.jack)] == [b""]
    assert DataCopy.objects.own_of(cast.noor).to_be_fetched().exists()


def test_a_private_conflict_of_somebody_else_stays_their_own_word(cast, kavya, sign_in):
    """Their page says the same before and after: neither that the address was known, nor that somebody was erased. It
    leads to nobody any more, and counts again when the person is back."""
    jack = sign_in(cast.jack)
    keep_apart(person=cast.jack, email=kavya.email, note="We were married")
    [theirs] = ConflictOfInterest.objects.private_of(cast.jack).filter(named=kavya.email)
    assert theirs.other == kavya
    before = TOKEN.sub("", jack.get(reverse("profile_conflicts")).text)
    of_hr = ConflictOfInterest.objects.create(person=kavya, other=cast.maria, note="Related")
    erase(person=kavya, by=cast.omar)
    theirs.refresh_from_db()
    assert (theirs.other, theirs.named, theirs.note) == (None, "zyxqukavya@example.com", "We were married")
    assert TOKEN.sub("", jack.get(reverse("profile_conflicts")).text) == before
    assert not ConflictOfInterest.objects.filter(pk=of_hr.pk).exists()
    back = make.UserFactory(email="zyxqukavya@example.com")
    settle_named()
    theirs.refresh_from_db()
    assert theirs.other == back
