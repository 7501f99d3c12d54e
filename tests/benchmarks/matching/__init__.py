"""Proposals from the database, the engine against scipy's dense solver, and against the mentor-match package."""

from tests.benchmarks.matching import engine, proposal
from tests.benchmarks.result import Result


def run() -> list[Result]:
    """Small instances first, so that the memory of the largest is not in their figures."""
    return [*proposal.measure(), *engine.measure()]
