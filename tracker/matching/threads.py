"""Claims over time: threads round a lead, how they grow, the wordings a claim was put in, and where speakers stand.

Pure: the same statements, relations and decisions give the same threads in whatever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from typing import Final

from tracker.models import SAME_CLAIM, RelationKind, Stance
from tracker.text.normal import normal_form, printed_words, words

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

    ``stance`` is what the source does with them.
    """

    id: int
    date: str | None = None
    text: str = ""
    speaker: str | None = None
    stance: Stance = "asserts"


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
    near: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in same:
        near[a].add(b)
        near[b].add(a)
    members: dict[int, set[int]] = {}
    for one in sorted(order, key=lambda one: (one not in leads, order[one])):
        joined = [
            lead
            for lead in near[one] & members.keys()
            if pair(lead, one) in confirmed or _none_refused(one, members[lead], refused)
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


def origins(statements: Iterable[Statement], sources: Mapping[int, int] | None = None) -> tuple[Origin, ...]:
    """Trace statements to their origins, the earliest first: one text carried by ten papers is one origin.

    Statements share an origin where their words are the same in normal form, at least ``LEAST_RUN`` of them, and no two
    known speakers differ; each other statement is an origin of its own. ``sources`` names what statements, by their
    ids, come from: the same words of one source (a document, its later versions and other prints of its text) are one
    origin in any case.
    """
    known_sources = sources or {}
    found: list[tuple[Statement, list[int]]] = []
    by_words: dict[str, list[tuple[Statement, list[int]]]] = {}
    for statement in sorted(statements, key=by_date):
        words = _normal(statement.text)
        known = by_words.setdefault(words, [])
        carried = len(words.split()) >= LEAST_RUN
        own = known_sources.get(statement.id)
        for first, copies in known:
            one_source = own is not None and known_sources.get(first.id) == own
            one_voice = None in (first.speaker, statement.speaker) or first.speaker == statement.speaker
            if one_source or (carried and one_voice):
                copies.append(statement.id)
                break
        else:
            known.append((statement, []))
            found.append(known[-1])
    return tuple(Origin(first.id, tuple(copies)) for first, copies in found)


@dataclass(frozen=True, slots=True)
class Growth:
    """What new statements come to: ``joined`` are the leads each joins, ``leading`` those that join none.

    ``linked`` are statements, new or not, that a changed figure or the contrary links with another: each has a thread,
    of one if it is in none. ``unsettled`` are those that may change who leads.
    """

    joined: Mapping[int, tuple[int, ...]]
    leading: tuple[int, ...]
    linked: frozenset[int]
    unsettled: frozenset[int]


def grown(
    new: Collection[int],
    statements: Iterable[Statement],
    relations: Mapping[Pair, RelationKind],
    leads: Collection[int],
    picked: Collection[int] = frozenset(),
    confirmed: Collection[int] = frozenset(),
) -> Growth:
    """Place ``new`` statements, on which nobody decided yet, among those they have a relation to.

    ``statements`` are the new ones and all these others, ``relations`` every relation of a new one. ``leads`` are the
    others that lead a thread or are in none, ``picked`` those of them that a person made the lead. ``confirmed`` are
    the others of which a person confirmed a pair: one of them may stand in a thread by that alone, and would lead what
    is new beside it. So whatever is new and has a relation to one of them is left unsettled.
    """
    order = {statement.id: place for place, statement in enumerate(sorted(statements, key=by_date))}
    same: dict[int, list[int]] = {one: [] for one in new}
    linked: set[int] = set()
    for (a, b), kind in relations.items():
        if kind in LINKING:
            linked |= {a, b}
        elif kind in SAME_CLAIM:
            for one, other in ((a, b), (b, a)):
                if one in same:
                    same[one].append(other)
    leading = {*leads}
    joined: dict[int, tuple[int, ...]] = {}
    found: list[int] = []
    unsettled = {one for pair in relations for one in pair if one in same and not {*pair}.isdisjoint(confirmed)}
    for one in sorted(new, key=order.__getitem__):
        # The earliest leads, so only a lead before it can be joined; one that a person picked leads whatever its date.
        home = [
            lead
            for lead in sorted(same[one], key=order.__getitem__)
            if lead in leading and (order[lead] < order[one] or lead in picked)
        ]
        if home:
            joined[one] = tuple(home)
            continue
        found.append(one)
        leading.add(one)
        # New ones after it are still to come, and will find it leading. A stored one after it has its place already: it
        # would follow now, and if it led, those that follow it would have to find another lead.
        if any(other not in new and order[other] > order[one] for other in same[one]):
            unsettled.add(one)
    return Growth(joined, tuple(found), frozenset(linked), frozenset(unsettled))


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a claim: who used it, in date order, undated ones last.

    ``uses`` are ids of statements, the first known use first. ``dated`` says whether any use has a date; ``rivals`` are
    how many others may be of the first one's day, ``undated`` how many may be of any.
    """

    uses: tuple[int, ...]
    dated: bool
    rivals: int
    undated: int


def may_be_one_day(a: str, b: str) -> bool:
    """Say whether two ISO dates can mean one day, so that neither is known to be earlier: a year and a day in it.

    >>> may_be_one_day("2018", "2018-05-01"), may_be_one_day("2018-04", "2018-05-01")
    (True, False)
    """
    return a.startswith(b) or b.startswith(a)


def wordings(statements: Iterable[Statement]) -> tuple[Wording, ...]:
    """Return the wordings of statements, typography aside, by their first dated use; those without a date come last.

    Words that somebody denies, asks or supposes are another wording than the same words said.
    """
    by_words: dict[tuple[str, Stance], list[Statement]] = {}
    for statement in sorted(statements, key=lambda one: (one.date is None, one.date or "", one.id)):
        by_words.setdefault((_as_printed(statement.text), statement.stance), []).append(statement)
    return tuple(_wording(uses) for uses in by_words.values())


@lru_cache(maxsize=TEXTS_KEPT)
def _as_printed(text: str) -> str:
    return printed_words(text, words(text))


def _wording(uses: list[Statement]) -> Wording:
    first, *others = uses
    dates = [one.date for one in others if one.date is not None]
    rivals = sum(may_be_one_day(first.date, date) for date in dates) if first.date is not None else 0
    return Wording(tuple(one.id for one in uses), first.date is not None, rivals, len(others) - len(dates))


class Attitude(StrEnum):
    """What a statement is to the proposition that a thread's lead states."""

    HOLDS = "holds"
    OPPOSES = "opposes"
    FIGURE = "another figure"


class Ground(StrEnum):
    """What an attitude rests on: the lead's own words, a match that a person confirmed, or one that is suggested."""

    OWN = "own words"
    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"


class Between(StrEnum):
    """How two speakers stand to each other on one question."""

    TOGETHER = "together"
    AGAINST = "against"
    FIGURES = "other figures"


OF_RELATION: Final = {RelationKind.REVERSED: Attitude.OPPOSES, RelationKind.REVISED: Attitude.FIGURE}
"""The attitude of a claim whose relation to the lead is one of these; every other member of a thread holds it."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one statement stands: its attitude, what that rests on, why, and in which thread it stands."""

    attitude: Attitude
    ground: Ground
    reasons: tuple[str, ...]
    thread: int


def of_member(
    thread: int, kind: str | None, reasons: Iterable[str], decision: str | None, *, is_lead: bool
) -> Position:
    """Return where a member of a thread stands, by its relation to the lead (``kind`` is ``None`` where there is none).

    >>> of_member(1, "variant", ["the same said in other words"], None, is_lead=False).attitude.value
    'holds'
    >>> of_member(1, "reversed", ["“not” on one side alone"], "confirmed", is_lead=False).attitude.value
    'opposes'
    """
    if is_lead:
        return Position(Attitude.HOLDS, Ground.OWN, ("these words lead the thread",), thread)
    if kind is None:
        return Position(Attitude.HOLDS, Ground.CONFIRMED, ("joined to the thread by a person",), thread)
    attitude = OF_RELATION.get(RelationKind(kind), Attitude.HOLDS)
    return Position(attitude, _ground(decision), tuple(reasons), thread)


def of_other_side(side: int, kind: str, reasons: Iterable[str], decision: str | None) -> Position:
    """Return where a claim of another thread stands that itself revises or reverses a claim of this one."""
    return Position(OF_RELATION[RelationKind(kind)], _ground(decision), tuple(reasons), side)


def by_way_of(side: Position, member: Position, lead: str) -> Position | None:
    """Return where a claim stands that says the same as ``lead``, which stands as ``side`` does.

    It rests on two matches, so it is as sure as the less sure of the two. ``None`` for a claim that does not hold what
    ``lead`` says: the opposite of an opposite is no proof of agreement.
    """
    if member.attitude is not Attitude.HOLDS:
        return None
    if member.ground is Ground.OWN:
        return side
    sure = Ground.SUGGESTED not in (side.ground, member.ground)
    ground = Ground.CONFIRMED if sure else Ground.SUGGESTED
    return Position(side.attitude, ground, (f"says the same as “{lead}”", *side.reasons), side.thread)


def _ground(decision: str | None) -> Ground:
    return Ground.CONFIRMED if decision == "confirmed" else Ground.SUGGESTED


def between(one: Position, other: Position) -> Between:
    """Return how two positions on one question stand to each other.

    Two that both give another figure than the lead stand together only inside one thread: else their figures differ.
    """
    if Attitude.FIGURE in (one.attitude, other.attitude):
        return Between.TOGETHER if one.thread == other.thread and one.attitude is other.attitude else Between.FIGURES
    return Between.TOGETHER if one.attitude is other.attitude else Between.AGAINST


@dataclass(frozen=True, slots=True)
class Agreement:
    """On how many questions two speakers stand together, against each other, or give different figures.

    ``suggested`` counts those of them that rest on a match nobody has confirmed.
    """

    one: int
    other: int
    together: int
    against: int
    figures: int
    suggested: int

    @property
    def shared(self) -> int:
        """On how many questions both have a statement."""
        return self.together + self.against + self.figures


def agreements(questions: Iterable[Mapping[int, Position]]) -> list[Agreement]:
    """Count for each pair of speakers how they stand to each other; those with most questions in common first.

    ``questions`` maps speakers to where they stand; a speaker without a statement is left out of that question.
    """
    counts: dict[tuple[int, int], dict[str, int]] = {}
    for positions in questions:
        for one, other in combinations(sorted(positions), 2):
            count = counts.setdefault((one, other), dict.fromkeys([*Between, "suggested"], 0))
            count[between(positions[one], positions[other])] += 1
            count["suggested"] += Ground.SUGGESTED in (positions[one].ground, positions[other].ground)
    found = [
        Agreement(
            one, other, count[Between.TOGETHER], count[Between.AGAINST], count[Between.FIGURES], count["suggested"]
        )
        for (one, other), count in counts.items()
    ]
    return sorted(found, key=lambda pair: (-pair.shared, -pair.against, pair.one, pair.other))
