"""Accessibility checked by axe, past a content security policy that lets no foreign script in."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import CDPSession, Page

FROM_NPM = settings.NODE_MODULES / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Only what it finds is put into words; the rules that read style sheets themselves are not among these.
RUN = """axe.run(document, {runOnly: %s, resultTypes: ["violations"], preload: false}).then((result) => JSON.stringify(
  result.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target + ' ' + n.failureSummary).join(' | '))))"""


@cache
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
    if not _evaluate(session, "'axe' in window"):
        _evaluate(session, f"{source()};0")
    violations = json.loads(_evaluate(session, RUN % json.dumps(TAGS)))
    session.detach()
    return violations


def _evaluate(session: CDPSession, expression: str) -> Any:
    answer = session.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
    return answer["result"]["value"]
