"""How a claim was put over time: the wordings of a thread as a ladder, what each step changed, and where it began."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from msgspec.structs import asdict

from tracker.db import claims, documents, figures, relations, threads
from tracker.db.rows import Database
from tracker.matching.features import Narrowing, narrowing
from tracker.matching.threads import Origin, Statement, Wording, may_be_one_day, origins, wordings
from tracker.models import Basis, ClaimKind, Listed, Record, RelationKind, Stance
from tracker.models.claims import ClaimDateKind, ClaimWithQuantities, FactCheck, Figure, FigureFilters
from tracker.models.events import Event, Note
from tracker.models.relations import Decision, Offsets, OpposingRelation, StoredRelation
from tracker.models.threads import ThreadSummary, Verdict
from tracker.services import versions
from tracker.services.claims import OPPOSED, Cut
from tracker.services.nouns import need, talk

JOINED: Final = "joined"
"""What a claim is to its lead where no relation says so: a person put it into the thread beside another claim."""
LEAD: Final = "lead"
MOST_CHECKS: Final = 8
"""Fact-checks of others that a page shows; its JSON has them all."""
MOST_USES: Final = 3
"""Further uses of one wording, origins, and copies of one, which the page lists; the rest is in the table."""
MOST_DRAWN: Final = 12
"""Claims on the time line: the first use of each wording before all repeats."""
MOST_POINTS: Final = 8
"""Figures its charts draw."""


def listed(db: Database, *, speaker: int | None = None) -> Listed[ThreadSummary]:
    """Return the threads, those over most documents first; of a speaker those in which they have a word."""
    return Listed(threads.count(db, speaker=speaker), partial(threads.every, db, speaker=speaker))


class RelationToLead(Record, frozen=True):
    """What a member of a thread is to its lead, the lead's spans first, and what a person decided on it."""

    a: int
    b: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    differences: tuple[tuple[Offsets, Offsets], ...]
    decision: Decision | None
    decided_by: str | None
    decided_at: str | None


class Member(ClaimWithQuantities, frozen=True):
    """A claim of a thread.

    ``relation`` is what it is to the lead (of the lead itself, what it is to the main wording; ``None`` where there is
    none), ``what`` that in a word: ``lead`` for the main wording, the kind of the relation, or ``joined``.
    ``published`` is its document's date, ``wording`` the number of its wording, ``origin`` the claim whose copy it is
    (``None`` for an origin itself).
    """

    relation: RelationToLead | None
    what: str
    published: str | None
    origin: int | None
    wording: int


class Against(OpposingRelation, frozen=True):
    """What revises or reverses a claim of a thread, as seen from that: ``other`` is the claim outside."""

    claim_a: ClaimWithQuantities
    claim_b: ClaimWithQuantities
    other: ClaimWithQuantities


class Beside(Against, frozen=True):
    """A wording that revises or reverses a thread by its first known use; ``others`` are its further uses.

    ``threads`` are the ids of those its claims belong to.
    """

    others: list[Against]
    threads: list[int]


class Rung(Record, frozen=True):
    """One wording of the ladder: the member that shows its first known use, and ``others`` that use it.

    ``dated``, ``rivals`` and ``undated`` are as ``matching.threads.Wording`` has them. ``dropped`` and ``added`` are
    qualifiers beside the wording ``before`` it, ``lead_dropped`` and ``lead_added`` beside the lead.
    ``order_is_sure`` is false where its first use and that of the wording before may be of one day.
    """

    number: int
    first: Member
    others: list[Member]
    dated: bool
    rivals: int
    undated: int
    before: Member | None
    order_is_sure: bool
    leads: bool
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    lead_dropped: tuple[str, ...]
    lead_added: tuple[str, ...]


class Traced(Record, frozen=True):
    """One source behind a thread: its first claim, and the copies in later documents, as ids."""

    first: int
    copies: tuple[int, ...]


class Line(Record, frozen=True):
    """An origin that was carried on; ``order_is_sure`` is false where a copy may be as early as it is."""

    first: Member
    copies: list[Member]
    order_is_sure: bool


class OthersCheck(FactCheck, frozen=True):
    """A fact-check that somebody else published of a claim of a thread, whose claim is among the thread's."""

    claim: Member


class ThreadShown(ThreadSummary, frozen=True):
    """A thread with its claims in date order, and the claims that revise or oppose one of them.

    ``origins`` tell how many independent sources stand behind it. Only the dated ``wordings`` stand in an order, so an
    undated one has no wording before it. ``first_seen`` is the earliest dated member, ``first_rivals`` are those that
    may be as early.
    """

    members: list[Member]
    opposed: list[Against]
    origins: list[Traced]
    notes_on: list[Note]
    events: list[Event]
    wordings: list[Rung]
    beside: list[Beside]
    lineage: list[Line]
    first_seen: Member | None
    first_rivals: list[Member]
    fact_checks: list[OthersCheck]


class RungOfPage(Rung, frozen=True):
    """A wording whose uses are cut to ``MOST_USES``; ``more`` are cut off."""

    more: int


class LineOfPage(Line, frozen=True):
    """An origin whose copies are cut to ``MOST_USES``; ``more`` are cut off."""

    more: int


class ThreadPage(ThreadSummary, frozen=True):
    """What one page shows: some rungs of the ladder, and on the first one all that belongs to the whole thread.

    ``ids`` are those of all its claims, ``undated`` counts those without a date; ``suggested`` and ``confirmed`` count
    the matches with the lead. ``drawn`` are the claims of the time line, ``figures`` those of its charts. ``origins``
    counts all, ``carried`` those that were carried on, of which ``lineage`` has some; ``first_rivals`` counts too.
    ``ruled`` are the verdicts on it, ``fact_checks`` those that others published.
    """

    ids: list[int]
    undated: int
    lead_row: Member | None
    wordings: list[RungOfPage]
    wording_count: int
    suggested: int
    confirmed: int
    drawn: list[Member]
    opposed: list[Against]
    beside: list[Beside]
    figures: list[Figure]
    origins: int
    carried: int
    lineage: list[LineOfPage]
    first_seen: Member | None
    first_rivals: int
    ruled: list[Verdict]
    fact_checks: list[OthersCheck]
    notes_on: list[Note]
    events: list[Event]


@dataclass(frozen=True, slots=True)
class _Whole:
    """A thread with the dates of its claims, in date order; its wordings, each with its uses in order; its origins.

    ``published`` are the dates of its documents, by their ids.
    """

    thread: ThreadSummary
    dates: dict[int, str | None]
    wordings: tuple[Wording, ...]
    uses: tuple[tuple[int, ...], ...]
    origins: tuple[Origin, ...]
    published: Mapping[int, str | None]

    @property
    def carried(self) -> list[Origin]:
        """Those origins that have copies."""
        return [origin for origin in self.origins if origin.copies]

    def rivals(self) -> Iterator[int]:
        """Yield the claim that was said first, where any is dated, then those that may be as early."""
        dated = [(one, date) for one, date in self.dates.items() if date is not None]
        return (one for one, date in dated if may_be_one_day(dated[0][1], date))


def _whole(db: Database, thread_id: int) -> _Whole:
    """Read a thread in brief; raises ``NotFoundError`` for one that is not there."""
    thread = need(db, "thread", thread_id)
    brief = threads.in_brief(db, thread_id)
    said = [Statement(one.id, one.date, one.text, one.speaker, one.stance) for one in brief]
    dates = {one.id: one.date for one in said}
    found = wordings(said)
    uses = tuple(_lead_before_its_equals(wording.uses, dates, thread.title_id) for wording in found)
    sources, published = versions.copy_sources(db, {one.id: one.document_id for one in brief})
    return _Whole(thread, dates, found, uses, origins(said, sources), published)


def _lead_before_its_equals(uses: tuple[int, ...], dates: Mapping[int, str | None], lead_id: int) -> tuple[int, ...]:
    """Put the lead first among uses of its own date, whose order is not known anyway."""
    if lead_id in uses and dates[lead_id] == dates[uses[0]]:
        return (lead_id, *(use for use in uses if use != lead_id))
    return uses


def shown(db: Database, thread_id: int) -> ThreadShown:
    """Return a thread with all its claims; raises ``NotFoundError`` for one that is not there."""
    whole = _whole(db, thread_id)
    opposing = _opposing(db, thread_id)
    rows, opposed = _claims(db, whole, list(whole.dates), opposing)
    earliest = [rows[one] for one in whole.rivals()]
    return ThreadShown(
        **asdict(whole.thread),
        members=list(rows.values()),
        opposed=opposed,
        origins=[Traced(origin.first, origin.copies) for origin in whole.origins],
        **talk(db, "thread", thread_id),
        wordings=[_rung(whole, rows, at) for at in range(len(whole.uses))],
        beside=_beside(db, opposed),
        lineage=[_line(whole, rows, one) for one in whole.carried],
        first_seen=earliest[0] if earliest else None,
        first_rivals=earliest[1:],
        fact_checks=_checks(rows, documents.fact_checks(db, list(rows))),
    )


def _checks(rows: Mapping[int, Member], found: Mapping[int, FactCheck]) -> list[OthersCheck]:
    return [OthersCheck(**asdict(each), claim=rows[one]) for one, each in found.items() if one in rows]


def read(db: Database, thread_id: int, cut: Cut) -> ThreadPage:
    """Return what a page of a thread shows, some of its wordings.

    Raises ``NotFoundError`` for one that is not there.
    """
    whole = _whole(db, thread_id)
    lead_id, title_id, carried = whole.thread.lead_id, whole.thread.title_id, whole.carried
    size, offset = cut(len(whole.uses))
    rungs = range(offset, min(offset + size, len(whole.uses)))
    drawn = _drawn(whole.uses) if offset == 0 else []
    opposing = _opposing(db, thread_id) if offset == 0 else []
    first = next(whole.rivals(), None)
    wanted = {lead_id, title_id, *(use for at in rungs for use in whole.uses[at][: MOST_USES + 1]), *drawn}
    wanted |= {whole.uses[offset - 1][0]} if offset else set()
    wanted |= {use for origin in carried[:MOST_USES] for use in (origin.first, *origin.copies[:MOST_USES])}
    wanted |= {first} if first else set()
    checked = dict(islice(documents.fact_checks(db, list(whole.dates)).items(), MOST_CHECKS)) if offset == 0 else {}
    rows, opposed = _claims(db, whole, sorted((wanted | {*checked}) & {*whole.dates}), opposing)
    suggested, confirmed = relations.decided_of(db, lead_id, thread_id)
    of_figures = FigureFilters(claims=(*whole.dates, *(match.other.id for match in opposed)))
    return ThreadPage(
        **asdict(whole.thread),
        ids=list(whole.dates),
        undated=sum(date is None for date in whole.dates.values()),
        lead_row=rows.get(title_id),
        wordings=[
            RungOfPage(**asdict(_rung(whole, rows, at, MOST_USES)), more=_cut_off(whole.uses[at][1:])) for at in rungs
        ],
        wording_count=len(whole.uses),
        suggested=suggested,
        confirmed=confirmed,
        drawn=[rows[use] for use in drawn],
        opposed=opposed,
        beside=_beside(db, opposed),
        figures=figures.spread(db, of_figures, most=MOST_POINTS) if offset == 0 else [],
        origins=len(whole.origins),
        carried=len(carried),
        lineage=[
            LineOfPage(**asdict(_line(whole, rows, one, MOST_USES)), more=_cut_off(one.copies))
            for one in carried[:MOST_USES]
        ],
        first_seen=rows[first] if first else None,
        first_rivals=max(0, sum(1 for _ in whole.rivals()) - 1),
        ruled=threads.verdicts_of(db, thread_id, lead_id),
        fact_checks=_checks(rows, checked),
        **talk(db, "thread", thread_id),
    )


def _cut_off(several: Sequence[int]) -> int:
    return max(0, len(several) - MOST_USES)


def _drawn(order: Iterable[tuple[int, ...]]) -> list[int]:
    """Return the claims of the time line."""
    drawn = list(order)[:MOST_DRAWN]
    return [*(uses[0] for uses in drawn), *(use for uses in drawn for use in uses[1:MOST_DRAWN])][:MOST_DRAWN]


def _opposing(db: Database, thread_id: int) -> list[OpposingRelation]:
    """Return the relations that link a thread to claims outside it, one for each such claim, the lead's own first."""
    found: dict[int, OpposingRelation] = {}
    for relation in relations.opposing(db, thread_id, OPPOSED):
        found.setdefault(relation.outside, relation)
    return list(found.values())


def _claims(
    db: Database, whole: _Whole, wanted: Sequence[int], opposing: Collection[OpposingRelation]
) -> tuple[dict[int, Member], list[Against]]:
    """Return some members of a thread, and what opposes it, with their claims: asked for all at once."""
    lead_id, title_id = whole.thread.lead_id, whole.thread.title_id
    ids = dict.fromkeys([*wanted, *(one for relation in opposing for one in (relation.a, relation.b))])
    found = {row.id: row for row in claims.with_quantities(db, claims.several(db, list(ids)))}
    to_lead = {_far(lead_id, relation): relation for relation in relations.with_each(db, lead_id, wanted)}
    if title_id in to_lead:  # of the two the title is the main wording, and the lead what matches it
        to_lead[lead_id] = to_lead[title_id]
    copied = {copy: origin.first for origin in whole.origins for copy in origin.copies}
    numbers = {use: number for number, uses in enumerate(whole.uses, 1) for use in uses}
    members = {}
    for one in wanted:
        row, relation = found[one], to_lead.get(one)
        members[one] = Member(
            **asdict(row),
            relation=_brief(lead_id, relation) if relation else None,
            what=LEAD if one == title_id else relation.kind if relation else JOINED,
            published=whole.published[row.document_id],
            origin=copied.get(one),
            wording=numbers[one],
        )
    return members, [_against(relation, found) for relation in opposing]


def _far(claim_id: int, relation: StoredRelation) -> int:
    return relation.b if relation.a == claim_id else relation.a


def _brief(lead_id: int, relation: StoredRelation) -> RelationToLead:
    return RelationToLead(
        relation.a,
        relation.b,
        relation.kind,
        relation.score,
        relation.reasons,
        _from(lead_id, relation),
        relation.decision,
        relation.decided_by,
        relation.decided_at,
    )


def _from(claim_id: int, relation: StoredRelation | OpposingRelation) -> tuple[tuple[Offsets, Offsets], ...]:
    """Return the differences of a relation turned so that the spans of this claim come first."""
    if relation.a == claim_id:
        return relation.differences
    return tuple((mine, theirs) for theirs, mine in relation.differences)


def _against(relation: OpposingRelation, found: Mapping[int, ClaimWithQuantities]) -> Against:
    return Against(
        **asdict(relation) | {"differences": _from(relation.inside, relation)},
        claim_a=found[relation.a],
        claim_b=found[relation.b],
        other=found[relation.outside],
    )


def _beside(db: Database, opposed: Collection[Against]) -> list[Beside]:
    """Return what revises or reverses a thread, each wording once in date order, undated ones last."""
    homes = threads.homes(db, [relation.other.id for relation in opposed]) if opposed else {}
    found = []
    for kind in OPPOSED:
        by_claim = {relation.other.id: relation for relation in opposed if relation.kind == kind}
        others = (relation.other for relation in by_claim.values())
        statements = [Statement(one.id, one.date, one.text, one.speaker, one.stance) for one in others]
        for wording in wordings(statements):
            first, *again = (by_claim[use] for use in wording.uses)
            lead_to = dict.fromkeys(home for use in wording.uses for home in homes.get(use, ()))
            found.append(Beside(**asdict(first), others=again, threads=list(lead_to)))
    return found


def _rung(whole: _Whole, rows: Mapping[int, Member], at: int, most: int | None = None) -> Rung:
    """Return one wording of the ladder, with its first use and at most some of the others."""
    wording, lead_id = whole.wordings[at], whole.thread.title_id
    first, *others = (rows[use] for use in whole.uses[at][: None if most is None else most + 1])
    before = rows[whole.uses[at - 1][0]] if at and wording.dated else None
    change, of_lead = _narrowed(before, first), _narrowed(rows.get(lead_id), first)
    return Rung(
        number=at + 1,
        first=first,
        others=others,
        dated=wording.dated,
        rivals=wording.rivals,
        undated=wording.undated,
        before=before,
        order_is_sure=before is None or not _may_be_one_day(before.date, first.date),
        leads=lead_id in wording.uses,
        dropped=change.dropped,
        added=change.added,
        lead_dropped=of_lead.dropped,
        lead_added=of_lead.added,
    )


def _narrowed(before: Member | None, after: Member) -> Narrowing:
    return narrowing(before.text, after.text) if before else Narrowing((), ())


def _may_be_one_day(date: str | None, other: str | None) -> bool:
    """Say whether neither of two dates, known or not, is known to be earlier."""
    return date is None or other is None or may_be_one_day(date, other)


def _line(whole: _Whole, rows: Mapping[int, Member], origin: Origin, most: int | None = None) -> Line:
    """Return an origin with at most some of its copies; all of them tell whether it is known to be earlier."""
    dates = whole.dates
    sure = not any(_may_be_one_day(dates[origin.first], dates[copy]) for copy in origin.copies)
    return Line(rows[origin.first], [rows[copy] for copy in origin.copies[:most]], sure)


class MemberRow(Record, frozen=True):
    """A claim of a thread as a flat row of a table; ``standing`` is ``what``, or what a person decided on it."""

    claim: int
    what: str
    standing: str
    date: str | None
    date_kind: ClaimDateKind
    date_basis: Basis
    date_candidates: tuple[str, ...]
    published: str | None
    speaker: str | None
    label: str | None
    kind: ClaimKind
    stance: Stance
    text: str
    wording: int
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    origin: int
    document_id: int
    document: str
    publisher: str | None
    url: str | None


_OF_MEMBER: Final = {*MemberRow.__struct_fields__} & {*Member.__struct_fields__} - {"origin", "document"}
"""The columns of a row that a member has by the same names."""


def table(db: Database, thread_id: int) -> list[MemberRow]:
    """Return one flat row a claim of a thread; raises ``NotFoundError`` for a thread that is not there."""
    thread = shown(db, thread_id)
    ladder = {rung.number: rung for rung in thread.wordings}
    return [
        MemberRow(
            **{name: getattr(row, name) for name in _OF_MEMBER},
            claim=row.id,
            standing=row.what if row.what in (LEAD, JOINED) else _decided(row),
            dropped=ladder[row.wording].dropped,
            added=ladder[row.wording].added,
            origin=row.origin or row.id,
            document=row.document_title or row.document,
        )
        for row in thread.members
    ]


def _decided(row: Member) -> str:
    return (row.relation.decision if row.relation else None) or "suggested"
