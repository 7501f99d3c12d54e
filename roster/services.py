"""The verbs of a roster import: upload, choose columns, check, apply, undo.

The database is written in one transaction, bound to the file and to the state that was previewed:
reading and planning happen before it, and inside it the people must still be what they were.
"""

import hashlib
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.waking import hand_to_worker
from people import orgchart
from people.audit import recording
from people.erasure.imports_meanwhile import may_import
from people.models import User
from people.person_records import lock_people
from roster import progress
from roster.applying import carry_out
from roster.changes import KEEP
from roster.columns import carried_over, guess
from roster.encodings import codec_for, refuse_undecodable
from roster.first_look import first_look, mapping_of
from roster.limits import RosterUnreadable
from roster.models import RosterImport
from roster.people_rows import are_still
from roster.preparing import Prepared, prepare
from roster.previews import forget_pages_after, keep_pages, preview_of
from roster.undoing import refuse_undo, take_back_import

logger = logging.getLogger(__name__)

State = RosterImport.State
OPEN = (State.UPLOADED, State.PREVIEWED, State.FAILED)
SMALL_BYTES = 200_000
"""Files up to this size are worked on at once; larger ones in the background, with progress."""


@transaction.atomic
def start_import(*, user: User, file_name: str, content: bytes) -> RosterImport:
    """Keep an uploaded file with a guessed mapping. Raises RosterUnreadable for what is no roster.

    The same file again, while nothing was done with it, is the same import.
    """
    table = first_look(content)
    if not may_import():
        raise RosterUnreadable(
            _(
                "Somebody is being erased just now, and this file may still hold them. Export it again in a minute, "
                "and upload the new one."
            )
        )
    digest = hashlib.sha256(content).hexdigest()
    same = RosterImport.objects.light().filter(uploaded_by=user, digest=digest, state=State.UPLOADED).first()
    if same:
        return same
    targets = _remembered(table.header) or guess(table.header, table.samples)
    roster = RosterImport.objects.create(
        uploaded_by=user,
        file_name=file_name[-255:],
        content=content,
        digest=digest,
        mapping=mapping_of(content, table, targets),
        options={"level_mode": default_level_mode(targets)},
    )
    recording.record(actor=user, act="roster.uploaded", about=roster)
    return roster


def read_anew(*, roster: RosterImport, reading: dict[str, Any], targets: list[str], options: dict[str, Any]) -> None:
    """Read the kept file as `reading` says (encoding and separator of a text, sheet of a workbook, header_row); what
    was chosen so far is kept.

    `targets` and `options` are what the page shows now. A preview that was there counts no longer. Raises
    RosterUnreadable, and changes nothing, where the file cannot be read so.
    """
    content = bytes(roster.content)
    kind = ""
    if encoding := reading.get("encoding"):
        kind = codec_for(content, encoding)
        refuse_undecodable(content, kind)
    separator, sheet = reading.get("separator") or "", reading.get("sheet") or ""
    table = first_look(content, kind, separator, sheet=sheet, header_row=reading.get("header_row") or 1)
    before = list(zip(roster.mapping["header"], targets, strict=True))
    guessed = guess(table.header, table.samples)
    mapping = mapping_of(content, table, carried_over(before, table.header, guessed))
    fresh: dict[str, Any] = {"state": State.UPLOADED, "counts": {}, "preview": {}, "fingerprint": "", "message": ""}
    fresh |= {"mapping": mapping, "options": roster.options | options}
    if not RosterImport.objects.filter(pk=roster.pk, state__in=OPEN).update(**fresh):
        raise Refused(_("This import is being worked on, or is done. Look at its page, or upload the file again."))


def _remembered(header: list[str]) -> list[str]:
    """The mapping that was applied last to a file with the same columns."""
    applied = RosterImport.objects.filter(state=State.APPLIED).order_by("-applied_at")
    for mapping in applied.values_list("mapping", flat=True)[:10]:
        if mapping["header"] == header:
            targets: list[str] = mapping["targets"]
            return targets
    return []


def default_level_mode(targets: list[str]) -> str:
    """A level column where there is one; else levels stay imported where they are, or are derived."""
    if "level" in targets:
        return orgchart.IMPORTED
    has_imported = User.objects.active().filter(level_source=orgchart.IMPORTED).exists()
    return KEEP if has_imported else orgchart.DERIVED


def map_columns(*, roster: RosterImport, targets: list[str], options: dict[str, Any]) -> None:
    """Set the columns and the choices (those of the form), and check the file with them."""
    mapping = roster.mapping | {"targets": targets}
    _begin_check(roster, mapping=mapping, options=roster.options | options)


def choose_details(
    *,
    roster: RosterImport,
    zones: list[list[str]],
    titles: dict[str, int | None],
    managers: dict[str, str] | None = None,
    identities: dict[str, str] | None = None,
) -> None:
    """Set time zones of places ([city, region, country, zone]), levels of job titles, who is meant by the names of
    managers that several people have (their number or address), and who it is in rows that were asked about (SAME or
    NEW, by the row's address), and check again."""
    known = {tuple(row[:3]): row for row in [*roster.options.get("zones", []), *zones]}
    titles = roster.options.get("title_levels", {}) | titles
    managers = roster.options.get("managers", {}) | (managers or {})
    identities = roster.options.get("identities", {}) | (identities or {})
    chosen = {
        "zones": list(known.values()), "title_levels": titles, "managers": managers, "identities": identities,
    }  # fmt: skip
    _begin_check(roster, options=roster.options | chosen)


def _begin_check(roster: RosterImport, **values: Any) -> None:
    started = RosterImport.objects.filter(pk=roster.pk, state__in=OPEN).update(
        state=State.CHECKING, message="", **values
    )
    if not started:
        raise Refused(_("This import is being worked on, or is done. Look at its page, or upload the file again."))
    _run(roster.pk, len(roster.content), check_import)


def _run(roster_id: UUID, size: int, work: Callable[[UUID], None]) -> None:
    progress.restart(roster_id)
    if size <= SMALL_BYTES:
        work(roster_id)
    else:
        task = "roster.check_import" if work is check_import else "roster.apply_import"
        transaction.on_commit(lambda: hand_to_worker(task, str(roster_id)))


def restart(*, roster: RosterImport) -> None:
    """Give a busy import to the worker once more, should its first call have been lost; harmless if not."""
    work = {State.CHECKING: check_import, State.APPLYING: write_import}.get(State(roster.state))
    if work is None:
        raise Refused(_("This import is not waiting for anything."))
    _run(roster.pk, len(roster.content), work)


def check_import(roster_id: UUID) -> None:
    """Read the file, plan, and keep the preview. Does nothing for an import that is not being checked."""
    roster = RosterImport.objects.filter(pk=roster_id, state=State.CHECKING).first()
    if roster is None:
        return
    try:
        prepared = prepare(roster)
    except Refused as refusal:
        _finish(roster, State.CHECKING, state=State.FAILED, message=str(refusal))
    except Exception:
        logger.exception("roster check failed", extra={"import": str(roster_id)})
        _finish(roster, State.CHECKING, state=State.FAILED, message=_broken())
    else:
        _show(roster, State.CHECKING, prepared)


def _show(roster: RosterImport, expected: str, prepared: Prepared, message: str = "") -> None:
    """Keep the preview, unless somebody else has finished this meanwhile. Nobody looks at its rows before it is there:
    they are written in many short transactions, which nobody has to wait for."""
    progress.report(roster.pk, progress.Step.WRITE)
    last, values = keep_pages(roster, prepared), _previewed(prepared, message)
    with transaction.atomic():
        if _finish(roster, expected, **values):
            forget_pages_after(roster, last)


def _previewed(prepared: Prepared, message: str = "") -> dict[str, Any]:
    return {
        "state": State.PREVIEWED,
        "counts": prepared.plan.counts(),
        "preview": preview_of(prepared),
        "fingerprint": prepared.plan.fingerprint(),
        "message": message,
    }


def _finish(roster: RosterImport, expected: str, **values: Any) -> bool:
    return bool(RosterImport.objects.filter(pk=roster.pk, state=expected).update(**values))


def apply_import(*, roster: RosterImport, typed: int | None = None) -> None:
    """Apply what was previewed. `typed` is the number of leavers, which must be typed when it is large."""
    if roster.state in (State.APPLYING, State.APPLIED):
        return
    leavers = roster.counts.get("leave", 0)
    if roster.preview.get("must_type") and typed != leavers:
        raise Refused(_("Type the number of people who leave (%(count)d) to go on.") % {"count": leavers})
    if not _finish(roster, State.PREVIEWED, state=State.APPLYING):
        raise Refused(_("There is no preview to apply. Look at the import's page again."))
    recording.record(actor=recording.whoever(), act="roster.started", about=roster)
    _run(roster.pk, len(roster.content), write_import)


def write_import(roster_id: UUID) -> None:
    """Carry out the previewed plan. Where the state has changed since, nothing is written but a new preview."""
    roster = RosterImport.objects.filter(pk=roster_id, state=State.APPLYING).first()
    if roster is None:
        return
    try:
        prepared = prepare(roster)
        if prepared.plan.fingerprint() == roster.fingerprint and _write(roster, prepared):
            return
        stale = _("The people in the roster have changed since the preview. This is the new preview; look at it again.")
        _show(roster, State.APPLYING, prepare(roster), stale)
    except Refused as refusal:
        _finish(roster, State.APPLYING, state=State.FAILED, message=str(refusal))
    except Exception:
        logger.exception("roster import failed", extra={"import": str(roster_id)})
        _finish(roster, State.APPLYING, state=State.FAILED, message=_broken())


def _broken() -> str:
    return _("This went wrong on our side, and nothing was changed. Check the file again; if it stays, tell IT.")


def _write(roster: RosterImport, prepared: Prepared) -> bool:
    """One transaction: all of the plan, or (False) nothing because somebody changed people meanwhile."""
    counts = prepared.plan.counts()
    total = counts["create"] + counts["update"] + counts["follow"]
    written = 0

    def done(count: int) -> None:
        nonlocal written
        written += count
        step = progress.Step.WRITE if written < total else progress.Step.FOLLOW
        progress.report(roster.pk, step, written, total if written < total else 0)

    progress.report(roster.pk, progress.Step.WRITE)
    with transaction.atomic():
        lock_people()
        if not are_still(prepared.people):
            return False
        if not _finish(roster, State.APPLYING, state=State.APPLIED, applied_at=timezone.now()):
            return False
        before = carry_out(prepared, roster.options.get("title_levels", {}), done, roster.uploaded_by)
        RosterImport.objects.filter(pk=roster.pk).update(before=before, counts=counts, message="")
        recording.record(actor=roster.uploaded_by, act="roster.applied", about=roster)
    return True


def undo_import(*, roster: RosterImport, by: User) -> None:
    """Take an applied import back. Raises Refused with the reason where that is not possible any more."""
    if roster.state == State.UNDONE:
        return
    with transaction.atomic():
        lock_people()
        refuse_undo(roster, by)
        if _finish(roster, State.APPLIED, state=State.UNDONE, undone_at=timezone.now()):
            take_back_import(roster.before, by)
            RosterImport.objects.filter(pk=roster.pk).update(before={})
            recording.record(actor=by, act="roster.undone", about=roster)


@transaction.atomic
def discard_import(*, roster: RosterImport, by: User) -> None:
    """Throw an import away that was never applied, with its file."""
    pk = roster.pk
    if not RosterImport.objects.filter(pk=pk, state__in=OPEN).delete()[0]:
        raise Refused(_("This import was applied, or is being worked on, and stays in the list."))
    recording.record(actor=by, act="roster.discarded", about=roster, details={"uploaded_by": roster.uploaded_by})
