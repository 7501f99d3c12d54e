"""What the community keeps about people."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import (
    ManagerWord,
    Milestone,
    ProgramCommunity,
    ReflectionAnswer,
    ReflectionQuestion,
    SharedWin,
    Thanks,
)
from people.models import User
from people.personal_data import (
    ITSELF,
    OF_OTHERS,
    OF_THE_TWO,
    TELLS,
    Basis,
    Deleted,
    Emptied,
    PersonalRecord,
    Rows,
    rows_where,
)

THE_TWO = ("pairing__junior__user", "pairing__senior__user")
OF_THE_WIN = tuple(f"win__{path}" for path in THE_TWO)


def own_words(person: User) -> Rows:
    """Words to a manager that somebody has written, or that are about them."""
    return ManagerWord.objects.filter(Q(author=person) | Q(pairing__junior__user=person))


THANKED = PersonalRecord(
    model=Thanks,
    name=_("Thanks that you have given and got"),
    purpose=_("So that people can say thank you"),
    basis=Basis.CONSENT,
    readers=_("the two of you; everyone in the program where whoever gave them has chosen so"),
    kept=_("until one of you takes them back, and no longer than the period says"),
    rules=("thanks",),
    people=("giver", "receiver"),
    exported=("program", "giver", "receiver", "reason", "text", "audience", "given_at"),
    rows_of=lambda person: Thanks.objects.of(person),
    on_erasure=Deleted(),
)
REACHED = PersonalRecord(
    model=Milestone,
    name=_("What your pairings have come to"),
    purpose=_("To tell you both, and the program if both of you show it"),
    basis=Basis.PARTICIPATION,
    readers=_("the two of you; everyone in the program once both show it"),
    kept=_("as long as the program"),
    people=THE_TWO,
    exported=("pairing", "kind", "noted_at", "published_at"),
    rows_of=rows_where(Milestone, *THE_TWO),
    on_erasure=Emptied({"junior_shows": False, "senior_shows": False, "published_at": None}, OF_THE_TWO),
)
SHOWN = PersonalRecord(
    model=SharedWin,
    name=_("Small wins that you would show to the program"),
    purpose=_("So that others can be glad with you"),
    basis=Basis.CONSENT,
    readers=_("each of you your own choice; everyone in the program once both show the same words"),
    kept=_("as long as the win"),
    people=OF_THE_WIN,
    exported=("win", "published_at"),
    rows_of=SharedWin.objects.shown_by,
    on_erasure=Deleted(_("nobody but the two reads the win any more")),
)
TO_MANAGER = PersonalRecord(
    model=ManagerWord,
    name=_("Words to a mentor's line manager that you have written, that are about you or that went to you"),
    purpose=_("So that a line manager hears what a mentor has given, if the mentor wants it"),
    basis=Basis.CONSENT,
    readers=_("the leader who wrote it and the mentor; the mentor's line manager once the mentor lets it go there"),
    kept=_("until the pairing and its cycle have been over for some time"),
    rules=("manager_words",),
    people=("author", "pairing__junior__user", "manager"),
    exported=("text", "written_at"),
    withheld={
        "author": OF_OTHERS, "manager": ITSELF, "released_at": TELLS, "kept_at": TELLS, "dropped_at": TELLS,
    },
    rows_of=ManagerWord.objects.visible_to,
    on_erasure=Deleted(_("the line manager who had got it cannot read it any more")),
    own_rows=own_words,
)  # fmt: skip
ANSWERED = PersonalRecord(
    model=ReflectionAnswer,
    name=_("Your answers to questions to think about"),
    purpose=_("So that people can think about what they learn, for themselves or together"),
    basis=Basis.CONSENT,
    readers=_("you; the other of a pairing or everyone in the program where you have chosen so"),
    kept=_("until you take it back, and no longer than the period says"),
    rules=("reflection_answers",),
    people=("author",),
    exported=("question", "pairing", "text", "audience", "written_at"),
    withheld={"author": ITSELF},
    rows_of=rows_where(ReflectionAnswer, "author"),
    on_erasure=Deleted(),
)
RECORDS = (THANKED, REACHED, SHOWN, TO_MANAGER, ANSWERED)
IMPERSONAL = (
    (ProgramCommunity, "two settings of a program"),
    (ReflectionQuestion, "questions that a program asks everyone"),
)
