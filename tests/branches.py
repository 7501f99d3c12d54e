"""Which branches of the source the measured tests took: the total, and the files with most that none did.

The figures are in var/coverage; `coverage html` shows them line by line.
"""

import json
import os
import tempfile
from pathlib import Path

from coverage import Coverage
from coverage.exceptions import NoDataError

#: Whether to measure: `make test COVERAGE=1`, and CI.
WANTED = os.environ.get("COVERAGE", "0") not in ("", "0")
MOST_FILES = 20
RUN = ["-m", "coverage", "run"]


def forget() -> None:
    """Take away what an earlier run measured."""
    data = Path(Coverage().config.data_file)
    for path in data.parent.glob(f"{data.name}*"):
        path.unlink()


def report() -> str:
    """What was measured since `forget`, put together and said in a few lines."""
    coverage = Coverage()
    try:
        coverage.combine()
    except NoDataError:
        return "Nothing was measured."
    coverage.save()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.json")
        coverage.json_report(outfile=str(path))
        return as_text(json.loads(path.read_text(encoding="utf-8")))


def as_text(measured: dict) -> str:
    """The total and the files with most untaken branches, from coverage's own JSON report."""
    total = measured["totals"]
    taken, possible = total["covered_branches"], total["num_branches"]
    share = 100 * taken / possible if possible else 100
    untaken = {name: file["summary"]["missing_branches"] for name, file in measured["files"].items()}
    worst = sorted((name for name in untaken if untaken[name]), key=lambda name: (-untaken[name], name))[:MOST_FILES]
    return "\n".join(
        [
            f"{share:.1f} % of the branches were taken ({taken:,} of {possible:,})",
            *(f"{untaken[name]:5} not in {name}" for name in worst),
        ]
    )
