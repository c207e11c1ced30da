"""Where the words of a quotation stand: in which of many texts, and there in a row, around an ellipsis or in parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from cydifflib import Match, SequenceMatcher
from rapidfuzz.distance import LCSseq

from tracker.check.words import SourceWords, is_content, keys
from tracker.matching.candidates import word_key

SHORTEST_PART: Final = 2
"""Words each part of a spliced quotation must have: a single word stands anywhere."""
MEAN_PART: Final = 3
"""Words its parts must have on average: pairs such as "of the" stand in every text."""
LONGEST_HIDDEN: Final = 150
"""Words between two parts that still belong together; parts further apart come from different passages."""
LEAST_LIKENESS: Final = 0.6
"""How alike an altered quotation and its source must be (difflib's ratio); below, it is another statement."""
SURE_LIKENESS: Final = 0.8
"""A stretch this alike is what was quoted; below, the words may rather be put together from parts that stand apart."""
LEAST_CONTENT: Final = 0.6
"""Share of the words that tell what it is about that must be the source's: "will be only where a is" tells nothing."""
NEAREST_LIKENESS: Final = 0.4
"""A passage this alike is shown as the nearest one, and said to be another statement."""
SHORTEST_ALTERED: Final = 3
LONGEST_ALTERED: Final = 1000
"""Words; outside these, comparing word by word tells nothing, or takes too long."""
LONGEST_SPLICED: Final = 300
"""Words of a quotation that is looked for in parts; longer ones are turns that nobody puts together."""
MOST_SEGMENTS: Final = 40
"""Parts between ellipses; more are no quotation but dots."""
MOST_PLACES: Final = 4
"""Places in a source that are compared: those with the most words in step."""
WORD_OR_TWO: Final = 2
"""A changed opening ("It’d be" for "It would be") is compared from the start of its sentence, if that is so near."""
COMMON_WORD: Final = 200
"""A word that a source has more often than this helps to find no place."""
STEP: Final = 4
"""Words by which places may be out of step and still count as one; also the slack of the compared stretch."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words ``[first, end)`` of a source beside words ``[low, high)`` of the quotation, counted over all segments."""

    first: int
    end: int
    low: int
    high: int


Placement = tuple[Piece, ...]
"""The pieces of a quotation in a source, in the quotation's order."""


def placements(source: SourceWords, segments: Sequence[Sequence[str]]) -> Iterator[Placement]:
    """Yield the places of a quotation, given as the keys of its segments between ellipses; the likeliest come first."""
    if len(segments) == 1:
        yield from _of_one(source, segments[0])
    elif len(segments) <= MOST_SEGMENTS:
        yield from _around_ellipses(source, segments)


def nearest(source: SourceWords, wanted: Sequence[str]) -> tuple[float, Piece] | None:
    """Return the likeliest stretch of a source and how alike it is, where it is alike enough to be worth a look."""
    found = [each for each in _alike(source, wanted, NEAREST_LIKENESS) if each[0] >= NEAREST_LIKENESS]
    if not found:
        return None
    likeness, first, end = max(found)
    return likeness, Piece(first, end, 0, len(wanted))


def _of_one(source: SourceWords, wanted: Sequence[str]) -> Iterator[Placement]:
    in_a_row = source.find_all(wanted, MOST_PLACES)
    for first in in_a_row:
        yield (Piece(first, first + len(wanted), 0, len(wanted)),)
    if in_a_row:
        return
    best = 0.0
    for likeness, piece in _similar(source, wanted):
        best = max(best, likeness)
        yield (piece,)
    if best < SURE_LIKENESS and (parts := _parts(source, wanted)):
        yield parts


def similar(source: SourceWords, wanted: Sequence[str]) -> Iterator[Placement]:
    """Yield the places that are alike to a quotation in one piece, also where its very words stand elsewhere."""
    yield from ((piece,) for _, piece in _similar(source, wanted))


def _similar(source: SourceWords, wanted: Sequence[str]) -> Iterator[tuple[float, Piece]]:
    for likeness, first, end in _answering(source, wanted):
        yield likeness, Piece(first, end, 0, len(wanted))


def _answering(source: SourceWords, wanted: Sequence[str]) -> list[tuple[float, int, int]]:
    """Return likeness and bounds of the stretches that are alike enough and tell of the same, the likest first."""

    def may_answer(around: int) -> bool:
        low = max(0, around - STEP - len(wanted) - WORD_OR_TWO)
        return _shares_content(source, wanted, low, around + 3 * len(wanted) + 2 * STEP)

    return [
        found
        for found in _alike(source, wanted, LEAST_LIKENESS, may_answer)
        if found[0] >= LEAST_LIKENESS and _shares_content(source, wanted, *found[1:])
    ]


def _parts(source: SourceWords, wanted: Sequence[str]) -> Placement:
    """Return the runs of the source that make up the whole quotation, in its order; nothing if they do not."""
    runs: list[Piece] = []
    at = 0 if len(wanted) <= LONGEST_SPLICED else len(wanted)
    while at < len(wanted):
        first, length = source.longest_run(wanted, at)
        if length < SHORTEST_PART or len(wanted) < MEAN_PART * (len(runs) + 1):
            return ()
        runs.append(Piece(first, first + length, at, at + length))
        at += length
    return tuple(runs)


def _around_ellipses(source: SourceWords, segments: Sequence[Sequence[str]]) -> Iterator[Placement]:
    """Start from the longest segment, then look for the others beside it: the nearest before and after."""
    anchor = max(range(len(segments)), key=lambda number: len(segments[number]))
    lows = [sum(map(len, segments[:number])) for number in range(len(segments))]
    for placed in _of_one(source, segments[anchor]):
        before = _before(source, segments[:anchor], placed[0].first, lows)
        after = _after(source, segments[anchor + 1 :], placed[-1].end, lows[anchor + 1 :])
        if before is not None and after is not None:
            shift = lows[anchor]
            own = tuple(Piece(p.first, p.end, p.low + shift, p.high + shift) for p in placed)
            yield (*before, *own, *after)


def _before(
    source: SourceWords, segments: Sequence[Sequence[str]], end: int, lows: Sequence[int]
) -> list[Piece] | None:
    pieces: list[Piece] = []
    for wanted, low in zip(reversed(segments), reversed(lows[: len(segments)]), strict=True):
        first = source.last_before(wanted, end)
        piece = None if first is None else Piece(first, first + len(wanted), low, low + len(wanted))
        piece = piece or _near(source, wanted, low, max(0, end - LONGEST_HIDDEN), end)
        if piece is None:
            return None
        pieces.insert(0, piece)
        end = piece.first
    return pieces


def _after(
    source: SourceWords, segments: Sequence[Sequence[str]], start: int, lows: Sequence[int]
) -> list[Piece] | None:
    pieces: list[Piece] = []
    for wanted, low in zip(segments, lows, strict=True):
        found = source.find_all(wanted, 1, start)
        piece = Piece(found[0], found[0] + len(wanted), low, low + len(wanted)) if found else None
        piece = piece or _near(source, wanted, low, start, start + LONGEST_HIDDEN)
        if piece is None:
            return None
        pieces.append(piece)
        start = piece.end
    return pieces


def _near(source: SourceWords, wanted: Sequence[str], low: int, start: int, end: int) -> Piece | None:
    """Return the stretch between two words of the source that is alike enough to be a segment with other words."""
    good = [found for found in _answering(source, wanted) if start <= found[1] and found[2] <= end]
    if not good:
        return None
    _, first, last = max(good)
    return Piece(first, last, low, low + len(wanted))


def _alike(
    source: SourceWords, wanted: Sequence[str], least: float, may_answer: Callable[[int], bool] | None = None
) -> list[tuple[float, int, int]]:
    """Return likeness and bounds of the stretches with the most words in step with ``wanted``, if ``least`` is near."""
    if not SHORTEST_ALTERED <= len(wanted) <= LONGEST_ALTERED:
        return []
    starts = [step * STEP for step, _ in _steps(source, wanted).most_common(MOST_PLACES)]
    found = {
        _likeness(source, wanted, start, least)
        for start in starts
        if (may_answer is None or may_answer(start)) and _may_be_like(source, wanted, start, least)
    }
    return sorted((each for each in found if each[1] < each[2]), reverse=True)


def _steps(source: SourceWords, wanted: Sequence[str]) -> Counter[int]:
    """Return how many words stand in step where the quotation would begin at each place, in units of ``STEP``."""
    offsets = defaultdict[str, list[int]](list)
    for offset, word in enumerate(wanted):
        offsets[word].append(offset)
    places = defaultdict[str, list[int]](list)
    for place, word in enumerate(source.keys):
        if word in offsets:
            places[word].append(place)
    return Counter(
        [
            (place - offset) // STEP
            for offset, word in enumerate(wanted)
            if len(places[word]) <= COMMON_WORD
            for place in places[word]
        ]
    )


def _window(source: SourceWords, wanted: Sequence[str], around: int) -> tuple[int, list[str]]:
    """Return the words of the source around a place, and the number of the first."""
    low = max(0, around - STEP)
    return low, source.keys[low : around + 2 * len(wanted) + 2 * STEP]


def _may_be_like(source: SourceWords, wanted: Sequence[str], around: int, least: float) -> bool:
    """Say whether a place can reach a likeness: no matching has more words than the longest common subsequence."""
    common = LCSseq.similarity(_window(source, wanted, around)[1], wanted, score_cutoff=ceil(len(wanted) * least / 2))
    return 2 * common >= least * (common + len(wanted))


def _likeness(source: SourceWords, wanted: Sequence[str], around: int, least: float) -> tuple[float, int, int]:
    """Return how alike the quotation is to the source around a place, and the stretch of the source that answers it.

    Nothing answers it where it cannot be ``least`` alike.

    A stretch reaches as far beyond the words in common as the quotation does, and never out of the source's own
    quotation marks: words of the reporter's answer no words of the speaker's.
    """
    low, window = _window(source, wanted, around)
    return max(_bounds(source, wanted, low, blocks, least) for blocks in _matches(window, list(wanted)))


def _matches(window: list[str], wanted: list[str]) -> Iterator[list[Match]]:
    """Yield the matching blocks as difflib finds them from either end: of equal ones it takes the first it meets."""
    yield SequenceMatcher(None, window, wanted, autojunk=False).get_matching_blocks()[:-1]
    turned = SequenceMatcher(None, window[::-1], wanted[::-1], autojunk=False).get_matching_blocks()[:-1]
    m, n = len(window), len(wanted)
    yield [Match(m - a - size, n - b - size, size) for a, b, size in reversed(turned)]


def _bounds(
    source: SourceWords, wanted: Sequence[str], low: int, blocks: list[Match], least: float
) -> tuple[float, int, int]:
    """Return the likeness that matching blocks make, and the stretch of the source that they and their ends cover."""
    if not blocks:
        return 0.0, 0, 0
    blocks = _closest(blocks, len(wanted))
    first, last = blocks[0], blocks[-1]
    start, end = low + first.a, low + last.a + last.size
    matched = sum(block.size for block in blocks)
    if 2 * matched < least * (end - start + len(wanted)):
        return 0.0, 0, 0  # what stands around can only make it less alike
    while start > max(0, low + first.a - first.b) and _same_voice(source, start - 1, start):
        start -= 1
    furthest = min(len(source.words), low + last.a + last.size + len(wanted) - last.b - last.size)
    while end < furthest and _same_voice(source, end - 1, end):
        end += 1
    likeness = 2 * matched / (end - start + len(wanted))
    return likeness, _whole_start(source, start) if first.b else start, end


def _whole_start(source: SourceWords, start: int) -> int:
    """Return the start of the sentence or of the speaker's words where it is a word or two away, else ``start``."""
    for at in range(start, max(-1, start - WORD_OR_TWO - 1), -1):
        if at == 0 or source.ends_sentence(at - 1, at) or not _same_voice(source, at - 1, at):
            return at
    return start


def _closest(blocks: list[Match], length: int) -> list[Match]:
    """Leave out short blocks at either end that lie further from the rest in the source than in the quotation."""
    kept = list(blocks)
    while len(kept) > 1 and _strays(kept[0], kept[0], kept[1], length):
        kept.pop(0)
    while len(kept) > 1 and _strays(kept[-1], kept[-2], kept[-1], length):
        kept.pop()
    return kept


def _strays(block: Match, before: Match, after: Match, length: int) -> bool:
    """Say whether a block at the end matches less than what it drags in, and is less than a third of the whole."""
    dragged = (after.a - before.a) - (after.b - before.b)
    return bool(block.size < dragged and block.size * 3 < length)


def _same_voice(source: SourceWords, one: int, other: int) -> bool:
    return source.quotation_at(source.starts[one]) == source.quotation_at(source.starts[other])


def _shares_content(source: SourceWords, wanted: Sequence[str], first: int, end: int) -> bool:
    asked = [word for word in wanted if is_content(word)]
    there = set(source.keys[first:end])
    return sum(word in there for word in asked) >= LEAST_CONTENT * len(asked)


Places = npt.NDArray[np.int64]

MOST_SCORED: Final = 64
"""Documents with enough of a quotation's words close together that are looked at for words in step."""
MOST_IN_A_ROW: Final = 6
"""Texts with all words of a quotation in a row that are compared: an agency's copy stands alike in many more."""
LONGEST_COMMON: Final = 12
"""Words of a quotation that papers may also print as their own; a longer one stands in many for it is copied."""
MOST_LOOKED_AT: Final = 64
"""Texts with all words in a row of which it is looked up whether somebody is quoted with them."""
MOST_OF_SPEAKER: Final = 3
"""Texts that quote the named speaker, and are compared though others have more of the words in step."""
MOST_ALIKE: Final = 6
"""Other texts that are compared: those with the most of its words in step."""
MOST_SCATTERED: Final = 2
"""Texts with all words, though not in one place, that are compared where none has them in a row."""
BRACKETS: Final = 24
"""Words in brackets that a source may hold among those quoted; they count in the index and not in the comparison."""
MOST_NEARBY: Final = 3
MOST_WHOLE: Final = 4
MOST_TELLING: Final = 6
"""Documents that are read for a sentence with a figure: those that have it whole, or have the most of its words."""
ENOUGH_WORDS: Final = 4
"""Words of a sentence that such a document must have at the most: a long aside may be the draft's own."""
FEW_PLACES: Final = 4
"""Where places are fewer than a quarter of the stretches of an index, they are looked at one by one."""
NEAR_WORDS: Final = 3
"""Rarest words of a quotation around which the nearest passage is looked for."""


_DOCUMENT: Final = 32
"""Bits below the number of a document that hold a step in it."""


class WordIndex(Protocol):
    """The index as the selection asks it: words numbered through over all documents, document by document."""

    documents: Places
    firsts: Places
    ends: Places

    def frequency(self, key: int) -> int:
        """Return how many places a word has."""

    def places(self, key: int) -> Places:
        """Return the places of a word, in rising order."""


def document_keys(text: str) -> list[int]:
    """Return the numbers of a text's words, in order: what the index holds of it."""
    return list(map(word_key, keys(text)))


def select(
    index: WordIndex,
    segments: Sequence[Sequence[str]],
    preferred: Collection[int] = frozenset(),
    quoting: Callable[[Sequence[int], Sequence[str]], Sequence[int]] | None = None,
) -> list[int]:
    """Return the ids of the documents that may hold a quotation (its words by segments), the likeliest first.

    Those lead in which the words stand in somebody's quoted speech, which ``quoting`` tells of a few documents and
    words, the likeliest first; then the ``preferred`` ones, in which the speaker named by the draft is quoted.
    """
    if not segments or not len(index.documents):
        return []
    wanted = max(segments, key=len)
    of_speaker = np.isin(index.documents, np.fromiter(preferred, np.int64, len(preferred)))

    def first(number: int) -> bool:
        return not of_speaker[number]

    whole = sorted(_in_a_row(index, wanted), key=first)
    if quoting is not None and len(whole) > MOST_IN_A_ROW and len(wanted) <= LONGEST_COMMON:
        ids = [int(index.documents[number]) for number in whole[:MOST_LOOKED_AT]]
        place = {document: at for at, document in enumerate(quoting(ids, wanted))}
        whole.sort(key=lambda number: place.get(int(index.documents[number]), len(place)))
    found, counts = _close_together(index, wanted)
    other = ~np.isin(found, whole)
    found, counts = found[other], counts[other]
    near = np.argsort(-counts, kind="stable")
    near = np.concatenate([near[:MOST_SCORED], near[of_speaker[found[near]]][:MOST_SCORED]])
    close = dict(zip(found[near].tolist(), counts[near].tolist(), strict=True))
    scored = list(close)
    steps = _in_step(index, wanted, scored)
    scored.sort(key=lambda document: (-steps[document], -close[document], document))
    own = [document for document in scored if not first(document)][:MOST_OF_SPEAKER]
    alike = list(dict.fromkeys([*scored[:MOST_ALIKE], *own]))
    scattered: list[int] = []
    if not whole and len(wanted) >= 2 * MEAN_PART:
        scattered = sorted((each for each in _somewhere(index, wanted) if each not in alike), key=first)
        scattered = scattered[:MOST_SCATTERED]
    return [int(index.documents[document]) for document in (*whole[:MOST_IN_A_ROW], *alike, *scattered)]


def nearby(index: WordIndex, segments: Sequence[Sequence[str]]) -> list[int]:
    """Return the ids of the few documents with the most of a quotation's words in one place, though not enough.

    They only serve to show the nearest passage of what is not found, so that its rarest words have to do.
    """
    if not segments or not len(index.documents):
        return []
    wanted = max(segments, key=len)
    telling = [word for word in wanted if is_content(word)]
    asked = Counter(telling or wanted)
    known = [each for each in _rarest_first(index, asked) if index.frequency(each[1])]
    if not known:
        return []
    found, counts = _counted(index, len(wanted), asked, known[:NEAR_WORDS], ceil(asked.total() / 3))
    best = found[np.argsort(-counts, kind="stable")[:MOST_NEARBY]]
    return [int(number) for number in index.documents[best].tolist()]


def telling(index: WordIndex, sentence: Sequence[str]) -> list[int]:
    """Return the ids of the few documents that have a whole sentence or, where none has, the most of its words.

    Figures count among its words, so that of many documents of one form the one with the same year and place leads.
    """
    if not sentence or not len(index.documents):
        return []
    if whole := _in_a_row(index, sentence):
        return [int(index.documents[document]) for document in whole[:MOST_WHOLE]]
    asked = Counter(word for word in sentence if is_content(word))
    known = [each for each in _rarest_first(index, asked) if index.frequency(each[1])][:NEAR_WORDS]
    if not known:
        return []
    asked.update({word for word in sentence if any(map(str.isdigit, word))})
    found, counts = _counted(index, len(sentence), asked, known, min(ENOUGH_WORDS, ceil(asked.total() / 3)))
    best = found[np.argsort(-counts, kind="stable")[:MOST_TELLING]]
    return [int(number) for number in index.documents[best].tolist()]


def _rarest_first(index: WordIndex, wanted: Iterable[str]) -> list[tuple[str, int]]:
    keys = ((word, word_key(word)) for word in dict.fromkeys(wanted))
    return sorted(keys, key=lambda each: (index.frequency(each[1]), each[0]))


def _in_a_row(index: WordIndex, wanted: Sequence[str]) -> list[int]:
    """Return the numbers of the documents that have the words in a row."""
    offsets: dict[str, list[int]] = {}
    for at, word in enumerate(wanted):
        offsets.setdefault(word, []).append(at)
    starts: Places | None = None
    for word, key in _rarest_first(index, wanted):
        places = index.places(key)
        for offset in offsets[word]:
            starts = places - offset if starts is None else starts[_holds(places, starts + offset)]
            if not len(starts):
                return []
    return [] if starts is None else list(dict.fromkeys(_document_of(index, starts).tolist()))


def _close_together(index: WordIndex, wanted: Sequence[str]) -> tuple[Places, Places]:
    """Return the documents that have enough of the telling words within reach of one another, and how many."""
    telling = [word for word in wanted if is_content(word)]
    asked = Counter(telling or wanted)
    least = LEAST_CONTENT if telling else LEAST_LIKENESS / 2
    need = max(1, ceil(least * asked.total()))
    rarest = _rarest_first(index, asked)
    seeds, rest = [], asked.total()
    for word, key in rarest:  # a stretch with enough of the words has one of these: all others are not enough
        seeds.append((word, key))
        rest -= asked[word]
        if rest < need:
            break
    return _counted(index, len(wanted), asked, seeds, need)


def _in_step(index: WordIndex, wanted: Sequence[str], documents: Sequence[int]) -> dict[int, int]:
    """Return for each document how many of the telling words stand there as far from one another as in ``wanted``."""
    if not documents:
        return {}
    numbers = np.array(documents, np.int64)
    low, high = index.firsts[numbers], index.ends[numbers]
    offsets: dict[str, list[int]] = {}
    for offset, word in enumerate(wanted):
        if is_content(word):
            offsets.setdefault(word, []).append(offset)
    found = [np.zeros(0, np.int64)]
    for word, each in offsets.items():
        places = index.places(word_key(word))
        first, end = np.searchsorted(places, low, "left"), np.searchsorted(places, high, "left")
        which = np.repeat(np.arange(len(numbers)), end - first)
        nth = np.arange(len(which)) - np.repeat(np.cumsum(end - first) - (end - first), end - first)
        there = places[np.repeat(first, end - first) + nth] - low[which]
        found += [which << _DOCUMENT | ((there - offset + len(wanted)) // (2 * STEP)) for offset in each]
    steps, counts = np.unique(np.concatenate(found), return_counts=True)
    most = np.zeros(len(numbers), np.int64)
    np.maximum.at(most, steps >> _DOCUMENT, counts)
    return dict(zip(documents, most.tolist(), strict=True))


def _counted(
    index: WordIndex, length: int, asked: Counter[str], seeds: Sequence[tuple[str, int]], need: int
) -> tuple[Places, Places]:
    """Return the documents with enough of the words asked for within reach of one of the seeds, and how many they have.

    A place that cannot have enough any more is looked at no further: the rarest words are counted first.
    """
    longest = ceil(length * (2 / LEAST_LIKENESS - 1)) if length >= SHORTEST_ALTERED else length
    reach = longest + 2 * WORD_OR_TWO + BRACKETS
    places = np.sort(np.concatenate([index.places(key) for _, key in seeds]), kind="stable")
    places = _may_have(index, places[_firsts(places)], asked, need, reach)
    document = _document_of(index, places)
    there = np.zeros(len(places), np.int64)
    left = asked.total()
    for word, key in _rarest_first(index, asked):
        if not len(places):
            break
        own = index.places(key)
        low = np.maximum(places - reach, index.firsts[document])
        high = np.minimum(places + reach, index.ends[document])
        at = np.searchsorted(own, low, "left")
        inside = at < len(own)
        there[inside] += asked[word] * (own[at[inside]] <= high[inside])
        left -= asked[word]
        enough = there >= need - left
        if not enough.all():
            places, document, there = places[enough], document[enough], there[enough]
    first = _firsts(document)
    return document[first], np.maximum.reduceat(there, first) if len(first) else there


def _may_have(index: WordIndex, places: Places, asked: Counter[str], need: int, reach: int) -> Places:
    """Return the places that may have enough of the words within reach: in their stretch of the index or beside it."""
    stretches = int(index.ends[-1]) // reach + 1
    if len(places) * FEW_PLACES < stretches:
        return places
    counts = np.zeros(stretches, np.int64)
    for word, count in asked.items():
        there = np.zeros(stretches + 2, bool)
        there[index.places(word_key(word)) // reach + 1] = True
        counts += count * (there[:-2] | there[1:-1] | there[2:])
    return places[counts[places // reach] >= need]


def _firsts(ordered: Places) -> Places:
    """Return where each different number of a rising row stands first."""
    return np.flatnonzero(np.concatenate([np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1]]))


def _somewhere(index: WordIndex, wanted: Sequence[str]) -> list[int]:
    """Return the documents that have all of the words."""
    found: Places | None = None
    for _, key in _rarest_first(index, wanted):
        places = index.places(key)
        if found is None:
            found = np.unique(_document_of(index, places)) if len(places) else places
        else:
            first = np.searchsorted(places, index.firsts[found], "left")
            found = found[first < np.searchsorted(places, index.ends[found], "left")]
        if not len(found):
            return []
    return [] if found is None else [int(number) for number in found.tolist()]


def _document_of(index: WordIndex, places: Places) -> Places:
    """Return the numbers of the documents (not their ids) that places lie in."""
    return np.searchsorted(index.firsts, places, "right") - 1


def _holds(places: Places, asked: Places) -> npt.NDArray[np.bool_]:
    """Say which of the places asked for are among ``places``."""
    at = np.searchsorted(places, asked)
    at[at == len(places)] = 0
    return places[at] == asked if len(places) else np.zeros(len(asked), bool)
