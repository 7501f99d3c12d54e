"""What `make run` says once it serves."""

from pathlib import Path


def welcome(environment: dict[str, str], logs: Path) -> str:
    """The address, one sign-in per role when this is the demo, and how to stop."""
    lines = ["", f"Turnabout is running: {environment['BASE_URL']}", ""]
    return "\n".join([*lines, f"Logs are in {logs}. Stop with Ctrl-C.", ""])
