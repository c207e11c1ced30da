"""The accepted view of a formatted text: how its tables and block quotations are written, and what was left out of it.

Word, OpenDocument and rich text are read as their programs show them when every change is accepted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

_QUOTES = frozenset(("quote", "intensequote", "blocktext", "blockquote", "quotations"))
"""Styles of block quotations, by their names in lower case without blanks."""


def is_quote_style(name: str) -> bool:
    """Tell whether a paragraph style is that of block quotations; OpenDocument writes a blank in a name as "_20_".

    >>> is_quote_style("Intense Quote"), is_quote_style("Block_20_Text"), is_quote_style("Heading 1")
    (True, True, False)
    """
    return "".join(name.replace("_20_", "").split()).lower() in _QUOTES


def as_quote(words: str) -> str:
    """Return a paragraph of a block quotation as it is written: on one line, after ">"."""
    return f"> {' '.join(words.split())}"


def with_bases(name: str | None, based_on: Mapping[str | None, str | None]) -> list[str]:
    """Return a style and those that it is based on, the nearest first."""
    found: list[str] = []
    while name is not None and name not in found:
        found.append(name)
        name = based_on.get(name)
    return found


def table(rows: Sequence[Sequence[Sequence[str]]]) -> Iterator[str]:
    """Yield a table, given as the paragraphs of each cell, as lines of cells; one of a single column frames them."""
    if all(len(row) < 2 for row in rows):
        yield from (paragraph for row in rows for cell in row for paragraph in cell)
    else:
        yield "\n".join("\t".join(flat(cell) for cell in row) for row in rows)


def flat(paragraphs: Iterable[str]) -> str:
    """Return the paragraphs of a cell or a note on one line."""
    return " ".join(" ".join(paragraphs).split())


def joined(blocks: Iterable[str]) -> str:
    """Return paragraphs and tables as one text, set apart by blank lines; those without words are left out."""
    return "\n\n".join(block for block in blocks if block.strip("> \t\n"))


COUNTED = {"deletion": "tracked deletion", "comment": "comment", "embedded": "embedded document"}
UNCOUNTED = {"hidden": "hidden text", "struck": "struck-out words", "margins": "headers and footers"}
"""What a reader leaves out of a text, by the keys it counts them under."""


def left_out_notes(left_out: Counter[str]) -> Iterator[str]:
    """Yield the sentences that say what was left out of a text; "change" counts the tracked changes that were read."""
    if left_out["change"] or left_out["deletion"]:
        yield "The file holds tracked changes; it was read as if all of them were accepted."
    kinds = [
        f"{left_out[key]} {words if left_out[key] == 1 else words + 's'}"
        for key, words in COUNTED.items()
        if left_out[key]
    ]
    kinds += [words for key, words in UNCOUNTED.items() if left_out[key]]
    if kinds:
        yield f"Left out of the text: {listed(kinds)}."


def listed(parts: list[str]) -> str:
    """Return what was left out as words of a sentence: "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
