"""Settings that the site does not start with: addresses that are none, and what is weak with real people in it."""

import os
import re
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5  # different ones, as Django's own check asks
PLACEHOLDERS = ("change-me", "only-for", "django-insecure")

FILE = "sqlite://"
DATABASES = ("postgresql", "postgres", "pgsql")
CACHES = ("redis", "rediss")
CONTACT = re.compile(r"(mailto:)?[^\s:@/]+@[^\s:@/]+|https://\S+|tel:\+[\d-]+")
WEB_PAGE = re.compile(r"https://\S+")


def wrong_addresses(database_url: str, redis_url: str) -> list[str]:
    """What is no address of a database or of Redis, one sentence each with its remedy; an empty one is not asked for.

    The addresses themselves are not repeated: passwords stand in them.
    """
    findings = {
        "DATABASE_URL is not an address of a database. Write it as postgresql://user:password@host:5432/name "
        "(special characters of the password as %XX), or leave it out to use a file.": database_url
        and not is_database(database_url),
        "REDIS_URL is not an address of Redis. Write it as redis://host:6379/0, or leave it out to do without "
        "Redis.": redis_url and not is_redis(redis_url),
    }
    return [sentence for sentence, is_found in findings.items() if is_found]


def is_database(url: str) -> bool:
    if url.startswith(FILE):
        return True
    parts = split(url)
    return parts is not None and parts.scheme in DATABASES and bool(parts.path.strip("/"))


def is_redis(url: str) -> bool:
    parts = split(url)
    return parts is not None and parts.scheme in CACHES and bool(parts.hostname)


def split(url: str) -> SplitResult | None:
    """The parts of an address; None when it has no `://` or its port is no number."""
    try:
        parts = urlsplit(url)
        return parts if "://" in url and parts.port != 0 else None
    except ValueError:
        return None


def wrong_contacts(contacts: list[str], policy: str) -> list[str]:
    """What would make the file for people who found a weakness lead nowhere, one sentence each with its remedy."""
    findings = {
        "SECURITY_CONTACT must name where weaknesses are told: an e-mail address, an https:// address or tel:+…, "
        "several with commas between them.": not all(map(CONTACT.fullmatch, contacts)),
        "SECURITY_POLICY must be an https:// address, or be left out.": bool(policy) and not WEB_PAGE.fullmatch(policy),
    }
    return [sentence for sentence, is_found in findings.items() if is_found]


def weaknesses(
    secret_key: str, is_debug: bool, allowed_hosts: list[str], base_url: str, fallbacks: Sequence[str] = ()
) -> list[str]:
    """What is weak, one sentence each with its remedy; empty when the site may start."""
    findings = {
        "SECRET_KEY is missing, a placeholder or too short. Make one: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"': is_weak(secret_key),
        "SECRET_KEY_FALLBACKS holds a placeholder or a key that is too short; what it signed would be believed. Take "
        "it out.": any(is_weak(key) for key in fallbacks),
        "DEBUG shows the inside of the site to everyone. Set DEBUG=false.": is_debug,
        "ALLOWED_HOSTS must name the site's host names, without wildcards, https:// or paths.": not are_named(
            allowed_hosts
        ),
        "BASE_URL must be the site's https:// address: sign-in cookies need TLS.": not base_url.startswith("https://"),
    }
    return [sentence for sentence, is_found in findings.items() if is_found]


def are_named(hosts: list[str]) -> bool:
    """Whether there are hosts, each by its whole name."""
    return bool(hosts) and not any(host.startswith(".") or set(host) & set("*/ ") for host in hosts)


def wrong_base_url(base_url: str, allowed_hosts: list[str]) -> list[str]:
    """What would make links in messages lead nowhere, of an address that begins with https://."""
    parts = split(base_url)
    if not base_url.startswith("https://"):
        return []  # said by weaknesses()
    host = parts.hostname if parts else None
    findings = {
        "BASE_URL must be the scheme and the host name alone, such as https://turnabout.example.com: Turnabout does "
        "not run below a path.": parts is None
        or bool(parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc),
        "BASE_URL has a host name that is not in ALLOWED_HOSTS, so that no link in a message would open. Add it there, "
        "or correct it.": bool(host)
        and are_named(allowed_hosts)
        and host not in [allowed.lower() for allowed in allowed_hosts],
    }
    return [sentence for sentence, is_found in findings.items() if is_found]


def wrong_sender(sender: str) -> list[str]:
    """The sentence for a sender that no mail server outside would take mail from."""
    domain = parseaddr(sender)[1].rpartition("@")[2].lower().rstrip(".")
    if "." in domain and not domain.endswith((".localhost", ".localdomain")):
        return []
    return [
        "DEFAULT_FROM_EMAIL must be a sender of a mail domain of yours, such as Turnabout <turnabout@example.com>: no "
        "server takes mail from this machine's own name."
    ]


def make_writable(folder: Path) -> None:
    """Make VAR_DIR where it is not there; raises ImproperlyConfigured when nothing can be written into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_writable = os.access(folder, os.W_OK | os.X_OK)
    except (OSError, ValueError):
        is_writable = False
    if not is_writable:
        raise ImproperlyConfigured(
            "VAR_DIR names a folder that cannot be made or written to. Name another one, or let the user who runs "
            "Turnabout write to it."
        )


def review_secret_weaknesses(secret: str, fallbacks: list[str], secret_key: str) -> list[str]:
    """What is weak about the secret that seals the answers of reviews, with its remedy."""
    findings = {
        "REVIEW_SECRET is missing, a placeholder or too short: it seals the answers of reviews. Make one and keep it "
        'apart from the database\'s backups: python -c "import secrets; print(secrets.token_urlsafe(50))"': is_weak(
            secret
        ),
        "REVIEW_SECRET must not be SECRET_KEY: it has to be changed after each review, without signing everyone out. "
        "Make one of its own.": bool(secret) and secret == secret_key,
        "REVIEW_SECRET_FALLBACKS holds a placeholder, or what is too short to be a secret. Take it out.": any(
            map(is_weak, fallbacks)
        ),
    }
    return [sentence for sentence, is_found in findings.items() if is_found]


def missing_redis(redis_url: str, is_single_node: bool) -> list[str]:
    """The sentence for a site whose nodes would each keep a queue and counts of refused sign-ins of their own."""
    if redis_url or is_single_node:
        return []
    return [
        "REDIS_URL is missing: jobs and the counts of refused sign-ins would lie in files that other nodes do not "
        "see. Write it as redis://host:6379/0, or set SINGLE_NODE=true if everything runs on this one machine."
    ]


def is_weak(secret_key: str) -> bool:
    return (
        len(secret_key) < SHORTEST_SECRET
        or len(set(secret_key)) < FEWEST_CHARACTERS
        or secret_key.startswith(PLACEHOLDERS)
    )
