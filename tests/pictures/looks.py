"""The ways in which people see a page: on a phone or a wide screen, in either theme, in colours of their own, in a
language of longer words, and from right to left."""

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

Words = Literal["as written", "longer", "right to left"]

#: German takes about a third more room than English: every longer word grows by it. Charts are left as they are, since
#: the server sets their lines for the words it knows.
LONGER = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("script, style, svg, textarea")) continue;
    node.data = node.data.replace(/\p{L}{4,}/gu, (word) => word + "ungenheit".slice(0, Math.ceil(word.length / 3)));
  }
}"""
#: As the page would come in a language that is written so: with the style sheet that the server names for it.
RIGHT_TO_LEFT = """(sheet) => new Promise((resolve) => {
  document.documentElement.dir = "rtl";
  const link = document.querySelector("link[href*='tabler.min']");
  link.addEventListener("load", resolve);
  link.href = sheet;
})"""
#: Nothing fades or slides while it is looked at.
AT_REST = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [sheet];
}"""


@dataclass(frozen=True)
class Look:
    """One way of seeing a page; `width` in CSS pixels."""

    width: int
    theme: Literal["light", "dark"] = "light"
    is_forced: bool = False
    words: Words = "as written"

    @property
    def name(self) -> str:
        """For the name of a file: `390-dark`, `1280-longer`."""
        kind = "forced" if self.is_forced else self.theme
        return f"{self.width}-{kind if self.words == 'as written' else self.words.replace(' ', '-')}"

    def put_on(self, page: Page) -> None:
        """Show the page so. Words that grew stay so until the page is loaded anew."""
        page.set_viewport_size({"width": self.width, "height": 900})
        page.emulate_media(color_scheme=self.theme, forced_colors="active" if self.is_forced else "none")


WIDTHS = (390, 1280)
PLAIN = [*(Look(width) for width in WIDTHS), *(Look(width, "dark") for width in WIDTHS)]
FORCED = [Look(width, is_forced=True) for width in WIDTHS]
LONG = [Look(width, words="longer") for width in WIDTHS]
MIRRORED = [Look(width, words="right to left") for width in WIDTHS]
