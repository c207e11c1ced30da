"""The check of a draft against all stored documents: each quotation and figure, the report, and the draft put right."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.check.attribution import same_speaker
from tracker.check.draft import Segments, check
from tracker.check.figures import Agreement, Match, Sentence, best_match, is_like, sentences_of
from tracker.check.findings import Change, CheckedQuotation, Finding, PassedOver, Place, Remark, Source, Speech, apply
from tracker.check.places import nearby as nearby_of_places
from tracker.check.places import select
from tracker.check.places import telling as telling_of_places
from tracker.cite.stances import as_told
from tracker.db import claims, documents, speakers, word_index
from tracker.db.rows import Database
from tracker.extract import extract
from tracker.ingest.dates import ledger
from tracker.ingest.reader import read
from tracker.matching.keys import word_key
from tracker.models import (
    Attribution,
    ClaimKind,
    DatedWords,
    DateKind,
    Document,
    Extraction,
    Quantity,
    Role,
    Span,
    TrackerError,
)
from tracker.models.claims import AttributionInText, StoredClaim
from tracker.models.documents import StoredDocument
from tracker.models.record import Record
from tracker.models.speakers import PrintedTitle
from tracker.services import nouns
from tracker.services.ingest import keep_in_step
from tracker.text.characters import POINTS
from tracker.text.names import is_past
from tracker.text.quantities import quantities
from tracker.text.quotes import quotations


class UsedFolding(Record, frozen=True):
    """A folding that was used, with the characters of the source and of the draft that it evened out."""

    name: str
    kind: str
    source: str
    draft: str


class Words(Record, frozen=True):
    """Words of a source; ``quoted`` says that they are those found, else they stand around them."""

    text: str
    quoted: bool


class WordChange(Record, frozen=True):
    """A row of the word difference from a source to the draft (``tracker.text.differences``)."""

    op: str
    source: str
    draft: str


class ShownPlace(Record, frozen=True):
    """Where a document has the words of a quotation; ``parts`` are offsets in the document's text."""

    document_id: int
    document: str
    date: str | None
    claim_id: int | None
    speaker: str | None
    findings: tuple[Finding, ...]
    parts: tuple[tuple[int, int], ...]
    text: str
    passage: tuple[Words, ...]
    differences: tuple[WordChange, ...]
    corrected: str
    goes_on: str


class Item(Record, frozen=True):
    """A quotation or figure of a draft under its name on the page, with the changes that would mend it.

    ``findings`` hold the worst first. ``fails`` says that it is worse than typography; a figure of which nothing is
    stored is not.
    """

    id: str
    start: int
    end: int
    text: str
    findings: tuple[Finding, ...]
    fails: bool
    why: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def finding(self) -> Finding:
        """The worst of the findings."""
        return self.findings[0]


class QuotationItem(Item, frozen=True):
    """A quotation: the place it follows, and the different wordings that sources print."""

    foldings: tuple[UsedFolding, ...]
    hidden: tuple[str, ...]
    negation: str | None
    unchecked: tuple[str, ...]
    place: ShownPlace | None
    wordings: tuple[ShownPlace, ...]
    also: tuple[int, ...]
    nearest: ShownPlace | None


class FigureItem(Item, frozen=True):
    """A figure in the draft's own voice, and the stored claim it was held against."""

    stored: str | None
    claim_id: int | None
    claim: str | None
    document_id: int | None
    document: str | None

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is stored of it."""
        return self.finding is Finding.NOT_FOUND


class Corrected(Record, frozen=True):
    """A draft with changes made, to be taken or left."""

    text: str
    changes: tuple[Change, ...]


class Report(Record, frozen=True):
    """What the check of a draft found, for the page, JSON and the command line.

    Its shape is written down in docs/pages/check.md and only ever grows. Offsets are code points into the draft's
    text, except those of ``parts``.
    """

    draft: str
    documents: int
    fails: bool
    counts: dict[str, int]
    figures_not_stored: int
    quotations: tuple[QuotationItem, ...]
    figures: tuple[FigureItem, ...]
    passed_over: tuple[PassedOver, ...]
    corrected: Corrected
    notes: tuple[str, ...]

    @property
    def in_order(self) -> list[QuotationItem | FigureItem]:
        """Quotations and figures in order of the draft."""
        return sorted([*self.quotations, *self.figures], key=lambda item: (item.start, item.end))

    @property
    def worst_first(self) -> list[QuotationItem | FigureItem]:
        """Quotations and figures, the worst first; figures of which nothing is stored come last."""
        return sorted(self.in_order, key=lambda item: (not item.fails, -item.finding.rank))


def compared_with(db: Database) -> int:
    """Return with how many documents a draft is compared."""
    return documents.count(db)


SAME_TIME = len("2018")
"""Characters of two ISO dates that agree where a role counts as printed at the same time: the year."""


class StoredLibrary:
    """A library (``tracker.check.draft.Library``) over a database; keys are document ids as text.

    ``documents`` and ``read`` are those whose words were found, ``count`` is how many there are to look in.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index = word_index.StoredWords(db)
        self.documents: dict[str, StoredDocument] = {}
        self.read: dict[str, Source] = {}
        self.count = len(self._index.documents)

    def candidates(self, wanted: Sequence[Segments]) -> list[list[str]]:
        """Return for each quotation the documents that may have its words."""
        self._index.read(map(word_key, {word for segments in wanted for word in max(segments, key=len, default=())}))
        return [list(map(str, select(self._index, segments))) for segments in wanted]

    def nearby(self, wanted: Sequence[Segments]) -> list[list[str]]:
        """Return for each quotation a few documents that may hold the nearest passage."""
        return [list(map(str, nearby_of_places(self._index, segments))) for segments in wanted]

    def telling(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return for each sentence, given as the keys of its words, a few documents that may tell of the same."""
        self._index.read(map(word_key, {word for sentence in sentences for word in sentence}))
        return [list(map(str, telling_of_places(self._index, sentence))) for sentence in sentences]

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the texts of documents."""
        ids = [*map(int, keys)]
        return {str(document_id): text for document_id, text in documents.texts(self._db, ids).items()} if ids else {}

    def sources(self, texts: Mapping[str, str]) -> dict[str, Source]:
        """Return documents with their speech: their claims, then attributions whose words made no claim."""
        ids = [*map(int, texts)]
        if not ids:
            return {}
        self.documents = {str(document_id): row for document_id, row in documents.several(self._db, ids).items()}
        newer = documents.replaced(self._db, ids)
        said: list[StoredClaim | AttributionInText] = [
            claim for claim in claims.of_documents(self._db, ids) if claim.kind is not ClaimKind.STATISTIC
        ]
        said += claims.attributions_of(self._db, ids)
        titles = defaultdict[int | None, list[PrintedTitle]](list)
        for title in speakers.titles_of(self._db, {row.speaker_id for row in said if row.speaker_id is not None}):
            titles[title.speaker_id].append(title)
        speech = defaultdict[int, list[Speech]](list)
        for row in said:
            roles = _roles_of(titles[row.speaker_id], self.documents[str(row.document_id)])
            speech[row.document_id].append(_speech_of(row, roles))
        self.read = {
            key: Source(
                text,
                self.documents[key].date,
                self.documents[key].date_why,
                tuple(speech[int(key)]),
                str(newer[int(key)]) if int(key) in newer else None,
                self.documents[key].record,
            )
            for key, text in texts.items()
        }
        return self.read


def _speech_of(row: StoredClaim | AttributionInText, roles: tuple[str, ...]) -> Speech:
    """Return a claim or an attribution as speech."""
    is_body = row.speaker_kind == "body"
    if isinstance(row, AttributionInText):
        spans = tuple(Span(*span) for span in row.spans)
        return Speech(spans, row.kind, row.speaker, is_body, roles, stance=row.stance)
    return Speech((Span(row.start, row.end),), row.kind, row.speaker, is_body, roles, _said(row), row.id, row.stance)


def _roles_of(printed: Sequence[PrintedTitle], document: StoredDocument) -> tuple[str, ...]:
    """Return the titles printed for a speaker in the document itself, else in those of the same year."""
    own = [title.title for title in printed if title.document_id == document.id]
    year = (document.date or "")[:SAME_TIME]
    then = [title.title for title in printed if year and (title.date or "").startswith(year)]
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
    found = extract(document.text, date, document.speeches)
    return Draft(document.name, document.text, tuple(_speech(document, found)), document.notes)


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
            stance=attribution.stance,
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
_FINDINGS = {
    Agreement.SAME: Finding.EXACT,
    Agreement.NOTATION: Finding.TYPOGRAPHY,
    Agreement.ROUNDED: Finding.ROUNDED,
    Agreement.BOUND: Finding.ROUNDED,
    Agreement.OPPOSED: Finding.FIGURE,
    Agreement.OTHER: Finding.FIGURE,
    Agreement.ELSEWHERE: Finding.FIGURE,
}


class Told(NamedTuple):
    """A sentence of a stored document."""

    document: str
    span: Span
    sentence: Sentence


def _figures(db: Database, library: StoredLibrary, draft: str) -> Iterator[FigureItem]:
    """Yield what became of the figures of ``draft`` that stand in its own voice, in order."""
    outside = _outside(draft)
    told = sentences_of(draft)
    starts = [span.start for span, _ in told]
    asked: list[tuple[Quantity, Span, Sentence]] = []
    for quantity in [found for found in quantities(draft) if outside(found.start)][:MOST_FIGURES]:
        at = bisect_right(starts, quantity.start) - 1
        inside = at >= 0 and quantity.start < told[at][0].end
        if inside and told[at][1].prefixes and not quantity.unit.endswith("of age"):
            asked.append((quantity, *told[at]))
    stored = _stored(db, library, list(dict.fromkeys(sentence for *_, sentence in asked)))
    answers: list[tuple[Match, Told] | None] = []
    for quantity, span, sentence in asked:
        start, likely = quantity.start - span.start, stored[sentence]
        match = best_match(sentence, start, start + len(quantity.text), [each.sentence for each in likely])
        answers.append((match, likely[match.sentence]) if match else None)
    named = {int(answer[1].document) for answer in answers if answer}
    rows, told_there = documents.several(db, named), _claims_by_document(db, named)
    for number, ((quantity, span, _), answer) in enumerate(zip(asked, answers, strict=True), 1):
        name = f"figure-{number}"
        if answer is None:
            yield _unknown_figure(name, quantity)
            continue
        match, place = answer
        document = rows[int(place.document)]
        claim = _claim_at(told_there[document.id], place, match.text)
        yield _figure_item(name, draft, quantity, span.start, match, place, document, claim)


def _outside(draft: str) -> _Outside:
    return _Outside([quotation.span for quotation in quotations(draft)])


class _Outside:
    """Says whether a character stands outside quotation marks."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans, self._starts = spans, [span.start for span in spans]

    def __call__(self, position: int) -> bool:
        at = bisect_right(self._starts, position) - 1
        return at < 0 or position >= self._spans[at].end


def _stored(db: Database, library: StoredLibrary, asked: Sequence[Sentence]) -> dict[Sentence, list[Told]]:
    """Return for each sentence of a draft those of stored documents that are like it; a document is read once."""
    found = library.telling([sentence.keys for sentence in asked])
    texts = library.texts({key for keys in found for key in keys})
    dates = documents.published(db, map(int, texts))
    read = {
        key: [
            Told(key, span, sentence)
            for span, sentence in sentences_of(text, year=(dates[int(key)] or "")[:SAME_TIME] or None)
        ]
        for key, text in texts.items()
    }
    return {
        sentence: [told for key in keys for told in read[key] if is_like(sentence, told.sentence)]
        for sentence, keys in zip(asked, found, strict=True)
    }


def _claims_by_document(db: Database, document_ids: Iterable[int]) -> dict[int, list[StoredClaim]]:
    found: dict[int, list[StoredClaim]] = defaultdict(list)
    for claim in claims.of_documents(db, document_ids):
        found[claim.document_id].append(claim)
    return found


def _claim_at(found: Iterable[StoredClaim], place: Told, words: str) -> StoredClaim | None:
    """Return the claim that has the words of a figure and the most of its sentence's characters, if any has some."""
    low, high = place.span.start, place.span.end
    inside = [(min(claim.end, high) - max(claim.start, low), claim) for claim in found]
    inside = [each for each in inside if each[0] > 0]
    return max(inside, key=lambda each: (words in each[1].text, each[0], -each[1].id))[1] if inside else None


def _unknown_figure(name: str, quantity: Quantity) -> FigureItem:
    return FigureItem(
        id=name,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        findings=(Finding.NOT_FOUND,),
        fails=False,
        why=("Nothing is stored about this figure.",),
        changes=(),
        stored=None,
        claim_id=None,
        claim=None,
        document_id=None,
        document=None,
    )


def _figure_item(
    name: str,
    draft: str,
    quantity: Quantity,
    start: int,
    match: Match,
    place: Told,
    document: StoredDocument,
    claim: StoredClaim | None,
) -> FigureItem:
    """Return what became of a figure whose sentence begins at ``start``; without a claim its sentence is shown."""
    finding = _FINDINGS[match.agreement]
    said = {
        Agreement.SAME: "Stored so.",
        Agreement.NOTATION: f"The same figure in another notation: “{match.text}” is stored.",
        Agreement.ROUNDED: f"Rounded: “{match.text}” is stored.",
        Agreement.BOUND: f"It holds: “{match.text}” is stored.",
    }
    low, high = start + match.replaced.start, start + match.replaced.end
    return FigureItem(
        id=name,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        findings=(finding,),
        fails=finding.fails,
        why=match.why or (said[match.agreement],),
        changes=(Change(low, high, draft[low:high], match.mend, "the stored figure"),) if match.mend else (),
        stored=match.text,
        claim_id=claim.id if claim else None,
        claim=as_told(claim.text, claim.stance) if claim else " ".join(place.sentence.text.split()),
        document_id=document.id,
        document=document.heading,
    )


MARKS = frozenset("“”„\"«»‘’'‚`")
"""What may open a quotation; a block quotation has none to take off."""
WORDING = frozenset({Finding.ALTERED, Finding.FIGURE, Finding.HIDES})
"""Findings that are mended by the source's own wording."""


def check_draft(db: Database, draft: Draft) -> Report:
    """Check a draft; nothing of it is stored."""
    keep_in_step(db)
    library = StoredLibrary(db)
    checked = check(draft.text, library, speech=[_with_surname(db, each) for each in draft.speech])
    quotations = tuple(
        _quotation_item(f"quotation-{number}", draft.text, found, library)
        for number, found in enumerate(checked.quotations, 1)
    )
    figures = tuple(_figures(db, library, draft.text))
    known = [figure for figure in figures if not figure.is_unknown]
    every = (*quotations, *known)
    counted = Counter(item.finding for item in every)
    corrected, made = apply(draft.text, (change for item in every for change in item.changes))
    return Report(
        draft=draft.name,
        documents=library.count,
        fails=any(item.fails for item in every),
        counts={finding.value: counted[finding] for finding in reversed(Finding) if counted[finding]},
        figures_not_stored=len(figures) - len(known),
        quotations=quotations,
        figures=figures,
        passed_over=checked.passed_over,
        corrected=Corrected(corrected, made),
        notes=draft.notes,
    )


MOST_NAMESAKES = 50
"""Stored speakers of one surname that are looked at."""


def _with_surname(db: Database, speech: Speech) -> Speech:
    """Return speech whose speaker, one word that may be a body's name, is a person's where such a surname is stored."""
    if not speech.is_body or speech.speaker is None or " " in speech.speaker:
        return speech
    namesakes = speakers.sorted_by(db, "name", words=speech.speaker, limit=MOST_NAMESAKES)
    known = any(row.kind == "person" and same_speaker(row.name, speech.speaker) for row in namesakes)
    return replace(speech, is_body=not known)


def _changes(draft: str, found: CheckedQuotation) -> Iterator[Change]:
    """Yield what would mend a quotation: the source's wording, its own speaker, role and date, or no marks at all."""
    place = found.place
    if place is None:
        return
    if Finding.REPORTED in found.findings:
        yield from _without_marks(draft, found)
    elif place.corrected and WORDING & set(found.findings):
        yield _smallest(draft, found.start, found.end, place.corrected)
    for remark in found.remarks:
        if remark.old is not None and remark.new and not remark.unchecked and _stands_alone(draft, remark):
            old = remark.old.of(draft)
            new = remark.new[0].upper() + remark.new[1:] if old[:1].isupper() else remark.new
            yield Change(remark.old.start, remark.old.end, old, new, f"the {remark.about} of the source")


FEW_WORDS = 3
"""Words that are changed by themselves; where more are, the whole quotation is."""
WHOLE_WORD = re.compile(r"\S+\s*")


def _smallest(draft: str, start: int, end: int, new: str) -> Change:
    """Return the change of a quotation into the source's wording: of a word or a figure alone where no more differs.

    A question mark takes the place of the point behind the quotation.
    """
    if new[-1:] in ("?", "!") and draft[end : end + 1] in (",", "."):
        end += 1
    ours, theirs = WHOLE_WORD.findall(draft[start:end]), WHOLE_WORD.findall(new)
    alike = [one.strip() == other.strip() for one, other in zip(ours, theirs, strict=False)]
    turned = [one.strip() == other.strip() for one, other in zip(reversed(ours), reversed(theirs), strict=False)]
    low = alike.index(False) if False in alike else len(alike)
    high = min(turned.index(False) if False in turned else len(turned), min(len(ours), len(theirs)) - low)
    if low and len(ours) - high == low:
        low -= 1  # a word is only put in: it is shown with the one before it
    if not low < len(ours) - high or max(len(ours), len(theirs)) - low - high > FEW_WORDS or not low + high:
        return Change(start, end, draft[start:end], new, "the wording of the source")
    first = start + sum(map(len, ours[:low]))
    last = start + len("".join(ours[: len(ours) - high]).rstrip())
    words = "".join(theirs[low : len(theirs) - high]).rstrip()
    return Change(first, last, draft[first:last], words, "the wording of the source")


def _stands_alone(draft: str, remark: Remark) -> bool:
    """Say whether what a remark replaces is all of its phrase: of "Senior fellow" a part alone is no role."""
    if remark.about != "role" or remark.old is None:
        return True
    before = draft[: remark.old.start].rstrip(" ").rsplit(None, 1)[-1:]
    return not before or before[0][-1:] in POINTS or before[0].lower() in ("the", "a", "an", "as", "and", "is", "was")


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


AROUND = 160
"""Characters of the source shown before and after the words found."""


def _quotation_item(name: str, draft: str, found: CheckedQuotation, library: StoredLibrary) -> QuotationItem:
    place = found.place

    def shown(place: Place) -> ShownPlace:
        return _shown(place, library.read[place.source].text, library.documents[place.source])

    return QuotationItem(
        id=name,
        start=found.start,
        end=found.end,
        text=found.text,
        findings=found.findings,
        fails=found.finding.fails,
        why=found.why,
        changes=tuple(_changes(draft, found)),
        foldings=tuple(
            UsedFolding(folded.name, folded.kind, folded.source, folded.draft)
            for folded in (place.foldings if place else ())
        ),
        hidden=place.hidden if place else (),
        negation=place.negation if place else None,
        unchecked=tuple(remark.sentence for remark in found.remarks if remark.unchecked),
        place=shown(place) if place else None,
        wordings=tuple(map(shown, found.wordings)),
        also=tuple(map(int, found.also)),
        nearest=shown(found.nearest) if found.nearest else None,
    )


def _shown(place: Place, text: str, document: StoredDocument) -> ShownPlace:
    speech = place.speech
    return ShownPlace(
        document_id=document.id,
        document=document.heading,
        date=document.date,
        claim_id=speech.claim if speech else None,
        speaker=speech.speaker if speech else None,
        findings=place.findings,
        parts=tuple((part.start, part.end) for part in place.parts),
        text=" … ".join(" ".join(part.of(text).split()) for part in place.parts),
        passage=passage(text, place.parts),
        differences=tuple(WordChange(row.op, row.a, row.b) for row in place.changes),
        corrected=place.corrected,
        goes_on=place.goes_on,
    )


def passage(text: str, parts: Sequence[Span]) -> tuple[Words, ...]:
    """Return the words found with what stands around and between them, in order of the text."""
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
    return tuple(Words(piece, quoted) for piece, quoted in pieces if piece)
