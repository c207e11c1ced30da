"""What was read of a text in plain signs and whole lines, put back at its places in the text as printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from tracker.models import Attribution, Claim, Extraction, Quantity, Referent, Role, Span
from tracker.text.characters import SOFT_HYPHEN
from tracker.text.layout import Unwrapped
from tracker.text.quotes import entities
from tracker.text.words import BROKEN_WORD

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
