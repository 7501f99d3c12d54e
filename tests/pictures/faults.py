"""What is wrong with a page at a glance: it scrolls sideways, or words are cut off or lie on others."""

from playwright.sync_api import Page

#: Gives the faults of a page in words. Parts that scroll by themselves may be wider than the page; what stays in place
#: while the rest scrolls may lie on it; a part that ends in an ellipsis has to say the whole in its title.
FAULTS = r"""() => {
  const found = [];
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);
  const root = document.documentElement;
  const clips = (style) => style.overflowX !== "visible" || style.clipPath !== "none" || style.clip !== "auto";
  const isHidden = (rect) => rect.width <= 1 || rect.height <= 1;

  if (root.scrollWidth > root.clientWidth) {
    const widest = [...document.querySelectorAll("body *")]
      .filter((el) => el.getBoundingClientRect().right > root.clientWidth + 1 || el.getBoundingClientRect().left < -1)
      .pop();
    const by = root.scrollWidth - root.clientWidth;
    const what = widest && (short(widest.textContent) || widest.outerHTML.slice(0, 80));
    found.push(`scrolls sideways by ${by} px: ${what ?? "?"}`);
  }

  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, noscript, template, option, title, datalist")) continue;
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((rect) => !isHidden(rect));
    if (!rects.length) continue;
    let isSeen = true, floats = false, box = null;
    for (let el = parent; el && el !== document.body; el = el.parentElement) {
      const style = getComputedStyle(el);
      const own = el.getBoundingClientRect();
      if (clips(style) && isHidden(own)) isSeen = false;
      if (["fixed", "sticky"].includes(style.position) || el.matches("dialog, [popover]")) floats = true;
      if (!box && ["hidden", "clip"].includes(style.overflowX) && !(el instanceof SVGElement)) box = { own, style, el };
    }
    if (!isSeen) continue;
    if (box) {
      const isCut = rects.some((rect) => rect.right > box.own.right + 2 || rect.left < box.own.left - 2);
      const isTold = box.style.textOverflow === "ellipsis" && box.el.closest("[title], [aria-label]");
      if (isCut && !isTold) found.push(`cut off: ${short(node.data)}`);
    }
    if (!floats) for (const rect of rects) lines.push({ rect, node, text: short(node.data) });
  }

  lines.sort((a, b) => a.rect.top - b.rect.top);
  lines.forEach((line, index) => {
    for (let next = index + 1; next < lines.length && lines[next].rect.top < line.rect.bottom; next++) {
      const other = lines[next];
      if (other.node === line.node) continue;
      const width = Math.min(line.rect.right, other.rect.right) - Math.max(line.rect.left, other.rect.left);
      const height = Math.min(line.rect.bottom, other.rect.bottom) - Math.max(line.rect.top, other.rect.top);
      const least = Math.min(line.rect.height, other.rect.height);
      if (width > 3 && height > least * 0.4) found.push(`lie on each other: ${line.text} / ${other.text}`);
    }
  });
  return [...new Set(found)];
}"""


def faults_of(page: Page) -> list[str]:
    """The faults of the page as it is shown now, each in words."""
    return list(page.evaluate(FAULTS))
