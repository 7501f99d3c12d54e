"""Accessibility checked by axe, past a content security policy that lets no foreign script in."""

import json
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

FROM_NPM = settings.NODE_MODULES / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """;axe.run(document, {runOnly: %s}).then((result) => JSON.stringify(
  result.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target + ' ' + n.failureSummary).join(' | '))))"""


def source() -> str:
    """axe itself: from the browser packages, else the one that the Python package brings."""
    if FROM_NPM.exists():
        return FROM_NPM.read_text()
    import axe_core_python

    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """What axe finds on the page once it has loaded; a debugger's evaluation is not subject to the page's policy."""
    page.wait_for_load_state()
    session = page.context.new_cdp_session(page)
    expression = source() + RUN % json.dumps(TAGS)
    answer = session.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
    session.detach()
    return json.loads(answer["result"]["value"])
