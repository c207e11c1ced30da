"""A figure's context cut into stretches, so that a template can mark the words of each of its parts (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tracker.store.rows import Row


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of the document, with the names of the parts whose words they are; none for the words between."""

    text: str
    parts: tuple[str, ...]


def marked(card: Row) -> list[Stretch]:
    """Return the context of a figure's card as stretches; joined, they are the context."""
    offset, context = card["context_start"], card["context"]
    spans = [
        (part["start"] - offset, part["end"] - offset, part["name"])
        for part in card["parts"]
        if part["start"] is not None
    ]
    edges = sorted({0, len(context), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        Stretch(context[low:high], tuple(name for start, end, name in spans if start <= low and high <= end))
        for low, high in pairwise(edges)
        if low < high
    ]
