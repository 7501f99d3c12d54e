"""The two sides of a pair."""

from enum import StrEnum


class Side(StrEnum):
    """Which side of a pair somebody is on."""

    JUNIOR = "junior"
    SENIOR = "senior"
