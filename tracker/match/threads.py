"""Claims over time: threads, each round a lead, and the origins behind many printings of one text.

Pure: the same statements, relations and decisions give the same threads in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tracker.language.normal import normal_form
from tracker.models import SAME_CLAIM, RelationKind

LINKING: Final = frozenset({RelationKind.REVISED, RelationKind.REVERSED})
"""Relations that link threads (as a series, as an opposition) and never join them."""

LEAST_RUN: Final = 5
"""Normal words of a text that can be traced to one origin; shorter ones are said by many independently."""

TEXTS_KEPT: Final = 1 << 14
"""Texts whose words are kept in memory: the page of a long thread reads thousands, and is asked for page by page."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as threads see it: its stable id, when it was said (ISO 8601, or ``None``), its words and speaker.

    ``polarity`` is -1 where the speaker denies the words.
    """

    id: int
    date: str | None = None
    text: str = ""
    speaker: str | None = None
    polarity: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """Another thread that this one is linked to: by its lead, as ``REVISED`` or ``REVERSED``."""

    lead: int
    kind: RelationKind


@dataclass(frozen=True, slots=True)
class Thread:
    """One claim over time: the lead, all members in date order (the lead among them), and linked threads."""

    lead: int
    members: tuple[int, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """One source of a text: its first statement, and the later ones that carry the same words on."""

    first: int
    copies: tuple[int, ...]


def pair(a: int, b: int) -> Pair:
    """Return the key of an unordered pair of statements."""
    return (a, b) if a < b else (b, a)


def by_date(statement: Statement) -> tuple[bool, str, int]:
    """Return what statements are sorted by: their date, those without one last, then their id."""
    return (statement.date is None, statement.date or "", statement.id)


def threads(
    statements: Iterable[Statement],
    relations: Mapping[Pair, RelationKind],
    *,
    refused: Collection[Pair] = frozenset(),
    confirmed: Collection[Pair] = frozenset(),
    leads: Collection[int] = frozenset(),
) -> tuple[Thread, ...]:
    """Gather statements into threads of two or more, or of one that is linked to another, the earliest lead first.

    ``relations``, ``refused`` and ``confirmed`` are keyed by ``pair``. A statement joins a thread by its relation to
    the lead alone and may join several. A lead is a statement that a person picked (``leads``), or the earliest that
    joins none. A refused pair never shares a thread, unless one of it is confirmed against the lead itself; a confirmed
    pair always does.
    """
    order = {statement.id: place for place, statement in enumerate(sorted(statements, key=by_date))}
    same = {key for key, kind in relations.items() if kind in SAME_CLAIM} - set(refused) | set(confirmed)
    members: dict[int, set[int]] = {}
    for one in sorted(order, key=lambda one: (one not in leads, order[one])):
        joined = [
            lead
            for lead in members
            if pair(lead, one) in same and (pair(lead, one) in confirmed or _none_refused(one, members[lead], refused))
        ]
        for lead in joined:
            members[lead].add(one)
        if not joined or one in leads:
            members[one] = {one}
    _join_confirmed(members, order, confirmed, refused)
    links = _links(members, relations)
    found = (
        Thread(lead, tuple(sorted(group, key=order.__getitem__)), links.get(lead, ()))
        for lead, group in members.items()
        if len(group) > 1 or lead in links
    )
    return tuple(sorted(found, key=lambda thread: order[thread.lead]))


def _none_refused(one: int, group: Iterable[int], refused: Collection[Pair]) -> bool:
    return not any(pair(one, other) in refused for other in group)


def _join_confirmed(
    members: dict[int, set[int]], order: Mapping[int, int], confirmed: Collection[Pair], refused: Collection[Pair]
) -> None:
    """Bring every confirmed pair into one thread: that of the earlier, or a new one where a refusal forbids it."""
    ranked = sorted(
        (sorted(key, key=order.__getitem__) for key in confirmed if key[0] in order and key[1] in order),
        key=lambda two: (order[two[0]], order[two[1]]),
    )
    for earlier, later in ranked:
        homes = [lead for lead, group in members.items() if earlier in group]
        if any(later in members[lead] for lead in homes):
            continue
        open_to = [lead for lead in homes if _none_refused(later, members[lead], refused)]
        for lead in open_to:
            members[lead].add(later)
        if not open_to:
            members.setdefault(earlier, {earlier}).add(later)


def _links(members: Mapping[int, set[int]], relations: Mapping[Pair, RelationKind]) -> dict[int, tuple[Link, ...]]:
    homes: dict[int, list[int]] = {}
    for lead, group in members.items():
        for one in group:
            homes.setdefault(one, []).append(lead)
    found: dict[int, set[tuple[int, RelationKind]]] = {}
    for (a, b), kind in relations.items():
        if kind not in LINKING:
            continue
        for one in homes.get(a, ()):
            for other in homes.get(b, ()):
                if one != other:
                    found.setdefault(one, set()).add((other, kind))
                    found.setdefault(other, set()).add((one, kind))
    return {lead: tuple(Link(other, kind) for other, kind in sorted(linked)) for lead, linked in found.items()}


@lru_cache(maxsize=TEXTS_KEPT)
def _normal(text: str) -> str:
    return normal_form(text)


def origins(statements: Iterable[Statement]) -> tuple[Origin, ...]:
    """Trace statements to their origins, the earliest first: one text carried by ten papers is one origin.

    Statements share an origin where their words are the same in normal form, at least ``LEAST_RUN`` of them, and no two
    known speakers differ; each other statement is an origin of its own.
    """
    found: list[tuple[Statement, list[int]]] = []
    by_words: dict[str, list[tuple[Statement, list[int]]]] = {}
    for statement in sorted(statements, key=by_date):
        words = _normal(statement.text)
        known = by_words.setdefault(words, [])
        carried = len(words.split()) >= LEAST_RUN
        for first, copies in known if carried else ():
            if None in (first.speaker, statement.speaker) or first.speaker == statement.speaker:
                copies.append(statement.id)
                break
        else:
            known.append((statement, []))
            found.append(known[-1])
    return tuple(Origin(first.id, tuple(copies)) for first, copies in found)
