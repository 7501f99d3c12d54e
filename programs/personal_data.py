"""What programs keep about people."""

from django.utils.translation import gettext_lazy as _

from people.models import User
from people.personal_data import (
    AS_LONG_AS_THE_PROGRAM,
    ITSELF,
    OF_OTHERS,
    OF_THE_TEAM,
    TECHNICAL,
    TELLS,
    Basis,
    Deleted,
    Emptied,
    Kept,
    PersonalRecord,
    Rows,
    nothing_of,
    rows_where,
)
from programs.models import (
    AgreedTerms,
    Answer,
    Coordinator,
    Cycle,
    Orientation,
    Participant,
    Program,
    Question,
    TeamNote,
    Terms,
    Todo,
    Topic,
    TopicChoice,
    WarmUp,
    Wish,
)


def in_charge_of(person: User) -> Rows:
    """The programs that somebody sponsors, or is the person of trust of."""
    return rows_where(Program, "sponsor", "person_of_trust")(person)


PROGRAM = PersonalRecord(
    model=Program,
    name=_("Programs that you sponsor, or whose person of trust you are"),
    purpose=_("So that those who take part know who stands for the program"),
    basis=Basis.EMPLOYMENT,
    readers=_("everyone in the program"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("sponsor", "person_of_trust", "created_by"),
    exported=("name", "opened_at"),
    withheld={
        "sponsor": ITSELF, "person_of_trust": ITSELF, "created_by": OF_OTHERS, "template": TECHNICAL,
        "purpose": _("about the program, not about you"), "success_measures": _("about the program, not about you"),
        "channels": TECHNICAL, "visited_topics": TECHNICAL, "created_at": TECHNICAL,
    },
    rows_of=in_charge_of,
    on_erasure=Kept(_("who leaves is nobody's sponsor or person of trust any more")),
)  # fmt: skip
COORDINATOR = PersonalRecord(
    model=Coordinator,
    name=_("Programs that you coordinate"),
    purpose=_("To know who runs a program"),
    basis=Basis.EMPLOYMENT,
    readers=_("everyone in the program"),
    kept=_("until you are removed or leave"),
    people=("user",),
    exported=("program", "created_at"),
    withheld={"user": ITSELF, "added_by": OF_OTHERS},
    rows_of=rows_where(Coordinator, "user"),
    on_erasure=Deleted(),
)
PLACE = PersonalRecord(
    model=Participant,
    name=_("Your places in programs"),
    purpose=_("To know who takes part, on which side, and with how many partners"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself and the program team"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("user",),
    exported=("cycle", "side", "capacity", "invited_at", "answer_until", "entered_at", "applied_at", "oriented_at"),
    withheld={
        "user": ITSELF, "invited_by": OF_OTHERS, "entered_by": OF_OTHERS, "decided_by": OF_OTHERS,
        "decided_at": OF_THE_TEAM,
        "team_note": OF_THE_TEAM, "created_at": TECHNICAL, "state": TELLS,
    },
    rows_of=rows_where(Participant, "user"),
    on_erasure=Emptied({"team_note": ""}, _("pairings and the numbers of the program stand on it")),
)  # fmt: skip
TOPICS = PersonalRecord(
    model=TopicChoice,
    name=_("Topics that you can share, or want to learn"),
    purpose=_("To find a partner who fits"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself, the program team and your partner"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("participant__user",),
    exported=("topic", "rating"),
    rows_of=rows_where(TopicChoice, "participant__user"),
    on_erasure=Kept(_("numbers without a name")),
)
ANSWER = PersonalRecord(
    model=Answer,
    name=_("What you answered when you enrolled"),
    purpose=_("To find a partner who fits, and to tell the partner who you are"),
    basis=Basis.CONSENT,
    readers=_("yourself and the program team; your partner what the form said they read"),
    kept=_("until the cycle has been over for some time"),
    rules=("enrolment_answers",),
    people=("participant__user",),
    exported=("question", "text", "may_count"),
    rows_of=rows_where(Answer, "participant__user"),
    on_erasure=Deleted(),
)
WISH = PersonalRecord(
    model=Wish,
    name=_("Partners whom you wish for"),
    purpose=_("To heed the wish when pairs are found"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself and the program team"),
    kept=_("until the cycle has been over for some time"),
    rules=("enrolment_answers",),
    people=("participant__user", "wanted"),
    exported=("written", "rank"),
    withheld={
        "wanted": _("what you typed is yours; whether the roster knows them is not"),
        "named": _("exported as it was written"),
    },
    rows_of=rows_where(Wish, "participant__user"),
    on_erasure=Deleted(_("a wish of yours, and one for you")),
)
TEAM_TASK = PersonalRecord(
    model=Todo,
    name=_("What the coordinators have to look at about your pairing"),
    purpose=_("So that a pair that needs help is not overlooked"),
    basis=Basis.PARTICIPATION,
    readers=_("the program team"),
    kept=_("as long as the program; the names in it for some time after it is done"),
    rules=("team_todos",),
    people=("concerns", "done_by"),
    withheld={
        "text": OF_THE_TEAM, "link": TECHNICAL, "subject_id": TECHNICAL, "created_at": OF_THE_TEAM,
        "done_at": OF_THE_TEAM, "done_by": OF_THE_TEAM, "concerns": OF_THE_TEAM,
    },
    rows_of=nothing_of(Todo),
    on_erasure=Emptied({"text": ""}, _("that there was something to look at stays; the names go")),
    own_rows=rows_where(Todo, "concerns"),
)  # fmt: skip
NOTE = PersonalRecord(
    model=TeamNote,
    name=_("What you wrote by hand to people of a program"),
    purpose=_("So that the program team knows what people were told"),
    basis=Basis.EMPLOYMENT,
    readers=_("those it was sent to, HR and the coordinators of the program"),
    kept=_("for some time after it was sent"),
    rules=("team_notes",),
    people=("sent_by",),
    exported=("subject", "text", "sent_at"),
    withheld={"sent_by": ITSELF},
    rows_of=rows_where(TeamNote, "sent_by"),
    on_erasure=Kept(_("the words were the program's; your name goes from them")),
)
ORIENTATION = PersonalRecord(
    model=Orientation,
    name=_("Orientation of a program that you wrote"),
    purpose=_("To prepare both sides, and to show who wrote what"),
    basis=Basis.EMPLOYMENT,
    readers=_("everyone in the program"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("written_by",),
    exported=("program", "side", "screens", "pledge", "question", "written_at"),
    withheld={"written_by": ITSELF},
    rows_of=rows_where(Orientation, "written_by"),
    on_erasure=Kept(_("the words are the program's")),
)
WARM_UP = PersonalRecord(
    model=WarmUp,
    name=_("What you answered to warm up before the first meeting"),
    purpose=_("To begin honestly"),
    basis=Basis.CONSENT,
    readers=_("yourself; your partner if you chose so before writing"),
    kept=_("until the cycle has been over for some time"),
    rules=("enrolment_answers",),
    people=("participant__user",),
    exported=("question", "text", "is_shared", "written_at"),
    rows_of=rows_where(WarmUp, "participant__user"),
    on_erasure=Deleted(),
)
AGREED = PersonalRecord(
    model=AgreedTerms,
    name=_("Terms that you agreed to when you enrolled"),
    purpose=_("To know who has agreed to which words, and when"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself and the program team"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("participant__user",),
    exported=("words", "agreed_at"),
    withheld={"terms": _("exported with its words")},
    rows_of=rows_where(AgreedTerms, "participant__user"),
    on_erasure=Kept(_("that somebody agreed to them, without a name")),
)
TERMS = PersonalRecord(
    model=Terms,
    name=_("Terms of a program that you wrote"),
    purpose=_("To show who wrote what others have agreed to"),
    basis=Basis.EMPLOYMENT,
    readers=_("everyone who enrols; who wrote it, HR and the coordinators of the program"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("written_by",),
    exported=("program", "text", "written_at"),
    withheld={"written_by": ITSELF},
    rows_of=rows_where(Terms, "written_by"),
    on_erasure=Kept(_("the words are the program's")),
)
RECORDS = (PROGRAM, COORDINATOR, PLACE, TOPICS, ANSWER, WISH, TEAM_TASK, NOTE, AGREED, TERMS, ORIENTATION, WARM_UP)
IMPERSONAL = (
    (Cycle, "name, state and dates of a run of a program"),
    (Topic, "names of topics"),
    (Question, "what the team asks everybody"),
)
