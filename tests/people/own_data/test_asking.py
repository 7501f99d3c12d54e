"""A copy of one's data is asked for, made, fetched by its owner alone, and gone after a week."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from people.models import AuditEntry, DataCopy
from people.own_data import copies
from people.sealed_secrets import open_file
from tests.factories import UserFactory
from tests.mail import deliver_all
from tests.people.own_data.reading import copy_of, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def kavya():
    return UserFactory(first_name="Kavya", last_name="Nair", time_zone="Asia/Kolkata")


def address(copy):
    return reverse("data_copy_file", args=[copy.pk])


def test_one_asks_gets_a_message_and_fetches_the_file(kavya, sign_in, mailoutbox, django_capture_on_commit_callbacks):
    client = sign_in(kavya)
    assert "None so far" in client.get(reverse("own_data")).text
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("own_data")).status_code == 302
    deliver_all()
    copy = DataCopy.objects.get(person=kavya)
    [mail] = mailoutbox
    assert mail.to == [f"Kavya Nair <{kavya.email}>"]
    assert reverse("own_data") in mail.body
    page = client.get(reverse("own_data")).text
    assert address(copy) in page
    answer = client.get(address(copy))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="turnabout-my-data-')
    assert answer.content == open_file(bytes(copy.content))
    assert opened(copy).data["person"] == "Kavya Nair"


def test_nobody_else_gets_it(kavya, sign_in, cast):
    copy = copy_of(kavya)
    for person in cast.people.values():
        assert sign_in(person).get(address(copy)).status_code == 404
        assert str(copy.pk) not in sign_in(person).get(reverse("own_data")).text


def test_strangers_are_asked_to_sign_in(kavya, client):
    assert reverse("account_login") in client.get(address(copy_of(kavya))).headers["Location"]


def test_after_a_week_the_link_is_dead_and_the_file_is_gone(kavya, sign_in):
    copy = copy_of(kavya)
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, minutes=1)):
        assert sign_in(kavya).get(address(copy)).status_code == 404
        assert copies.forget_old_copies() == 1
    assert not DataCopy.objects.exists()


def test_before_that_the_housekeeping_leaves_it(kavya):
    copy_of(kavya)
    with time_machine.travel(timezone.now() + dt.timedelta(days=6, hours=23)):
        assert copies.forget_old_copies() == 0


def test_a_message_that_comes_too_late_is_not_sent(kavya, mailoutbox):
    copy_of(kavya)
    DataCopy.objects.all().delete()
    deliver_all()
    assert mailoutbox == []
    assert not Delivery.objects.filter(state="sent").exists()


def test_asking_twice_is_asking_once(kavya):
    first = copies.ask_for_copy(person=kavya)
    assert copies.ask_for_copy(person=kavya) == first
    assert DataCopy.objects.count() == 1


def test_while_it_is_made_the_page_says_so_and_offers_no_button(kavya, sign_in):
    copies.ask_for_copy(person=kavya)
    page = sign_in(kavya).get(reverse("own_data")).text
    assert "A copy is being made." in page
    assert "Look again" in page
    assert "Get a copy of my data</button>" not in page


def test_a_fourth_one_in_a_day_is_refused_with_the_hour_from_which_it_goes(kavya, sign_in):
    for _number in range(3):
        copy_of(kavya)
    page = sign_in(kavya).post(reverse("own_data"), follow=True).text
    assert "You have asked for 3 copies in the last 24 hours." in page
    assert DataCopy.objects.count() == 3
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        copies.ask_for_copy(person=kavya)
    assert DataCopy.objects.count() == 4


def test_whoever_asked_for_many_does_not_keep_others_from_one(kavya, cast):
    for _number in range(3):
        copy_of(kavya)
    assert copy_of(cast.jack).can_be_fetched


def test_it_stands_in_ones_own_access_log_and_hr_reads_nothing_of_it(kavya, cast, sign_in):
    copy = copy_of(kavya)
    sign_in(kavya).get(address(copy))
    log = sign_in(kavya).get(reverse("access_log")).text
    assert "asked for a copy of their own data" in log
    assert "fetched a copy of their own data" in log
    assert not AuditEntry.objects.visible_to(cast.omar).filter(act__startswith="data.").exists()


def test_the_outbox_shows_it_to_nobody(kavya, cast, sign_in):
    copy_of(kavya)
    assert not Delivery.objects.visible_to(cast.omar).filter(kind="data_copy_ready").exists()
    assert not Delivery.objects.visible_to(cast.igor).filter(kind="data_copy_ready").exists()


def test_a_worker_that_died_leaves_it_to_the_next(kavya):
    copy = copies.ask_for_copy(person=kavya)
    DataCopy.objects.filter(pk=copy.pk).update(state="making", begun_at=timezone.now(), attempts=1)
    assert copies.make_waiting() == 0, "somebody else may be at it"
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=40)):
        assert copies.make_waiting() == 1


def test_a_copy_at_which_every_worker_dies_is_given_up(kavya):
    copy = copies.ask_for_copy(person=kavya)
    DataCopy.objects.filter(pk=copy.pk).update(state="making", begun_at=timezone.now(), attempts=3)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=40)):
        assert copies.make_waiting() == 0
    copy.refresh_from_db()
    assert copy.state == "failed"
    assert copies.ask_for_copy(person=kavya) != copy, "one may ask again"


def test_a_copy_of_the_database_opens_no_file(kavya):
    content = bytes(copy_of(kavya).content)
    assert b"Kavya" not in content
    assert not content.startswith(b"PK")


def test_what_an_earlier_key_has_sealed_opens_until_it_is_sealed_anew_and_then_without_it(kavya, sign_in, settings):
    copy = copy_of(kavya)
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
        "another key of fifty signs, which is as long as it must be",
        [old],
    )
    assert copies.seal_copies_anew() == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert opened(DataCopy.objects.get(pk=copy.pk)).data["person"] == "Kavya Nair"
    settings.SECRET_KEY = "a third key that opens nothing of what was sealed before it"
    page = sign_in(kavya).get(address(copy), follow=True).text
    assert "Ask for a new copy." in page


def test_one_that_cannot_be_made_is_said_to_have_failed_and_one_can_ask_again(kavya, sign_in, cast):
    """A row that no clock knows: a time zone that there is not."""
    type(kavya).objects.filter(pk=kavya.pk).update(time_zone="Mars/Olympus")
    copies.ask_for_copy(person=kavya)
    waiting = copies.ask_for_copy(person=cast.jack)
    for _attempt in range(3):
        copies.make_waiting()
    assert DataCopy.objects.get(person=kavya).has_failed
    assert DataCopy.objects.get(pk=waiting.pk).can_be_fetched, "one failure holds up no other"
    type(kavya).objects.filter(pk=kavya.pk).update(time_zone="Asia/Kolkata")
    page = sign_in(kavya).get(reverse("own_data")).text
    assert "Something went wrong" in page
    assert "Get a copy of my data</button>" in page
    assert copy_of(kavya).can_be_fetched
