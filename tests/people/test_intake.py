"""What is too much, too often or unreadable is turned away with a page, whoever sends it."""

import re
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse

from frame.request_limits import BODY, MB
from people.checks import our_patterns
from roster.models import RosterImport
from tests.permissions.matrix import arguments_of
from tests.permissions.scene import Scene, set_scene

pytestmark = pytest.mark.django_db
TURNED_AWAY = {400, 404, 422}
#: Answered before anything is read of a request.
PROBES = ("healthz", "readyz")
#: What pages read from the address or from a form, by whatever name.
NAMES = (
    "q", "page", "sort", "state", "kind", "program", "channel", "show", "level", "country", "department", "role",
    "next", "then", "to", "email", "name", "text", "version", "form_token", "cycle", "run", "side", "person", "mentor",
    "leader", "pair", "ids", "participants", "selected", "expected", "theme", "login", "password", "other", "note",
)  # fmt: skip


@pytest.fixture
def scene(cast):
    return set_scene(cast)


@pytest.fixture
def omar(cast):
    client = Client(raise_request_exception=False)
    client.force_login(cast.omar)
    return client


def url_of(scene: Scene, route: str, pattern: URLPattern, **instead: str) -> str:
    return reverse(pattern.name, kwargs=scene.kwargs_for(pattern.name, arguments_of(route)) | instead)


def test_no_address_of_ours_breaks_over_nul(scene, omar):
    """As somebody who tries each of them: in the path, in the query, in a form, in the name of a file."""
    broken = []
    for route, pattern in our_patterns():
        if pattern.name in PROBES:
            continue
        url = url_of(scene, route, pattern)
        query = "&".join(f"{name}=%00x" for name in NAMES)
        answers = {
            "path": omar.get(url + "%00"),
            "query": omar.get(f"{url}?{query}"),
            "form": omar.post(url, dict.fromkeys(NAMES, "\x00x")),
        }
        broken += [(pattern.name, where) for where, one in answers.items() if one.status_code not in TURNED_AWAY]
    assert broken == []


def test_an_argument_of_an_address_with_nul(scene, omar):
    for route, pattern in our_patterns():
        if names := re.findall(r"<str:(\w+)>", route):
            name = names[0]
            url = url_of(scene, route, pattern, **{name: "MARK"}).replace("MARK", "a%00b")
            assert omar.get(url).status_code in TURNED_AWAY, pattern.name


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x0b", "\x1b", "\x7f"])
def test_control_characters_in_the_query(omar, sign):
    answer = omar.get(f"{reverse('people_list')}?q=a{quote(sign)}")
    assert answer.status_code == 400
    assert "We could not read that request" in answer.text


def test_a_search_that_was_pasted_with_its_line_break_is_a_search(omar):
    assert omar.get(f"{reverse('people_list')}?q=Kavya%0d%0aNair%09").status_code == 200


def test_pages_of_the_sign_in_too(db):
    for name in ("account_login", "account_reset_password"):
        stranger = Client(raise_request_exception=False)
        assert stranger.post(reverse(name), {"login": "a\x00@example.com", "password": "x\x00"}).status_code == 400
        assert stranger.get(f"{reverse(name)}?next=/%00").status_code == 400


def test_a_cookie_with_nul_is_no_cookie(cast, db):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = '"' + "\\000" * 20 + '"'
    assert client.get(reverse("profile")).url.startswith(reverse("account_login"))


def test_a_header_with_nul(db):
    answer = Client(raise_request_exception=False).get(reverse("account_login"), headers={"user-agent": "a\x00b"})
    assert answer.status_code == 400


def test_a_file_named_with_nul(omar):
    file = SimpleUploadedFile("people.csv", b"email,name\na@example.com,Ann\n")
    file.name = "people\x00.csv"
    answer = omar.post(reverse("roster_upload"), {"file": file})
    assert answer.status_code in {302, *TURNED_AWAY}
    assert all(name.isprintable() for name in RosterImport.objects.values_list("file_name", flat=True))


def big(size: int) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("people.csv", b"email\n" * (size // 6))}


def test_a_stranger_cannot_fill_the_disk(db):
    answer = Client().post(reverse("account_login"), big(4 * MB))
    assert answer.status_code == 413
    assert "larger than we can take" in answer.text


def test_who_may_not_import_cannot_send_a_file_of_that_size(cast, sign_in):
    assert sign_in(cast.kavya).post(reverse("roster_upload"), big(4 * MB)).status_code == 413
    assert Client().post(reverse("roster_upload"), big(4 * MB)).status_code == 413


def test_who_imports_may_up_to_the_limit(cast, sign_in):
    omar = sign_in(cast.omar)
    assert omar.post(reverse("roster_upload"), big(4 * MB)).status_code == 302
    assert omar.post(reverse("roster_upload"), big(62 * MB)).status_code == 413


def test_a_form_may_have_texts_but_not_without_end(cast, sign_in):
    kavya = sign_in(cast.kavya)
    assert kavya.post(reverse("profile"), {"preferred_name": "x" * (BODY // 2)}).status_code == 422
    assert kavya.post(reverse("profile"), {"preferred_name": "x" * (BODY + 1)}).status_code == 413


def test_drafts_have_a_size_and_a_pace(scene, cast, sign_in):
    kavya = sign_in(cast.kavya)
    url = reverse("log_draft_save", kwargs=scene.kwargs_for("log_draft_save", ["meeting_id"]))
    assert kavya.post(url, {"learned": "x" * MB}).status_code == 413
    answers = [kavya.post(url, {"learned": "x"}).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    assert sign_in(cast.jack).post(url, {"learned": "x"}).status_code == 200
