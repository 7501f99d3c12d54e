"""Verbs about a program as a whole: make, copy, open, archive."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.message_texts import copy_texts
from people.models import User
from programs.catalogue import ProgramTemplate
from programs.models import Cycle, Program, Question, Terms, Topic
from programs.recording import record_act
from programs.services.orientation import copy_orientation
from programs.setup_tasks import incomplete_topics

COPIED = (
    "template", "purpose", "success_measures", "cadence_weeks", "meeting_minutes", "meetings_goal", "channels",
    "review_months", "review_open_days", "review_gap_days", "score_threshold",
    "comment_threshold", "answer_days", "has_orientation", "alumni_months",
)  # fmt: skip
ASKED = (
    "text", "asked", "is_required", "is_for_partner", "kind", "options", "counts", "is_lived", "is_in_figures",
    "position",
)  # fmt: skip


@transaction.atomic
def create_program(*, name: str, template: ProgramTemplate, by: User) -> Program:
    """A draft with everything the template brings and its first cycle."""
    program = Program.objects.create(
        name=name,
        template=template.code,
        purpose=str(template.purpose),
        success_measures=str(template.success_measures),
        cadence_weeks=template.cadence_weeks,
        meeting_minutes=template.meeting_minutes,
        meetings_goal=template.meetings_goal,
        created_by=by,
    )
    Topic.objects.bulk_create(
        Topic(program=program, name=str(topic), position=position) for position, topic in enumerate(template.topics)
    )
    questions = [question.as_question() for question in template.questions]
    for position, question in enumerate(questions):
        question.program, question.position = program, position
    Question.objects.bulk_create(questions)
    Cycle.objects.create(program=program, name=_("First cycle"))
    record_act("program.created", program, about=program, by=by)
    return program


@transaction.atomic
def copy_program(*, program: Program, name: str, by: User) -> Program:
    """A draft with the same set-up, topics, questions and messages; without people and dates."""
    values = {field: getattr(program, field) for field in COPIED}
    copy = Program.objects.create(name=name, created_by=by, sponsor=program.sponsor, **values)
    Topic.objects.bulk_create(
        Topic(program=copy, name=topic.name, position=topic.position) for topic in program.topics.all()
    )
    Question.objects.bulk_create(
        Question(program=copy, **{field: getattr(question, field) for field in ASKED})
        for question in program.questions.all()
    )
    if terms := next((version for version in program.terms.all()[:1] if version.text), None):
        Terms.objects.create(program=copy, version=1, text=terms.text, written_by=by)
    copy_orientation(source=program, target=copy, by=by)
    copy_texts(source=program.pk, target=copy.pk, author=by)
    Cycle.objects.create(program=copy, name=_("First cycle"))
    record_act("program.created", copy, about=copy, by=by)
    return copy


@transaction.atomic
def open_program(*, program: Program) -> bool:
    """Open enrolment; refused while something is missing. False when it was open already."""
    if program.is_archived:
        raise Refused(_("This program is archived. Copy it to run it again."))
    missing = [str(topic.title) for topic in incomplete_topics(program)]
    if missing and program.is_draft:
        raise Refused(_("Before enrolment can open, complete: %(topics)s.") % {"topics": ", ".join(missing)})
    drafts = Program.objects.filter(pk=program.pk, state=Program.State.DRAFT)
    is_opened = bool(drafts.update(state=Program.State.OPEN, opened_at=timezone.now()))
    if is_opened:
        record_act("program.opened", program, about=program)
    return is_opened


def refuse_going_on(program: Program) -> None:
    """A program with a cycle under way is not put away."""
    going_on = program.cycles.filter(state__in=["matching", "running", "closing"])
    if not program.is_archived and going_on.exists():
        raise Refused(_("A cycle of this program is still going on. Close it first, then archive the program."))


@transaction.atomic
def archive_program(*, program: Program) -> bool:
    """Put a program away; refused while a cycle is going on. False when it was archived already."""
    refuse_going_on(program)
    others = Program.objects.filter(pk=program.pk).exclude(state=Program.State.ARCHIVED)
    is_put_away = bool(others.update(state=Program.State.ARCHIVED))
    if is_put_away:
        record_act("program.archived", program, about=program)
    return is_put_away
