"""Erasing one of two: not while they are a pair, and their name goes from what both have signed."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.stored_names import take_out_of_messages_to
from pairings.models import EarlierText, Pairing, Signature
from pairings.querysets import OPEN, is_untold
from people.erasure.obstacles import Obstacle
from people.erasure.stored_names import StoredName
from people.models import User
from people.own_data.copies import forget_copies_of


def open_pairing(person: User, reader: User | None) -> Iterable[Obstacle]:
    """A pairing ends first. One that came to nothing counts until both have been told, or its absence would tell."""
    known = Pairing.objects.ever_of(person).filter(Q(state__in=OPEN) | is_untold(timezone.now()))
    pairing = known.order_by("proposed_at", "pk").first()
    if pairing is None:
        return
    sentence = _(
        "There is a pairing that is not over, or of which not everybody has been told how it ended. It ends first: one "
        "of the two, or the program team, ends it on its page, and both are told at the next hour for that."
    )
    is_self = reader is not None and reader.pk == person.pk
    url = pairing.url if is_self else reverse("oversight_detail", args=[pairing.pk])
    yield Obstacle(sentence, url, _("The pairing"))


def take_out_of_agreements(stored: StoredName) -> None:
    """Who signed stands in what was signed; messages to the other one name them in short, and a copy of the other one's
    data on each page: it goes, for it is sealed."""
    is_theirs = Q(agreement__pairing__junior__user=stored.person_id) | Q(
        agreement__pairing__senior__user=stored.person_id
    )
    for signature in Signature.objects.filter(is_theirs):
        Signature.objects.filter(pk=signature.pk).update(snapshot=_without(stored, signature.snapshot))
    of_pair = Q(pairing__junior__user=stored.person_id) | Q(pairing__senior__user=stored.person_id)
    for text in EarlierText.objects.filter(of_pair, Q(was__has_key="mentor") | Q(was__has_key="leader")):
        EarlierText.objects.filter(pk=text.pk).update(was=_without(stored, text.was))
    pairs = Pairing.objects.filter(Q(junior__user=stored.person_id) | Q(senior__user=stored.person_id))
    ids = {pk for two in pairs.order_by().values_list("junior__user", "senior__user") for pk in two}
    take_out_of_messages_to(ids - {stored.person_id}, stored)
    forget_copies_of(ids - {stored.person_id})


def _without(stored: StoredName, kept: dict[str, object]) -> dict[str, object]:
    """With the names of the two alone: every other word is what they agreed on."""
    sides = [side for side in ("mentor", "leader") if side in kept]
    names: dict[str, object] = {side: stored.taken_out(str(kept[side])) for side in sides}
    return kept | names
