"""Choosing what one gets, and unsubscribing from a mail."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import ChannelPreference
from notifications.services import path_for
from tests.mail import deliver_all


def switched_off(person) -> set[tuple[str, str]]:
    return set(person.channel_preferences.filter(is_wanted=False).values_list("kind", "channel"))


def test_what_is_not_ticked_is_switched_off(reader, sign_in):
    wanted = ["greeting:in_app", "digest:email", "digest:in_app", "secret:email", "secret:in_app"]
    answer = sign_in(reader).post(reverse("preferences"), {"wanted": wanted})
    assert answer.url == reverse("preferences")
    assert switched_off(reader) == {("greeting", "email")}


def test_ticking_again_switches_on(reader, sign_in):
    client = sign_in(reader)
    client.post(reverse("preferences"), {"wanted": []})
    client.post(
        reverse("preferences"),
        {"wanted": [f"{k}:{c}" for k in ("greeting", "digest", "secret") for c in ("email", "in_app")]},
    )
    assert switched_off(reader) == set()


def test_what_must_be_sent_has_no_box_but_a_reason(reader, sign_in):
    page = sign_in(reader).get(reverse("preferences")).content.decode()
    assert 'value="invite:email"' not in page
    assert "It waits for your answer." in page


def test_a_forged_box_changes_nothing(reader, sign_in):
    answer = sign_in(reader).post(reverse("preferences"), {"wanted": ["invite:email"]})
    assert answer.status_code == 422
    assert switched_off(reader) == set()


def test_a_choice_is_only_ones_own(cast, sign_in):
    sign_in(cast.kavya).post(reverse("preferences"), {"wanted": []})
    assert switched_off(cast.jack) == set()


def test_one_click_needs_neither_sign_in_nor_token(reader, owe, mailoutbox):
    answer = Client(enforce_csrf_checks=True).post(path_for(reader.pk, "greeting"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert switched_off(reader) == {("greeting", "email")}
    owe(reader)
    assert deliver_all() == {"suppressed": 1}


def test_one_click_twice_is_once(reader):
    for _ in range(2):
        Client().post(path_for(reader.pk, "greeting"))
    assert ChannelPreference.objects.count() == 1


def test_looking_at_the_link_changes_nothing(reader):
    page = Client().get(path_for(reader.pk, "greeting"))
    assert "Stop these mails?" in page.content.decode()
    assert switched_off(reader) == set()


def test_the_page_of_the_link_tells_no_name(reader):
    assert "kavya" not in Client().get(path_for(reader.pk, "greeting")).content.decode().lower()


@pytest.mark.parametrize(
    "spoil", [lambda path: path[:-2] + "x/", lambda path: path.replace("unsubscribe/", "unsubscribe/W")]
)
def test_a_link_that_is_not_ours_is_not_found(reader, spoil):
    assert Client().post(spoil(path_for(reader.pk, "greeting"))).status_code == 404
    assert switched_off(reader) == set()


def test_what_must_be_sent_has_no_link(reader):
    assert Client().post(path_for(reader.pk, "invite")).status_code == 404
