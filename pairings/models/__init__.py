"""Matching runs, pairings, and what the two agreed."""

from pairings.models.agreement import Agreement, Objective, ObjectiveProgress, Pledge, Signature
from pairings.models.matching import MatchPolicy, MatchRun, Proposal
from pairings.models.pairing import Consent, EndRequest, Pairing

__all__ = [
    "Agreement",
    "Consent",
    "EndRequest",
    "MatchPolicy",
    "MatchRun",
    "Objective",
    "ObjectiveProgress",
    "Pairing",
    "Pledge",
    "Proposal",
    "Signature",
]
