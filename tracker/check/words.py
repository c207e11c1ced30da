"""The words of a text with their places and keys, so that the words of a quotation can be found in it.

A word's *key* is what may not differ: small letters, plain apostrophes, American spelling, numbers below a hundred in
figures, no commas between thousands, "percent" for "%" and "per cent". Nothing is decided by keys; they only find.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import Final, NamedTuple, overload

from tracker.models import Span
from tracker.text.lexicon import rows
from tracker.text.lexicon import words as word_list
from tracker.text.normal import american
from tracker.text.note_marks import without_marks
from tracker.text.numbers import small_words
from tracker.text.quotes import Quotation
from tracker.text.quotes import quotations as quotations_in
from tracker.text.sentences import sentences
from tracker.text.words import CHECKED, LETTER, THOUSANDS, fold

PERCENT: Final = "percent"
LONGEST_TAIL: Final = 40
"""Words after which a bracket at the end of a quotation no longer stands for the rest of the sentence."""
ELLIPSIS: Final = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.(?:\s?\.)?")
MEMO_SIZE: Final = 1 << 17
"""Words whose key is remembered: more than any English vocabulary in use."""

_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2}):(?=\d\d(?!\d))")
"""The time of day with a colon, which British papers print with a full stop."""
_GROUP: Final = re.compile(r"\[[^\[\]]*\]|\(sic\)", re.IGNORECASE)
"""Words of an editor's: anything in square brackets, and (sic)."""
_DOTS: Final = re.compile(r"\[[\s.…]*\]\Z")
_CHANGED_CAPITAL: Final = re.compile(rf"\[{LETTER}\]\Z")
_NUMBERS: Final = {word: str(value) for word, value in small_words().items()}


class Word(NamedTuple):
    """One word of a text: its place and its key."""

    start: int
    end: int
    key: str


@lru_cache(maxsize=MEMO_SIZE)
def key(word: str) -> str:
    """Return the key of one printed word.

    >>> key("Organised"), key("twelve"), key("5,000"), key("%"), key("[w]e")
    ('organized', '12', '5000', 'percent', 'we')
    """
    if word == "%" or (word[:3].lower() == "per" and word[-4:].lower() == "cent"):
        return PERCENT
    if not word[0].isalpha() and word[0] != "[":
        return _CLOCK.sub(r"\1.", THOUSANDS.sub("", word)).lower()
    plain = unicodedata.normalize("NFKC", word.replace("\u00ad", "").replace("[", "").replace("]", "")).lower()
    return _NUMBERS.get(plain) or american(plain)


def words(text: str) -> list[Word]:
    """Return the words and figures of a text in order; punctuation is none.

    >>> [word.key for word in words("He’d seen 7,140 “well-known” cases.")]
    ["he'd", 'seen', '7140', 'well', 'known', 'cases']
    """
    return [Word(*found.span(), key(found.group())) for found in CHECKED.finditer(fold(without_marks(text)))]


def keys(text: str) -> list[str]:
    """Return the keys of ``words`` alone, in a fifth of the time; the marks of notes count."""
    return list(map(key, CHECKED.findall(fold(text))))


def editors_words(text: str) -> list[Span]:
    """Return the places of words in square brackets and of "(sic)"; "[w]e" and "[…]" have none."""
    return [
        Span(*group.span())
        for group in _GROUP.finditer(text)
        if not _DOTS.match(group.group())
        and not (_CHANGED_CAPITAL.match(group.group()) and text[group.end() : group.end() + 1].isalpha())
    ]


def without(found: Sequence[Word], groups: Sequence[Span]) -> list[Word]:
    """Return the words that stand in none of some places."""
    if not groups:
        return list(found)
    starts = [group.start for group in groups]
    return [word for word in found if (at := bisect_right(starts, word.start) - 1) < 0 or word.start >= groups[at].end]


@lru_cache(maxsize=MEMO_SIZE)
def is_content(word_key: str) -> bool:
    """Say whether a key tells what a text is about: "the", "will" and "of" stand in every text, and figures change."""
    return word_key not in word_list("text", "stop_words.tsv") and not any(sign.isdigit() for sign in word_key)


@cache
def sense_words(kind: str) -> dict[str, str]:
    """Return one kind of ``data/senses.tsv``: each word with the one that it must not be taken for, blank for none."""
    return {row[1]: row[2] if len(row) > 2 else "" for row in rows("check", "senses.tsv") if row[0] == kind}


class _Words(Sequence[Word]):
    """The words of a text in which no editor's are left out."""

    def __init__(self, source: SourceWords) -> None:
        self._source = source

    def __len__(self) -> int:
        return len(self._source.keys)

    @overload
    def __getitem__(self, at: int) -> Word: ...

    @overload
    def __getitem__(self, at: slice) -> list[Word]: ...

    def __getitem__(self, at: int | slice) -> Word | list[Word]:
        source = self._source
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(source.keys)))]
        start = source.starts[at]
        return Word(start, start + len(source.printed[at]), source.keys[at])


class SourceWords:
    """The words of one text in order, and where each of them stands; an editor's words in it left out if asked."""

    def __init__(self, text: str, *, editors: bool = True) -> None:
        self.text = text
        self.groups = () if editors else tuple(editors_words(text))

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words with their places, each made when it is asked for: of most texts that are looked in few are."""
        return without(words(self.text), self.groups) if self.groups else _Words(self)

    @cached_property
    def _folded(self) -> str:
        return fold(without_marks(self.text))

    @cached_property
    def printed(self) -> list[str]:
        """The words with plain marks, those of an editor too."""
        return CHECKED.findall(self._folded)

    @cached_property
    def keys(self) -> list[str]:
        """The keys of the words."""
        return [word.key for word in self.words] if self.groups else list(map(key, self.printed))

    @cached_property
    def starts(self) -> list[int]:
        """Where the words begin; what stands between two of them begins as no word does."""
        if self.groups:
            return [word.start for word in self.words]
        found, end, find = [], 0, self._folded.index
        for word in self.printed:
            start = find(word, end)
            end = start + len(word)
            found.append(start)
        return found

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands in quotation marks in the text."""
        return quotations_in(self.text)

    @cached_property
    def _sentences(self) -> tuple[Span, ...]:
        return sentences(self.text)

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [sentence.end for sentence in self._sentences]

    def sentence_at(self, position: int) -> Span:
        """Return the sentence that a character stands in; between two sentences, the one that follows."""
        at = bisect_right(self._sentence_ends, position)
        return self._sentences[at] if at < len(self._sentences) else Span(len(self.text), len(self.text))

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self.quotations]

    def span(self, first: int, end: int) -> Span:
        """Return where words ``[first, end)`` stand in the text."""
        return Span(self.words[first].start, self.words[end - 1].end)

    def quotation_at(self, position: int) -> Quotation | None:
        """Return the quotation that a character stands in, or ``None``."""
        at = bisect_right(self._quotation_starts, position) - 1
        found = self.quotations[at] if at >= 0 else None
        return found if found is not None and position < found.end else None

    def quoted(self, at: int) -> bool:
        """Say whether a word stands in quotation marks."""
        return self.quotation_at(self.starts[at]) is not None

    def ends_sentence(self, first: int, end: int) -> bool:
        """Say whether a sentence ends between the starts of words ``first`` and ``end``."""
        high = self.starts[end] if end < len(self.starts) else len(self.text)
        return self.ends_between(self.starts[first], high)

    def ends_between(self, low: int, high: int) -> bool:
        """Say whether a sentence ends between two characters."""
        at = bisect_left(self._sentence_ends, low)
        return at < len(self._sentence_ends) and self._sentence_ends[at] <= high

    def is_cue(self, first: int, end: int) -> bool:
        """Say whether words ``[first, end)`` are the reporter's, between two stretches of the speaker's."""
        if not 0 < first < end < len(self.words) or not self.quoted(first - 1) or not self.quoted(end):
            return False
        return not any(self.quoted(at) for at in range(first, end))

    def prints_ellipsis(self, at: int) -> bool:
        """Say whether the source itself prints an ellipsis before its word ``at``."""
        start = self.words[at - 1].end if at else 0
        end = self.words[at].start if at < len(self.words) else len(self.text)
        return ELLIPSIS.search(self.text, start, end) is not None

    def sentence_end(self, end: int) -> int:
        """Return the end of the sentence that words up to ``end`` belong to, as the number of a word."""
        at = end
        while at < len(self.words) and at - end < LONGEST_TAIL and not self.ends_sentence(at - 1, at):
            if self.quoted(at) != self.quoted(end - 1):
                break
            at += 1
        return at

    def sentence_start(self, first: int) -> int:
        """Return the number of the word that begins the sentence of word ``first``."""
        at = first
        while at and first - at < LONGEST_TAIL and not self.ends_sentence(at - 1, at):
            if self.quoted(at - 1) != self.quoted(first):
                break
            at -= 1
        return at

    @cached_property
    def _line(self) -> str:
        """The keys with blanks between and around them; no key holds any."""
        return f" {' '.join(self.keys)} "

    def find_all(self, wanted: Sequence[str], most: int, start: int = 0) -> list[int]:
        """Return the first ``most`` places at or after word ``start`` where ``wanted`` stand in a row."""
        asked = f" {' '.join(wanted)} "
        found: list[int] = []
        at = self._line.find(asked)
        while at >= 0 and len(found) < most:
            first = self._line.count(" ", 0, at)
            if first >= start:
                found.append(first)
            at = self._line.find(asked, at + 1)
        return found

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each word begins in the line of keys, and where a next one would."""
        return list(accumulate((len(word_key) + 1 for word_key in self.keys), initial=1))

    def last_before(self, wanted: Sequence[str], end: int) -> int | None:
        """Return the last place where ``wanted`` stand in a row before word ``end``."""
        at = self._line.rfind(f" {' '.join(wanted)} ", 0, self._offsets[end])
        return self._line.count(" ", 0, at) if at >= 0 else None

    def longest_run(self, wanted: Sequence[str], at: int) -> tuple[int, int]:
        """Return where the longest run of words from ``wanted[at]`` on stands first, and its length (0 for none)."""
        place, length, asked = 0, 0, " "
        for word in wanted[at:]:
            asked += f"{word} "
            found = self._line.find(asked, place)
            if found < 0:
                break
            place, length = found, length + 1
        return self._line.count(" ", 0, place), length
