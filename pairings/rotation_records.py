"""What changes of partners keep about people."""

from django.utils.translation import gettext_lazy as _

from pairings.models import Rotation, RotationChoice
from people.personal_data import ITSELF, Basis, Deleted, Emptied, PersonalRecord, rows_where

NEW_PARTNERS = PersonalRecord(
    model=RotationChoice,
    name=_("What you want of the next change of partners"),
    purpose=_("So that you can pause, stop, or go on with your partner where the lot allows it"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself; once the change is open the program team reads that you pause or stop, nobody that you stay"),
    kept=_("until the change is opened, a pause until the change after it"),
    people=("participant__user",),
    exported=("choice",),
    rows_of=rows_where(RotationChoice, "participant__user"),
    on_erasure=Deleted(_("nobody needs it any more")),
)
OPENED_BY = PersonalRecord(
    model=Rotation,
    name=_("Changes of partners that you have opened"),
    purpose=_("To know from when on the pairs of a cycle change"),
    basis=Basis.PARTICIPATION,
    readers=_("the program team"),
    kept=_("as long as the program"),
    people=("opened_by",),
    exported=("first_day", "opened_at", "published_at", "done_at"),
    withheld={"opened_by": ITSELF},
    rows_of=rows_where(Rotation, "opened_by"),
    on_erasure=Emptied({"opened_by": None}, _("the change of partners stays")),
)
RECORDS = (NEW_PARTNERS, OPENED_BY)
