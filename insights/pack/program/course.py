"""How a program goes: who runs it, what it asks at enrolment and who reads that, what it asks of pairs."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.pack.content import Fact, Section
from programs.models import Program, Question, Terms
from sessions.slipping import DUE_AFTER, SLIPS_AT


def team(program: Program) -> Section:
    coordinators = sorted(str(coordinator.user_id) for coordinator in program.coordinators.all())
    count = ngettext("%(n)s person", "%(n)s people", len(coordinators)) % {"n": len(coordinators)}
    return Section(
        "team",
        _("Who runs it, and whom to ask"),
        (
            Fact("coordinators", _("Coordinators"), count, people=tuple(coordinators)),
            Fact("person_of_trust", _("Person of trust, outside HR and the team"), *_named(program.person_of_trust_id)),
            Fact("sponsor", _("Sponsor, who reads totals and results for groups"), *_named(program.sponsor_id)),
        ),
        _(
            "Ask a coordinator about the program, or about a proposal. The program team is the coordinators and HR. "
            "Whoever is part of a pair, or manages or assists one of the two, is not program team for that pair."
        ),
    )


def _named(pk: object) -> tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Value, details and people of a line about one person or nobody."""
    return ("", (), (str(pk),)) if pk else (_("nobody"), (), ())


def asked(program: Program) -> Section:
    return Section(
        "asked",
        _("What it asks at enrolment"),
        (
            *(
                Fact(f"question_{question.pk.hex}", question.text, _readers(question), _how(question))
                for question in program.questions.all()
            ),
            Fact("terms", _("Terms that people agree to"), _terms(program)),
        ),
        _("Besides topics, wishes for a partner, and how many partners one can take."),
    )


def _terms(program: Program) -> str:
    """The version in force; one without words takes the terms away."""
    version, text = getattr(program, "terms_version", None), getattr(program, "terms_text", "")
    return str(Terms(version=version or 0)).capitalize() if text else _("none")


def _readers(question: Question) -> str:
    if question.is_lived:
        return _("the program team alone; no explanation names it")
    return _("the program team and the partner") if question.is_for_partner else _("the program team")


def _how(question: Question) -> tuple[tuple[str, str], ...]:
    counts = _("no")
    if question.is_counted:
        counts = _("yes, for those who agree") if question.is_lived else _("yes")
    return (
        (_("Asked of"), str(question.get_asked_display())),
        (_("An answer is needed"), _("yes") if question.is_required else _("no")),
        (_("Counts in matching"), counts),
    )


def _yes_or_no(is_so: bool) -> str:
    return _("yes") if is_so else _("no")


def _told_hours(program: Program) -> str:
    """With what the leader writes, and only if the mentor lets it go there."""
    community = getattr(program, "community", None)
    return _("if the mentor lets them") if community and community.tells_hours else _("never")


def meetings(program: Program) -> Section:
    return Section(
        "meetings",
        _("Meetings, and what the team sees of them"),
        (
            Fact("cadence", _("Weeks between meetings"), str(program.cadence_weeks)),
            Fact("minutes", _("Minutes of a meeting"), str(program.meeting_minutes)),
            Fact("orientation", _("Orientation before the first meeting"), _yes_or_no(program.has_orientation)),
            Fact("goal", _("Number of meetings"), str(program.meetings_goal)),
            Fact("alumni", _("Months in which people read their pages after a cycle"), str(program.alumni_months)),
            Fact("told_hours", _("A mentor's line manager is told hours of meetings"), _told_hours(program)),
            Fact(
                "slipping",
                _("The team is told of a pair after"),
                _(
                    "%(meetings)s meetings in a row that were cancelled, missed, or not planned %(late)s times the "
                    "usual interval after the last"
                )
                % {"meetings": SLIPS_AT, "late": DUE_AFTER},
            ),
        ),
        _(
            "The program team reads for each pair that a meeting was planned, held, moved, cancelled or missed, and by "
            "which side; never what was said. Sponsors read totals."
        ),
    )
