"""A line to somebody who looks after a person takes their eyes away, so it is drawn by two, as it is cut by two."""

import pytest
from django.urls import reverse

from pairings.models import ConfidentialWord
from pairings.services import send_word
from people.approvals import second_person
from people.models import AuditEntry, HeldAct
from tests import factories as make
from tests.people.approvals.conftest import decide, edit, fresh, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def word(cast, nadia):
    """Kavya has written to the coordinators about Omar, her leader, who is HR."""
    cast.pairing.senior.user = cast.omar
    cast.pairing.senior.save()
    return send_word(pairing=cast.pairing, by=cast.kavya, to="team", text="He shouts at me.")


def test_a_confidential_word_keeps_its_reader(cast, hr, second, word):
    answer = edit(hr, cast.kavya, manager=cast.priya.email, level="3")
    assert "waits for a second person" in answer.text
    assert (fresh(cast.kavya).manager, fresh(cast.kavya).level) == (None, 3)
    assert ConfidentialWord.objects.readers_of(word) == [cast.priya.pk]
    act = HeldAct.objects.get()
    assert "Kavya Nair reports to Priya Raman instead of nobody" in second.get(reverse("held_act", args=[act.pk])).text
    decide(second, "approve", act)
    assert fresh(cast.kavya).manager == cast.priya


def test_nor_by_a_roster(cast, hr, second, word):
    roster = imported(
        cast.omar, "kavya@example.com,Kavya,Nair,Clerk,priya@example.com",
        header="email,first name,last name,job title,manager's e-mail",
    )  # fmt: skip
    assert roster.counts["held"] == 1
    assert (fresh(cast.kavya).manager, fresh(cast.kavya).job_title) == (None, "Clerk")
    assert ConfidentialWord.objects.readers_of(word) == [cast.priya.pk]
    decide(second, "approve", HeldAct.objects.get())
    assert fresh(cast.kavya).manager == cast.priya


def test_a_roster_draws_all_other_lines_and_those_of_newcomers(cast, nadia):
    imported(
        cast.omar,
        "noor@example.com,Noor,Aziz,Clerk,helen@example.com",
        "new@example.com,New,Comer,Clerk,nadia@example.com",
        header="email,first name,last name,job title,manager's e-mail",
    )
    assert fresh(cast.noor).manager == cast.helen
    assert type(cast.noor).objects.get(email="new@example.com").manager == nadia
    assert not HeldAct.objects.exists()


def test_a_line_to_the_other_hr_admin_makes_nobody_blind(cast, nadia, hr, second):
    hr.post(reverse("conflict_add", args=[cast.kavya.pk]), {"other": cast.helen.email, "note": ""})
    hr.post(reverse("address_change", args=[cast.kavya.pk]), {"email": "trap@example.com", "reason": ""})
    about = AuditEntry.objects.filter(person=cast.kavya)
    edit(hr, cast.kavya, manager=nadia.email)
    assert fresh(cast.kavya).manager is None
    assert about.visible_to(fresh(nadia)).count() == about.count()
    assert second_person.eligible(HeldAct.objects.get(kind="change_address")) == [nadia]


def test_what_was_done_before_a_line_and_the_line_itself_stay_readable(cast, nadia, hr, second):
    """Nadia has agreed to become Kavya's manager; of what follows she reads nothing."""
    hr.post(reverse("address_change", args=[cast.kavya.pk]), {"email": "trap@example.com", "reason": ""})
    edit(hr, cast.kavya, manager=nadia.email)
    act = HeldAct.objects.get(kind="change_entry")
    decide(second, "approve", act)
    assert fresh(cast.kavya).manager == nadia
    about = AuditEntry.objects.filter(person=cast.kavya).visible_to(fresh(nadia))
    seen = set(about.values_list("act", flat=True))
    assert {"second.asked", "second.approved", "person.changed"} <= seen
    before = about.count()
    edit(hr, fresh(cast.kavya), level="5")
    edit(hr, fresh(cast.jack), level="5")
    assert about.count() == before
    assert not AuditEntry.objects.filter(person=cast.jack, act="person.changed").visible_to(fresh(nadia)).exists()


def test_a_line_of_old_hides_what_is_old(cast, nadia, hr):
    make.UserFactory(manager=nadia, email="report@example.com")
    person = type(nadia).objects.get(email="report@example.com")
    edit(hr, person, level="5")
    assert AuditEntry.objects.filter(person=person).exists()
    assert not AuditEntry.objects.filter(person=person).visible_to(nadia).exists()
