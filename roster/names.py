"""One cell with a whole name, cut into first and last name."""

PARTICLES = {
    "af", "al", "ap", "ben", "bin", "binti", "da", "dal", "de", "degli", "dei", "del", "della", "den", "der", "des",
    "di", "do", "dos", "du", "el", "ibn", "la", "le", "les", "lo", "san", "st", "ten", "ter", "van", "vom", "von", "y",
    "zu", "zum", "zur", "'t",
}  # fmt: skip
SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}


def split_name(name: str) -> tuple[str, str]:
    """First and last name: “Last, First” at the comma, else the last word with its particles.

    A name of one word is a first name: there are people with one name.
    """
    before, comma, after = name.partition(",")
    if comma and after.strip() and after.strip().casefold() not in SUFFIXES:
        return after.strip(), before.strip()
    words = name.replace(",", " ").split()
    if len(words) < 2:
        return name.strip(" ,"), ""
    cut = len(words) - 1
    if words[cut].casefold() in SUFFIXES and cut > 1:
        cut -= 1
    while cut > 1 and words[cut - 1].casefold() in PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])
