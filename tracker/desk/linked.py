"""What a link of a note leads to: the words of a claim with their source, a thread's lead, a document's title."""

from __future__ import annotations

from collections.abc import Callable

from tracker import store
from tracker.cite.exports import inner_marks
from tracker.cite.links import Linked, Resolve
from tracker.cite.sources import UNDATED, printed_date
from tracker.store import claims, documents, note_links, threads
from tracker.store.rows import Row

Address = Callable[[str, int], str]
"""Gives the address of a claim's, thread's or document's page."""


def resolver(db: store.Database, address: Address) -> Resolve:
    """Return a function that finds what links lead to, each looked up once."""
    known: dict[tuple[str, int], Linked] = {}

    def resolve(noun: str, number: int) -> Linked:
        if (noun, number) not in known:
            known[noun, number] = SHOWN[noun](db, number, address)
        return known[noun, number]

    return resolve


def broken_places(db: store.Database, *, limit: int = -1) -> list[Row]:
    """Return the links of notes and descriptions that lead to nothing now, each with ``where`` and ``why`` in words."""
    found = []
    for row in note_links.broken(db, limit=limit):
        where = "the description of topic" if row["holder"] == "topic" else f"a note on {row['on_noun']}"
        why = SHOWN[row["noun"]](db, row["noun_id"], lambda *_: "").broken
        found.append(row | {"where": f"{where} {row['on_id']}", "why": why})
    return found


def broken_links(db: store.Database) -> list[str]:
    """Return a sentence for each broken link."""
    return [f"There is a broken link in {row['where']}: {row['why']}" for row in broken_places(db)]


def _claim(db: store.Database, number: int, address: Address) -> Linked:
    row = claims.get(db, number)
    if row is None:
        return Linked("claim", number, broken=f"there is no claim {number}.")
    if not row["live"]:
        return Linked("claim", number, broken=f"claim {number} is no longer found in its document.")
    who = row["speaker"] or ("" if row["kind"] == "statistic" else "speaker not known")
    if who and row["polarity"] < 0:
        who += ", denying it"
    return Linked("claim", number, _words(row["text"]), _joined(who, _place(row)), address("claim", number))


def _thread(db: store.Database, number: int, address: Address) -> Linked:
    row = threads.get(db, number)
    if row is None:
        return Linked("thread", number, broken=f"there is no thread {number}.")
    if not row["claims"]:
        return Linked("thread", number, broken=f"no claim belongs to thread {number} now.")
    size = f"thread {number}: {row['claims']} claims in {row['documents']} documents"
    size = size.replace(" 1 claims", " 1 claim").replace(" 1 documents", " 1 document")
    return Linked("thread", number, _words(row["lead"]), _joined(size, _span(row)), address("thread", number))


def _document(db: store.Database, number: int, address: Address) -> Linked:
    row = documents.get(db, number)
    if row is None:
        return Linked("document", number, broken=f"there is no document {number}.")
    return Linked("document", number, "", _place(row), address("document", number))


SHOWN: dict[str, Callable[[store.Database, int, Address], Linked]] = {
    "claim": _claim,
    "thread": _thread,
    "document": _document,
}
"""How each noun that can be linked to is shown."""


def _words(text: str) -> str:
    return inner_marks(" ".join(text.split()))


def _place(row: Row) -> str:
    """Return title, publisher and date of a document, or of the document a claim stands in."""
    title = row.get("document_title") or row.get("title") or row.get("document") or row["name"]
    return _joined(f"“{title}”", row["publisher"], printed_date(row["date"]) if row["date"] else UNDATED)


def _span(row: Row) -> str:
    if not row["first"]:
        return UNDATED
    days = dict.fromkeys((row["first"], row["last"]))
    return " to ".join(printed_date(day) for day in days)


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
