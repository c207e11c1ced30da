"""Turns as attributions: what of a speech tells something, and what it reports of others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Final

from tracker.extract.name_lines import Label, is_office
from tracker.extract.names import document_nouns
from tracker.extract.speakers import BODY, PERSON, Resolution, speaker_mentions
from tracker.extract.transcripts import QUOTES, Turn
from tracker.models import Attribution, ClaimKind, Direction, Role, Span, Speech
from tracker.text.circumstances import change_word
from tracker.text.layout import printed_lines
from tracker.text.lexicon import words
from tracker.text.names import STRONG, body_word, plain, title

RULE: Final = "turn of a transcript"
OFFICE_LINE: Final = "office line"
"""How a speaker was found of whom only the office is printed ("The Prime Minister"): somebody else in every record."""
_OF_OTHERS: Final = frozenset(("name", "description", "body", "office"))
"""How a speaker inside a turn is found that is somebody else than who has the turn."""
CONFIDENCE: Final = 0.95
SHORTEST_CLAIM, SHORTEST_POINTING = 4, 6
"""Words a sentence of a turn has to have to be a claim, and one whose subject is a pronoun ("It has been hard.")."""
SHORTEST_MOVE: Final = 3
"""Words of a sentence that ends in which way something went ("It has risen.")."""
ADDRESS: Final = 4
"""Words of an address before a sentence ("Madam Deputy Speaker, …")."""
FEWEST_TELLING = 3
"""Words that carry meaning in such a sentence: "I will take your advice on that" has two."""
_PRESSING = frozenset(("that", "not", "isn't", "aren't", "doesn't", "don't", "wasn't"))
_POINTING = frozenset(("it", "that", "this", "he", "she", "they", "i", "we", "you", "there", "those", "these", "so"))
_JOINING: Final = frozenset(("and", "but", "while", "whereas"))


def of_record(text: str, speeches: Sequence[Speech]) -> tuple[Turn, ...]:
    """Return the speeches of a record that says itself who speaks, as turns; in order of the text and apart."""
    found, at, every = [], 0, printed_lines(text)
    for speech in speeches:
        span = speech.span
        at = bisect_right(every, span.start, at, key=lambda line: line.end)
        last = bisect_left(every, span.end, at, key=lambda line: line.start)
        spans = tuple(Span(max(line.start, span.start), min(line.end, span.end)) for line in every[at:last])
        role = speech.role
        if role is not None and role.of(text).lower().startswith("the "):
            role = Span(role.start + len("the "), role.end)
        label = Label(speech.label or Span(span.start, span.start), speech.speaker, role)
        if spans:
            found.append(Turn(label, speech.speaker, spans, speech.stance, speech.whole))
    return tuple(found)


def within(found: Sequence[Turn], before: Resolution) -> Resolution:
    """Return what is reported inside the turns of a record; its headings and votes are nobody's speech."""
    spoken = _Places(span for turn in found for span in turn.spans)
    kept = [item for item in before.attributions if spoken.touching(item.spans[0])]
    return replace(before, attributions=tuple(kept))


def with_turns(text: str, found: Sequence[Turn], before: Resolution, sentences: Sequence[Span]) -> Resolution:
    """Return the attributions of a transcript: its turns, and inside them what a turn reports of somebody else.

    A turn is one attribution whose spans are its sentences, but for those that report the words of others; its speaker
    is a person or, in a record of statements, a body, and the office its name line prints a role.
    """
    attributions = before.attributions
    labels = _Places(turn.label.span for turn in found if turn.label.span.of(text))
    bodies = _Places(at for turn in found for at in turn.spans)
    asked = _Places(sentence for sentence in sentences if sentence.of(text)[-1] == "?")
    kept = [_unaddressed(item) for item in attributions if not _is_own(item, labels, bodies, asked)]
    reports = [(span, item.source) for item in kept for span in (*item.spans, item.cue) if span is not None]
    taken, whole = _Places(span for span, _ in reports), _Places(sentences)
    sources = {span: source.start for span, source in reports if source is not None}
    number = max((item.id for item in attributions), default=0)
    spoken = []
    for turn in found:
        pieces = [
            piece
            for body in turn.spans
            for sentence in whole.touching(body)
            if (piece := _own_words(text, _within(sentence, body), taken, sources)) is not None
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
    return replace(before, attributions=every, speakers=speaker_mentions(every, kinds), roles=tuple(kept_roles))


def _kind(name: str) -> str:
    """Return what has a turn: a body where its name says so ("Leeds City Council"), else a person."""
    parts = name.split()
    bodied = title(parts[0]) is None and any(body_word(part) == STRONG for part in parts)
    return BODY if bodied else PERSON


def _unaddressed(item: Attribution) -> Attribution:
    """Return a report with its speaker open where that is a member called by no name ("the right hon. Gentleman")."""
    if item.speaker is None or plain(item.speaker.split()[-1]) not in words("extract", "house_addresses.txt"):
        return item
    return replace(item, speaker=None, speaker_rule="form of address")


class _Places:
    """Spans of a text, asked which of them another touches."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]
        self._reach = list(accumulate((span.end for span in self._spans), max))

    def touching(self, place: Span) -> list[Span]:
        """Return the spans that share a character with a place, in order."""
        at = bisect_left(self._starts, place.end)
        found = []
        while at and self._reach[at - 1] > place.start:
            at -= 1
            if self._spans[at].end > place.start:
                found.append(self._spans[at])
        return found[::-1]


def _within(sentence: Span, body: Span) -> Span:
    return Span(max(sentence.start, body.start), min(sentence.end, body.end))


def _own_words(text: str, sentence: Span, taken: _Places, sources: Mapping[Span, int]) -> Span | None:
    """Return a sentence that reports nobody, or the clause before one that does: "We cut fares, and she said that …".

    ``taken`` are the contents and cues of reports, ``sources`` where the source of each begins.
    """
    touched = taken.touching(sentence)
    if not touched:
        return sentence
    reported = min(min(span.start, sources.get(span, span.start)) for span in touched)
    before = text[sentence.start : reported].rstrip()
    clause = before.rpartition(" ")[0].rstrip()
    joined = before.rpartition(" ")[2] in _JOINING or before.endswith(";")
    return Span(sentence.start, sentence.start + len(clause.rstrip(",;–— "))) if joined and clause else None


def _roles(text: str, found: Sequence[Turn]) -> Iterator[Role]:
    for turn in found:
        office = turn.label.office
        if office is not None and turn.name is not None and not turn.label.unheld:
            printed = office.of(text)
            yield Role(turn.name, printed, None, office.start, office.end)


def _is_own(item: Attribution, labels: _Places, bodies: _Places, asked: _Places) -> bool:
    """Tell whether an attribution is the turn's own: what a name line opens, "I think that …", a question's words."""
    first = Span(item.spans[0].start, item.spans[0].start + 1)
    edges = [Span(span.start - 1, span.end) for span in (item.source, item.cue) if span is not None]
    if any(labels.touching(edge) for edge in edges):
        return True
    if not bodies.touching(first):
        return False
    said = plain(item.label or "").split() or [""]
    yours = said[0] == "your" and said[-1] in document_nouns()  # "Your report states that …", in a letter
    reported = item.cue is not None and (yours or (item.speaker is not None and item.speaker_rule in _OF_OTHERS))
    return not reported or bool(asked.touching(first))


def _is_told(text: str, piece: Span) -> bool:
    """Tell whether a sentence of a turn tells anything: no thanks or call to order, and nothing as short as "I do.".

    A sentence about "it" or "that" has to say more to stand for itself, unless it gives a figure or says which way
    something went. A question tells what stands behind its "that" or "not" ("Is she aware that …?", "Is it not so,
    …?"); others only ask.
    """
    printed = piece.of(text)
    if printed.startswith("To ask "):  # as written questions begin
        return False
    said = [plain(word.strip(QUOTES + ",?")) for word in printed.split()]
    if any(sign.isdecimal() for sign in printed):
        return len(said) >= SHORTEST_CLAIM
    if _is_procedure(printed):
        return False
    if printed[-1] == "?" or said[0] in words("extract", "question_openings.txt"):
        return said[0] in ("given", "despite", "although") or not _PRESSING.isdisjoint(said[2:])
    if len(said) >= SHORTEST_MOVE and change_word(said[-1]) is not Direction.NONE:
        return True
    pointer = said[0].partition("'")[0]
    telling = sum(word not in words("text", "stop_words.tsv") for word in said)
    if pointer in ("i", "we") and len(said) >= SHORTEST_CLAIM and _POINTING.isdisjoint(said[1:]) and "your" not in said:
        return telling >= FEWEST_TELLING - 1
    points = pointer in _POINTING
    least = SHORTEST_POINTING if points else SHORTEST_CLAIM
    return len(said) >= least and (not points or telling >= FEWEST_TELLING)


def _is_procedure(printed: str) -> bool:
    """Tell whether a sentence begins as thanks, a call to order or a motion does, behind whom it addresses."""
    low = " ".join(printed.lower().replace("’", "'").split())
    opened, comma, rest = low.partition(", ")
    if comma and len(opened.split()) <= ADDRESS and (opened == "my lords" or is_office(opened)):
        low = rest
    first = plain(low.split()[0].strip(QUOTES + ",?")) if low.split() else ""
    return first in words("extract", "courtesies.txt") or low.replace(",", "").startswith(_procedures())


@cache
def _procedures() -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in words("extract", "procedure.txt"))


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
        speaker_rule=OFFICE_LINE if turn.label.unheld and turn.name == turn.label.name else "name line",
    )
