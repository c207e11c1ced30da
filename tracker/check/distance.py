"""What keeps quoted words away from the person named before them: another's words, no true report, disowned ones.

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
from tracker.text.negation import denies, lost
from tracker.text.normal import words as words_in
from tracker.text.words import POINTS

_MARK: Final = re.compile(r"[,;:()–—“”\"]")
_CLAUSE_MARK: Final = re.compile(r"[;:()–—“”\"]")
_ASIDE: Final = re.compile(r",\s(?:which|who|whom|whose)\s[^,;:“”]*,")
"""A clause put in about somebody or something else: the offer, which drivers rejected, …"""
_END: Final = re.compile(rf"\s*(?:[{POINTS}()–—“”\"]|$)")
_WHO: Final = frozenset(("who", "that", "which"))
_OWN: Final = frozenset(("i", "we"))
_SPEAKER: Final = frozenset(("she", "he", "they", "it"))
_POINTING: Final = frozenset(("she", "he", "it", "you", "one", "this", "there", "what", "everyone", "everybody"))
_TO_SAY: Final = frozenset(("did", "do", "does", "use", "used", "utter", "uttered", "mean", "meant"))
_BACK: Final = frozenset(("so", "it", "that", "this", "those", "these", "them", "the", "any", "such"))
_JOINING: Final = frozenset(
    ("and", "but", "though", "although", "later", "since", "then", "has", "had", "have", "now", "soon")
)
_LATER: Final = frozenset(("has", "had", "have", "later", "since", "now", "also"))
_SHOWS: Final = frozenset(
    ("show", "shows", "showed", "shown", "has", "had", "quotes", "quoted", "calling", "saying", "of", "made")
)
_NAMED: Final = frozenset(("the", "any", "such", "those", "these"))
_BESIDES: Final = frozenset(("and", "but", "because", "so"))
_WHEN: Final = frozenset(("when", "after", "because", "as"))
_OPENING: Final = frozenset(("when", "because", "after", "what", "that", "how", "whom"))
_AT: Final = frozenset(("at", "of", "from", "by", "with", "about", "against", "on", "to"))
_SEVERAL: Final = frozenset(("they", "some", "many", "others", "few"))
_OUTRIGHT: Final = ("den", "disown", "retract", "recant", "apolog", "backtrack", "repud")
"""How the verbs begin that take words back whatever is their object; one may also "reject" the deal."""
_USING: Final = frozenset(("using", "saying", "it", "ever", "for"))
_VERBS: Final = frozenset(("calling", "distance", "disown", "using", "naming"))
_BE: Final = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_THOSE: Final = frozenset(("those", "anyone", "anybody", "others"))
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
            forms = {first, *verb_forms(first)} if kind in _VERBS else {first}
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
    """What keeps words away: ``others`` whose they are, or ``told``, the words that do so.

    ``own`` says that the speaker puts the words himself on what he turns down: dismissed the deal as “a raid”.
    """

    others: str = ""
    told: str = ""
    own: bool = False


_NONE: Final = Distance()


def calls_it(text: str) -> bool:
    """Tell whether words before a quotation hold a verb of calling, saying or thinking."""
    return any(True for _ in _at(_cut(text), "calling"))


def is_noun(word: str) -> bool:
    """Tell whether a word stands for somebody's words: "claim", "phrase"."""
    return (word.strip(",:“").lower(),) in _listed("words")


def asides(text: str) -> list[str]:
    """Return the clauses that a sentence puts in about somebody or something else: ", which drivers welcomed,"."""
    return [found.group().strip(",") for found in _ASIDE.finditer(text)]


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
    doubted = _doubted(text, found, calling, spoken=spoken)
    if doubted != _NONE or spoken:
        return doubted
    if mention := _mentioned(text, found):
        return Distance(told=mention)
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
    again = [step for step, _ in _at(behind, "naming")]
    if "because" in low or any(low[step - 1] in ("and", "but") for step in again if step):
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
        if not _SHOWS.isdisjoint(low[end : end + _SHOWN]):
            return low[end - 1]
    return ""


def _others(
    text: str, found: Sequence[_Word], calling: Sequence[int], is_speaker: Callable[[str], bool], *, spoken: bool
) -> str:
    """Return who calls it so where that is not the speaker: those who call it, a letter calling it, critics say."""
    for at in reversed(calling):
        low = found[at].low
        names = (low,) in _listed("naming") and not _BE.isdisjoint(word.low for word in found[at + 1 :])
        if _breaks(text, found, at) or names:
            continue
        left = at - 1
        while left >= 0 and ((found[left].low,) in _listed("helping") or found[left].low.endswith("ly")):
            left -= 1
        if left < 0:
            return ""
        subject = found[left]
        mark = _MARK.search(text, subject.span.end, found[left + 1].span.start)
        if subject.low in _WHO and left and not mark:
            holder = found[left - 1]
            name = holder.span.of(text)
            if subject.low != "who":
                thing = name.islower() and holder.low not in words("text", "stop_words.tsv")
                there = any(word.low in ("a", "an", "the") for word in found[max(0, left - 3) : left - 1])
                return name if thing and there and (holder.low,) not in _listed("calling") else ""
            if subject.low == "who" and not (is_speaker(name) or (left == 1 and not spoken)) and holder.low not in _OWN:
                return name
            return ""
        if found[at].low == "told" and found[at - 1].low in _BE:
            return "whoever told"
        if spoken and not mark and subject.low in ("he", "she"):
            return "others"
        if mark or subject.low in _OWN | _POINTING:
            return ""
        name = subject.span.of(text)
        if low.endswith("ing"):
            if subject.low in _THOSE:
                return name
            noun = name.islower() and subject.low not in words("text", "stop_words.tsv")
            determined = any((word.low,) in _listed("determiner") for word in found[max(0, left - 3) : left])
            met = left > 0 and found[left - 1].low in _AT and subject.low.endswith("s")
            return name if noun and (determined or met) else ""
        if is_speaker(name) or subject.low in words("text", "stop_words.tsv") - _SEVERAL:
            return ""
        determined = any((word.low,) in _listed("determiner") for word in found[max(0, left - 3) : left])
        if spoken:
            first = all(word.low in words("text", "stop_words.tsv") for word in found[:left])
            return name if first or determined else ""
        in_clause = determined and any(word.low in _WHEN for word in found[:left])
        opened = left > 0 and found[left - 1].low in _OPENING and name.islower() and subject.low.endswith("s")
        return name if in_clause or opened else ""
    return ""


def _breaks(text: str, found: Sequence[_Word], at: int) -> bool:
    """Say whether a clause ends between a verb and the quotation."""
    end = found[-1].span.end
    return any(mark.group() != "“" for mark in _CLAUSE_MARK.finditer(text, found[at].span.end, end))


def _noun_kept_away(text: str, found: Sequence[_Word], end: int) -> _Word | None:
    """Return the noun for words that a verb of distance keeps away, where the quotation is what they are."""
    behind = found[end : end + _REACH]
    for _, stop in _at(behind, "words"):
        tail = found[end + stop :]
        fresh = any(True for _ in _at(tail, "calling")) and _MARK.search(text, behind[stop - 1].span.end)
        if _BESIDES.isdisjoint(word.low for word in tail) and not fresh and len(tail) <= _REACH:
            return behind[stop - 1]
    return None


def _mentioned(text: str, found: Sequence[_Word]) -> str:
    """Return the noun for words before a quotation that are mentioned, and that nobody is said to use."""
    if (found[-1].low,) not in _listed("mention") or any(True for _ in _at(found, "using")):
        return ""
    called = any(True for _ in _at(found, "calling"))
    return "" if called and not any(lost(word.low) for word in found) and len(found) < _LINK else _printed(
        text, found[max(0, len(found) - 1 - _LINK)], found[-1])  # fmt: skip


def _doubted(text: str, found: Sequence[_Word], calling: Sequence[int], *, spoken: bool) -> Distance:
    """Return what a speaker's own words before those quoted do with them: wrong to call it, used to think it, if."""
    low = [word.low for word in found]
    for at in calling:
        if low[at - 2 : at] == ["used", "to"]:
            return Distance(told=_printed(text, found[at - 2], found[at]))
        if (
            at > 1
            and low[at - 1] == "to"
            and (low[at - 2],) in _wrong()
            and not denies(text[: found[at - 2].span.start])
        ):
            return Distance(told=_printed(text, found[at - 2], found[at]))
    if not spoken:
        return _NONE
    if low[0] == "to" and calling[:1] == [1]:
        return Distance(told=_printed(text, found[0], found[1]))
    marks = [at for at in range(1, len(found)) if _MARK.search(text, found[at - 1].span.end, found[at].span.start)]
    comma = max(marks, default=0)
    if (low[comma],) in _listed("supposing"):
        return Distance(told=_printed(text, found[comma], found[-1]))
    if low[comma] in _CONDITIONS and "," not in text[found[comma].span.end :]:
        return Distance(told=_printed(text, found[comma], found[-1]))
    return _NONE


@cache
def _wrong() -> frozenset[tuple[str, ...]]:
    return frozenset((row[0],) for row in rows("extract", "stances.tsv") if row[1] == "to" and row[2] == "denies")


def behind(text: str, is_speaker: Callable[[str], bool]) -> str:
    """Return what the words of a sentence behind a quotation say where they take it back, blank where they do not.

    >>> behind(", which she says she never did.", "Pell".__eq__)
    'never did'
    >>> behind(", and would not say why.", "Pell".__eq__)
    ''
    """
    found = _cut(text)
    low = [word.low for word in found]
    for at, word in enumerate(low):
        if lost(word):
            for step in range(at + 1, min(at + 1 + _LINK, len(low))):
                says = low[step] in _TO_SAY or (low[step],) in _listed("calling")
                if says and _refers_back(text, found, step):
                    return text[found[at].span.start : found[step].span.end]
    for at, end in _at(found, "undone"):
        return _printed(text, found[at], found[end - 1])
    for at, end in _at(found, "disown"):
        left = at - 1
        while left >= 0 and (low[left] in _LATER or low[left].endswith("ly")):
            left -= 1
        named = left >= 0 and (low[left] in _SPEAKER or is_speaker(found[left].span.of(text)))
        joined = left >= 0 and low[left] in _JOINING and low[at].startswith(_OUTRIGHT)
        about = any((word,) in _listed("words") or word in ("which", "but", "though", "although") for word in low[:at])
        using = end == len(low) or low[end] in _USING
        if (named and about and (using or _END.match(text, found[end - 1].span.end))) or (joined and using):
            return found[at].span.of(text)
    return ""


def _refers_back(text: str, found: Sequence[_Word], at: int) -> bool:
    """Say whether a verb of saying at the end of its clause has no object, or one that points back."""
    if _END.match(text, found[at].span.end):
        return True
    following = [word.low for word in found[at + 1 : at + 3]]
    if not following or following[0] not in _BACK:
        return False
    if following[0] in _NAMED and len(following) > 1:
        last = found[at + 2].span.end
        return ((following[1],) in _listed("words") or following[1] == "thing") and _END.match(text, last) is not None
    return _END.match(text, found[at + 1].span.end) is not None
