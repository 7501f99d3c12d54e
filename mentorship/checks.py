"""What a start goes on with, but says: `manage.py check` prints it, so does every command, and web, worker and clock
write it into their log."""

import ipaddress
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, transaction

from people.models import Organization
from people.models.organization import is_permitted_sender

WITHOUT_REDIS = (
    "Without REDIS_URL jobs and the counts of refused sign-ins lie in files of this one machine. No second machine may "
    "serve this site."
)
#: Names that no server outside has.
INNER_NAMES = ("localhost", "local", "internal", "lan", "intranet", "corp", "home.arpa", "private")


def doubts() -> list[CheckMessage]:
    """All that is said here."""
    return warn_without_redis() + warn_of_open_mail() + warn_of_foreign_sender()


@register(Tags.caches)
def warn_without_redis(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """One warning where real people meet a site on a single node."""
    if settings.REDIS_URL or not settings.PRODUCTION:
        return []
    hint = "Set REDIS_URL before you add one; until then this is fine."
    return [Warning(WITHOUT_REDIS, hint=hint, id="mentorship.W001")]


@register(Tags.security)
def warn_of_open_mail(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Where mail leaves this network without TLS: whoever is in between reads it, links for passwords too."""
    options = settings.MAILERS["default"].get("OPTIONS", {})
    is_open = settings.EMAIL_URL and not (options.get("use_tls") or options.get("use_ssl"))
    if not settings.PRODUCTION or not is_open or is_near(options["host"]):
        return []
    said = "EMAIL_URL sends mail without TLS to a server that is not in this network: links that open accounts can be"
    hint = "Begin it with smtp+tls:// (STARTTLS, port 587) or smtp+ssl:// (TLS from the start, port 465)."
    return [Warning(f"{said} read on the way.", hint=hint, id="mentorship.W002")]


def is_near(host: str) -> bool:
    """On this machine or in its own network, as far as the name tells."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        name = host.lower().rstrip(".")
        return "." not in name or name.endswith(tuple(f".{inner}" for inner in INNER_NAMES))
    return address.is_private or address.is_loopback or address.is_link_local


@register("site", deploy=True)
def warn_of_foreign_sender(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Where HR's sender is of a domain that is not permitted any more: it is not used, and nobody would know."""
    try:
        with transaction.atomic():
            chosen = Organization.objects.values_list("email_sender", flat=True).first() or ""
    except DatabaseError:  # no database, or no tables yet: others say so
        return []
    if not chosen or is_permitted_sender(chosen):
        return []
    domain = parseaddr(chosen)[1].rpartition("@")[2]
    said = f"HR has named a sender of {domain}, which is none of MAIL_SENDER_DOMAINS: messages leave from"
    hint = "Add the domain to MAIL_SENDER_DOMAINS, or let HR change the sender (Organization)."
    return [Warning(f"{said} DEFAULT_FROM_EMAIL instead.", hint=hint, id="mentorship.W003")]
