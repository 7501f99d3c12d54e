"""Writing the agreement together, and signing it."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from frame.posts import digest
from notifications.services import cancel_deliveries
from pairings import upper_floors
from pairings.models import Agreement, Objective, ObjectiveProgress, Pairing, Signature, StartingConfidence
from pairings.services.earlier_texts import keep_earlier
from pairings.services.locking import lock_pairing
from pairings.services.messages import AGREE, tell_opened
from people.clock import local_today
from people.models import User
from people.models.base import one_line
from programs.models import Participant, Program, Topic
from programs.services import mark_active

State = Pairing.State
TEXTS = ("expectations", "cadence_weeks", "meeting_minutes", "channels", "books", "confidentiality", "leaving")


@dataclass(frozen=True)
class Aim:
    """An objective as it is written: what, and how one will see it."""

    title: str
    measure: str = ""


def content_of(agreement: Agreement) -> dict[str, Any]:
    """All that is signed, as plain data: what a signature keeps."""
    pairing = agreement.pairing
    return {
        "mentor": pairing.junior.user.name,
        "leader": pairing.senior.user.name,
        **{field: getattr(agreement, field) for field in TEXTS},
        "topics": sorted(topic.name for topic in agreement.topics.all()),
        "objectives": [{"title": aim.title, "measure": aim.measure} for aim in pairing.objectives.all()],
    }


@transaction.atomic
def save_agreement(
    *, agreement: Agreement, version: int, texts: dict[str, Any], topics: Iterable[Topic], aims: list[Aim], by: User
) -> Agreement:
    """Write a new version; signatures under the old one stay as history and count no more. Both read who wrote it,
    and what stood there before, objectives included.

    `texts` has the keys of TEXTS. Nothing changes when the words are the same. Raises Conflict when somebody
    saved a newer version than `version`, Refused for anybody but the two, and once the pairing is open or over.
    """
    pairing = lock_pairing(agreement.pairing)
    refuse_unless_one_of_two(pairing, by)
    if pairing.state != State.PREPARING:
        raise Refused(_("The agreement can be changed until both have signed. It stays as it is now."))
    current = Agreement.objects.get(pk=agreement.pk)
    if current.version != version:
        raise Conflict
    before = content_of(current)
    for field in TEXTS:
        setattr(current, field, texts[field])
    current.topics.set(topics)
    Objective.objects.filter(pairing=pairing).delete()
    Objective.objects.bulk_create(
        Objective(pairing=pairing, title=aim.title, measure=aim.measure, position=position)
        for position, aim in enumerate(aim for aim in aims if one_line(aim.title))
    )
    becomes = content_of(current)
    if was := {name: words for name, words in before.items() if words != becomes[name]}:
        keep_earlier(subject_id=current.pk, version=current.version, pairing=pairing, was=was, by=by)
        current.version += 1
    current.save()
    return current


def refuse_unless_one_of_two(pairing: Pairing, by: User) -> None:
    if not pairing.side_of(by):
        raise Refused(_("Only the two of a pairing write and sign their agreement."))


def sign_agreement(*, agreement: Agreement, by: User, version: int) -> bool:
    """Sign the text of `version`; True when that has opened the pairing: both have signed and done the orientation.

    Signing twice is harmless. Raises Conflict when the text is not the one that was read, or not the one that the
    other has signed, Refused while nothing is agreed on or when the pairing is over.
    """
    if void_when_words_have_changed(agreement=agreement):
        raise Conflict
    return _sign(agreement, by, version)


def note_confidence(*, pairing: Pairing, side: str, rating: int) -> None:
    """How confident one of the two is at the start, for themselves alone; signing anew replaces it."""
    StartingConfidence.objects.update_or_create(pairing=pairing, side=side, defaults={"rating": rating})


@transaction.atomic
def void_when_words_have_changed(*, agreement: Agreement) -> bool:
    """A topic that was renamed, or a name, makes another text of one that was signed: a new version, which nobody has
    signed yet. Whoever signs next would else put their name beside one that stands under other words."""
    pairing = lock_pairing(agreement.pairing)
    current = Agreement.objects.prefetch_related("signatures").get(pk=agreement.pk)
    if pairing.state != State.PREPARING or not stale_marks(current):
        return False
    Agreement.objects.filter(pk=current.pk).update(version=F("version") + 1)
    return True


def stale_marks(agreement: Agreement) -> list[Signature]:
    """Signatures of the present version under words that are not those of now."""
    words = content_of(agreement)
    return [mark for mark in agreement.signatures.all() if is_present(mark, agreement) and mark.snapshot != words]


def is_present(mark: Signature, agreement: Agreement) -> bool:
    return bool(mark.version == agreement.version)


def signed_words(agreement: Agreement) -> dict[str, Any]:
    """What both have signed, in the words of that moment; the words of now until then. Both snapshots are the same."""
    snapshots = [mark.snapshot for mark in agreement.signatures.all() if is_present(mark, agreement)]
    return snapshots[0] if agreement.is_complete and snapshots else content_of(agreement)


def mark_of(agreement: Agreement) -> str:
    """The version and a fingerprint of its words: what the button to sign carries, so that nobody signs others."""
    return f"{agreement.version}-{digest(content_of(agreement))}"


@transaction.atomic
def _sign(agreement: Agreement, by: User, version: int) -> bool:
    pairing = lock_pairing(agreement.pairing)
    refuse_unless_one_of_two(pairing, by)
    current = Agreement.objects.prefetch_related("signatures").get(pk=agreement.pk)
    side = pairing.side_of(by)
    if pairing.is_running or current.is_signed_by(side):
        return False
    if pairing.state != State.PREPARING:
        raise Refused(_("The program has changed your pairing. There is nothing to sign any more."))
    if current.version != version:
        raise Conflict
    if not pairing.objectives.exists():
        raise Refused(_("Write down at least one objective before you sign."))
    snapshot = content_of(current)
    Signature.objects.create(agreement=current, side=side, user=by, version=current.version, snapshot=snapshot)
    if not waits_for_orientation(pairing, side):
        cancel_deliveries(subject_id=pairing.pk, kinds=[AGREE], recipients=[by.pk], reason="Signed.")
    return open_if_ready(pairing, heard=[by.pk])


def waits_for_orientation(pairing: Pairing, *sides: str) -> bool:
    """Whether one of these sides has not done the orientation that the program asks for; read anew."""
    asked = Program.objects.filter(pk=pairing.cycle.program_id, has_orientation=True)
    places = [getattr(pairing, f"{side}_id") for side in sides]
    return asked.exists() and Participant.objects.filter(pk__in=places, oriented_at__isnull=True).exists()


def is_signed_as_it_is(pairing: Pairing, *sides: str) -> bool:
    """Whether these sides have signed the agreement in the words of now."""
    agreement = Agreement.objects.prefetch_related("signatures").filter(pairing=pairing).first()
    return bool(agreement and all(agreement.is_signed_by(side) for side in sides) and not stale_marks(agreement))


def open_if_ready(pairing: Pairing, *, heard: Collection[uuid.UUID] = ()) -> bool:
    """Open a pairing that prepares once both have signed the same words, both have done the orientation and its first
    day is there; whether it did. Of the two those are told who have not `heard` of it otherwise. The pairing is held by
    the caller."""
    both = ("junior", "senior")
    is_ready = pairing.state == State.PREPARING and is_signed_as_it_is(pairing, *both)
    if not is_ready or pairing.begins_later(local_today()) or waits_for_orientation(pairing, *both):
        return False
    _open(pairing, Agreement.objects.get(pairing=pairing))
    tell_opened(pairing, heard)
    return True


def _open(pairing: Pairing, agreement: Agreement) -> None:
    now = timezone.now()
    Agreement.objects.filter(pk=agreement.pk).update(signed_at=now)
    pairing.state, pairing.opened_at = pairing.open_state, now
    pairing.save(update_fields=["state", "opened_at"])
    mark_active(participant_ids=[pairing.junior_id, pairing.senior_id])
    upper_floors.announce_change([pairing], upper_floors.OPENED)


@transaction.atomic
def set_progress(*, objective: Objective, progress: int, by: User) -> None:
    """How far an objective is, 0 to 100 percent, by either of the two while the pairing is open. Both read who set
    it, and what it was."""
    if not objective.pairing.is_running:
        raise Refused(_("Progress can be noted while the pairing is open."))
    current = Objective.objects.select_for_update().get(pk=objective.pk)
    if current.progress != progress:
        ObjectiveProgress.objects.create(
            objective=current, by=by, was=current.progress, became=progress, at=timezone.now()
        )
        Objective.objects.filter(pk=current.pk).update(progress=progress, version=F("version") + 1)
