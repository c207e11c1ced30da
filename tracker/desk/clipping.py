"""Words sent from a web page: the selection becomes a small document with the page's facts, and a claim in it."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urldefrag

from tracker import store
from tracker.desk import hand_made, intake
from tracker.models import TrackerError
from tracker.models.documents import StoredDocument
from tracker.store import documents

LONGEST_FACT = 500
"""Characters of an address or a title."""
LONGEST_NAME = 60
"""Characters of the file name made of a title."""
SELECTION = "only the words that were selected on the page"
_NO_NAME = re.compile(r"[^\w]+")


def stored_page(db: store.Database, url: str) -> StoredDocument | None:
    """Return the newest stored document of a web address, whatever part of the page the address points to."""
    address = urldefrag(url.strip()).url
    return documents.newest_of_url(db, address) if address else None


def clip(
    db: store.Database, text: str, *, url: str, title: str, day: str, publisher: str, kind: str, speaker: str, who: str
) -> tuple[int, int | None]:
    """Store a selection with the facts of its page and make it a claim; return the claim's id and the event.

    The document says of itself that it is a selection. Raises ``TrackerError`` for what cannot be a claim; then nothing
    is stored.
    """
    words = text.strip()
    hand_made.trimmed(words, 0, max(1, len(words)))
    facts = {"title": title, "url": urldefrag(url.strip()).url, "date": day, "publisher": publisher}
    facts = {name: " ".join(value.split()) for name, value in facts.items()}
    if any(len(value) > LONGEST_FACT for value in facts.values()):
        raise TrackerError(f"An address, a title or a publisher has at most {LONGEST_FACT} characters.")
    if facts["url"] and not facts["url"].startswith(("http://", "https://")):
        raise TrackerError("A page's address begins with http:// or https://.")
    if facts["date"] and not _is_day(facts["date"]):
        raise TrackerError(f"“{facts['date']}” is no date; write it as 2018-01-14, or leave it blank.")
    header = "\n".join(f"{name}: {value}" for name, value in facts.items() if value)
    data = f"---\n{header}\nselection: {SELECTION}\n---\n\n{words}\n"
    with store.transaction(db):
        taken = intake.take_in(db, data.encode(), f"{_name(facts['title'])}.md", who=who)
        place = hand_made.places(db, taken.document_id, words)[-1]
        return hand_made.make(db, taken.document_id, place.start, place.end, kind=kind, speaker=speaker, who=who)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _name(title: str) -> str:
    """Return a file name for a selection: words of its page's title.

    >>> _name("Quill: “I was wrong” about guns | Gazette")
    'selection-quill-i-was-wrong-about-guns-gazette'
    """
    words = _NO_NAME.sub("-", title.lower()).strip("-")
    return "-".join(filter(None, ("selection", words[:LONGEST_NAME].strip("-"))))
