"""The four lanes of the review queue: what waits in each, in order, one by one and as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tracker import store
from tracker.desk.showing import around, pairs
from tracker.match.same_speakers import Named, same_speakers
from tracker.store import claims, documents, speaker_pairs, speakers, waiting
from tracker.store.rows import Row
from tracker.store.waiting import ANY, Narrowed

NAMES_OFFERED: Final = 5
"""Speakers of the same document offered for a label without a name."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of question.

    ``listed`` takes what it is narrowed to, a limit and an offset; ``following`` gives the first entry after the one
    with a key (``""``: the first of all); ``one`` the entry with a key if it waits still. Each row has its ``key``.
    """

    count: Callable[[store.Database, Narrowed], int]
    listed: Callable[[store.Database, Narrowed, int, int], list[Row]]
    following: Callable[[store.Database, Narrowed, str], Row | None]
    one: Callable[[store.Database, str], Row | None]


def _numbers(key: str, many: int) -> tuple[int, ...] | None:
    """Return the numbers a key is made of, ``None`` where it is none.

    >>> _numbers("12-31", 2), _numbers("12-x", 2)
    ((12, 31), None)
    """
    parts = key.split("-")
    return tuple(map(int, parts)) if len(parts) == many and all(part.isdecimal() for part in parts) else None


def _matches(db: store.Database, rows: list[Row]) -> list[Row]:
    return [row | {"key": f"{row['a']}-{row['b']}"} for row in pairs(db, rows)]


def _listed_matches(db: store.Database, narrowed: Narrowed, limit: int, offset: int) -> list[Row]:
    return _matches(db, waiting.matches(db, narrowed, limit=limit, offset=offset))


def _following_match(db: store.Database, narrowed: Narrowed, after: str) -> Row | None:
    pair = _numbers(after, 2)
    found = waiting.matches(db, narrowed, limit=1, after=(pair[0], pair[1]) if pair else None)
    return next(iter(_matches(db, found)), None)


def _one_match(db: store.Database, key: str) -> Row | None:
    pair = _numbers(key, 2)
    found = waiting.match(db, *pair) if pair else None
    return _matches(db, [found])[0] if found else None


def _attributions(db: store.Database, rows: list[Row]) -> list[Row]:
    """Return claims with what makes their attribution unsure, and what stands around them."""
    unsure = {row["id"]: row for row in rows}
    found = []
    for claim in claims.with_quantities(db, claims.several(db, list(unsure))):
        text = documents.text_of(db, claim["document_id"])
        context = around(text, claim["start"], claim["end"])
        found.append(claim | unsure[claim["id"]] | context | {"key": str(claim["id"])})
    return found


def _listed_attributions(db: store.Database, narrowed: Narrowed, limit: int, offset: int) -> list[Row]:
    return _attributions(db, waiting.attributions(db, narrowed, limit=limit, offset=offset))


def _following_attribution(db: store.Database, narrowed: Narrowed, after: str) -> Row | None:
    number = _numbers(after, 1)
    found = waiting.attributions(db, narrowed, limit=1, after=number[0] if number else None)
    return next(iter(_attributions(db, found)), None)


def _one_attribution(db: store.Database, key: str) -> Row | None:
    number = _numbers(key, 1)
    found = waiting.attribution(db, number[0]) if number else None
    return _attributions(db, [found])[0] if found else None


def _dates(db: store.Database, rows: list[Row]) -> list[Row]:
    return [row | {"key": str(row["id"])} for row in rows]


def _listed_dates(db: store.Database, narrowed: Narrowed, limit: int, offset: int) -> list[Row]:
    return _dates(db, waiting.dates(db, limit=limit, offset=offset))


def _following_date(db: store.Database, narrowed: Narrowed, after: str) -> Row | None:
    number = _numbers(after, 1)
    return next(iter(_dates(db, waiting.dates(db, limit=1, after=number[0] if number else None))), None)


def _one_date(db: store.Database, key: str) -> Row | None:
    number = _numbers(key, 1)
    found = waiting.date(db, number[0]) if number else None
    return _dates(db, [found])[0] if found else None


def _speaker_questions(db: store.Database, narrowed: Narrowed = ANY) -> list[Row]:
    """Return what is asked of speakers, without the details: first who may be one, then labels without a name."""
    found: list[Row] = []
    if narrowed.kind != "label" and narrowed.document is None:
        apart = speaker_pairs.apart(db)
        for pair in same_speakers(Named(**row) for row in speaker_pairs.listed(db)):
            both = (min(pair.short, pair.full), max(pair.short, pair.full))
            if both not in apart and (narrowed.speaker is None or narrowed.speaker in both):
                key = f"same-{pair.short}-{pair.full}"
                found.append({"key": key, "asks": "same", "why": pair.why, "short": pair.short, "full": pair.full})
    if narrowed.kind != "same":
        for row in speaker_pairs.nameless(db):
            if narrowed.document in (None, row["document_id"]) and narrowed.speaker in (None, row["speaker_id"]):
                found.append(row | {"key": f"label-{row['claim_id']}", "asks": "label"})
    return found


def _detailed(db: store.Database, question: Row) -> Row:
    """Return a question with the speakers or the claim it is about."""
    if question["asks"] == "same":
        sides = {side: speakers.get(db, question[side]) for side in ("short", "full")}
        samples = {
            f"{side}_says": next(iter(claims.with_quantities(db, claims.of_speaker(db, question[side], limit=1))), None)
            for side in sides
        }
        return question | sides | samples
    (claim,) = claims.with_quantities(db, claims.several(db, [question["claim_id"]]))
    offered = speaker_pairs.named_in(db, question["document_id"], limit=NAMES_OFFERED)
    return question | {"claim": claim, "names": offered}


def _count_speakers(db: store.Database, narrowed: Narrowed) -> int:
    return len(_speaker_questions(db, narrowed))


def _listed_speakers(db: store.Database, narrowed: Narrowed, limit: int, offset: int) -> list[Row]:
    found = _speaker_questions(db, narrowed)
    return [_detailed(db, question) for question in (found[offset:] if limit < 0 else found[offset : offset + limit])]


def _following_speaker(db: store.Database, narrowed: Narrowed, after: str) -> Row | None:
    """Return the question after another; where that is settled, the first of all."""
    found = _speaker_questions(db, narrowed)
    places = [place for place, question in enumerate(found) if question["key"] == after]
    rest = found[places[0] + 1 :] if places else found
    return _detailed(db, rest[0]) if rest else None


def _one_speaker(db: store.Database, key: str) -> Row | None:
    return next((_detailed(db, question) for question in _speaker_questions(db) if question["key"] == key), None)


LANES: Final[Mapping[str, Lane]] = {
    "matches": Lane(waiting.matches_count, _listed_matches, _following_match, _one_match),
    "speakers": Lane(_count_speakers, _listed_speakers, _following_speaker, _one_speaker),
    "dates": Lane(lambda db, narrowed: waiting.dates_count(db), _listed_dates, _following_date, _one_date),
    "attributions": Lane(waiting.attributions_count, _listed_attributions, _following_attribution, _one_attribution),
}
"""The lanes by name, in the order in which they are shown."""


def counts(db: store.Database) -> dict[str, int]:
    """Return how many questions wait in each lane."""
    return {name: lane.count(db, ANY) for name, lane in LANES.items()}
