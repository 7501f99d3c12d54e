"""Matching runs, pairings, and what the two agreed."""

from pairings.models.agreement import Agreement, Objective, ObjectiveProgress, Pledge, Signature
from pairings.models.earlier import EarlierText
from pairings.models.matching import MatchPolicy, MatchRun, Proposal
from pairings.models.pairing import Consent, EndRequest, Hold, Pairing, PastHold
from pairings.models.word import ConfidentialWord, WordLine, WordReader

__all__ = [
    "Agreement",
    "ConfidentialWord",
    "Consent",
    "EarlierText",
    "EndRequest",
    "Hold",
    "MatchPolicy",
    "MatchRun",
    "Objective",
    "ObjectiveProgress",
    "Pairing",
    "PastHold",
    "Pledge",
    "Proposal",
    "Signature",
    "WordLine",
    "WordReader",
]
