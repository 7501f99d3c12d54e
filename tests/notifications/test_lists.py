"""The inbox and the outbox cost the same whatever their length."""

import pytest
from django.urls import reverse

from notifications.models import Channel
from tests import factories as make
from tests.query_counts import assert_cost_stays

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["omar", "priya", "igor"])
@pytest.mark.parametrize("query", [{}, {"q": "first"}, {"sort": "due_at"}, {"state": "dead"}])
def test_the_outbox(cast, owe, sign_in, who, query):
    def add():
        owe(make.UserFactory(), scope=cast.program.pk, state="dead", reason="The mail server answered 550")

    assert_cost_stays(sign_in(cast.people[who]), reverse("outbox", query=query), add)


@pytest.mark.parametrize("query", [{}, {"show": "unread"}])
def test_the_inbox(cast, owe, sign_in, later, query):
    def add():
        owe(cast.kavya, channels=[Channel.IN_APP], state="sent", sent_at=later())

    assert_cost_stays(sign_in(cast.kavya), reverse("inbox", query=query), add)
