"""A word to the mentor's line manager: the leader writes it, the mentor reads it first and decides."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.floods import refuse_flood
from community.models import ManagerWord
from frame.errors import Refused
from notifications.services import cancel_deliveries, owe
from pairings.models import Pairing
from people.models import User
from programs.models import Side

TO_READ, FOR_MANAGER = "manager_word_to_read", "manager_word"
MOST_A_DAY = 5


@transaction.atomic
def write_to_manager(*, pairing: Pairing, by: User, text: str) -> ManagerWord:
    """The leader's two sentences, one for a pairing; the mentor is asked to read them first."""
    if pairing.side_of(by) != Side.SENIOR:
        raise Refused(_("Only the leader of a pairing writes to the mentor's line manager."))
    refuse_flood(by=by, written=ManagerWord.objects.filter(author=by), at="written_at", most=MOST_A_DAY)
    if ManagerWord.objects.filter(pairing=pairing, dropped_at__isnull=True).exists():
        raise Refused(_("You have written about this pairing already. Take that back first if you would say it anew."))
    word: ManagerWord = ManagerWord.objects.create(pairing=pairing, author=by, text=text)
    mentor, program = pairing.junior.user_id, pairing.cycle.program_id
    owe(kind=TO_READ, recipients=[mentor], subject_id=word.pk, scope=program)
    return word


def why_not_to_manager(word: ManagerWord) -> str:
    """Why it can go to nobody, with what helps; empty where it can."""
    manager = word.pairing.junior.user.manager
    if manager is None or not manager.is_active:
        return _("Turnabout does not know who your line manager is. HR can add it; until then nothing can be sent.")
    if manager.pk == word.author_id:
        return _("Your line manager has written it, so there is nobody to send it to.")
    return ""


def terms_of(word: ManagerWord) -> str:
    """To whom it would go, and whether with the hours: what the mentor reads before letting it go."""
    return f"{word.pairing.junior.user.manager_id} {tells_hours(word)}"


@transaction.atomic
def decide_about_word(*, word: ManagerWord, by: User, release: bool, terms: str | None = None) -> ManagerWord:
    """The mentor lets it go to their line manager, or keeps it; nobody else learns which. What has gone cannot be
    called back, what was kept can still go. Refused where it would go on other `terms` than the mentor has read."""
    if not word.may_be_decided_by(by):
        raise Refused(_("This has gone to your line manager already, or was taken back by its author."))
    if release and (hindrance := why_not_to_manager(word)):
        raise Refused(hindrance)
    if release and terms is not None and terms != terms_of(word):
        raise Refused(_("To whom it goes, or with what, has changed since you opened the page. Read it, then decide."))
    undecided = ManagerWord.objects.filter(pk=word.pk, released_at=None, dropped_at=None)
    now, program = timezone.now(), word.pairing.cycle.program
    if not release:
        undecided.filter(kept_at=None).update(kept_at=now)
    else:
        manager = word.pairing.junior.user.manager
        told = {"manager": manager, "tells_hours": tells_hours(word)}
        if manager and undecided.update(released_at=now, kept_at=None, **told):
            owe(kind=FOR_MANAGER, recipients=[manager.pk], subject_id=word.pk, scope=program.pk)
    word.refresh_from_db(fields=["released_at", "kept_at", "manager", "tells_hours"])
    return word


def tells_hours(word: ManagerWord) -> bool:
    """Whether the program lets a manager know how many hours the two have met."""
    community = getattr(word.pairing.cycle.program, "community", None)
    return bool(community and community.tells_hours)


@transaction.atomic
def drop_word(*, word: ManagerWord, by: User) -> None:
    """Its author takes it back. What the mentor has released stays with the manager; all the rest goes. The author is
    told the same either way."""
    if word.author_id != by.pk:
        raise Refused(_("Only the one who wrote it can take it back."))
    cancel_deliveries(subject_id=word.pk, kinds=[TO_READ], reason=_("It was taken back."))
    ManagerWord.objects.filter(pk=word.pk, released_at=None).delete()
    ManagerWord.objects.filter(pk=word.pk, dropped_at=None).update(dropped_at=timezone.now())
