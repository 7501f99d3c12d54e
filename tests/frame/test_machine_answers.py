"""What a machine is told of an error: RFC 9457, never a page."""

import json

import pytest
from django.test import RequestFactory
from django.urls import reverse

from frame.error_pages import error_page
from frame.errors import Conflict, Refused, conflict_response
from frame.middleware import RefusedMiddleware

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON = "application/json"


def told(response) -> dict:
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "Accept" in response.headers["Vary"]
    said = json.loads(response.content)
    assert (said["type"], said["status"]) == ("about:blank", response.status_code)
    return said


def raised(error: Exception):
    return RefusedMiddleware(lambda request: None).process_exception(
        RequestFactory().post("/", headers={"accept": JSON}), error
    )


@pytest.mark.parametrize("accept", [JSON, "application/problem+json", "application/json, text/html;q=0.5"])
def test_an_address_that_does_not_exist(client, db, accept):
    assert told(client.get("/no/such/page/", headers={"accept": accept}))["title"] == "Not Found"


@pytest.mark.parametrize("accept", [BROWSER, "*/*", "text/html, application/json;q=0.5"])
def test_people_get_a_page(client, db, accept):
    assert client.get("/no/such/page/", headers={"accept": accept}).headers["Content-Type"].startswith("text/html")


def test_who_is_not_signed_in(client, db):
    assert told(client.get("/", headers={"accept": JSON})) == {
        "type": "about:blank", "title": "Unauthorized", "status": 401
    }  # fmt: skip


def test_a_rule_that_says_no(cast, sign_in):
    answer = sign_in(cast.noor).get(reverse("audit_log"), headers={"accept": JSON})
    assert told(answer) == {"type": "about:blank", "title": "Forbidden", "status": 403}


def test_what_belongs_to_somebody_else_is_not_there(cast, sign_in):
    address = reverse("pairing_detail", args=[cast.pairing.pk])
    assert told(sign_in(cast.maria).get(address, headers={"accept": JSON}))["status"] == 404


def test_the_wrong_method(cast, sign_in):
    answer = sign_in(cast.noor).put("/", headers={"accept": JSON})
    assert told(answer)["status"] == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_verb_that_was_refused():
    assert told(raised(Refused("The cycle is closed.")))["detail"] == "The cycle is closed."
    assert raised(Refused("The cycle is closed.")).status_code == 422


def test_a_newer_version():
    assert told(raised(Conflict())) == {
        "type": "about:blank", "title": "Conflict", "status": 409, "detail": "Somebody else has saved a newer version.",
    }  # fmt: skip


def test_a_newer_version_that_can_be_read():
    request = RequestFactory().post("/", headers={"accept": JSON})
    answer = conflict_response(request, own_version={"Name": "Mine"}, saved_version={"Name": "Theirs"}, back_url="/")
    assert (answer.status_code, told(answer)["current"]) == (409, {"Name": "Theirs"})


def test_too_large_and_too_often():
    request = RequestFactory().get("/", headers={"accept": JSON})
    assert [told(error_page(request, status))["status"] for status in (413, 429)] == [413, 429]


def test_another_fault_is_none_of_ours():
    assert raised(ValueError()) is None
