"""EMAIL_URL means what it says: tried against real servers in processes of their own."""

import smtplib
import ssl
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from mentorship.mail_settings import read_mailers, read_server
from tests.notifications.tls_server import PASSWORD, USER, Authority, Running

SIGN_IN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"


def mailers(url: str = "", **more) -> dict:
    names = {"provider": "", "key": "", "provider_url": "", "ca_file": "", "timeout_s": 5}
    return read_mailers(email_url=url, **{**names, **more})


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
def start(authority, tmp_path):
    running = []

    def start(way: str, certified_for: str = "127.0.0.1") -> Running:
        running.append(Running(way, authority.certificate_for(certified_for), tmp_path))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def send(settings, authority):
    """Send one message by an EMAIL_URL; certificates of our authority are believed unless `ca_file` says otherwise."""
    settings.PRODUCTION = settings.MAIL_IS_REAL = True

    def send(url: str, ca_file: str | None = None) -> None:
        settings.MAILERS = mailers(url, ca_file=authority.file if ca_file is None else ca_file)
        EmailMessage("Hello", "Good day", "Turnabout <t@example.com>", ["kavya@example.com"]).send()

    return send


@pytest.mark.parametrize(
    ("scheme", "way"), [("smtp+tls", "starttls"), ("smtp+ssl", "tls"), ("smtps", "tls"), ("SMTP+TLS", "starttls")]
)
def test_a_server_that_demands_tls_and_a_sign_in_gets_both(start, send, scheme, way):
    server = start(way)
    send(f"{scheme}://{SIGN_IN}127.0.0.1:{server.port}")
    assert server.heard("sign-ins") == [[USER, PASSWORD]]
    assert server.heard("letters") == [[["kavya@example.com"], True, True]]


@pytest.mark.parametrize("way", ["demanding", "plain"])
def test_a_server_without_tls_gets_nothing_not_even_the_password(start, send, way):
    server = start(way)
    with pytest.raises(smtplib.SMTPNotSupportedError):
        send(f"smtp+tls://{SIGN_IN}127.0.0.1:{server.port}")
    assert (server.heard("sign-ins"), server.heard("letters")) == ([], [])
    assert set(server.heard("lines")) <= {"EHLO", "QUIT"}


@pytest.mark.parametrize("scheme", ["smtp+ssl", "smtps"])
def test_nor_does_one_that_does_not_begin_with_tls(start, send, scheme):
    server = start("plain")
    with pytest.raises(ssl.SSLError):
        send(f"{scheme}://{SIGN_IN}127.0.0.1:{server.port}")
    assert (server.heard("sign-ins"), server.heard("letters"), server.heard("lines")) == ([], [], [])


@pytest.mark.parametrize(("scheme", "way"), [("smtp+tls", "starttls"), ("smtps", "tls")])
@pytest.mark.parametrize("certified_for", ["mail.example", "127.0.0.2"])
def test_a_certificate_for_another_host_is_refused(start, send, scheme, way, certified_for):
    server = start(way, certified_for)
    with pytest.raises(ssl.SSLCertVerificationError):
        send(f"{scheme}://{SIGN_IN}127.0.0.1:{server.port}")
    assert (server.heard("sign-ins"), server.heard("letters")) == ([], [])


@pytest.mark.parametrize(("scheme", "way"), [("smtp+tls", "starttls"), ("smtps", "tls")])
def test_an_authority_that_nobody_named_is_not_believed(start, send, scheme, way):
    server = start(way)
    with pytest.raises(ssl.SSLCertVerificationError):
        send(f"{scheme}://{SIGN_IN}127.0.0.1:{server.port}", ca_file="")
    assert (server.heard("sign-ins"), server.heard("letters")) == ([], [])


def test_a_relay_on_this_machine_needs_no_tls(start, send):
    server = start("plain")
    send(f"smtp://127.0.0.1:{server.port}")
    assert server.heard("letters") == [[["kavya@example.com"], False, False]]


@pytest.mark.parametrize(
    ("url", "host", "port", "way"),
    [
        ("smtp://localhost", "localhost", 25, "no tls"),
        ("smtp+tls://mail.example", "mail.example", 587, "starttls"),
        ("smtp+ssl://mail.example", "mail.example", 465, "tls"),
        ("smtps://mail.example/", "mail.example", 465, "tls"),
        ("smtp+tls://[2001:db8::25]:2587", "2001:db8::25", 2587, "starttls"),
        ("smtps://u:p@[::1]", "::1", 465, "tls"),
        ("smtp://u:p@[::1]:2525", "::1", 2525, "no tls"),
        ("smtp://u:p@127.0.0.9", "127.0.0.9", 25, "no tls"),
        ("smtp+tls://me@example.com:p@mail.example:25", "mail.example", 25, "starttls"),
    ],
)
def test_addresses_as_they_are_written(url, host, port, way):
    server = read_server(url)
    assert (server.host, server.port, server.way) == (host, port, way)


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("submission://mail.example", "smtp+tls://"),
        ("smtp+starttls://mail.example", "smtp+tls://"),
        ("consolemail://", "smtp+tls://"),
        ("mail.example:587", "smtp+tls://"),
        ("https://mail.example", "smtp+tls://"),
        ("smtp:mail.example", "smtp+tls://"),
        ("smtp+tls://", "smtp+tls://"),
        ("smtp+tls://:587", "smtp+tls://"),
        ("smtp+tls://mail.example:0", "65535"),
        ("smtp+tls://mail.example:99999", "65535"),
        ("smtp+tls://mail.example:smtp", "65535"),
        ("smtp+tls://[::1", "[ ]"),
        ("smtp+tls://mail example", "blank"),
        ("smtp+tls://mail.example\n", "blank"),
        ("smtp+tls://user:secret@mail..example", "host"),
        ("smtp+tls://user:secret@-mail.example", "host"),
        ("smtp+tls://user:sec/ret@mail.example:587", "%2F"),
        ("smtp+tls://mail.example?ssl=true", "%3F"),
        ("smtp+tls://user:pw@mail.example/inbox", "%2F"),
        ("smtp+tls://mail.example#secret", "%23"),
        ("smtp+tls://user@mail.example", "both"),
        ("smtp+tls://:secret@mail.example", "both"),
        ("smtp+tls://user:se%cret@mail.example", "%25"),
        ("smtp+tls://user:s%C3%A9cret@mail.example", "plain letters"),
        ("smtp://user:secret@mail.example", "smtp+tls://"),
    ],
)
def test_anything_else_is_refused_by_name_with_the_remedy_and_without_the_password(url, remedy):
    with pytest.raises(ImproperlyConfigured) as refused:
        mailers(url)
    sentence = str(refused.value)
    assert sentence.startswith("EMAIL_URL ")
    assert remedy in sentence
    assert "\n" not in sentence
    assert not any(word in sentence for word in ("secret", "sec/ret", "se%cret"))


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"rubbish"])
def test_a_file_that_holds_no_certificate_is_refused(tmp_path, content):
    path = tmp_path / "ca"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_CA_FILE"):
        mailers("smtps://mail.example", ca_file=str(path))
