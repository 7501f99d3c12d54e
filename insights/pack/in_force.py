"""What is in force at this moment, making a pack of it, and whether it is still what the last pack says."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from insights.models import Pack
from insights.pack.content import Content
from insights.pack.organization import part_of_organization
from insights.pack.program import open_rounds, part_of, programs_in_packs
from insights.rules import reads_pack
from people.audit import recording
from people.models import User
from people.promises import Further

WORDS = {"pack.made": gettext_lazy("made a pack for the works council")}


@transaction.atomic
def make_pack(*, by: User) -> Pack:
    """Keep what is in force now, for whoever wants to know it later. Another one is evidence that
    nothing has moved."""
    content = content_now()
    made = Pack.objects.create(made_by=by, fingerprint=content.fingerprint, content=content.as_json())
    recording.record(actor=by, act="pack.made", about=made, details={"fingerprint": made.fingerprint[:16]})
    return made


def finding() -> str:
    """Whether what is in force now is what the last pack says, in a sentence."""
    last = Pack.objects.first()
    if last is None:
        return _("No pack has been made yet.")
    words = {"day": date_format(timezone.localtime(last.made_at)), "fingerprint": last.fingerprint[:16]}
    if content_now().fingerprint == last.fingerprint:
        return _("What is in force now is what the pack of %(day)s says (fingerprint %(fingerprint)s…).") % words
    return _("What is in force now differs from the pack of %(day)s (fingerprint %(fingerprint)s…).") % words


PACK = Further(
    gettext_lazy("What is in force here, for works council and data protection"), "pack", reads_pack, finding
)


def content_now() -> Content:
    """All of it, in the site's own language: who reads does not change what it says. A fixed number of queries."""
    with override(settings.LANGUAGE_CODE):
        programs = list(programs_in_packs())
        rounds = open_rounds(programs)
        parts = [part_of(program, rounds[program.pk]) for program in programs]
        return Content(product_version(), (part_of_organization(), *parts))


def product_version() -> str:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    return str(project["version"])
