"""Closing an account takes a reader away from whoever has turned to it: HR admins hear of it, and where the one who
closes it is close to a pair that it looks after, it takes two."""

import pytest
from django.urls import reverse

from pairings.models import ConfidentialWord
from pairings.services import send_word
from people.models import AuditEntry, HeldAct, User
from tests.mail import deliver_all, inbox_titles
from tests.people.approvals.conftest import decide, fresh
from tests.people.approvals.test_take_over import imported
from tests.programs.test_naming_the_team import omar_leads  # noqa: F401

pytestmark = pytest.mark.django_db


def close(client, person: User):
    return client.post(reverse("person_deactivate", args=[person.pk]), follow=True)


@pytest.fixture
def word(cast, nadia, omar_leads) -> ConfidentialWord:  # noqa: F811
    """Kavya, whom Omar leads with, has written to Priya."""
    return send_word(pairing=fresh(cast.pairing), by=cast.kavya, to="team", text="He shouts at me.")


def test_nobody_closes_alone_the_account_of_who_reads_about_their_own_pair(cast, hr, second, word):
    answer = close(hr, cast.priya)
    assert "it waits for a second HR admin" in answer.text
    assert fresh(cast.priya).is_active
    assert cast.priya.pk in ConfidentialWord.objects.readers_of(word)
    act = HeldAct.objects.get()
    assert "The account of Priya" in second.get(reverse("held_act", args=[act.pk])).text
    decide(second, "approve", act)
    assert not fresh(cast.priya).is_active
    assert AuditEntry.objects.filter(act="person.deactivated", person=cast.priya).exists()


def test_nor_that_of_the_person_of_trust(cast, hr, word):
    program = cast.program
    program.person_of_trust = cast.noor
    program.save()
    close(hr, cast.noor)
    assert fresh(cast.noor).is_active


def test_a_roster_without_them_does_not_either(cast, word):
    everybody = User.objects.active().exclude(pk=cast.priya.pk)
    rows = [f"{one.email},{one.first_name},{one.last_name},{one.job_title}" for one in everybody]
    roster = imported(cast.omar, *rows, everyone=True)
    assert fresh(cast.priya).is_active
    assert cast.priya.name in roster.preview["spared"]


def test_who_is_close_to_nobody_closes_it_and_all_hr_admins_hear(cast, nadia, hr):
    close(hr, cast.priya)
    assert not fresh(cast.priya).is_active
    deliver_all()
    assert inbox_titles(nadia) == ["Done: closing an account to which others may turn"]


def test_nobody_hears_of_a_leaver_to_whom_nobody_turns(cast, nadia, hr):
    close(hr, cast.noor)
    deliver_all()
    assert not fresh(cast.noor).is_active
    assert inbox_titles(nadia) == []


def test_a_reader_who_is_missing_in_a_roster_is_told_of_too(cast, nadia):
    everybody = User.objects.active().exclude(pk=cast.priya.pk)
    rows = [f"{one.email},{one.first_name},{one.last_name},{one.job_title}" for one in everybody]
    imported(cast.omar, *rows, everyone=True)
    deliver_all()
    assert not fresh(cast.priya).is_active
    assert "Done: closing an account to which others may turn" in inbox_titles(nadia)
