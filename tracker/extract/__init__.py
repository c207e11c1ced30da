"""Document text to attributions and claims, with speakers, quantities and dates of saying (pure)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from tracker.extract.attributions import Found, attributions, carry_forward
from tracker.extract.claims import Cutter, said_date
from tracker.extract.prose import Prose, Zone, ZoneKind, prose, zones
from tracker.extract.referents import Context, with_referents
from tracker.extract.speakers import BODY, Resolution, resolve
from tracker.extract.stance import in_clause
from tracker.extract.statistics import Voices, of_somebody, own_statistics
from tracker.extract.transcripts import Transcript, Turn, transcript
from tracker.extract.turns import of_record, with_turns, within
from tracker.models import (
    Attribution,
    Basis,
    Claim,
    DatedWords,
    DateKind,
    DocumentDate,
    Extraction,
    Precision,
    Quantity,
    RecordKind,
    Referent,
    Role,
    Span,
    Speech,
)
from tracker.text.layout import Unwrapped, others_mail, unwrapped
from tracker.text.note_marks import without_marks
from tracker.text.quantities import quantities
from tracker.text.quotes import entities, with_plain_marks
from tracker.text.sentences import sentences
from tracker.text.words import BROKEN_WORD, QUOTATION_MARKS, SOFT_HYPHEN

__all__ = ["extract", "reports"]


def extract(text: str, date: DocumentDate | None = None, speeches: Sequence[Speech] = ()) -> Extraction:
    """Return who said what in ``text``: attributions, claims, speakers and roles, each in order of the text.

    ``date`` is the document's own date, which words such as "on Thursday" are read against. ``speeches`` are those of a
    record that says itself who speaks: then nothing else in the text is anybody's, nor the document's own. Never
    raises. Every span quotes ``text``; a claim holds the ``id`` of its attribution, or ``None`` where it is a statistic
    in the document's own voice. The stance of an attribution is the cue's, with what governs it ("denied", "did not
    say"); that of a claim the same, or where the cue asserts, what its own clause says (a question, an "if", "is said
    to"). A "not" in the content itself is part of what is asserted. A text that reports what was said and is no
    transcript is a report. The marks of notes are read as blanks, and soft hyphens not at all; wrapped lines are read
    as ``unwrapped`` has them, so that where they were broken changes nothing.
    """
    plain = with_plain_marks(without_marks(text))
    debate = None if speeches else transcript(plain)
    whole = unwrapped(plain) if debate is None and not speeches else Unwrapped(plain)  # turns are joined line by line
    found = _extract(_spoken(whole.text, speeches, debate), date, speeches, debate)
    return with_words_meant(text, _in_text(text, plain, whole, found))


def reports(text: str) -> tuple[Attribution, ...]:
    """Return the attributions of ``extract`` alone, in half the time: no claim or figure is made of them."""
    plain = with_plain_marks(without_marks(text))
    debate = transcript(plain)
    whole = unwrapped(plain) if debate is None else Unwrapped(plain)
    resolution = _spoken(whole.text, (), debate).resolution
    found = Extraction(resolution.attributions, (), resolution.speakers, resolution.roles, None)
    return _in_text(text, plain, whole, found).attributions


def _in_text(text: str, plain: str, whole: Unwrapped, found: Extraction) -> Extraction:
    """Return what was read of a text in plain marks and whole lines as the text itself has it."""
    if whole.places is not None:
        found = as_printed(text, whole, found)
    return in_its_words(text, found) if plain != text or SOFT_HYPHEN in text else found


class _Spoken(NamedTuple):
    """A text as it is read for who says what in it, and what was found."""

    text: str
    cut: Prose
    off_body: Sequence[Zone]
    turns: Sequence[Turn]
    found: Found
    resolution: Resolution
    sentences: tuple[Span, ...]


def _spoken(text: str, speeches: Sequence[Speech], debate: Transcript | None) -> _Spoken:
    spoken, read = (debate.turns, debate.words) if debate is not None else ((), text)
    cut = prose(read)
    off_body = zones(read)
    found = attributions(cut, off_body)
    resolution = resolve(cut, found.attributions)
    resolution = replace(resolution, attributions=carry_forward(resolution.attributions, found.carried))
    sentence_spans = sentences(read)
    if speeches:
        spoken = of_record(text, speeches)
        resolution = within(spoken, resolution)
    if spoken:
        resolution = with_turns(text, spoken, resolution, sentence_spans)
    return _Spoken(text, cut, off_body, spoken, found, resolution, sentence_spans)


def _extract(
    said: _Spoken, date: DocumentDate | None, speeches: Sequence[Speech], debate: Transcript | None
) -> Extraction:
    text, cut, off_body, spoken, found, resolution, sentence_spans = said
    read = debate.words if debate is not None else text
    # Whoever speaks in a mail that is answered does; its figures are no statement of the mail that answers.
    others = [Zone(part, ZoneKind.FURNITURE, "another's mail, or a signature") for part in others_mail(text)]
    resolved = resolution.attributions
    figures = quantities(read, durations=False)
    cutter = Cutter(read, sentence_spans, cut.quotations, figures)
    dated = _said(read, found, resolved, date, speeches)
    own: list[Claim] = []
    voiced: list[Attribution] = []
    if not speeches:
        own = list(own_statistics(cut, sentence_spans, _voices(resolved, spoken, found), (*off_body, *others), cutter))
        own, voiced = of_somebody(cut, own, 1 + max((item.id for item in resolved), default=0))
    found_claims = [*cutter.claims(resolved, dated, found.topics, found.silent | found.polled, found.broken), *own]
    claims = [
        replace(claim, text=text[claim.start : claim.end], stance=in_clause(cut, claim)) for claim in found_claims
    ]
    claims.sort(key=lambda claim: (claim.start, claim.end))
    every = tuple(sorted([*resolved, *voiced], key=lambda item: item.spans[0].start)) if voiced else resolved
    reported = RecordKind.REPORT if resolved and not speeches else None
    record = debate.record if debate is not None else reported
    bodies = frozenset(speaker.name for speaker in resolution.speakers if speaker.kind == BODY)
    attributed = {item.id: item for item in every}
    known = Context(cut, sentence_spans, figures, resolution.people, resolution.pronouns, bodies, attributed)
    claims = with_referents(claims, known)
    return Extraction(every, tuple(claims), resolution.speakers, resolution.roles, record)


_PRECISION: Final = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
"""How exact a date in ISO 8601 is, by its length."""
RECORD_DATE: Final = "the date that the record gives for the speech"


def _said(
    text: str, found: Found, attributions: Sequence[Attribution], date: DocumentDate | None, speeches: Sequence[Speech]
) -> dict[int, DatedWords]:
    """Return when each attribution was said, as its words tell or, in a record that dates its speeches, these."""
    own: dict[int, DatedWords] = {}
    for item in attributions if speeches else ():
        speech = _speech_at(item.spans[0].start, speeches)
        if speech is not None and speech.date is not None:
            own[item.id] = DatedWords(
                DateKind.SAID,
                speech.date,
                Basis.STATED,
                speech.date,
                precision=_PRECISION[len(speech.date)],
                why=RECORD_DATE,
            )
    told = {}
    for number, window in found.windows.items():
        day = DocumentDate(own[number].value, Basis.STATED) if number in own else date
        words = said_date(text, window, day)
        if words is not None:
            told[number] = words
    starts = {item.id: item.spans[0].start for item in attributions}
    for number, before in found.carried.items():
        begins = starts.get(number, 0) if before in told else 0
        if begins and not text[found.windows[before].end : begins].strip(_BETWEEN):
            told[number] = told[before]  # the speech goes on right behind: "she said in May. “It will …”"
    return own | told


_BETWEEN: Final = f". \n\r\t{QUOTATION_MARKS}"
"""What stands between a report and the speech that goes on behind it."""


def _speech_at(place: int, speeches: Sequence[Speech]) -> Speech | None:
    before = bisect_right(speeches, place, key=lambda speech: speech.span.start) - 1
    return speeches[before] if before >= 0 and place < speeches[before].span.end else None


def _voices(attributions: Sequence[Attribution], turns: Sequence[Turn], found: Found) -> Voices:
    """Return what is not the document's own voice: speech and turns, contents without a claim, and polls."""
    told, silent = [span for turn in turns for span in turn.spans], []
    for item in attributions:
        if found.polled.issuperset(item.spans):
            continue
        unclaimed = [span for span in item.spans if item.id in found.topics or span in found.silent]
        silent += unclaimed
        if len(unclaimed) < len(item.spans):
            told += [span for span in (*item.spans, item.cue) if span is not None]
    return Voices(tuple(told), tuple(silent), tuple(found.polled))


Placed = TypeVar("Placed", Claim, Quantity, Role)
Quoted = TypeVar("Quoted", Claim, Quantity)


def as_printed(text: str, whole: Unwrapped, found: Extraction) -> Extraction:
    """Return what was read without line breaks at its places in ``text``, which it quotes."""
    return replace(
        found,
        attributions=tuple(_attribution_as_printed(whole, item) for item in found.attributions),
        claims=tuple(_claim_as_printed(text, whole, claim) for claim in found.claims),
        roles=tuple(_at_place(whole, role) for role in found.roles),
    )


def _attribution_as_printed(whole: Unwrapped, item: Attribution) -> Attribution:
    return replace(
        item,
        spans=tuple(whole.printed(span) for span in item.spans),
        source=item.source and whole.printed(item.source),
        cue=item.cue and whole.printed(item.cue),
    )


def _claim_as_printed(text: str, whole: Unwrapped, claim: Claim) -> Claim:
    figures = tuple(_in_words(text, _at_place(whole, figure)) for figure in claim.quantities)
    said = claim.said
    if said is not None and said.start is not None and said.end is not None:
        span = whole.printed(Span(said.start, said.end))
        said = replace(said, start=span.start, end=span.end, text=span.of(text))
    referents = tuple(_referent_as_printed(whole, item) for item in claim.referents)
    return replace(_in_words(text, _at_place(whole, claim)), quantities=figures, said=said, referents=referents)


def _referent_as_printed(whole: Unwrapped, item: Referent) -> Referent:
    if item.meant is None or item.sentence is None:
        return Referent(whole.printed(item.word))
    return Referent(whole.printed(item.word), whole.printed(item.meant), whole.printed(item.sentence))


def with_words_meant(text: str, found: Extraction) -> Extraction:
    """Return an extraction whose referents have the words that they point to, as ``text`` prints them."""

    def words(span: Span | None) -> str:
        return "" if span is None else " ".join(BROKEN_WORD.sub("", span.of(text).replace(SOFT_HYPHEN, "")).split())

    return replace(
        found,
        claims=tuple(
            replace(
                claim,
                referents=tuple(
                    replace(item, words=words(item.meant), context=words(item.sentence)) for item in claim.referents
                ),
            )
            if claim.referents
            else claim
            for claim in found.claims
        ),
    )


def _at_place(whole: Unwrapped, item: Placed) -> Placed:
    span = whole.printed(Span(item.start, item.end))
    return replace(item, start=span.start, end=span.end)


def _in_words(text: str, item: Quoted) -> Quoted:
    return replace(item, text=text[item.start : item.end])


def in_its_words(text: str, found: Extraction) -> Extraction:
    """Return an extraction whose words are those of ``text`` itself, the marks of notes among them."""

    whole = entities(text)

    def figure(quantity: Quantity) -> Quantity:
        return replace(quantity, text=text[quantity.start : quantity.end])

    def words(claim: Claim) -> Span:
        start = next((mark.start for mark in whole if mark.start < claim.start < mark.end), claim.start)
        return Span(start, next((mark.end for mark in whole if mark.start < claim.end < mark.end), claim.end))

    def name(printed: str | None) -> str | None:
        return printed and printed.replace(SOFT_HYPHEN, "")

    labels = {
        item.id: " ".join(item.source.of(text).split()) if item.source else item.label for item in found.attributions
    }
    return replace(
        found,
        attributions=tuple(
            replace(item, speaker=name(item.speaker), label=labels[item.id]) for item in found.attributions
        ),
        claims=tuple(
            replace(
                claim,
                start=words(claim).start,
                end=words(claim).end,
                text=words(claim).of(text),
                speaker=name(claim.speaker),
                label=claim.label if claim.attribution is None else labels[claim.attribution],
                quantities=tuple(map(figure, claim.quantities)),
            )
            for claim in found.claims
        ),
        speakers=tuple(replace(speaker, name=name(speaker.name) or "") for speaker in found.speakers),
        roles=tuple(replace(role, speaker=name(role.speaker) or "") for role in found.roles),
    )
