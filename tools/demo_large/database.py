"""Writing the invented documents into a database, through the functions of ``tracker.db``."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise

from tools.demo_large.texts import Said, Text
from tracker.db import claims, documents, events, relations, speakers, threads
from tracker.db.connection import transaction
from tracker.db.extraction import ClaimDate, replace_attributions, replace_claims
from tracker.db.rows import Database
from tracker.matching.relation import RULES_VERSION
from tracker.models import (
    Attribution,
    Basis,
    Claim,
    ClaimKind,
    DatedWords,
    DateKind,
    DateLedger,
    Document,
    DocumentDate,
    Quantity,
    Relation,
    RelationKind,
    Role,
    Span,
)
from tracker.models.events import EventKind
from tracker.services import retrieval
from tracker.services.decisions import DECISIONS
from tracker.services.linking import index_anew
from tracker.text.quantities import quantities

MAKER = "make demo-large"
FIRST_STORED = datetime.fromisoformat("2026-01-05T08:00:00+00:00")
STORED_EVERY = timedelta(minutes=20)
YEARS_THAT_FIT = (2006, 2012, 2017)
NEIGHBOURS = 3
"""Claims of a thread that each claim is related to beside the lead: real claims share words with a few of them."""
DECIDED_EVERY = 40
"""Every so many relations one is decided by a person, one decision in eight refuses."""
REFUSED_EVERY = 8
CORRECTED_EVERY = 400
RELATED_EVERY = 6
"""Every so many claims one is merely related to another of its document."""
RULE, WHY = "invented", "the maker of the invented text knows what stands in it"

Progress = Callable[[int, int], None]
Reading = tuple[str, tuple[int, bool]]


def fill(db: Database, every: Iterable[Text], total: int, progress: Progress) -> None:
    """Write documents with their claims, both indexes, relations, threads, decisions and events, in one transaction."""
    with transaction(db):
        members: dict[Reading, list[int]] = defaultdict(list)
        wordings: dict[int, Said] = {}
        neighbours: list[tuple[int, int]] = []
        for number, text in enumerate(every):
            at = FIRST_STORED + number * STORED_EVERY
            ids = _document(db, text, at)
            for claim_id, said in zip(ids, text.claims, strict=True):
                members[said.subject, said.state].append(claim_id)
                wordings[claim_id] = said
            neighbours += list(pairwise(ids))[::RELATED_EVERY]
            progress(number + 1, total)
        index_anew(db)
        _relations(db, members, wordings, neighbours)
        _threads(db, members)
        _decisions(db)


def _document(db: Database, text: Text, at: datetime) -> list[int]:
    """Write one document with its claims; return their ids in order of the text."""
    stored_at = at.isoformat(timespec="seconds")
    data = text.body.encode()
    document = Document(text.name, text.body, data, hashlib.sha256(data).hexdigest(), "text/plain", title=text.title,
                        publisher=text.publisher)  # fmt: skip
    ledger = _ledger(text)
    document_id = documents.add(db, document, ledger, captured=at.date().isoformat(), stored_at=stored_at)
    said_by = {said.speaker for said in text.claims if said.speaker}
    ids = {s.name: speakers.find_or_add(db, s.name, s.kind, s.key) for s in sorted(said_by, key=lambda s: s.name)}
    attributions = [
        _attribution(n, said, text.body)
        for n, said in enumerate(text.claims, 1)
        if said.kind is not ClaimKind.STATISTIC
    ]
    attribution_ids = replace_attributions(db, document_id, attributions, ids)
    date_of = ledger.date
    claim_date = ClaimDate(date_of.value, "document", date_of.basis, "", date_of.candidates, date_of.why)
    made = [(_claim(n, said, text.body), claim_date) for n, said in enumerate(text.claims, 1)]
    claim_ids = replace_claims(db, document_id, made, ids, attribution_ids).new
    speakers.replace_roles(db, document_id, _roles(text), ids)
    retrieval.reindex(db, claim_ids)
    events.record(db, at=stored_at, who=MAKER, kind=EventKind.DOCUMENT_ADDED, noun="document", noun_id=document_id,
                  new={"name": text.name})  # fmt: skip
    return claim_ids


def _ledger(text: Text) -> DateLedger:
    """Return what the date line of a text shows."""
    if text.day is None or text.date_at is None:
        return DateLedger((), DocumentDate(None, Basis.UNKNOWN, why="The document shows no date of its own."))
    start, end = text.date_at
    words = text.body[start:end]
    if text.year_open:
        fit = tuple(date(year, text.day.month, min(text.day.day, 28)).isoformat() for year in YEARS_THAT_FIT)
        why = f"“{words}” prints no year."
        line = DatedWords(DateKind.PUBLISHED, None, Basis.UNKNOWN, words, start, end, candidates=fit, why=why)
        return DateLedger((line,), DocumentDate(None, Basis.UNKNOWN, fit, why=why))
    line = DatedWords(DateKind.PUBLISHED, text.day.isoformat(), Basis.STATED, words, start, end, why="printed so")
    return DateLedger((line,), DocumentDate(text.day.isoformat(), Basis.STATED, why=f"The document prints “{words}”."))


def _attribution(number: int, said: Said, body: str) -> Attribution:
    assert said.source is not None and said.cue is not None and said.speaker is not None
    turn = number if said.kind is ClaimKind.DIRECT else None
    return Attribution(
        number, said.kind, (Span(said.start, said.end),), Span(*said.source), Span(*said.cue), said.speaker.name,
        body[slice(*said.source)], 1, RULE, 1.0, WHY, "name", turn,
    )  # fmt: skip


def _claim(number: int, said: Said, body: str) -> Claim:
    words = body[said.start : said.end]
    figures = tuple(_moved(figure, said.start) for figure in quantities(words))
    speaker = said.speaker
    return Claim(
        said.start, said.end, words, said.kind, speaker.name if speaker else None,
        body[slice(*said.source)] if said.source else None, number if speaker else None, "asserts", figures,
    )  # fmt: skip


def _moved(figure: Quantity, by: int) -> Quantity:
    return replace(figure, start=figure.start + by, end=figure.end + by)


def _roles(text: Text) -> Iterator[Role]:
    for speaker, start, end in text.roles:
        yield Role(speaker.name, str(speaker.title), speaker.organisation, start, end)


def _relations(
    db: Database,
    members: dict[Reading, list[int]],
    wordings: dict[int, Said],
    neighbours: list[tuple[int, int]],
) -> None:
    """Write what the claims are to each other: known from their propositions."""
    subjects: dict[str, list[Reading]] = defaultdict(list)
    for reading, ids in members.items():
        subjects[reading[0]].append(reading)
        for place, claim_id in enumerate(ids[1:], 1):
            for other in dict.fromkeys((ids[0], *ids[max(0, place - NEIGHBOURS) : place])):
                alike = wordings[other].wording == wordings[claim_id].wording
                _relate(db, other, claim_id, RelationKind.REPEAT if alike else RelationKind.VARIANT)
    for readings in subjects.values():
        for one, other in combinations(readings, 2):
            kind = RelationKind.REVISED if one[1][1] == other[1][1] else RelationKind.REVERSED
            _relate(db, members[one][0], members[other][0], kind)
    for a, b in neighbours:
        if wordings[a].subject != wordings[b].subject:
            _relate(db, a, b, RelationKind.RELATED)


REASONS = {
    RelationKind.REPEAT: (100.0, "the same words"),
    RelationKind.VARIANT: (86.0, "the same proposition in other words"),
    RelationKind.REVISED: (91.0, "another figure for the same thing"),
    RelationKind.REVERSED: (88.0, "the direction is turned round"),
    RelationKind.RELATED: (31.0, "they share a subject, no more"),
}


def _relate(db: Database, a: int, b: int, kind: RelationKind) -> None:
    score, reason = REASONS[kind]
    a, b = relations.ordered(a, b)
    relations.put(db, a, b, Relation(kind, score - (a + b) % 9 / 10, (reason,), (), RULES_VERSION))


def _threads(db: Database, members: dict[Reading, list[int]]) -> None:
    for ids in members.values():
        if len(ids) > 1:
            threads.write(db, None, ids[0], ids)


def _decisions(db: Database) -> None:
    """Let a person have decided some pairs and corrected some speakers."""
    chance = random.Random(len(MAKER))
    at = FIRST_STORED
    pairs = [(row.a, row.b) for row in relations.every(db) if row.kind != "related"]
    for number, (a, b) in enumerate(pairs[::DECIDED_EVERY], 1):
        at += STORED_EVERY
        stamp = at.isoformat(timespec="seconds")
        decision = "refused" if number % REFUSED_EVERY == 0 else "confirmed"
        relations.decide(db, a, b, decision, who="Ann Example", at=stamp)
        for claim_id in (a, b):
            claims.touch(db, claim_id)
        events.record(db, at=stamp, who="Ann Example", kind=DECISIONS[decision], noun="claim", noun_id=a,
                      old={"decision": None, "with": b}, new={"decision": decision, "with": b})  # fmt: skip
    several = [speaker.id for speaker in speakers.every(db)]
    for claim_id in claims.live_ids(db)[::CORRECTED_EVERY]:
        claim, name = claims.get(db, claim_id), speakers.get(db, chance.choice(several))
        assert claim is not None and name is not None
        at += STORED_EVERY
        claims.pick_speaker(db, claim_id, name.id, picked=True)
        retrieval.reindex(db, [claim_id])
        events.record(db, at=at.isoformat(timespec="seconds"), who="Ann Example", kind=EventKind.SPEAKER_PICKED,
                      noun="claim", noun_id=claim_id,
                      old={"speaker_id": claim.speaker_id, "speaker": claim.speaker, "picked": 0},
                      new={"speaker_id": name.id, "speaker": name.name})  # fmt: skip
