"""What a sentence does with quoted words from outside the quotation, in the source and in the draft: their frame.

A source may deny the words, ask whether they are so, pass them on as another's, or say them under a condition. A draft
that quotes them carries the same frame, or turns them round. The frame is read as extraction reads a report, once more
inside the reported words for the report in them: “she said critics had called it ‘…’”.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from tracker.check import distance
from tracker.check.attribution import is_another, is_name, named_in, same_speaker
from tracker.check.distance import Distance
from tracker.check.findings import AttributedWords, Finding, Place, worst_first
from tracker.check.quotations import Quoted
from tracker.check.words import SourceWords, key, sense_words, words
from tracker.extract import reports as reports_in
from tracker.extract.prose import verb_forms
from tracker.models import TURNED, Attribution, ClaimKind, Span, Stance
from tracker.text import negation, sentences
from tracker.text.lexicon import words as word_list
from tracker.text.names import unpossessed
from tracker.text.negation import denies, lost, turned_by
from tracker.text.quotes import quotations
from tracker.text.words import RUN

_CLAUSE_END: Final = re.compile(r"[,;:()–—”\"]\s")
_RELATIVE: Final = frozenset(("which", "who"))
_RELATIVE_CLAUSE: Final = re.compile(r",\s+(?:which|who)\b")
_WHO: Final = re.compile(r"\b(?:which|who)\b")
_GOES_ON: Final = re.compile(r",\s+(?:and|but)\s+(?!that\b|whether\b|if\b|how\b|why\b)")
"""What ends what is denied: another thing that was done."""
_CLAUSE_MARK: Final = re.compile(r"[,;:()–—”]")
_SOFT: Final = 4
"""Words of the longest phrase that softens what follows it."""
_OWNED: Final = 3
"""Words before a noun for words among which whose they are stands: "Stroud's earlier claim"."""
_CLAUSE_START: Final = re.compile(r"[,;:()–—”\"]\s|\bthat\s")
OPENING_REACH: Final = 300
"""Characters of the draft's sentence, before and after the quotation, in which it may negate the words itself."""


def with_lost_negation(place: Place, source: SourceWords, draft: str, quotation: Quoted) -> Place:
    """Return a place whose words are negated in the source from outside the quotation, with that word shown as hidden.

    “We are not planning patrols” quoted as were “planning patrols” says the opposite, and so does “We have not been
    planning patrols”. A draft that denies the words in its own sentence hides nothing. The wording to copy begins with
    the negation, but where the draft's clause says it before the quotation: “they do not ‘not plan’” would deny what
    the source says.
    """
    negator = _before(source, place.parts) or _around(source, place.parts)
    if negator is None:
        return place
    before = sentences.opening(draft, quotation.start, OPENING_REACH)
    after = sentences.rest(draft, quotation.end, OPENING_REACH)
    if denies(_CLAUSE_END.split(before)[-1]):
        return place
    first, last = place.parts[0], place.parts[-1]
    ahead = " ".join(source.text[negator.start : first.start].split()) if negator.start < first.start else ""
    behind = " ".join(source.text[last.end : negator.end].split()) if negator.end > last.end else ""
    if denies(before) or denies(after):
        corrected = place.corrected and " ".join(filter(None, (ahead, place.corrected, behind)))
        return replace(place, corrected=corrected)
    spoken = place.corrected or " … ".join(" ".join(part.of(source.text).split()) for part in place.parts)
    parts = list(place.parts)
    parts[0] = Span(min(negator.start, first.start), parts[0].end)
    parts[-1] = Span(parts[-1].start, max(negator.end, last.end))
    word = negator.of(source.text)
    return replace(
        place,
        findings=worst_first({Finding.HIDES, *(found for found in place.findings if found.fails)}),
        parts=tuple(parts),
        hidden=(word, *place.hidden),
        negation=word,
        corrected=" ".join(filter(None, (ahead, spoken, behind))),
    )


_UNSAID: Final[frozenset[Stance]] = frozenset(("denies", "withholds", "withdraws"))
"""The stances of a source whose words nobody may quote as said by it."""
_NOBODY: Final = frozenset(("told",))
"""Who is named as nobody: "whoever told"."""
LABEL: Final = re.compile(rf"(?:{RUN}[. ]+){{0,5}}{RUN}:\s")
"""The speaker's name at the head of a line."""
_JOINING: Final = frozenset(("so", "and", "but", "then", "well", "now"))
_OPEN: Final = frozenset(("why", "when", "how", "where", "who", "what", "which", "whose", "if"))
_ASKING: Final = 4
"""Words before what a question asks for: "Is it really"."""
_DEPTH: Final = 3
"""Reports inside one another that are read; the longest chains that papers print have three ("sources say …")."""
_FRAMES: Final = 1 << 12
"""Sentences whose frame is remembered: agency copy prints the same ones in many papers."""
_PASSIVE: Final = frozenset(("was", "were", "been", "being"))
_POINTING: Final = frozenset(
    ("i", "we", "he", "she", "it", "they", "you", "one", "who", "that", "this", "her", "his", "their")
)
"""Sources inside a report that may be whoever reports: "she said she feared"."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the words of one sentence outside a quotation do with the quotation.

    ``stance`` is "asserts" where nothing is done to it, else "denies", "withholds", "withdraws" or "asks". ``others``
    are those, as printed, whose words the speaker passes on; ``condition`` is where a condition of the words begins and
    ends in the sentence. ``feeling`` is what the speaker does who only fears, hopes or supposes them: "feared".
    """

    stance: Stance = "asserts"
    others: tuple[str, ...] = ()
    condition: Span | None = None
    feeling: str = ""


@lru_cache(maxsize=_FRAMES)
def frame(sentence: str, start: int, end: int, outer: Stance | None = None, *, spoken: bool = False) -> Frame:
    """Return the frame of the words ``sentence[start:end]``; ``outer`` is the stance of who says them, where known.

    ``spoken`` says that all of the sentence is somebody's words, though in no marks, as in a transcript or a letter.

    >>> sentence = "Marlow said critics had called the pier “a danger to ships”."
    >>> frame(sentence, 41, 58).others
    ('critics',)
    >>> frame("Marlow denied that the pier was “a danger to ships”.", 33, 50).stance
    'denies'
    """
    kept = Span(start, end)
    reports = list(_reports(sentence, kept))
    passive = False
    if len(reports) > 1 and _is_past(sentence, reports[0], reports[1]):
        reports[0], outer = replace(reports[0], stance="asserts"), None
        passive = passive or reports[1].label is None
    inside = next((each for each in quotations(sentence) if each.start <= start < each.end), None)
    own = bool(reports) and (spoken or (inside is not None and _stands_in(reports[0], inside.span)))
    nested = reports if own else reports[1:]
    stances = [report.stance for report in nested]
    first: Stance | None = outer if outer is not None else reports[0].stance if reports and not own else None
    if not _UNSAID & {*stances} and _is_negated(sentence, kept, inside.span if inside else None, reports):
        stances.append("denies")
    return Frame(
        _together(([first] if first else []) + stances),
        (
            *(_antecedent(sentence, report) for report in nested if not _points_back(sentence, report, reports[0])),
            *("whoever told" for report in reports if _is_passive(sentence, report)),
            *(f"whoever {reports[1].cue.of(sentence)}" for _ in range(passive)),
        ),
        _condition(sentence, kept, inside.span if inside else None),
        "" if own or not reports else _feeling(reports[0].cue.of(sentence)),
    )


def _points_back(sentence: str, report: _Report, outer: _Report) -> bool:
    """Tell whether the source of a report is whoever reports: "Pell said she feared", "the board, which called it"."""
    label = (report.label or "").lower()
    if label not in _RELATIVE or not outer.label:
        return not label or label in _POINTING - _RELATIVE
    before = _RELATIVE_CLAUSE.split(sentence[: report.cue.start])[0]
    return before.rstrip().endswith(outer.label)


def _antecedent(sentence: str, report: _Report) -> str:
    """Return the source of a report as printed; for "who", the word before it: "one deckhand who called it"."""
    before = _WHO.split(sentence[: report.cue.start])[0].split()
    return before[-1].strip(",") if before and report.label in _RELATIVE else str(report.label)


def _is_past(sentence: str, outer: _Report, inner: _Report) -> bool:
    """Tell whether what a report denies ends before another: she refused to call it so, and left when it was."""
    between = sentence[outer.content.start : inner.cue.start]
    return outer.stance in _UNSAID and _GOES_ON.search(between) is not None


def _is_passive(sentence: str, report: _Report) -> bool:
    """Tell whether somebody is told: "members were told that …" passes on the words of whoever told them."""
    before = sentence[: report.cue.start].split()[-1:]
    return report.cue.of(sentence) == "told" and bool(_PASSIVE & {*before})


def _feeling(text: str) -> str:
    """Return the first word of a text that says that something is felt or thought to come, and not said to be so."""
    return next((word for word in text.split() if word.lower().strip(",;:“”") in sense_words("feeling")), "")


def _accusation(opening: str) -> str:
    """Return the words just before a quotation that say what somebody is charged with: was accused of “…”."""
    low = " ".join(opening.lower().split()).rstrip(" “\"‘'")
    return next((words for words in sense_words("accusation") if low.endswith(words)), "")


def _together(stances: Sequence[Stance]) -> Stance:
    """Return what stances inside one another come to: of two denials one undoes the other."""
    if grave := next((stance for stance in stances if stance in ("withholds", "withdraws")), None):
        return grave
    if stances.count("denies") % 2:
        return "denies"
    return "asks" if "asks" in stances else "asserts"


@dataclass(frozen=True, slots=True)
class _Report:
    """One report: its stance, its source as printed, and where its cue stands in the sentence."""

    stance: Stance
    label: str | None
    cue: Span
    content: Span


def _stands_in(report: _Report, span: Span) -> bool:
    return span.start <= report.cue.start and report.cue.end <= span.end


def _reports(sentence: str, kept: Span) -> Iterator[_Report]:
    """Yield the reports that the words at ``kept`` stand in, the outermost first."""
    low, high = 0, len(sentence)
    for _ in range(_DEPTH):
        text = sentence[low:high]
        if not words(sentence[low : kept.start]) and not words(sentence[kept.end : high]):
            return  # no word is left that could report them
        found = _holding(text, Span(kept.start - low, kept.end - low))
        if found is None:
            return
        attribution, span = found
        assert attribution.cue is not None
        cue = Span(attribution.cue.start + low, attribution.cue.end + low)
        yield _Report(attribution.stance, attribution.label, cue, Span(span.start + low, span.end + low))
        if span.end - span.start >= len(text):
            return
        low, high = span.start + low, span.end + low


def _holding(text: str, kept: Span) -> tuple[Attribution, Span] | None:
    """Return the attribution whose content has the words at ``kept`` and whose cue does not, with that content."""
    for attribution in reports_in(text):
        for span in attribution.spans:
            if span.start <= kept.start < span.end and attribution.cue is not None:
                cue = attribution.cue
                if cue.end <= kept.start or kept.end <= cue.start:
                    return attribution, span
    return None


@lru_cache(maxsize=_FRAMES)
def _turned_by(sentence: str, kept: Span) -> Span | None:
    return turned_by(sentence, kept)


def _is_negated(sentence: str, kept: Span, inside: Span | None, reports: Sequence[_Report]) -> bool:
    """Tell whether the reporter's own words, inside what is reported, negate a quotation: was not “a danger”."""
    if inside is None:
        return False
    negator = _turned_by(sentence, kept)
    begin = reports[-1].content.start if reports else 0
    return negator is not None and begin <= negator.start and negator.end <= inside.start


def _condition(sentence: str, kept: Span, inside: Span | None) -> Span | None:
    """Return the condition that governs the words at ``kept``, said by the same voice, or in the clause around them.

    The clause of a quoted phrase is the reporter's: it would be “a loss” if the grant were cut.
    """
    found = negation.governing_condition(sentence, kept)
    if found is None or inside is None or inside.start <= found.start < inside.end or found.end <= inside.start:
        return found
    if _is_taken_up(sentence, inside, found):
        return found
    before = sentence[: inside.start]
    clause = max((end.end() for end in _CLAUSE_START.finditer(before)), default=0)
    behind = negation.governing_condition(sentence, Span(clause, inside.end)) if words(before[clause:]) else None
    return behind if behind is not None and not sentence[inside.end : behind.start].strip() else None


def _is_taken_up(sentence: str, inside: Span, condition: Span) -> bool:
    """Tell whether a condition stands in the same turn behind a cue: “We shall close,” she said, “unless …”."""
    other = next((each for each in quotations(sentence) if each.start <= condition.start < each.end), None)
    between = sentence[inside.end : other.start] if other is not None else ""
    return other is not None and bool(words(between)) and not words(sentence[other.start : condition.start])


_TOLD: Final = {
    "denies": "denied these words",
    "withholds": "did not say these words",
    "withdraws": "took these words back",
}


def with_frame(place: Place, source: SourceWords, own: AttributedWords | None, draft: str, quotation: Quoted) -> Place:
    """Return a place with what the source's frame does with the words and the draft's does not, or the contrary.

    “Quill denied ‘we are planning patrols’” quoted as what Quill said turns it round, and so does the contrary. A draft
    that quotes a part of what is denied (“denied planning ‘armed patrols’”) may deny the rest of it. Words that are
    asked, that another said, or that hold under a condition only, are quoted with that.
    """
    if not place.parts:
        return place
    sentence = source.sentence_at(place.parts[0].start)
    start = place.parts[0].start - sentence.start
    end = min(max(part.end for part in place.parts), sentence.end) - sentence.start
    stored = place.speech
    outer = _outer(stored, source.text, None if place.negation else place.parts[0])
    spoken = (
        stored is not None
        and stored.kind is ClaimKind.DIRECT
        and source.quotation_at(sentence.start) is None
        and any(span.start <= sentence.start and place.parts[0].end <= span.end for span in stored.spans)
    )
    theirs = frame(sentence.of(source.text), start, max(end, start + 1), None if spoken else outer, spoken=spoken)
    before = sentences.opening(draft, quotation.start, OPENING_REACH)
    after = sentences.rest(draft, quotation.end, OPENING_REACH)
    whole = before + quotation.text + after

    @cache
    def ours() -> Frame:
        return frame(whole, len(before), len(before) + len(quotation.text), own.stance if own else None)

    grave = [finding for finding in place.findings if finding.fails]
    denied = denies(before) or denies(after)
    told_by = [each.speaker for each in (stored, own) if each is not None and each.speaker]
    speaker = next((name for name in told_by if is_name(name)), next(iter(told_by), ""))
    kept = _distance(source, sentence, place.parts, lambda name: bool(speaker) and same_speaker(name, speaker))
    marks = source.quotation_at(place.parts[0].start) or place.parts[0]
    ahead, rest = source.text[sentence.start : marks.start], source.text[marks.end : sentence.end]
    plainly = distance.calls_it(ahead) and not denies(ahead)
    aside = plainly and denies(rest) and theirs.stance == "withholds"  # it denies something else, or is taken back
    if kept.own or aside:
        unsaid = theirs.stance in _UNSAID
        theirs = replace(
            theirs, stance="asserts" if unsaid else theirs.stance, others=() if kept.own else theirs.others
        )
    if theirs.stance in _UNSAID and not denied and ours().stance not in _UNSAID:
        who = stored.speaker if stored is not None and stored.speaker else "the speaker"
        return _hiding(place, grave, f"The source says that {who} {_TOLD[theirs.stance]}.")
    asked = theirs.stance == "asks" or _asks(source, sentence, place.parts)
    if asked and not denied and ours().stance != "asks" and "?" not in whole:
        return _hiding(place, grave, "The source asks this; nobody says there that it is so.")
    accused = _accusation(sentence.of(source.text)[:start])
    if accused and not denied and not _accusation(before):
        return _hiding(place, grave, f"In the source somebody was {accused} this; nobody says there that it is so.")
    others = [] if denied else _passed_on(theirs, ahead if plainly else sentence.of(source.text))
    if other := next((label for label in others if not _names(label, ours(), own, before + after)), None):
        return _hiding(place, grave, f"In the source these are words of others ({other}) that the speaker passes on.")
    if kept.others and not denied and not _names(kept.others, ours(), own, before + after):
        told = f"In the source these are words of others ({kept.others}) that the speaker passes on."
        return _hiding(place, grave, told)
    label = "" if own is None or denied else _unread_speaker(source, sentence, place.parts[0], stored, own)
    if own is not None and label and not _names(label, ours(), own, before + after):
        return _hiding(place, grave, f"In the source these are words of others ({label}).")
    ahead_keys = [word.key for word in words(ahead)]
    few = next((key for key in ahead_keys if _soft().get(key) == "quantity"), "")
    if few and _TOTAL.isdisjoint(ahead_keys) and not _TOTAL.isdisjoint(word.key for word in words(before)):
        return _hiding(place, grave, f"The source says so of “{few}”, the draft of all.")
    if kept.told and not denied and not _carried(before, after, kept.told):
        return _hiding(place, grave, f"The source keeps these words from the speaker: “{kept.told}”.")
    if theirs.feeling and not denied and not _feeling(before) and not _feeling(after):
        return _hiding(place, grave, f"In the source the speaker only {theirs.feeling} this.")
    if theirs.condition is not None and not any(map(_has_condition, (before, after))):
        return _with_condition(place, grave, source, sentence, theirs.condition)
    soft = "" if denied else _softened(source, place.parts[0], quotation)
    if soft and not _softens(soft, f"{before} {after}"):
        told = f"The source says “{soft}” before these words."
        return _hiding(place, grave, told, soft)
    if (limit := _limit(place.goes_on)) and limit not in after.lower():
        told = f"The source goes on “{limit} …”, which takes a part of it back."
        whole_ = " ".join([*(part.of(source.text) for part in place.parts), place.goes_on])
        return replace(
            place,
            findings=worst_first({Finding.HIDES, *grave}),
            said=(told, *place.said),
            hidden=(*place.hidden, place.goes_on),
            corrected="" if len(place.parts) > 1 else " ".join(whole_.split()),
        )
    if own is None or stored is None or own.stance not in TURNED or own.kind is not ClaimKind.DIRECT:
        return place
    if theirs.stance in _UNSAID or not (own.speaker and stored.speaker and same_speaker(own.speaker, stored.speaker)):
        return place
    if place.changes or (_before(source, place.parts) or _around(source, place.parts)) is not None:
        return place
    told = f"The draft says that {own.speaker} denied these words; the source says them."
    return replace(place, findings=worst_first({Finding.ALTERED, *grave}), said=(told, *place.said))


_TOTAL: Final = frozenset(("all", "every", "everyone", "everybody"))
_AGENT: Final = re.compile(rf"\W*by\s((?:{RUN}\s){{0,3}}{RUN})")


def _unread_speaker(
    source: SourceWords, sentence: Span, part: Span, stored: AttributedWords | None, own: AttributedWords
) -> str:
    """Return to whom a sentence gives words whose speaker was not read, where that is not the one a draft names."""
    if own.speaker is None or own.is_body or not is_name(own.speaker) or (stored is not None and stored.speaker):
        return ""
    inside = source.quotation_at(part.start)
    if inside is None:
        return ""
    ahead, behind = source.text[sentence.start : inside.start], source.text[inside.end : sentence.end]
    by = ahead.rfind("according to")
    if by >= 0 and not distance.calls_it(ahead[by:]):
        label = named_in(ahead[by:]) or ""
    elif (agent := _AGENT.match(behind)) is not None:
        label = agent[1]
    else:
        label = next(
            (_antecedent(ahead, each) for each in _reports(sentence.of(source.text), _within(sentence, part))), ""
        )
    return label if label and is_another(label, own.speaker, source.text) else ""


def _within(sentence: Span, part: Span) -> Span:
    return Span(part.start - sentence.start, min(part.end, sentence.end) - sentence.start)


def _has_condition(text: str) -> bool:
    """Tell whether a draft's own words put a condition: "Without the grant, …" too."""
    return negation.states_condition(text) or text.split()[:1] == ["Without"]


def _limit(behind: str) -> str:
    """Return the words that open the rest of a sentence and take a part of it back: "beyond", "or not"."""
    low = behind.lower().lstrip(" ,;")
    return next((phrase for phrase in sense_words("limit") if f"{low} ".startswith(f"{phrase} ")), "")


def _distance(
    source: SourceWords, sentence: Span, parts: Sequence[Span], is_speaker: Callable[[str], bool]
) -> Distance:
    """Return what keeps the words at some parts away in their sentence, in the reporter's or the speaker's words."""
    text, start = source.text, parts[0].start
    inside = source.quotation_at(start)
    low, high = (inside.start, inside.end) if inside is not None else (start, parts[-1].end)
    found = distance.before(text[sentence.start : max(low, sentence.start)], is_speaker, spoken=False)
    if found != Distance():
        return found
    if inside is not None:
        own = distance.before(text[max(low + 1, sentence.start) : start], is_speaker, spoken=True)
        if own != Distance():
            return own
    return Distance(told=distance.behind(text[min(high, sentence.end) : sentence.end], is_speaker))


def _asks(source: SourceWords, sentence: Span, parts: Sequence[Span]) -> bool:
    """Say whether a question is asked with the words at some parts, and they are not all of it.

    What a "why" asks for is taken to be so; "you were there?" and "is it true that …?" are not.
    """
    inside = source.quotation_at(parts[0].start)
    low, high = (inside or sentence).start, (inside or sentence).end
    label = LABEL.match(source.text, sentence.start, parts[0].start) if inside is None else None
    before = words(source.text[max(label.end() if label else low, sentence.start) : parts[0].start])
    after = source.text[parts[-1].end : min(high, sentence.end)]
    opening = next((word.key for word in before if word.key not in _JOINING), "")
    plain = inside is None and opening not in _OPEN
    verbal = negation.is_auxiliary(opening)
    return bool(opening) and (plain or (verbal and len(before) <= _ASKING)) and "?" in after and not words(after)


def _carried(before: str, after: str, kept: str) -> bool:
    """Say whether a draft's own sentence keeps words away too."""
    nobody: Callable[[str], bool] = "".__eq__
    found = distance.before(before, nobody, spoken=False)
    told = {word.key for word in words(kept)} & {word.key for word in words(after)}
    return bool(found.others or found.told or told or distance.behind(after, nobody) or _accusation(before))


def _passed_on(theirs: Frame, text: str) -> list[str]:
    """Return those whose words a speaker passes on, without who is only named in a clause put in, or behind."""
    aside = {word.key for clause in distance.asides(text) for word in words(clause)}
    there = {word.key for word in words(text)} | _NOBODY
    return [label for label in theirs.others if key(label.split()[-1]) in there - aside]


def _outer(stored: AttributedWords | None, text: str, part: Span | None) -> Stance | None:
    """Return the stance that is known of who says the words; a quoted question is asked by its own mark.

    Words that hold the denial themselves, at ``part``, are said: “I am not suggesting that …”.
    """
    if stored is None or stored.stance not in _UNSAID | {"asks", "asserts"}:
        return None
    first = min(span.start for span in stored.spans)
    if part is not None and stored.stance in _UNSAID and part.start < first and denies(text[part.start : first]):
        return None
    return "asserts" if stored.stance == "asks" and stored.kind is ClaimKind.DIRECT else stored.stance


@cache
def _soft(kind: str = "") -> dict[str, str]:
    """Return the phrases that soften what follows, of one kind or of all, each with its kind; verbs in any form."""
    found: dict[str, str] = {}
    for phrase, own in sense_words("soft").items():
        first, *others = phrase.split()
        for form in {first, *verb_forms(first)} if own == "wish" else {first}:
            found[" ".join(word.key for word in words(" ".join((form, *others))))] = own
    return {phrase: own for phrase, own in found.items() if kind in ("", own)}


def _softened(source: SourceWords, part: Span, quotation: Quoted) -> str:
    """Return the phrase just before some words of a source that softens them: "we hope to", "probably", "I'm told".

    A quantity does so where a draft begins with a capital, as if nothing stood before: “[Some] wardens were hurt.”
    """
    first = bisect_left(source.starts, part.start)
    sentence = source.sentence_at(part.start)
    begin = next((at for at in range(max(0, first - _SOFT), first) if source.starts[at] >= sentence.start), first)
    near = [source.words[at] for at in range(begin, first)]
    for at, word in enumerate(near):
        text = source.text[word.start : part.start].rstrip()
        phrase = " ".join(each.key for each in near[at:])
        kind = _soft().get(phrase, "")
        opens = quotation.text[:1].isupper() and source.text[part.start].islower()
        if kind and not _CLAUSE_MARK.search(text.rstrip("“‘\"'")) and (kind != "quantity" or opens):
            return " ".join(text.split()).rstrip("“‘\"'").rstrip()
    return ""


def _softens(phrase: str, around: str) -> bool:
    """Tell whether the words of a draft around a quotation soften it as a phrase does that it leaves out."""
    kind = _soft()[" ".join(word.key for word in words(phrase))]
    own = {word.key for word in words(around)}
    light = word_list("text", "stop_words.tsv")
    telling = {each for other in _soft(kind) for each in other.split() if each not in light or each == other}
    telling = set() if kind == "told" else telling  # the speaker of the draft "told" reporters
    return bool(own & (telling | {word for word, also in sense_words("softening").items() if kind in also.split()}))


def names_owner(around: tuple[str, str, str], own: AttributedWords | None, speaker: str) -> bool:
    """Tell whether a draft's sentence says that its speaker passes on, or answers, another's words: Stroud's claim.

    ``around`` are its words before the quotation, the quotation, and those behind.
    """
    before, inner, _ = around
    ours = frame("".join(around), len(before), len(before) + len(inner), own.stance if own else None)
    low = before.split()
    nouns = [at for at, word in enumerate(low) if distance.is_noun(word) and at]
    owners = [unpossessed(word) for at in nouns for word in low[max(0, at - _OWNED) : at] if unpossessed(word) != word]
    return any(same_speaker(speaker, name) for name in (*ours.others, *owners))


def _hiding(place: Place, grave: Sequence[Finding], told: str, *hidden: str) -> Place:
    """Return a place whose frame the draft hides: no wording of the source can be copied without it."""
    return replace(
        place,
        findings=worst_first({Finding.HIDES, *grave}),
        said=(told, *place.said),
        hidden=(*hidden, *place.hidden),
        corrected="",
        withheld="in the source the words stand inside what is said of them",
    )


def _with_condition(
    place: Place, grave: Sequence[Finding], source: SourceWords, sentence: Span, condition: Span
) -> Place:
    """Return a place whose words hold under a condition that the draft leaves out; the wording to copy has it."""
    first, last = place.parts[0], place.parts[-1]
    begin = sentence.start + condition.start
    voice = source.quotation_at(first.start)
    corrected = ""
    if source.quotation_at(begin) == voice:
        number = bisect_left(source.starts, begin)
        if begin >= last.end and number < len(source.starts):
            stop = source.words[source.sentence_end(number + 1) - 1].end
            hidden = Span(begin, stop)
            corrected = Span(first.start, stop).of(source.text)
        else:
            hidden = Span(begin, first.start)
            corrected = Span(begin, last.end).of(source.text)
    else:
        hidden = Span(begin, first.start)
    shown = " ".join(hidden.of(source.text).split()).strip(" ,;:“”\"‘’'")
    told = f"The source says so under a condition: “{shown}”."
    return replace(
        place,
        findings=worst_first({Finding.HIDES, *grave}),
        said=(told, *place.said),
        hidden=(shown, *place.hidden),
        corrected=" ".join(corrected.split()),
    )


def _names(label: str, ours: Frame, own: AttributedWords | None, around: str) -> bool:
    """Tell whether a draft names those whose words its speaker passes on: as its speaker, or in the sentence."""
    if own is not None and own.speaker and same_speaker(own.speaker, label):
        return True
    name = label.split()[-1].lower()
    known = {word.key for word in words(around)}
    return any(name == other.split()[-1].lower() for other in ours.others) or name in known or key(name) in known


def _before(source: SourceWords, parts: Sequence[Span]) -> Span | None:
    """Return the word before the first part where it negates or weakens, in the same sentence and by the same voice."""
    first = bisect_left(source.starts, parts[0].start) if parts else 0
    if not 0 < first < len(source.words):
        return None
    span = Span(source.words[first - 1].start, source.words[first - 1].end)
    if lost(span.of(source.text)) is None or source.ends_sentence(first - 1, first):
        return None
    return span if source.quotation_at(span.start) == source.quotation_at(source.words[first].start) else None


def _around(source: SourceWords, parts: Sequence[Span]) -> Span | None:
    """Return what negates the first part from elsewhere in its sentence, by the same voice."""
    if not parts:
        return None
    sentence = source.sentence_at(parts[0].start)
    # What stands between the parts is hidden, or changed, and told as that.
    first, end = min(part.start for part in parts), max(part.end for part in parts)
    negator = _turned_by(sentence.of(source.text), Span(first - sentence.start, end - sentence.start))
    if negator is None:
        return None
    span = Span(sentence.start + negator.start, sentence.start + negator.end)
    return span if source.quotation_at(span.start) == source.quotation_at(parts[0].start) else None
