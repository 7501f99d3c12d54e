"""Words as they are compared when somebody searches: without case, accents and other ways of writing one letter.

Both what is stored to be searched (people.search) and what is typed go through here, so that either finds the other.
"""

import unicodedata

#: Letters that no Unicode form takes apart, in plain ones. casefold() has done the others: ß is ss, and so on.
PLAIN = str.maketrans(
    {
        "\u0131": "i", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ŧ": "t", "ħ": "h",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-",
    }
)  # fmt: skip
#: Letters that some write as two: Müller is Mueller, Åse is Aase.
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
#: Left out, since some type them and others do not: O'Brien, O’Brien, OBrien.
WITHOUT_APOSTROPHES = str.maketrans("", "", "'`\u00b4\u2018\u2019\u02bc\uff07")


def folded(text: str) -> str:
    """The text for comparing: compatibility forms and widths made one, no case, no accents, single blanks.

    "José  ŁUKASZ" gives "jose lukasz". Marks that make another letter of what they stand on (the vowels of Indian
    scripts and Thai, the voicing of kana) stay.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().translate(WITHOUT_APOSTROPHES).split())
    # Twice, for some capitals come apart only once they are small.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(sign for sign in apart if not _is_accent(sign) and not _is_unseen(sign))
    plain = unicodedata.normalize("NFC", kept).translate(PLAIN).translate(WITHOUT_APOSTROPHES)
    return " ".join(plain.split())


def spellings(text: str) -> list[str]:
    """The folded text; and where it has letters that may be written as two, also with these: Müller, Mueller."""
    if text.isascii():
        return [folded(text)]
    spelled_out = unicodedata.normalize("NFC", text).casefold().translate(SPELLED_OUT)
    return list(dict.fromkeys((folded(text), folded(spelled_out))))


def _is_accent(sign: str) -> bool:
    """By the classes of Unicode: attached, above, below or through a letter; and the points of Hebrew and Arabic."""
    kind = unicodedata.combining(sign)
    return kind >= 200 or 10 <= kind <= 35 or kind == 1


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf") and not sign.isspace()
