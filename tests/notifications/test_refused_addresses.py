"""An address that the mail server refuses: whoever may mend it reads why, and it goes when it is mended."""

import re

import pytest
from django.urls import reverse

from notifications import claims
from notifications.mailing import refusal_of
from notifications.models import Delivery
from people.approvals import address_changes
from people.models import HeldAct, User
from tests import factories as make
from tests.mail import deliver_all

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def page_about(client, person) -> str:
    return text_of(client.get(reverse("person_detail", args=[person.pk])))


@pytest.fixture
def refused(person, owe, server):
    """Somebody whose mailbox the server does not know."""
    server.answers["lost"] = "550 5.1.1 User unknown"
    lost = person("lost")
    owe(lost)
    assert deliver_all() == {"dead": 1}
    return lost


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


def test_hr_reads_why_since_when_and_what_to_do(refused, hr):
    found = page_about(hr, refused)
    assert "No mail reaches lost@example.com: the mail server has said since" in found
    assert "that this mailbox does not exist. Check the address, and change it where it is wrong." in found


def test_hr_is_told_on_the_first_page_and_finds_them_in_the_list(refused, hr, cast):
    assert "1 person is reached by no mail" in text_of(hr.get(reverse("home")))
    table = hr.get(reverse("people_list"), {"show": "not_reached"}).context["table"]
    assert [row.record.pk for row in table.paginated_rows] == [refused.pk]


def test_nobody_else_reads_it(refused, cast, sign_in):
    assert "is reached by no mail" not in text_of(sign_in(cast.priya).get(reverse("home")))
    make.ParticipantFactory(user=refused, cycle=cast.cycle)
    coordinator = sign_in(cast.priya)
    assert "No mail reaches" not in page_about(coordinator, refused)
    assert not coordinator.get(reverse("people_list"), {"show": "not_reached"}).context["filter"].is_valid()


def test_it_goes_with_the_next_message_that_is_taken(refused, owe, server, hr):
    server.answers["lost"] = ""
    owe(refused)
    assert deliver_all() == {"sent": 1}
    assert "No mail reaches" not in page_about(hr, refused)
    assert "reached by no mail" not in text_of(hr.get(reverse("home")))


def test_it_goes_with_the_address(refused, hr, cast):
    payload = {"before": refused.email, "after": "found@example.com"}
    act = HeldAct(kind=HeldAct.Kind.CHANGE_ADDRESS, person=refused, asked_by=cast.omar, payload=payload)
    address_changes._change(act)
    assert "No mail reaches" not in page_about(hr, refused)
    assert User.objects.get(pk=refused.pk).email_refusal == ""


def test_since_when_is_the_first_time(refused, owe):
    before = User.objects.get(pk=refused.pk).email_failed_at
    owe(refused)
    deliver_all()
    assert User.objects.get(pk=refused.pk).email_failed_at == before


def test_a_late_answer_about_the_address_before_says_nothing_of_the_new_one(person, owe, server, monkeypatch):
    server.answers["lost"] = "550 5.1.1 User unknown"
    lost, real = person("lost"), claims.address_refused

    def meanwhile(delivery, why):
        User.objects.filter(pk=lost.pk).update(email="found@example.com")
        real(delivery, why)

    monkeypatch.setattr(claims, "address_refused", meanwhile)
    owe(lost)
    deliver_all()
    assert User.objects.get(pk=lost.pk).mail_refusal is None


def test_a_message_that_nobody_may_know_of_leaves_no_trace_at_the_person(person, owe, server, later):
    lost = person("550")
    owe(lost, kind="secret")
    assert deliver_all() == {"dead": 1}
    assert User.objects.get(pk=lost.pk).mail_refusal is None
    User.objects.filter(pk=lost.pk).update(
        email="fine@example.com", email_refusal="full", email_failed_at=later(days=-1)
    )
    owe(lost, kind="secret")
    assert deliver_all() == {"sent": 1}
    assert User.objects.get(pk=lost.pk).mail_refusal == "full"


@pytest.mark.parametrize(
    ("code", "answer", "why"),
    [
        (550, "5.1.1 <…> User unknown", "no_mailbox"),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", "no_mailbox"),
        (553, "no such user here", "no_mailbox"),
        (550, "5.1.2 Bad destination system", "no_domain"),
        (550, "5.4.1 Recipient address rejected: Access denied", "no_domain"),
        (550, "5.2.1 The account is disabled", "closed"),
        (552, "5.2.2 Mailbox full", "full"),
        (552, "quota", "full"),
        (554, "5.7.1 Relay access denied", "policy"),
        (550, "as you were told", "other"),
        (553, "5.9.9 Something of its own", "other"),
        (550, "blocked by 85.1.1.4, see there", "other"),
    ],
)
def test_what_servers_mean(code, answer, why):
    assert refusal_of(code, answer) == why


def test_every_reason_has_words_and_a_remedy(person, hr, later):
    for why in User._meta.get_field("email_refusal").choices:
        someone = person(why[0])
        User.objects.filter(pk=someone.pk).update(email_refusal=why[0], email_failed_at=later(hours=-1))
        found = page_about(hr, someone)
        assert f"that {why[1]}. " in found
        assert str(User.objects.get(pk=someone.pk).mail_refusal.remedy) in found


def test_the_reason_in_the_outbox_is_the_servers_own(refused):
    assert Delivery.objects.get(recipient=refused).reason == "The mail server answered 550: 5.1.1 User unknown"
