"""`make pictures`: every page of the demo, as each of its people, in every look; contact sheets in var/pictures/.

Prints what a script finds wrong with a page, and ends with 1 when there is anything.
Usage: python -m tests.pictures [part of an address …]     only the pages with one of these in their address
"""

import os
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

FOLDER = Path(__file__).parents[2] / "var" / "pictures"


def main(wanted: list[str]) -> int:
    with demo():
        from tests.pictures.taking import Visit, take_pictures, visits_of_everybody

        def is_wanted(visit: Visit) -> bool:
            return not wanted or any(part in visit.url for part in wanted)

        visits = [visit for visit in visits_of_everybody() if is_wanted(visit)]
        print(f"{len(visits)} pages", flush=True)
        shutil.rmtree(FOLDER, ignore_errors=True)
        return report(*take_pictures(visits, FOLDER))


@contextmanager
def demo() -> Iterator[None]:
    """Django on a demo of its own, which goes away in the end."""
    with tempfile.TemporaryDirectory(prefix="turnabout-pictures-") as folder:
        os.environ.update(ENVIRONMENT="test", VAR_DIR=folder, LOG_LEVEL="ERROR", DJANGO_ALLOW_ASYNC_UNSAFE="true")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/pictures.sqlite3"
        os.environ["REDIS_URL"] = ""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
        django.setup()
        from django.core.management import call_command

        from mentorship.demo.load import load_demo

        call_command("migrate", verbosity=0)
        load_demo()
        yield


def report(sheets: list[Path], faults: list[tuple[str, str, str]]) -> int:
    """Says each fault once, with the looks in which it was seen, and where the sheets are."""
    looks = defaultdict(list)
    for page, look, fault in faults:
        looks[page, re.sub(r"by \d+ px", "", fault)].append(look)
    for (page, fault), seen in sorted(looks.items()):
        print(f"{page}: {fault} ({', '.join(dict.fromkeys(seen))})")
    print(f"{len(sheets)} sheets in {FOLDER}, {len(looks)} faults.")
    return 1 if looks else 0


if __name__ == "__main__":
    began = time.monotonic()
    code = main(sys.argv[1:])
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(code)
