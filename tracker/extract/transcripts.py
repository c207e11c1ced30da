"""Transcripts of debates, hearings and interviews: whose turn it is, told by the name line that opens it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tracker.extract.speakers import PERSON, Resolution, speaker_mentions
from tracker.models import Attribution, ClaimKind, Role, Span
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
    """One uninterrupted speech of a transcript: its label, the full name of who speaks, and its paragraphs."""

    label: Label
    name: str | None
    spans: tuple[Span, ...]


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


def with_turns(text: str, found: Sequence[Turn], before: Resolution, sentences: Sequence[Span]) -> Resolution:
    """Return the attributions of a transcript: its turns, and inside them what a turn reports of somebody else.

    A turn is one attribution whose spans are its sentences, but for those that report the words of others; its speaker
    is a person, and the office its name line prints a role.
    """
    attributions = before.attributions
    asked = [sentence for sentence in sentences if sentence.of(text)[-1] == "?"]
    kept = [item for item in attributions if not _is_own(item, found, asked)]
    taken = sorted(
        [span for item in kept for span in (*item.spans, item.cue) if span is not None], key=lambda span: span.start
    )
    number = max((item.id for item in attributions), default=0)
    spoken = []
    for turn in found:
        own = tuple(
            piece
            for body in turn.spans
            for piece in _sentences(body, sentences)
            if _is_told(text, piece) and not any(span.start < piece.end and piece.start < span.end for span in taken)
        )
        if own:
            number += 1
            spoken.append(_attribution(text, number, turn, own))
    every = tuple(sorted([*kept, *spoken], key=lambda item: item.spans[0].start))
    kinds = {speaker.name: speaker.kind for speaker in before.speakers}
    kinds.update({turn.name: PERSON for turn in found if turn.name is not None})
    roles = {(role.speaker, role.title.lower()): role for role in (*before.roles, *_roles(text, found))}
    speaking = {item.speaker for item in every}
    kept_roles = sorted((role for role in roles.values() if role.speaker in speaking), key=lambda role: role.start)
    return Resolution(every, speaker_mentions(every, kinds), tuple(kept_roles))


def _roles(text: str, found: Sequence[Turn]) -> Iterator[Role]:
    for turn in found:
        office = turn.label.office
        if office is not None and turn.name is not None:
            printed = office.of(text)
            begin = next((len(article) for article in ("The ", "the ") if printed.startswith(article)), 0)
            yield Role(turn.name, printed[begin:], None, office.start + begin, office.end)


def _is_own(item: Attribution, found: Sequence[Turn], asked: Sequence[Span]) -> bool:
    """Tell whether an attribution is the turn's own: what a name line opens, "I think that …", a question's words."""
    first = item.spans[0].start
    edges = [span for span in (item.source, item.cue) if span is not None]
    if any(span.start <= turn.label.span.end and turn.label.span.start < span.end for span in edges for turn in found):
        return True
    if not any(body.start <= first < body.end for turn in found for body in turn.spans):
        return False
    reported = item.speaker is not None and item.cue is not None and item.speaker_rule in _OF_OTHERS
    return not reported or any(sentence.start <= first < sentence.end for sentence in asked)


def _sentences(body: Span, sentences: Sequence[Span]) -> Iterator[Span]:
    for sentence in sentences:
        if sentence.start < body.end and body.start < sentence.end:
            yield Span(max(sentence.start, body.start), min(sentence.end, body.end))


def _is_told(text: str, piece: Span) -> bool:
    """Tell whether a sentence of a turn tells anything: no thanks or call to order, and nothing as short as "I do.".

    A sentence about "it" or "that" has to be longer to stand for itself, unless it gives a figure.
    """
    said = [plain(word.strip(_QUOTES + ",")) for word in piece.of(text).split()]
    points = said[0] in _POINTING and not any(sign.isdecimal() for sign in piece.of(text))
    least = SHORTEST_POINTING if points else SHORTEST_CLAIM
    return len(said) >= least and said[0] not in words("extract", "courtesies.txt")


def _attribution(text: str, number: int, turn: Turn, own: tuple[Span, ...]) -> Attribution:
    return Attribution(
        id=number,
        kind=ClaimKind.DIRECT,
        spans=own,
        source=turn.label.span,
        cue=None,
        speaker=turn.name,
        label=turn.label.span.of(text),
        stance="asserts",
        rule=RULE,
        confidence=CONFIDENCE,
        why="the line before the speech names who speaks",
        speaker_rule="name line",
    )
