"""A sign-in address changes by its owner's word at once, by two HR admins after 72 hours, and never by one."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.approvals.role_grants import password_link
from people.models import HeldAct, User
from people.tasks import carry_out_held_acts
from tests import factories as make
from tests.mail import deliver_all, inbox_titles, sent_to
from tests.people.approvals.conftest import address, decide, fresh, links

pytestmark = pytest.mark.django_db


def after(**spans):
    return time_machine.travel(timezone.now() + dt.timedelta(**spans))


def test_asking_changes_nothing_and_writes_to_the_address_of_now(asked, noor):
    deliver_all()
    assert address(noor) == "noor@example.com"
    mail_to_noor = sent_to(noor)[0]
    assert "Noor Aziz signs in with new@example.com instead of noor@example.com" in mail_to_noor.body
    assert inbox_titles(noor) == ["Somebody asks to change your sign-in"]


def test_all_hr_admins_are_told_without_the_addresses(asked, cast, nadia):
    other = make.RoleGrantFactory().user
    deliver_all()
    decided = [inbox_titles(admin) for admin in (cast.omar, nadia)]
    assert decided == [["A second HR admin is needed: changing a sign-in e-mail"]] * 2
    assert inbox_titles(other) == []
    assert "noor@example.com" not in sent_to(nadia)[0].body


def test_links_stand_in_the_mail_alone_and_are_not_kept(asked, noor):
    link = links()["agree"]
    kept = [text for row in noor.deliveries.values_list("body_text", "body_html", "link") for text in row]
    assert not any(link in text or "/people/waiting/" in text for text in kept)


def test_the_old_address_confirms_by_its_link_and_it_holds_at_once(asked, noor, client):
    page = client.get(links()["agree"]).text
    assert "new@example.com" in page
    assert page.count('type="submit"') == 1
    assert address(noor) == "noor@example.com", "a mail scanner that opens the link changes nothing"
    client.post(links()["agree"])
    assert address(noor) == "new@example.com"
    rows = EmailAddress.objects.filter(user=noor).values_list("email", "verified", "primary")
    assert list(rows) == [("new@example.com", False, True)]


def test_the_link_to_agree_ends_after_three_days(asked, noor, client):
    link = links()["agree"]
    with after(days=3, minutes=1):
        client.post(link)
    assert address(noor) == "noor@example.com"


@pytest.mark.parametrize("answer", ["agree", "refuse"])
def test_a_made_up_link_does_nothing(asked, noor, client, answer):
    url = reverse("owner_link", args=[answer, "made-up"])
    assert client.post(url).status_code == 302
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "asked")


def test_a_link_to_refuse_does_not_agree(asked, noor, client):
    token = links()["refuse"].rstrip("/").rpartition("/")[2]
    client.post(reverse("owner_link", args=["agree", token]))
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "asked")


def test_two_hr_admins_change_it_after_72_hours(asked, noor, second):
    decide(second, "approve", asked)
    carry_out_held_acts()
    with after(hours=71, minutes=59):
        carry_out_held_acts()
    assert address(noor) == "noor@example.com"
    with after(hours=72, minutes=1):
        carry_out_held_acts()
    assert address(noor) == "new@example.com"


def test_the_owner_is_told_of_the_approval_with_the_hour(asked, noor, second):
    decide(second, "approve", asked)
    deliver_all()
    assert inbox_titles(noor) == ["Your sign-in will change: you can refuse"]
    assert "unless you refuse before" in sent_to(noor)[-1].body


@pytest.mark.parametrize("when", ["asked", "approved"])
def test_the_owner_refuses_by_the_link_without_signing_in(asked, noor, second, client, when):
    if when == "approved":
        decide(second, "approve", asked)
    page = client.get(links()["refuse"]).text
    assert page.count('type="submit"') == 1
    assert fresh(asked).is_open, "looking refuses nothing"
    client.post(links()["refuse"])
    with after(hours=100):
        carry_out_held_acts()
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "refused")


def test_the_owner_refuses_on_their_own_page(asked, noor, second, sign_in):
    decide(second, "approve", asked)
    own = sign_in(noor)
    assert reverse("own_act_refuse", args=[asked.pk]) in own.get(reverse("profile")).text
    own.post(reverse("own_act_refuse", args=[asked.pk]))
    assert fresh(asked).state == "refused"
    assert reverse("own_act_refuse", args=[asked.pk]) not in own.get(reverse("profile")).text


def test_nobody_refuses_for_another(asked, cast, sign_in):
    for name in ("kavya", "omar", "priya"):
        assert sign_in(cast.people[name]).post(reverse("own_act_refuse", args=[asked.pk])).status_code == 404
    assert fresh(asked).state == "asked"


def test_a_link_to_refuse_that_is_replayed_changes_nothing_more(asked, noor, hr, second, client):
    link = links()["refuse"]
    client.post(link)
    hr.post(reverse("address_change", args=[noor.pk]), {"email": "third@example.com"})
    client.post(link)
    assert [act.state for act in HeldAct.objects.order_by("asked_at")] == ["refused", "asked"]


def test_a_refusal_is_told_to_all_hr_admins(asked, nadia, client):
    client.post(links()["refuse"])
    deliver_all()
    assert inbox_titles(nadia)[-1] == "Refused: changing a sign-in e-mail"


def test_for_somebody_who_has_never_signed_in_two_suffice(asked, noor, second):
    User.objects.filter(pk=noor.pk).update(last_login=None)
    decide(second, "approve", asked)
    assert address(noor) == "new@example.com"


def test_everything_that_the_old_address_opened_is_closed(asked, noor, client):
    noor.set_password("a long enough word")
    noor.save()
    browser = Client()
    browser.post(reverse("account_login"), {"login": noor.email, "password": "a long enough word"})
    assert browser.get(reverse("profile")).status_code == 200
    reset = "/" + password_link(fresh(noor)).split("/", 3)[3]
    assert 'type="password"' in Client().get(reset, follow=True).text
    client.post(links()["agree"])
    assert browser.get(reverse("profile")).status_code == 302
    assert 'type="password"' not in Client().get(reset, follow=True).text


def test_the_old_address_hears_that_it_signs_in_no_longer(asked, noor, client, django_capture_on_commit_callbacks):
    link = links()["agree"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link)
    assert [m.subject for m in mail.outbox if m.to == ["noor@example.com"]][-1] == (
        "This address no longer signs in to Turnabout"
    )


def test_who_asked_cannot_approve_by_a_direct_post(asked, noor, hr, nadia):
    assert "You asked for this" in decide(hr, "approve", asked).text
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "asked")


def test_another_hr_admin_can_stop_what_was_approved(asked, noor, second, sign_in):
    decide(second, "approve", asked)
    third = make.RoleGrantFactory().user
    decide(sign_in(third), "refuse", asked)
    with after(hours=100):
        carry_out_held_acts()
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "refused")


def test_who_asked_withdraws_and_nobody_can_approve_any_more(asked, noor, hr, second, client):
    link = links()["agree"]
    decide(hr, "withdraw", asked)
    assert "decided already" in decide(second, "approve", asked).text
    client.post(link)
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "withdrawn")


def test_a_request_that_nobody_decides_lapses(asked, noor, nadia, sign_in):
    with after(days=14, minutes=1):
        answer = decide(sign_in(nadia), "approve", asked)
        assert "decided already, or was asked for too long ago" in answer.text
        carry_out_held_acts()
    assert (fresh(asked).state, address(noor)) == ("expired", "noor@example.com")


@pytest.mark.parametrize("end", ["nobody decides", "taken meanwhile", "withdrawn", "refused by HR"])
def test_the_owner_hears_that_it_has_come_to_nothing(asked, noor, hr, second, end):
    deliver_all()
    if end == "taken meanwhile":
        decide(second, "approve", asked)
        make.UserFactory(email="new@example.com")
    if end in ("withdrawn", "refused by HR"):
        decide(*((hr, "withdraw") if end == "withdrawn" else (second, "refuse")), asked)
    with after(days=15):
        carry_out_held_acts()
        deliver_all()
    assert inbox_titles(noor)[-1] == "Your sign-in stays as it is"
    assert "it does not happen: Noor Aziz signs in with new@example.com" in sent_to(noor)[-1].body


def test_an_address_that_somebody_took_meanwhile_is_not_given_twice(asked, noor, second):
    decide(second, "approve", asked)
    make.UserFactory(email="new@example.com")
    with after(hours=73):
        carry_out_held_acts()
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "expired")
    assert "Somebody else signs in" in fresh(asked).outcome


def test_whoever_leaves_is_no_longer_asked_about(asked, noor, hr, second):
    decide(second, "approve", asked)
    hr.post(reverse("person_deactivate", args=[noor.pk]))
    hr.post(reverse("person_reactivate", args=[noor.pk]))
    with after(hours=100):
        carry_out_held_acts()
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "withdrawn")


def test_what_a_former_hr_admin_approved_falls(asked, noor, hr, nadia, second):
    decide(second, "approve", asked)
    hr.post(reverse("role_change", args=[nadia.pk, "hr_admin"]), {"to": "revoke"})
    with after(hours=100):
        carry_out_held_acts()
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "withdrawn")


@pytest.mark.parametrize(
    ("email", "says"), [("kavya@example.com", "Somebody else"), ("NOOR@example.com", "already"), ("rubbish", "mail")]
)
def test_bad_addresses_are_refused_at_the_field(hr, cast, email, says):
    response = hr.post(reverse("address_change", args=[cast.noor.pk]), {"email": email})
    assert says in response.context["form"].errors["email"][0]
    assert HeldAct.objects.count() == 0


@pytest.mark.parametrize("who", ["noor", "priya", "igor", "jack"])
def test_only_hr_admins_ask_and_decide(asked, cast, sign_in, who):
    client = sign_in(cast.people[who])
    assert client.get(reverse("address_change", args=[cast.noor.pk])).status_code == 403
    for what in ("approve", "refuse", "withdraw"):
        assert decide(client, what, asked).status_code == 403
    assert fresh(asked).state == "asked"


# --- a changed mail domain


@pytest.fixture
def domain(hr, nadia, cast) -> HeldAct:
    User.objects.exclude(pk=cast.noor.pk).update(last_login=timezone.now())
    hr.post(reverse("domain_change"), {"before": "example.com", "after": "@New.example"})
    return HeldAct.objects.get()


def test_a_changed_domain_is_one_approval_for_all_but_the_two(domain, cast, second):
    before = set(User.objects.values_list("email", flat=True))
    decide(second, "approve", domain)
    carry_out_held_acts()
    assert address(cast.noor) == "noor@new.example", "who never signed in need not wait"
    assert address(cast.kavya) == "kavya@example.com"
    with after(hours=73):
        carry_out_held_acts()
    emails = set(User.objects.values_list("email", flat=True))
    two = {"omar@example.com", "nadia@example.com"}
    assert emails == {email.replace("@example.com", "@new.example") for email in before - two} | two


def test_each_of_them_is_told_and_can_refuse_for_themselves(domain, cast, second, sign_in):
    decide(second, "approve", domain)
    deliver_all()
    assert inbox_titles(cast.kavya) == ["Your sign-in will change: you can refuse"]
    part = HeldAct.objects.get(person=cast.kavya)
    sign_in(cast.kavya).post(reverse("own_act_refuse", args=[part.pk]))
    with after(hours=73):
        carry_out_held_acts()
    assert (address(cast.kavya), address(cast.jack)) == ("kavya@example.com", "jack@new.example")


def test_one_alone_changes_no_domain(domain, cast, hr):
    decide(hr, "approve", domain)
    with after(hours=100):
        carry_out_held_acts()
    assert not re.search("new.example", " ".join(User.objects.values_list("email", flat=True)))


def test_a_domain_that_is_none_is_refused_at_its_field(hr, cast):
    answer = hr.post(reverse("domain_change"), {"before": "nobody.example", "after": "not a domain"})
    assert "Write a mail domain" in answer.context["form"].errors["after"][0]
    answer = hr.post(reverse("domain_change"), {"before": "nobody.example", "after": "new.example"})
    assert "Nobody signs in" in answer.context["form"].errors["before"][0]
