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

#: Answers to the questions of three months, the latest last: of which pair (by number), from the mentor or the leader,
#: for whom, and the words.
ANSWERS = (
    (
        (0, True, "program", "I can tell in ten seconds whether a post was written by somebody or by a committee. "
                             "I had not known that this is something one can learn."),
        (1, False, "program", "How to sit through a silence. I used to fill every one of them."),
        (2, True, "myself", "Nobody has ever asked me that, so I have no good answer yet."),
    ),
    (
        (1, True, "program", "I did not expect how much of the difference is about who is allowed to be unfinished."),
        (0, False, "program", "I read the comments before the figures now. I decide less often twice."),
        (0, True, "pair", "You ask people more questions since then, in the Thursday round too. I have noticed."),
    ),
    (
        (2, False, "program", "I explained too early. What helped was a sheet of paper on which I was not allowed to "
                              "write until the other had finished."),
        (1, True, "program", "Saying “I do not think so” to somebody four levels up. She wrote it down, which helped."),
        (0, False, "myself", "That I am slower than I think I am."),
    ),
)  # fmt: skip
