"""Settings that the site does not start with: addresses that are none, and what is weak with real people in it."""

from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5  # different ones, as Django's own check asks
PLACEHOLDERS = ("change-me", "only-for", "django-insecure")

FILE = "sqlite://"
DATABASES = ("postgresql", "postgres", "pgsql")
CACHES = ("redis", "rediss")
MAIL_SERVERS = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "submission", "submit")


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
        "ALLOWED_HOSTS must name the site's host names, without wildcards.": not allowed_hosts
        or any(host == "*" or host.startswith(".") for host in allowed_hosts),
        "BASE_URL must be the site's https:// address: sign-in cookies are sent over TLS only.": urlsplit(
            base_url
        ).scheme
        != "https",
    }
    return [sentence for sentence, is_found in findings.items() if is_found]


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


def mail_weakness(email_url: str) -> list[str]:
    """The sentence for a site whose messages go to no mail server: reset links would lie in files for all to read."""
    parts = split(email_url)
    if parts is not None and parts.scheme in MAIL_SERVERS and parts.hostname:
        return []
    return [
        "EMAIL_URL must name the mail server: without one, links that open accounts would be written to files. "
        "Write it as smtp+tls://user:password@host:587 (special characters of the password as %XX)."
    ]


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
