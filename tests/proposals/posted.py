"""What the forms of rules and weights send."""

from matchmaker import CRITERIA

WEIGHTS = {f"weight_{criterion.code}": criterion.weight for criterion in CRITERIA}
RULES = {
    "minimum_level_gap": 2, "reporting_distance": 2, "minimum_overlap_hours": 2, "needs_shared_topic": "on",
    "forbids_repeats": "on", "one_partner_first": "on", **WEIGHTS,
}  # fmt: skip
NO_RULES = {"minimum_level_gap": 0, "reporting_distance": 0, "minimum_overlap_hours": 0, **WEIGHTS}
