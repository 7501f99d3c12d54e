"""Two confidential words of the running program: one answered by the coordinator, one for the person of trust."""

import datetime as dt

from mentorship.demo import texts
from mentorship.demo.programs import JUNIOR, People
from pairings.models import ConfidentialWord, Pairing, WordLine, WordReader
from programs.models import Cycle, Program

TRUSTED = "Noor Aziz"


def confide(cycle: Cycle, everyone: People, now: dt.datetime) -> None:
    """Maria has written to Priya, who has answered; David to Noor, who has not read it yet."""
    Program.objects.filter(pk=cycle.program_id).update(person_of_trust=everyone[TRUSTED])
    answered = _word(cycle, everyone, "Maria Santos", "Priya Raman", "team", now - dt.timedelta(days=3))
    read_at = now - dt.timedelta(days=2, hours=20)
    answered.readers.update(first_read_at=read_at, read_at=read_at)
    WordLine.objects.create(
        word=answered, by=everyone["Priya Raman"], is_by_author=False, text=texts.WORD_ANSWER, sent_at=read_at
    )
    _word(cycle, everyone, "David Okafor", TRUSTED, "trusted", now - dt.timedelta(hours=5))


def _word(cycle: Cycle, everyone: People, author: str, reader: str, to: str, at: dt.datetime) -> ConfidentialWord:
    person = everyone[author]
    pairing = Pairing.objects.get(cycle=cycle, junior__user=person)
    word = ConfidentialWord.objects.create(pairing=pairing, side=JUNIOR, to=to, sent_at=at, author_read_at=at)
    WordReader.objects.create(word=word, user=everyone[reader])
    WordLine.objects.create(word=word, by=person, is_by_author=True, text=texts.WORDS[to], sent_at=at)
    return word
