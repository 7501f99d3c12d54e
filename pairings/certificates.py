"""Certificates on paper, made by the worker: setting a page takes a while. They lie in the cache for an hour, so that
no file with names is kept. Where WeasyPrint or Pango is missing the page can be printed."""

import base64
import io
import logging
import uuid
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from frame.waking import hand_to_worker
from pairings.models import Agreement, Certificate, Pairing
from people.brand import is_read_on_white
from people.models import Organization
from people.models.organization import site_url
from programs.models import Topic

WAITING, READY, IMPOSSIBLE = "waiting", "ready", "impossible"
STYLE = "css/certificate.css"
KEPT_S, WAITING_S = 3600, 600
TEAL = "#00595b"
log = logging.getLogger(__name__)


def facts_of(certificate: Certificate) -> dict[str, Any]:
    """What it says. Two queries."""
    participant = certificate.participant
    pairs = Agreement.objects.filter(**{f"pairing__{participant.side}": participant})
    topics = Topic.objects.filter(pk__in=pairs.order_by().values("topics")).order_by("position", "name")
    cycle = participant.cycle
    return {
        "name": participant.user.name,
        "is_mentor": participant.is_junior,
        "program": cycle.program.name,
        "cycle": cycle,
        "meetings_held": certificate.meetings_held,
        "topics": [topic.name for topic in topics],
        "sponsor": cycle.program.sponsor.name if cycle.program.sponsor else "",
        "issued_on": certificate.issued_on,
        "verify_url": site_url() + reverse("certificate_verify", args=[certificate.code]),
    }


def html_of(certificate: Certificate) -> str:
    """The paper before it is set in a page, in the organisation's colour and with its logo."""
    organization = Organization.objects.current()
    color = organization.mail_color
    logo = base64.b64encode(bytes(organization.logo)).decode() if organization.logo_digest else ""
    look = {"color": color if color and is_read_on_white(color) else TEAL, "logo": logo}
    context = {"organization": organization.name, **look, **facts_of(certificate)}
    return render_to_string("pairings/certificate_paper.html", context)


def as_pdf(certificate: Certificate) -> bytes:
    """Set in a page. Raises ImportError or OSError where WeasyPrint or Pango is missing."""
    from frame.typesetting import typeset

    return typeset(html_of(certificate), STYLE, has_pictures=True)


def as_zip(certificates: Iterable[Certificate]) -> bytes:
    """All of them, each under its person's name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, certificate in enumerate(certificates, start=1):
            name = slugify(certificate.participant.user.name, allow_unicode=True) or "certificate"
            archive.writestr(f"{number:03}-{name}.pdf", as_pdf(certificate))
    return packed.getvalue()


def key_of(certificates: Iterable[uuid.UUID]) -> str:
    """By what is in it: a person reads and fetches only what they may."""
    ids = "".join(sorted(str(pk) for pk in certificates))
    return f"certificates:{uuid.uuid5(uuid.NAMESPACE_OID, ids).hex}"


def made_of(certificates: Iterable[uuid.UUID]) -> dict[str, Any]:
    """How far the file is: `state` (empty while nobody has asked) and, if ready, `content`."""
    return cache.get(key_of(certificates)) or {"state": ""}


def ask_for(certificates: Iterable[uuid.UUID], *, is_zip: bool) -> None:
    """Let the worker make it; once while it is under way."""
    ids = sorted(str(pk) for pk in certificates)
    key = key_of(uuid.UUID(pk) for pk in ids)
    if cache.add(key, {"state": WAITING}, WAITING_S) or cache.get(key)["state"] == IMPOSSIBLE:
        transaction.on_commit(lambda: _hand_out(key, ids, is_zip=is_zip))


def _hand_out(key: str, ids: list[str], *, is_zip: bool) -> None:
    if not hand_to_worker("pairings.make_certificates", ids, is_zip):
        cache.delete(key)


def make(ids: Iterable[uuid.UUID], *, is_zip: bool) -> None:
    """Make the file, or note that this machine cannot."""
    wanted = list(ids)
    rows = list(Certificate.objects.for_paper().filter(pk__in=wanted).order_by("participant__user__last_name", "pk"))
    try:
        made = {"state": READY, "content": as_zip(rows) if is_zip else as_pdf(rows[0])}
    except (ImportError, OSError, IndexError) as error:  # WeasyPrint, a library that it loads; or it is gone
        log.warning("certificate_impossible", extra={"error": type(error).__name__})
        made = {"state": IMPOSSIBLE}
    cache.set(key_of(wanted), made, KEPT_S if made["state"] == READY else WAITING_S)


def certify(
    pairings: Iterable[Pairing], held: Mapping[uuid.UUID, int], *, only: Collection[uuid.UUID] | None = None
) -> None:
    """One for each person of these pairings, or for those whose places are among `only`, with the meetings they have
    held in all; twice is once."""
    counts: Counter[uuid.UUID] = Counter()
    for pairing in pairings:
        for participant in (pairing.junior_id, pairing.senior_id):
            if only is None or participant in only:
                counts[participant] += held.get(pairing.pk, 0)
    Certificate.objects.bulk_create(
        [Certificate(participant_id=participant, meetings_held=count) for participant, count in counts.items()],
        ignore_conflicts=True, batch_size=500,
    )  # fmt: skip
