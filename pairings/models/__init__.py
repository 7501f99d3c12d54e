"""Pairings, what the two agreed, and their confidential words."""

from pairings.models.agreement import Agreement, EarlierText, Objective, ObjectiveProgress, Pledge, Signature
from pairings.models.pairing import Consent, EndRequest, Hold, Pairing, PastHold
from pairings.models.word import ConfidentialWord, WordLine, WordReader

__all__ = [
    "Agreement",
    "ConfidentialWord",
    "Consent",
    "EarlierText",
    "EndRequest",
    "Hold",
    "Objective",
    "ObjectiveProgress",
    "Pairing",
    "PastHold",
    "Pledge",
    "Signature",
    "WordLine",
    "WordReader",
]
