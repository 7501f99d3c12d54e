"""`make drill` hands the drill its length and its seed, and nothing that another target calls by the same name."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("asked", "given"), [([], "300 1"), (["SECONDS=120"], "120 1"), (["SEED=7"], "300 7")])
def test_length_and_seed_reach_the_drill(asked, given):
    words = ["make", "--dry-run", "--silent", "drill", *asked]
    recipe = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30).stdout
    assert recipe.splitlines()[-1].endswith(f"-m tests.drill {given}")
