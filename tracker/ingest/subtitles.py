"""Subtitles (SubRip and WebVTT): cues joined to sentences, each with its time and, where it is told, its speaker."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from io import StringIO
from typing import Final

import webvtt
from webvtt.errors import MalformedFileError

from tracker.ingest.plain import Parsed, decode
from tracker.ingest.records import NOWHERE, Writer, one_line, were
from tracker.models import ReadError, RecordKind, Speech
from tracker.text.lexicon import words as listed
from tracker.text.names import given_gender, title
from tracker.text.sentences import sentences

LONGEST_NAME: Final = 5
"""Words of a label ("DETECTIVE INSPECTOR ANN POLE:")."""
LONGEST_LABEL: Final = 60
LONGEST_SENTENCE: Final = 400
"""Characters beyond which words without full stops, as speech recognition gives them, are cut by the minute."""
SILENCE: Final = 4.0
"""Seconds without a cue after which a new paragraph begins."""
BLINK: Final = 0.1
"""Seconds of a cue that nobody can read: it only moves a line up, as subtitles made by machine do."""
_MOMENT: Final = r"(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMING: Final = re.compile(rf"\s*{_MOMENT}\s*-->\s*{_MOMENT}(?:\s|$)")
_LIKE_TIMING: Final = re.compile(r"\s*\d+:\d+.*>|.*-->")
_MARKUP: Final = re.compile(r"</?[^<>]*>|\{\\[^{}]*\}")
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]*)?\s+(?P<name>[^<>]+)>")
_CHANGE: Final = re.compile(r"(?:>>+|&gt;&gt;(?:&gt;)?)\s*")
_INNER_LABEL: Final = re.compile(r"\s(?=(?:[A-Z][A-Z.'’-]+ ){0,4}[A-Z][A-Z'’-]+:\s)")
_NOISE: Final = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|[♪♫#].*[♪♫#]|[♪♫]+")
_BLANK: Final = re.compile(r"\r?\n[ \t]*(?:\r?\n)+")


@dataclass(frozen=True, slots=True)
class _Words:
    """Some words of a cue: when they begin, in seconds; ``change`` says that somebody else speaks, ``name`` who."""

    at: float
    words: str
    change: bool = False
    name: str | None = None
    noise: bool = False


def parse(data: bytes, name: str) -> Parsed:
    """Return the words of subtitles as a transcript; raises ``ReadError`` where there are no cues."""
    text, notes = decode(data, name)
    text = text.removeprefix("\ufeff")
    is_vtt = text.startswith("WEBVTT")
    blocks, damaged = _sound(text)
    try:
        cues = webvtt.from_buffer(StringIO(blocks), format="vtt" if is_vtt else "srt")
    except MalformedFileError:
        raise ReadError(f"{name} holds no subtitles: there is no cue with a time and words in it.") from None
    writer = Writer()
    _write(writer, list(_all_words(cues)))
    if not writer.speeches:
        raise ReadError(f"{name} holds no subtitles: there is no cue with a time and words in it.")
    if damaged:
        notes += (f"This file is damaged; {were(damaged, 'cue')} left out.",)
    heading = text.partition("\n")[0].removeprefix("WEBVTT").strip(" \t\r-–—") if is_vtt else ""
    return Parsed(
        writer.text,
        title=one_line(heading) or None,
        notes=notes,
        record=RecordKind.VERBATIM,
        speeches=writer.speeches,
    )


def _sound(text: str) -> tuple[str, int]:
    """Return subtitles without the cues whose times are damaged, and how many these are.

    The library would take such a cue's number and time for words of the cue before it.
    """
    kept, damaged = [], 0
    for block in _BLANK.split(text):
        lines = block.strip().splitlines()
        timed = next((line for line in lines[:3] if _LIKE_TIMING.match(line)), None)
        if timed is not None and not _TIMING.match(timed) and not lines[0].startswith(("WEBVTT", "NOTE")):
            damaged += 1
        else:
            kept.append("\n".join(lines))
    return "\n\n".join(kept) + "\n", damaged


def _all_words(cues: webvtt.WebVTT) -> Iterator[_Words]:
    """Yield the words of all cues line by line; a line that rolls up from the cue before is not said twice."""
    before: list[str] = []
    voice: str | None = None
    for cue in cues.captions:
        lines = [line for line in cue.raw_text.splitlines() if one_line(_MARKUP.sub("", line))]
        rolls = len(lines) > 1 or cue.end_in_seconds - cue.start_in_seconds < BLINK
        fresh = lines[1:] if rolls and before and lines and _plain(lines[0]) == _plain(before[-1]) else lines
        before = lines or before
        dashed = len(lines) > 1 and all(_plain(line)[:1] in ("-", "–", "—") for line in lines)
        for place, line in enumerate(fresh):
            found = _VOICE.search(line)
            named = one_line(found["name"]) if found else voice if cue.voice else None
            changed = named is not None and named != voice
            voice = named
            whole = place == 0 or _is_label(_plain(fresh[0]).partition(":")[0])
            at = float(cue.start_in_seconds)
            yield from _line(line, at, named if changed else None, dashed=dashed, whole=whole)


def _plain(line: str) -> str:
    return one_line(unescape(_MARKUP.sub("", line)))


def _line(line: str, at: float, named: str | None, *, dashed: bool, whole: bool) -> Iterator[_Words]:
    """Yield the words of a line, cut where ">>" or a label says that somebody else speaks.

    A single word in capitals is a label only where a cue or a change of speaker begins (``whole``), not in "we
    asked the⏎BBC:".
    """
    for number, part in enumerate(_parts(_MARKUP.sub("", line))):
        words = one_line(unescape(part))
        change = number > 0 or dashed or named is not None
        words = words.lstrip("-–— ") if dashed else words
        label = words.partition(":")[0]
        who = named if number == 0 else None
        if len(label) < len(words) and _is_label(label) and (whole or change or " " in label):
            who, change, words = label, True, words[len(label) + 1 :].strip()
        if _NOISE.fullmatch(words.strip()):
            yield _Words(at, words, change, who, noise=True)
        elif words or who:
            yield _Words(at, words, change, who)


def _parts(line: str) -> Iterator[str]:
    """Yield a line cut at each ">>", and before a label in capitals that stands behind the end of a sentence."""
    for part in _CHANGE.split(line):
        start = 0
        for found in _INNER_LABEL.finditer(part):
            before = part[: found.start()].rstrip()[-1:]
            if before and before != "," and not before.isalnum():
                yield part[start : found.start()]
                start = found.start()
        yield part[start:]


def _is_label(words: str) -> bool:
    """Tell whether the words before a colon name who speaks: in capitals, or a name with a title or given name."""
    parts = words.split()
    short = 0 < len(parts) <= LONGEST_NAME and len(words) <= LONGEST_LABEL
    if not short or not all(part[0].isalpha() for part in parts):
        return False
    if words.lower() in listed("ingest", "voices.txt") or (words.isupper() and len(words) > 2):
        return True
    named = title(parts[0]) is not None or given_gender(parts[0]) is not None
    return len(parts) > 1 and named and all(part[0].isupper() for part in parts)


def _speaker(label: str | None) -> str | None:
    """Return the name that a label gives; what only says what kind of voice it is stays a description."""
    if label is None:
        return None
    if label.lower() in listed("ingest", "voices.txt"):
        return label.lower()
    return " ".join(part.title() if part.isupper() and len(part) > 2 else part for part in label.split())


def _write(writer: Writer, found: list[_Words]) -> None:
    run: list[_Words] = []
    label: str | None = None
    announced = False
    for words in found:
        if run and (words.change or words.noise or words.at - run[-1].at > SILENCE + _spoken(run[-1].words)):
            _write_run(writer, run, label, printed=not announced)
            announced, run = True, []
        if words.change:
            label, announced = words.name, False
        if words.noise:
            writer.line(words.words)
        elif words.words:
            run.append(words)
    if run:
        _write_run(writer, run, label, printed=not announced)


def _spoken(words: str) -> float:
    """Return about how many seconds words take: subtitles are set for 12 to 20 characters a second."""
    return len(words) / 12


def _write_run(writer: Writer, run: list[_Words], label: str | None, *, printed: bool) -> None:
    """Write words of one speaker, a paragraph a minute, each sentence a speech with the time it begins at."""
    text, starts = "", []
    for words in run:
        starts.append(len(text) + bool(text))
        text += f"{' ' if text else ''}{words.words}"
    pieces = [span for sentence in sentences(text) for span in _by_minute(sentence.start, sentence.end, starts, run)]
    told = [(text[start:end], run[bisect_right(starts, start) - 1].at) for start, end in pieces]
    writer.timed(
        label or "" if printed else None,
        [(words, _clock(at), int(at // 60)) for words, at in told],
        replace(Speech(NOWHERE), speaker=_speaker(label)),
    )


def _by_minute(start: int, end: int, starts: list[int], run: list[_Words]) -> Iterator[tuple[int, int]]:
    """Yield a sentence, or where it is endless its parts, each begun by the cue that is the first of its minute."""
    if end - start > LONGEST_SENTENCE:
        for at, words, before in zip(starts[1:], run[1:], run, strict=False):
            if start < at < end and words.at // 60 > before.at // 60:
                yield start, at - 1
                start = at
    yield start, end


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
