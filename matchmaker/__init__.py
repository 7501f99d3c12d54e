"""Matching: who should be paired with whom, provably and with reasons.

    result = propose(Problem(juniors=…, seniors=…, on=…, policy=Policy(…)))

Pure functions over plain data: no database, no clock, nothing random.
"""

from .alternatives import Alternative, least_loss
from .blocks import Watch, nobody
from .certify import Certificate
from .checking import PairCheck, check_pair, check_pairs
from .criteria import CRITERIA, PRESETS, Criterion, share_out
from .fair import Fairness
from .fewer_places import FewerPlaces
from .policy import ANY_DISTANCE, Policy, ProblemError, Reason
from .pools import Pools, count_possible
from .problem import Compared, Pair, Pairs, Person, Problem, Question, Side
from .propose import Best, PinError, Proof, ProposedPair, Result, Start, find_best, measure, propose
from .quality_report import Figures
from .questions import criteria_of, most_points
from .solve import SolverError
from .unmatched import Help, Removal, Unmatched, explain
from .working_hours import overlap_hours, utc_window

__all__ = [
    "ANY_DISTANCE",
    "CRITERIA",
    "PRESETS",
    "Alternative",
    "Best",
    "Certificate",
    "Compared",
    "Criterion",
    "Fairness",
    "FewerPlaces",
    "Figures",
    "Help",
    "Pair",
    "PairCheck",
    "Pairs",
    "Person",
    "PinError",
    "Policy",
    "Pools",
    "Problem",
    "ProblemError",
    "Proof",
    "ProposedPair",
    "Question",
    "Reason",
    "Removal",
    "Result",
    "Side",
    "SolverError",
    "Start",
    "Unmatched",
    "Watch",
    "check_pair",
    "check_pairs",
    "count_possible",
    "criteria_of",
    "explain",
    "find_best",
    "least_loss",
    "measure",
    "most_points",
    "nobody",
    "overlap_hours",
    "propose",
    "share_out",
    "utc_window",
]
