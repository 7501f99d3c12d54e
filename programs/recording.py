"""What the team does in a program, for the audit log; its coordinators read it."""

import uuid
from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from people.audit import recording
from people.models import User
from programs.models import Cycle, Program


def record_act(act: str, program: Program | uuid.UUID, /, *, about: Model | None = None, by: User | None = None,
         person: User | None = None, **details: object) -> None:  # fmt: skip
    """Record one act; without `by` it is whoever is signed in."""
    program_id = program.pk if isinstance(program, Program) else program
    recording.record(
        actor=by or recording.whoever(), act=act, about=about, person=person, program_id=program_id,
        details={name: str(value) for name, value in details.items()},
    )  # fmt: skip


def record_acts(act: str, cycle: Cycle, people: Iterable[uuid.UUID], by: User, **details: object) -> None:
    """Record one act for each of some people."""
    recording.record_each(
        people, actor=by, act=act, about=cycle, program_id=cycle.program_id,
        details={name: str(value) for name, value in details.items()},
    )  # fmt: skip


WORDS = {
    "program.created": _("created a program"),
    "program.changed": _("changed a program's set-up"),
    "program.opened": _("opened a program"),
    "program.archived": _("archived a program"),
    "message.worded": _("worded a message of the program anew"),
    "sponsor.named": _("named a sponsor"),
    "trusted.named": _("named or removed a person of trust"),
    "coordinator.added": _("added a coordinator"),
    "coordinator.removed": _("removed a coordinator"),
    "topics.changed": _("changed a program's topics"),
    "orientation.changed": _("changed the orientation of a program"),
    "terms.changed": _("changed the terms of a program"),
    "questions.changed": _("changed a program's questions"),
    "cycle.created": _("created a cycle"),
    "cycle.moved": _("moved a cycle on or back"),
    "enrolment.closed": _("closed the enrolment of a cycle"),
    "enrolment.opened": _("opened the enrolment of a cycle again"),
    "participants.downloaded": _("downloaded the list of people of a cycle"),
    "invitable.downloaded": _("downloaded a list of people to invite"),
    "topics.downloaded": _("downloaded the topics of a cycle"),
    "todos.downloaded": _("downloaded what is to be looked at"),
    "people.written_to": _("wrote to people of a cycle"),
    "participant.invited": _("invited somebody"),
    "participant.decided": _("decided on an enrolment"),
    "participant.entered": _("answered for somebody, for them to confirm"),
    "participant.cleared": _("took back what was answered for somebody"),
    "participant.changed": _("changed somebody's place in a cycle"),
    "participant.withdrawn": _("took somebody out of a cycle"),
}
