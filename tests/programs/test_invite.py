"""Inviting from the directory."""

import uuid

import pytest
from django.urls import reverse

from notifications.models import Delivery
from people.models import User
from programs import services
from tests import factories as make
from tests.mail import deliver_all, sent_to


def invite_url(cycle, query=""):
    return reverse("invite", args=[cycle.program_id]) + query


def check_url(cycle, query):
    return reverse("invite_check", args=[cycle.program_id]) + query


def send(client, cycle, query):
    url = check_url(cycle, query)
    return client.post(url, {"expected": client.get(url).context["plan"].fingerprint}, follow=True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=noor", {"Noor Aziz"}),
        ("?level_from=7", {"Jack Whitfield"}),
        ("?level_to=1", {"Kavya Nair"}),
        ("?q=zzz", set()),
    ],
)
def test_search_and_levels(query, expected, cast, sign_in, cycle):
    rows = sign_in(cast.priya).get(invite_url(cycle, query)).context["table"].page.object_list
    assert {row.record.name for row in rows} == expected


def test_filter_by_departments(cast, sign_in, cycle):
    one, two = (make.UserFactory(department=make.DepartmentFactory(name=name)) for name in ("Sales", "Legal"))
    query = f"?department={one.department_id}&department={two.department_id}"
    rows = sign_in(cast.priya).get(invite_url(cycle, query)).context["table"].page.object_list
    assert {row.record for row in rows} == {one, two}


def test_the_check_page_says_who_gets_a_message_and_who_not(cast, sign_in, cycle):
    there = make.ParticipantFactory(cycle=cycle, state="declined")
    left = make.UserFactory(is_active=False)
    query = f"?side=junior&who={cast.noor.pk}&who={there.user_id}&who={left.pk}"
    plan = sign_in(cast.priya).get(check_url(cycle, query)).context["plan"]
    assert (plan.wanted, plan.already, plan.inactive) == ([cast.noor], [there], [left])
    assert not Delivery.objects.exists()


def test_invited_people_get_the_message_with_the_link(cast, sign_in, cycle, mailoutbox):
    answer = send(sign_in(cast.priya), cycle, f"?side=senior&who={cast.noor.pk}")
    assert "1 person is invited." in answer.text
    deliver_all()
    message = sent_to(cast.noor)[0]
    assert message.subject == "Your invitation to AI for leaders"
    assert cycle.enrolment_token in message.body
    assert cycle.participants.get(user=cast.noor).side == "senior"


def test_sending_twice_sends_once(cast, sign_in, cycle):
    client = sign_in(cast.priya)
    for _n in range(2):
        send(client, cycle, f"?side=junior&who={cast.noor.pk}")
    assert Delivery.objects.filter(recipient=cast.noor, channel="email").count() == 1


def test_all_that_fit(cast, sign_in, cycle):
    send(sign_in(cast.priya), cycle, "?side=senior&all=1&level_from=6")
    assert {place.user for place in cycle.participants.all()} == {cast.jack, cast.helen, cast.lena}


@pytest.mark.parametrize("nonsense", ["level_from=six", "level_to=-1", "department=none"])
def test_a_filter_that_cannot_be_read_never_means_everybody(nonsense, cast, sign_in, cycle):
    client = sign_in(cast.priya)
    answer = client.get(check_url(cycle, f"?side=senior&all=1&{nonsense}"), follow=True)
    assert "Tick the people you want to invite" in answer.text
    assert answer.context["people_count"] == 0
    send_anyway = client.post(check_url(cycle, f"?side=senior&all=1&{nonsense}"), {"expected": ""})
    assert send_anyway.status_code == 302
    assert not cycle.participants.exists()


def test_a_list_that_changed_is_shown_again(cast, sign_in, cycle):
    client = sign_in(cast.priya)
    url = check_url(cycle, "?side=senior&all=1&level_from=7")
    expected = client.get(url).context["plan"].fingerprint
    make.UserFactory(level=8)
    answer = client.post(url, {"expected": expected})
    assert "The list has changed since you looked" in answer.text
    assert not cycle.participants.exists()


def test_without_a_side_one_is_asked_and_keeps_the_filters(cast, sign_in, cycle):
    answer = sign_in(cast.priya).get(check_url(cycle, f"?q=noor&who={cast.noor.pk}"))
    assert answer.url.startswith(invite_url(cycle))
    assert "q=noor" in answer.url


def test_a_cycle_that_ends_takes_nobody_in(cast, sign_in, cycle):
    cycle.state = "closing"
    cycle.save()
    assert "the cycle is ending" in sign_in(cast.priya).get(invite_url(cycle), follow=True).text


def test_three_hundred_people_in_few_queries(cast, cycle, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        User(email=f"many{n}@example.com", first_name="M", last_name=str(n), employee_number=f"M{n}")
        for n in range(300)
    )
    with django_assert_max_num_queries(13):
        sent = services.invite_people(cycle=cycle, side="junior", user_ids=[one.pk for one in people], by=cast.priya)
    assert sent == 300
    assert Delivery.objects.filter(kind="invitation").count() == 600


@pytest.mark.parametrize("extra", [1, 30])
def test_queries_do_not_grow(extra, cast, sign_in, cycle, django_assert_max_num_queries):
    make.ParticipantFactory.create_batch(extra, cycle=cycle)
    client = sign_in(cast.priya)
    with django_assert_max_num_queries(13):
        client.get(invite_url(cycle))


def test_ticks_and_the_side_survive_a_search_another_page_and_a_refusal(cast, sign_in, cycle):
    """The box of somebody whom the page shows stays ticked; whom it does not show the form carries along."""
    client = sign_in(cast.priya)
    asked = f"?side=senior&who={cast.noor.pk}&who={cast.kavya.pk}&all=1"
    text = client.get(invite_url(cycle, f"{asked}&q=kavya")).text
    assert f'<input type="hidden" name="who" value="{cast.noor.pk.hex}" form="invite">' in text
    boxes = " ".join(text.split())
    assert f'name="who" value="{cast.kavya.pk}" form="invite" checked' in boxes
    assert "1 person is ticked whom this page does not show." in text
    assert 'value="senior" checked' in text.replace('form="invite"\n                value', "value")
    assert 'name="all" value="1" form="invite" checked' in text
    for _number in range(30):
        make.UserFactory(last_name="Aaa")
    refused = client.get(check_url(cycle, f"?who={cast.noor.pk}"), follow=True).text
    assert "Say whether you invite them as mentors or as leaders." in refused
    assert f'value="{cast.noor.pk.hex}" form="invite"' in refused
    plan = client.get(check_url(cycle, f"?side=junior&q=zzz&who={cast.noor.pk.hex}")).context["plan"]
    assert plan.wanted == [cast.noor]


def test_what_is_no_id_among_the_ticks_is_left_out(cast, sign_in, cycle):
    text = sign_in(cast.priya).get(invite_url(cycle, "?who=nobody&who=%00&q=kavya")).text
    assert "whom this page does not show" not in text


def test_too_many_ticks_are_said(cast, sign_in, cycle):
    ticks = "&".join(f"who={uuid.uuid4()}" for _number in range(151))
    assert "These are as many as a page can keep." in sign_in(cast.priya).get(invite_url(cycle, f"?{ticks}")).text
