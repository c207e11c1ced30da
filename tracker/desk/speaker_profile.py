"""What is known of one speaker: roles over time, where claims moved, threads, figures; each list capped and counted."""

from __future__ import annotations

from typing import Final

from tracker import match, store
from tracker.desk import showing
from tracker.store import claims, figures, relations, speakers, threads
from tracker.store.figures import FigureFilters
from tracker.store.rows import Row

MOST_THREADS: Final = 10
MOST_FIGURES: Final = 8
MOST_MOVES: Final = 6
"""Entries of each list on a speaker's page; each says how many there are and links to all."""
MOVES_READ: Final = 200
"""Relations among a speaker's own claims that are looked through for moves: most repeat one another."""


def profile(db: store.Database, speaker: Row) -> Row:
    """Return what a speaker's page shows beside the claims, given the speaker's row.

    ``roles`` see ``roles_over_time``; ``moves`` are pairs of the speaker's claims that revise or reverse each other,
    each pair of wordings once, the earlier first; ``moves_more`` whether there are others. ``threads`` have ``own``
    (the speaker's claims in it), ``leads`` and ``own_first``/``own_last``; ``figures`` are the first ones given.
    """
    speaker_id = speaker["id"]
    given = FigureFilters(speaker=speaker_id)
    moves = _moves(db, speaker_id)
    return {
        "dates": speakers.dates_of(db, speaker_id),
        "roles": roles_over_time(speakers.roles_of(db, speaker_id)),
        "labels": speakers.labels_of(db, speaker_id),
        "merged_from": speakers.merged_from(db, speaker_id),
        "moves": moves[:MOST_MOVES],
        "moves_more": len(moves) > MOST_MOVES,
        "threads": _threads(db, speaker_id),
        "threads_counted": speakers.threads_counted(db, speaker_id),
        "figures": figures.listed(db, given, limit=MOST_FIGURES),
        "figures_counted": figures.counted(db, given),
    }


def roles_over_time(rows: list[Row]) -> list[Row]:
    """Return each role once, whatever the case of its letters, in the order of the first document that shows it.

    Each has ``title``, ``organisation``, ``first`` and ``last`` (the dates of the documents that show it: nothing is
    said of the time between), ``undated`` (how many more show it), ``documents`` (how many), and ``shown``, the rows.

    >>> shown = [{"title": "Mayor", "organisation": None, "date": day, "document_id": n} for n, day in
    ...          enumerate(("2018-02-05", "2019-03-12", None))]
    >>> [(role["title"], role["first"], role["last"], role["undated"]) for role in roles_over_time(shown)]
    [('Mayor', '2018-02-05', '2019-03-12', 1)]
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["title"].lower(), (row["organisation"] or "").lower()), []).append(row)
    found = []
    for shown in groups.values():
        by_document = list({row["document_id"]: row for row in shown}.values())
        dates = [row["date"] for row in by_document if row["date"]]
        found.append(
            {
                "title": shown[0]["title"],
                "organisation": shown[0]["organisation"],
                "first": min(dates, default=None),
                "last": max(dates, default=None),
                "undated": len(by_document) - len(dates),
                "documents": len(by_document),
                "shown": by_document,
            }
        )
    return found


def _moves(db: store.Database, speaker_id: int) -> list[Row]:
    """Return the pairs of wordings in which a speaker revised or reversed a claim, the earlier claim first."""
    changes = relations.within_speaker(db, speaker_id, showing.OPPOSED, limit=MOVES_READ)
    ids = {r["a"] for r in changes} | {r["b"] for r in changes}
    rows = {row["id"]: row for row in claims.several(db, sorted(ids))}
    wording = {
        use: number
        for number, one in enumerate(
            match.wordings(match.Statement(c["id"], c["date"], c["text"], None, c["polarity"]) for c in rows.values())
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


def _threads(db: store.Database, speaker_id: int) -> list[Row]:
    taken_part = speakers.threads_of(db, speaker_id, limit=MOST_THREADS)
    rows = threads.several(db, [row["thread_id"] for row in taken_part])
    return [
        thread | {"own": row["own"], "leads": bool(row["leads"]), "own_first": row["first"], "own_last": row["last"]}
        for row in taken_part
        if (thread := rows.get(row["thread_id"]))
    ]
