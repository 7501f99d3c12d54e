"""Write the software bill of materials (SBOM): each package of the locks with its hashes, in CycloneDX's JSON.

The same locks give the same file: nothing in it is drawn by lot, and its time is that of SOURCE_DATE_EPOCH or left out.
Licences are those that installed packages name, so what one rare task needs has none unless it is installed.

Usage: python -m mentorship.launch.bill_of_materials [FILE]
"""

import base64
import datetime as dt
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from mentorship.launch.environment import ROOT

FILE = ROOT / "var" / "sbom.json"
#: What a site runs with or is made from; all other locks are for those who work on it.
SHIPPED = ("app", "cities")
BROWSER_LOCK = "package-lock.json"
INSIDE = "node_modules/"
LICENCES = LicenseFactory()
#: How an entry of a lock begins.
PINNED = re.compile(r"([\w.-]+)(?:\[[\w,.-]+\])?==([^\s;]+)")


@dataclass
class Locked:
    """A package as the locks have it; `needed_by` are names within its kind, "" is Turnabout itself."""

    kind: str
    name: str
    version: str
    hashes: frozenset[tuple[str, str]]
    is_shipped: bool
    licence: str = ""
    needed_by: set[str] = field(default_factory=set)
    locks: set[str] = field(default_factory=set)

    @property
    def address(self) -> PackageURL:
        group, _slash, name = self.name.rpartition("/")
        return PackageURL(self.kind, group or None, name, self.version)


def main(arguments: list[str]) -> None:
    """Write the bill to the file named, or to var/sbom.json."""
    path = Path(arguments[0]) if arguments else FILE
    text = bill(ROOT)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"{path}: {len(json.loads(text)['components'])} packages")


def bill(root: Path) -> str:
    """The bill of what the locks below `root` name, valid by CycloneDX's schema or ValueError."""
    text: str = JsonV1Dot6(bom_of(root)).output_as_string(indent=2)
    if problem := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"The bill is not what CycloneDX's schema asks for: {problem}")
    return text + "\n"


def bom_of(root: Path) -> Bom:
    packages = locked_packages(root)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    us = Component(
        type=ComponentType.APPLICATION,
        name="turnabout",
        version=project["version"],
        bom_ref="turnabout",
        licenses=[LICENCES.make_from_string(project["license"])],
    )
    components = {address: component_of(package) for address, package in packages.items()}
    locks = "".join(f"{address} {sorted(package.hashes)}" for address, package in sorted(packages.items()))
    bom = Bom(components=components.values(), serial_number=uuid5(NAMESPACE_URL, f"{project['version']} {locks}"))
    bom.metadata.component = us
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    cast(Any, bom.metadata).timestamp = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else None
    needs: dict[tuple[str, str], list[Component]] = {}
    for address, package in packages.items():
        for name in package.needed_by:
            needs.setdefault((package.kind if name else "", name), []).append(components[address])
    bom.register_dependency(us, needs.get(("", ""), []))
    for address, package in packages.items():
        bom.register_dependency(components[address], needs.get((package.kind, package.name), []))
    return bom


def component_of(package: Locked) -> Component:
    return Component(
        type=ComponentType.LIBRARY,
        group=package.address.namespace,
        name=package.address.name,
        version=package.version,
        purl=package.address,
        bom_ref=str(package.address),
        scope=ComponentScope.REQUIRED if package.is_shipped else ComponentScope.EXCLUDED,
        hashes=[HashType(alg=HashAlgorithm(kind), content=content) for kind, content in package.hashes],
        licenses=licence_of(package),
        properties=[Property(name="turnabout:lock", value=lock) for lock in sorted(package.locks)],
    )


def licence_of(package: Locked) -> list[License]:
    said = package.licence or licence_installed(package.name, package.version)
    return [LICENCES.make_from_string(said)] if said else []


def licence_installed(name: str, version: str) -> str:
    """What the metadata of the installed package say, if it is of that version: the expression, a name, or the
    classifiers' last words."""
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return ""
    said = distribution.metadata
    if distribution.version != version:
        return ""
    named = said.get("License-Expression") or said.get("License") or ""
    classified = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier", []) if line.startswith("License ::")
    ]
    return named if named and "\n" not in named else " OR ".join(sorted(classified))


def locked_packages(root: Path) -> dict[str, Locked]:
    """Everything that the locks name, each package once, by its address."""
    packages: dict[str, Locked] = {}
    for package in [*python_packages(root), *browser_packages(root)]:
        known = packages.setdefault(str(package.address), package)
        known.hashes |= package.hashes
        known.is_shipped |= package.is_shipped
        known.needed_by |= package.needed_by
        known.locks |= package.locks
    return packages


def python_packages(root: Path) -> Iterator[Locked]:
    """A lock has an entry for each package: its version, its hashes, and what it was taken in for."""
    for path in sorted((root / "requirements").glob("*.txt")):
        for entry in re.split(r"\n(?=\w)", path.read_text(encoding="utf-8").strip()):
            package = PINNED.match(entry)
            if package is None:
                raise ValueError(f"{path}: {entry.splitlines()[0]} names no version.")
            name, version = package.groups()
            via = re.findall(r"^ +#(?: via)? +([\w.-]+)(?: \(.*\))?$", entry, re.MULTILINE)
            yield Locked(
                kind="pypi",
                name=re.sub(r"[-_.]+", "-", name).lower(),
                version=version,
                hashes=frozenset(("SHA-256", digest) for digest in re.findall(r"--hash=sha256:(\w+)", entry)),
                is_shipped=path.stem in SHIPPED,
                needed_by={"" if parent == "mentorship" else parent for parent in via},
                locks={path.relative_to(root).as_posix()},
            )


def browser_packages(root: Path) -> Iterator[Locked]:
    """npm's lock names a package by its folder; a package within another's is that one's alone."""
    listed = json.loads((root / BROWSER_LOCK).read_text(encoding="utf-8"))["packages"]
    for folder, package in listed.items():
        if not folder:
            continue
        name = folder.rpartition(INSIDE)[2]
        kind, _dash, digest = package["integrity"].partition("-")
        yield Locked(
            kind="npm",
            name=name,
            version=package["version"],
            hashes=frozenset({(kind.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex())}),
            is_shipped=not package.get("dev"),
            licence=package.get("license", ""),
            needed_by={
                parent.rpartition(INSIDE)[2]
                for parent, other in listed.items()
                if name in {**other.get("dependencies", {}), **other.get("devDependencies", {})}
            },
            locks={BROWSER_LOCK},
        )


if __name__ == "__main__":
    main(sys.argv[1:])
