"""What is done next about each kind of matter that a program team must look at, as a button says it. The button leads
to `Todo.link`, the page on which that is done."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NEXT_STEPS: dict[str, Promise] = {
    "leave_request": _("Read the request"),
    "go_on": _("Let them go on"),
    "slipping": _("See what holds them up"),
    "disputed": _("Ask both"),
    "broken_rule": _("See the pair"),
    "not_answered": _("Find another partner"),
    "pairing_ended": _("Find another partner"),
    "leaver": _("See who could follow"),
    "review_closed": _("Say what comes of it"),
    "review_step": _("Say how it stands"),
    "outcome": _("Answer it"),
    "free_place": _("See who waits"),
    "next_cycle": _("See who would go on"),
    "no_reader": _("Name somebody else"),
}
