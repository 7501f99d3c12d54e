"""A backup that is restored brings nobody back for good."""

import datetime as dt
import logging
import uuid

import pytest
from django.core import mail, serializers
from django.core.management import call_command
from django.urls import reverse

from people.erasure import again, remembering
from people.erasure.carrying_out import erase
from people.models import ErasedPerson, User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def restored(cast, django_capture_on_commit_callbacks):
    """Noor was erased after the backup was taken that is back now: her row as it was, and no table of the erased."""
    backup = serializers.serialize("json", User.objects.filter(pk=cast.noor.pk))
    with django_capture_on_commit_callbacks(execute=True):
        erase(person=cast.noor, by=cast.omar)
    for row in serializers.deserialize("json", backup):
        row.save()
    ErasedPerson.objects.all().delete()
    mail.outbox.clear()
    return User.objects.get(pk=cast.noor.pk)


def test_the_file_holds_an_id_and_a_day_and_is_for_the_site_alone(restored):
    text = remembering.file_path().read_text()
    [line] = [line for line in text.splitlines() if not line.startswith("#")]
    assert line == f"{restored.pk} {dt.date.fromisoformat(line[-10:])}"
    assert "Noor" not in text
    assert remembering.file_path().stat().st_mode & 0o777 == 0o600


def test_it_is_said_after_migrating_and_on_the_page_of_operators(restored, cast, sign_in, caplog):
    with caplog.at_level(logging.WARNING):
        again.warn_after_migrating()
    assert "1 people who had been erased are in the database again" in caplog.text
    assert "manage.py reapply_erasures" in caplog.text
    page = sign_in(cast.igor).get(reverse("status")).text
    assert "1 person has come back." in page
    assert "reapply_erasures" in page


def test_the_command_erases_them_again_without_a_mail(restored, capsys):
    assert restored.name == "Noor Aziz"
    call_command("reapply_erasures")
    assert "1 people erased again." in capsys.readouterr().out
    gone = User.objects.get(pk=restored.pk)
    assert gone.name.startswith("Former participant")
    assert not gone.is_active
    assert ErasedPerson.objects.filter(person_id=restored.pk).exists()
    assert mail.outbox == []
    call_command("reapply_erasures")
    assert "Nobody has come back." in capsys.readouterr().out


def test_nothing_is_said_where_nobody_came_back(cast, sign_in, caplog):
    erase(person=cast.noor, by=cast.omar)
    with caplog.at_level(logging.WARNING):
        again.warn_after_migrating()
    assert "erased" not in caplog.text
    assert "Nobody has come back." in sign_in(cast.igor).get(reverse("status")).text


def test_a_pairing_of_the_old_time_is_in_nobodys_way(cast, restored):
    make.PairingFactory(cycle=cast.cycle, junior__user=restored)
    assert again.erase_again() == 1


def test_a_list_of_another_machine_is_added(cast, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(f"# Ids\n{cast.noor.pk} 2026-11-01\nnot a line\n{uuid.uuid4()} 2026-11-02\n")
    call_command("reapply_erasures", path=other)
    assert User.objects.get(pk=cast.noor.pk).pseudonym
    assert cast.noor.pk in remembering.in_file()


def test_a_machine_without_the_file_gets_it_from_the_table(cast):
    erase(person=cast.noor, by=cast.omar)
    assert remembering.in_file() == {}
    remembering.bring_file_up_to_date()
    remembering.bring_file_up_to_date()
    assert list(remembering.in_file()) == [cast.noor.pk]
