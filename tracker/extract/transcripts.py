"""Transcripts of debates, hearings and interviews: whose turn it is, told by the name line that opens it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Final

from tracker.extract.speakers import BODY, PERSON, Resolution, speaker_mentions
from tracker.models import Attribution, ClaimKind, Role, Span, Speech, Stance
from tracker.text.layout import lines
from tracker.text.lexicon import rows, words
from tracker.text.names import (
    HONORIFIC,
    STRONG,
    STYLE,
    TITLE,
    body_word,
    given_gender,
    is_initial,
    is_particle,
    plain,
    title,
)

LONGEST_LABEL: Final = 110
"""Characters a name line has at most: an office in full with its holder, party and seat."""
LONGEST_NAME: Final = 6
"""Words of the name itself ("Baroness Scott of Bybrook")."""
SHORTEST_SPEECH: Final = 8
"""Characters of a line that can be speech ("It has risen.")."""
FEW: Final = 2
"""Turns of plain names that make a transcript where words of a house show it; without those one more."""
SHORTEST_CLAIM, SHORTEST_POINTING = 4, 6
"""Words a sentence of a turn has to have to be a claim, and one whose subject is a pronoun ("It has been hard.")."""
FEWEST_TELLING = 3
"""Words that carry meaning in such a sentence: "I will take your advice on that" has two."""
_PRESSING = frozenset(("that", "not", "isn't", "aren't", "doesn't", "don't", "wasn't"))
_POINTING = frozenset(("it", "that", "this", "he", "she", "they", "i", "we", "you", "there", "those", "these", "so"))
_MARKS: Final = "§•*_#>-–— \t\xa0"
ASKED: Final = " asked "
"""Between the name and whom a written question is put to ("Lord Marsh asked His Majesty's Government:")."""
_SET_APART: Final = "*_[("
_SPEECH_ENDS: Final = ".!?:;…—–-\"”’'»"
_QUOTES: Final = "“\"‘'«"


@dataclass(frozen=True, slots=True)
class Label:
    """What a name line says: the name without letters behind it, the office and its place, whether it can be no other.

    ``name`` is ``None`` where the line opens a turn of nobody named (Q., A.). ``sure`` is true where an office stands
    before a name in brackets, or a party or seat behind one; ``marked`` where it is set apart by emphasis,
    a clock time or capitals behind a form of address.
    """

    span: Span
    name: str | None
    office: Span | None
    sure: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One uninterrupted speech of a transcript: its label, the full name of who speaks, and its paragraphs.

    ``stance`` and ``whole`` are as of a speech of a record.
    """

    label: Label
    name: str | None
    spans: tuple[Span, ...]
    stance: Stance = "asserts"
    whole: bool = False


def turns(text: str) -> tuple[Turn, ...]:
    """Return the turns of ``text`` in order, none where it is no transcript.

    >>> [turn.name for turn in turns("The Clerk (Ann Reed): It rose.\\n\\nMr Hale: It fell.\\n\\nAnn Reed: It rose.")]
    ['Ann Reed', 'Hale', 'Ann Reed']
    """
    found = list(_read(text))
    if not _is_transcript(text, found):
        return ()
    full = _full_names([label for label, _ in found])
    return tuple(Turn(label, full.get(label.name or ""), tuple(spans)) for label, spans in found if spans)


def _read(text: str) -> Iterator[tuple[Label, list[Span]]]:
    """Yield each label with the paragraphs of speech behind it; a heading ends a speech."""
    current: tuple[Label, list[Span]] | None = None
    known: set[str] = set()
    for line in lines(text):
        read = _label(text, line, known)
        if read is not None:
            label, begin = read
            if current is not None:
                yield current
            current = (label, [])
            known.add(label.span.of(text))
            if begin < line.end:
                current[1].append(Span(begin, line.end))
        elif current is not None and _is_speech(line.of(text)):
            current[1].append(line)
        elif current is not None and current[1]:
            yield current
            current = None
    if current is not None:
        yield current


def _is_speech(words_of_line: str) -> bool:
    """Tell whether a line is speech and no heading: it is long, or ends as sentences do."""
    ended = words_of_line[-1] in _SPEECH_ENDS or len(words_of_line) > LONGEST_LABEL
    return ended and len(words_of_line) >= SHORTEST_SPEECH


def _is_transcript(text: str, found: Sequence[tuple[Label, list[Span]]]) -> bool:
    spoken = [label for label, spans in found if spans]
    names = Counter(label.name for label in spoken)
    if any(label.sure for label in spoken):
        return True
    house = any(label.marked for label in spoken) or any(mark in text for mark in _house_marks())
    repeated = max(names.values(), default=0) > 1
    return len(names) >= FEW and (house or (repeated and len(spoken) > FEW))


def _label(text: str, line: Span, known: set[str]) -> tuple[Label, int] | None:
    """Return the label that opens a line and where its speech begins, the line's end where none stands on it."""
    start = _past_marks(text, line)
    printed = text[start : line.end]
    if not printed:
        return None
    asked = printed.find(ASKED, 0, LONGEST_LABEL) if printed.endswith(":") else 0
    if asked > 0:
        label = _read_label(text, start, start + asked)
        if label is not None:
            return label, line.end
    colon = printed.find(":", 0, LONGEST_LABEL)
    if colon > 0:
        label = _read_label(text, start, start + colon)
        if label is not None and not _is_quotation(printed[colon + 1 :]):
            marked = text[line.start] in _SET_APART
            return replace(label, marked=marked), _speech_start(text, start + colon + 1, line.end)
    stop = _after_capitals(printed)
    if stop:
        label = _read_label(text, start, start + stop - 1)
        if label is not None:
            return replace(label, marked=label.name is not None), _speech_start(text, start + stop, line.end)
    if text[line.start] == "§":
        glued = _glued(printed, {plain(name.split()[-1]) for name in known})
        label = _read_label(text, start, start + glued) if glued else None
        if label is not None:
            return replace(label, sure=True), start + glued
    if len(printed) <= LONGEST_LABEL and printed[-1] not in ".!?,;:":
        label = _read_label(text, start, line.end, alone=True)
        if label is not None:
            return label, line.end
    return None


def _is_quotation(rest: str) -> bool:
    """Tell whether what follows a colon stands in quotation marks: then it is a quotation among others."""
    return rest.lstrip(" \t\xa0*_")[:1] in tuple(_QUOTES)


def _speech_start(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " \t\xa0*_":
        at += 1
    return at


def _past_marks(text: str, line: Span) -> int:
    """Return where a line's words begin: past section marks, emphasis, a clock time and the number of a question."""
    at = line.start
    while at < line.end:
        if text[at] in _MARKS:
            at += 1
        elif (
            text[at] in "[("
            and (close := text.find("])"["[(".index(text[at])], at, line.end)) > 0
            and _is_clock(text[at + 1 : close])
        ):
            at = close + 1
        elif text[at].isdecimal():
            begin = at
            while at < line.end and (text[at].isdecimal() or text[at] in ":.,"):
                at += 1
            if at == line.end or text[at] not in " \t\xa0":
                return begin
        else:
            break
    return at


def _is_clock(inside: str) -> bool:
    return bool(inside) and all(sign.isdecimal() or sign in ":., " for sign in inside)


def _after_capitals(printed: str) -> int:
    """Return where the stop ends behind a label in capitals or a question's letter ("Mr. HALE.", "Q."), 0 for none."""
    at = printed.find(". ")
    while 0 < at <= LONGEST_LABEL:
        last = printed[:at].split()[-1]
        if printed[:at] in ("Q", "A") or (last.isupper() and len(last) > 2 and title(printed.split()[0]) is not None):
            return at + 1
        if not last[:1].isupper():
            return 0
        at = printed.find(". ", at + 1)
    return 0


def _glued(printed: str, known: set[str]) -> int:
    """Return where a label ends to which the speech is glued ("Mr. CarrI cannot …", "Mr. Meacherasked"), else 0."""
    at = 0
    for word in printed.split()[:LONGEST_NAME]:
        at = printed.index(word, at)
        low = word.lower()
        for index in range(len(word) - 1, 1, -1):
            inner = word[index].isupper() and word[index - 1].islower() and low[:index] not in ("mc", "mac", "fitz")
            if inner or (plain(word[:index]) in known and word[index:] in ("asked", "rose")):
                return at + index
        if not word[0].isupper():
            return 0
        at += len(word)
    return 0


def _read_label(text: str, start: int, end: int, *, alone: bool = False) -> Label | None:
    """Read the words of a label; ``alone`` where it fills its line, as headings do too."""
    while end > start and text[end - 1] in " \t\xa0*_":
        end -= 1
    printed = text[start:end]
    if not printed or not (printed[0].isupper()):
        return None
    span = Span(start, end)
    if printed in ("Q", "A"):
        return None if alone else Label(span, None, None)
    bracket = printed.find("(")
    base = printed[:bracket].rstrip() if bracket > 0 else printed
    inside = _brackets(printed[bracket:]) if bracket > 0 else []
    if inside is None:
        return None
    named = next((name for part in inside if (name := _person(part.split())) is not None), None)
    if named is not None and _is_office(base):
        return Label(span, named, Span(start, start + len(base)), sure=True)
    name = _person(base.split())
    if name is None:
        return None
    placed = bool(inside) and alone
    office = start + bracket + 1 if inside and _is_office(inside[0]) else None
    return Label(span, name, Span(office, office + len(inside[0])) if office else None, placed or office is not None)


def _brackets(rest: str) -> list[str] | None:
    """Return what stands in brackets, ``None`` where anything stands outside them."""
    found = []
    while rest:
        close = rest.find(")")
        if rest[0] != "(" or close < 0:
            return None
        found.append(rest[1:close].strip())
        rest = rest[close + 1 :].strip()
    return found


def _is_office(printed: str) -> bool:
    """Tell whether words name an office: "The Minister of State, Home Office", "Mayor of Leeds", "Chair"."""
    parts = [part.strip(",") for part in printed.split()]
    return any((found := title(part)) is not None and found.noun is not None for part in parts) or any(
        plain(part) in words("extract", "offices.txt") for part in parts
    )


def _person(parts: Sequence[str]) -> str | None:
    """Return a name printed as a label has it, without title or letters behind it, ``None`` for other words."""
    kept = list(parts)
    while len(kept) > 1 and kept[-1].isupper() and _is_letters(kept[-1]):
        kept.pop()
    shown = len(kept) < len(parts)
    if not kept or len(kept) > LONGEST_NAME or not all(_in_name(part) for part in kept):
        return None
    first = title(kept[0])
    count = 0
    while count < len(kept) - 1 and (found := title(kept[count])) and found.kind in (HONORIFIC, TITLE):
        count += 1
    name = kept[count:]
    titled = first is not None and first.kind in (HONORIFIC, STYLE, TITLE) and len(kept) > 1
    if not name[0][0].isupper() or not all(part[0].isalpha() for part in name):
        return None
    if not titled and any(body_word(part) == STRONG for part in name):
        return None
    capitals = len(kept) <= 2 and all(part.isupper() and len(part) > 2 for part in name)
    initial = is_initial(name[0]) and (len(name[0]) == 1 or "." in name[0])
    given = len(name) > 1 and (given_gender(name[0]) is not None or initial)
    if not (titled or shown or capitals or given) or plain(name[-1]) in words("extract", "not_names.txt"):
        return None
    return " ".join(word.title() if word.isupper() and len(word) > 2 else word for word in name)


def _is_letters(word: str) -> bool:
    """Tell whether a word in capitals stands behind a name: "MP", "AM", "QC", not the surname in capitals."""
    return plain(word) in words("text", "post_nominals.txt") or plain(word) in ("am", "ms")


def _in_name(part: str) -> bool:
    return part[-1] != "," and (part[0].isupper() or is_particle(part) or part in ("of", "the"))


def _full_names(labels: Sequence[Label]) -> dict[str, str]:
    """Return for each name of the labels the fullest that can be the same person's: "Jenkins" is "Roy Jenkins"."""
    names = {label.name for label in labels if label.name is not None}
    full: dict[str, str] = {}
    for name in names:
        parts = [plain(part) for part in name.split()]
        fuller = {
            other
            for other in names
            if len(other.split()) > len(parts) and [plain(part) for part in other.split()][-len(parts) :] == parts
        }
        full[name] = fuller.pop() if len(fuller) == 1 else name
    return full


@cache
def _house_marks() -> tuple[str, ...]:
    return tuple(row[0] for row in rows("extract", "debate_marks.tsv"))


RULE: Final = "turn of a transcript"
_OF_OTHERS: Final = frozenset(("name", "description", "body", "office"))
"""How a speaker inside a turn is found that is somebody else than who has the turn."""
CONFIDENCE: Final = 0.95


class _Places:
    """Spans of a text, in any order, asked which stretches they meet."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._reach = [*accumulate((span.end for span in ordered), max)]

    def meet(self, start: int, end: int) -> bool:
        """Tell whether any of the spans shares a character with a stretch."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start


def of_record(text: str, speeches: Sequence[Speech]) -> tuple[Turn, ...]:
    """Return the speeches of a record that says itself who speaks, as turns; in order of the text and apart."""
    found, at, every = [], 0, lines(text)
    for speech in speeches:
        span = speech.span
        at = bisect_right(every, span.start, at, key=lambda line: line.end)
        last = bisect_left(every, span.end, at, key=lambda line: line.start)
        spans = tuple(Span(max(line.start, span.start), min(line.end, span.end)) for line in every[at:last])
        label = Label(speech.label or Span(span.start, span.start), speech.speaker, speech.role, sure=True)
        if spans:
            found.append(Turn(label, speech.speaker, spans, speech.stance, speech.whole))
    return tuple(found)


def within(found: Sequence[Turn], before: Resolution) -> Resolution:
    """Return what is reported inside the turns of a record; its headings and votes are nobody's speech."""
    spoken = _Places(span for turn in found for span in turn.spans)
    kept = [item for item in before.attributions if spoken.meet(item.spans[0].start, item.spans[0].end)]
    return replace(before, attributions=tuple(kept))


def with_turns(text: str, found: Sequence[Turn], before: Resolution, sentences: Sequence[Span]) -> Resolution:
    """Return the attributions of a transcript: its turns, and inside them what a turn reports of somebody else.

    A turn is one attribution whose spans are its sentences, but for those that report the words of others; its speaker
    is a person or, in a record of statements, a body, and the office its name line prints a role.
    """
    attributions = before.attributions
    labels = _Places(turn.label.span for turn in found if turn.label.span.of(text))
    bodies = _Places(body for turn in found for body in turn.spans)
    asked = _Places(sentence for sentence in sentences if sentence.of(text)[-1] == "?")
    kept = [item for item in attributions if not _is_own(item, labels, bodies, asked)]
    taken = _Places(span for item in kept for span in (*item.spans, item.cue) if span is not None)
    number = max((item.id for item in attributions), default=0)
    spoken = []
    for turn in found:
        pieces = [
            piece
            for body in turn.spans
            for piece in _sentences(body, sentences)
            if not taken.meet(piece.start, piece.end)
        ]
        told = [piece for piece in pieces if _is_told(text, piece)]
        own = tuple(told or pieces if turn.whole else told)
        if own:
            number += 1
            spoken.append(_attribution(text, number, turn, own))
    every = tuple(sorted([*kept, *spoken], key=lambda item: item.spans[0].start))
    kinds = {speaker.name: speaker.kind for speaker in before.speakers}
    kinds.update({turn.name: _kind(turn.name) for turn in found if turn.name is not None})
    roles = {(role.speaker, role.title.lower()): role for role in (*before.roles, *_roles(text, found))}
    speaking = {item.speaker for item in every}
    kept_roles = sorted((role for role in roles.values() if role.speaker in speaking), key=lambda role: role.start)
    return Resolution(every, speaker_mentions(every, kinds), tuple(kept_roles))


def _kind(name: str) -> str:
    """Return what has a turn: a body where its name says so ("Leeds City Council"), else a person."""
    parts = name.split()
    bodied = title(parts[0]) is None and any(body_word(part) == STRONG for part in parts)
    return BODY if bodied else PERSON


def _roles(text: str, found: Sequence[Turn]) -> Iterator[Role]:
    for turn in found:
        office = turn.label.office
        if office is not None and turn.name is not None:
            printed = office.of(text)
            begin = next((len(article) for article in ("The ", "the ") if printed.startswith(article)), 0)
            yield Role(turn.name, printed[begin:], None, office.start + begin, office.end)


def _is_own(item: Attribution, labels: _Places, bodies: _Places, asked: _Places) -> bool:
    """Tell whether an attribution is the turn's own: what a name line opens, "I think that …", a question's words."""
    first = item.spans[0].start
    if any(labels.meet(span.start - 1, span.end) for span in (item.source, item.cue) if span is not None):
        return True
    if not bodies.meet(first, first + 1):
        return False
    reported = item.speaker is not None and item.cue is not None and item.speaker_rule in _OF_OTHERS
    return not reported or asked.meet(first, first + 1)


def _sentences(body: Span, sentences: Sequence[Span]) -> Iterator[Span]:
    first = bisect_right(sentences, body.start, key=lambda sentence: sentence.end)
    for sentence in sentences[first : bisect_left(sentences, body.end, first, key=lambda sentence: sentence.start)]:
        yield Span(max(sentence.start, body.start), min(sentence.end, body.end))


def _is_told(text: str, piece: Span) -> bool:
    """Tell whether a sentence of a turn tells anything: no thanks or call to order, and nothing as short as "I do.".

    A sentence about "it" or "that" has to say more to stand for itself, unless it gives a figure. A question tells
    what stands behind its "that" or "not" ("Is she aware that …?", "Is it not so, …?"); others only ask.
    """
    printed = piece.of(text)
    said = [plain(word.strip(_QUOTES + ",?")) for word in printed.split()]
    if any(sign.isdecimal() for sign in printed):
        return len(said) >= SHORTEST_CLAIM
    if printed[-1] == "?" or said[0] in words("extract", "question_openings.txt"):
        return said[0] in ("given", "despite", "although") or not _PRESSING.isdisjoint(said[2:])
    points = said[0].partition("'")[0] in _POINTING
    telling = sum(word not in words("text", "stop_words.tsv") for word in said)
    least = SHORTEST_POINTING if points else SHORTEST_CLAIM
    enough = len(said) >= least and (not points or telling >= FEWEST_TELLING)
    return enough and said[0] not in words("extract", "courtesies.txt")


def _attribution(text: str, number: int, turn: Turn, own: tuple[Span, ...]) -> Attribution:
    label = turn.label.span if turn.label.span.start < turn.label.span.end else None
    return Attribution(
        id=number,
        kind=ClaimKind.DIRECT,
        spans=own,
        source=label,
        cue=None,
        speaker=turn.name,
        label=label.of(text) if label else None,
        stance=turn.stance,
        rule=RULE,
        confidence=CONFIDENCE,
        why="the line before the speech names who speaks",
        speaker_rule="name line",
    )
