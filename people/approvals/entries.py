"""What the audit log says of acts that need two: who asked, who was the second, and what came of it."""

from collections.abc import Sequence

from people.audit import recording
from people.models import AuditEntry, HeldAct, User

#: What a done act is called in the audit log; one of another kind is "second.done".
DONE_AS = {
    HeldAct.Kind.GRANT_ROLE: "role.granted",
    HeldAct.Kind.REVOKE_ROLE: "role.withdrawn",
    HeldAct.Kind.CHANGE_ADDRESS: "address.changed",
    HeldAct.Kind.CHANGE_ENTRY: "person.changed",
    HeldAct.Kind.RESET_SECOND_FACTOR: "second_factor.reset",
}


def record_all(acts: Sequence[HeldAct], event: str, by: User | None) -> None:
    """Into the audit log, each act by itself, and so into the access log of the person whom it is about."""
    recording.record_all([_entry(act, event, by) for act in acts])


def _entry(act: HeldAct, event: str, by: User | None) -> AuditEntry:
    name = DONE_AS.get(HeldAct.Kind(act.kind), "second.done") if event == "done" else f"second.{event}"
    details: dict[str, object] = {"kind": act.kind, "asked_by": act.asked_by}
    if act.decided_by:
        details["second"] = act.decided_by
    if act.kind in (HeldAct.Kind.GRANT_ROLE, HeldAct.Kind.REVOKE_ROLE):
        details["role"] = act.topic
    if act.outcome:
        details["outcome"] = recording.with_ids(act.outcome, (act.person, act.asked_by, act.decided_by))
    if act.kind == HeldAct.Kind.CHANGE_ENTRY and event == "done":
        details |= recording.entry_changes(act.payload.get("fields", {}))
    return recording.entry_about(act.person_id, actor=by, act=name, about=act, details=details)
