"""The pack as a PDF, made by the worker: setting pages takes seconds. It lies in the cache for an hour and is then
made anew, so that no file with names is kept.

WeasyPrint needs Pango, which is no Python package. Where it is missing everything else works; the page says so and
can be printed.
"""

import hashlib
import logging
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from frame.waking import hand_to_worker
from insights.models import Pack
from insights.pack.content import Content
from insights.pack.in_force import product_version
from insights.pack.shown import named_in, shown

log = logging.getLogger(__name__)

WAITING, READY, IMPOSSIBLE = "waiting", "ready", "impossible"
STYLES = ("css/paper.css", "css/pack-paper.css")
KEPT_S = 3600
#: After so long somebody may ask once more.
WAITING_S = 300


def paper_of(pack: Pack, content: Content) -> dict[str, Any]:
    """How far the paper of what one reads of a pack is: `state` (empty while nobody has asked) and, if ready, `pdf`."""
    return cache.get(_key(pack, content)) or {"state": ""}


def ask_for_paper(*, pack: Pack, content: Content) -> None:
    """Let the worker make the paper; once while it is under way."""
    programs = [part.code for part in content.parts]
    if cache.add(_key(pack, content), {"state": WAITING}, WAITING_S) or paper_of(pack, content)["state"] == IMPOSSIBLE:
        transaction.on_commit(lambda: hand_out(pack, content, programs))


def hand_out(pack: Pack, content: Content, programs: list[str]) -> None:
    """Tell a worker; where the broker does not answer, one may ask again at once."""
    if not hand_to_worker("insights.make_pack_paper", str(pack.pk), programs):
        cache.delete(_key(pack, content))


def make_paper(*, pack: Pack, programs: Iterable[str]) -> None:
    """Make it, or note that this machine cannot."""
    content = pack.said.only(programs)
    try:
        made = {"state": READY, "pdf": as_pdf(html_of(pack, content))}
    except (ImportError, OSError) as error:  # WeasyPrint, or a library that it loads
        log.warning("pack_paper_impossible", extra={"error": type(error).__name__})
        made = {"state": IMPOSSIBLE}
    cache.set(_key(pack, content), made, KEPT_S if made["state"] == READY else WAITING_S)


def html_of(pack: Pack, content: Content) -> str:
    """The paper before it is set in pages."""
    context = {
        "pack": pack,
        "made_at": timezone.localtime(pack.made_at),
        "version": content.version,
        "parts": shown(content, named_in(content)),
        "is_whole": content.fingerprint == pack.fingerprint,
    }
    return render_to_string("insights/pack_paper.html", context)


def as_pdf(html: str) -> bytes:
    """Set in pages. Raises ImportError or OSError where WeasyPrint or Pango is missing."""
    from frame.typesetting import typeset

    return typeset(html, *STYLES)


def _key(pack: Pack, content: Content) -> str:
    """By the parts that are in it, and the version that sets it."""
    parts = hashlib.sha256(" ".join(part.fingerprint for part in content.parts).encode()).hexdigest()
    return f"pack-paper:{product_version()}:{pack.pk}:{parts[:32]}"
