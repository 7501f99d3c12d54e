"""What this server does by itself: the services it is set up with, by name and never a secret; its messages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from frame.vocabulary import PRODUCT
from insights.pack.content import Fact, Section
from notifications.kinds import Channel, Kind, all_kinds
from people.models import Organization

HERE = {"", "localhost", "127.0.0.1", "::1"}
#: What writes to where the server itself runs.
OWN_HANDLERS = {"logging.StreamHandler", "logging.NullHandler"}


def server(organization: Organization) -> Section:
    minutes = settings.SESSION_COOKIE_AGE // 60
    return Section(
        "server",
        _("The server, and who processes data for it"),
        (
            Fact("address", _("Address"), settings.BASE_URL),
            Fact("database", _("Database"), _database()),
            Fact("queue", _("Cache and job queue"), _queue()),
            Fact("mail", _("Mail goes to"), _mail()),
            Fact("sender", _("Sender of messages"), organization.sender),
            Fact("errors", _("Reports of errors go to"), _errors()),
            Fact("single_sign_on", _("Single sign-on"), _single_sign_on()),
            Fact("idle", _("Signed out after so many minutes without use"), str(minutes)),
            Fact("time_zone", _("Time zone of the organisation"), organization.time_zone),
            Fact("own_words", _("The organisation's own words"), _own_words(organization)),
        ),
        _("Names of services only. Passwords and keys are in no pack."),
    )


def _own_words(organization: Organization) -> str:
    """What it says in place of which word of the product, as whoever reads the manual has to know."""
    changed = [f"{own} ({word})" for word, own in zip(PRODUCT, organization.vocabulary, strict=True) if own != word]
    return ", ".join(changed) or _("none")


def _database() -> str:
    return _where(connection.display_name, str(connection.settings_dict.get("HOST") or ""))


def _queue() -> str:
    if not settings.REDIS_URL:
        return _("files on this machine")
    return _where("Redis", urlsplit(settings.REDIS_URL).hostname or "")


def _where(kind: str, host: str) -> str:
    is_here = host in HERE or host.startswith("/")
    return f"{kind}, {_('on this machine') if is_here else host}"


def _mail() -> str:
    mailer: Mapping[str, Any] = settings.MAILERS["default"]
    options = mailer.get("OPTIONS", {})
    if not settings.MAIL_IS_REAL:
        return _("files on this machine: no mail leaves it")
    is_sealed = options.get("use_tls") or options.get("use_ssl")
    return f"{options['host']}, {_('encrypted') if is_sealed else _('not encrypted')}"


def _errors() -> str:
    """Whatever takes log lines elsewhere than to the server's own output."""
    handlers = {str(handler.get("class", "")) for handler in settings.LOGGING.get("handlers", {}).values()}
    elsewhere = sorted(handlers - OWN_HANDLERS)
    return ", ".join(elsewhere) if elsewhere else _("nobody: they stay in the log of this server")


def _single_sign_on() -> str:
    if not apps.is_installed("allauth.socialaccount"):
        return _("none: people sign in here, with a password or a passkey")
    return ", ".join(sorted(getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}))) or _("none")


def messages_sent() -> Section:
    return Section(
        "messages",
        _("Messages that are sent automatically"),
        tuple(_of_kind(kind) for kind in sorted(all_kinds(), key=lambda kind: kind.code)),
        _("No message holds what somebody wrote in confidence; a link leads there."),
    )


def _of_kind(kind: Kind) -> Fact:
    off = _("yes") if kind.can_be_switched_off else _("no")
    details = [
        (_("By"), ", ".join(str(Channel(channel).label) for channel in kind.channels)),
        (_("Can be switched off"), off),
    ]
    if kind.who_sees:
        details.append((_("Who sees it"), str(kind.who_sees)))
    return Fact(kind.code, str(kind.label), str(kind.why), tuple(details))
