"""What is known of one speaker: roles over time, where claims moved, threads, figures; each list capped and counted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from msgspec.structs import asdict

from tracker.db import claim_lists, claims, figures, relations, speakers, threads
from tracker.db.claim_lists import Filters
from tracker.db.rows import Database, Row
from tracker.matching.threads import Statement, wordings
from tracker.models.claims import ClaimWithQuantities
from tracker.models.figures import FigureFilters
from tracker.models.record import Listed, Record
from tracker.models.speakers import (
    DatedSpeaker,
    MergedName,
    PrintedLabel,
    SpeakerDates,
    StoredRole,
    StoredSpeaker,
    ThreadsOfSpeaker,
)
from tracker.services.claims import OPPOSED, pairs
from tracker.services.nouns import need, talk

ORDERS: Final = tuple(speakers.ORDERS)
"""How the list of speakers can be sorted."""
MOST_THREADS: Final = 10
MOST_FIGURES: Final = 8
MOST_MOVES: Final = 6
"""Entries of each list on a speaker's page; each says how many there are and links to all."""
MOVES_READ: Final = 200
"""Relations among a speaker's own claims that are looked through for moves: most repeat one another."""
MOST_MOVED = 500
"""Pairs of one speaker's claims that revise or reverse each other, at most, in a speaker's JSON."""


class SpeakerShown(StoredSpeaker, frozen=True):
    """A speaker with roles, labels as printed, claims in date order, and the other names merged into it.

    ``moved`` are pairs of the claims that revise or reverse each other.
    """

    roles: list[StoredRole]
    labels: list[PrintedLabel]
    claims_made: list[ClaimWithQuantities]
    moved: list[Row]
    merged_from: list[MergedName]
    notes_on: list[Row]
    events: list[Row]


def shown(db: Database, speaker_id: int) -> SpeakerShown:
    """Return a speaker with roles, labels as printed, claims in date order, and the other names merged into it."""
    found = need(db, "speaker", speaker_id)
    held = claims.with_quantities(db, claim_lists.listed(db, Filters(speaker=speaker_id), limit=-1))
    moved = relations.within_speaker(db, speaker_id, OPPOSED, limit=MOST_MOVED)
    return SpeakerShown(
        **asdict(found),
        roles=speakers.roles_of(db, speaker_id),
        labels=speakers.labels_of(db, speaker_id),
        claims_made=held,
        moved=pairs(db, moved),
        merged_from=speakers.merged_from(db, speaker_id),
        **talk(db, "speaker", speaker_id),
    )


class RoleOverTime(Record, frozen=True):
    """One role with the documents that show it, a row each, and the dates of the first and the last of them.

    Nothing is said of the time between. ``undated`` of the ``documents`` have no date.
    """

    title: str
    organisation: str | None
    first: str | None
    last: str | None
    undated: int
    documents: int
    shown: list[StoredRole]


class SpeakerProfile(Record, frozen=True):
    """What a speaker's page shows beside the claims.

    ``moves`` are pairs of the speaker's claims that revise or reverse each other, each pair of wordings once, the
    earlier first; ``moves_more`` whether there are others. ``threads`` have ``own`` (the speaker's claims in it),
    ``leads`` and ``own_first``/``own_last``; ``figures`` are the first ones given.
    """

    dates: SpeakerDates
    roles: list[RoleOverTime]
    labels: list[PrintedLabel]
    merged_from: list[MergedName]
    moves: list[Row]
    moves_more: bool
    threads: list[Row]
    threads_counted: ThreadsOfSpeaker
    figures: list[Row]
    figures_counted: int
    notes_on: list[Row]
    events: list[Row]


def profile(db: Database, speaker_id: int) -> SpeakerProfile:
    """Return what a speaker's page shows beside the claims."""
    given = FigureFilters(speaker=speaker_id)
    moves = _moves(db, speaker_id)
    return SpeakerProfile(
        dates=speakers.dates_of(db, speaker_id),
        roles=roles_over_time(speakers.roles_of(db, speaker_id)),
        labels=speakers.labels_of(db, speaker_id),
        merged_from=speakers.merged_from(db, speaker_id),
        moves=moves[:MOST_MOVES],
        moves_more=len(moves) > MOST_MOVES,
        threads=_threads(db, speaker_id),
        threads_counted=speakers.threads_counted(db, speaker_id),
        figures=figures.listed(db, given, limit=MOST_FIGURES),
        figures_counted=figures.counted(db, given),
        **talk(db, "speaker", speaker_id),
    )


def roles_over_time(printed: Iterable[StoredRole]) -> list[RoleOverTime]:
    """Return each role once, whatever the case of its letters, in the order of the first document that shows it.

    >>> from tracker.models import Basis
    >>> shown = [StoredRole("Mayor", None, 0, 5, n, "a.txt", None, day, Basis.STATED) for n, day in
    ...          enumerate(("2018-02-05", "2019-03-12", None))]
    >>> [(role.title, role.first, role.last, role.undated) for role in roles_over_time(shown)]
    [('Mayor', '2018-02-05', '2019-03-12', 1)]
    """
    groups: dict[tuple[str, str], list[StoredRole]] = {}
    for role in printed:
        groups.setdefault((role.title.lower(), (role.organisation or "").lower()), []).append(role)
    found = []
    for shown in groups.values():
        by_document = list({role.document_id: role for role in shown}.values())
        dates = [role.date for role in by_document if role.date]
        found.append(
            RoleOverTime(
                title=shown[0].title,
                organisation=shown[0].organisation,
                first=min(dates, default=None),
                last=max(dates, default=None),
                undated=len(by_document) - len(dates),
                documents=len(by_document),
                shown=by_document,
            )
        )
    return found


def _moves(db: Database, speaker_id: int) -> list[Row]:
    """Return the pairs of wordings in which a speaker revised or reversed a claim, the earlier claim first."""
    changes = relations.within_speaker(db, speaker_id, OPPOSED, limit=MOVES_READ)
    ids = {r["a"] for r in changes} | {r["b"] for r in changes}
    rows = {row["id"]: row for row in claims.several(db, sorted(ids))}
    wording = {
        use: number
        for number, one in enumerate(
            wordings(Statement(c["id"], c["date"], c["text"], None, c["polarity"]) for c in rows.values())
        )
        for use in one.uses
    }
    once: dict[tuple[str, int, int], Row] = {}
    for relation in sorted(changes, key=lambda r: _when(rows[r["a"]], rows[r["b"]])):
        a, b = sorted((relation["a"], relation["b"]), key=lambda claim_id: _date(rows[claim_id]))
        key = (relation["kind"], *sorted((wording[a], wording[b])))
        once.setdefault(key, relation | {"claim_a": rows[a], "claim_b": rows[b]})
    return list(once.values())[: MOST_MOVES + 1]


def _when(a: Row, b: Row) -> tuple[tuple[bool, str, int], tuple[bool, str, int]]:
    first, second = sorted((_date(a), _date(b)))
    return first, second


def _date(row: Row) -> tuple[bool, str, int]:
    return row["date"] is None, row["date"] or "", row["id"]


def _threads(db: Database, speaker_id: int) -> list[Row]:
    taken_part = speakers.threads_of(db, speaker_id, limit=MOST_THREADS)
    rows = threads.several(db, [part.thread_id for part in taken_part])
    return [
        thread | {"own": part.own, "leads": bool(part.leads), "own_first": part.first, "own_last": part.last}
        for part in taken_part
        if (thread := rows.get(part.thread_id))
    ]


def listed(db: Database, *, words: str = "", order: str = ORDERS[0]) -> Listed[DatedSpeaker]:
    """Return the speakers that have claims in one of ``ORDERS``, narrowed to names in which all of the words stand."""
    count = speakers.named(db, words) if words else speakers.count(db)
    return Listed(count, partial(speakers.sorted_by, db, order, words=words))
