"""The theme is rendered by the server, so that nothing flashes."""

import pytest
from django.urls import reverse


def test_chosen_theme_is_in_the_page(client, db):
    client.post("/theme/", {"theme": "dark"})
    assert 'data-bs-theme="dark"' in client.get(reverse("account_login")).text


def test_auto_leaves_it_to_the_browser(client, db):
    page = client.get(reverse("account_login")).text
    assert 'data-theme-choice="auto"' in page
    assert "data-bs-theme=" not in page


@pytest.mark.parametrize("theme", ["", "pink", "auto;path=/"])
def test_unknown_theme_sets_nothing(client, db, theme):
    assert "theme" not in client.post("/theme/", {"theme": theme}).cookies


@pytest.mark.parametrize(
    ("back", "to"), [("/people/?q=a", "/people/?q=a"), ("//evil.example", "/"), ("people", "/"), ("", "/")]
)
def test_goes_back_inside(client, db, back, to):
    assert client.post("/theme/", {"theme": "light", "next": back}).url == to


def test_is_chosen_by_post_only(client, db):
    assert client.get("/theme/").status_code == 405
