"""From a kind and its context to the message: the one place, for the sender and for the preview."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.template import Context as TemplateContext
from django.template.base import Template
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.kinds import Context, Kind
from notifications.services import path_for
from people.models import Organization
from people.models.organization import site_url
from people.timezones import name_of

TITLE_LENGTH = 200


@dataclass(frozen=True)
class Site:
    """What every message says about where it comes from; read once for a batch."""

    name: str
    base_url: str
    sender: str

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def domain(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    def url(self, path: str) -> str:
        return path if path.startswith(("http://", "https://")) else self.base_url + path


@dataclass(frozen=True)
class Words:
    """A message as its reader meets it: in the inbox `text` has neither greeting nor footer, and there is no HTML."""

    title: str
    link: str
    text: str
    html: str = ""
    unsubscribe_url: str = ""


def this_site(organization: Organization | None = None) -> Site:
    """The site of the organisation, which is read unless the caller has it."""
    organization = organization or Organization.objects.current()
    return Site(
        name=organization.name,
        base_url=site_url(),
        sender=organization.sender,
    )


def render(kind: Kind, recipient: Any, context: Context, site: Site, *, for_mail: bool = True) -> Words:
    """The words of one message in the recipient's language and time zone.

    `context` is what the kind's `context` or `sample` gave; call this inside `as_read_by(recipient)`, as the
    context was. Text and HTML only `for_mail`.
    """
    names = {**standing_names(kind, recipient, site), **context, "link": site.url(context["link"])}
    names["title"] = title = one_line(fill(kind, "subject.txt", names, escape=False))
    if not for_mail:
        return Words(title, context["link"], tidy(fill(kind, "body.txt", {**names, "is_note": True}, escape=False)))
    return Words(
        title=title,
        link=context["link"],
        text=tidy(fill(kind, "body.txt", names, escape=False)) + "\n",
        html=inliner().inline(fill(kind, "body.html", names, escape=True)),
        unsubscribe_url=names["unsubscribe_url"],
    )


def standing_names(kind: Kind, recipient: Any, site: Site) -> dict[str, Any]:
    """What every template of a message may name."""
    return {
        "recipient": recipient,
        "organization": site.name,
        "site_url": site.base_url,
        "why": kind.why,
        "who_sees": kind.who_sees or default_who_sees(kind),
        "action": _("Open in Turnabout"),
        "zone_name": name_of(recipient.zone_name),
        "preferences_url": site.url(reverse("preferences")),
        "unsubscribe_url": site.url(path_for(recipient.pk, kind.code)) if kind.can_be_switched_off else "",
    }


def default_who_sees(kind: Kind) -> str:
    if kind.is_secret:
        return _("Nobody you work with can see that you were sent this message.")
    return _("Your program team can see that this message was sent to you, and nobody but you reads it.")


class as_read_by:  # noqa: N801 (used as a phrase: with as_read_by(person))
    """A person's language and time zone, for as long as their message is made."""

    def __init__(self, person: Any) -> None:
        self.language = translation.override(person.language or settings.LANGUAGE_CODE)
        self.zone = timezone.override(person.zone)

    def __enter__(self) -> None:
        self.language.__enter__()
        self.zone.__enter__()

    def __exit__(self, *error: Any) -> None:
        self.zone.__exit__(*error)
        self.language.__exit__(*error)


def sample_words(
    kind: Kind, reader: AbstractBaseUser, site: Site, *, for_mail: bool = True, known: Context | None = None
) -> Words:
    """The message with invented data, as the preview shows it; `known` is what need not be invented."""
    with as_read_by(reader):
        return render(kind, reader, {**kind.sample(reader), **(known or {})}, site, for_mail=for_mail)


def fill(kind: Kind, name: str, names: dict[str, Any], *, escape: bool) -> str:
    return template(f"emails/{kind.code}/{name}").render(TemplateContext(names, autoescape=escape))


def template(path: str) -> Template:
    """Compiled once for a process where Django caches templates."""
    compiled: Template = get_template(path).template  # type: ignore[attr-defined]
    return compiled


def inliner() -> css_inline.CSSInliner:
    """Writes the rules of `<style>` into the elements; media queries stay. Fetches nothing."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def one_line(text: str) -> str:
    """Safe for a header: no line breaks, no runs of blanks, not endless."""
    return " ".join(text.split())[:TITLE_LENGTH]


def tidy(text: str) -> str:
    """No blank lines in a row, as template tags leave them behind."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for line, before in zip(lines, ["x", *lines], strict=False) if line or before)
