"""Forms and programs that decide on what they have seen: whether it is still so, asked in the transaction that decides.

A form carries which field of which noun it was made from, with a version of it. A version is a hash of what stood
there, so that nothing needs to be counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

from msgspec.structs import astuple

from tracker.db import relations
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.models import FACTS, FactName, TrackerError
from tracker.models.threads import Verdict, Work
from tracker.services import filters, notes, topics
from tracker.services.nouns import need, text_of_claim
from tracker.services.verdicts import working

DIGITS: Final = 16
"""Of the hash: 64 bits tell any two texts of one field apart."""


_NUMBER: Final = r"[0-9]{1,18}"
"""Of a row, as a form carries it: one that SQLite can look for."""


def _fact_of(fact: FactName) -> Callable[[Database, int], str]:
    return lambda db, number: getattr(need(db, "document", number), fact) or ""


def _ruling(db: Database, number: int) -> str:
    """Return all that the form of a verdict can change, a line for each thing that is given."""
    verdict = need(db, "verdict", number)
    ruled = f"{verdict.rating}: {verdict.summary}" if verdict.summary else verdict.rating
    return "\n".join(filter(None, (ruled, verdict.reviewer, verdict.date, verdict.url, *_pieces(verdict))))


def _work(db: Database, number: int) -> str:
    """Return all that the form of the work on a verdict can change, a line for each thing that is given."""
    work = working(db, number)
    if work is None:
        return ""
    return "\n".join(filter(None, (work.status, work.assignee, work.rating, work.note, *_pieces(work))))


def _pieces(ruled: Verdict | Work) -> Iterator[str]:
    return (" ".join(filter(None, astuple(piece))) for piece in ruled.evidence)


def _span(db: Database, number: int) -> str:
    claim = need(db, "claim", number)
    return f"{claim.text}\n(characters {claim.start} to {claim.end})"


def _standing(db: Database, number: int) -> str:
    """Return what a person confirms of a claim: who said it, in which words, and what the source does with them."""
    claim = need(db, "claim", number)
    return f"{claim.speaker or 'Nobody known'} {claim.stance}:\n{claim.text}"


def _note(db: Database, number: int) -> str:
    """Return the words of a note as they stand, blank where it was taken back."""
    return next((note.markdown for note in reversed(notes.versions(db, number)) if not note.withdrawn), "")


def _title(db: Database, number: int) -> str:
    thread = need(db, "thread", number)
    return f"{thread.lead}\n(claim {thread.title_id}{', picked by a person' if thread.lead_picked else ''})"


def decision_on(db: Database, a: int, b: int) -> str:
    """Return what a person said of a pair of claims, blank where nobody did."""
    standing = relations.on_pair(db, *relations.ordered(a, b))
    return (standing.decision or "") if standing else ""


FIELDS: Final[Mapping[tuple[str, str], Callable[[Database, int], str]]] = {
    ("topic", "description"): lambda db, number: need(db, "topic", number).description,
    ("topic", "name"): lambda db, number: need(db, "topic", number).name,
    ("reading", "remark"): topics.remark_of,
    ("search", "name"): lambda db, number: filters.need_search(db, number).name,
    ("verdict", "summary"): _ruling,
    ("thread", "work"): _work,
    ("thread", "title"): _title,
    ("note", "text"): _note,
    ("claim", "speaker"): lambda db, number: need(db, "claim", number).speaker or "",
    ("claim", "span"): _span,
    ("claim", "stance"): lambda db, number: need(db, "claim", number).stance,
    ("claim", "attribution"): _standing,
    ("document", "date"): lambda db, number: need(db, "document", number).date or "",
    **{("document", fact): _fact_of(fact) for fact in FACTS},
}
"""What a form can be made from: a field of a noun, and how it is read. A match is one more noun, of two numbers."""


def _span_sent(db: Database, number: int, sent: Mapping[str, str]) -> str:
    claim = need(db, "claim", number)
    start, end = (int(sent[name]) if re.fullmatch(_NUMBER, sent.get(name, "")) else 0 for name in ("start", "end"))
    return f"{text_of_claim(db, claim)[start:end]}\n(characters {start} to {end})"


def _title_sent(db: Database, _: int, sent: Mapping[str, str]) -> str:
    claim_id = sent.get("claim", "")
    return f"{need(db, 'claim', int(claim_id)).text}\n(claim {claim_id})" if re.fullmatch(_NUMBER, claim_id) else ""


CHOICES: Final[Mapping[tuple[str, str], Callable[[Database, int, Mapping[str, str]], str]]] = {
    ("claim", "span"): _span_sent,
    ("claim", "stance"): lambda db, number, sent: sent.get("stance", ""),
    ("claim", "attribution"): lambda db, number, sent: "It is right as you saw it.",
    ("thread", "title"): _title_sent,
    ("match", "decision"): lambda db, number, sent: sent.get("decision", ""),
}
"""What a form says in words where it takes one of several things, and no words of its own."""


class StaleError(TrackerError):
    """A field that was changed since the form was made; ``theirs`` is what stands there now."""

    status = 409

    def __init__(self, noun: str, number: str, field: str, theirs: str) -> None:
        self.noun, self.number, self.field, self.theirs = noun, number, field, theirs
        self.about = f"{noun}:{number}:{field}:"
        super().__init__(f"The {field} of {noun} {number} was changed since you opened it; nothing was changed.")

    def mine(self, db: Database, sent: Mapping[str, str]) -> str | None:
        """Return what a form says in words where it takes a choice, ``None`` where it sends words of its own."""
        words = CHOICES.get((self.noun, self.field))
        try:
            return words(db, int(self.number.partition("-")[0]), sent) if words else None
        except TrackerError:  # what was chosen is gone
            return ""


class PreconditionError(TrackerError):
    """A program's condition (If-Match) that does not hold any more."""

    status = 412


def version(text: str) -> str:
    """Return the version of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def made_from(db: Database, noun: str, number: int, field: str) -> str:
    """Return what a form carries of the field it changes: ``topic:3:description:`` and its version."""
    return carried(noun, str(number), field, FIELDS[noun, field](db, number))


def carried(noun: str, number: str, field: str, seen: str) -> str:
    """Return what a form carries that shows a field with these words: ``match:3-5:decision:`` and their version."""
    return f"{noun}:{number}:{field}:{version(seen)}"


def _standing_now(db: Database, noun: str, number: str, field: str) -> str:
    if (noun, field) == ("match", "decision") and (pair := re.fullmatch(f"({_NUMBER})-({_NUMBER})", number)):
        return decision_on(db, int(pair[1]), int(pair[2]))
    if (noun, field) not in FIELDS or not re.fullmatch(_NUMBER, number):
        raise TrackerError("The form does not say what it was made from; open the page again.")
    return FIELDS[noun, field](db, int(number))


@contextmanager
def unless_changed(db: Database, made: str) -> Iterator[None]:
    """Run a block in one transaction with the question whether a field is as it was; raise ``StaleError`` if not."""
    noun, number, field, seen = (*made.split(":", 3), "", "", "")[:4]
    with transaction(db):
        now = _standing_now(db, noun, number, field)
        if version(now) != seen:
            raise StaleError(noun, number, field, now)
        yield


@contextmanager
def if_matches(db: Database, wanted: str, present: Callable[[], str]) -> Iterator[None]:
    """Run a block in one transaction with the question whether a resource still has one of the tags ``wanted``."""
    with transaction(db):
        if wanted.strip() != "*" and present() not in {tag.strip().removeprefix("W/") for tag in wanted.split(",")}:
            raise PreconditionError("This was changed since you read it; read it again, and decide anew.")
        yield
