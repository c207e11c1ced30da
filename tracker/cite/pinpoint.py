"""Where in a document cited words stand, and who spoke them there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.cite.bylines import split_name


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A place in a document: its paragraph of prose and its page, both from 1; ``None`` where there is none.

    ``last_page`` is set where the words go on to a later page. ``speaker`` is whom the document quotes there, ``None``
    for its own voice; ``body`` says that it is no person.
    ``reported`` means that the document tells what was said in its own words.
    """

    paragraph: int | None = None
    page: int | None = None
    speaker: str | None = None
    body: bool = False
    reported: bool = False
    last_page: int | None = None

    def families(self, joint: str = "and") -> str:
        """Return the speaker's family name, two speakers joined; a body or a description ("a neighbour") is whole.

        >>> Pinpoint(speaker="Mara Quill and Jan van der Berg").families("&")
        'Quill & van der Berg'
        """
        name = self.speaker or ""
        if self.body or name == name.lower():
            return name
        return f" {joint} ".join(split_name(one).family for one in name.split(" and "))

    @property
    def pages(self) -> str:
        """The number of the page, of the first and last where there are several, blank where it is not known."""
        last = f"–{self.last_page}" if self.last_page and self.last_page != self.page else ""
        return f"{self.page}{last}" if self.page else ""

    @property
    def words(self) -> str:
        """The place in plain words, blank where nothing is known of it.

        >>> Pinpoint(paragraph=3).words, Pinpoint(paragraph=12, page=7).words
        ('paragraph 3', 'page 7, paragraph 12')
        """
        several = "pages" if "–" in self.pages else "page"
        parts = [f"{several} {self.pages}"] if self.page else []
        return ", ".join(parts + ([f"paragraph {self.paragraph}"] if self.paragraph else []))


NOWHERE = Pinpoint()
"""The whole document, no place in it."""


def page_at(pages: Sequence[int], start: int) -> int | None:
    """Return the number of the page a place stands on, from the offsets where the pages begin; ``None`` without any.

    >>> page_at((0, 900, 1750), 900)
    2
    """
    return max(1, bisect_right(pages, start)) if pages else None
