"""Mail through a provider's HTTP interface, here one of our own on this machine that answers as Postmark does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from mentorship.mail_settings import PROVIDER_BACKEND, PROVIDERS
from notifications.models import Delivery
from tests.mail import deliver_all
from tests.notifications.smtp import free_port
from tests.notifications.test_mail_settings import mailers

ANSWERS = {
    "inactive": (422, {"ErrorCode": 406, "Message": "Your recipient has been marked as inactive.\n"
                       "Found inactive addresses: inactive@example.com.\nInactive recipients are ones that have "
                       "generated a hard bounce, a spam complaint, or a manual suppression."}),
    "busy": (429, {"ErrorCode": 429, "Message": "Rate limit"}),
    "down": (503, {}),
    "bad": (400, {"ErrorCode": 1, "Message": "No"}),
    "unknown": (401, {"ErrorCode": 10, "Message": "Bad token"}),
}  # fmt: skip


class Interface(ThreadingHTTPServer):
    """Postmark's, as far as anymail uses it. `posts` are headers and payload of each call."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.posts: list[tuple[dict, dict]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(BaseHTTPRequestHandler):
    server: Interface

    def do_POST(self) -> None:
        payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.posts.append((dict(self.headers), payload))
        local = payload["To"].rpartition("<")[2].partition("@")[0]
        fine = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a", "To": payload["To"]}
        status, answer = ANSWERS.get(local, (200, fine))
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def provider(settings):
    server = Interface()
    settings.PRODUCTION = settings.MAIL_IS_REAL = True
    settings.MAILERS = mailers(provider="postmark", key="tok-1", provider_url=server.url)
    yield server
    server.shutdown()
    server.server_close()


def test_a_message_goes_with_key_headers_and_both_texts(person, owe, provider, settings):
    settings.BASE_URL = "https://turnabout.example.com"
    delivery = owe(person("kavya"))
    assert deliver_all() == {"sent": 1}
    ((headers, payload),) = provider.posts
    sent = {header["Name"]: header["Value"] for header in payload["Headers"]}
    kept = Delivery.objects.get(pk=delivery.pk)
    assert headers["X-Postmark-Server-Token"] == "tok-1"
    assert (payload["Subject"], payload["TextBody"]) == (kept.title, kept.body_text)
    assert payload["HtmlBody"] == kept.body_html
    assert sent["Message-ID"] == kept.message_id
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_calendar_file_goes_along(person, owe, provider):
    owe(person("kavya"), kind="invite")
    assert deliver_all() == {"sent": 1}
    ((_headers, payload),) = provider.posts
    files = [(attached["Name"], attached["ContentType"]) for attached in payload["Attachments"]]
    assert files == [("invite.ics", 'text/calendar; method="REQUEST"; charset="utf-8"')]


@pytest.mark.parametrize(
    ("local", "state", "is_blamed"),
    [("inactive", "dead", True), ("busy", "retry", False), ("down", "retry", False), ("bad", "dead", False),
     ("unknown", "retry", False)],
)  # fmt: skip
def test_what_it_refuses_is_told_apart(person, owe, provider, local, state, is_blamed):
    delivery = owe(person(local))
    assert deliver_all() == {state: 1}
    kept = Delivery.objects.select_related("recipient").get(pk=delivery.pk)
    assert bool(kept.recipient.email_failed_at) is is_blamed
    assert "@" not in kept.reason
    assert "tok-1" not in kept.reason


def test_one_that_is_not_there_keeps_the_message(person, owe, settings):
    settings.MAILERS = mailers(provider="postmark", key="tok-1", provider_url=f"http://127.0.0.1:{free_port()}/")
    owe(person("kavya"))
    assert deliver_all() == {"retry": 1}


def test_outside_production_only_the_list_is_sent_to(provider, settings):
    settings.PRODUCTION, settings.MAIL_ALLOW_LIST = False, ["tester@example.com"]
    for address in ("kavya@example.com", "tester@example.com"):
        EmailMessage("Hello", "Good day", "t@example.com", [address]).send()
    assert [payload["To"] for _headers, payload in provider.posts] == ["tester@example.com"]


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_that_is_offered_can_be_made(name, settings):
    from django.core.mail import mailers as djangos

    settings.MAILERS = mailers(provider=name, key="tok-1", provider_url="https://api.example/v1")
    assert settings.MAILERS["default"]["BACKEND"] == PROVIDER_BACKEND
    assert djangos.default.backend.api_url == "https://api.example/v1/"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"provider": "pigeon", "key": "k"}, "EMAIL_PROVIDER must be one of brevo"),
        ({"provider": "postmark"}, "EMAIL_PROVIDER_KEY"),
        ({"provider": "postmark", "key": "k\nk"}, "EMAIL_PROVIDER_KEY"),
        ({"provider": "postmark", "key": "k", "provider_url": "http://api.example"}, "EMAIL_PROVIDER_URL"),
        ({"provider": "postmark", "key": "k", "provider_url": "rubbish"}, "EMAIL_PROVIDER_URL"),
        ({"provider": "postmark", "key": "k", "url": "smtps://mail.example"}, "EMAIL_URL and EMAIL_PROVIDER"),
    ],
)
def test_wrong_ones_are_refused_by_name(names, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        mailers(**names)
