"""An agreement, present or kept, as labelled lines to read."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairings.models import Agreement
from programs.models import Channel


def rows_of(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, text) in the order of the form; `content` is what `content_of` gives or a signature keeps, or those
    fields of it that were changed."""
    rows: list[tuple[str, str, Callable[[Any], str]]] = [
        ("objectives", _("Objectives"), lambda aims: _lines(_objective(aim) for aim in aims)),
        ("expectations", _("What we expect of each other"), str),
        ("topics", _("Focus topics"), ", ".join),
        ("cadence_weeks", _("How often we meet"), _weeks),
        ("meeting_minutes", _("How long"), lambda minutes: _("%(minutes)s minutes") % {"minutes": minutes}),
        ("channels", _("How we meet"), _channels),
        ("books", _("Who books the meetings"), lambda side: str(dict(Agreement.Books.choices).get(side, side))),
        ("confidentiality", _("What stays between us"), str),
        ("leaving", _("How either of us may leave"), str),
    ]
    return [(label, says(content[field])) for field, label, says in rows if field in content]


def _weeks(weeks: int) -> str:
    return ngettext("every week", "every %(weeks)s weeks", weeks) % {"weeks": weeks}


def _channels(channels: list[str]) -> str:
    labels = dict(Channel.choices)
    return ", ".join(str(labels.get(channel, channel)) for channel in channels)


def _objective(aim: dict[str, str]) -> str:
    return f"{aim['title']} ({aim['measure']})" if aim["measure"] else aim["title"]


def _lines(texts: Any) -> str:
    return "\n".join(f"• {text}" for text in texts)
