"""The few files of the npm packages that browsers get, under /static/vendor/."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

FILES = {
    "vendor/tabler/css/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler/css/tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
    "vendor/tabler/css/tabler.rtl.min.css": "@tabler/core/dist/css/tabler.rtl.min.css",
    "vendor/tabler/css/tabler.rtl.min.css.map": "@tabler/core/dist/css/tabler.rtl.min.css.map",
    "vendor/tabler/js/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "vendor/tabler/js/tabler.min.js.map": "@tabler/core/dist/js/tabler.min.js.map",
}


class PackageStorage(FileSystemStorage):
    """A folder of a package, and under which prefix Django is to serve what is in it."""

    prefix: str


class VendorFinder(BaseFinder):
    """Finds exactly the files above; the packages' hundreds of others stay where they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.NODE_MODULES)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        if settings.STATIC_ROOT or all(self.storage.exists(source) for source in FILES.values()):
            return []  # with STATIC_ROOT they were collected before, perhaps on another machine
        return [Error("The browser packages are missing.", hint="Run `make app` (or `npm ci`).", id="mentorship.E001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        file = Path(settings.NODE_MODULES, FILES[path]) if path in FILES else None
        if file is None or not file.exists():
            return []
        return [str(file)] if find_all else str(file)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        for public, source in FILES.items():
            storage = PackageStorage(location=settings.NODE_MODULES / Path(source).parent)
            storage.prefix = str(Path(public).parent)
            yield Path(source).name, storage
