"""`docs/personal-data.md`, written from the register of what is kept about people."""

from textwrap import fill

from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS, PersonalRecord, label_of
from people.retention.time_limits import RETENTION_RULES, RetentionRule

WIDTH = 119
HEAD = """# What is kept about people

For data-protection officers, works councils, and whoever keeps the record of processing. A test writes this page from
the code (`people/personal_data.py`), and fails for a model or a field with words, an address or a date that nobody has
declared. What somebody's export holds, and what erasure does, follows from the same declarations.

*Basis* is the legal basis that is offered; the organisation decides which it takes. *Export* is what the copy of one's
own data holds: what one may read in the product oneself, and nothing that somebody else has written in confidence.
*Erasure* is what becomes of it when a person is erased: what is theirs alone goes, what also belongs to somebody else
stays, with "former participant" in the place of their name. Who reads what has a page of its own,
[privacy.md](privacy.md).
"""
ON_RULES = """The worker applies these each day. What is about a pairing counts from its end, and only once its cycle is
closed; answers at enrolment from the end of the cycle; the rest from when it was written. A legal hold on a person or a
pairing keeps all that is about them. Logs, agendas, reflections and drafts go only once those whose they are have been
told a month before. Of what is said in confidence even HR is not told how much of it went: the number
would tell that there was any."""
SUBJECTS = {
    "people": "The directory, roles and the audit log",
    "allauth": "Signing in",
    "django": "Signing in",
    "roster": "Imports of the roster",
    "notifications": "Messages",
    "programs": "Programs and enrolment",
    "proposals": "Matching",
    "pairings": "Pairings",
    "sessions": "Meetings, logs and reviews",
    "community": "Thanks, and what people share",
    "insights": "What was in force",
}


def page_of() -> str:
    """The whole page."""
    by_subject: dict[str, list[PersonalRecord]] = {subject: [] for subject in SUBJECTS.values()}
    for record in PERSONAL_RECORDS:
        by_subject[SUBJECTS[record.label.partition(".")[0]]].append(record)
    parts = [HEAD]
    for subject, records in by_subject.items():
        parts += [f"## {subject}", "", *(part for record in records for part in section(record))]
    return "\n".join([*parts, *periods(), *impersonal()])


def section(record: PersonalRecord) -> list[str]:
    labels = {"For": record.purpose, "Basis": record.basis.label, "Read by": record.readers, "Kept": record.kept}
    facts = {name: f"{sentence(words)}" for name, words in labels.items()}
    if record.rules:
        facts["Kept"] += f" {rules_of(record)}"
    facts |= {"Export": exported(record), "Erasure": record.erasure}
    return [f"### {record.name}", "", *(item(f"**{name}.** {words}") for name, words in facts.items()), ""]


def rules_of(record: PersonalRecord) -> str:
    rules = [rule for rule in RETENTION_RULES if rule.code in record.rules]
    return " ".join(f"*{rule.name}*: {in_days(rule)}." for rule in rules)


def in_days(rule: RetentionRule) -> str:
    days = f"{rule.usual} day" if rule.usual == 1 else f"{rule.usual} days"
    return days if rule.is_fixed else f"{days} unless HR has set another period, {rule.least} at least"


def periods() -> list[str]:
    """Every rule of retention, with its reason."""
    head = [
        "## How long",
        "",
        fill(ON_RULES, WIDTH),
        "",
        "| what | days | what happens | why |",
        "| --- | --- | --- | --- |",
    ]
    return [
        *head,
        *(f"| {rule.name} | {in_days(rule)} | {rule.what} | {rule.reason} |" for rule in RETENTION_RULES),
        "",
    ]


def exported(record: PersonalRecord) -> str:
    names = [str(label_of(record.model, name)) for name in record.exported]
    told = f"{', '.join(names)}." if names else "nothing."
    kept_back: dict[str, list[str]] = {}
    for name, why in record.withheld.items():
        kept_back.setdefault(str(why), []).append(str(label_of(record.model, name)))
    without = "; ".join(f"{', '.join(fields)} ({why})" for why, fields in kept_back.items())
    return sentence(told) + (f" Without: {without}." if without else "")


def impersonal() -> list[str]:
    lines = [item(f"`{model.__name__}`: {why}.") for model, why in IMPERSONAL_MODELS]
    return ["## What holds nothing about a person", "", *lines, ""]


def item(text: str) -> str:
    return fill(f"- {text}", WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def sentence(words: object) -> str:
    text = str(words)
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."
