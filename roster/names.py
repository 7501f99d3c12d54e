"""First and last name out of the one cell in which a file has both.

What is no name (titles, degrees, remarks in brackets) is left out of it. A name that is cut wrongly greets somebody
wrongly for years, so the preview shows how each new person would be greeted, and names may stay whole.
"""

import re

REMARK = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
PARTICLES = {
    "af", "al", "ap", "ben", "bin", "binti", "da", "dal", "de", "degli", "dei", "del", "della", "den", "der", "des",
    "di", "do", "dos", "du", "el", "ibn", "la", "le", "les", "lo", "san", "st", "ten", "ter", "van", "vom", "von", "y",
    "zu", "zum", "zur", "'t",
}  # fmt: skip
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
#: What stands before names, without dots.
TITLES = {
    "dr", "prof", "mr", "mrs", "ms", "miss", "mx", "ing", "dipl-ing", "dipl", "mag", "herr", "frau", "mme", "mlle",
    "dott", "dottssa", "drs", "ir", "sra", "srta",
}  # fmt: skip
#: What belongs to a title that stands before it: Dr. med. univ.
OF_TITLES = {"med", "univ", "dent", "phil", "rer", "nat", "pol", "jur", "habil", "hc", "h"}
#: What stands behind names, as it is spelled but for dots. The short ones are surnames too: Ma, Ba.
DEGREES = {
    "PhD", "DPhil", "MD", "MBA", "EMBA", "MSc", "BSc", "MA", "BA", "MEng", "BEng", "MPA", "MPH", "LLM", "LLB", "JD",
    "EdD", "CPA", "CFA", "CFP", "PMP", "RN", "DDS", "DVM", "PE", "CISSP", "FRCS", "OBE", "MBE", "CBE", "ACCA", "ACA",
    "FCA", "PHR", "SPHR", "SHRM-CP", "SHRM-SCP", "MIM", "Esq",
}  # fmt: skip
LONG_ENOUGH = 3
#: What was chosen for names that stand in one column: not to cut them.
WHOLE = "whole"


def split_name(name: str) -> tuple[str, str]:
    """First and last name: “Last, First” at the comma, “LAST First” at the capitals, else the last word with its
    particles. A name of one word is a first name: there are people with one name.
    """
    parts = [" ".join(part.split()) for part in REMARK.sub("", name).split(",")]
    suffixes = [part for part in parts if _bare(part) in SUFFIXES]
    named = [part for part in parts if part and part not in suffixes and not _is_degrees(part, name)]
    if not named:
        return " ".join(name.split()).strip(" ,"), ""
    if len(named) > 1:
        first, last = " ".join(_without_titles(" ".join(named[1:]).split())), named[0]
    else:
        first, last = _cut(_without_degrees(_without_titles(named[0].split())))
    return (first, " ".join([last, *suffixes])) if last else (" ".join([first, *suffixes]), "")


def whole_name(name: str) -> str:
    """The name in one field as the file has it, without remarks in brackets."""
    return " ".join(REMARK.sub("", name).split()).strip(" ,") or name.strip()


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()


def _is_degrees(part: str, name: str) -> bool:
    """Whether a part between commas holds degrees alone; in a name of capitals MA may be a name."""
    words = [word.replace(".", "") for word in part.split()]
    is_sure = "." in part or not name.isupper()
    return all(word in DEGREES and (is_sure or len(word) >= LONG_ENOUGH) for word in words)


def _without_titles(words: list[str]) -> list[str]:
    """Of “Dr. med. univ. Margit Popper” the name; a single word is one whatever it says."""
    start = 0
    while start < len(words) - 1:
        bare = _bare(words[start])
        if bare not in TITLES and not (start and bare in OF_TITLES):
            break
        start += 1
    return words[start:]


def _without_degrees(words: list[str]) -> list[str]:
    """Without the degrees that stand behind two names or more, with no comma before them."""
    end = len(words)
    while end > 2 and _is_degrees(words[end - 1], "") and len(_bare(words[end - 1])) >= LONG_ENOUGH:
        end -= 1
    return words[:end]


def _cut(words: list[str]) -> tuple[str, str]:
    if len(words) < 2:
        return " ".join(words), ""
    if capitals := _leading_capitals(words):
        return " ".join(words[capitals:]), " ".join(words[:capitals])
    cut = len(words) - 1
    if _bare(words[cut]) in SUFFIXES and cut > 1:
        cut -= 1
    while cut > 1 and words[cut - 1].casefold() in PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _leading_capitals(words: list[str]) -> int:
    """How many words of “DE LA TOUR Claire” are the last name; none where all are in capitals, or only initials."""
    count = next((index for index, word in enumerate(words) if not word.isupper()), 0)
    return count if any(len(word.strip(".")) >= LONG_ENOUGH for word in words[:count]) else 0


COMMON_NAME = re.compile(r"CN=((?:[^,\\]|\\.)+)", re.IGNORECASE)


def named_in(reference: str) -> str:
    """The name by which a manager is called: of `CN=Rolf Amsel,OU=Sales` and “Amsel, Rolf” it is “Rolf Amsel”."""
    common_name = COMMON_NAME.match(reference)
    name = re.sub(r"\\(.)", r"\1", common_name[1]) if common_name else reference
    return " ".join(filter(None, split_name(name)))
