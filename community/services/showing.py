"""Whether everyone in the program sees what a pair has come to: each of the two says so for themselves, and neither
ever sees what the other has said."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Milestone, SharedWin
from frame.errors import Refused
from pairings.models import Pairing
from people.models import User
from sessions.models import Win


@transaction.atomic
def show_milestone(*, milestone: Milestone, by: User, shows: bool) -> Milestone:
    """One of the two shows it to the program, or does not; with the second yes it is published, with a no not any
    more."""
    side = own_side(milestone.pairing, by)
    row = Milestone.objects.filter(pk=milestone.pk)
    if shows:
        row.update(**{f"{side}_shows": True})
        row.filter(junior_shows=True, senior_shows=True, published_at=None).update(published_at=timezone.now())
    else:
        row.update(**{f"{side}_shows": False, "published_at": None})
    milestone.refresh_from_db()
    return milestone


@transaction.atomic
def show_win(*, win: Win, by: User, version: int, shows: bool) -> SharedWin:
    """Say whether one shows a small win of the pair to everybody; it is published once both do. `version` is that of
    the words one has read: nobody shows others."""
    side = own_side(win.pairing, by)
    if shows and not Win.objects.filter(pk=win.pk, version=version, taken_back_at__isnull=True).exists():
        raise Refused(_("The words have changed since you opened the page. Read them again, then decide."))
    shared, _is_new = SharedWin.objects.get_or_create(win=win)
    row = SharedWin.objects.filter(pk=shared.pk)
    if shows:
        # Of other words than the other side has agreed to it is not published any more.
        row.exclude(**{f"{side}_version": version}).update(**{f"{side}_version": version, "published_at": None})
        row.filter(junior_version=F("senior_version"), published_at=None).update(published_at=timezone.now())
    else:
        row.update(**{f"{side}_version": None, "published_at": None})
    shared.refresh_from_db()
    return shared


def own_side(pairing: Pairing, by: User) -> str:
    side = pairing.side_of(by)
    if not side:
        raise Refused(_("Only the two of this pairing decide who sees it."))
    return side
