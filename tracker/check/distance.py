"""What keeps quoted words away from the person named before them: another's words, a report that is none, disowned words.

Extraction says who is reported to say words; this reads what the sentence does besides. Pell was critical of those who
call it “a raid”; she was misquoted as calling it so; she called it so, which she says she never did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from tracker.extract.prose import verb_forms
from tracker.models import Span
from tracker.text.lexicon import rows, words
from tracker.text.negation import lost
from tracker.text.normal import words as words_in

_MARK: Final = re.compile(r"[,;:()–—“”\"]")
_CLAUSE_MARK: Final = re.compile(r"[;:()–—“”\"]")
_ASIDE: Final = re.compile(r",\s(?:which|who|whom|whose)\s[^,;:“”]*,")
"""A clause put in about somebody or something else: the offer, which drivers rejected, …"""
_END: Final = re.compile(r"\s*(?:[,;:.!?()–—“”\"]|$)")
_WHO: Final = frozenset(("who", "that", "which"))
_OWN: Final = frozenset(("i", "we"))
_SPEAKER: Final = frozenset(("she", "he", "they", "it"))
_POINTING: Final = frozenset(("she", "he", "it", "you", "one", "this", "there", "what", "everyone", "everybody"))
_ARTICLES: Final = frozenset(("a", "an", "some", "many", "other", "several", "few", "two", "three", "my", "our", "her", "his",
                              "their", "those", "these", "most"))  # fmt: skip
_HELPING: Final = frozenset(("had", "has", "have", "having", "would", "will", "might", "may", "could", "can", "did", "do",
                             "does", "once", "now", "still", "also", "ever", "to", "be", "been", "was", "were", "is", "are",
                             "already", "first", "not", "always", "often", "sometimes"))  # fmt: skip
_TO_SAY: Final = frozenset(("did", "do", "does", "use", "used", "utter", "uttered", "mean", "meant"))
_BACK: Final = frozenset(("so", "it", "that", "this", "those", "these", "them", "the", "any", "such"))
_JOINING: Final = frozenset(
    ("and", "but", "though", "although", "later", "since", "then", "has", "had", "have", "now", "soon")
)
_UNDONE: Final = (("in", "error"), ("by", "mistake"), ("changed", "her", "mind"), ("changed", "his", "mind"),
                  ("changed", "their", "mind"), ("changed", "its", "mind"), ("was", "invented"), ("were", "invented"),
                  ("is", "untrue"), ("was", "untrue"), ("is", "false"), ("was", "false"), ("made", "up"), ("no", "longer", "does"),
                  ("no", "longer", "do"), ("no", "longer", "thinks"), ("no", "longer", "believes"), ("no", "longer", "says"),
                  ("not", "hers"), ("not", "his"), ("not", "theirs"), ("never", "hers"), ("never", "his"),
                  ("never", "theirs"))  # fmt: skip
"""Phrases behind a quotation that say that it is none, or holds no more."""
_LONGEST: Final = max(len(row[1].split()) for row in rows("check", "distance.tsv"))
_REACH: Final = 12
"""Words between a verb of distance and the noun for the words that it keeps away."""
_SHOWN: Final = 4
"""Words behind the noun for a hoax among which its verb stands."""
_LINK: Final = 3
"""Words of a clause about the words themselves: "which she says she never did"."""
_CONDITIONS: Final = frozenset(("if", "unless", "whether"))
_AUXILIARIES: Final = frozenset(row[0] for row in rows("text", "auxiliaries.tsv"))


class _Word(NamedTuple):
    low: str
    span: Span


@cache
def _listed(kind: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of one kind of ``data/distance.tsv``; verbs in every form, nouns in the plural too."""
    found = set[tuple[str, ...]]()
    for name, phrase in rows("check", "distance.tsv"):
        if name == kind:
            first, *others = phrase.split()
            forms = {first, *verb_forms(first)} if kind in ("calling", "distance", "disown") else {first}
            found |= {(form, *others) for form in forms | ({f"{first}s"} if kind == "words" else set())}
    return frozenset(found)


def _cut(text: str) -> list[_Word]:
    return [_Word(text[word.start : word.end].lower(), Span(word.start, word.end)) for word in words_in(text)]


def _at(found: Sequence[_Word], kind: str) -> Iterator[tuple[int, int]]:
    """Yield where the phrases of a kind stand among words."""
    low = [word.low for word in found]
    listed = _listed(kind)
    for at in range(len(low)):
        for length in range(min(_LONGEST, len(low) - at), 0, -1):
            if tuple(low[at : at + length]) in listed:
                yield at, at + length
                break


class Distance(NamedTuple):
    """What keeps words away: ``others`` whose they are, or ``told``, the words that do so; both blank where nothing does.

    ``own`` says that the speaker puts the words himself on what he turns down: dismissed the deal as “a raid”.
    """

    others: str = ""
    told: str = ""
    own: bool = False


_NONE: Final = Distance()


def before(text: str, is_speaker: Callable[[str], bool], *, spoken: bool) -> Distance:
    """Return what the words of a sentence before a quotation keep it away by; ``spoken`` says that they are quoted too.

    ``is_speaker`` tells whether a printed name is whose words they are.

    >>> before("Pell was critical of those who call it ", "Pell".__eq__, spoken=False).others
    'those'
    >>> before("Pell dismissed the deal as ", "Pell".__eq__, spoken=False).own
    True
    """
    aside = _ASIDE.search(text)
    if aside is not None:
        text = text[: aside.start()] + " " * (aside.end() - aside.start()) + text[aside.end() :]
    found = _cut(text)
    if not found:
        return _NONE
    distance = [(at, end) for at, end in _at(found, "distance") if not _negated(found, at)]
    calling = [at for at, _ in _at(found, "calling")]
    if distance and _puts_it_so(text, found, distance[-1][0]):
        return Distance(own=True)
    if not spoken and (unreal := _unreal(text, found)):
        return Distance(told=unreal)
    if others := _others(text, found, calling, is_speaker, spoken=spoken):
        return Distance(others=others)
    for at, end in distance:
        if noun := _noun_kept_away(text, found, end):
            return Distance(told=_printed(text, found[at], noun))
    if spoken:
        return _doubted(text, found, calling)
    return Distance(own=aside is not None and bool(calling) and not distance)


def _printed(text: str, first: _Word, last: _Word) -> str:
    return " ".join(text[first.span.start : last.span.end].split())


def _negated(found: Sequence[_Word], at: int) -> bool:
    return any(lost(word.low) for word in found[max(0, at - 2) : at])


def _puts_it_so(text: str, found: Sequence[_Word], at: int) -> bool:
    """Say whether a verb turns something down as what is quoted, or because of it: then the words are the speaker's."""
    behind = found[at + 1 :]
    if not behind or _CLAUSE_MARK.search(text, found[at].span.end, behind[-1].span.end):
        return False
    low = [word.low for word in behind]
    if "because" in low:
        return True
    held = [(low[end - 1], end) for _, end in _at(behind, "words")]
    described = any(noun.startswith(("descri", "charact", "portray")) for noun, _ in held)
    tail = low[-2:] if low[-1] in ("a", "an", "being", "the") else low[-1:]
    called = any(True for _ in _at(behind, "calling"))
    return tail[0] == "as" and not described and not called and len(low) > 1


def _unreal(text: str, found: Sequence[_Word]) -> str:
    """Return what says that a report is no true one."""
    for at, end in _at(found, "unreal"):
        return _printed(text, found[at], found[end - 1])
    low = [word.low for word in found]
    for _, end in _at(found, "figment"):
        if any(word in ("show", "shows", "showed", "shown", "has", "had", "quotes", "quoted", "calling", "saying", "of", "made")
               for word in low[end : end + _SHOWN]):  # fmt: skip
            return low[end - 1]
    return ""


def _others(
    text: str, found: Sequence[_Word], calling: Sequence[int], is_speaker: Callable[[str], bool], *, spoken: bool
) -> str:
    """Return who calls it so where that is not the speaker: those who call it, a letter calling it, critics say."""
    for at in reversed(calling):
        if _breaks(text, found, at):
            continue
        low = found[at].low
        left = at - 1
        while left >= 0 and (found[left].low in _HELPING or found[left].low.endswith("ly")):
            left -= 1
        if left < 0:
            return ""
        subject = found[left]
        mark = _MARK.search(text, subject.span.end, found[left + 1].span.start)
        if subject.low in _WHO and left and not mark:
            holder = found[left - 1]
            if subject.low != "who" and not low.endswith(("ing", "s", "ed")):
                return ""
            name = holder.span.of(text)
            if subject.low == "who" and not (is_speaker(name) or (left == 1 and not spoken)) and holder.low not in _OWN:
                return name
            return ""
        if mark or subject.low in _OWN | _POINTING:
            return ""
        name = subject.span.of(text)
        if low.endswith("ing"):
            noun = name.islower() and subject.low not in words("text", "stop_words.tsv")
            determined = any(word.low in _ARTICLES for word in found[max(0, left - 3) : left])
            return name if noun and determined else ""
        if is_speaker(name) or subject.low in words("text", "stop_words.tsv") - {
            "they",
            "some",
            "many",
            "others",
            "few",
        }:
            return ""
        determined = any(word.low in _ARTICLES for word in found[max(0, left - 3) : left])
        opened = left > 0 and found[left - 1].low in ("when", "because", "after", "what", "that", "how", "whom")
        if spoken:
            first = all(word.low in words("text", "stop_words.tsv") for word in found[:left])
            return name if first or determined else ""
        return name if (determined and any(word.low in ("when", "after", "because", "as") for word in found[:left])) or (
            opened and name.islower() and subject.low.endswith("s")) else ""  # fmt: skip
    return ""


def _breaks(text: str, found: Sequence[_Word], at: int) -> bool:
    """Say whether a clause ends between a verb and the quotation."""
    end = found[-1].span.end
    return any(mark.group() != "“" for mark in _CLAUSE_MARK.finditer(text, found[at].span.end, end))


def _noun_kept_away(text: str, found: Sequence[_Word], end: int) -> _Word | None:
    """Return the noun for words that a verb of distance keeps away, where the quotation is what they are."""
    behind = found[end : end + _REACH]
    for at, stop in _at(behind, "words"):
        tail = [word.low for word in found[end + stop :]]
        fresh = any(True for _ in _at(found[end + stop :], "calling")) and _MARK.search(text, behind[stop - 1].span.end)
        if not {"and", "but", "because", "so"} & {*tail} and not fresh and len(tail) <= _REACH:
            return behind[stop - 1]
    return None


def _doubted(text: str, found: Sequence[_Word], calling: Sequence[int]) -> Distance:
    """Return what a speaker's own words before the words quoted do with them: wrong to call it, used to think it, if."""
    low = [word.low for word in found]
    for at in calling:
        if low[at - 2 : at] == ["used", "to"]:
            return Distance(told=_printed(text, found[at - 2], found[at]))
        if at > 1 and low[at - 1] == "to" and (low[at - 2],) in _wrong():
            return Distance(told=_printed(text, found[at - 2], found[at]))
    comma = max(
        (at for at in range(len(found)) if _MARK.search(text, found[at - 1].span.end, found[at].span.start)), default=0
    )
    if low[comma] in _CONDITIONS and "," not in text[found[comma].span.end :]:
        return Distance(told=_printed(text, found[comma], found[-1]))
    return _NONE


@cache
def _wrong() -> frozenset[tuple[str, ...]]:
    return frozenset((row[0],) for row in rows("extract", "stances.tsv") if row[1] == "to" and row[2] == "denies")


def behind(text: str, is_speaker: Callable[[str], bool]) -> str:
    """Return what the words of a sentence behind a quotation say of it where they take it back, blank where they do not.

    >>> behind(", which she says she never did.", "Pell".__eq__)
    'never did'
    >>> behind(", and would not say why.", "Pell".__eq__)
    ''
    """
    found = _cut(text)
    low = [word.low for word in found]
    for at, word in enumerate(low):
        if lost(word) and word in ("never", "not"):
            for step in range(at + 1, min(at + 1 + _LINK, len(low))):
                says = low[step] in _TO_SAY or (low[step],) in _listed("calling")
                if says and _refers_back(text, found, step):
                    return text[found[at].span.start : found[step].span.end]
    for phrase in _UNDONE:
        for at in range(len(low) - len(phrase) + 1):
            if tuple(low[at : at + len(phrase)]) == phrase:
                return " ".join(phrase)
    for at, end in _at(found, "disown"):
        left = at - 1
        while left >= 0 and (
            low[left] in ("has", "had", "have", "later", "since", "now", "also") or low[left].endswith("ly")
        ):
            left -= 1
        named = left >= 0 and (low[left] in _SPEAKER or is_speaker(found[left].span.of(text)))
        joined = left >= 0 and low[left] in _JOINING and low[at].startswith(("den", "disown", "retract", "recant", "apolog",
                                                                           "backtrack", "repud"))  # fmt: skip
        about = any((word,) in _listed("words") or word in ("which", "but", "though", "although") for word in low[:at])
        using = low[end : end + 1] in (["using"], ["saying"], ["it"], ["that"], ["for"], [])
        if (named and about and (_END.match(text, found[end - 1].span.end) or using)) or (joined and using):
            return found[at].span.of(text)
    return ""


def _refers_back(text: str, found: Sequence[_Word], at: int) -> bool:
    """Say whether a verb of saying at the end of its clause has no object, or one that points back."""
    if _END.match(text, found[at].span.end):
        return True
    following = [word.low for word in found[at + 1 : at + 3]]
    last = found[
        min(at + 2 if following[:1] in (["the"], ["any"], ["such"], ["those"], ["these"]) else at + 1, len(found) - 1)
    ]
    pointed = following[:1] != [] and following[0] in _BACK
    if pointed and following[0] in ("the", "any", "such", "those", "these") and len(following) > 1:
        pointed = (following[1],) in _listed("words") or following[1] == "thing"
    return pointed and _END.match(text, last.span.end) is not None
