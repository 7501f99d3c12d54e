"""What is kept about people and for how long, from the register of personal data and the rules of retention; and what
is promised to those who write."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.pack.content import Fact, Section
from people.personal_data import PERSONAL_RECORDS, PersonalRecord
from people.promises import CHAPTERS
from people.retention.time_limits import RETENTION_RULES, RetentionRule


def kept_about_people(days: Mapping[str, int]) -> Section:
    """`days` are those of every rule of retention by its code."""
    return Section(
        "register",
        _("What is kept about people, and who reads it"),
        tuple(_of_record(record, days) for record in PERSONAL_RECORDS),
        _("Everything that the product keeps about a person. What is not listed is not kept."),
    )


def _of_record(record: PersonalRecord, days: Mapping[str, int]) -> Fact:
    periods = ((str(rule.name), in_days(days[rule.code])) for rule in RETENTION_RULES if rule.code in record.rules)
    details = (
        (_("Read by"), str(record.readers)),
        (_("For"), str(record.purpose)),
        (_("On the basis of"), str(record.basis.label)),
        (_("Kept"), str(record.kept)),
        *periods,
    )
    return Fact(record.label, str(record.name), details=details)


def how_long(days: Mapping[str, int]) -> Section:
    """`days` are those of every rule by its code."""
    return Section(
        "retention",
        _("How long things are kept"),
        (
            *(_of_rule(rule, days[rule.code]) for rule in RETENTION_RULES),
            Fact("answers", _("Answers to a review"), _("until it closes; then they are deleted")),
        ),
        _(
            "HR may choose other periods where a limit is named. Each day the product lets go of what is old enough, "
            "save what a dispute needs."
        ),
    )


def _of_rule(rule: RetentionRule, days: int) -> Fact:
    limit = _("none: the product needs just so long") if rule.is_fixed else _("at least %(n)s") % {"n": rule.least}
    details = ((_("Then"), str(rule.what)), (_("Why so long"), str(rule.reason)), (_("Other periods"), limit))
    return Fact(rule.code, str(rule.name), in_days(days), details)


def in_days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def promised(days: dict[str, int]) -> list[Section]:
    """A section for each chapter of the page "What happens to my words", word for word."""
    return [
        Section(
            f"promised_{chapter.code}",
            _("Your words: %(chapter)s") % {"chapter": chapter.title},
            tuple(Fact(promise.code, str(promise.name), promise.with_days(days)) for promise in chapter.promises),
        )
        for chapter in CHAPTERS
    ]
