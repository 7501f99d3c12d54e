"""What the audit log calls the team's acts on matches; each follows a name."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "match.started": _("had a match computed"),
    "match.changed": _("changed a match by hand"),
    "match.chosen": _("chose a version of a match"),
    "match.published": _("published a match"),
    "match.downloaded": _("downloaded a match"),
}
