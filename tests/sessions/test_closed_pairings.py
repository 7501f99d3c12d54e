"""Into a pairing that has not opened, or is over, nothing new is written."""

import pytest
from django.urls import reverse

from sessions.models import ActionItem, Insight

POSTS = {
    "item_add": {"kind": "action", "text": "Send the link", "owner": "junior"},
    "insight_add": {"text": "Ask first", "audience": "pair"},
}


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("state", ["preparing", "ended", "completed"])
def test_nothing_new_is_written(cast, sign_in, name, state):
    type(cast.pairing).objects.filter(pk=cast.pairing.pk).update(state=state)
    response = sign_in(cast.kavya).post(reverse(name, args=[cast.pairing.pk]), POSTS[name], follow=True)
    assert "nothing new can be written" in response.content.decode()
    assert not ActionItem.objects.exists()
    assert not Insight.objects.exists()


@pytest.mark.parametrize("name", POSTS)
def test_an_open_pairing_takes_it(cast, sign_in, name):
    sign_in(cast.kavya).post(reverse(name, args=[cast.pairing.pk]), POSTS[name])
    assert ActionItem.objects.count() + Insight.objects.count() == 1
