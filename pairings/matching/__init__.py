"""Matching: who should be paired with whom, provably and with reasons.

    result = propose(Problem(juniors=…, seniors=…, on=…, policy=Policy(…)))

Pure functions over plain data: no database, no clock, nothing random.
"""

from .certify import Certificate
from .explain import Alternative, PairCheck, Removal, Side, Unmatched, check_pair, check_pairs
from .policy import ANY_DISTANCE, PRESETS, Policy, ProblemError, Reason, Weights
from .pools import Pools, count_possible
from .problem import Pair, Pairs, Person, Problem
from .propose import PinError, ProposedPair, Result, propose
from .solve import SolverError
from .working_hours import overlap_hours, utc_window

__all__ = [
    "ANY_DISTANCE",
    "PRESETS",
    "Alternative",
    "Certificate",
    "Pair",
    "PairCheck",
    "Pairs",
    "Person",
    "PinError",
    "Policy",
    "Pools",
    "Problem",
    "ProblemError",
    "ProposedPair",
    "Reason",
    "Removal",
    "Result",
    "Side",
    "SolverError",
    "Unmatched",
    "Weights",
    "check_pair",
    "check_pairs",
    "count_possible",
    "overlap_hours",
    "propose",
    "utc_window",
]
