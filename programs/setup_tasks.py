"""The topics of a program's set-up: what to decide, whether it is decided, and the answers for the check page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frame.ports import Hook
from notifications.message_texts import editable_kinds, texts_in_force
from people.clock import local_today
from programs.models import Cycle, Program, Side
from programs.selection import current_cycle

Text = str | Promise
Answer = tuple[Text, object]


def nothing_missing(program: Program) -> Text:
    return ""


@dataclass(frozen=True)
class SetupTopic:
    """One page of the set-up; `url_name` is reversed with the program's id.

    `is_complete(program)` decides whether the program may open; `missing(program)` says in words what is not there
    yet. `summary(program)` gives (label, answer) pairs for the check page. The program comes from
    `Program.objects.for_setup()`, so sponsor, coordinators, topics, questions and cycles are there already.
    """

    code: str
    title: Text
    url_name: str
    position: int
    is_complete: Callable[[Program], bool]
    summary: Callable[[Program], Sequence[Answer]]
    missing: Callable[[Program], Text] = nothing_missing
    about: Text = ""


topics: Hook[SetupTopic] = Hook(
    "programs.setup_tasks.topics", "The topics of a program's set-up.", key=lambda topic: topic.code
)


def all_topics() -> list[SetupTopic]:
    """The topics in order."""
    return sorted(topics, key=lambda topic: topic.position)


def incomplete_topics(program: Program) -> list[SetupTopic]:
    """What must be decided before enrolment opens."""
    return [topic for topic in all_topics() if not topic.is_complete(program)]


def first_cycle(program: Program) -> Cycle | None:
    """The cycle whose dates the set-up is about: the newest that is not closed."""
    return current_cycle(list(program.cycles.all()))


def purpose_missing(program: Program) -> str:
    if not program.purpose.strip():
        return _("Say what the program is for.")
    return "" if program.success_measures.strip() else _("Say how you will know that it worked.")


def purpose_summary(program: Program) -> list[Answer]:
    return [
        (_("Name"), program.name),
        (_("Purpose"), program.purpose),
        (_("How you will know that it worked"), program.success_measures),
    ]


def people_missing(program: Program) -> str:
    if not program.coordinators.all():
        return _("Say who runs the program.")
    return "" if program.sponsor else _("Nobody stands behind the program yet; one senior sponsor helps a lot.")


def people_summary(program: Program) -> list[Answer]:
    names = ", ".join(str(coordinator.user) for coordinator in program.coordinators.all())
    return [
        (_("Sponsor"), str(program.sponsor or "")),
        (_("Coordinators"), names),
        (_("Person of trust"), str(program.person_of_trust or _("Nobody"))),
    ]


def dates_missing(program: Program) -> str:
    cycle = first_cycle(program)
    if not (cycle and cycle.enrol_until and cycle.starts_on and cycle.ends_on):
        return _("Say when enrolment closes, and when the cycle starts and ends.")
    if program.is_draft and cycle.enrol_until < local_today():
        return _("The last day to enrol has passed. Move the dates.")
    return ""


def dates_summary(program: Program) -> list[Answer]:
    cycle = first_cycle(program)
    if cycle is None:
        return []
    dates = [
        (_("Partners are announced on"), cycle.match_on),
        (_("Starts on"), cycle.starts_on),
        (_("Ends on"), cycle.ends_on),
    ]
    return [
        (_("Cycle"), cycle.name),
        (_("Enrolment closes"), cycle.enrols_until or ""),
        *((label, date_format(date, "D j M Y") if date else "") for label, date in dates),
        (_("Partners change on"), date_format(cycle.rotates_on, "D j M Y") if cycle.rotates_on else _("Not at all")),
    ]


def meetings_summary(program: Program) -> list[Answer]:
    weeks, minutes, days = program.cadence_weeks, program.meeting_minutes, program.answer_days
    return [
        (_("How often"), ngettext("every week", "every %(n)s weeks", weeks) % {"n": weeks}),
        (_("How long"), ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}),
        (_("How many"), str(program.meetings_goal)),
        (_("Months in which people read their pages after a cycle"), str(program.alumni_months)),
        (_("Ways to meet"), ", ".join(program.channel_labels)),
        (_("Time to answer a proposed pairing"), ngettext("%(n)s day", "%(n)s days", days) % {"n": days}),
    ]


def topics_missing(program: Program) -> str:
    return "" if program.topics.all() else _("Add at least one topic that people can share or learn.")


def topics_summary(program: Program) -> list[Answer]:
    return [(_("Topics"), "\n".join(topic.name for topic in program.topics.all()))]


def questions_summary(program: Program) -> list[Answer]:
    questions = [f"{question.text} ({question.get_asked_display()})" for question in program.questions.all()]
    return [(_("Questions"), "\n".join(questions) or _("No questions beside the topics"))]


def reviews_summary(program: Program) -> list[Answer]:
    months = program.review_months
    return [
        (_("Review"), ngettext("every month", "every %(n)s months", months) % {"n": months}),
        (_("A review stays open for"), _("%(n)s days") % {"n": program.review_open_days}),
        (_("Between two reviews"), _("%(n)s days at least") % {"n": program.review_gap_days}),
        (_("Smallest group for results"), str(program.score_threshold)),
        (_("Smallest group for comments"), str(program.comment_threshold)),
    ]


def orientation_summary(program: Program) -> list[Answer]:
    own = {orientation.side for orientation in program.orientations.all()}
    words = [_("%(side)s: your words") if side in own else _("%(side)s: the standard words") for side in Side.values]
    sides = [words_for % {"side": Side(side).label} for words_for, side in zip(words, Side.values, strict=True)]
    return [(_("Orientation"), ", ".join(sides) if program.has_orientation else _("None is asked for"))]


def terms_summary(program: Program) -> list[Answer]:
    latest = next(iter(program.terms.all()), None)
    return [(_("Terms"), latest.text if latest and latest.text else _("Nothing is asked"))]


def messages_summary(program: Program) -> list[Answer]:
    worded = texts_in_force()
    labels = [str(kind.label) for kind in editable_kinds() if (program.pk, kind.code) in worded]
    return [(_("In words of your own"), ", ".join(labels) or _("None; all are in the standard words"))]


def always(program: Program) -> bool:
    """The defaults are good enough to open with."""
    return True


PURPOSE = SetupTopic(
    "purpose", gettext_lazy("Purpose and success"), "setup_purpose", 10,
    lambda program: not purpose_missing(program), purpose_summary, purpose_missing,
    gettext_lazy("One challenge, and how you will know that the program helped."),
)  # fmt: skip
PEOPLE = SetupTopic(
    "people", gettext_lazy("People in charge"), "setup_people", 20,
    lambda program: bool(program.coordinators.all()), people_summary, people_missing,
    gettext_lazy("The sponsor who stands behind the program and those who run it."),
)  # fmt: skip
DATES = SetupTopic(
    "dates", gettext_lazy("Dates"), "setup_dates", 30,
    lambda program: not dates_missing(program), dates_summary, dates_missing,
    gettext_lazy("When enrolment closes, when pairs start and when they end."),
)  # fmt: skip
MEETINGS = SetupTopic(
    "meetings", gettext_lazy("Meetings"), "setup_meetings", 40, always, meetings_summary,
    about=gettext_lazy("How often, how long, how many times and by which ways pairs meet."),
)  # fmt: skip
TOPICS = SetupTopic(
    "topics", gettext_lazy("Focus topics"), "setup_topics", 50,
    lambda program: not topics_missing(program), topics_summary, topics_missing,
    gettext_lazy("What mentors can share and leaders want to learn; matching looks at them first."),
)  # fmt: skip
QUESTIONS = SetupTopic(
    "questions", gettext_lazy("Enrolment questions"), "setup_questions", 60, always, questions_summary,
    about=gettext_lazy("What people are asked when they enrol, and who reads the answers."),
)  # fmt: skip
REVIEWS = SetupTopic(
    "reviews", gettext_lazy("Reviews"), "setup_reviews", 70, always, reviews_summary,
    about=gettext_lazy("How often you ask how it goes, and how small a group may be shown."),
)  # fmt: skip
ORIENTATION = SetupTopic(
    "orientation", gettext_lazy("Orientation"), "setup_orientation", 67, always, orientation_summary,
    about=gettext_lazy("What each side reads before the first meeting, and what leaders pledge."),
)  # fmt: skip
TERMS = SetupTopic(
    "terms", gettext_lazy("Terms"), "setup_terms", 65, always, terms_summary,
    about=gettext_lazy("What people agree to when they enrol, if you ask them to; every version is kept."),
)  # fmt: skip
MESSAGES = SetupTopic(
    "messages", gettext_lazy("Messages"), "setup_messages", 90, always, messages_summary,
    about=gettext_lazy("What people are sent, and in whose words: yours, or the standard ones."),
)  # fmt: skip

OWN_TOPICS = (PURPOSE, PEOPLE, DATES, MEETINGS, TOPICS, QUESTIONS, TERMS, ORIENTATION, REVIEWS, MESSAGES)


def url_of(topic: SetupTopic, program: Program) -> str:
    return reverse(topic.url_name, args=[program.pk])
