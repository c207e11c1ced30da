"""Forms and programs that decide on what they have seen: whether it is still so, asked in the transaction that decides.

A form carries which field of which noun it was made from, with a version of it. A version is a hash of what stood
there, so that nothing needs to be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

from msgspec.structs import astuple

from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.models import FACTS, FactName, TrackerError
from tracker.services.nouns import need

DIGITS: Final = 16
"""Of the hash: 64 bits tell any two texts of one field apart."""


def _fact_of(fact: FactName) -> Callable[[Database, int], str]:
    return lambda db, number: getattr(need(db, "document", number), fact) or ""


def _ruling(db: Database, number: int) -> str:
    """Return all that the form of a verdict can change, a line for each thing that is given."""
    verdict = need(db, "verdict", number)
    ruled = f"{verdict.rating}: {verdict.summary}" if verdict.summary else verdict.rating
    evidence = (" ".join(filter(None, astuple(piece))) for piece in verdict.evidence)
    return "\n".join(filter(None, (ruled, verdict.reviewer, verdict.date, verdict.url, *evidence)))


FIELDS: Final[Mapping[tuple[str, str], Callable[[Database, int], str]]] = {
    ("topic", "description"): lambda db, number: need(db, "topic", number).description,
    ("topic", "name"): lambda db, number: need(db, "topic", number).name,
    ("verdict", "summary"): _ruling,
    ("claim", "speaker"): lambda db, number: need(db, "claim", number).speaker or "",
    **{("document", fact): _fact_of(fact) for fact in FACTS},
}
"""What a form can be made from: a field of a noun, and how it is read."""


class StaleError(TrackerError):
    """A field that was changed since the form was made; ``theirs`` is what stands there now."""

    status = 409

    def __init__(self, noun: str, number: int, field: str, theirs: str) -> None:
        self.noun, self.number, self.field, self.theirs = noun, number, field, theirs
        super().__init__(f"The {field} of {noun} {number} was changed since you opened it; nothing was changed.")


class PreconditionError(TrackerError):
    """A program's condition (If-Match) that does not hold any more."""

    status = 412


def version(text: str) -> str:
    """Return the version of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def made_from(db: Database, noun: str, number: int, field: str) -> str:
    """Return what a form carries of the field it changes: ``topic:3:description:`` and its version."""
    return f"{noun}:{number}:{field}:{version(FIELDS[noun, field](db, number))}"


@contextmanager
def unless_changed(db: Database, carried: str) -> Iterator[None]:
    """Run a block in one transaction with the question whether a field is as it was; raise ``StaleError`` if not."""
    noun, _, rest = carried.partition(":")
    number, _, rest = rest.partition(":")
    field, _, seen = rest.partition(":")
    if (noun, field) not in FIELDS or not number.isdecimal():
        raise TrackerError("The form does not say what it was made from; open the page again.")
    with transaction(db):
        now = FIELDS[noun, field](db, int(number))
        if version(now) != seen:
            raise StaleError(noun, int(number), field, now)
        yield


@contextmanager
def if_matches(db: Database, wanted: str, present: Callable[[], str]) -> Iterator[None]:
    """Run a block in one transaction with the question whether a resource still has one of the tags ``wanted``."""
    with transaction(db):
        if wanted.strip() != "*" and present() not in {tag.strip().removeprefix("W/") for tag in wanted.split(",")}:
            raise PreconditionError("This was changed since you read it; read it again, and decide anew.")
        yield
