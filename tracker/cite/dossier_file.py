"""A dossier as one HTML file that needs nothing beside it (pure)."""

from __future__ import annotations

import html
from typing import Final

from tracker.cite.markup import safe_html

_STYLE: Final = """\
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.55 Palatino, Georgia, serif;
  overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; }
h1 { font-size: 1.9rem; } h2 { margin-top: 2.5rem; font-size: 1.4rem; } h3 { margin-top: 1.75rem; font-size: 1.15rem; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid #8d8578; }
li { margin-bottom: 0.6rem; } li > em:last-child { font: 0.88rem/1.4 system-ui, sans-serif; }
.footnote-backref ~ .footnote-backref { display: none; }
.footnote { font-size: 0.92rem; } .footnote hr { display: none; }
table { border-collapse: collapse; } th, td { padding: 0.3rem 0.8rem; border: 1px solid #8d8578; text-align: left; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } a { color: inherit; text-decoration: none; } }
"""


def as_html(title: str, markdown: str) -> str:
    """Return a dossier's Markdown as a whole HTML document with its styles inside."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"{safe_html(markdown, page=True)}\n</body>\n</html>\n"
    )
