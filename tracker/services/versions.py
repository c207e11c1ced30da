"""What changed between a document and a later version, where its claims stand now, and which print one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from tracker.check.places import document_keys
from tracker.cite.anchors import Placed, Placing, Standing, continued, shared
from tracker.db import claims, documents, earlier_texts, indexes
from tracker.db.rows import Database
from tracker.matching.copies import date_order, hold_claims, is_copy, passages, sample
from tracker.matching.copies import shared as shared_passages
from tracker.matching.copies import sources as sources_of
from tracker.matching.threads import may_be_one_day
from tracker.models import ClaimKind, NotFoundError, Record, Span, TrackerError
from tracker.models.claims import ClaimWithQuantities, StoredClaim
from tracker.models.documents import StoredDocument
from tracker.services.nouns import need
from tracker.text.differences import changes, differences, in_words, notices, printed_differences
from tracker.text.quantities import quantities
from tracker.text.quotes import quotations

MOST_CHANGES: Final = 200
"""Changed paragraphs that are shown; two texts that differ in more are better read one after the other."""
MOST_CLAIMS: Final = 60
"""Claims of one fate that are listed."""

LONGEST_PLACED: Final = 500_000
"""Characters of a text that is compared with another for the page of one claim: about half a second."""

FIGURE: Final = "figure"
QUOTATION: Final = "quotation"
WORDS: Final = "words"
SPEAKER: Final = "speaker"
STANCE: Final = "stance"


class Fate(StrEnum):
    """What became of a claim in the later version; ``stands``: its words stand there, but were not found as a claim."""

    CHANGED = "changed"
    WENT = "went"
    APPEARED = "appeared"
    MOVED = "moved"
    STANDS = "stands"
    STAYED = "stayed"


class ChangedParagraph(Record, frozen=True):
    """A paragraph of the older version and what stands for it in the newer one, blank where one has nothing."""

    before: str
    after: str


class ClaimChange(Record, frozen=True):
    """What became of one claim: it in either version, and of one that changed, what did (``figure``, ``quotation`` …).

    ``now`` are the words of the newer version that stand for it, or are nearest to it; ``told`` says how the words
    differ. ``silent`` is true where a figure or a quotation changed and the newer version says nothing of a correction.
    """

    fate: Fate
    older: ClaimWithQuantities | None
    newer: ClaimWithQuantities | None
    what: tuple[str, ...] = ()
    now: str | None = None
    told: tuple[str, ...] = ()
    silent: bool = False


class Changes(Record, frozen=True):
    """Two versions of a document, with the paragraphs that differ and what became of the claims.

    ``counts`` count all claims by their fate; of each at most ``MOST_CLAIMS`` are listed, those that changed first.
    ``notices`` are the newer version's words about its correction.
    """

    older: StoredDocument
    newer: StoredDocument
    changes: list[ChangedParagraph]
    changes_count: int
    notices: tuple[str, ...]
    counts: dict[str, int]
    silent: int
    claims: list[ClaimChange]


def changed(db: Database, document_id: int, since: int | None = None) -> Changes:
    """Return what changed up to a version: since the one before it, or since another earlier one.

    Of the first version, what changed since up to the newest. Raises ``NotFoundError`` where there is no other version,
    ``TrackerError`` where ``since`` is none of its earlier ones.
    """
    newer = need(db, "document", document_id)
    if since is not None:
        older = need(db, "document", since)
        if since not in documents.versions_before(db, document_id):
            raise TrackerError(f"Document {since} is no earlier version of document {document_id}.")
    elif newer.supersedes is not None:
        older = need(db, "document", newer.supersedes)
    elif (newest := documents.newest_version(db, document_id)) != document_id:
        older, newer = newer, need(db, "document", newest)
    else:
        raise NotFoundError(f"Document {document_id} is the only version there is; nothing changed.")
    texts = documents.text_of(db, older.id), documents.text_of(db, newer.id)
    paragraphs = changes(*texts)
    said = notices(paragraphs)
    before, after = (claims.with_quantities(db, claims.of_document(db, each.id)) for each in (older, newer))
    found = fates(Placing(*texts), before, after, texts[1], corrected=bool(said))
    counts = {fate.value: sum(each.fate is fate for each in found) for fate in Fate}
    listed = [each for fate in Fate for each in [one for one in found if one.fate is fate][:MOST_CLAIMS]]
    return Changes(
        older=older,
        newer=newer,
        changes=[ChangedParagraph(change.before, change.after) for change in paragraphs[:MOST_CHANGES]],
        changes_count=len(paragraphs),
        notices=said,
        counts=counts,
        silent=sum(each.silent for each in found),
        claims=listed,
    )


class LaterWords(Record, frozen=True):
    """Where the words of a claim stand in the newest version of its document.

    ``standing`` is blank where the texts are too long to be compared for one claim. ``words`` are those at the place,
    or of words that are gone the passage nearest to them; ``claim_id`` is the claim found there.
    """

    document_id: int
    standing: Standing | None
    words: str | None
    claim_id: int | None


def later_words(db: Database, claim: StoredClaim, text: str) -> LaterWords | None:
    """Return where a claim's words stand in the newest version of its document, ``None`` where it is the newest."""
    newest = documents.newest_version(db, claim.document_id)
    if newest == claim.document_id:
        return None
    new = documents.text_of(db, newest)
    if max(len(text), len(new)) > LONGEST_PLACED:
        return LaterWords(newest, None, None, None)
    place = Placing(text, new).place(Span(claim.start, claim.end))
    span = place.span or place.nearest
    if span is None:
        return LaterWords(newest, place.standing, None, None)
    there = claims.between(db, newest, span.start, span.end)
    near = max(there, key=lambda row: shared(span, Span(row.start, row.end)), default=None)
    return LaterWords(newest, place.standing, span.of(new), near.id if near else None)


HEADINGS: Final = {
    Fate.CHANGED: "changed",
    Fate.WENT: "went",
    Fate.APPEARED: "appeared",
    Fate.MOVED: "moved",
    Fate.STANDS: "stand there, but were not found as claims",
    Fate.STAYED: "stayed",
}
"""What claims of each fate did."""


def lines(found: Changes) -> Iterator[str]:
    """Yield what changed, in words."""
    yield f"Document {found.older.id} → document {found.newer.id}: {found.newer.heading}"
    yield f"Paragraphs that differ: {found.changes_count}"
    for change in found.changes:
        yield from (f"    {sentence}" for sentence in in_words(printed_differences(change.before, change.after)))
    yield from (f"It says of itself: {notice}" for notice in found.notices)
    for fate, heading in HEADINGS.items():
        if not found.counts[fate]:
            continue
        yield f"Claims that {heading}: {found.counts[fate]}"
        for each in found.claims if fate is not Fate.STAYED else ():
            if each.fate is fate:
                yield f"    {told(each)}"
                yield from (f"        {sentence}" for sentence in each.told)


def in_short(found: Changes) -> str:
    """Return how many claims changed, went and appeared; blank where all stayed."""
    counted = [
        f"{count} {fate}" + (f" ({found.silent} silently)" if fate is Fate.CHANGED and found.silent else "")
        for fate in (Fate.CHANGED, Fate.WENT, Fate.APPEARED)
        if (count := found.counts[fate])
    ]
    return ", ".join(counted)


def told(each: ClaimChange) -> str:
    """Return what became of a claim on one line: its numbers, what changed in it, and its words."""
    ids = " → ".join(f"claim {claim.id}" for claim in (each.older, each.newer) if claim is not None)
    what = f" [{'silent change of the ' if each.silent else ''}{', '.join(each.what)}]" if each.what else ""
    claim = each.older or each.newer
    return f"{ids}{what}: {_line(claim.text) if claim else ''}"


def fates(
    placing: Placing,
    older: Sequence[ClaimWithQuantities],
    newer: Sequence[ClaimWithQuantities],
    text: str,
    *,
    corrected: bool,
) -> list[ClaimChange]:
    """Return what became of each claim of an older text in a newer one, in order of the older, then what appeared.

    ``corrected`` says that the newer one speaks of a correction.
    """
    placed = [placing.place(Span(claim.start, claim.end)) for claim in older]
    pairs = paired(placed, [Span(claim.start, claim.end) for claim in newer])
    found = []
    for number, (claim, place) in enumerate(zip(older, placed, strict=True)):
        there = pairs.get(number)
        found.append(_fate(claim, place, None if there is None else newer[there], text, corrected))
    met = {*pairs.values()}
    return found + [
        ClaimChange(Fate.APPEARED, None, claim, now=claim.text)
        for number, claim in enumerate(newer)
        if number not in met
    ]


def paired(placed: Sequence[Placed], after: Sequence[Span]) -> dict[int, int]:
    """Return for claims of an old text, by their number, the number of the claim that stands for them in the new one.

    First those whose words stand there; then of those that are gone, the one in the nearest passage.
    """
    found = {old: new for new, old in continued([place.span for place in placed], after).items()}
    taken = {*found.values()}
    for old, place in enumerate(placed):
        nearest = place.nearest
        if place.standing is Standing.GONE and nearest is not None:
            near = [(shared(nearest, span), -new) for new, span in enumerate(after) if new not in taken]
            part, new = max(near, default=(0.0, 0))
            if part > 0:
                found[old] = -new
                taken.add(-new)
    return found


def _fate(
    claim: ClaimWithQuantities, place: Placed, there: ClaimWithQuantities | None, text: str, corrected: bool
) -> ClaimChange:
    span = place.span or place.nearest
    now = there.text if there is not None else span.of(text) if span is not None else None
    gone = place.standing is Standing.GONE
    what = _what(claim, there, now) if there is not None or (gone and now is not None) else ()
    if there is None:
        what = tuple(each for each in what if each == FIGURE)  # the passage is no claim: only its figure tells
        fate = Fate.WENT if gone else Fate.STANDS
    elif what or gone:
        fate = Fate.CHANGED
    else:
        fate = Fate.MOVED if place.standing is Standing.MOVED else Fate.STAYED
    rows = differences(_line(claim.text), _line(now)) if now is not None and fate in (Fate.CHANGED, Fate.WENT) else ()
    silent = not corrected and (FIGURE in what or QUOTATION in what)
    return ClaimChange(fate, claim, there, what, now, in_words(rows), silent)


def _what(claim: ClaimWithQuantities, there: ClaimWithQuantities | None, now: str | None) -> tuple[str, ...]:
    """Return what differs between a claim and the one, or the passage, that stands for it."""
    found = []
    if now is not None:
        if _other_figures(claim.text, now, whole=there is not None):
            found.append(FIGURE)
        if there is not None and _differ(_quoted(claim), _quoted(there)):
            found.append(QUOTATION)
        if not found and _differ(claim.text, now):
            found.append(WORDS)
    if there is not None and claim.speaker != there.speaker:
        found.append(SPEAKER)
    if there is not None and claim.stance != there.stance:
        found.append(STANCE)
    return tuple(found)


def _other_figures(words: str, now: str, *, whole: bool) -> bool:
    """Whether words give other figures than those that stand for them; a passage may have more, of other units."""
    before, after = _figures(words), _figures(now)
    if whole:
        return before != after
    lost = [figure for figure in before if figure not in after]
    return any(figure[1:] == other[1:] for figure in lost for other in after if other not in before)


def _figures(words: str) -> list[tuple[str, str, str | None]]:
    return sorted(((str(q.value), q.unit, q.denominator) for q in quantities(words)), key=str)


def _quoted(claim: StoredClaim) -> str:
    """Return the quoted words of a claim."""
    if claim.kind is ClaimKind.DIRECT:
        return claim.text
    return " ".join(quotation.span.of(claim.text) for quotation in quotations(claim.text))


def _differ(words: str, others: str) -> bool:
    """Whether words differ in more than typography, capitals and notation."""
    return any(row.op != "equal" for row in differences(_line(words), _line(others)))


def _line(words: str) -> str:
    return " ".join(words.split())


def propose(db: Database, document_id: int) -> None:
    """Let what people decided on claims of earlier versions wait for a new one, where it holds their words.

    Their decisions stay with them; nothing is decided on the new version. To be called inside a transaction.
    """
    earlier = documents.versions_before(db, document_id)
    held = earlier_texts.decided(db, earlier) if earlier else []
    asked = [claim_id for claim_id in held if claim_id not in earlier_texts.answered(db, held)]
    placings: dict[int, Placing] = {}
    for claim in claims.several(db, asked):
        if claim.document_id not in placings:
            placings[claim.document_id] = Placing(
                documents.text_of(db, claim.document_id), documents.text_of(db, document_id)
            )
        span = placings[claim.document_id].place(Span(claim.start, claim.end)).span
        if span is not None and _is_open(db, claim, found_at(db, document_id, span)):
            earlier_texts.propose(db, claim.id, document_id, span.start, span.end)


def found_at(db: Database, document_id: int, span: Span) -> StoredClaim | None:
    """Return the claim of a document that stands at a place, by the best overlap, ``None`` where none does."""
    there = claims.between(db, document_id, span.start, span.end)
    near = continued([Span(row.start, row.end) for row in there], [span])
    return there[near[0]] if near else None


def _is_open(db: Database, claim: StoredClaim, there: StoredClaim | None) -> bool:
    """Whether a decision on a claim does not hold of the one that stands for it in a later version."""
    if claim.judgement == "rejected":
        return there is not None
    if there is None:
        return bool(claim.hand_made or claim.speaker_picked or claim.stance_picked or claim.span_picked)
    return (
        (bool(claim.speaker_picked) and there.speaker_id != claim.speaker_id)
        or (bool(claim.stance_picked) and there.stance != claim.stance)
        or (bool(claim.span_picked) and _line(there.text) != _line(claim.text))
        or bool(earlier_texts.refused_with(db, claim.id))
    )


def decided_on(db: Database, claim: StoredClaim) -> tuple[str, ...]:
    """Return what people decided on a claim, as parts of a sentence."""
    refused = len(earlier_texts.refused_with(db, claim.id))
    said = {
        "rejected as no claim": claim.judgement == "rejected",
        "made by a person": claim.hand_made,
        f"speaker: {claim.speaker or 'nobody known'}": claim.speaker_picked,
        f"stance: {claim.stance}": claim.stance_picked and not claim.hand_made,
        "its beginning and end": claim.span_picked and not claim.hand_made,
        "attribution confirmed": claim.judgement == "confirmed",
        f"{refused} refused match{'es' if refused != 1 else ''}": refused,
    }
    return tuple(words for words, holds in said.items() if holds)


LEAST_SAMPLED: Final = 0.25
"""Share of the shorter text's passages, as the sample tells it, from which on two texts are compared: a copy shares
more, and a sample may fall short."""


def renew_copies(db: Database, document_id: int) -> None:
    """Find the copies of a document among all that are stored; to be called inside a transaction, its claims written.

    Nothing is found of documents that were stored before passages were; ``renew_all`` brings these in.
    """
    words = document_keys(documents.text_of(db, document_id))
    hashes = sample(passages(words))
    indexes.put_passages(db, document_id, hashes)
    near = indexes.copy_candidates(db, document_id, hashes)
    sizes = indexes.passages_of(db, near)
    found = {}
    for other, common in near.items():
        if common < LEAST_SAMPLED * min(len(hashes), sizes[other]):
            continue
        theirs = document_keys(documents.text_of(db, other))
        count, share = shared_passages(words, theirs)
        if is_copy(count, share):
            shorter, longer = (document_id, theirs) if len(words) <= len(theirs) else (other, words)
            said = [document_keys(claim.text) for claim in claims.of_document(db, shorter)]
            if hold_claims(said, longer):
                found[other] = share
    indexes.put_copies(db, document_id, found)


def renew_all_copies(db: Database) -> None:
    """Find all copies anew, to be called inside a transaction."""
    indexes.clear_copies(db)
    for document_id in documents.ids(db):
        renew_copies(db, document_id)


def copies_shown(db: Database, document_id: int, date: str | None) -> dict[str, Any]:
    """Return what a page of a document of some date says of its copies: these, and which print is the earliest.

    The earliest is ``None`` where there is no copy, or where the dates do not tell.
    """
    found = indexes.copies_of(db, document_id)
    return {"copies": found, "earliest_print": _earliest({document_id: date} | {one.id: one.date for one in found})}


def _earliest(dates: Mapping[int, str | None]) -> int | None:
    first, *others = sorted(dates, key=lambda one: date_order(one, dates[one]))
    known = dates[first]
    if known is None or not others:
        return None
    return None if any((date := dates[one]) is None or may_be_one_day(known, date) for one in others) else first


def copies_in_short(db: Database, document_id: int) -> str:
    """Return in words which documents print the same text as one, blank where none does."""
    found = indexes.copies_of(db, document_id)
    if not found:
        return ""
    best = max(found, key=lambda one: one.share)
    further = len(found) - 1
    more = f", and with {further} more" if further else ""
    return f"it shares {best.share:.0%} of the shorter one’s words with document {best.id}, {best.heading}{more}"


def copy_sources(db: Database, documents_of: Mapping[int, int]) -> tuple[dict[int, int], Mapping[int, str | None]]:
    """Return for claims, given with their documents, what these come from: the earliest print, by its first version.

    Also returns the dates of the documents, by their ids.
    """
    dates, before, pairs = indexes.copies_around(db, {*documents_of.values()})
    found = sources_of(dates, before, pairs)
    return {claim: found[document] for claim, document in documents_of.items()}, dates
