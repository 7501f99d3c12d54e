"""No page asks the database more often than fourteen times, whoever opens it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.checks import our_patterns
from tests.permissions.matrix import arguments_of
from tests.permissions.scene import set_scene
from tests.query_counts import MOST, WHOLE_CYCLE, asked_of

NAMES = ("kavya", "jack", "maria", "helen", "priya", "omar", "lena", "noor", "sam", "igor")
#: What a page may ask besides.
MORE = {
    "setup_matching": WHOLE_CYCLE,
    "partner_list": WHOLE_CYCLE,
    "pairing_detail": 1,
    "person_erase": 2,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_page_asks_more_than_fourteen_times(cast, sign_in, name):
    scene, client, costly = set_scene(cast), sign_in(cast.people[name]), {}
    for route, pattern in our_patterns():
        if "GET" in pattern.callback.methods:
            url = reverse(pattern.name, kwargs=scene.kwargs_for(pattern.name, arguments_of(route)))
            cost = cost_of_page(client, url)
            if cost > MOST + MORE.get(pattern.name, 0):
                costly[pattern.name] = cost
    assert costly == {}


def cost_of_page(client: Client, url: str) -> int:
    """How often a page asks whose reader has opened it before; nothing for what is no page to them."""
    if client.get(url).status_code != 200:
        return 0
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return asked_of(queries)
