"""Foldings: differences between a quotation and its source that are evened out, each of them named in the result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.language.characters import QUOTATION_MARKS
from tracker.language.lexicon import rows

HOUSE_STYLE: Final = "house style"
MARKS: Final = f"{QUOTATION_MARKS} "
LINE_BREAK: Final = "¶"
"""Stands for a line break in the examples of the data file."""


@dataclass(frozen=True, slots=True)
class Folding:
    """One row of ``data/foldings.tsv``: what is evened out, with an example of either side."""

    name: str
    kind: str
    meaning: str
    source: str
    draft: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A folding that was used, with the characters of the source and of the draft that it evened out."""

    name: str
    source: str
    draft: str

    @property
    def kind(self) -> str:
        """Either "typography" or "house style"."""
        return foldings()[self.name].kind

    @property
    def sentence(self) -> str:
        """What was evened out, in words."""
        return f"{self.name}: {_shown(self.source)} in the source, {_shown(self.draft)} in the draft"


@cache
def foldings() -> dict[str, Folding]:
    """Return every folding by name, typography first."""
    table = (Folding(*(field.replace(LINE_BREAK, "\n") for field in row)) for row in rows("cite", "foldings.tsv"))
    return {folding.name: folding for folding in table}


def _shown(text: str) -> str:
    words = " ".join(text.split())
    if words and not words.strip(MARKS):
        return f"the mark {words}"
    if words:
        return f"“{words}”"
    return "a line break" if "\n" in text else "a blank" if text else "nothing"
