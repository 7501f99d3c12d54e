"""Small parts of the interface as template tags: `{% load frame %}`."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import nh3
from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from heroicons.templatetags.heroicons import heroicon_mini, heroicon_outline
from markdown_it import MarkdownIt

from frame.upper_floors import people

register = template.Library()
#: The parts that stand in a line are partials of these: a file ends in a line break, which would show as a space.
PERSON, STATE, TIME = "components/person.html", "components/state.html", "components/time.html"
AVATAR_HUES = 8
STYLES = {
    "full": gettext_lazy("D j M Y, H:i"),
    "date": gettext_lazy("D j M Y"),
    "time": "H:i",
    "short": gettext_lazy("j M, H:i"),
}
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
@cache
def icon(name: str, **attrs: Any) -> str:
    """An outline icon of heroicons.com, hidden from screen readers: `{% icon "calendar" %}`."""
    return str(heroicon_outline(name, size=20, **{"class": "icon", **attrs}))


@register.simple_tag
@cache
def icon_small(name: str, **attrs: Any) -> str:
    """A small filled icon beside text."""
    return str(heroicon_mini(name, size=16, **{"class": "icon icon-sm", **attrs}))


@register.inclusion_tag(f"{PERSON}#avatar")
def avatar(user: Any, size: str = "") -> dict[str, Any]:
    """Initials in a colour that stays with the person; `size` is sm, md, lg or xl of Tabler's avatars."""
    hue = sum(str(user.pk).encode()) % AVATAR_HUES
    return {"user": user, "classes": f"avatar-h{hue}" + (f" avatar-{size}" if size else "")}


@register.inclusion_tag(f"{PERSON}#person")
def person(user: Any, meta: Any = None, url: str = "", size: str = "sm") -> dict[str, Any]:
    """Avatar and name, with a second line (the job title unless `meta` says otherwise; `meta=""` for none)."""
    return {**avatar(user, size), "url": url, "second": user.job_title if meta is None else meta}


@register.inclusion_tag(f"{STATE}#state")
def state(value: Any, label: Any = None, tone: str = "") -> dict[str, str]:
    """A state as a quiet badge: `{% state meeting.state meeting.get_state_display %}`.

    The tone (neutral, accent, good, attention, harm) follows from the state unless given.
    """
    text = str(label if label is not None else str(value).replace("_", " "))
    return {"tone": tone or colour_of_state(str(value)), "text": text[:1].upper() + text[1:]}


@register.inclusion_tag(f"{STATE}#progress")
def progress(value: float, top: float = 100, label: str = "") -> dict[str, str]:
    """A native progress bar with a name for screen readers."""
    # As words, for a browser reads numbers in no language.
    return {"value": str(value), "top": str(top), "label": label}


@register.inclusion_tag(f"{STATE}#strip")
def strip(meetings: Any, label: str = "") -> dict[str, Any]:
    """A row of dots, one per meeting: held full, missed and cancelled in another shape, planned hollow.

    `meetings` are pairs (state, text), the text is what a screen reader and a tooltip say.
    """
    dots = [(str(state_), colour_of_state(str(state_)), str(text)) for state_, text in meetings]
    return {"dots": dots, "label": label or _("Meetings")}


def in_words(instant: dt.datetime, zone: ZoneInfo, style: str) -> str:
    """An instant in a zone, localised: `full` (Thu 26 Nov 2026, 14:00), `date`, `time`, or `short` (26 Nov, 14:00)."""
    return written(timezone.localtime(instant, zone), style)


def written(moment: dt.datetime | dt.date, style: str) -> str:
    """A moment on its own clock, or a date, in one of these styles."""
    return date_format(moment, str(STYLES[style]))


@register.inclusion_tag(f"{TIME}#when", takes_context=True)
def when(context: Context, instant: dt.datetime | None, style: str = "full", other: Any = None) -> dict[str, Any]:
    """An instant in the reader's zone; with `other=person`, or several, the time over there where it differs."""
    if instant is None:
        return {"words": NONE}
    zone = zone_of(context)
    people = other if isinstance(other, list | tuple) else [other]
    times_there = [
        in_words_for(instant, zone, person) for person in people if person and is_apart(instant, zone, person)
    ]
    return {
        "iso": instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "words": in_words(instant, zone, style),
        "there": ", ".join(times_there),
    }


def is_apart(instant: dt.datetime, zone: ZoneInfo, person: Any) -> bool:
    """Whether the person's clocks show another time."""
    return instant.astimezone(zone).utcoffset() != instant.astimezone(person.zone).utcoffset()


def in_words_for(instant: dt.datetime, zone: ZoneInfo, person: Any) -> str:
    """The person's time, with the day where it is another one."""
    same_day = instant.astimezone(zone).date() == instant.astimezone(person.zone).date()
    words = in_words(instant, person.zone, "time" if same_day else "short")
    return _("%(time)s for %(name)s") % {"time": words, "name": person.short_name}


@register.simple_tag(takes_context=True)
def written_day(context: Context, instant: dt.datetime) -> str:
    """The day of an instant on the reader's calendar, for a sentence."""
    return in_words(instant, zone_of(context), "date")


def zone_of(context: Context) -> ZoneInfo:
    """The zone of who reads; the organisation's for strangers."""
    user = getattr(context.get("request"), "user", None)
    return user.zone if user is not None and user.is_authenticated else ZoneInfo(people().home_zone_name())


@register.inclusion_tag(f"{TIME}#when")
def day(date: dt.date | None) -> dict[str, str]:
    """A date without a time: Thu 26 Nov 2026."""
    if date is None:
        return {"words": NONE}
    return {"iso": date.isoformat(), "words": written(date, "date")}


@register.inclusion_tag("components/markdown.html")
def markdown(text: object) -> dict[str, str]:
    """A text that HR wrote in Markdown."""
    return {"html": html_of(text)}


@register.simple_block_tag
def card(
    content: str, title: Any = "", link: str = "", link_text: Any = "", level: int = 2, flush: bool = False
) -> str:
    """A card with a heading; `flush` leaves out the padding for tables and lists inside."""
    card = {"title": title, "link": link, "link_text": link_text, "level": level, "flush": flush}
    return render_to_string("components/card.html", {"content": content, **card})


@register.simple_block_tag
def empty(content: str, title: Any, icon: str = "sparkles", text: Any = "") -> str:
    """An empty state: what this is, why it is empty, and (inside the tag) the one action."""
    action = content if content.strip() else ""
    return render_to_string("components/empty.html", {"title": title, "icon": icon, "text": text, "action": action})


@register.simple_block_tag
def dialog(content: str, id: str, title: Any) -> str:
    """A dialog that `<a href="/check/" data-dialog="id">` opens; without JavaScript the link's page serves instead."""
    return render_to_string("components/dialog.html", {"content": content, "id": id, "title": title})


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


#: No pictures, which would tell somebody else's server who reads; no HTML.
PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_inline", "html_block"])
TAGS = {"a", "blockquote", "br", "code", "em", "h3", "hr", "li", "ol", "p", "pre", "strong", "ul"}
SCHEMES = {"https", "http", "mailto"}


def html_of(text: object) -> str:
    """HTML of a text in Markdown. Every heading stands below that of its card."""
    tokens = PARSER.parse(str(text))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
