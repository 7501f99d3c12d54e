"""What the organisation calls mentors, leaders and programs, and how these words come into a text of ours."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Vocabulary(NamedTuple):
    """One and several of each, as they stand in the middle of a sentence."""

    mentor: str = "mentor"
    mentors: str = "mentors"
    leader: str = "leader"
    leaders: str = "leaders"
    program: str = "program"
    programs: str = "programs"


PRODUCT = Vocabulary()
#: Where one of the words means something else, and stays.
MEANT_OTHERWISE = (
    "senior leaders?",  # whoever leads the organisation, paired or not
    "spreadsheet program|(?:the same|data.json) for programs",  # on somebody's computer
    "career mentors",  # what one does, not who one is
)
#: Passed over: what is filled in later, markup, addresses, the phrases above.
_KEPT = r"%\(\w+\)[a-z]|\{[^}]*\}|<[^>]*>|https?://\S+|\S+@\S+|\b(?:" + "|".join(MEANT_OTHERWISE) + r")\b"
#: Groups: an article before it, the word, the mark of a possessive behind it.
_WORDS = re.compile(rf"{_KEPT}|(\b[Aa]\s+)?\b([Mm]entors?|[Ll]eaders?|[Pp]rograms?)\b(['’]s?)?")
#: Beginnings that are spoken otherwise than they are written: "an hour", "a union", "a one-to-one".
_SPOKEN_VOWEL = re.compile(r"hour|heir|honest|hono")
_SPOKEN_CONSONANT = re.compile(r"eu|ewe|uni(?![mn])|u[^aeiou][aeiou]|one\b|once\b")
#: Letters whose names begin with a vowel: "an HR partner".
_SPELT_WITH_VOWEL = "AEFHILMNORSX"
#: Letters and marks by their category that show nothing: with them a sentence could seem to speak of nobody.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def is_own_word(text: str) -> bool:
    """Letters of any script that can be seen, with single blanks, hyphens or apostrophes between them. Nothing else may
    come into texts: they are HTML, and names and numbers are filled into them."""
    if _UNSEEN.search(text):
        return False
    categories = [[unicodedata.category(sign)[0] for sign in part] for part in re.split("[ ’-]", text)]
    return all(part and part[0] == "L" and {*part} <= {"L", "M"} for part in categories)


@lru_cache(maxsize=8192)
def put_into_words(text: str, vocabulary: Vocabulary) -> str:
    """A text of ours, not filled in yet, in these words: with capital letters, plurals, possessives and articles."""

    def replaced(match: re.Match[str]) -> str:
        article, word, mark = match.groups(default="")
        if not word:
            return match[0]
        own: str = getattr(vocabulary, word.lower())
        shown = own[0].upper() + own[1:] if word[0].isupper() else own
        return _with_article(article, own) + shown + _possessive(mark, word, own)

    return _WORDS.sub(replaced, text)


def _with_article(article: str, word: str) -> str:
    """The text's "a " as the word wants it."""
    return f"{article[0]}n{article[1:]}" if article and begins_with_vowel(word) else article


def begins_with_vowel(word: str) -> bool:
    """Whether English says "an" before it."""
    first = re.split(r"[\s-]", word)[0]
    if first.isupper():
        return first[0] in _SPELT_WITH_VOWEL
    spoken = first.lower()
    if _SPOKEN_VOWEL.match(spoken):
        return True
    letter = unicodedata.normalize("NFD", spoken)[0]
    return letter in "aeiouæøœ" and not _SPOKEN_CONSONANT.match(spoken)


def _possessive(mark: str, word: str, own: str) -> str:
    """`'` behind a plural that ends in s, `'s` behind any other word."""
    is_of_several = len(mark) == 1 and word.endswith("s")
    return f"{mark}s" if is_of_several and not own.endswith("s") else mark
