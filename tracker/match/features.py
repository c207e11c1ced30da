"""What matching knows of a claim, made once: its words, senses, figures and polarity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from tracker.language.characters import QUOTATION_MARKS
from tracker.language.lexicon import rows
from tracker.language.negation import Negation, read_polarity
from tracker.language.normal import Word, printed_words, words
from tracker.language.quotes import quotations
from tracker.language.senses import Item, Sense, items, senses_of, stems_of
from tracker.match import qualifiers
from tracker.match.figures import Figure, figures
from tracker.models import ClaimKind, Span

ORDINARY_WEIGHT: Final = 1.0
"""The weight of an ordinary word, one on any list of this room."""

RARE_WEIGHT: Final = 1.5
"""The weight of a word on no list: a name or a rare word, which tells most of what a claim is about."""

FULL_NAME_WEIGHT: Final = 0.5
"""The weight of a further word of one name: "Ada Fern Reed" names one person, not three."""


def _listed(room: str, name: str) -> Iterator[str]:
    """Yield the stems of the single words of a word list."""
    for row in rows(room, name):
        for words_of_row in row:
            for word in words_of_row.split():
                yield from () if "_" in word else stems_of(word)


DESCRIBED_WITHIN: Final = 2
"""A describing word and its noun stand at most this many words apart: "small tactical change"."""

_WEIGHTS: Final[Mapping[str, float]] = {
    stem: ORDINARY_WEIGHT
    for room, name in (
        ("match", "ordinary_words.tsv"),
        ("match", "qualifiers.tsv"),
        ("language", "same_roots.tsv"),
        ("language", "synonyms.tsv"),
        ("language", "opposites.tsv"),
        ("language", "clause_ends.tsv"),
    )
    for stem in _listed(room, name)
} | {
    stem: float(row[0])
    for row in rows("match", "word_weights.tsv")
    for word in row[1].split()
    for stem in stems_of(word)
}
_DESCRIBING: Final = frozenset(
    sense.name for row in rows("match", "describing.tsv") for sense in items(words(row[0]))[0].senses
)
_QUOTING: Final = frozenset({ClaimKind.MIXED, None})
_HIDES: Final = re.compile(r"…|\.\s?\.\s?\.|\[[^\]]*\]|\(\s*(?:\.{3}|…)\s*\)")


class Features(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One claim, ready to be compared; frozen, made by ``features``, stored by ``tracker.match.packed``.

    ``printed_words`` are the words as printed but for typography; ``spoken`` the same with figures evened out,
    ``said`` as one line, ``vocabulary`` as a set, ``starts`` and ``ends`` their places. ``names`` are the senses
    that carry weight, in order; ``bag`` the same as a set, ``weights`` their weights, ``weight`` the sum, ``also``
    every sense of those words with the one it goes by; ``proper`` are the rare ones in capitals, that is the names.
    ``signs`` is the sign of every sense, ``own_signs`` that of senses with a contrary before negators turn it,
    ``up`` and ``down`` the same after; ``denied`` are the weighty senses under a negation. ``printed`` and
    ``forms`` are the words of a sense, as printed and as stems. ``negators`` and ``mock_negators`` are those of
    ``Polarity``, ``flipped`` the places of words under a negation, ``contraries`` the senses a word can be reversed
    in. ``described`` are describing senses with sign and noun, ``contradicted`` the same with the sign turned.
    ``quoted`` are the quotations inside the claim, each with its words. ``hides`` is true where an ellipsis or
    bracket may hide words.
    """

    text: str
    kind: ClaimKind | None
    speaker: str | None
    polarity: int
    printed_words: str
    spoken: tuple[str, ...]
    said: str
    vocabulary: frozenset[str]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    names: tuple[str, ...]
    bag: frozenset[str]
    weights: Mapping[str, float]
    weight: float
    also: Mapping[str, str]
    proper: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    signs: Mapping[str, int]
    own_signs: Mapping[str, int]
    denied: frozenset[str]
    printed: Mapping[str, str]
    forms: Mapping[str, str]
    negations: tuple[Negation, ...]
    negators: Mapping[int, int]
    mock_negators: Mapping[int, int]
    flipped: frozenset[int]
    contraries: Mapping[int, tuple[Sense, ...]]
    described: frozenset[tuple[str, int, str]]
    contradicted: frozenset[tuple[str, int, str]]
    qualifiers: frozenset[str]
    figures: tuple[Figure, ...]
    quoted: tuple[tuple[Span, frozenset[str]], ...]
    hides: bool


def _weight(item: Item, span: Sequence[Word]) -> float:
    """Return the weight of an item: of its heaviest word, but no more than the name of its sense weighs."""
    of_name = _WEIGHTS.get(item.senses[0].name, RARE_WEIGHT)
    if len(span) == 1:
        return min(_WEIGHTS.get(span[0].stem, RARE_WEIGHT), of_name)
    return min(max([_WEIGHTS.get(word.stem, RARE_WEIGHT) for word in span if not word.stop]), of_name)


def _contraries(found: Sequence[Word], read: Sequence[Item]) -> dict[int, tuple[Sense, ...]]:
    """Return the senses with a contrary of every word that has some, by its place: its own and those of its phrase."""
    result: dict[int, tuple[Sense, ...]] = {}
    for item in read:
        if item.last == item.first:
            if senses := senses_of(found[item.first].stem):
                result[item.first] = senses
            continue
        phrase = tuple(sense for sense in item.senses if sense.sign)
        for place in _places(item):
            if senses := phrase + senses_of(found[place].stem):
                result[place] = senses
    return result


def _described(found: Sequence[Word], read: Sequence[Item], signs: Sequence[int]) -> frozenset[tuple[str, int, str]]:
    """Return every describing sense with its sign and a noun it may describe: (``big``, -1, ``chang``)."""
    if _DESCRIBING.isdisjoint([name for senses, _, _ in read for name, _ in senses]):
        return frozenset()
    weighty = [
        (item, sign)
        for item, sign in zip(read, signs, strict=True)
        if not all(found[place].stop for place in _places(item))
    ]
    return frozenset(
        (sense.name, sense.sign * sign, noun.senses[0].name)
        for number, (item, sign) in enumerate(weighty)
        for sense in item.senses
        if sense.sign and sense.name in _DESCRIBING
        for noun, _ in weighty[number + 1 : number + 1 + DESCRIBED_WITHIN]
    )


def _places(item: Item) -> range:
    return range(item.first, item.last + 1)


def quotations_in(text: str, kind: ClaimKind | None) -> list[Span]:
    """Return the quotations inside a claim, without their marks; a direct claim is one itself."""
    if kind is ClaimKind.DIRECT:
        return [Span(0, len(text))]
    if kind not in _QUOTING:
        return []
    inner = ((quotation.span, quotation.span.of(text)) for quotation in quotations(text))
    return [
        Span(span.end - len(marked.lstrip(QUOTATION_MARKS)), span.start + len(marked.rstrip(QUOTATION_MARKS)))
        for span, marked in inner
    ]


def _quoted(text: str, kind: ClaimKind | None, found: Sequence[Word]) -> tuple[tuple[Span, frozenset[str]], ...]:
    """Return the quotations inside a claim, each with its words."""
    spans = quotations_in(text, kind)
    words_of = (
        frozenset(word.normal for word in found if span.start <= word.start and word.end <= span.end) for span in spans
    )
    return tuple(zip(spans, words_of, strict=True))


def features(text: str, *, kind: ClaimKind | None = None, speaker: str | None = None, polarity: int = 1) -> Features:
    """Make the features of one claim; ``polarity`` is -1 where the cue of its attribution denies it."""
    found = words(text)
    read = items(found)
    signed = read_polarity(text, found, read, denied=polarity < 0)
    signs: dict[str, int] = {}
    own_signs: dict[str, int] = {}
    printed: dict[str, str] = {}
    forms: dict[str, str] = {}
    weights: dict[str, float] = {}
    also: dict[str, str] = {}
    up: set[str] = set()
    down: set[str] = set()
    denied: set[str] = set()
    names: list[str] = []
    proper: set[str] = set()
    is_rare, ended, shouted = False, -1, text.isupper()
    for number, (item, sign) in enumerate(zip(read, signed.signs, strict=True)):
        senses, first, last = item
        head, tail = found[first], found[last]
        span = (head,) if first == last else found[first : last + 1]
        if (
            (head.stop and (first == last or all(word.stop for word in span)))
            or number in signed.cues
            or head.normal[0].isdigit()
        ):
            continue
        words_printed = text[head.start : tail.end]
        form = head.stem if first == last else " ".join([word.stem for word in span])
        for sense, own_sign in senses:
            way = sign * (own_sign or 1)
            if sense not in signs:
                signs[sense], printed[sense], forms[sense] = way, words_printed, form
            elif signs[sense] != way:
                signs[sense] = 0
            if own_sign:
                own_signs[sense] = own_sign if own_signs.get(sense, own_sign) == own_sign else 0
                (up if way > 0 else down).add(sense)
        name, weight = senses[0].name, _weight(item, span)
        follows, is_rare = is_rare and head.start - ended <= 1, weight >= RARE_WEIGHT
        ended = tail.end
        if is_rare and not shouted and text[head.start].isupper():
            proper.add(name)
        if is_rare and follows:
            weight = FULL_NAME_WEIGHT
        if weight:
            names.append(name)
            if sign < 0:
                denied.add(name)
            weights[name] = max(weights.get(name, 0.0), weight)
            for sense, _ in senses:
                also[sense] = name
    spoken = tuple([word.normal for word in found])
    described = _described(found, read, signed.signs)
    return Features(
        text=text,
        kind=kind,
        speaker=speaker,
        polarity=polarity,
        printed_words=printed_words(text, found),
        spoken=spoken,
        vocabulary=frozenset(spoken),
        said=f" {' '.join(spoken)} ",
        starts=tuple([word.start for word in found]),
        ends=tuple([word.end for word in found]),
        names=tuple(names),
        bag=frozenset(weights),
        weights=weights,
        weight=sum(weights.values()),
        also=also,
        proper=frozenset(proper),
        up=frozenset(up - down),
        down=frozenset(down - up),
        signs=signs,
        own_signs=own_signs,
        denied=frozenset(denied),
        printed=printed,
        forms=forms,
        negations=signed.negations,
        negators=signed.places,
        mock_negators=signed.mock,
        flipped=frozenset(
            [place for item, sign in zip(read, signed.signs, strict=True) if sign < 0 for place in _places(item)]
        ),
        contraries=_contraries(found, read),
        described=described,
        contradicted=frozenset((name, -sign, noun) for name, sign, noun in described),
        qualifiers=frozenset(qualifiers.among(found)),
        figures=figures(text, found),
        quoted=_quoted(text, kind, found),
        hides=_HIDES.search(text) is not None,
    )
