"""Texts that the program offers; the two change them as they like."""

from django.utils.translation import gettext_lazy as _

CHANGED = _("The program has changed your pairing")
PAUSED = _("Your pairing is paused")
RESUMED = _("Your pairing goes on")
CLOSING = _("Your pairing is coming to its end")
COMPLETED = _("Your pairing is complete")

CONFIDENTIALITY = _(
    "What we tell each other stays between us, unless we both agree to share it. Either of us may say at any time "
    "that something must not be written down. The program learns that we meet, not what we talk about."
)
LEAVING = _(
    "Either of us may pause or leave at any time and does not have to say why. We tell the program, and the program "
    "tells the other one that the pairing has changed. What was said stays confidential afterwards as well."
)

#: Asked of each side for themselves alone, when they sign.
CONFIDENCE = {
    "junior": _("How confident are you today when you speak with senior leaders?"),
    "senior": _("How confident are you today in the topics you want to learn?"),
}
