"""From a kind and its context to the message: the one place, for the sender and for the preview."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.template import Context as TemplateContext
from django.template import Engine, Template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from frame.isolation import all_isolated
from notifications.kinds import Context, Kind
from notifications.message_texts import Worded, fill_in, texts_in_force, values_of, with_placeholders
from notifications.services import path_for
from notifications.upper_floors import programs
from people.brand import ink_on, is_read_on_white
from people.models import Organization, User
from people.models.organization import site_url
from people.timezones import name_of

TITLE_LENGTH = 200


@dataclass(frozen=True)
class Look:
    """The organisation's frame around a mail; what is empty is ours."""

    color: str = ""
    ink: str = ""
    link_color: str = ""
    logo_url: str = ""
    footer: str = ""


@dataclass(frozen=True)
class Site:
    """What every message says about where it comes from; read once for a batch."""

    name: str
    base_url: str
    sender: str
    texts: Mapping[tuple[uuid.UUID, str], Worded] = field(default_factory=dict)
    look: Look = field(default_factory=lambda: Look())
    contacts: dict[uuid.UUID, list[User]] = field(default_factory=dict, compare=False)

    def contacts_of(self, program: uuid.UUID) -> list[User]:
        """Those who run a program, asked for once a batch."""
        if program not in self.contacts:
            self.contacts[program] = list(programs().contacts_of(program))
        return self.contacts[program]

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def domain(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    def worded(self, scope: uuid.UUID | None, kind: Kind) -> Worded | None:
        """What the program of that id says in its own words."""
        return self.texts.get((scope, kind.code)) if scope else None

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
        texts=texts_in_force(),
        look=look_of(organization),
    )


def look_of(organization: Organization) -> Look:
    """Colour, logo and foot of mails; links take the colour only where it can be read on white."""
    color, digest = organization.mail_color, organization.logo_digest
    return Look(
        color=color,
        ink=ink_on(color) if color else "",
        link_color=color if color and is_read_on_white(color) else "",
        logo_url=site_url() + reverse("logo", args=[digest]) if digest else "",
        footer=organization.mail_footer,
    )


def render(
    kind: Kind, recipient: Any, context: Context, site: Site, *, worded: Worded | None = None, for_mail: bool = True
) -> Words:
    """The words of one message in the recipient's language and time zone.

    `context` is what the kind's `context` or `sample` gave; call this inside `as_read_by(recipient)`, as the
    context was. `worded` is what its program says in its own words. Text and HTML only `for_mail`. A context that
    names a `shown_kind` is a trial of that one.
    """
    shown = context.get("shown_kind", kind)
    names = {**standing_names(kind, recipient, site), **without_users(context), "link": site.url(context["link"])}
    names = all_isolated(names)
    names |= own_words(shown, names, context.get("worded", worded))
    title = names.get("own_subject") or fill(shown, "subject.txt", names, escape=False)
    if shown is not kind:
        title = _("Test: %(subject)s") % {"subject": title}
    names["title"] = title = one_line(title)
    if not for_mail:
        return Words(title, context["link"], tidy(fill(shown, "body.txt", {**names, "is_note": True}, escape=False)))
    return Words(
        title=title,
        link=context["link"],
        text=tidy(fill(shown, "body.txt", names, escape=False)) + "\n",
        html=inliner().inline(fill(shown, "body.html", names, escape=True)),
        unsubscribe_url=names["unsubscribe_url"],
    )


def without_users(context: Context) -> Context:
    """People by their name."""
    return {key: str(value) if isinstance(value, User) else value for key, value in context.items()}


def standing_names(kind: Kind, recipient: Any, site: Site) -> dict[str, Any]:
    """What every template of a message may name."""
    return {
        "recipient": recipient,
        "organization": site.name,
        "look": site.look,
        "site_url": site.base_url,
        "why": kind.why,
        "who_sees": kind.who_sees or default_who_sees(kind),
        "action": _("Open in Turnabout"),
        "zone_name": name_of(recipient.zone_name),
        "preferences_url": site.url(reverse("preferences")),
        "unsubscribe_url": site.url(path_for(recipient.pk, kind.code)) if kind.can_be_switched_off else "",
    }


def own_words(kind: Kind, names: Context, worded: Worded | None) -> Context:
    """What a program says in place of the standard subject and text, filled in."""
    if worded is None or (kind.is_worded_by_program and not kind.is_worded_by_program(names)):
        return {}
    values = values_of(kind, names)
    return {"own_subject": fill_in(worded.subject, values), "own_text": fill_in(worded.text, values)}


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
    kind: Kind,
    reader: User,
    site: Site,
    *,
    for_mail: bool = True,
    context: Context | None = None,
    worded: Worded | None = None,
) -> Words:
    """The message with invented data, as the preview shows it; `context` where not all of it is invented."""
    with as_read_by(reader):
        return render(kind, reader, context or kind.sample(reader), site, worded=worded, for_mail=for_mail)


def standard_words(kind: Kind, reader: User, site: Site) -> Worded:
    """What the product says where a program has not worded a kind: subject and the part of the text that can be
    worded anew, with placeholders for what differs from message to message."""
    with as_read_by(reader):
        context = kind.sample(reader)
        names = {**standing_names(kind, reader, site), **context, "is_note": True, "is_without_fixed": True}
        subject, text = (fill(kind, name, names, escape=False) for name in ("subject.txt", "body.txt"))
        return Worded(with_placeholders(kind, names, one_line(subject)), with_placeholders(kind, names, tidy(text)))


def fill(kind: Kind, name: str, names: dict[str, Any], *, escape: bool) -> str:
    return template(f"emails/{kind.code}/{name}").render(TemplateContext(names, autoescape=escape))


def template(path: str) -> Template:
    """Compiled once for a process where Django caches templates."""
    return Engine.get_default().get_template(path)


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
