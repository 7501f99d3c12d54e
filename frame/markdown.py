"""Texts that HR writes with headings, lists and links, as HTML that can do nothing."""

import nh3
from markdown_it import MarkdownIt

#: No pictures, which would tell somebody else's server who reads; no HTML.
PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_inline", "html_block"])
TAGS = {"a", "blockquote", "br", "code", "em", "h3", "hr", "li", "ol", "p", "pre", "strong", "ul"}
SCHEMES = {"https", "http", "mailto"}


def html_of(text: object) -> str:
    """HTML of a text in Markdown. Every heading stands below that of its card."""
    tokens = PARSER.parse(str(text))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
