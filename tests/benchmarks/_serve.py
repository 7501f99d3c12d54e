"""The process that serves the pages of `tests.benchmarks.pages`; prints their times as one line of JSON, the last.

Usage: python -m tests.benchmarks._serve <folder of the data>
"""

import contextlib
import json
import os
import sys

import django


def main(folder: str) -> None:
    os.environ["VAR_DIR"] = folder
    django.setup()
    from tests.benchmarks import pages

    with contextlib.redirect_stdout(sys.stderr):
        served = pages.serve()
    print(json.dumps(served))


if __name__ == "__main__":
    main(sys.argv[1])
