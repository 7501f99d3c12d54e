"""An agreement, present or kept, as labelled lines to read."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairings.models import Agreement
from programs.models import Channel


def rows_of(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, text) in the order of the form; `content` is what `content_of` gives or a signature keeps."""
    channels, books = dict(Channel.choices), dict(Agreement.Books.choices)
    weeks, minutes = content["cadence_weeks"], content["meeting_minutes"]
    return [
        (_("Objectives"), _lines(_objective(aim) for aim in content["objectives"])),
        (_("What we expect of each other"), content["expectations"]),
        (_("Focus topics"), ", ".join(content["topics"])),
        (_("How often we meet"), ngettext("every week", "every %(weeks)s weeks", weeks) % {"weeks": weeks}),
        (_("How long"), _("%(minutes)s minutes") % {"minutes": minutes}),
        (_("How we meet"), ", ".join(str(channels.get(channel, channel)) for channel in content["channels"])),
        (_("Who books the meetings"), str(books.get(content["books"], content["books"]))),
        (_("What stays between us"), content["confidentiality"]),
        (_("How either of us may leave"), content["leaving"]),
    ]


def _objective(aim: dict[str, str]) -> str:
    return f"{aim['title']} ({aim['measure']})" if aim["measure"] else aim["title"]


def _lines(texts: Any) -> str:
    return "\n".join(f"• {text}" for text in texts)
