"""Notes: Markdown in, safe HTML out."""

from __future__ import annotations

import markdown
import nh3
from markupsafe import Markup

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "hr", "i", "ins", "li", "ol", "p",
    "pre", "q", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
"""What a remark needs; no pictures, since a picture tells its server who reads the note."""


def note_html(source: str) -> Markup:
    """Return a note's Markdown as HTML that holds no script, style, picture or form."""
    html = markdown.markdown(source, extensions=["tables", "sane_lists"])
    return Markup(nh3.clean(html, tags=TAGS, url_schemes={"http", "https", "mailto"}, link_rel="noopener nofollow"))
