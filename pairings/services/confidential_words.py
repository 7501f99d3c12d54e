"""Verbs about confidential words: sending, answering, having read, taking back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.models import Delivery
from notifications.services import owe
from pairings.models import ConfidentialWord, Pairing, WordLine, WordReader
from pairings.people_to_turn_to import addressees_of
from pairings.services.locking import lock_pairing
from people.models import User

#: The message that says no more than that there is something to read.
TO_READ = "something_to_read"
#: The same words again within this time come from a second window, not from a second thought.
AT_ONCE = dt.timedelta(minutes=1)


@transaction.atomic
def send_word(*, pairing: Pairing, by: User, to: str, text: str) -> ConfidentialWord:
    """One of the two writes to those whom the page names. It changes nothing else: no state, no todo, no audit.

    The same words sent from a second window within a minute are the ones that are there already.
    """
    pairing = lock_pairing(pairing)  # who is close is asked now, not when the page was opened
    readers = addressees_of(pairing).of(to)
    if not readers:
        raise Refused(_("Nobody there may read it any more. Look whom you can turn to now."))
    if sent := _sent_just_now(pairing, by, to, text):
        return sent
    word = ConfidentialWord.objects.create(pairing=pairing, side=pairing.side_of(by), to=to)
    WordReader.objects.bulk_create(WordReader(word=word, user=reader) for reader in readers)
    add_line(word=word, by=by, text=text)
    return word


def _sent_just_now(pairing: Pairing, by: User, to: str, text: str) -> ConfidentialWord | None:
    own = ConfidentialWord.objects.written_by(by).filter(pairing=pairing, to=to)
    just_now = WordLine.objects.filter(text=text, is_by_author=True, sent_at__gt=timezone.now() - AT_ONCE)
    return own.filter(pk__in=just_now.values("word")).first()


@transaction.atomic
def add_line(*, word: ConfidentialWord, by: User, text: str) -> WordLine:
    """An answer of a reader, or a further line of the author; whoever it is for reads that there is something.

    What was the last line already is not said twice.
    """
    locked = ConfidentialWord.objects.select_for_update(of=("self",)).filter(pk=word.pk).first()
    if locked is None:
        raise Refused(_("This was taken back. There is nothing to answer any more."))
    last = locked.lines.order_by("sent_at").last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    is_by_author = word.is_by(by)
    line = WordLine.objects.create(word=word, by=by, is_by_author=is_by_author, text=text)
    allowed = set(ConfidentialWord.objects.readers_of(word)) if is_by_author else {word.author.pk}
    owe(kind=TO_READ, recipients=sorted(allowed), subject_id=word.pk, occasion=str(line.pk))
    return line


@transaction.atomic
def note_reading(*, word: ConfidentialWord, by: User) -> None:
    """Somebody has the word before them: its author sees that it was read."""
    now = timezone.now()
    if word.is_by(by):
        ConfidentialWord.objects.filter(pk=word.pk).update(author_read_at=now)
        return
    own = WordReader.objects.filter(word=word, user=by)
    own.filter(first_read_at__isnull=True).update(first_read_at=now)
    own.update(read_at=now)


@transaction.atomic
def take_back_word(*, word: ConfidentialWord, by: User) -> bool:
    """Its author wants it gone, with all that was said; True when somebody had read it before. Twice is harmless."""
    locked = ConfidentialWord.objects.written_by(by).select_for_update(of=("self",)).filter(pk=word.pk).first()
    if locked is None:
        return False
    was_read = locked.readers.filter(first_read_at__isnull=False).exists()
    Delivery.objects.filter(kind=TO_READ, subject_id=locked.pk).delete()
    locked.delete()
    return was_read
