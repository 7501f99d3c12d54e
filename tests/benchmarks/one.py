"""Run one benchmark and print its results as one line of JSON, the last one.

Usage: python -m tests.benchmarks.one <name>
"""

import contextlib
import importlib
import json
import os
import sys
import tempfile

import django


def main(name: str) -> None:
    """Set Django up on data of its own (a temporary VAR_DIR, SQLite unless DATABASE_URL says otherwise) and run."""
    with tempfile.TemporaryDirectory(prefix="turnabout-bench-") as folder:
        os.environ["ENVIRONMENT"] = "test"
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("LOG_LEVEL", "ERROR")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
        django.setup()
        with contextlib.redirect_stdout(sys.stderr):  # progress is for people, the last line for the table
            found = importlib.import_module(f"tests.benchmarks.{name}").run()
    results = found if isinstance(found, list) else [found]
    print(json.dumps([result if isinstance(result, dict) else result.as_dict() for result in results]))


if __name__ == "__main__":
    main(sys.argv[1])
