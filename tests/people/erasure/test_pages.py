"""The pages before an erasure say what happens, to each reader what they may know."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import HeldAct
from tests import factories as make
from tests.people.erasure.stage import set_stage
from tests.query_counts import cost_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kavya(cast):
    return set_stage(cast)


def test_one_reads_what_goes_and_what_stays_with_numbers_and_asks(cast, kavya, sign_in):
    client = sign_in(kavya)
    page = client.get(reverse("own_erasure")).text
    for words in (
        "What goes",
        "Your private reflections",
        "What stays",
        "Logs of your meetings",
        "Ask to erase my data",
    ):
        assert words in page
    client.post(reverse("own_erasure"))
    act = HeldAct.objects.get(kind="erase")
    assert (act.person, act.asked_by) == (kavya, kavya)
    again = client.get(reverse("own_erasure")).text
    assert "It is asked for already" in again
    assert "Ask to erase my data</button>" not in again
    client.post(reverse("own_act_refuse", args=[act.pk]))
    act.refresh_from_db()
    assert not act.is_open, "one takes back what one has asked for about oneself"


def test_all_that_one_has_is_counted_in_one_query(cast, kavya, sign_in):
    client, page = sign_in(kavya), reverse("own_erasure")
    cost = cost_of(client, page)
    had = meetings_on(client.get(page).text)
    make.MeetingFactory.create_batch(30, pairing=cast.pairing)
    assert meetings_on(client.get(page).text) == had + 30
    assert cost_of(client, page) == cost <= 14


def meetings_on(page):
    return int(re.search(r'>Your meetings<.*?class="nums">(\d+)<', page, re.DOTALL)[1])


def test_the_numbers_tell_of_nothing_that_one_may_not_read(cast, sign_in):
    """A leader who was not asked yet does not learn of the question by it, nor of versions of a match."""

    def lines():
        page = sign_in(cast.noor).get(reverse("own_erasure")).text
        return [line for line in page.split("<li>") if "Not now" not in line]

    before = lines()
    pairing = make.PairingFactory(cycle=cast.cycle, senior__user=cast.noor, state="proposed", opened_at=None)
    type(pairing).objects.filter(pk=pairing.pk).update(agreed_at=None, senior_asked_at=None)
    after = lines()
    assert [line for line in after if "Your pairings" in line] == [line for line in before if "Your pairings" in line]


@pytest.mark.django_db(transaction=True)
def test_the_pages_open_where_no_test_holds_a_transaction_open(cast, sign_in):
    """As in production: what is held while it is looked at, PostgreSQL holds within a transaction alone."""
    own = sign_in(cast.noor).get(reverse("own_erasure"))
    of_somebody = sign_in(cast.omar).get(reverse("person_erase", args=[cast.noor.pk]))
    assert [page.status_code for page in (own, of_somebody)] == [200, 200]
    assert "Ask to erase my data" in own.text


def test_hr_reads_the_same_without_numbers(cast, kavya, sign_in):
    """How many confidential words somebody has written is not theirs to know."""
    page = sign_in(cast.omar).get(reverse("person_erase", args=[kavya.pk])).text
    nothing = sign_in(cast.omar).get(reverse("person_erase", args=[make.UserFactory().pk])).text
    assert "Confidential words of yours" in page
    lines = [line.strip() for line in page.splitlines() if 'class="nums"' in line]
    assert lines == []
    assert page.count("<li>") == nothing.count("<li>"), "nor whether there is any"


def test_hr_asks_with_a_reason_and_the_second_one_finds_the_way_to_what_happens(cast, kavya, sign_in):
    client = sign_in(cast.omar)
    client.post(reverse("person_erase", args=[kavya.pk]), {"reason": "Left in May"})
    act = HeldAct.objects.get(kind="erase")
    second = make.UserFactory()
    make.RoleGrantFactory(user=second, role="hr_admin", granted_at=timezone.now() - dt.timedelta(days=60))
    page = sign_in(second).get(reverse("held_act", args=[act.pk])).text
    assert "Left in May" in page
    assert reverse("person_erase", args=[kavya.pk]) in page
    answer = sign_in(second).post(reverse("held_act_approve", args=[act.pk]), follow=True)
    assert "It holds in 72 hours unless the owner refuses." in answer.text


def test_what_stands_in_the_way_is_said_with_a_way_on_and_without_a_button(cast, sign_in):
    page = sign_in(cast.omar).get(reverse("person_erase", args=[cast.kavya.pk])).text
    assert "It ends first" in page
    assert reverse("oversight_detail", args=[cast.pairing.pk]) in page
    assert "Ask to erase it" not in page
    answer = sign_in(cast.omar).post(reverse("person_erase", args=[cast.kavya.pk]), follow=True)
    assert "It ends first" in answer.text
    assert not HeldAct.objects.filter(kind="erase").exists()


def test_somebody_close_reads_only_that_they_are(cast, sign_in):
    type(cast.kavya).objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)
    page = sign_in(cast.omar).get(reverse("person_erase", args=[cast.kavya.pk])).text
    assert "is close to" in page
    assert "It ends first" not in page


def test_who_is_erased_already_is_not_erased_again(cast, sign_in):
    from people.erasure.carrying_out import erase

    erase(person=cast.noor, by=cast.omar)
    page = sign_in(cast.omar).get(reverse("person_erase", args=[cast.noor.pk])).text
    assert "This person is erased already." in page
    person = sign_in(cast.omar).get(reverse("person_detail", args=[cast.noor.pk])).text
    back = reverse("person_reactivate", args=[cast.noor.pk])
    assert back not in person
    assert "Whoever comes back comes anew" in sign_in(cast.omar).post(back, follow=True).text
    assert not type(cast.noor).objects.get(pk=cast.noor.pk).is_active
