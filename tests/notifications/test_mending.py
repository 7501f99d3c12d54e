"""Sending again, or discarding, all that is stuck: operators only, after a page with the numbers."""

import pytest
from django.urls import reverse

from notifications.models import Delivery
from tests.mail import deliver_all
from tests.notifications.test_outbox import programs, rows  # noqa: F401 - fixtures

ACTS = ["retry", "discard"]


@pytest.fixture
def stuck(rows, owe, cast):  # noqa: F811
    """`ours` and `theirs` are dead, `none` is uncertain, the secret one was sent."""
    Delivery.objects.filter(pk__in=[rows["ours"].pk, rows["theirs"].pk]).update(state="dead", attempt=20)
    Delivery.objects.filter(pk=rows["none"].pk).update(state="uncertain")
    return rows


def url(act, **asked):
    return reverse("deliveries_mend", args=[act], query=asked or None)


def states(stuck) -> dict[str, str]:
    kept = dict(Delivery.objects.values_list("pk", "state"))
    return {name: kept[row.pk] for name, row in stuck.items()}


def mend(client, act, **asked):
    """Look at the page, then say yes to what it shows."""
    page = client.get(url(act, **asked))
    return client.post(url(act, **asked), {"expected": page.context["count"]})


def test_the_outbox_leads_to_it_where_something_is_dead(cast, stuck, sign_in):
    page = sign_in(cast.igor).get(reverse("outbox")).text
    assert "2 messages could not be sent and are not tried again." in page
    assert url("retry", state="dead") in page
    assert url("discard", state="dead") in page
    assert "are not tried again" not in sign_in(cast.omar).get(reverse("outbox")).text


def test_there_are_no_buttons_where_nothing_is(cast, rows, sign_in):  # noqa: F811
    assert "Send all again" not in sign_in(cast.igor).get(reverse("outbox")).text


def test_all_dead_ones_are_sent_again_and_nothing_else(cast, stuck, sign_in):
    answer = mend(sign_in(cast.igor), "retry")
    assert answer.status_code == 302
    assert states(stuck) == {"ours": "retry", "theirs": "retry", "none": "uncertain", "secret": "sent"}
    assert deliver_all() == {"sent": 2}


def test_all_dead_ones_are_discarded(cast, stuck, sign_in):
    mend(sign_in(cast.igor), "discard")
    assert states(stuck) == {"ours": "cancelled", "theirs": "cancelled", "none": "uncertain", "secret": "sent"}
    assert Delivery.objects.get(pk=stuck["ours"].pk).reason == "Discarded by an operator."


def test_the_uncertain_ones_are_a_page_of_their_own(cast, stuck, sign_in):
    client = sign_in(cast.igor)
    assert "may have arrived already" in client.get(url("retry", state="uncertain")).text
    mend(client, "retry", state="uncertain")
    assert states(stuck)["none"] == "retry"
    assert states(stuck)["ours"] == "dead"


def test_the_filters_of_the_outbox_narrow_it(cast, stuck, sign_in):
    client = sign_in(cast.igor)
    assert client.get(url("retry", q="jack")).context["count"] == 1
    mend(client, "retry", q="jack")
    assert (states(stuck)["ours"], states(stuck)["theirs"]) == ("dead", "retry")


def test_a_filter_that_cannot_be_read_finds_nothing(cast, stuck, sign_in):
    client = sign_in(cast.igor)
    assert client.get(url("retry", kind="rubbish")).status_code == 302
    client.post(url("retry", kind="rubbish"), {"expected": "2"})
    assert states(stuck)["ours"] == "dead"


def test_what_is_too_late_is_counted_and_left_alone(cast, stuck, sign_in, later):
    Delivery.objects.filter(pk=stuck["ours"].pk).update(not_after=later(hours=-1))
    client = sign_in(cast.igor)
    page = client.get(url("retry"))
    assert ("Too late to be of use, and left alone", 1) in page.context["facts"]
    mend(client, "retry")
    assert (states(stuck)["ours"], states(stuck)["theirs"]) == ("dead", "retry")


def test_a_number_that_has_changed_is_asked_again(cast, stuck, sign_in):
    answer = sign_in(cast.igor).post(url("discard"), {"expected": "1"})
    assert answer.status_code == 200
    assert "Their number has changed" in answer.text
    assert states(stuck)["ours"] == "dead"


def test_nothing_left_to_do_leads_back(cast, rows, sign_in):  # noqa: F811
    answer = sign_in(cast.igor).get(url("retry"), follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("outbox"))
    assert "There is nothing of that kind to do here any more." in answer.text


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["priya", "omar", "kavya", "lena"])
def test_only_operators_mend_all(cast, stuck, sign_in, act, name):
    client = sign_in(cast.people[name])
    assert client.get(url(act)).status_code == 403
    assert client.post(url(act), {"expected": "2"}).status_code == 403
    assert states(stuck)["ours"] == "dead"


def test_another_act_does_not_exist(cast, stuck, sign_in):
    assert sign_in(cast.igor).get(url("sell")).status_code == 404


def test_putting_is_refused(cast, stuck, sign_in):
    assert sign_in(cast.igor).put(url("retry")).status_code == 405


@pytest.mark.parametrize("n", [1, 30])
def test_many_cost_the_same(cast, owe, programs, sign_in, django_assert_max_num_queries, n):  # noqa: F811
    for _ in range(n):
        owe(cast.kavya)
    Delivery.objects.update(state="dead")
    client = sign_in(cast.igor)
    with django_assert_max_num_queries(12):
        page = client.get(url("retry"))
    with django_assert_max_num_queries(14):
        client.post(url("retry"), {"expected": page.context["count"]})
    assert Delivery.objects.filter(state="retry").count() == page.context["count"]
