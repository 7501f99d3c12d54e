"""`make bench`: run every benchmark in a process of its own, print a table, write benchmarks/latest.json.

Usage: python -m tests.benchmarks [name …]     each name a module of this folder
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LATEST = HERE.parents[1] / "benchmarks" / "latest.json"
NOT_BENCHMARKS = {"__init__", "__main__", "result", "one"}
COLUMNS = ("name", "value_s", "baseline_s", "ratio", "goal", "met", "peak_mb")


def names() -> list[str]:
    """Every benchmark there is."""
    found = {path.stem for path in HERE.glob("*.py")} | {path.parent.name for path in HERE.glob("*/__init__.py")}
    return sorted(name for name in found - NOT_BENCHMARKS if not name.startswith("_"))


def measure(name: str) -> list[dict[str, Any]]:
    """The results of one benchmark, run alone so that its memory is its own; none when it failed."""
    print(f"--- {name}", flush=True)
    done = subprocess.run([sys.executable, "-m", "tests.benchmarks.one", name], stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else []


def table(results: list[dict[str, Any]]) -> str:
    """Results as aligned text, and under each what was measured."""
    rows = [COLUMNS, *([shown(result[column]) for column in COLUMNS] for result in results)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    for index, result in enumerate(results):
        lines[index + 1] += f"\n  {result['what']}"
    return "\n".join(lines)


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main(wanted: list[str]) -> int:
    known = names()
    if unknown := set(wanted) - set(known):
        print(f"No benchmark named {', '.join(sorted(unknown))}. There are: {', '.join(known) or 'none'}.")
        return 2
    measured = {name: measure(name) for name in wanted or known}
    results = [result for found in measured.values() for result in found]
    print("\n" + table(results))
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    if failed := [name for name, found in measured.items() if not found]:
        print(f"\nFailed (see above): {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
