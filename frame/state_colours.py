"""One calm colour language for every state: amber only where somebody must act, red only for harm."""

NEUTRAL, ACCENT, GOOD, ATTENTION, HARM = "neutral", "accent", "good", "attention", "harm"

_STATES = {
    NEUTRAL: "draft archived closed completed withdrawn declined expired ended cancelled paused waitlisted suppressed "
    "undone none",
    ACCENT: "enrolling matching invited approved proposed preparing planned upcoming pending claimed sending previewed "
    "checking applying uploaded solving queued ready moved",
    GOOD: "open running active held sent applied_to done signed reached on_track published",
    ATTENTION: "asked applied closing missed retry uncertain slipping overdue due unsigned problem unlogged disputed",
    HARM: "dead failed broken",
}
_TONE = {state: tone for tone, states in _STATES.items() for state in states.split()}


def of(state: str) -> str:
    """The tone of a state; neutral for one that is not known."""
    return _TONE.get(state.lower(), NEUTRAL)
