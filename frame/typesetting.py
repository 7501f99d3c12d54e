"""HTML into PDF by WeasyPrint. Importing this module takes a second or two, so only the worker does, when it needs it;
where WeasyPrint, or Pango below it, is missing, importing raises ImportError or OSError.
"""

from pathlib import Path
from typing import Any, NoReturn

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


class NothingIsFetched(ValueError):
    """A paper is made of its own words and style alone."""


class NoFetching(URLFetcher):
    """Refuses every address, be it of the network, of a file or of data."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        raise NothingIsFetched(url)


class OwnPictures(URLFetcher):
    """Takes a picture that stands in the paper itself, and refuses every address."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:image/png;base64,"):
            raise NothingIsFetched(url)
        return super().fetch(url, headers)


def typeset(html: str, *styles: str, has_pictures: bool = False, **options: Any) -> bytes:
    """A PDF with its headings and tables marked for screen readers (PDF/UA), and all its fonts embedded. `styles` are
    static files of ours, the later over the earlier."""
    document = document_of(html, has_pictures=has_pictures)
    sheets = [style_of(path) for path in styles]
    pdf: bytes = document.write_pdf(stylesheets=sheets, pdf_tags=True, pdf_variant="pdf/ua-1", **options)
    return pdf


def document_of(html: str, *, has_pictures: bool = False) -> HTML:
    return HTML(string=html, url_fetcher=OwnPictures() if has_pictures else NoFetching())


def style_of(path: str) -> CSS:
    """Read from our own static files, the one thing that a paper takes from elsewhere."""
    file = finders.find(path)
    if not isinstance(file, str):
        raise FileNotFoundError(path)
    return CSS(string=Path(file).read_text(encoding="utf-8"), url_fetcher=NoFetching())
