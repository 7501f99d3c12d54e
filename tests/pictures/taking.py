"""Going from page to page as each person of the demo, and taking every page's picture in every look."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Page, sync_playwright

from people.models import User
from people.sign_in.demo import PERSONAS
from tests.benchmarks._serve import cookie_of, server
from tests.browser.tour import Met, reader, stops
from tests.pictures.faults import faults_of
from tests.pictures.looks import AT_REST, FORCED, LONG, LONGER, MIRRORED, PLAIN, RIGHT_TO_LEFT, Look
from tests.pictures.sheets import write_sheets
from tests.services import find_browser


@dataclass(frozen=True)
class Visit:
    """One page as one person reads it."""

    person: User
    url: str

    @property
    def caption(self) -> str:
        """Who and where, without what differs from demo to demo."""
        return f"{self.person.first_name} {re.sub(r'[0-9a-f-]{36}', '…', self.url)}"


def visits_of_everybody() -> list[Visit]:
    """Every page that shows somebody of the demo a kind of element not met before."""
    met: Met = {}
    people = [User.objects.get(first_name=first, last_name=last) for first, last, _role in PERSONAS]
    return [Visit(person, url) for person in people for url in stops(reader(person), ["/"], met)]


def take_pictures(visits: list[Visit], folder: Path) -> tuple[list[Path], list[tuple[str, str, str]]]:
    """The sheets, and each fault as (page, look, fault)."""
    taken: dict[Look, list[tuple[str, Path]]] = defaultdict(list)
    faults = []
    with server() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for number, visit in enumerate(visits, start=1):
            context = browser.new_context(base_url=f"http://127.0.0.1:{port}", service_workers="block")
            name, _, value = cookie_of(visit.person).partition("=")
            context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
            page = context.new_page()
            for look in seen_in_every_look(page, visit.url):
                path = folder / "pages" / f"{number:03}-{look.name}.jpg"
                page.screenshot(path=path, full_page=True, type="jpeg", quality=70)
                taken[look].append((visit.caption, path))
                faults += [(visit.caption, look.name, fault) for fault in faults_of(page)]
            context.close()
        browser.close()
    return [
        sheet for look, pictures in taken.items() for sheet in write_sheets(pictures, look.width, folder, look.name)
    ], faults


def seen_in_every_look(page: Page, url: str) -> Iterator[Look]:
    """The looks one after another, the page shown in each while it is given."""
    for looks, change in ((PLAIN + FORCED, ""), (LONG, LONGER), (MIRRORED, RIGHT_TO_LEFT)):
        page.goto(url)
        page.evaluate(AT_REST)
        if change:
            page.evaluate(change, staticfiles_storage.url("vendor/tabler/css/tabler.rtl.min.css"))
        for look in looks:
            look.put_on(page)
            yield look
