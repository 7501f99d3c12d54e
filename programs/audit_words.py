"""What the audit log calls the acts in a program; each follows a name."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "program.created": _("created a program"),
    "program.changed": _("changed a program's set-up"),
    "program.opened": _("opened a program"),
    "program.archived": _("archived a program"),
    "sponsor.named": _("named a sponsor"),
    "trusted.named": _("named or removed a person of trust"),
    "coordinator.added": _("added a coordinator"),
    "coordinator.removed": _("removed a coordinator"),
    "topics.changed": _("changed a program's topics"),
    "questions.changed": _("changed a program's questions"),
    "cycle.created": _("created a cycle"),
    "cycle.moved": _("moved a cycle on or back"),
    "participant.invited": _("invited somebody"),
    "participant.decided": _("decided on an enrolment"),
    "participant.changed": _("changed somebody's place in a cycle"),
    "participant.withdrawn": _("took somebody out of a cycle"),
}
