"""What is known of one speaker: roles over time, where claims moved, threads, figures; each list capped and counted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from msgspec.structs import asdict

from tracker.db import claim_lists, claims, figures, relations, speakers, threads
from tracker.db.rows import Database
from tracker.matching.threads import Statement, wordings
from tracker.models import Listed, Record, TrackerError
from tracker.models.claims import ClaimWithQuantities, Figure, FigureFilters, StoredClaim
from tracker.models.documents import (
    DatedSpeaker,
    MergedName,
    PrintedLabel,
    SpeakerDates,
    StoredRole,
    StoredSpeaker,
    ThreadsOfSpeaker,
)
from tracker.models.events import Event, Note
from tracker.models.threads import Filters, ThreadSummary
from tracker.services.claims import OPPOSED, Cut, Match, pairs, sides
from tracker.services.nouns import need, talk

ORDERS: Final = tuple(speakers.ORDERS)
"""How the list of speakers can be sorted."""
MOST_THREADS: Final = 10
MOST_FIGURES: Final = 8
MOST_MOVES: Final = 6
"""Entries of each list on a speaker's page; each says how many there are and links to all."""
MOVES_READ: Final = 200
"""Relations among a speaker's own claims that are looked through for moves: most repeat one another."""
MOST_ALIKE: Final = 20
"""Names that the form for merging offers; any other can be typed."""
MOST_MOVED: Final = 500
"""Pairs of one speaker's claims that revise or reverse each other, at most, in a speaker's JSON."""


class SpeakerShown(StoredSpeaker, frozen=True):
    """A speaker with roles, labels as printed, claims in date order, and the other names merged into it.

    ``moved`` are pairs of the claims that revise or reverse each other.
    """

    roles: list[StoredRole]
    labels: list[PrintedLabel]
    claims_made: list[ClaimWithQuantities]
    moved: list[Match]
    merged_from: list[MergedName]
    notes_on: list[Note]
    events: list[Event]


def shown(db: Database, speaker_id: int) -> SpeakerShown:
    """Return a speaker with roles, labels as printed, claims in date order, and the other names merged into it."""
    found = need(db, "speaker", speaker_id)
    moved = relations.within_speaker(db, speaker_id, OPPOSED, limit=MOST_MOVED)
    return SpeakerShown(
        **asdict(found),
        roles=speakers.roles_of(db, speaker_id),
        labels=speakers.labels_of(db, speaker_id),
        claims_made=claims_of(db, speaker_id),
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


class ThreadOfSpeaker(ThreadSummary, frozen=True):
    """A thread in which a speaker has ``own`` claims, from when to when, and whether one of them leads it."""

    own: int
    leads: bool
    own_first: str | None
    own_last: str | None


class SpeakerProfile(Record, frozen=True):
    """What a speaker's page shows beside the claims.

    ``moves`` are pairs of the speaker's claims that revise or reverse each other, each pair of wordings once, the
    earlier first; ``moves_more`` whether there are others. ``figures`` are the first ones given.
    """

    dates: SpeakerDates
    roles: list[RoleOverTime]
    labels: list[PrintedLabel]
    merged_from: list[MergedName]
    moves: list[Match]
    moves_more: bool
    threads: list[ThreadOfSpeaker]
    threads_counted: ThreadsOfSpeaker
    figures: list[Figure]
    figures_counted: int
    notes_on: list[Note]
    events: list[Event]


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


def _moves(db: Database, speaker_id: int) -> list[Match]:
    """Return the pairs of wordings in which a speaker revised or reversed a claim, the earlier claim first."""
    changes = relations.within_speaker(db, speaker_id, OPPOSED, limit=MOVES_READ)
    rows = sides(db, changes)
    said = wordings(Statement(row.id, row.date, row.text, None, row.stance) for row in rows.values())
    wording = {use: number for number, one in enumerate(said) for use in one.uses}
    once: dict[tuple[str, int, int], Match] = {}
    for relation, (a, b) in sorted(
        ((relation, sorted((rows[relation.a], rows[relation.b]), key=_date)) for relation in changes),
        key=lambda each: [*map(_date, each[1])],
    ):
        low, high = sorted((wording[a.id], wording[b.id]))
        once.setdefault((relation.kind, low, high), Match(**asdict(relation), claim_a=a, claim_b=b))
    return list(once.values())[: MOST_MOVES + 1]


def _date(claim: StoredClaim) -> tuple[bool, str, int]:
    return claim.date is None, claim.date or "", claim.id


def _threads(db: Database, speaker_id: int) -> list[ThreadOfSpeaker]:
    taken_part = speakers.threads_of(db, speaker_id, limit=MOST_THREADS)
    rows = threads.several(db, [part.thread_id for part in taken_part])
    return [
        ThreadOfSpeaker(
            **asdict(rows[part.thread_id]),
            own=part.own,
            leads=bool(part.leads),
            own_first=part.first,
            own_last=part.last,
        )
        for part in taken_part
        if part.thread_id in rows
    ]


def listed(db: Database, *, words: str = "", order: str = ORDERS[0]) -> Listed[DatedSpeaker]:
    """Return the speakers that have claims in one of ``ORDERS``, narrowed to names in which all of the words stand."""
    count = speakers.named(db, words) if words else speakers.count(db)
    return Listed(count, partial(speakers.sorted_by, db, order, words=words))


class SpeakerPage(Record, frozen=True):
    """A speaker with some of the claims in date order; ``profile`` and ``alike`` stand beside the first of them only.

    ``alike`` are those who share the last word of a name, the likeliest to be the same.
    """

    speaker: StoredSpeaker
    said: list[ClaimWithQuantities]
    profile: SpeakerProfile | None
    alike: list[DatedSpeaker]


def read(db: Database, speaker_id: int, cut: Cut) -> SpeakerPage:
    """Return what a page of a speaker shows."""
    speaker = need(db, "speaker", speaker_id)
    limit, offset = cut(speaker.claims)
    said = claims_of(db, speaker_id, limit=limit, offset=offset)
    if offset:
        return SpeakerPage(speaker, said, None, [])
    found = speakers.sorted_by(db, "claims", words=speaker.name.split()[-1], limit=MOST_ALIKE)
    return SpeakerPage(speaker, said, profile(db, speaker_id), [other for other in found if other.id != speaker_id])


def claims_of(db: Database, speaker_id: int, *, limit: int = -1, offset: int = 0) -> list[ClaimWithQuantities]:
    """Return the claims of a speaker in date order."""
    return claims.with_quantities(db, claim_lists.listed(db, Filters(speaker=speaker_id), limit=limit, offset=offset))


def called(db: Database, name: str) -> int:
    """Return the number of the one speaker of exactly this name; raises ``TrackerError`` for none and for several."""
    found = speakers.with_name(db, name) if name else []
    if len(found) == 1:
        return found[0].id
    if found:
        raise TrackerError(f"{len(found)} speakers are called “{name}”; give the number of the one that is meant.")
    if name:
        raise TrackerError(f"No speaker is called “{name}”; give a name as it is listed, or a number.")
    raise TrackerError("The other speaker is wanted: a name or a number.")
