"""A claim's words as readers are told them: with what the source does with them, and alone, with what they lean on.

Alone is for titles and lists only. No citation, quotation or check has these words: what stands in brackets was put
there by the program, and is the document's, but not the claim's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tracker.models import Stance
from tracker.text.lexicon import rows


@dataclass(frozen=True, slots=True)
class StanceWords:
    """A stance in words: what stands before words told in it, what stands behind a speaker's name, what it means."""

    label: str
    doing: str
    meaning: str


@cache
def stances() -> Mapping[str, StanceWords]:
    """Return every stance in words, by its name."""
    return {name: StanceWords(*words) for name, *words in rows("cite", "stances.tsv")}


def as_told(text: str, stance: Stance) -> str:
    """Return the words of a claim; those that are not asserted say so, for a bare "author" would affirm them.

    >>> as_told("Crime fell.", "denies"), as_told("Crime fell.", "asserts")
    ('denied: Crime fell.', 'Crime fell.')
    """
    return text if stance == "asserts" else f"{stances()[stance].label}: {text}"
