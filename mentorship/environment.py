"""The environment, read so that each wrong value is one line: which setting, what it may be, and an example."""

import builtins
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

#: What a value of each kind looks like.
REMEDIES = {
    "int": "must be a whole number, such as {default}",
    "bool": "must be true or false",
    "list": "must be values with commas between them",
    "str": "has a value that is not one of those it may have",
}


class Environment:
    """Settings of the environment; raises ImproperlyConfigured with a sentence for what cannot be read."""

    def __init__(self, file: Path) -> None:
        """What stands in `file` counts where the environment says nothing."""
        self.env = Env()
        try:
            self.env.read_env(file, recurse=False)
        except (OSError, UnicodeDecodeError):
            raise ImproperlyConfigured(f"{file.name} cannot be read as text. Mend it, or take it away.") from None

    def int(self, name: builtins.str, default: builtins.int, **more: Any) -> builtins.int:
        return builtins.int(self._read(self.env.int, "int", name, default, **more))

    def bool(self, name: builtins.str, default: builtins.bool, **more: Any) -> builtins.bool:
        return builtins.bool(self._read(self.env.bool, "bool", name, default, **more))

    def str(self, name: builtins.str, default: builtins.str, **more: Any) -> builtins.str:
        return builtins.str(self._read(self.env.str, "str", name, default, **more))

    def list(self, name: builtins.str, default: Any, **more: Any) -> Any:
        """Without the blanks around commas, and what is empty between them."""
        return [entry.strip() for entry in self._read(self.env.list, "list", name, default, **more) if entry.strip()]

    def _read(self, ask: Callable[..., Any], kind: builtins.str, name: builtins.str, default: Any, **more: Any) -> Any:
        try:
            return ask(name, default, **more)
        except EnvError:
            wanted = _remedy(kind, default, more.get("validate"))
            raise ImproperlyConfigured(f"{name} {wanted}. Mend it or leave it out.") from None


def _remedy(kind: str, default: Any, validator: Any) -> str:
    """What it must be, with its bounds or its choices."""
    if choices := getattr(validator, "choices", None):
        return f"must be one of {', '.join(choices)}"
    words = REMEDIES[kind].format(default=default)
    least, most = getattr(validator, "min", None), getattr(validator, "max", None)
    words += f", {least} at least" if least is not None else ""
    return words + (f", {most} at most" if most is not None else "")
