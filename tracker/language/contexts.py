"""The small sets of words that the quantity grammar asks for around a figure (data/figure_contexts.tsv)."""

from __future__ import annotations

from functools import cache

from tracker.language.lexicon import rows


@cache
def context(name: str) -> frozenset[str]:
    """Return the lower-case words of one named set; raises ``KeyError`` for a name that the file does not hold."""
    return {row[0]: frozenset(row[1].split("|")) for row in rows("language", "figure_contexts.tsv")}[name]
