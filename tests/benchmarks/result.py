"""What a benchmark says: how long it took, against what, and whether that is good enough."""

import resource
import sys
from dataclasses import asdict, dataclass, field
from typing import Any

KILOBYTES_IN_RSS = 1 if sys.platform == "linux" else 1024  # macOS counts bytes


def peak_mb() -> float:
    """The most memory this process has held so far, in megabytes."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(used / KILOBYTES_IN_RSS / 1024, 1)


@dataclass(frozen=True)
class Result:
    """`value_s` against `baseline_s` (seconds, same run); met when their ratio is at most `goal`."""

    name: str
    value_s: float
    baseline_s: float
    goal: float
    what: str
    peak_mb: float = field(default_factory=peak_mb)

    @property
    def ratio(self) -> float:
        return self.value_s / self.baseline_s

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal

    def as_dict(self) -> dict[str, Any]:
        """The form that benchmarks/latest.json holds."""
        return {**asdict(self), "ratio": round(self.ratio, 3), "met": self.met}
