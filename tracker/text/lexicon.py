"""Word lists: the files of each room's ``data/``, read once; one entry a line, fields after tabs, ``#`` comments."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

ROOMS: Final = Path(__file__).parent.parent
"""Where the rooms stand; to import ``importlib.resources`` takes longer than to read all lists of a search."""


@cache
def rows(room: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of ``tracker/<room>/data/<name>`` as tuples of fields, comments and blank lines left out.

    >>> rows("text", "number_words.tsv")[0]
    ('zero', '0', 'number')
    """
    text = (ROOMS / room / "data" / name).read_text(encoding="utf-8")
    lines = ("" if line.startswith("#") else line.rstrip() for line in text.splitlines())
    return tuple(tuple(field.strip() for field in line.split("\t")) for line in lines if line.strip())


@cache
def words(room: str, name: str) -> frozenset[str]:
    """Return the first field of every row of a word list, in lower case."""
    return frozenset(row[0].lower() for row in rows(room, name))


@cache
def context(name: str) -> frozenset[str]:
    """Return the lower-case words of one named set; raises ``KeyError`` for a name that the file does not hold."""
    return {row[0]: frozenset(row[1].split("|")) for row in rows("text", "figure_contexts.tsv")}[name]
