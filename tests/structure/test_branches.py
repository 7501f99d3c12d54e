"""What `make test COVERAGE=1` says of the branches that it took."""

from tests.branches import MOST_FILES, as_text


def measured(**untaken: int) -> dict:
    files = {f"{name}.py": {"summary": {"missing_branches": count}} for name, count in untaken.items()}
    there = 1000 + sum(untaken.values())
    return {"totals": {"covered_branches": 1000, "num_branches": there}, "files": files}


def test_the_total_comes_first_then_the_files_with_most():
    assert as_text(measured(few=50, whole=0, many=200)).splitlines() == [
        "80.0 % of the branches were taken (1,000 of 1,250)",
        "  200 not in many.py",
        "   50 not in few.py",
    ]


def test_only_the_twenty_worst_are_named():
    lines = as_text(measured(**{f"file{number}": number for number in range(1, 31)})).splitlines()
    assert len(lines) == 1 + MOST_FILES
    assert lines[-1] == "   11 not in file11.py"


def test_a_source_without_branches_has_missed_none():
    nothing = {"totals": {"covered_branches": 0, "num_branches": 0}, "files": {}}
    assert as_text(nothing) == "100.0 % of the branches were taken (0 of 0)"
