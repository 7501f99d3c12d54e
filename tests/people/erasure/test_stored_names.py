"""Whatever somebody was ever called, and however it was written, is found where the product has stored it as text."""

import uuid

import pytest
from django.utils import timezone

from notifications.models import Delivery
from people.audit import recording
from people.erasure.carrying_out import erase
from people.erasure.stored_names import StoredName
from people.models import AuditEntry, HeldAct, User
from programs.models import Todo
from tests.people.erasure.stage import found_in_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def zyx(cast):
    """Somebody whose given, preferred and family name and address have all been other ones."""
    User.objects.filter(pk=cast.noor.pk).update(
        first_name="Zyxana", preferred_name="Zyxi", last_name="Zyxöm", email="zyx.now@example.com"
    )
    changed = {"first_name": "Zyxold → Zyxana", "last_name": "Zyxbirth → Zyxöm", "preferred_name": "Zyxpet → Zyxi"}
    recording.record(actor=cast.omar, act="person.changed", person=cast.noor, details=changed)
    HeldAct.objects.create(
        kind="change_address", person=cast.noor, named="Zyxwhole Zyxasked", asked_by=cast.omar, state="done",
        payload={"before": "zyx.then@example.com", "after": "zyx.now@example.com"},
    )  # fmt: skip
    return User.objects.get(pk=cast.noor.pk)


def message(to, title, **words):
    now = timezone.now()
    return Delivery.objects.create(
        key=f"x:{uuid.uuid4()}", kind="meeting_moved", recipient=to, channel="in_app", due_at=now, state="sent",
        sent_at=now, title=title, **words,
    )  # fmt: skip


FORMS = [
    "Zyxana Zyxöm", "Zyxi Zyxöm", "Zyxöm Zyxana", "Zyxöm, Zyxi", "ZYXANA ZYXÖM", "zyxana zyxöm", "Zyxana ZYXÖM",
    "Zyxold Zyxbirth", "Zyxold Zyxöm", "Zyxbirth, Zyxpet", "ZYXBIRTH ZYXOLD", "Zyxwhole Zyxasked", "zyxwhole\nZyxasked",
    "zyx.now@example.com", "ZYX.THEN@example.com", "Zyxana Zyxo\u0308m",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_goes_from_what_is_stored(cast, zyx, form):
    sent = message(cast.priya, f"{form} slips", body_text=f"It is about {form}.", reason=f"{form} is close.")
    todo = Todo.objects.create(program=cast.program, kind="slipping", subject_id=uuid.uuid4(), text=f"Ask {form} first")
    about = HeldAct.objects.create(
        kind="grant_role", person=cast.maria, topic="operator", asked_by=cast.omar, outcome=f"{form} said no"
    )
    pseudonym = erase(person=zyx, by=cast.omar)
    name = f"Former participant {pseudonym}"
    sent.refresh_from_db()
    todo.refresh_from_db()
    about.refresh_from_db()
    assert (sent.title, sent.body_text, sent.reason) == (f"{name} slips", f"It is about {name}.", f"{name} is close.")
    assert (todo.text, about.outcome) == (f"Ask {name} first", f"{name} said no")
    assert found_in_database("zyx") == set()


@pytest.mark.parametrize(
    ("password", "is_found"), [("!" + "zyx" * 14, True), ("Zyxana", True), ("!" + "Z" * 37 + "zyx", False)]
)
def test_a_name_is_looked_for_where_passwords_are_too(cast, password, is_found):
    """Only what no person has written is no word: the letters that stand for no password, and hashes."""
    User.objects.filter(pk=cast.noor.pk).update(password=password)
    assert found_in_database("zyx") == ({"people_user.password"} if is_found else set())


@pytest.mark.parametrize("end", range(3, len("Zyxana Zyxöm")))
def test_what_was_cut_within_a_name_loses_the_half_of_it_too(cast, zyx, end):
    half = "Zyxana Zyxöm"[:end]
    lead = "x" * (300 - 1 - end) + " "
    sent = message(cast.priya, "Slips", reason=lead + half)
    assert len(sent.reason) == 300
    short = message(cast.priya, f"{half} slips", reason=half)
    erase(person=zyx, by=cast.omar)
    sent.refresh_from_db()
    short.refresh_from_db()
    assert half.strip().lower() not in sent.reason.lower()
    assert short.reason == half, "a short text was not cut, so this is another name"


def test_what_replaces_a_name_is_cut_afterwards(cast, zyx):
    text = "y" * 388 + " Zyxi Zyxöm"
    todo = Todo.objects.create(program=cast.program, kind="slipping", subject_id=uuid.uuid4(), text=text)
    erase(person=zyx, by=cast.omar)
    todo.refresh_from_db()
    assert todo.text.startswith("y" * 388 + " Former")
    assert len(todo.text) <= 400


def test_why_a_request_came_to_nothing_is_never_cut(cast):
    long = f"{'A' * 149} Zyxana Zyxöm, who asked for this, is no longer HR admin."
    act = HeldAct.objects.create(kind="grant_role", person=cast.maria, asked_by=cast.omar, outcome=long)
    act.full_clean(exclude=["payload"])
    act.refresh_from_db()
    assert act.outcome == long


def test_the_log_of_what_they_did_forgets_earlier_names_too(cast, zyx):
    entry = recording.record(actor=zyx, act="role.granted", person=cast.maria, details={"to": "for ZYXOLD zyxbirth"})
    erase(person=zyx, by=cast.omar)
    assert AuditEntry.objects.get(pk=entry.pk).details == {}


def test_words_and_other_people_stay(cast):
    """A short name counts in capital letters, or as its owner writes it."""
    User.objects.filter(pk=cast.noor.pk).update(first_name="Will", last_name="Mark", preferred_name="")
    stored = StoredName.of(User.objects.get(pk=cast.noor.pk), "X")
    assert stored.taken_out("Will and you will meet", is_about_them=True) == "X and you will meet"
    assert stored.taken_out("Willa Marks has moved it") == "Willa Marks has moved it"
    assert stored.taken_out("Mark has moved it") == "Mark has moved it"
