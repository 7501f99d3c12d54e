"""Fixtures of the pages with figures."""

import uuid
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frame.vocabulary import PRODUCT
from people.models import Organization, User
from people.models.organization import VOCABULARY


def forget_what_is_kept() -> None:
    """Nothing is found in the cache any more but the organisation's words, which every page keeps for all others;
    clearing it would empty the Redis that all test processes share."""
    cache.key_prefix = uuid.uuid4().hex
    cache.set(VOCABULARY, PRODUCT, None)


@pytest.fixture
def queries(sign_in) -> Callable[[User, str], int]:
    """Gives `queries(user, path)`: how many queries the whole page costs while nothing is kept in the cache."""

    def count(user: User, path: str) -> int:
        client = sign_in(user)
        Organization.objects.current()
        forget_what_is_kept()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    return count


@pytest.fixture
def page(sign_in) -> Callable[[User, str], str]:
    """Gives `page(user, path)`: what stands between <main> and </main>, with nothing kept in the cache."""

    def read(user: User, path: str) -> str:
        forget_what_is_kept()
        text = sign_in(user).get(path).content.decode()
        return text.partition("<main")[2].partition("</main>")[0]

    return read
