"""Where mail goes, read from EMAIL_URL or EMAIL_PROVIDER, as Django's MAILERS.

What cannot be meant raises ImproperlyConfigured with a sentence that says how to write it. Passwords stand in these
settings: no sentence repeats any of them.
"""

import ipaddress
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from frame.senders import as_sender

#: How to speak to the server, and at which door unless the address names one.
STARTTLS, TLS, NO_TLS = "starttls", "tls", "no tls"
SCHEMES = {"smtp": (NO_TLS, 25), "smtp+tls": (STARTTLS, 587), "smtp+ssl": (TLS, 465), "smtps": (TLS, 465)}
PATTERN = "smtp+tls://user:password@host:587"
HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?", re.IGNORECASE)
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

SMTP_BACKEND, PROVIDER_BACKEND = "notifications.backends.MailServer", "notifications.providers.Provider"
#: Providers whose key is all that they ask for, and what anymail calls it.
PROVIDERS = {
    "brevo": "api_key", "mailersend": "api_token", "mailgun": "api_key", "mailtrap": "api_token",
    "postmark": "server_token", "resend": "api_key", "sparkpost": "api_key",
}  # fmt: skip


@dataclass(frozen=True)
class MailServer:
    """A mail server and how it is spoken to; `way` is STARTTLS, TLS (from the first byte) or NO_TLS."""

    host: str
    port: int
    way: str
    user: str
    password: str

    @property
    def is_here(self) -> bool:
        """On this machine, so that nobody listens in between."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower().rstrip(".") == "localhost"


def wrong(what: str, remedy: str, setting: str = "EMAIL_URL") -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{setting} {what}. {remedy}")


def read_server(url: str) -> MailServer:
    """The mail server that an EMAIL_URL names; raises ImproperlyConfigured for what is none."""
    parts, port = split(url)
    scheme = parts.scheme.lower()
    if "://" not in url or scheme not in SCHEMES:
        raise wrong(
            "does not begin with a way to send mail that Turnabout knows",
            f"Write it as {PATTERN} (STARTTLS), smtp+ssl://…:465 or smtps://…:465 (TLS from the start), or "
            "smtp://host:25 (no TLS, for a relay on the same machine).",
        )
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise wrong(
            "has something after the host and port, where nothing belongs",
            f"Write it as {PATTERN}; in the password / is %2F, ? is %3F and # is %23.",
        )
    way, usual_port = SCHEMES[scheme]
    user, password = read_sign_in(parts, PATTERN)
    server = MailServer(read_host(parts), port or usual_port, way, user, password)
    if password and way == NO_TLS and not server.is_here:
        raise wrong(
            "would send the password without TLS, for all to read on the way",
            "Begin it with smtp+tls:// (STARTTLS, port 587) or smtp+ssl:// (TLS from the start, port 465).",
        )
    return server


def split(url: str, setting: str = "EMAIL_URL", pattern: str = PATTERN) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        if any(not sign.isprintable() or sign.isspace() for sign in url) or parts.port == 0:
            raise ValueError
        return parts, parts.port
    except ValueError:
        raise wrong(
            "cannot be read: a port is a number up to 65535, an IPv6 address stands in [ ], and there is no blank",
            f"Write it as {pattern}, with special characters of the password as %XX (/ is %2F, @ is %40).",
            setting,
        ) from None


def read_host(parts: SplitResult, setting: str = "EMAIL_URL", pattern: str = PATTERN) -> str:
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if not HOST_NAME.fullmatch(host) or len(host) > 253:
            raise wrong("does not name the mail server's host", f"Write it as {pattern}.", setting) from None
    return host


def read_sign_in(parts: SplitResult, pattern: str, setting: str = "EMAIL_URL") -> tuple[str, str]:
    """User name and password, both or neither."""
    raw = [parts.username or "", parts.password or ""]
    if any(map(STRAY_PERCENT.search, raw)):
        raise wrong("has a % that is not followed by two hexadecimal digits", "Write % itself as %25.", setting)
    user, password = map(unquote, raw)
    if "@" in parts.netloc and not (user and password):
        raise wrong(
            "has a user name or a password, but not both",
            f"Write it as {pattern}, or leave both out for a server that asks for neither.",
            setting,
        )
    if not (user + password).isascii():
        raise wrong(
            "has a user name or a password with letters beyond ASCII, which mail servers do not agree about",
            "Choose a password of plain letters, digits and signs.",
            setting,
        )
    return user, password


def smtp_mailer(url: str, *, ca_file: str, timeout_s: int) -> dict[str, Any]:
    """The mailer of Django's MAILERS for an EMAIL_URL; certificates are always checked, against `ca_file` too."""
    server = read_server(url)
    check_ca_file(ca_file)
    options = {
        "host": server.host,
        "port": server.port,
        "username": server.user,
        "password": server.password,
        "use_tls": server.way == STARTTLS,
        "use_ssl": server.way == TLS,
        "timeout": timeout_s,
        "ca_file": ca_file,
    }
    return {"BACKEND": SMTP_BACKEND, "OPTIONS": options}


def check_ca_file(ca_file: str) -> None:
    if ca_file and not is_readable(ca_file):
        raise ImproperlyConfigured(
            "EMAIL_CA_FILE names a file that cannot be read, or that holds no certificate in PEM. Name the "
            "certificate of the authority that signed the mail server's, or leave it out."
        )


def is_readable(ca_file: str) -> bool:
    try:
        return "-----BEGIN CERTIFICATE-----" in Path(ca_file).read_text(encoding="ascii")
    except (OSError, ValueError):
        return False


def provider_mailer(provider: str, *, key: str, url: str, timeout_s: int) -> dict[str, Any]:
    """The mailer of Django's MAILERS for a provider with an HTTP interface; `url` is another than its usual one."""
    if provider not in PROVIDERS:
        names = ", ".join(PROVIDERS)
        raise ImproperlyConfigured(f"EMAIL_PROVIDER must be one of {names}; or leave it out and set EMAIL_URL.")
    if not key or not key.isascii() or not key.isprintable():
        raise ImproperlyConfigured("EMAIL_PROVIDER_KEY must be the key that the provider of EMAIL_PROVIDER gave you.")
    if url and not is_web_address(url):
        raise ImproperlyConfigured(
            "EMAIL_PROVIDER_URL must be the https:// address of the provider's interface (http:// on the same machine "
            "only), or be left out for its usual one."
        )
    if find_spec("anymail") is None:
        raise ImproperlyConfigured("EMAIL_PROVIDER needs a package more. Run: pip install django-anymail")
    options: dict[str, Any] = {"provider": provider, PROVIDERS[provider]: key, "timeout": timeout_s}
    return {"BACKEND": PROVIDER_BACKEND, "OPTIONS": {**options, "api_url": url} if url else options}


def is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_valid = parts.port != 0 and bool(HOST_NAME.fullmatch(parts.hostname or ""))
    except ValueError:
        return False
    is_here = parts.hostname in ("localhost", "127.0.0.1")
    return is_valid and (parts.scheme == "https" or (parts.scheme == "http" and is_here))


def read_mailers(
    *, email_url: str, provider: str, key: str, provider_url: str, ca_file: str, timeout_s: int
) -> dict[str, dict[str, Any]]:
    """Django's MAILERS; files where neither a mail server nor a provider is set."""
    if provider and email_url:
        raise ImproperlyConfigured("EMAIL_URL and EMAIL_PROVIDER are both set. Keep the one that mail is to go by.")
    if provider:
        return {"default": provider_mailer(provider, key=key, url=provider_url, timeout_s=timeout_s)}
    if email_url:
        return {"default": smtp_mailer(email_url, ca_file=ca_file, timeout_s=timeout_s)}
    return {"default": {"BACKEND": "notifications.backends.MailFiles"}}


def read_sender(text: str) -> str:
    """DEFAULT_FROM_EMAIL with its name in quotes where mail needs them."""
    sender = as_sender(text)
    if sender is None:
        raise ImproperlyConfigured(
            "DEFAULT_FROM_EMAIL is not one sender. Write an address, or a name with the address in angle brackets "
            "behind it: Turnabout <turnabout@example.com>."
        )
    return sender


def missing_mail(email_url: str, provider: str) -> list[str]:
    """The sentence for a site whose messages go to no mail server: links that open accounts would lie in files."""
    if email_url or provider:
        return []
    return [
        "EMAIL_URL must name the mail server: without one, links that open accounts would be written to files. "
        f"Write it as {PATTERN} (special characters of the password as %XX)."
    ]
