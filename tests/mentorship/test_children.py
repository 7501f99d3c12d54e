"""Processes that start, end and fail together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mentorship.launch import children

#: A child that forks one of its own; both sleep. The second outlives a polite request to end.
FAMILY = "import os, signal, time\nif os.fork() == 0: signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)"


def start(name: str, program: str, tmp_path: Path) -> children.Child:
    return children.start(name, [sys.executable, "-c", program], tmp_path, dict(os.environ))


def processes_of(group: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, pgid, state in rows if int(pgid) == group and not state.startswith("Z")]


def wait_for(condition) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_stopping_leaves_nobody_of_the_family(tmp_path):
    child = start("family", FAMILY, tmp_path)
    assert wait_for(lambda: len(processes_of(child.process.pid)) == 2)
    children.stop([child], grace_s=1)
    assert wait_for(lambda: processes_of(child.process.pid) == [])


def test_a_death_is_noticed_with_its_last_words(tmp_path):
    alive = start("worker", "import time; time.sleep(60)", tmp_path)
    dying = start("web", "print('no such table'); raise SystemExit(3)", tmp_path)
    message = children.watch([alive, dying])
    children.stop([alive], grace_s=1)
    assert "no such table" in message
    assert "The web process ended (exit code 3)" in message


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent was killed")
def test_children_end_when_the_parent_is_killed_outright(tmp_path):
    program = (
        "import os, sys, time\nfrom pathlib import Path\nfrom mentorship.launch import children\n"
        f"child = children.start('c', [sys.executable, '-c', 'import time; time.sleep(60)'], Path({str(tmp_path)!r}), "
        "dict(os.environ))\nprint(child.process.pid, flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    group = int(parent.stdout.readline())
    assert processes_of(group)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert wait_for(lambda: processes_of(group) == [])
