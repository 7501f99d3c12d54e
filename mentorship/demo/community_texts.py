"""What people of the demo write to thank each other, and to somebody's manager."""

from community.models import Thanks

Reason = Thanks.Reason

#: What for, the words, whether they are from the mentor to the leader, and whether everyone in the program reads them.
THANKS = (
    (Reason.TAUGHT,
     "I have written my own post for the first time in years, without anybody polishing it. Eleven people answered. "
     "Thank you for making me delete the first three sentences.",
     False, True),
    (Reason.LISTENED,
     "You asked a second time why I had said nothing in the budget round, and then you waited. Nobody had done that.",
     True, False),
    (Reason.KEPT_PROMISE,
     "You said you would bring the shadowing list up in the leadership round, and on Tuesday it was there. It matters "
     "that it was not only a sentence.",
     True, True),
    (Reason.SPOKE_OPENLY,
     "What you said about my tone in the town hall was not easy to hear, and it was right. I would not have got it "
     "from anybody who reports to me.",
     False, False),
    (Reason.HELPED_PAIR,
     "Thank you for lending us your list of questions when the two of us had talked ourselves dry. We used number four "
     "for a whole hour.",
     True, True),
    (Reason.TAUGHT,
     "I understand now how a price is decided, and why it takes six weeks. That you showed me the real sheet was worth "
     "more than the training.",
     True, True),
    (Reason.LISTENED,
     "You let me explain the new tool badly, twice, and only then asked. The third time it was good.",
     True, False),
    (Reason.KEPT_PROMISE,
     "The two mornings without meetings are still there, after seven weeks. My team says thank you as well.",
     True, True),
    (Reason.SPOKE_OPENLY,
     "You told me that the form asks for a name that you have not had for years. It is mended since Monday.",
     False, True),
    (Reason.TAUGHT,
     "I can read the comments under our posts now without taking every one of them personally. Most of them.",
     False, False),
)  # fmt: skip

TO_MANAGERS = (
    "Kavya has taught me to look at what customers write before I look at the figures. Two decisions of this quarter "
    "came out differently because of it.",
    "Maria explains data so that one dares to ask. I have learned more from an hour with her than from the last two "
    "trainings.",
)
