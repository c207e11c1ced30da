"""Which views of a page are published beside the page itself: its further pages, the parts of a text, one measure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tracker import store
from tracker.store import claims, documents, in_text
from tracker.web.parts import parts
from tracker.web.publishing.addresses import FIRST, NUMBERED

VIEWS: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    "documents.show": (frozenset({"part"}),),
    "claims.show": (frozenset({"part"}),),
    "figures.every": (frozenset({"measured", "unit"}), frozenset({"saying"})),
}
"""The queries of a page that are published, beside the number of a page; each is a page of its own in the copy."""
KEPT: Final = 4_096
"""Documents whose parts are remembered: a few numbers each."""


class Views:
    """What a query stands for in the copy of one database."""

    def __init__(self, db: store.Database) -> None:
        self.db = db
        self._ends = lru_cache(maxsize=KEPT)(self._ends_of_parts)

    def of(self, endpoint: str, path: str, query: Mapping[str, str]) -> dict[str, str] | None:
        """Return the query that a link is published with, ``None`` where that view is not; first pages have none.

        A document with a claim chosen is the part of it that holds the claim.
        """
        asked = dict(query)
        if endpoint == "documents.show" and "claim" in asked:
            asked["part"] = self._part(int(path.rpartition("/")[2]), asked.pop("claim"))
        asked = {name: value for name, value in asked.items() if name not in NUMBERED or value != FIRST}
        names = asked.keys() - {"page"}
        return asked if not names or names in VIEWS.get(endpoint, ()) else None

    def _part(self, document_id: int, claim: str) -> str:
        ends = self._ends(document_id)
        row = claims.get(self.db, int(claim)) if len(ends) > 1 and claim.isdecimal() else None
        if row is None or row["document_id"] != document_id:
            return FIRST
        return str(min(bisect_right(ends, row["start"]), len(ends) - 1) + 1)

    def _ends_of_parts(self, document_id: int) -> tuple[int, ...]:
        """Return where the parts of a document end, in order."""
        text = documents.text_of(self.db, document_id)
        return tuple(span.end for span in parts(text, in_text.starts(self.db, document_id)))
