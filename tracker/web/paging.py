"""Pages of a long list."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

PER_PAGE = 25
"""Entries a page: about three screens of claims."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of ``count`` entries; a number past the end shows the last page."""

    wanted: int
    count: int
    size: int = PER_PAGE

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max(1, -(-self.count // self.size))

    @property
    def number(self) -> int:
        """The number of this page, from 1."""
        return min(max(1, self.wanted), self.last)

    @property
    def offset(self) -> int:
        """How many entries stand on the pages before."""
        return (self.number - 1) * self.size

    @property
    def first_shown(self) -> int:
        """The number of the first entry on this page, from 1."""
        return min(self.offset + 1, self.count)

    @property
    def last_shown(self) -> int:
        """The number of the last entry on this page."""
        return min(self.offset + self.size, self.count)


def page_of(count: int, size: int = PER_PAGE) -> Page:
    """Return the page the address asks for with ``?page=``."""
    return Page(request.args.get("page", 1, type=int), count, size)
