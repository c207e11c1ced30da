"""What is told of one claim, of two that a relation links, of what was said before, and of groups that wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Generic, NamedTuple, TypeVar

from msgspec.structs import asdict

from tracker.db import claims, documents, earlier_texts, events, relations, speakers, threads
from tracker.db.rows import Database
from tracker.matching.threads import may_be_one_day
from tracker.models import Listed, RecordKind, RelationKind, told_as
from tracker.models.claims import ClaimWithQuantities, StoredAttribution, StoredClaim, StoredReferent, StoredSpeech
from tracker.models.documents import StoredDocument, StoredRole
from tracker.models.events import Event, EventKind, LinkedFrom, Note
from tracker.models.relations import (
    ANY,
    UNSURE,
    AskedGroup,
    Narrowed,
    OtherGroup,
    Pair,
    PairOutside,
    Question,
    SaidBefore,
    SaidBeforeIn,
    SaidEarlier,
    SaidInShort,
    SaidWhen,
    StoredRelation,
    SuggestedPair,
)
from tracker.models.threads import ThreadSummary
from tracker.services import versions
from tracker.services.nouns import need, talk, text_of_claim
from tracker.services.versions import LaterWords, later_words
from tracker.text.layout import file_header

CONTEXT: Final = 300
"""Characters of the document shown before and after a claim."""
OPPOSED: Final = (RelationKind.REVISED, RelationKind.REVERSED)
"""Relations that link threads without merging them."""
MOST_RELATED: Final = 10
"""Claims on the same subject that a page shows; the JSON has them all."""
MOST_NAMES: Final = 300
"""Speakers offered while a name is typed; any other name can be typed in full."""


class Match(StoredRelation, frozen=True):
    """A relation with both claims in it."""

    claim_a: ClaimWithQuantities
    claim_b: ClaimWithQuantities


class MatchOfClaim(Match, frozen=True):
    """A match as seen from one of its claims, whose spans come first in the differences; ``other`` is the far side."""

    other: ClaimWithQuantities


class ClaimShown(ClaimWithQuantities, frozen=True):
    """A claim with its context, attribution, figures, matches with reasons, threads, notes and events.

    ``before`` and ``after`` are the document's characters around it, ``roles`` those its own document prints for its
    speaker, ``previous`` and ``next`` the claims beside it in the text; ``made_by`` is the event by which a person
    made it. ``record`` is the kind of record in which its words stand, ``speech`` what a record that says itself who
    speaks tells of the speech it stands in. ``later`` tells where its words stand in the newest version of its
    document, ``referents`` what the words it leans on stand for, ``earlier_text`` names the text it stands in where
    its document was read again and lacks its words.
    """

    before: str
    after: str
    record: RecordKind | None
    attribution: StoredAttribution | None
    roles: list[StoredRole]
    matches: list[MatchOfClaim]
    threads: list[ThreadSummary]
    made_by: Event | None
    speech: StoredSpeech | None
    linked_from: list[LinkedFrom]
    previous: int | None
    next: int | None
    later: LaterWords | None
    earlier_text: int | None
    referents: list[StoredReferent]
    notes_on: list[Note]
    events: list[Event]


def shown(db: Database, claim_id: int) -> ClaimShown:
    """Return a claim with everything known of it."""
    claim = need(db, "claim", claim_id)
    return _shown(db, claim, text_of_claim(db, claim), relations.of_claim(db, claim_id))


Cut = Callable[[int], tuple[int, int]]
"""Given how many entries a list has, returns how many of them are shown and how many are passed over."""


@dataclass(frozen=True, slots=True)
class ClaimRead:
    """What the page of a claim shows: the claim with one page of its matches, and the document it is cited from.

    ``page_starts`` are the places of its ``text`` where the pages of the original begin. ``matches`` and
    ``related`` count all; ``decided`` has the events that decided the pairs shown; ``names`` are those that may be
    picked for the speaker.
    """

    claim: ClaimShown
    document: StoredDocument
    text: str
    page_starts: list[int]
    matches: int
    related: int
    decided: Mapping[tuple[int, int], int]
    names: list[str]


def read(db: Database, claim_id: int, cut: Cut) -> ClaimRead:
    """Return what the page of a claim shows."""
    claim, counted = need(db, "claim", claim_id), relations.counted_of(db, claim_id)
    limit, offset = cut(counted.matches)
    found = relations.of_claim(db, claim_id, matches=True, limit=limit, offset=offset) if counted.matches else []
    found += relations.of_claim(db, claim_id, matches=False, limit=MOST_RELATED) if counted.related else []
    text = text_of_claim(db, claim)
    return ClaimRead(
        claim=(shown := _shown(db, claim, text, found)),
        document=need(db, "document", claim.document_id),
        text=text,
        page_starts=[] if shown.earlier_text else documents.page_starts_of(db, claim.document_id),
        matches=counted.matches,
        related=counted.related,
        decided=events.decisions_on(db, [(match.a, match.b) for match in found if match.decision]),
        names=speakers.names(db, limit=MOST_NAMES),
    )


def _shown(db: Database, claim: StoredClaim, text: str, found: Sequence[StoredRelation]) -> ClaimShown:
    others = {relation.b if relation.a == claim.id else relation.a for relation in found} - {claim.id}
    (own, *far) = claims.with_quantities(db, [claim, *claims.several(db, sorted(others))])
    by_id = {each.id: each for each in (own, *far)}
    before, after = around(text, claim.start, claim.end)
    beside = claims.beside(db, claim) if claim.live else None
    said = talk(db, "claim", claim.id)
    return ClaimShown(
        **asdict(own),
        before=before,
        after=after,
        record=documents.record_of(db, claim.document_id),
        attribution=claims.attribution_of(db, claim.attribution_id) if claim.attribution_id else None,
        roles=_roles_in(db, claim),
        matches=[_seen_from(claim.id, relation, by_id) for relation in found],
        threads=threads.of_claim(db, claim.id),
        made_by=_made_by(said["events"]) if claim.hand_made else None,
        speech=documents.speeches_at(db, claim.document_id, [claim.start]).get(claim.start),
        linked_from=events.linked_from(db, "claim", claim.id),
        previous=beside.previous if beside else None,
        next=beside.following if beside else None,
        later=later_words(db, claim, text),
        referents=claims.referents_of(db, [claim.id]).get(claim.id, []),
        earlier_text=earlier.id if (earlier := earlier_texts.of_claim(db, claim.id)) else None,
        **said,
    )


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a place: of each side ``CONTEXT`` characters at most.

    What a Markdown file says of itself is no context of the words below it.
    """
    body = file_header(text)
    before = text[max(0, start - CONTEXT) : start]
    if start - len(before) < body <= start:
        before = text[body:start].lstrip()
    return before, text[end : end + CONTEXT]


def _roles_in(db: Database, claim: StoredClaim) -> list[StoredRole]:
    """Return the roles the claim's own document prints for its speaker."""
    if claim.speaker_id is None:
        return []
    return [role for role in speakers.roles_of(db, claim.speaker_id) if role.document_id == claim.document_id]


def _made_by(found: Iterable[Event]) -> Event | None:
    """Return the event by which a person made a claim, ``None`` where nobody did or it was taken back."""
    return next((each for each in found if each.kind is EventKind.CLAIM_MADE and each.undone_by is None), None)


def _seen_from(claim_id: int, relation: StoredRelation, by_id: Mapping[int, ClaimWithQuantities]) -> MatchOfClaim:
    """Return a relation as seen from one of its claims."""
    a, b = by_id[relation.a], by_id[relation.b]
    values = asdict(relation)
    if relation.a != claim_id:
        values["differences"] = tuple((mine, theirs) for theirs, mine in relation.differences)
    return MatchOfClaim(**values, claim_a=a, claim_b=b, other=b if relation.a == claim_id else a)


def pairs(db: Database, found: Sequence[StoredRelation]) -> list[Match]:
    """Return relations with both claims in them."""
    rows = sides(db, found)
    return [Match(**asdict(each), claim_a=rows[each.a], claim_b=rows[each.b]) for each in found]


def waiting(db: Database) -> Listed[Match]:
    """Return the suggested matches that nobody has decided, the surest first, those that are unsure last."""
    sure = relations.matches_count(db)

    def rows(limit: int, offset: int = 0) -> list[Match]:
        found = relations.matches(db, ANY, limit=limit, offset=offset)
        if len(found) != limit:
            left = limit if limit < 0 else limit - len(found)
            found += relations.matches(db, UNSURE, limit=left, offset=max(0, offset - sure))
        return pairs(db, found)

    return Listed(sure + relations.matches_count(db, UNSURE), rows)


def sides(db: Database, found: Iterable[Any]) -> dict[int, ClaimWithQuantities]:
    """Return the claims that any relations (records with ``a`` and ``b``) link, by their ids."""
    ids = {claim_id for each in found for claim_id in (each.a, each.b)}
    return {row.id: row for row in claims.with_quantities(db, claims.several(db, sorted(ids)))}


FEW: Final = 12
"""Claims of a document that is short: its page has room for more of those that were said before."""
ON_SHORT_PAGE: Final = 8
ON_PAGE: Final = 6
"""Claims told on the page of a document, and of the unsure ones as many: two screens; the review queue has the rest."""

ORDER: Final = (RelationKind.VARIANT, RelationKind.REVISED, RelationKind.REVERSED)
"""What an earlier claim may be to one, as readers are told it: the same, a changed figure, opposite.

The first that there is tells how a claim was said before; the others are told beside it."""

Pairs = dict[int, list[PairOutside]]
"""Pairs by the claim that is asked about."""


class Said(NamedTuple):
    """What of a document was said before, and in short of each such claim, for the margin of its text."""

    told: SaidBeforeIn
    in_short: Mapping[int, SaidInShort]


class Count(NamedTuple):
    """How many claims of a document were said before."""

    said: int
    claims: int


def said_before(db: Database, document_id: int, *, limit: int = -1) -> Said:
    """Return what of a document was said before, the surest first: all of it, or at most ``limit`` claims.

    Before is what is dated earlier; where the dates do not tell, what was added earlier. Other versions of a document
    and prints of the same text say nothing before it: they are one source.
    """
    sure, unsure, since = _sorted(_by_claim(db, [document_id]))
    most = None if limit < 0 else limit
    rows = [*sure.items()][:most]
    told = _told(db, rows + [*unsure.items()][:most])
    return Said(
        SaidBeforeIn(
            claims=len(claims.starts(db, document_id)),
            said=len(sure),
            rows=told[: len(rows)],
            unsure=told[len(rows) :],
            unsure_count=len(unsure),
            since=since,
            waiting=GROUPS.count(db, Narrowed(document=document_id)),
        ),
        {claim: SaidInShort(first.kind, first.decision is not None) for claim, (first, *_) in sure.items()},
    )


def said_counts(db: Database, document_ids: Collection[int]) -> dict[int, Count]:
    """Return for documents how many of their claims were said before."""
    found = {each: Pairs() for each in document_ids}
    for claim, pairs in _by_claim(db, document_ids).items():
        found[pairs[0].near_document][claim] = pairs
    return {each: Count(len(_sorted(pairs)[0]), len(claims.starts(db, each))) for each, pairs in found.items()}


def said_when(date: str | None, other: str | None) -> SaidWhen:
    """Say whether the other of two ISO dates is earlier or later, the same day, or which is not known.

    >>> [said_when("2022-05-03", other) for other in ("2021", "2022-05-03", "2022-05", None, "2023")]
    ['before', 'same day', 'open', 'open', 'since']
    """
    if date is None or other is None:
        return "open"
    if date == other and date.count("-") == len(("month", "day")):
        return "same day"
    if may_be_one_day(date, other):
        return "open"
    return "before" if other < date else "since"


def _is_before(pair: PairOutside) -> bool:
    told = said_when(pair.near_date, pair.far_date)
    return told == "before" or (told != "since" and pair.far_document < pair.near_document)


def _by_claim(db: Database, document_ids: Collection[int]) -> Pairs:
    """Return by claim its pairs with claims of other documents that have another source."""
    pairs = relations.to_others(db, document_ids)
    documents = {each: each for pair in pairs for each in (pair.near_document, pair.far_document)}
    sources, _ = versions.copy_sources(db, documents) if documents else ({}, {})
    found = Pairs()
    for pair in pairs:
        if sources[pair.near_document] != sources[pair.far_document]:
            found.setdefault(pair.near, []).append(pair)
    return found


def _sorted(by_claim: Mapping[int, Sequence[PairOutside]]) -> tuple[Pairs, Pairs, int]:
    """Return the claims said before with their pairs, the unsure ones, and how many were only said since.

    The pairs that tell how a claim was said before come first, the earliest of them at the head. Surer claims come
    first, then those that stand earlier in the text.
    """
    sure, unsure, since = Pairs(), Pairs(), 0
    for claim, pairs in by_claim.items():
        certain = [pair for pair in pairs if not pair.unsure]
        if before := [pair for pair in certain if _is_before(pair)]:
            sure[claim] = sorted(before, key=lambda pair: (ORDER.index(told_as(pair.kind)), *_earliest(pair)))
        elif certain:
            since += 1
        elif doubtful := [pair for pair in pairs if _is_before(pair)]:
            unsure[claim] = sorted(doubtful, key=_surest)
    return _in_order(sure), _in_order(unsure), since


def _in_order(found: Pairs) -> Pairs:
    return dict(sorted(found.items(), key=lambda each: (-(each[1][0].sureness or 0), each[1][0].start, each[0])))


def _earliest(pair: PairOutside) -> tuple[object, ...]:
    return (pair.far_date is None, pair.far_date or "", *_surest(pair))


def _surest(pair: PairOutside) -> tuple[object, ...]:
    return (pair.decision is None, -(pair.sureness or 0), -pair.score, pair.far)


def _told(db: Database, shown: Sequence[tuple[int, Sequence[PairOutside]]]) -> list[SaidBefore]:
    """Return claims, given with their pairs, with the claims that were said before them."""
    firsts = [[pairs[0], *_others_outside(pairs)] for _, pairs in shown]
    ids = sorted({pair.far for each in firsts for pair in each} | {claim for claim, _ in shown})
    known = {claim.id: claim for claim in claims.several(db, ids)}
    threads = claims.threads_of(db, [claim for claim, _ in shown])
    return [
        SaidBefore(
            claim=known[claim],
            earlier=_said_earlier(first, known),
            also=tuple(_said_earlier(pair, known) for pair in others),
            more=len(pairs) - 1 - len(others),
            threads=tuple(threads.get(claim, ())),
        )
        for (claim, pairs), (first, *others) in zip(shown, firsts, strict=True)
    ]


def _others_outside(pairs: Sequence[PairOutside]) -> list[PairOutside]:
    """Return the first pair of each kind that readers are told but that of the first."""
    found: dict[RelationKind, PairOutside] = {}
    for pair in pairs:
        found.setdefault(told_as(pair.kind), pair)
    found.pop(told_as(pairs[0].kind))
    return [*found.values()]


def _said_earlier(pair: PairOutside, known: Mapping[int, StoredClaim]) -> SaidEarlier:
    told = {name: getattr(pair, name) for name in ("a", "b", "kind", "score", "sureness", "decision")}
    return SaidEarlier(**told, when=said_when(pair.near_date, pair.far_date), claim=known[pair.far])


LOOKED_THROUGH: Final = 2_000
"""Suggested pairs, the surest first, that are gathered into questions: more than a person decides in a week."""
ODD_BELOW: Final = 0.75
"""A claim whose likeness to the others is less than this share of what is usual in its group is the odd one out."""
FEWEST_FOR_ODD: Final = 3
"""Of two claims neither is the odd one."""


Gathered = TypeVar("Gathered")
Asked = TypeVar("Asked", bound=Question)


@dataclass(frozen=True, slots=True)
class GatheredLane(Generic[Gathered, Asked]):
    """Questions that are gathered when they are asked for: by key in their order, told in full once they are shown.

    ``also`` are other keys that one answers to.
    """

    gathered: Callable[[Database, Narrowed], Mapping[str, Gathered]]
    told: Callable[[Database, Mapping[str, Gathered]], list[Asked]]
    also: Callable[[Gathered], Collection[str]] = lambda _: ()

    def count(self, db: Database, narrowed: Narrowed) -> int:
        """Return how many wait."""
        return len(self.gathered(db, narrowed))

    def first(self, db: Database, narrowed: Narrowed, limit: int) -> tuple[list[Asked], int]:
        """Return the first that wait, and how many do."""
        found = self.gathered(db, narrowed)
        return self.told(db, dict(islice(found.items(), limit))), len(found)

    def listed(self, db: Database, narrowed: Narrowed, limit: int, offset: int) -> list[Asked]:
        """Return some that wait, in their order; a negative limit is none."""
        found = self.gathered(db, narrowed).items()
        return self.told(db, dict(islice(found, offset, None if limit < 0 else offset + limit)))

    def following(self, db: Database, narrowed: Narrowed, after: str) -> Asked | None:
        """Return the first after the one with a key; where that is settled, the first of all."""
        found = self.gathered(db, narrowed)
        at = [*found].index(after) + 1 if after in found else 0
        return next(iter(self.told(db, dict(islice(found.items(), at, at + 1)))), None)

    def one(self, db: Database, key: str, narrowed: Narrowed = ANY) -> Asked | None:
        """Return the one with a key, of a queue narrowed so, if it waits still."""
        found = self.gathered(db, narrowed)
        named = {own: each for own, each in found.items() if key == own or key in self.also(each)}
        return next(iter(self.told(db, dict(islice(named.items(), 1)))), None)


class _Group:
    """A question before its claims are read: the ids of the claims, the pairs among them, the pairs to other groups."""

    def __init__(self) -> None:
        self.members: set[int] = set()
        self.pairs: list[SuggestedPair] = []
        self.others: dict[tuple[int, RelationKind], list[SuggestedPair]] = {}
        self.besides: list[SuggestedPair] = []
        self.folded: dict[tuple[int, RelationKind], _Group] = {}

    @property
    def key(self) -> str:
        return str(min(self.members))

    @property
    def asks(self) -> bool:
        """Whether anything in it is more than a difference of typography."""
        return bool(self.others) or any(pair.kind != RelationKind.REPEAT for pair in self.pairs)


def _gathered(db: Database, narrowed: Narrowed) -> dict[str, _Group]:
    """Return the questions, the surest first: the claims of a thread, and what was suggested between groups.

    What joins two groups is asked with the one that comes first.
    """
    pairs = relations.pairs(db, narrowed, limit=LOOKED_THROUGH)
    root = _by_thread(db, {claim_id for pair in pairs for claim_id in (pair.a, pair.b)})
    groups: dict[int, _Group] = {}
    across: dict[int, list[SuggestedPair]] = {}
    for pair in pairs:
        for claim_id in (pair.a, pair.b):
            groups.setdefault(root[claim_id], _Group()).members.add(claim_id)
        if root[pair.a] == root[pair.b]:
            groups[root[pair.a]].pairs.append(pair)
        else:
            across.setdefault(root[pair.a], []).append(pair)
            across.setdefault(root[pair.b], []).append(pair)
    taken: set[Pair] = set()
    for here, group in groups.items():
        rest = [pair for pair in across.get(here, ()) if (pair.a, pair.b) not in taken]
        for pair in rest:
            far = root[pair.b] if root[pair.a] == here else root[pair.a]
            group.others.setdefault((min(groups[far].members), told_as(pair.kind)), []).append(pair)
        # What is the opposite of the same claim, or gives other figures of it, is related among itself as that says.
        sides: dict[int, set[bool]] = {}
        for pair in rest:
            far = root[pair.b] if root[pair.a] == here else root[pair.a]
            sides.setdefault(far, set()).add(pair.kind == RelationKind.REVERSED)
        opposed = {far: side.pop() for far, side in sides.items() if len(side) == 1}
        between = {(pair.a, pair.b): pair for far in opposed for pair in across[far] if (pair.a, pair.b) not in taken}
        group.besides = [
            pair
            for pair in between.values()
            if root[pair.a] in opposed
            and root[pair.b] in opposed
            and (opposed[root[pair.a]] != opposed[root[pair.b]]) == (pair.kind == RelationKind.REVERSED)
        ]
        taken |= {(pair.a, pair.b) for pair in (*rest, *group.besides)}
    return {group.key: group for group in _folded([group for group in groups.values() if group.asks])}


def _folded(groups: Sequence[_Group]) -> list[_Group]:
    """Return the questions without those that another asks with its own: claims of which nothing else is asked."""
    alone = {min(group.members): group for group in groups if not (group.others or _odd(group))}
    for group in groups:
        for far, kind in group.others:
            one = alone.pop(far, None)
            if one is not None:
                group.folded[far, kind] = one
    folded = {id(one) for group in groups for one in group.folded.values()}
    return [group for group in groups if id(group) not in folded]


def _by_thread(db: Database, claim_ids: Collection[int]) -> dict[int, int]:
    """Return for each of some claims the first claim of its group: of the largest of its threads, else itself."""
    homes = threads.homes(db, claim_ids)
    sizes = Counter(thread for there in homes.values() for thread in there)
    largest = {one: max(there, key=lambda thread: (sizes[thread], -thread)) for one, there in homes.items()}
    first: dict[int, int] = {}
    for claim_id in sorted(largest):
        first.setdefault(largest[claim_id], claim_id)
    return {claim_id: first[largest[claim_id]] if claim_id in largest else claim_id for claim_id in claim_ids}


def _asked(db: Database, gathered: Mapping[str, _Group]) -> list[AskedGroup]:
    """Return questions with their claims."""
    groups = gathered.values()
    wanted = {claim_id for group in groups for claim_id in (*group.members, *(far for far, _ in group.others))}
    wanted |= {claim_id for group in groups for one in group.folded.values() for claim_id in one.members}
    known = {claim.id: claim for claim in claims.with_quantities(db, claims.several(db, sorted(wanted)))}
    shown = [pairs[0] for group in groups for pairs in group.others.values()]
    reasons = relations.reasons_of(db, [(pair.a, pair.b) for pair in shown]) if shown else {}
    found = []

    def oldest_first(group: _Group) -> list[ClaimWithQuantities]:
        rows = (known[claim_id] for claim_id in group.members)
        return sorted(rows, key=lambda one: (one.date is None, one.date or "", one.id))

    for group in groups:
        rows = oldest_first(group)
        others = (
            OtherGroup(
                key=f"{kind}-{far}",
                kind=kind,
                claim=known[far],
                claims=len({claim_id for pair in pairs for claim_id in (pair.a, pair.b)} - group.members),
                reasons=reasons[pairs[0].a, pairs[0].b],
                pairs=tuple((pair.a, pair.b) for pair in pairs),
                wordings=tuple(oldest_first(group.folded[far, kind])) if (far, kind) in group.folded else (),
                within=tuple((pair.a, pair.b) for pair in group.folded[far, kind].pairs)
                if (far, kind) in group.folded
                else (),
            )
            for (far, kind), pairs in group.others.items()
        )
        found.append(
            AskedGroup(
                key=group.key,
                claims=tuple(rows),
                odd=_odd(group),
                pairs=tuple((pair.a, pair.b) for pair in group.pairs),
                others=tuple(others),
                besides=tuple((pair.a, pair.b) for pair in group.besides),
            )
        )
    return found


def _odd(group: _Group) -> tuple[int, ...]:
    """Return the claims that are less like the others than is usual in their group."""
    if len(group.members) < FEWEST_FOR_ODD:
        return ()
    best = {
        claim_id: max((pair.score for pair in group.pairs if claim_id in (pair.a, pair.b)), default=0.0)
        for claim_id in group.members
    }
    usual = sorted(best.values())[len(best) // 2]
    return tuple(claim_id for claim_id, score in best.items() if score < ODD_BELOW * usual)


GROUPS: Final = GatheredLane(_gathered, _asked)
"""Claims that may be one, by group, the surest first; what differs in typography alone is not asked."""
