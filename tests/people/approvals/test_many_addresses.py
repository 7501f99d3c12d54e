"""One approval for a whole mail domain is none for those who asked or approved, nor for whoever is close to them."""

import datetime as dt

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.approvals import address_changes, services
from people.models import AuditEntry, HeldAct, User
from people.tasks import carry_out_held_acts
from tests import factories as make
from tests.mail import deliver_all, inbox_titles, sent_to
from tests.people.approvals.conftest import address, decide, fresh, links, long_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain(hr, nadia, cast) -> HeldAct:
    """Omar asks; everybody has signed in before."""
    User.objects.update(last_login=timezone.now())
    hr.post(reverse("domain_change"), {"before": "example.com", "after": "trap.example", "reason": "New name"})
    return HeldAct.objects.get()


def days_later(days: int = 10):
    return time_machine.travel(timezone.now() + dt.timedelta(days=days))


def part(person: User) -> HeldAct:
    return HeldAct.objects.get(kind="change_address", person=person)


@pytest.mark.parametrize("who", ["omar", "nadia"])
def test_neither_of_the_two_moves_by_their_own_word(domain, cast, nadia, second, who):
    person = {"omar": cast.omar, "nadia": nadia}[who]
    decide(second, "approve", domain)
    with days_later():
        carry_out_held_acts()
    assert (address(person), part(person).state) == (f"{who}@example.com", "asked")


@pytest.mark.parametrize("whose", ["omar", "nadia"])
@pytest.mark.parametrize("how", ["manager", "report", "assistant", "assisted", "pairing"])
def test_nor_do_those_who_are_close_to_one_of_them(domain, cast, nadia, second, whose, how):
    one, kavya = {"omar": cast.omar, "nadia": nadia}[whose], cast.kavya
    if how == "manager":
        User.objects.filter(pk=kavya.pk).update(manager=one)
    elif how == "report":
        User.objects.filter(pk=one.pk).update(manager=kavya)
    elif how == "assistant":
        kavya.assistants.add(one)
    elif how == "assisted":
        one.assistants.add(kavya)
    else:
        cast.jack.assistants.add(one)
    decide(second, "approve", domain)
    with days_later():
        carry_out_held_acts()
    assert (address(kavya), part(kavya).state) == ("kavya@example.com", "asked")
    assert address(cast.noor) == "noor@trap.example", "the others have moved"


def test_who_is_close_to_the_second_is_approved_by_another(domain, cast, nadia, second, sign_in):
    User.objects.filter(pk=cast.kavya.pk).update(manager=nadia)
    third = make.RoleGrantFactory(granted_at=long_ago()).user
    decide(second, "approve", domain)
    assert "You are close to Kavya Nair" in decide(second, "approve", part(cast.kavya)).text
    decide(sign_in(third), "approve", part(cast.kavya))
    with days_later():
        carry_out_held_acts()
    assert address(cast.kavya) == "kavya@trap.example"


def test_who_is_set_apart_is_told_and_may_confirm_for_themselves(domain, cast, nadia, second, client):
    User.objects.filter(pk=cast.kavya.pk).update(manager=nadia)
    decide(second, "approve", domain)
    deliver_all()
    assert inbox_titles(cast.kavya) == ["Somebody asks to change your sign-in"]
    assert "/people/waiting/agree/" in sent_to(cast.kavya)[-1].body
    client.post(reverse("owner_link", args=["agree", _token(sent_to(cast.kavya)[-1].body, "agree")]))
    assert address(cast.kavya) == "kavya@trap.example"


def _token(body: str, answer: str) -> str:
    return body.split(f"/people/waiting/{answer}/")[1].split()[0].rstrip("/")


def test_each_part_stands_in_the_audit_log_and_in_the_owners_own(domain, cast, nadia, second):
    decide(second, "approve", domain)
    approved = AuditEntry.objects.get(person=cast.kavya, act="second.approved")
    assert (approved.actor, approved.details["asked_by"], approved.details["second"]) == (
        nadia, f"@{cast.omar.pk}", f"@{nadia.pk}",
    )  # fmt: skip
    assert approved.about_id == str(part(cast.kavya).pk)
    assert AuditEntry.objects.get(person=cast.omar, act="second.asked").actor == cast.omar


def test_each_owner_hears_at_the_old_address_and_in_the_product_and_refuses_by_the_link(domain, cast, second, client):
    decide(second, "approve", domain)
    deliver_all()
    mail = sent_to(cast.jack)[-1]
    assert "<jack@example.com>" in mail.to[0]
    assert inbox_titles(cast.jack) == ["Your sign-in will change: you can refuse"]
    client.post(reverse("owner_link", args=["refuse", _token(mail.body, "refuse")]))
    with days_later():
        carry_out_held_acts()
    assert (address(cast.jack), part(cast.jack).state) == ("jack@example.com", "refused")
    assert address(cast.helen) == "helen@trap.example"


def test_each_waits_its_72_hours(domain, cast, second):
    decide(second, "approve", domain)
    waits = part(cast.jack).holds_until - part(cast.jack).decided_at
    assert waits == dt.timedelta(hours=72)


def test_the_page_says_how_many_move_together_and_who_does_not(domain, cast, nadia, hr, second):
    User.objects.filter(pk=cast.noor.pk).update(manager=nadia)
    page = second.get(reverse("held_act", args=[domain.pk])).text
    everybody = User.objects.count()
    assert f"{everybody - 3} people move with this one approval" in page
    for person in ("Noor Aziz", "Omar Haddad", "Nadia Koroma"):
        assert f"<li>{person}, " in page
    assert "<li>Jack Whitfield, " not in page
    own = hr.get(reverse("held_act", args=[domain.pk])).text
    assert f"{everybody - 1} people move with this one approval" in own, "nobody else has approved yet"


def test_the_done_request_says_how_many(domain, cast, second):
    decide(second, "approve", domain)
    together = User.objects.count() - 2
    assert fresh(domain).outcome == f"approved for {together}, still to be approved one by one for 2"


def test_the_command_line_moves_neither_who_asked_nor_those_close_to_them(domain, cast, nadia, capsys):
    User.objects.filter(pk=cast.noor.pk).update(manager=cast.omar)
    call_command("approve", str(domain.pk), "--anyway")
    assert (part(cast.noor).state, part(cast.omar).state, part(nadia).state) == ("asked", "asked", "approved")
    assert "one by one for 2" in capsys.readouterr().out
    call_command("approve", str(part(cast.omar).pk), "--anyway")
    assert part(cast.omar).state == "approved"


def test_a_roster_that_moves_a_domain_is_split_in_the_same_way(cast, nadia):
    User.objects.update(last_login=timezone.now())
    User.objects.filter(pk=cast.noor.pk).update(manager=nadia)
    people = [cast.noor, cast.jack, cast.helen, cast.omar]
    changes = [
        address_changes.NewAddress(one.pk, one.email, one.email.replace("example.com", "new.example")) for one in people
    ]
    address_changes.ask_for_addresses(changes, by=cast.omar)
    services.approve(act=HeldAct.objects.get(kind="change_domain"), by=nadia)
    states = {one.first_name: part(one).state for one in people}
    assert states == {"Noor": "asked", "Jack": "approved", "Helen": "approved", "Omar": "asked"}


def test_approving_for_many_takes_as_many_queries_as_for_few(domain, cast, nadia):
    def queries(act: HeldAct) -> int:
        with CaptureQueriesContext(connection) as found:
            services.approve(act=act, by=nadia)
        return len(found)

    few = queries(domain)
    make.UserFactory.create_batch(30, last_login=timezone.now(), manager=nadia)
    for number, person in enumerate(make.UserFactory.create_batch(30, last_login=timezone.now())):
        User.objects.filter(pk=person.pk).update(email=f"one{number}@other.example")
    User.objects.filter(manager=nadia).update(email=_many_addresses())
    many = address_changes.ask_for_domain(before="other.example", after="trap.example", by=cast.omar)
    assert queries(many) <= few + 2
    assert HeldAct.objects.filter(payload__before__endswith="@other.example").count() == 60


def _many_addresses():
    from django.db.models import F, Value
    from django.db.models.functions import Concat, Replace

    return Concat(Value("near"), Replace(F("email"), Value("@example.com"), Value("")), Value("@other.example"))


def test_asking_by_a_roster_for_many_takes_as_many_queries_as_for_few(cast, nadia):
    def queries(people) -> int:
        changes = [address_changes.NewAddress(one.pk, one.email, f"other.{one.email}") for one in people]
        with CaptureQueriesContext(connection) as found:
            address_changes.ask_for_addresses(changes, by=cast.omar)
        return len(found)

    few = queries([cast.kavya, cast.jack])
    assert queries(make.UserFactory.create_batch(40)) <= few


# --- addresses that look like another's, or belong to another


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("\N{LATIN SMALL LETTER LONG S}am@example.com", "letters a to z"),
        ("kavya@xn--mller-kva.example", "Somebody else"),
        ("Kavya@MÜLLER.example", "Somebody else"),
        ("old.helen@example.com", "Somebody else"),
    ],
)
def test_no_spelling_of_anothers_address_is_asked_for(hr, cast, email, says):
    User.objects.filter(pk=cast.kavya.pk).update(email="kavya@müller.example")
    EmailAddress.objects.create(user=cast.helen, email="old.helen@example.com", verified=True)
    answer = hr.post(reverse("address_change", args=[cast.noor.pk]), {"email": email})
    assert says in answer.context["form"].errors["email"][0]


def test_nor_is_it_given_when_somebody_has_taken_another_spelling_meanwhile(hr, second, noor):
    hr.post(reverse("address_change", args=[noor.pk]), {"email": "noor@müller.example"})
    act = HeldAct.objects.get()
    decide(second, "approve", act)
    make.UserFactory(email="noor@xn--mller-kva.example")
    with days_later():
        carry_out_held_acts()
    assert (address(noor), fresh(act).state) == ("noor@example.com", "expired")


def test_letters_that_look_like_others_are_shown_as_the_network_writes_them(hr, second, noor):
    cyrillic = "ex\N{CYRILLIC SMALL LETTER A}mple.com"
    hr.post(reverse("address_change", args=[noor.pk]), {"email": f"noor@{cyrillic}"})
    assert "(noor@xn--exmple-4nf.com)" in second.get(reverse("held_act", args=[HeldAct.objects.get().pk])).text
    assert "(noor@xn--exmple-4nf.com)" in _mail_of(noor)


def _mail_of(person: User) -> str:
    deliver_all()
    return sent_to(person)[-1].body


def test_of_two_who_are_to_get_one_address_the_first_gets_it(hr, second, noor, cast):
    User.objects.filter(pk=cast.kavya.pk).update(last_login=timezone.now())
    for person in (noor, cast.kavya):
        hr.post(reverse("address_change", args=[person.pk]), {"email": "one@example.com"})
        decide(second, "approve", part(person))
    with days_later():
        carry_out_held_acts()
    assert sorted([part(noor).state, part(cast.kavya).state]) == ["done", "expired"]


def test_the_link_to_refuse_works_as_long_as_there_is_something_to_refuse(asked, noor, second, client):
    """Also when the clock that does what is due has stood still."""
    decide(second, "approve", asked)
    link = links()["refuse"]
    with days_later(40):
        client.post(link)
        carry_out_held_acts()
    assert (address(noor), fresh(asked).state) == ("noor@example.com", "refused")
