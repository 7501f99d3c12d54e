"""The order of the floors as the import contract in pyproject.toml has it."""

import tomllib

from tests.structure.imports import ROOT

type Floors = tuple[tuple[str, ...], ...]


def project() -> dict:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def floors_of_contract() -> Floors:
    """From the top floor down. Brackets mark an app that need not be there yet."""
    (contract,) = [one for one in project()["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    return tuple(tuple(name.strip(" ()") for name in layer.split("|")) for layer in contract["layers"])
