"""Where in a document cited words stand, and who spoke them there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A place in a document: its paragraph of prose and its page, both from 1; ``None`` where there is none.

    ``speaker`` is whom the document quotes there, ``None`` for its own voice; ``body`` says that it is no person.
    ``reported`` means that the document tells what was said in its own words.
    """

    paragraph: int | None = None
    page: int | None = None
    speaker: str | None = None
    body: bool = False
    reported: bool = False

    @property
    def family(self) -> str:
        """The speaker's family name; a body or a description ("a neighbour") has its whole name."""
        name = self.speaker or ""
        return name if self.body or name == name.lower() else name.split()[-1]

    @property
    def words(self) -> str:
        """The place in plain words, blank where nothing is known of it.

        >>> Pinpoint(paragraph=3).words, Pinpoint(paragraph=12, page=7).words
        ('paragraph 3', 'page 7, paragraph 12')
        """
        parts = [f"page {self.page}"] if self.page else []
        return ", ".join(parts + ([f"paragraph {self.paragraph}"] if self.paragraph else []))


NOWHERE = Pinpoint()
"""The whole document, no place in it."""


def page_at(pages: Sequence[int], start: int) -> int | None:
    """Return the number of the page a place stands on, from the offsets where the pages begin; ``None`` without any.

    >>> page_at((0, 900, 1750), 900)
    2
    """
    return max(1, bisect_right(pages, start)) if pages else None
