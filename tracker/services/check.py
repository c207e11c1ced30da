"""The check of a draft against all stored documents, by a house's rules: what is found or ignored; the draft mended."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import structs

from tracker.check.attribution import same_speaker
from tracker.check.draft import check
from tracker.check.figures import Agreement, Match, best_match
from tracker.check.findings import (
    USUAL,
    AttributedWords,
    Change,
    CheckedQuotation,
    Finding,
    House,
    PassedOver,
    Place,
    apply,
    changes,
    house_of,
    houses,
    own_house,
    whole_sentences,
)
from tracker.check.sentences import Sentence, is_like, sentences_of
from tracker.cite.snippets import as_told
from tracker.db import claims, documents, events, speakers
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.models import Quantity, ReadError, Record, RecordKind, Span, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.documents import StoredDocument
from tracker.models.events import Event, EventKind, Ignored
from tracker.services import nouns
from tracker.services.drafts import SAME_TIME, Draft, StoredLibrary, keep_in_step
from tracker.text.quantities import quantities
from tracker.text.quotes import quotations
from tracker.text.sentences import sentences


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
    """Where a document has the words of a quotation; ``parts`` are offsets in the document's text.

    ``role`` is the title it prints for the speaker there, ``record`` the kind of record it is.
    """

    document_id: int
    document: str
    date: str | None
    claim_id: int | None
    speaker: str | None
    role: str | None
    record: RecordKind | None
    findings: tuple[Finding, ...]
    parts: tuple[tuple[int, int], ...]
    text: str
    passage: tuple[Words, ...]
    differences: tuple[WordChange, ...]
    corrected: str
    goes_on: str


class Item(Record, frozen=True, kw_only=True):
    """A quotation or figure of a draft under its name on the page, with the changes that would mend it.

    ``findings`` hold the worst first. ``fails`` says that it is worse than typography; a figure of which nothing is
    stored is not. ``ignored`` is what a person said of the same finding on the same words.
    """

    id: str
    start: int
    end: int
    text: str
    findings: tuple[Finding, ...]
    fails: bool
    why: tuple[str, ...]
    changes: tuple[Change, ...]
    ignored: Ignored | None = None

    @property
    def is_to_mend(self) -> bool:
        """Whether it fails, and nobody said that it is to be ignored."""
        return self.fails and self.ignored is None

    @property
    def finding(self) -> Finding:
        """The worst of the findings."""
        return self.findings[0]


class QuotationItem(Item, frozen=True, kw_only=True):
    """A quotation: the place it follows, the different wordings that sources print, and the change of it into the
    whole sentences of its source, where that mends it too.
    """

    foldings: tuple[UsedFolding, ...]
    rules: tuple[str, ...]
    hidden: tuple[str, ...]
    negation: str | None
    unchecked: tuple[str, ...]
    place: ShownPlace | None
    wordings: tuple[ShownPlace, ...]
    also: tuple[int, ...]
    nearest: ShownPlace | None
    whole: Change | None


class FigureItem(Item, frozen=True, kw_only=True):
    """A figure in the draft's own voice, and the stored claim it was held against."""

    stored: str | None
    claim_id: int | None
    claim: str | None
    document_id: int | None
    document: str | None
    date: str | None
    speaker: str | None
    record: RecordKind | None

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is stored of it."""
        return self.finding is Finding.NOT_FOUND


class Corrected(Record, frozen=True):
    """A draft with changes made, to be taken or left."""

    text: str
    changes: tuple[Change, ...]


class UsedHouse(Record, frozen=True):
    """The house whose rules a draft was checked by: its name, the source of its rules, and these in its words."""

    name: str
    source: str
    rules: tuple[str, ...]


class Report(Record, frozen=True):
    """What the check of a draft found, for the page, JSON and the command line.

    Its shape is written down in docs/pages/check.md and only ever grows. Offsets are code points into the draft's
    text, except those of ``parts``.
    """

    draft: str
    house: UsedHouse
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


compared_with = documents.count


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


class StoredSentence(NamedTuple):
    """A sentence of a stored document."""

    document: str
    span: Span
    sentence: Sentence


def _figures(db: Database, library: StoredLibrary, draft: str) -> Iterator[FigureItem]:
    """Yield what became of the figures of ``draft`` that stand in its own voice, in order."""
    told = sentences_of(draft)
    starts = [span.start for span, _ in told]
    asked: list[tuple[Quantity, Span, Sentence]] = []
    for quantity in islice(_own(draft), MOST_FIGURES):
        at = bisect_right(starts, quantity.start) - 1
        inside = at >= 0 and quantity.start < told[at][0].end
        if inside and told[at][1].prefixes and not quantity.unit.endswith("of age"):
            asked.append((quantity, *told[at]))
    stored = _stored(db, library, list(dict.fromkeys(sentence for *_, sentence in asked)))
    answers: list[tuple[Match, StoredSentence] | None] = []
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


def _own(draft: str) -> Iterator[Quantity]:
    """Yield the figures of a draft that stand outside its quotation marks."""
    spans = [quotation.span for quotation in quotations(draft)]
    starts = [span.start for span in spans]
    for quantity in quantities(draft):
        at = bisect_right(starts, quantity.start) - 1
        if at < 0 or quantity.start >= spans[at].end:
            yield quantity


def _stored(db: Database, library: StoredLibrary, asked: Sequence[Sentence]) -> dict[Sentence, list[StoredSentence]]:
    """Return for each sentence of a draft those of stored documents that are like it; a document is read once."""
    found = library.telling([sentence.keys for sentence in asked])
    texts = library.texts({key for keys in found for key in keys})
    dates = documents.published(db, map(int, texts))
    read = {
        key: [
            StoredSentence(key, span, sentence)
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


def _claim_at(found: Iterable[StoredClaim], place: StoredSentence, words: str) -> StoredClaim | None:
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
        date=None,
        speaker=None,
        record=None,
    )


def _figure_item(
    name: str,
    draft: str,
    quantity: Quantity,
    start: int,
    match: Match,
    place: StoredSentence,
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
        date=document.date,
        speaker=claim.speaker if claim else None,
        record=document.record,
    )


def check_draft(db: Database, draft: Draft, house: House = USUAL) -> Report:
    """Check a draft by the rules of a house; nothing of it is stored.

    What a person ignored is said beside its finding, and fails no draft.
    """
    keep_in_step(db)
    library = StoredLibrary(db)
    checked = check(draft.text, library, speech=[_with_surname(db, each) for each in draft.speech], house=house)
    quotations = tuple(
        _quotation_item(f"quotation-{number}", draft.text, found, library)
        for number, found in enumerate(checked.quotations, 1)
    )
    quotations, figures = _with_ignored(db, draft.text, quotations, tuple(_figures(db, library, draft.text)))
    known = [figure for figure in figures if not figure.is_unknown]
    every = (*quotations, *known)
    counted = Counter(item.finding for item in every)
    corrected, made = apply(draft.text, (change for item in every if item.ignored is None for change in item.changes))
    return Report(
        draft=draft.name,
        house=UsedHouse(house.name, house.source, tuple(rule.says for rule in house.rules)),
        documents=library.count,
        fails=any(item.is_to_mend for item in every),
        counts={finding.value: counted[finding] for finding in reversed(Finding) if counted[finding]},
        figures_not_stored=len(figures) - len(known),
        quotations=quotations,
        figures=figures,
        passed_over=checked.passed_over,
        corrected=Corrected(corrected, made),
        notes=draft.notes,
    )


def key_of(draft: str, item: Item) -> Key:
    """Return by what a finding of a draft is remembered."""
    (key,) = keys_of(draft, [(item.start, item.end, item.findings)])
    return key


def _with_ignored(
    db: Database, draft: str, quotations: tuple[QuotationItem, ...], figures: tuple[FigureItem, ...]
) -> tuple[tuple[QuotationItem, ...], tuple[FigureItem, ...]]:
    """Return quotations and figures with what a person said of those that fail."""
    failing = [item for item in (*quotations, *figures) if item.fails]
    keys = keys_of(draft, [(item.start, item.end, item.findings) for item in failing])
    said = ignored_on(db, keys) if keys else {}
    by_id = {item.id: said[key] for item, key in zip(failing, keys, strict=True) if key in said}
    return (
        tuple(structs.replace(item, ignored=by_id.get(item.id)) for item in quotations),
        tuple(structs.replace(item, ignored=by_id.get(item.id)) for item in figures),
    )


MOST_NAMESAKES = 50
"""Stored speakers of one surname that are looked at."""


def _with_surname(db: Database, speech: AttributedWords) -> AttributedWords:
    """Return speech whose speaker, one word that may be a body's name, is a person's where such a surname is stored."""
    if not speech.is_body or speech.speaker is None or " " in speech.speaker:
        return speech
    namesakes = speakers.sorted_by(db, "name", words=speech.speaker, limit=MOST_NAMESAKES)
    known = any(row.kind == "person" and same_speaker(row.name, speech.speaker) for row in namesakes)
    return replace(speech, is_body=not known)


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
        changes=tuple(changes(draft, found)),
        foldings=tuple(
            UsedFolding(folded.name, folded.kind, folded.source, folded.draft)
            for folded in (place.foldings if place else ())
        ),
        rules=place.rules if place else (),
        hidden=place.hidden if place else (),
        negation=place.negation if place else None,
        unchecked=tuple(remark.sentence for remark in found.remarks if remark.unchecked),
        place=shown(place) if place else None,
        wordings=tuple(map(shown, found.wordings)),
        also=tuple(map(int, found.also)),
        nearest=shown(found.nearest) if found.nearest else None,
        whole=whole_sentences(draft, found),
    )


def _shown(place: Place, text: str, document: StoredDocument) -> ShownPlace:
    speech = place.speech
    return ShownPlace(
        document_id=document.id,
        document=document.heading,
        date=document.date,
        claim_id=speech.claim if speech else None,
        speaker=speech.speaker if speech else None,
        role=next(iter(speech.roles), None) if speech else None,
        record=document.record,
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


LONGEST_REASON: Final = 300
"""Characters of a reason: a sentence or two."""
OF_A_SENTENCE: Final = frozenset({Finding.FIGURE, Finding.ROUNDED, Finding.NOT_FOUND, Finding.WRONG_SPEAKER})
"""Findings that hang on what stands around the words: a figure says nothing alone, and a speaker is named outside."""

Key = tuple[str, str]
"""The words of a draft on one line, and the findings on them."""


def keys_of(draft: str, found: Iterable[tuple[int, int, Collection[Finding]]]) -> list[Key]:
    """Return by what findings of a draft, given as ``(start, end, findings)``, are remembered.

    The words are those found; with those of their sentence where the finding hangs on what stands around.
    """
    stands = sentences(draft)
    keys = []
    for start, end, findings in found:
        low, high = start, end
        if OF_A_SENTENCE & set(findings):
            around = [each for each in stands if each.start < end and start < each.end]
            low = min([start, *(each.start for each in around)])
            high = max([end, *(each.end for each in around)])
        keys.append((" ".join(draft[low:high].split()), ", ".join(findings)))
    return keys


def ignored_on(db: Database, keys: Collection[Key]) -> dict[Key, Ignored]:
    """Return which of these findings are ignored; of two reasons the later one counts."""
    found = {(each.words, each.finding): each for each in events.ignored(db, {words for words, _ in keys})}
    return {key: found[key] for key in keys if key in found}


def ignore(db: Database, key: Key, reason: str, *, who: str) -> int | None:
    """Ignore a finding from now on; return the event, ``None`` where it is ignored already."""
    reason = " ".join(reason.split())
    if not reason:
        raise TrackerError("Say in a few words why this finding is ignored, so that others can follow it.")
    if len(reason) > LONGEST_REASON:
        raise TrackerError(f"The reason has at most {LONGEST_REASON} characters.")
    words, finding = key
    with transaction(db):
        if ignored_on(db, [key]):
            return None
        at = nouns.now()
        number = events.add_ignored(db, words=words, finding=finding, reason=reason, who=who, at=at)
        return nouns.record(
            db, EventKind.FINDING_IGNORED, "finding", number, who=who, at=at,
            new={"words": words, "finding": finding, "reason": reason},
        )  # fmt: skip


def event_of_ignored(db: Database, ignored_id: int) -> int:
    """Return the event by which a finding was ignored; raises ``TrackerError`` where there is none."""
    found = [event.id for event in events.about(db, "finding", ignored_id) if event.kind is EventKind.FINDING_IGNORED]
    if not found:
        raise TrackerError("This finding is not ignored; check the draft again.")
    return found[0]


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.FINDING_IGNORED: lambda db, event: events.set_withdrawn(db, "finding", event.noun_id, True),
}
"""How it is taken back."""


OWN: Final = "own"
"""The choice of a form whose fields name the deeds that are permitted."""
SETTING: Final = "TRACKER_HOUSE"
"""The variable of the environment that names the house where nobody chooses one: as ``house_named`` takes it."""
LONGEST_FILE: Final = 100_000


def house_named(name: str, may: Collection[str] = ()) -> House:
    """Return the house of a key ("ap", "reuters", "guardian"), of the form ("own") or of a file of rules.

    A blank name is that of no house. Raises ``TrackerError`` with one sentence where there is none of that name.
    """
    if name == OWN:
        return own_house(may)
    if not name or name.lower() in houses():
        return houses()[name.lower()] if name else USUAL
    known = f"there are {', '.join(houses())}"
    if not name.lower().endswith(".toml"):
        raise TrackerError(
            f"“{name}” is no house whose rules are known; {known}, or a file of rules that ends in .toml."
        )
    try:
        data = Path(name).read_bytes()
    except OSError:
        raise ReadError(f"{name} cannot be opened: there is no such file of house rules; {known}.") from None
    if len(data) > LONGEST_FILE:
        raise ReadError(f"{name} is too long for a file of house rules.")
    try:
        return house_of(data.decode("utf-8-sig"), Path(name).name)
    except UnicodeDecodeError:
        raise ReadError(f"{name} is no text in UTF-8.") from None


def house_setting() -> str:
    """Return the house that the environment names, blank for none."""
    return os.environ.get(SETTING, "")


def chosen_house(name: str | None, may: Collection[str] = ()) -> House:
    """Return the house that a request names; where it names none, that of the environment.

    A request names no file but that of the environment: what stands on the server is not read for whoever asks.
    """
    if name is None:
        return house_named(house_setting())
    if name and name not in (OWN, house_setting()) and name.lower() not in houses():
        raise TrackerError(f"“{name}” is no house whose rules are known; there are {', '.join((*houses(), OWN))}.")
    return house_named(name, may)


def receipt(db: Database, draft: Draft, report: Report) -> str:
    """Return the receipt of a checked draft as Markdown: every quotation and figure with its finding and its source.

    A source stands with its date and the SHA-256 of its original bytes, the draft with that of its text (UTF-8), so
    that both can be told from later versions. What was passed over is listed as well.
    """
    ids = {item.place.document_id for item in report.quotations if item.place is not None}
    ids |= {item.document_id for item in report.figures if item.document_id is not None}
    return "\n".join(_receipt_lines(draft, report, documents.several(db, ids))) + "\n"


def _receipt_lines(draft: Draft, report: Report, sources: Mapping[int, StoredDocument]) -> Iterator[str]:
    yield f"# Check of {draft.name}"
    yield ""
    counts = ", ".join(f"{count} {finding}" for finding, count in report.counts.items()) or "nothing to check"
    yield f"- Checked: {nouns.now()} (UTC)"
    yield f"- Draft: {len(draft.text):,} characters, SHA-256 {hashlib.sha256(draft.text.encode()).hexdigest()}"
    yield f"- Searched: {report.documents:,} stored document{'' if report.documents == 1 else 's'}"
    yield f"- Rules: {report.house.name}" + (f" ({report.house.source})" if report.house.source else "")
    yield f"- Found: {counts}; of {report.figures_not_stored:,} figures nothing is stored"
    yield from (f"- Note: {note}" for note in report.notes)
    for item in report.in_order:
        line = draft.text.count("\n", 0, item.start) + 1
        yield ""
        yield f"## {' and '.join(item.findings).capitalize()}, line {line}"
        yield ""
        yield f"> {_on_one_line(item.text)}"
        yield ""
        if item.ignored is not None:
            yield f"- Ignored: {item.ignored.reason} ({item.ignored.who}, {item.ignored.at})"
        yield from (f"- {_on_one_line(sentence)}" for sentence in item.why)
        yield from (f"- Words to copy: {change.words}" for change in item.changes)
        yield from _source(item, sources)
    if report.passed_over:
        yield ""
        yield "## Passed over"
        yield ""
        yield from (f"- “{_on_one_line(each.text)}”: {each.reason}" for each in report.passed_over)


def _source(item: QuotationItem | FigureItem, sources: Mapping[int, StoredDocument]) -> Iterator[str]:
    """Yield where an item stands: the words there, whose they are, and the document."""
    if isinstance(item, FigureItem):
        words, speaker, document_id = item.claim, None, item.document_id
    elif item.place is not None:
        words, speaker, document_id = item.place.text, item.place.speaker, item.place.document_id
    else:
        return
    if document_id is None:
        return
    source = sources[document_id]
    yield f"- Source has: “{_on_one_line(words or '')}”" + (f" ({speaker})" if speaker else "")
    told = (source.heading, source.publisher, source.date or "undated", source.record, f"document {source.id}")
    yield f"- Source: {', '.join(str(each) for each in told if each)}; SHA-256 {source.sha256}"


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
