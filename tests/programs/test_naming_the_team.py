"""Who reads what pairs confide: named by two where the one who names is close to a pair, or the one named is new."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pairings.models import ConfidentialWord
from pairings.services import leave_pairing, send_word
from people.models import AuditEntry, HeldAct, User
from people.tasks import send_password_link
from programs.models import Coordinator, Program
from tests import factories as make
from tests.mail import deliver_all, inbox_titles
from tests.people.approvals.conftest import decide, fresh, imported

pytestmark = pytest.mark.django_db


def name_coordinator(client, program, person):
    url = reverse("coordinator_add", args=[program.pk])
    return client.post(url, {"person": str(person.pk)}, follow=True)


def remove_coordinator(client, program, person):
    url = reverse("coordinator_remove", args=[program.pk])
    return client.post(url, {"person": str(person.pk)}, follow=True)


def runs(program, person) -> bool:
    return Coordinator.objects.filter(program=program, user=person).exists()


@pytest.fixture
def omar_leads(cast):
    """Omar, who is HR, leads a pair."""
    cast.pairing.senior.user = cast.omar
    cast.pairing.senior.save()
    return cast.omar


def test_an_hr_admin_reads_nothing_about_their_own_pair_through_a_puppet(cast, nadia, hr, omar_leads):
    leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="another", reason="He shouts at me.")
    imported(cast.omar, "sock@example.com,Sock,Puppet,Clerk")
    puppet = User.objects.get(last_name="Puppet")
    answer = name_coordinator(hr, cast.program, puppet)
    assert "waits for a second person" in answer.text
    assert not runs(cast.program, puppet)
    send_password_link(email="sock@example.com")
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    sock = Client()
    form = sock.get(link, follow=True)
    sock.post(form.request["PATH_INFO"], {"password1": "a-long-enough-one-9", "password2": "a-long-enough-one-9"})
    assert sock.get(reverse("oversight_detail", args=[cast.pairing.pk])).status_code in (302, 403, 404)


def test_a_party_of_a_pair_names_no_coordinator_alone_and_two_do(cast, nadia, hr, second, omar_leads):
    name_coordinator(hr, cast.program, cast.noor)
    act = HeldAct.objects.get()
    assert not runs(cast.program, cast.noor)
    assert "Noor Aziz becomes coordinator of Digital fluency" in second.get(reverse("held_act", args=[act.pk])).text
    decide(second, "approve", act)
    assert runs(cast.program, cast.noor)
    assert AuditEntry.objects.filter(act="coordinator.added", person=cast.noor, program_id=cast.program.pk).exists()


def test_nor_does_somebody_close_to_a_party(cast, nadia, hr):
    User.objects.filter(pk=cast.omar.pk).update(manager=cast.jack)
    name_coordinator(hr, cast.program, cast.noor)
    assert not runs(cast.program, cast.noor)


def test_the_second_is_no_party_of_the_pair_either(cast, nadia, hr, second, omar_leads):
    User.objects.filter(pk=cast.kavya.pk).update(manager=nadia)
    name_coordinator(hr, cast.program, cast.noor)
    decide(second, "approve", HeldAct.objects.get())
    assert not runs(cast.program, cast.noor)


def test_a_coordinator_who_leads_a_pair_needs_a_second_too(cast, nadia, second, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    name_coordinator(sign_in(cast.jack), cast.program, cast.noor)
    assert not runs(cast.program, cast.noor)
    decide(second, "approve", HeldAct.objects.get())
    assert runs(cast.program, cast.noor)


def test_who_runs_the_program_no_more_has_asked_in_vain(cast, nadia, second, sign_in):
    charge = make.CoordinatorFactory(program=cast.program, user=cast.jack)
    name_coordinator(sign_in(cast.jack), cast.program, cast.noor)
    charge.delete()
    decide(second, "approve", HeldAct.objects.get())
    assert not runs(cast.program, cast.noor)


def test_somebody_new_in_the_roster_is_named_by_two(cast, nadia, hr, second):
    new = make.UserFactory(created_at=timezone.now() - dt.timedelta(days=29))
    name_coordinator(hr, cast.program, new)
    assert not runs(cast.program, new)
    decide(second, "approve", HeldAct.objects.get())
    assert runs(cast.program, new)


def test_somebody_who_is_back_since_yesterday_too(cast, nadia, hr):
    for verb in ("deactivate", "reactivate"):
        hr.post(reverse(f"person_{verb}", args=[cast.noor.pk]))
    name_coordinator(hr, cast.program, cast.noor)
    assert not runs(cast.program, cast.noor)


def test_somebody_of_long_standing_is_named_by_one_and_all_hr_admins_hear(cast, nadia, hr):
    name_coordinator(hr, cast.program, cast.noor)
    assert runs(cast.program, cast.noor)
    deliver_all()
    assert any("naming a coordinator" in title for title in inbox_titles(nadia)), inbox_titles(nadia)


def test_before_there_are_pairs_nothing_is_held_and_nobody_told(cast, nadia, hr):
    program = make.ProgramFactory()
    make.CycleFactory(program=program, state="enrolling")
    new = make.UserFactory(created_at=timezone.now())
    name_coordinator(hr, program, new)
    assert runs(program, new)
    assert not HeldAct.objects.exists()


def test_a_party_names_no_person_of_trust_alone(cast, nadia, hr, second, omar_leads):
    url = reverse("person_of_trust_set", args=[cast.program.pk])
    hr.post(url, {"person": str(cast.noor.pk)})
    assert Program.objects.get(pk=cast.program.pk).person_of_trust is None
    decide(second, "approve", HeldAct.objects.get())
    assert Program.objects.get(pk=cast.program.pk).person_of_trust == cast.noor


def test_a_party_takes_no_reader_away_by_naming_nobody(cast, nadia, hr, second, omar_leads):
    Program.objects.filter(pk=cast.program.pk).update(person_of_trust=cast.noor)
    word = send_word(pairing=fresh(cast.pairing), by=cast.kavya, to="trusted", text="He shouts at me.")
    hr.post(reverse("person_of_trust_set", args=[cast.program.pk]), {})
    assert ConfidentialWord.objects.readers_of(word) == [cast.noor.pk]
    decide(second, "approve", HeldAct.objects.get())
    assert Program.objects.get(pk=cast.program.pk).person_of_trust is None


def test_a_party_hands_the_program_over_to_nobody_of_their_own(cast, nadia, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    url = reverse("program_hand_over", args=[cast.program.pk]) + f"?to={cast.noor.pk}&from={cast.priya.pk}"
    sign_in(cast.jack).post(url)
    assert runs(cast.program, cast.priya)
    assert not runs(cast.program, cast.noor)


def test_nor_to_a_coordinator_who_is_there_already(cast, nadia, sign_in):
    for person in (cast.jack, cast.noor):
        make.CoordinatorFactory(program=cast.program, user=person)
    url = reverse("program_hand_over", args=[cast.program.pk]) + f"?to={cast.noor.pk}&from={cast.priya.pk}"
    sign_in(cast.jack).post(url)
    assert runs(cast.program, cast.priya)


# --- removing


def test_a_party_who_coordinates_removes_no_independent_coordinator_alone(cast, nadia, second, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    make.CoordinatorFactory(program=cast.program, user=cast.noor)
    word = send_word(pairing=cast.pairing, by=cast.kavya, to="team", text="He shouts at me.")
    answer = remove_coordinator(sign_in(cast.jack), cast.program, cast.priya)
    assert "waits for a second person" in answer.text
    assert cast.priya.pk in ConfidentialWord.objects.readers_of(word)
    decide(second, "approve", HeldAct.objects.get())
    assert not runs(cast.program, cast.priya)


def test_nobody_leaves_a_pair_with_coordinators_who_are_all_close_to_it(cast, hr):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    answer = remove_coordinator(hr, cast.program, cast.priya)
    assert "nobody to turn to" in answer.text
    assert runs(cast.program, cast.priya)
    make.CoordinatorFactory(program=cast.program, user=cast.noor)
    remove_coordinator(hr, cast.program, cast.priya)
    assert not runs(cast.program, cast.priya)


def test_who_is_close_to_all_pairs_anyway_is_removed_by_one(cast, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    remove_coordinator(sign_in(cast.priya), cast.program, cast.jack)
    assert not runs(cast.program, cast.jack)


def test_one_steps_down_alone_as_long_as_somebody_stays(cast, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    remove_coordinator(sign_in(cast.jack), cast.program, cast.jack)
    assert not runs(cast.program, cast.jack)
