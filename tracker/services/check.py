"""The check of a draft against all stored documents: each quotation and figure, the report, and the draft put right."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.check.check import check
from tracker.check.figures import Match, Standing, best_match
from tracker.check.findings import Change, CheckedQuotation, Finding, PassedOver, Place, Source, Speech, apply
from tracker.check.places import nearby as nearby_places
from tracker.check.places import select
from tracker.check.words import SourceWords
from tracker.db import claims, documents, speakers, word_index
from tracker.db.rows import Database, Row
from tracker.extract import extract
from tracker.ingest.dates import ledger
from tracker.ingest.reader import read
from tracker.models import Attribution, ClaimKind, DatedWords, DateKind, Document, Extraction, Role, Span, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.documents import StoredDocument
from tracker.models.speakers import StoredRole
from tracker.services import nouns, retrieval
from tracker.services.ingest import keep_in_step
from tracker.text.names import is_past
from tracker.text.quantities import quantities
from tracker.text.quotes import quotations
from tracker.text.sentences import sentences

SAME_TIME = len("2018")
"""Characters of two ISO dates that agree where a role counts as printed at the same time: the year."""


class StoredLibrary:
    """A library (``tracker.check.check.Library``) over a database; keys are document ids as text. Reads each once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index = word_index.StoredWords(db)
        self._sources: dict[str, Source] = {}
        self._words: dict[tuple[str, bool], SourceWords] = {}
        self._roles: dict[int, list[StoredRole]] = {}
        self.rows: dict[str, StoredDocument] = {}
        self.count = len(self._index.documents)

    def candidates(self, segments: Sequence[Sequence[str]]) -> Iterable[str]:
        """Return the documents that may have these words."""
        return [str(document_id) for document_id in select(self._index, segments)]

    def nearby(self, segments: Sequence[Sequence[str]]) -> Iterable[str]:
        """Return a few documents that may hold the nearest passage."""
        return [str(document_id) for document_id in nearby_places(self._index, segments)]

    def words(self, key: str, *, editors: bool) -> SourceWords:
        """Return a document's words."""
        if (key, editors) not in self._words:
            self._words[key, editors] = SourceWords(documents.text_of(self._db, int(key)), editors=editors)
        return self._words[key, editors]

    def source(self, key: str) -> Source:
        """Return a document with its speech."""
        if key not in self._sources:
            row = documents.get(self._db, int(key))
            assert row is not None
            self.rows[key] = row
            text = self.words(key, editors=True).text
            newer = documents.newer_than(self._db, row.id)
            self._sources[key] = Source(
                text, row.date, row.date_why, tuple(self._speech(row)), str(newer.id) if newer else None
            )
        return self._sources[key]

    def _speech(self, document: StoredDocument) -> Iterable[Speech]:
        """Yield the claims of a document as speech, then attributions whose words made no claim."""
        for claim in claims.of_document(self._db, document.id):
            if claim.kind is not ClaimKind.STATISTIC:
                yield Speech(
                    spans=(Span(claim.start, claim.end),),
                    kind=claim.kind,
                    speaker=claim.speaker,
                    is_body=claim.speaker_kind == "body",
                    roles=self._roles_of(claim.speaker_id, document),
                    said=_said(claim),
                    claim=claim.id,
                )
        for attribution in claims.attributions_of(self._db, document.id):
            yield Speech(
                spans=tuple(Span(*span) for span in attribution.spans),
                kind=attribution.kind,
                speaker=attribution.speaker,
                is_body=attribution.speaker_kind == "body",
                roles=self._roles_of(attribution.speaker_id, document),
            )

    def _roles_of(self, speaker_id: int | None, document: StoredDocument) -> tuple[str, ...]:
        """Return the titles printed for a speaker in the document itself, else in those of the same year."""
        if speaker_id is None:
            return ()
        if speaker_id not in self._roles:
            self._roles[speaker_id] = speakers.roles_of(self._db, speaker_id)
        printed = self._roles[speaker_id]
        own = [role.title for role in printed if role.document_id == document.id]
        year = (document.date or "")[:SAME_TIME]
        then = [role.title for role in printed if year and (role.date or "").startswith(year)]
        return tuple(dict.fromkeys([*own, *then]))


def _said(claim: StoredClaim) -> DatedWords | None:
    """Return a claim's date of saying where the text gives one that is known."""
    if claim.date_kind != "said" or claim.date is None:
        return None
    return DatedWords(DateKind.SAID, claim.date, claim.date_basis, claim.date_words)


LONGEST_DRAFT = 200_000
"""Characters: a long article is a quarter of it."""
NEAR = 60
"""Characters from the name that a draft gives a speaker to the role it prints beside it."""
LONGEST_WORD = 12
"""Characters before a role in which "former" or "ex-" stands."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft's name, text and speech, and notes on how it was read."""

    name: str
    text: str
    speech: tuple[Speech, ...]
    notes: tuple[str, ...] = ()


def read_draft(data: bytes, name: str) -> Draft:
    """Return a draft from its bytes; raises ``TrackerError`` where it cannot be read or is too long."""
    document = read(data, name)
    if len(document.text) > LONGEST_DRAFT:
        raise TrackerError(f"{document.name} is too long: a draft has at most {LONGEST_DRAFT:,} characters.")
    date = ledger(document, nouns.today()).date
    return Draft(document.name, document.text, tuple(_speech(document, extract(document.text, date))), document.notes)


def _speech(document: Document, found: Extraction) -> Iterator[Speech]:
    bodies = {mention.name for mention in found.speakers if mention.kind == "body"}
    said = {claim.attribution: claim.said for claim in found.claims if claim.said is not None}
    for attribution in found.attributions:
        roles = _roles(document.text, attribution, found.roles)
        dated = said.get(attribution.id)
        where: dict[str, Span] = {}
        if attribution.source is not None:
            where["speaker"] = attribution.source
        if roles:
            where["role"] = _title_span(document.text, roles[0])
        if dated is not None and dated.start is not None and dated.end is not None:
            where["date"] = _with_preposition(document.text, Span(dated.start, dated.end))
        yield Speech(
            spans=attribution.spans,
            kind=attribution.kind,
            speaker=attribution.speaker,
            is_body=attribution.speaker in bodies,
            roles=tuple(role.title for role in roles),
            said=dated,
            where=where,
        )


def _roles(text: str, attribution: Attribution, roles: tuple[Role, ...]) -> list[Role]:
    """Return the roles printed beside the name that a quotation is given to; a former role says nothing of then."""
    source = attribution.source
    if source is None:
        return []
    return [
        role
        for role in roles
        if role.speaker == attribution.speaker
        and _beside(text, source, Span(role.start, role.end))
        and not _is_past(text, role)
    ]


def _is_past(text: str, role: Role) -> bool:
    """Say whether a role, or the word before it, says that it is held no longer."""
    before = text[max(0, role.start - LONGEST_WORD) : role.start].split()
    return any(map(is_past, (*before[-1:], text[role.start : role.end])))


def _beside(text: str, source: Span, role: Span) -> bool:
    """Say whether a role is printed at a name: over or near it, with no quotation and no new paragraph between."""
    low, high = min(source.end, role.end), max(source.start, role.start)
    return high <= low or (high - low <= NEAR and not any(mark in text[low:high] for mark in '“”"‘\n'))


def _title_span(text: str, role: Role) -> Span:
    """Return where a role's title stands; its printed stretch may hold the organisation too."""
    at = text.find(role.title, role.start, role.end)
    return Span(at, at + len(role.title)) if at >= 0 else Span(role.start, role.end)


def _with_preposition(text: str, span: Span) -> Span:
    for word in ("on ", "in ", "On ", "In "):
        if text.startswith(word, span.start - len(word)):
            return Span(span.start - len(word), span.end)
    return span


MOST_FIGURES = 200
"""Figures of one draft that are looked up: more than any article prints."""
CLAIMS_TRIED = 40
"""Stored claims that each is held against, the likeliest first."""
LONGEST_SENTENCE = 1_000
"""Characters of a sentence that are looked at; a longer one is a table or a list."""
WITH_FIGURES = "SELECT DISTINCT claim_id AS id FROM quantities"
_FINDINGS = {
    Standing.SAME: Finding.EXACT,
    Standing.NOTATION: Finding.TYPOGRAPHY,
    Standing.ROUNDED: Finding.TYPOGRAPHY,
    Standing.OPPOSED: Finding.FIGURE,
    Standing.OTHER: Finding.FIGURE,
}


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure of a draft at ``start``/``end``, what became of it, and the stored claim (a row) it was held against."""

    start: int
    end: int
    text: str
    finding: Finding
    why: str
    stored: str = ""
    claim: Row | None = None


def check_figures(db: Database, draft: str) -> list[CheckedFigure]:
    """Return the figures of ``draft`` that stand in its own voice, in order."""
    return list(_checked(db, draft))


def _checked(db: Database, draft: str) -> Iterator[CheckedFigure]:
    outside = _outside(draft)
    spans = sentences(draft)
    starts = [span.start for span in spans]
    asked: dict[Span, Sequence[tuple[int, str]]] = {}
    for quantity in [found for found in quantities(draft) if outside(found.start)][:MOST_FIGURES]:
        at = bisect_right(starts, quantity.start) - 1
        if at < 0 or quantity.unit.endswith("of age"):
            continue
        sentence = spans[at]
        if sentence.end - sentence.start > LONGEST_SENTENCE:
            continue
        if sentence not in asked:
            asked[sentence] = _stored(db, sentence.of(draft))
        found = best_match(
            sentence.of(draft), quantity.start - sentence.start, quantity.end - sentence.start, asked[sentence]
        )
        yield _told(db, quantity.start, quantity.end, quantity.text, found)


def _outside(draft: str) -> _Outside:
    return _Outside([quotation.span for quotation in quotations(draft)])


class _Outside:
    """Says whether a character stands outside quotation marks."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans, self._starts = spans, [span.start for span in spans]

    def __call__(self, position: int) -> bool:
        at = bisect_right(self._starts, position) - 1
        return at < 0 or position >= self._spans[at].end


def _stored(db: Database, sentence: str) -> list[tuple[int, str]]:
    """Return the stored claims with figures that share most with a sentence."""
    found = retrieval.search(db, sentence, limit=CLAIMS_TRIED, where=WITH_FIGURES)
    return claims.live_texts(db, [claim_id for claim_id, _ in found])


def _told(db: Database, start: int, end: int, text: str, found: Match | None) -> CheckedFigure:
    if found is None:
        return CheckedFigure(start, end, text, Finding.NOT_FOUND, "Nothing is stored about this figure.")
    claim = claims.get(db, found.claim)
    why = {
        Standing.SAME: "Stored so.",
        Standing.NOTATION: f"The same figure in another notation: “{found.text}” is stored.",
        Standing.ROUNDED: f"It holds for the stored “{found.text}”, rounded or as a bound.",
        Standing.OPPOSED: f"The stored “{found.text}” points the other way.",
        Standing.OTHER: f"“{found.text}” is stored, not “{text}”.",
    }[found.standing]
    return CheckedFigure(start, end, text, _FINDINGS[found.standing], why, found.text, claim)


MARKS = frozenset("“”„\"«»‘’'‚`")
"""What may open a quotation; a block quotation has none to take off."""
WORDING = frozenset({Finding.ALTERED, Finding.FIGURE, Finding.HIDES})
"""Findings that are mended by the source's own wording."""


@dataclass(frozen=True, slots=True)
class Item:
    """One quotation or figure of a draft under its name on the page, with the changes that would mend it."""

    name: str
    checked: CheckedQuotation | CheckedFigure
    changes: tuple[Change, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, the worst first."""
        checked = self.checked
        return checked.findings if isinstance(checked, CheckedQuotation) else (checked.finding,)

    @property
    def fails(self) -> bool:
        """Whether it is worse than typography; a figure of which nothing is stored is not."""
        unknown = isinstance(self.checked, CheckedFigure) and self.checked.finding is Finding.NOT_FOUND
        return self.findings[0].fails and not unknown


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of a draft found; ``corrected`` is the draft with ``changes`` made, to be taken or left."""

    draft: Draft
    quotations: tuple[Item, ...]
    figures: tuple[Item, ...]
    passed_over: tuple[PassedOver, ...]
    corrected: str
    changes: tuple[Change, ...]
    documents: int
    library: StoredLibrary

    @property
    def items(self) -> list[Item]:
        """Quotations and figures in order of the draft."""
        return sorted([*self.quotations, *self.figures], key=lambda item: (item.checked.start, item.checked.end))

    @property
    def worst_first(self) -> list[Item]:
        """Quotations and figures, the worst first; figures of which nothing is stored come last."""
        return sorted(self.items, key=lambda item: (not item.fails, -item.findings[0].rank))

    @property
    def fails(self) -> bool:
        """Whether anything is worse than typography."""
        return any(item.fails for item in self.items)

    def item(self, name: str) -> Item | None:
        """Return the item of a name."""
        return next((item for item in self.items if item.name == name), None)


def check_draft(db: Database, draft: Draft) -> Report:
    """Check a draft; nothing of it is stored."""
    keep_in_step(db)
    library = StoredLibrary(db)
    checked = check(draft.text, library, speech=draft.speech)
    quotations = tuple(
        Item(f"quotation-{number}", found, tuple(_changes(draft.text, found)))
        for number, found in enumerate(checked.quotations, 1)
    )
    figures = tuple(
        Item(f"figure-{number}", found, tuple(_figure_change(found)))
        for number, found in enumerate(check_figures(db, draft.text), 1)
    )
    every = [change for item in (*quotations, *figures) for change in item.changes]
    corrected, made = apply(draft.text, every)
    return Report(draft, quotations, figures, checked.passed_over, corrected, made, library.count, library)


def _changes(draft: str, found: CheckedQuotation) -> Iterator[Change]:
    """Yield what would mend a quotation: the source's wording, its own speaker, role and date, or no marks at all."""
    place = found.place
    if place is None:
        return
    if Finding.REPORTED in found.findings:
        yield from _without_marks(draft, found)
    elif place.corrected and WORDING & set(found.findings):
        yield Change(found.start, found.end, found.text, place.corrected, "the wording of the source")
    for remark in found.remarks:
        if remark.old is not None and remark.new and not remark.unchecked:
            old = remark.old.of(draft)
            new = remark.new[0].upper() + remark.new[1:] if old[:1].isupper() else remark.new
            yield Change(remark.old.start, remark.old.end, old, new, f"the {remark.about} of the source")


def _without_marks(draft: str, found: CheckedQuotation) -> Iterator[Change]:
    """Yield the change that takes the quotation marks off words that the source only reports."""
    start, end = found.start, found.end
    while start and draft[start - 1].isspace():
        start -= 1
    while end < len(draft) and draft[end] in ",.;: ":
        end += 1
    if start == 0 or end >= len(draft) or draft[start - 1] not in MARKS:
        return
    old = draft[start - 1 : end + 1]
    yield Change(
        start - 1, end + 1, old, old[1:-1].strip(), "no quotation marks: the source reports it in its own words"
    )


def _figure_change(found: CheckedFigure) -> Iterator[Change]:
    if found.finding is Finding.FIGURE and found.stored:
        yield Change(found.start, found.end, found.text, found.stored, "the stored figure")


AROUND = 160
"""Characters of the source shown before and after the words found."""


def as_dict(report: Report) -> dict[str, Any]:
    """Return a report as plain values; its shape is written down in docs/pages/check.md and only ever grows.

    Offsets are code points into the draft's text, except those of ``parts``, which count in the document.
    """
    quotations = [_quotation(report, item) for item in report.quotations]
    figures = [_figure(item) for item in report.figures]
    unknown = [f for f in figures if f["findings"] == [Finding.NOT_FOUND]]
    counted = Counter(row["findings"][0] for row in (*quotations, *figures) if row not in unknown)
    return {
        "draft": report.draft.name,
        "documents": report.documents,
        "fails": report.fails,
        "counts": {finding.value: counted[finding] for finding in reversed(Finding) if counted[finding]},
        "figures_not_stored": len(unknown),
        "quotations": quotations,
        "figures": figures,
        "passed_over": [_passed(found) for found in report.passed_over],
        "corrected": {"text": report.corrected, "changes": [_change(change) for change in report.changes]},
        "notes": list(report.draft.notes),
    }


def _quotation(report: Report, item: Item) -> dict[str, Any]:
    found = item.checked
    assert isinstance(found, CheckedQuotation)
    place = found.place
    return _item(item, found.findings, found.why) | {
        "foldings": [
            {"name": folded.name, "kind": folded.kind, "source": folded.source, "draft": folded.draft}
            for folded in (place.foldings if place else ())
        ],
        "hidden": list(place.hidden) if place else [],
        "negation": place.negation if place else None,
        "unchecked": [remark.sentence for remark in found.remarks if remark.unchecked],
        "place": _place(report, place),
        "wordings": [_place(report, other) for other in found.wordings],
        "also": [int(key) for key in found.also],
        "nearest": _place(report, found.nearest),
    }


def _item(item: Item, findings: Sequence[Finding], why: Sequence[str]) -> dict[str, Any]:
    """Return what quotations and figures have in common."""
    return {
        "id": item.name,
        "start": item.checked.start,
        "end": item.checked.end,
        "text": item.checked.text,
        "findings": [finding.value for finding in findings],
        "fails": item.fails,
        "why": list(why),
        "changes": [_change(change) for change in item.changes],
    }


def _place(report: Report, place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    source = report.library.source(place.source)
    row = report.library.rows[place.source]
    speech = place.speech
    return {
        "document_id": int(place.source),
        "document": row.heading,
        "date": row.date,
        "claim_id": speech.claim if speech else None,
        "speaker": speech.speaker if speech else None,
        "findings": [finding.value for finding in place.findings],
        "parts": [[part.start, part.end] for part in place.parts],
        "text": " … ".join(" ".join(part.of(source.text).split()) for part in place.parts),
        "passage": [{"text": text, "quoted": quoted} for text, quoted in passage(source.text, place.parts)],
        "differences": [{"op": row.op, "source": row.a, "draft": row.b} for row in place.changes],
        "corrected": place.corrected,
        "goes_on": place.goes_on,
    }


def _figure(item: Item) -> dict[str, Any]:
    found = item.checked
    assert isinstance(found, CheckedFigure)
    claim = found.claim
    return _item(item, (found.finding,), (found.why,)) | {
        "stored": found.stored or None,
        "claim_id": claim["id"] if claim else None,
        "claim": claim["text"] if claim else None,
        "document_id": claim["document_id"] if claim else None,
        "document": (claim["document_title"] or claim["document"]) if claim else None,
    }


def _passed(found: PassedOver) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "reason": found.reason,
        "why": found.why,
    }


def _change(change: Change) -> dict[str, Any]:
    return {"start": change.start, "end": change.end, "old": change.old, "new": change.new, "why": change.why}


def passage(text: str, parts: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """Return the words found with what stands around and between them, as ``(text, whether it was found)``."""
    ordered = sorted(parts)
    at = max(0, ordered[0].start - AROUND)
    pieces = [("… " + text[at : ordered[0].start].partition(" ")[2] if at else text[: ordered[0].start], False)]
    for part, following in zip(ordered, [*ordered[1:], None], strict=True):
        pieces.append((part.of(text), True))
        if following is not None and following.start - part.end > 2 * AROUND:
            pieces.append((text[part.end : part.end + AROUND].rpartition(" ")[0] + " … ", False))
            pieces.append((text[following.start - AROUND : following.start].partition(" ")[2], False))
            continue
        until = following.start if following else min(len(text), part.end + AROUND)
        after = text[part.end : until]
        pieces.append((after if following or until == len(text) else after.rpartition(" ")[0] + " …", False))
    return tuple((piece, quoted) for piece, quoted in pieces if piece)
