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

#: What a mentor reads before the first meeting: title and text.
MENTOR_GUIDE = (
    (
        _("You are the one who knows"),
        _(
            "Your leader is here to learn from you. You do not need slides: one thing you do every day and they never "
            "see is a good first meeting."
        ),
    ),
    (
        _("Before the first meeting"),
        _(
            "Look at what your leader wants to learn and pick one topic. Write down one question that you would like "
            "to ask them in return."
        ),
    ),
    (
        _("A meeting in four parts"),
        _(
            "Five minutes to arrive, half an hour in which you show and they try it themselves, ten minutes on what it "
            "means for their work, five minutes to agree who does what until next time."
        ),
    ),
    (
        _("When it gets difficult"),
        _(
            "You may say that a question is not one you want to answer. You may pause or leave without a reason. The "
            "program team listens and tells nobody."
        ),
    ),
)

#: What a leader promises before the first meeting, one line each.
LEADER_PLEDGE = (
    _("I come to learn. My rank stays outside the door."),
    _("I ask before I advise, and I listen to the end."),
    _("I keep our dates. If I must move one, I do it myself and early."),
    _("What my mentor tells me never comes back to them as an assessment."),
    _("I say what I have tried since we last met, and what I promised."),
)
