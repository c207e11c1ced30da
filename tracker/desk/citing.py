"""What is cited of a stored document: its row as the citing room takes it."""

from __future__ import annotations

from tracker.cite.sources import Citable
from tracker.desk.extracting import document_date
from tracker.store.rows import Row


def citable(document: Row) -> Citable:
    """Return a document's row as what is cited."""
    return Citable(
        name=document["name"],
        date=document_date(document),
        title=document["title"],
        publisher=document["publisher"],
        byline=document["byline"],
        url=document["url"],
        accessed=document["captured"],
    )
