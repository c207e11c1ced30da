"""Where paragraphs begin and end, layout breaks inside a sentence mended."""

from __future__ import annotations

import re

from tracker.models import Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BLOCK = re.compile(r"^\s*>[>\s]*")
"""What marks a line of a block quotation in Markdown and in mail; it is no part of the paragraph."""
_TERMINAL = ".!?:;…\"”’'»)]"
WRAP_WIDTH = 55
"""A line shorter than this was ended on purpose: hard-wrapped text fills at least so many columns."""
WRAP_LIMIT = 110
"""A line longer than this was not wrapped by a typewriter, a mail program or OCR."""


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of ``text`` in order, without the blanks around them.

    The marks of a block quotation ("> ") before a line are no part of it. A newline ends a paragraph, with two
    exceptions that both need a line before it as wide as wrapped text (``WRAP_WIDTH``) and its sentence unfinished (no
    closing punctuation): the next line begins in lower case (a column or page break inside a sentence, blank line or
    not), or the line is no wider than wrapped text (``WRAP_LIMIT``) and no blank line follows it.

    >>> wide = "The harbour board met in the old customs house on the quay and"
    >>> [span.of(text)[-6:] for text in (f"One.\\n{wide}\\n\\nvoted.",) for span in paragraphs(text)]
    ['One.', 'voted.']
    """
    found: list[tuple[int, int]] = []
    previous: str = ""
    for match in _LINE.finditer(text):
        line = _BLOCK.sub("", match.group()).strip()
        if not line:
            continue
        start = match.start() + match.group().rindex(line)
        if found and _goes_on(previous, line, text.count("\n", found[-1][1], start)):
            found[-1] = (found[-1][0], start + len(line))
        else:
            found.append((start, start + len(line)))
        previous = line
    return tuple(Span(start, end) for start, end in found)


def _goes_on(line: str, following: str, newlines: int) -> bool:
    if line[-1] in _TERMINAL or len(line) < WRAP_WIDTH:
        return False
    if following[0].islower():
        return True
    return newlines == 1 and len(line) <= WRAP_LIMIT and not following[0].isdigit() and line[-1].isalnum()
