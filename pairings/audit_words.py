"""What the audit log calls the team's acts on pairings; each follows a name."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "pairing.paused": _("paused a pairing"),
    "pairing.resumed": _("resumed a pairing"),
    "pairing.request_cleared": _("cleared up a request to end a pairing"),
    "pairings.let_go_on": _("lifted the program's pauses of a cycle"),
    "pairing.ended": _("ended a pairing"),
    "pairing.completed": _("completed a pairing"),
}
