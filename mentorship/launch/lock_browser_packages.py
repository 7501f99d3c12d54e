"""Renew package-lock.json from package.json, without a word about where anything is downloaded from.

Usage: python -m mentorship.launch.lock_browser_packages
"""

import json
import os

from mentorship.launch.environment import ROOT, find_npm, run


def main() -> None:
    npm = find_npm()
    path = f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    run([npm, "update", "--package-lock-only", "--ignore-scripts", "--no-audit"], "npm update", PATH=path)
    lock_file = ROOT / "package-lock.json"
    lock = json.loads(lock_file.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        for address in ("resolved", "funding"):
            package.pop(address, None)
    lock_file.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
