"""What matching knows of a claim, made once, kept as bytes: words, senses, figures, stance and narrowing words."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from math import fsum
from typing import Final

import msgspec
from msgspec.structs import replace

from tracker.matching.figures import YEAR, Figure, figures, in_clauses, tells
from tracker.matching.trends import CHANGE, Phrase, Trend, trends
from tracker.models import ClaimKind, Span, Stance, polarity_of
from tracker.text.agents import ASKING, BE, DETERMINERS, PREPOSITIONS
from tracker.text.lexicon import rows
from tracker.text.negation import Negation, read_polarity
from tracker.text.normal import Item, Phrases, Sense, Word, items, printed_words, senses_of, stems_of, words
from tracker.text.numbers import kinds
from tracker.text.quotes import quotations
from tracker.text.sentences import points_back
from tracker.text.words import QUOTATION_MARKS

_QUALIFIERS: Final = Phrases(lambda: {stems_of(row[0]): row[0] for row in rows("matching", "qualifiers.tsv")})
FORCES: Final = {row[0]: row[1] for row in rows("matching", "qualifiers.tsv") if len(row) > 1}
ACCUSES: Final[Stance] = "accuses"
ASKS: Final[Stance] = "asks"
SUPPOSES: Final[Stance] = "supposes"
WITHHOLDS: Final[Stance] = "withholds"
PART: Final = "part"
MOST: Final = "most"
_BEFORE_PART: Final = DETERMINERS | {"great", "large", "vast", "overall", "small", "that"}
"""What may stand before a part of all at the beginning of a clause: "the vast majority of"."""

_WHOLLY: Final = frozenset({"allegedly", "alleged"})
"""Words of accusation that may stand behind what they are said of."""

CONDITIONS: Final = frozenset({"if", "unless"})
"""Words of a condition."""

TENSES: Final = {row[0]: frozenset(row[1].split()) for row in rows("matching", "tenses.tsv")}
HYPOTHETICAL: Final = TENSES["hypothetical"]

UNSAID: Final[tuple[Stance, ...]] = (ACCUSES, ASKS, WITHHOLDS, SUPPOSES)
"""The stances that words of a claim show by themselves ("charged with", "whether", "never said"), the gravest first."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How one wording narrows a claim more or less than another: qualifiers as printed, in order of the text."""

    dropped: tuple[str, ...]
    added: tuple[str, ...]


def among(found: Sequence[Word]) -> dict[str, tuple[int, int]]:
    """Return the qualifiers among the words of a text, each with the places of its first and its last word."""
    stems = [word.stem for word in found]
    placed: dict[str, tuple[int, int]] = {}
    begins = _QUALIFIERS.lengths
    for place in [place for place, stem in enumerate(stems) if stem in begins]:
        if (entry := _QUALIFIERS.at(stems, place)) is not None:
            placed.setdefault(entry[0], (place, place + entry[1] - 1))
    return placed


def narrowing(before: str, after: str) -> Narrowing:
    """Return the qualifiers that ``after`` dropped from ``before``, and those it added.

    >>> narrowing("We would only arm them in extreme circumstances", "We would arm most of them")
    Narrowing(dropped=('only', 'in extreme circumstances'), added=('most',))
    """
    one, other = _printed(before), _printed(after)
    return Narrowing(
        tuple(printed for name, printed in one.items() if name not in other),
        tuple(printed for name, printed in other.items() if name not in one),
    )


def _printed(text: str) -> Mapping[str, str]:
    """Return the qualifiers of a text by name, each as printed; of two that share words the longer one."""
    found = words(text)
    kept: dict[str, tuple[int, int]] = {}
    for name, (first, last) in among(found).items():
        if not any(start <= first and last <= end for start, end in kept.values()):
            kept[name] = (first, last)
    return {name: " ".join(text[found[i].start : found[j].end].split()) for name, (i, j) in kept.items()}


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


LEAST_PREDICATE: Final = 0.8
"""Weight of quoted words that say something: little less than an ordinary word ("significantly increased")."""

LEAST_QUOTED: Final = 2
"""So many of them at least have weight; a single one ("very difficult") is said of many things."""

PREDICATE_SHARE: Final = 0.2
"""The least share of a claim's weight that quoted words must have to stand for the whole of it."""

ASIDE_SHARE: Final = 0.5
"""The least share of the weight of both claims that an aside must have to stand for them."""

SENTENCE_LIKE: Final = 4
"""So many quoted words say something of their own, whatever stands before them; fewer may but name a thing."""

_AUXILIARIES: Final = frozenset(row[0] for row in rows("text", "auxiliaries.tsv"))
_PREDICATING: Final = BE | _AUXILIARIES | {"as"}
_PASSED_OVER: Final = DETERMINERS | {"only", "just", "merely", "not", "also", "still", "very"}
_ADJOINING: Final = (PREPOSITIONS | ASKING) - {"as"}

DESCRIBED_WITHIN: Final = 2
"""A describing word and its noun stand at most this many words apart: "small tactical change"."""

_QUOTING: Final = frozenset({ClaimKind.MIXED, None})
INSERTED: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)")
"""Words that a quotation adds in brackets."""

TIME: Final = "time"
"""The kind of the units of time."""

_HIDES: Final = re.compile(r"…|\.\s?\.\s?\.|\[[^\]]*\]|\(\s*(?:\.{3}|…)\s*\)")


class Features(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One claim, ready to be compared; frozen, made by ``features``, stored by ``tracker.matching.features``.

    ``printed_words`` are the words as printed but for typography; ``spoken`` the same with figures evened out,
    ``said`` as one line, ``vocabulary`` as a set, ``starts`` and ``ends`` their places. ``names`` are the senses
    that carry weight, in order; ``bag`` the same as a set, ``weights`` their weights, ``weight`` the sum, ``also``
    every sense of those words with the one it goes by; ``proper`` are the rare ones in capitals, that is the names.
    ``signs`` is the sign of every sense, ``own_signs`` that of senses with a contrary before negators turn it,
    ``up`` and ``down`` the same after; ``denied`` are the weighty senses under a negation. ``printed`` and
    ``forms`` are the words of a sense, as printed and as stems. ``negators`` and ``mock_negators`` are those of
    ``Polarity``, ``flipped`` the places of words under a negation, ``contraries`` the senses a word can be reversed
    in. ``described`` are describing senses with sign and noun, ``contradicted`` the same with the sign turned,
    ``beside`` the weighty senses that stand near each sense with a contrary. ``trends`` are the changes it tells of,
    ``years`` the years it names. ``gives_figure`` is true where it gives a figure of something: no year, ordinal or
    small number, and no span of time. ``part`` is the word for a part of all of which it speaks ("most").
    ``unsaid`` are the senses that its own words put under an accusation, a question or a condition, by the stance.
    ``quoted`` are the quotations inside the claim, each with its words; ``predicates`` those inside its own words that
    say what it says, in the form of ``said``, ``asides`` such as outweigh the rest but hang on a preposition, each with
    its weight. ``hides`` is true where an ellipsis or bracket may hide words.
    """

    text: str
    kind: ClaimKind | None
    speaker: str | None
    stance: Stance
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
    trends: tuple[Trend, ...]
    beside: Mapping[str, frozenset[str]]
    years: frozenset[str]
    qualifiers: frozenset[str]
    part: str
    unsaid: Mapping[Stance, frozenset[str]]
    figures: tuple[Figure, ...]
    gives_figure: bool
    quoted: tuple[tuple[Span, frozenset[str]], ...]
    predicates: tuple[str, ...]
    asides: Mapping[str, float]
    hides: bool

    @property
    def polarity(self) -> int:
        """The sign of the stance."""
        return polarity_of(self.stance)


@cache
def _weights() -> Mapping[str, float]:
    """Return the weights of the words on lists, by their stems."""
    return {
        stem: ORDINARY_WEIGHT
        for room, name in (
            ("matching", "ordinary_words.tsv"),
            ("matching", "qualifiers.tsv"),
            ("text", "same_roots.tsv"),
            ("text", "synonyms.tsv"),
            ("text", "opposites.tsv"),
            ("text", "clause_ends.tsv"),
        )
        for stem in _listed(room, name)
    } | {
        stem: float(row[0])
        for row in rows("matching", "word_weights.tsv")
        for word in row[1].split()
        for stem in stems_of(word)
    }


@cache
def describing() -> frozenset[str]:
    """Return the names of the senses that describe a noun."""
    return frozenset(
        sense.name for row in rows("matching", "describing.tsv") for sense in items(words(row[0]))[0].senses
    )


def _contraries(stems: Sequence[str], read: Sequence[Item]) -> dict[int, tuple[Sense, ...]]:
    """Return the senses with a contrary of every word that has some, by its place: its own and those of its phrase."""
    result = {place: own for place, own in enumerate(map(senses_of, stems)) if own}
    for senses, first, last in read:
        if first < last and (phrase := tuple([sense for sense in senses if sense.sign])):
            for place in range(first, last + 1):
                result[place] = phrase + senses_of(stems[place])
    return result


def _described(
    found: Sequence[Word], read: Sequence[Item], signs: Sequence[int], turning: Sequence[int]
) -> frozenset[tuple[str, int, str]]:
    """Return every describing sense with its sign and a noun it may describe: (``big``, -1, ``chang``)."""
    known = describing()
    if known.isdisjoint([name for number in turning for name, _ in read[number].senses]):
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
        if sense.sign and sense.name in known
        for after, (noun, _) in enumerate(weighty[number + 1 : number + 1 + DESCRIBED_WITHIN], 1)
        if noun.first - item.last == after
    )


BESIDE: Final = 6
"""Items on either side of a word with a contrary among which what it is said of stands."""


def _beside(
    read: Sequence[Item], clauses: Sequence[int], weights: Mapping[str, float], turning: Sequence[int]
) -> dict[str, frozenset[str]]:
    """Return for every sense with a contrary the weighty senses of its clause that stand near it."""
    near: dict[str, frozenset[str]] = {}
    for number in turning:
        item = read[number]
        for sense in item.senses:
            if sense.sign:
                around = read[max(0, number - BESIDE) : number + BESIDE + 1]
                names = [
                    other.senses[0].name
                    for other in around
                    if other is not item and clauses[other.first] == clauses[item.first]
                ]
                near[sense.name] = near.get(sense.name, frozenset()).union(name for name in names if name in weights)
    return near


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


def _part_of_all(found: Sequence[Word], placed: Mapping[str, tuple[int, int]], clauses: Sequence[int]) -> str:
    """Return the word for a part of all that begins a clause ("most", "a majority of"), or nothing."""
    for name, (first, last) in placed.items():
        if FORCES.get(name) != PART or (last + 1 < len(found) and found[last + 1].normal[0].isdigit()):
            continue
        if name == MOST and first and found[first - 1].normal == "the":  # "the most since May" is the highest number
            continue
        start = first
        while start and clauses[start - 1] == clauses[first] and found[start - 1].normal in _BEFORE_PART:
            start -= 1
        if not start or clauses[start - 1] != clauses[first]:
            return name
    return ""


def _unsaid(
    text: str,
    spoken: Sequence[Word],
    placed: Mapping[str, tuple[int, int]],
    read: Sequence[Item],
    clauses: Sequence[int],
) -> dict[Stance, frozenset[str]]:
    """Return the senses that stand under an accusation, a question or a condition, by the stance that is.

    Each reaches the rest of its clause ("charged with stealing the van"); a question mark reaches the whole, as does a
    condition that opens the claim. One that follows reaches what would or might be then, in the clause before it.
    """
    found: dict[Stance, frozenset[str]] = {}
    if "?" not in text and FORCES.keys().isdisjoint(placed):
        return found
    supposing = [placed[name][0] for name in CONDITIONS if name in placed]
    then = {clauses[place - 1] for place in supposing if place}
    if then:
        then &= {clause for word, clause in zip(spoken, clauses, strict=True) if word.normal in HYPOTHETICAL}
    for stance in UNSAID:
        under = [(name, last) for name, (_, last) in placed.items() if FORCES.get(name) == stance]
        asked = stance == ASKS and text.rstrip(QUOTATION_MARKS + " ").endswith("?")
        whole = asked or any(name in _WHOLLY for name, _ in under) or (stance == SUPPOSES and 0 in supposing)
        names = frozenset(
            item.senses[0].name
            for item in (read if whole or under else ())
            if whole
            or (stance == SUPPOSES and clauses[item.first] in then)
            or any(item.first > last and clauses[item.first] == clauses[last] for _, last in under)
        )
        if names:
            found[stance] = names
    return found


def _unbroken(text: str, found: Sequence[Word], quoted: Sequence[tuple[Span, frozenset[str]]]) -> Iterator[list[int]]:
    """Yield the places of the words of each quotation but the whole, in parts where words in brackets are put in."""
    inserted = [match.span() for match in INSERTED.finditer(text)]
    for span, _ in quoted:
        places = [place for place, word in enumerate(found) if span.start < word.end and word.start < span.end]
        if len(places) == len(found):
            continue
        part: list[int] = []
        for place in places:
            if any(start <= found[place].start < end for start, end in inserted):
                if part:
                    yield part
                part = []
            else:
                part.append(place)
        if part:
            yield part


def _turns(senses: Sequence[Sense]) -> bool:
    """Say whether a word has a sense with a contrary."""
    return senses[0].sign != 0 or (len(senses) > 1 and any(sense.sign for sense in senses))


def _told_in_quotes(
    text: str,
    found: Sequence[Word],
    quoted: Sequence[tuple[Span, frozenset[str]]],
    weighed: Mapping[int, float],
    weight: float,
) -> tuple[tuple[str, ...], dict[str, float]]:
    """Return the quotations inside a claim's own words that say what it says, and, with their weight, its asides.

    "Was only “half a step on” from that" says it. One behind a preposition ("in “extreme circumstances”") is an aside,
    and kept where it outweighs the rest; a short one that nothing is said with ("ended “net zero”") is a name.
    """
    predicates: list[str] = []
    asides: dict[str, float] = {}
    if not quoted:
        return (), asides
    for places in _unbroken(text, found, quoted):
        figures_in = sum([found[place].normal[0].isdigit() for place in places])
        weighs = fsum([weighed.get(place, 0.0) for place in places]) + ORDINARY_WEIGHT * figures_in
        weighty = figures_in + sum([place in weighed for place in places])
        if weighty < LEAST_QUOTED or weighs < max(LEAST_PREDICATE, PREDICATE_SHARE * weight):
            continue
        said = f" {' '.join([found[place].normal for place in places])} "
        before = [word.normal for word in found[: places[0]]]
        if found[places[0]].normal in _ADJOINING or (before and before[-1] in _ADJOINING):
            if weighs >= ASIDE_SHARE * weight:
                asides[said] = weighs
            continue
        while before and before[-1] in _PASSED_OVER:
            before.pop()
        if len(places) >= SENTENCE_LIKE or (before and before[-1] in _PREDICATING):
            predicates.append(said)
    return tuple(predicates), asides


def features(
    text: str,
    *,
    kind: ClaimKind | None = None,
    speaker: str | None = None,
    stance: Stance = "asserts",
    before: Callable[[], str] = str,
) -> Features:
    """Make the features of one claim; ``stance`` is what its source does with the words.

    ``before`` gives the words before it, from which a claim that points back takes what it measures.
    """
    found = words(text)
    starts, ends, spoken, stems, _ = zip(*found, strict=True) if found else ((), (), (), (), ())
    read = items(found)
    turning = [number for number, (senses, _, _) in enumerate(read) if _turns(senses)]
    listed = _weights()
    signed = read_polarity(text, found, read, denied=polarity_of(stance) < 0)
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
    weighed: dict[int, float] = {}
    is_rare, ended, shouted = False, -1, text.isupper()
    for number, ((senses, first, last), sign) in enumerate(zip(read, signed.signs, strict=True)):
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
            if number in signed.parts:
                signs[sense] = 0
            if own_sign:
                own_signs[sense] = own_sign if own_signs.get(sense, own_sign) == own_sign else 0
                (up if way > 0 else down).add(sense)
        # An item weighs as much as its heaviest word, but no more than the name of its sense.
        name, weight = senses[0].name, listed.get(head.stem, RARE_WEIGHT)
        if first != last:
            weight = max([listed.get(word.stem, RARE_WEIGHT) for word in span if not word.stop])
        if name != form:
            weight = min(weight, listed.get(name, RARE_WEIGHT))
        follows, is_rare = is_rare and head.start - ended <= 1, weight >= RARE_WEIGHT
        ended = tail.end
        if is_rare and not shouted and text[head.start].isupper():
            proper.add(name)
        if is_rare and follows:
            weight = FULL_NAME_WEIGHT
        if weight:
            names.append(name)
            weighed[first] = weight
            if sign < 0:
                denied.add(name)
            weights[name] = max(weights.get(name, 0.0), weight)
            for sense, _ in senses:
                also[sense] = name
    placed = among(found)
    quoted = _quoted(text, kind, found)
    plain = figures(text, found)
    weighty: dict[int, str] = {}
    told_before = features(before()) if (plain or CHANGE in signs) and points_back(text) else None
    if plain or CHANGE in signs:
        named = [item for item in read if item.senses[0].name in weights]
        weighty = {place: item.senses[0].name for item in named for place in _places(item)}
    named_before = _named(told_before) if told_before else None
    moves = trends(text, found, read, signed, weighty, named_before) if CHANGE in signs else ()
    figures_before = told_before.figures if told_before else ()
    measured = in_clauses(text, found, read, signed, weights, moves, weighty, frozenset(proper), plain, figures_before)
    predicates, asides = _told_in_quotes(text, found, quoted, weighed, sum(weights.values()))
    described = _described(found, read, signed.signs, turning)
    return Features(
        text=text,
        kind=kind,
        speaker=speaker,
        stance=stance,
        printed_words=printed_words(text, found),
        spoken=spoken,
        vocabulary=frozenset(spoken),
        said=f" {' '.join(spoken)} ",
        starts=starts,
        ends=ends,
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
            if -1 in signed.signs
            else ()
        ),
        contraries=_contraries(stems, read),
        described=described,
        trends=moves,
        beside=_beside(read, signed.clauses, weights, turning),
        years=frozenset([figure.normal for figure in measured if figure.family == YEAR and not figure.bounding]),
        contradicted=frozenset((name, -sign, noun) for name, sign, noun in described),
        qualifiers=frozenset(placed),
        part=_part_of_all(found, placed, signed.clauses),
        unsaid=_unsaid(text, found, placed, read, signed.clauses),
        figures=measured,
        gives_figure=any(
            tells(figure) == 1 and not figure.label and kinds().get(figure.unit) != TIME for figure in measured
        ),
        quoted=quoted,
        predicates=predicates,
        asides=asides,
        hides=_HIDES.search(text) is not None,
    )


def _named(one: Features) -> Phrase | None:
    """Return what some words say to have moved, or else count last."""
    if one.trends:
        return one.trends[-1].subject, one.trends[-1].heads
    counted = [figure for figure in one.figures if figure.heads and tells(figure) == 1]
    return (counted[-1].measured, counted[-1].heads) if counted else None


CLAIMS_KEPT: Final = 1 << 10
"""Claims whose unpacked features are remembered, some ten megabytes: documents that come one after another are compared
with the same ones."""

_LEVEL: Final = 1
"""The quickest compression; a higher one saves hardly more on a kilobyte."""

_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Features)

_SOURCES: Final = ("tracker.text", "tracker.matching")
_READ: Final = (".py", ".tsv")


@cache
def rules() -> bytes:
    """Return a fingerprint of everything that features are made by: the code and the word lists of two rooms."""
    digest = blake2b(digest_size=12)
    for room in _SOURCES:
        for folder in (resources.files(room), resources.files(room).joinpath("data")):
            for file in sorted(folder.iterdir(), key=lambda file: file.name):
                if file.name.endswith(_READ):
                    digest.update(file.read_bytes())
    return digest.digest()


def pack(one: Features) -> bytes:
    """Return features as compressed MessagePack, after the fingerprint of the rules they were made by.

    Words that are no text (half of a surrogate pair) cannot be stored, nor can their features: their pack is empty.
    """
    try:
        return rules() + zlib.compress(_ENCODER.encode(one), _LEVEL)
    except UnicodeEncodeError:
        return b""


def unpack(
    packed: bytes,
    text: str,
    *,
    kind: ClaimKind | None = None,
    speaker: str | None = None,
    stance: Stance = "asserts",
) -> Features | None:
    """Return the features that ``features`` would make of a claim, or ``None`` for a pack of something else."""
    found = _unpacked(packed, speaker) if packed.startswith(rules()) else None
    return None if found is None or (found.text, found.kind, found.stance) != (text, kind, stance) else found


@lru_cache(maxsize=CLAIMS_KEPT)
def _unpacked(packed: bytes, speaker: str | None) -> Features | None:
    try:
        found = _DECODER.decode(zlib.decompress(packed[len(rules()) :]))
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError):  # somebody else's bytes
        return None
    return replace(found, speaker=speaker)  # whoever it is, nothing else follows from it
