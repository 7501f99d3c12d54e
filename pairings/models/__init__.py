"""Pairings, what the two agreed, and their confidential words."""

from pairings.models.agreement import (
    Agreement,
    EarlierText,
    Objective,
    ObjectiveProgress,
    Pledge,
    Signature,
    StartingConfidence,
)
from pairings.models.closing import Certificate, CycleClosing, LookBack, NextWish, PairEnding
from pairings.models.hand_over import HandOver
from pairings.models.impact import Impact
from pairings.models.pairing import Consent, EndRequest, Hold, Pairing, PastHold
from pairings.models.rotation import Rotation, RotationChoice
from pairings.models.word import ConfidentialWord, WordLine, WordReader

__all__ = [
    "Agreement",
    "Certificate",
    "ConfidentialWord",
    "Consent",
    "CycleClosing",
    "EarlierText",
    "EndRequest",
    "HandOver",
    "Hold",
    "Impact",
    "LookBack",
    "NextWish",
    "Objective",
    "ObjectiveProgress",
    "PairEnding",
    "Pairing",
    "PastHold",
    "Pledge",
    "Rotation",
    "RotationChoice",
    "Signature",
    "StartingConfidence",
    "WordLine",
    "WordReader",
]
