"""Small parts of the interface as template tags: `{% load frame %}`."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from heroicons.templatetags.heroicons import heroicon_mini, heroicon_outline

from frame.upper_floors import people

register = template.Library()
AVATAR_HUES = 8
NONE = "\u2013"
NEUTRAL, ACCENT, GOOD, ATTENTION, HARM = "neutral", "accent", "good", "attention", "harm"
_STATES = {
    NEUTRAL: "draft archived closed completed withdrawn declined expired ended cancelled paused waitlisted suppressed "
    "undone none",
    ACCENT: "enrolling matching invited approved proposed preparing planned upcoming pending claimed sending previewed "
    "checking applying uploaded solving queued ready moved",
    GOOD: "open running active held sent applied_to done signed reached on_track published",
    ATTENTION: "asked applied closing missed retry uncertain slipping overdue due unsigned problem unlogged disputed",
    HARM: "dead failed broken",
}
_TONE = {state: tone for tone, states in _STATES.items() for state in states.split()}


@register.simple_tag
def icon(name: str, **attrs: Any) -> str:
    """An outline icon of heroicons.com, hidden from screen readers: `{% icon "calendar" %}`."""
    return drawn(heroicon_outline, name, 20, tuple({"class": "icon", **attrs}.items()))


@register.simple_tag
def icon_small(name: str, **attrs: Any) -> str:
    """A small filled icon beside text."""
    return drawn(heroicon_mini, name, 16, tuple({"class": "icon icon-sm", **attrs}.items()))


#: Bench pages: a list of 50 rows has a hundred icons, each of which is parsed and built again.
@lru_cache(maxsize=1024)
def drawn(draw: Callable[..., str], name: str, size: int, attrs: tuple[tuple[str, Any], ...]) -> str:
    """The SVG of an icon; the few dozen that we use stand on every page, so each is drawn once a process."""
    return draw(name, size=size, **dict(attrs))


@register.simple_tag
def avatar(user: Any, size: str = "") -> str:
    """Initials in a colour that stays with the person; `size` is sm, md, lg or xl of Tabler's avatars."""
    hue = sum(str(user.pk).encode()) % AVATAR_HUES
    classes = f"avatar avatar-h{hue}" + (f" avatar-{size}" if size else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, user.initials)


@register.simple_tag
def person(user: Any, meta: Any = None, url: str = "", size: str = "sm") -> str:
    """Avatar and name, with a second line (the job title unless `meta` says otherwise; `meta=""` for none)."""
    second = user.job_title if meta is None else meta
    name = format_html('<a class="person-name" href="{}">{}</a>', url, user.name) if url else None
    return format_html(
        '<span class="person">{}<span class="person-text">{}{}</span></span>',
        avatar(user, size),
        name or format_html('<span class="person-name">{}</span>', user.name or user.email),
        format_html('<span class="person-meta">{}</span>', second) if second else "",
    )


@register.simple_tag
def state(value: Any, label: Any = None, tone: str = "") -> str:
    """A state as a quiet badge: `{% state meeting.state meeting.get_state_display %}`.

    The tone (neutral, accent, good, attention, harm) follows from the state unless given.
    """
    text = label if label is not None else str(value).replace("_", " ")
    text = str(text)
    tone_shown = tone or colour_of_state(str(value))
    return format_html('<span class="tone tone-{}">{}</span>', tone_shown, text[:1].upper() + text[1:])


def dot(state: str, text: str) -> str:
    return format_html(
        '<li class="tone-{} is-{}" title="{}"><span class="visually-hidden">{}</span></li>',
        colour_of_state(state), state, text, text,
    )  # fmt: skip


@register.simple_tag
def progress(value: float, top: float = 100, label: str = "") -> str:
    """A native progress bar with a name for screen readers."""
    return format_html('<progress class="progress" value="{}" max="{}" aria-label="{}"></progress>', value, top, label)


@register.simple_tag
def strip(meetings: Any, label: str = "") -> str:
    """A row of dots, one per meeting: held full, missed and cancelled in another shape, planned hollow.

    `meetings` are pairs (state, text), the text is what a screen reader and a tooltip say.
    """
    dots = mark_safe("".join(dot(str(state_), str(text)) for state_, text in meetings))
    return format_html('<ul class="strip" aria-label="{}">{}</ul>', label or _("Meetings"), dots)


def in_words(instant: dt.datetime, zone: ZoneInfo, style: str) -> str:
    """An instant in a zone, localised: `full` (Thu 26 Nov 2026, 14:00), `date`, `time`, or `short` (26 Nov, 14:00)."""
    local = timezone.localtime(instant, zone)
    # Without the zone, so that equal words are written once.
    return written(local.replace(tzinfo=None), style, get_language() or "")


#: Bench pages: a localised date costs more than the rest of its row.
@lru_cache(maxsize=4096)
def written(moment: dt.datetime | dt.date, style: str, language: str) -> str:
    """Dates recur from row to row and from page to page. `language` is the one now active."""
    formats = {"full": _("D j M Y, H:i"), "date": _("D j M Y"), "time": "H:i", "short": _("j M, H:i")}
    return date_format(moment, formats[style])


def time_element(instant: dt.datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ"), text)


@register.simple_tag(takes_context=True)
def when(context: Context, instant: dt.datetime | None, style: str = "full", other: Any = None) -> str:
    """An instant in the reader's zone; with `other=person`, or several, the time over there where it differs."""
    if instant is None:
        return NONE
    zone = zone_of(context)
    own = time_element(instant, in_words(instant, zone, style))
    people = other if isinstance(other, list | tuple) else [other]
    times_there = [
        in_words_for(instant, zone, person) for person in people if person and is_apart(instant, zone, person)
    ]
    return format_html('{} <span class="when-other">({})</span>', own, ", ".join(times_there)) if times_there else own


def is_apart(instant: dt.datetime, zone: ZoneInfo, person: Any) -> bool:
    """Whether the person's clocks show another time."""
    return instant.astimezone(zone).utcoffset() != instant.astimezone(person.zone).utcoffset()


def in_words_for(instant: dt.datetime, zone: ZoneInfo, person: Any) -> str:
    """The person's time, with the day where it is another one."""
    same_day = instant.astimezone(zone).date() == instant.astimezone(person.zone).date()
    words = in_words(instant, person.zone, "time" if same_day else "short")
    return _("%(time)s for %(name)s") % {"time": words, "name": person.short_name}


def zone_of(context: Context) -> ZoneInfo:
    """The zone of who reads; the organisation's for strangers."""
    user = getattr(context.get("request"), "user", None)
    return user.zone if user is not None and user.is_authenticated else ZoneInfo(people().home_zone_name())


@register.simple_tag
def day(date: dt.date | None) -> str:
    """A date without a time: Thu 26 Nov 2026."""
    if date is None:
        return NONE
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), written(date, "date", get_language() or ""))


@register.simple_block_tag
def card(
    content: str, title: Any = "", link: str = "", link_text: Any = "", level: int = 2, flush: bool = False
) -> str:
    """A card with a heading; `flush` leaves out the padding for tables and lists inside."""
    action = format_html('<div class="card-actions"><a href="{}">{}</a></div>', link, link_text) if link else ""
    head = format_html('<div class="card-header"><h{} class="card-title">{}</h{}>{}</div>', level, title, level, action)
    body = mark_safe(content) if flush else format_html('<div class="card-body">{}</div>', mark_safe(content))
    return format_html('<section class="card mb-3">{}{}</section>', head if title else "", body)


@register.simple_block_tag
def empty(content: str, title: Any, icon: str = "sparkles", text: Any = "") -> str:
    """An empty state: what this is, why it is empty, and (inside the tag) the one action."""
    return format_html(
        '<div class="empty"><div class="empty-icon">{}</div><p class="empty-title">{}</p>'
        '<p class="empty-subtitle">{}</p>{}</div>',
        heroicon_outline(icon, size=44),
        title,
        text,
        format_html('<div class="empty-action">{}</div>', mark_safe(content)) if content.strip() else "",
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: Any) -> str:
    """A dialog that `<a href="/check/" data-dialog="id">` opens; without JavaScript the link's page serves instead."""
    return format_html(
        '<dialog class="dialog" id="{}" aria-labelledby="{}-title"><div class="card-body">'
        '<h2 class="h3" id="{}-title">{}</h2>{}</div></dialog>',
        id, id, id, title, mark_safe(content),
    )  # fmt: skip


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers to choose a page by, with gaps among many: 1 2 … 7 8 9 … 41 42."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def search_words(context: Context) -> str:
    """What the address says was searched for (`?q=`)."""
    return str(context["request"].GET.get("q", ""))


@register.inclusion_tag("components/stat.html")
def stat(label: Any, value: Any, note: Any = "", tone: str = "") -> dict[str, Any]:
    """A number with what it counts: `{% stat _("Meetings held") 18 note="of 24 planned" %}`."""
    return {"label": label, "value": value, "note": note, "tone": tone}


@register.inclusion_tag("components/chart.html", takes_context=True)
def chart(context: Context, chart: Any, level: int = 2) -> dict[str, Any]:
    """A chart of `frame.charts.Chart` with its sentence, facts and table."""
    return {"chart": chart, "level": level, "request": context.get("request")}


@register.inclusion_tag("components/copy_button.html")
def copy_button(text: str, label: Any = "") -> dict[str, Any]:
    """A button that copies `text`; the text itself should stand beside it for those without JavaScript."""
    return {"text": text, "label": label or _("Copy link")}


@register.inclusion_tag("components/form_token.html")
def form_token() -> dict[str, Any]:
    """The hidden field that makes a repeated post harmless; the view says `post=ONCE`."""
    from frame.posts import new_token

    return {"token": new_token()}


def colour_of_state(state: str) -> str:
    """The tone of a state; neutral for one that is not known."""
    return _TONE.get(state.lower(), NEUTRAL)
