"""The inbox: one's own messages, read and unread."""

import pytest
from django.urls import reverse

from notifications.models import Delivery
from tests.mail import deliver_all


@pytest.fixture
def note(reader, owe):
    delivery = owe(reader, channels=["in_app"])
    deliver_all()
    return delivery


def is_read(delivery) -> bool:
    return Delivery.objects.get(pk=delivery.pk).read_at is not None


def test_shows_ones_own_messages_and_nobody_elses(cast, owe, sign_in):
    owe(cast.kavya, channels=["in_app"], extra={"name": "Zenobia"})
    owe(cast.jack, channels=["in_app"], extra={"name": "Quentin"})
    deliver_all()
    page = sign_in(cast.kavya).get(reverse("inbox")).content.decode()
    assert "Hello from Zenobia" in page
    assert "Quentin" not in page


def test_mails_and_what_is_not_sent_yet_are_not_in_the_inbox(reader, owe, sign_in):
    owe(reader, channels=["email"])
    deliver_all()
    owe(reader, channels=["in_app"])
    assert "No messages yet" in sign_in(reader).get(reverse("inbox")).content.decode()


def test_opening_marks_as_read_and_leads_to_what_it_is_about(reader, note, sign_in):
    answer = sign_in(reader).post(reverse("notification_open", args=[note.pk]))
    assert (answer.status_code, answer.url) == (302, "/somewhere/")
    assert is_read(note)


def test_a_link_never_leads_to_another_site(reader, note, sign_in):
    Delivery.objects.update(link="https://evil.example/")
    assert sign_in(reader).post(reverse("notification_open", args=[note.pk])).url == "/"


@pytest.mark.parametrize("name", ["notification_open", "notification_read"])
def test_someone_elses_message_does_not_exist(cast, note, sign_in, name):
    assert sign_in(cast.jack).post(reverse(name, args=[note.pk])).status_code == 404
    assert not is_read(note)


@pytest.mark.parametrize("name", ["notification_open", "notification_read"])
def test_looking_changes_nothing(reader, note, sign_in, name):
    assert sign_in(reader).get(reverse(name, args=[note.pk])).status_code == 405
    assert not is_read(note)


def test_mark_one_as_read_and_stay(reader, note, sign_in):
    answer = sign_in(reader).post(reverse("notification_read", args=[note.pk]), {"next": "/notifications/?page=2"})
    assert answer.url == "/notifications/?page=2"
    assert is_read(note)


def test_mark_all_as_read_touches_only_ones_own(cast, owe, sign_in):
    mine, theirs = owe(cast.kavya, channels=["in_app"]), owe(cast.jack, channels=["in_app"])
    deliver_all()
    sign_in(cast.kavya).post(reverse("notifications_read"))
    assert (is_read(mine), is_read(theirs)) == (True, False)


def test_the_bell_counts_the_unread(reader, note, sign_in):
    client = sign_in(reader)
    assert "Messages, 1 unread" in client.get(reverse("preferences")).content.decode()
    client.post(reverse("notifications_read"))
    assert "Messages, 0 unread" in client.get(reverse("preferences")).content.decode()


def test_unread_only(reader, owe, sign_in):
    owe(reader, channels=["in_app"], extra={"name": "Zenobia"})
    deliver_all()
    client = sign_in(reader)
    client.post(reverse("notifications_read"))
    owe(reader, channels=["in_app"], extra={"name": "Quentin"})
    deliver_all()
    page = client.get(reverse("inbox"), {"show": "unread"}).content.decode()
    assert "Quentin" in page
    assert "Zenobia" not in page


def test_a_refused_address_is_said_to_the_person(reader, sign_in, later):
    type(reader).objects.update(email_failed_at=later(hours=-1))
    assert "Mail to reader@example.com was refused" in sign_in(reader).get(reverse("inbox")).content.decode()
