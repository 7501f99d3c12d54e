"""Matches start from the same scenes as pairings."""

from tests.pairings.conftest import (  # noqa: F401  (fixtures)
    asked,
    clock,
    four,
    half,
    matching,
    preparing,
    run,
)
from tests.proposals.self_matching_stage import offered, open_round, wanted  # noqa: F401  (fixtures)
