"""What results and packs keep about people: who made a pack, and nothing else that has a name."""

from django.utils.translation import gettext_lazy as _

from insights.models import ImpactSum, InForce, MeasureAnswer, Pack, ProgramReview, ReviewStep, Snapshot
from people.personal_data import AS_LONG_AS_THE_PROGRAM, ITSELF, Basis, Kept, PersonalRecord, nothing_of, rows_where

TEAM_ACT = _("who of the team wrote it; the text is exported to each of them")
MADE = PersonalRecord(
    model=Pack,
    name=_("Packs for the works council that you made"),
    purpose=_("To know later what was in force, and who said so"),
    basis=Basis.DUTY,
    readers=_("everybody who reads the pack: whoever takes part in, runs or sponsors a program, and operators"),
    kept=_("as long as the organisation uses Turnabout"),
    people=("made_by",),
    exported=("made_at", "fingerprint"),
    withheld={
        "made_by": ITSELF,
        "content": _("what was in force for everybody; it holds no name, and of people in a role their key alone"),
    },
    rows_of=rows_where(Pack, "made_by"),
    on_erasure=Kept(_("it is evidence for all; your name becomes “former participant”")),
)
IN_FORCE = PersonalRecord(
    model=InForce,
    name=_("What was in force here, from day to day"),
    purpose=_("To tell everybody what has changed, and when"),
    basis=Basis.DUTY,
    readers=_("everybody the parts about the organisation and their own programs"),
    kept=_("as long as the organisation uses Turnabout"),
    people=(),
    withheld={
        "content": _("what was in force for everybody; it holds no name, and of people in a role their key alone"),
        "noted_on": _("a day of the organisation's"),
        "fingerprint": _("by which a version of it is known again"),
    },
    rows_of=nothing_of(InForce),
    on_erasure=Kept(_("of people in a role it holds a key, which leads to “former participant”")),
)
SAID_OF_REVIEW = PersonalRecord(
    model=ProgramReview,
    name=_("What you wrote, or said as a sponsor, about a closed review"),
    purpose=_("To say what comes of what people have answered"),
    basis=Basis.DUTY,
    readers=_("the program team and the sponsor; what was learnt also everyone in the program once it is published"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("written_by", "comment_by"),
    exported=("round", "learnt", "written_at", "comment", "comment_at", "published_at"),
    withheld={"written_by": TEAM_ACT, "comment_by": TEAM_ACT},
    rows_of=rows_where(ProgramReview, "written_by", "comment_by"),
    on_erasure=Kept(_("it is the program's word to those who answered; your name becomes “former participant”")),
)
SEES_TO = PersonalRecord(
    model=ReviewStep,
    name=_("Steps after a review that you see to"),
    purpose=_("To know who sees to it, and until when"),
    basis=Basis.DUTY,
    readers=_("the program team and the sponsor; its words also everyone in the program once they are published"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("owner",),
    exported=("kind", "text", "due_on", "state", "created_at"),
    withheld={"owner": ITSELF},
    rows_of=rows_where(ReviewStep, "owner"),
    on_erasure=Kept(_("it is the program's word to those who answered; your name becomes “former participant”")),
)
JUDGED = PersonalRecord(
    model=MeasureAnswer,
    name=_("What you said about whether a program reached its aims"),
    purpose=_("To know what came of it"),
    basis=Basis.DUTY,
    readers=_("the program team and the sponsor"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("by",),
    exported=("cycle", "measure", "answer", "words", "at"),
    withheld={"by": ITSELF},
    rows_of=rows_where(MeasureAnswer, "by"),
    on_erasure=Kept(_("it is the program's word; your name becomes “former participant”")),
)
RECORDS = (MADE, IN_FORCE, SAID_OF_REVIEW, SEES_TO, JUDGED)
IMPERSONAL = (
    (ImpactSum, "what five records or more of as many pairs came to, counted once, without any of their names"),
    (Snapshot, "results of a closed round for groups large enough, and comments in random order, without author"),
)
