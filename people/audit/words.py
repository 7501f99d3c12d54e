"""What the acts of the audit log are called. Upper apps add theirs in AppConfig.ready():

words.acts.register(("pairing.ended", _("ended a pairing")))
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frame.ports import Hook

Text = str | Promise

OWN: dict[str, Text] = {
    "role.granted": _("gave a role"),
    "role.withdrawn": _("took a role back"),
    "people.downloaded": _("downloaded a list of people"),
    "person.read": _("looked at a person's page"),
    "person.changed": _("changed a person"),
    "person.reactivated": _("let a person sign in again"),
    "person.deactivated": _("ended a person's access"),
    "address.asked": _("asked for another sign-in address"),
    "address.changed": _("changed a sign-in address"),
    "address.withdrawn": _("withdrew a change of sign-in address"),
    "second.asked": _("asked for what needs a second person"),
    "second.approved": _("approved as the second person"),
    "second.refused": _("refused as the second person, or as the owner"),
    "second.withdrawn": _("withdrew what waited for a second person"),
    "second.expired": _("let a request lapse"),
    "second.done": _("saw a request carried out"),
    "conflict.added": _("entered a conflict of interest"),
    "conflict.removed": _("removed a conflict of interest"),
    "assistants.named": _("named assistants"),
    "organization.changed": _("changed the organisation's settings"),
    "roster.uploaded": _("uploaded a roster"),
    "roster.started": _("had a roster import applied"),
    "roster.applied": _("wrote a roster import into the roster"),
    "roster.undone": _("undid a roster import"),
    "roster.discarded": _("threw away an uploaded roster"),
    "roster.downloaded": _("downloaded a roster file"),
    "sign_in.done": _("signed in"),
    "sign_in.failed": _("a sign-in failed"),
    "sign_in.ended": _("signed out"),
    "second_factor.added": _("added a second factor"),
    "second_factor.removed": _("removed a second factor"),
    "second_factor.codes_renewed": _("made new recovery codes"),
    "second_factor.reset": _("reset a second factor"),
    "password.changed": _("changed a password"),
    "secrets.rotated": _("re-encrypted stored secrets"),
    "audit.exported": _("exported the audit log"),
    "audit.purged": _("cleared old entries of the audit log"),
    "audit.sign_ins_purged": _("cleared old sign-ins from the audit log"),
    "audit.own_sign_ins_purged": _("cleared old sign-ins of people without a role from the audit log"),
    "audit.pseudonymised": _("took an erased person's details out of the audit log"),
}


acts: Hook[tuple[str, Text]] = Hook(
    "people.audit.words.acts",
    "Acts of the audit log with their words, in the past tense, to follow a name.",
    key=lambda act: act[0],
)
acts.register(*OWN.items())


def words_of(act: str) -> Text:
    """The act in words; the act's own name while nobody has given it words."""
    known = acts.find(act)
    return known[1] if known else act


def all_acts() -> list[tuple[str, Text]]:
    """Every act with its words, in the order of the words."""
    return sorted(acts, key=lambda act: str(act[1]))
