"""Texts for tests of speakers: ``{…}`` marks a source, ``<…>`` a content, the n-th with the n-th source."""

from __future__ import annotations

import re

from tracker.extract.prose import prose
from tracker.extract.speakers import Resolution, resolve
from tracker.models import Attribution, ClaimKind, Span

_MARK = re.compile(r"[{}<>]")


def resolved(marked: str) -> Resolution:
    """Return the resolution of a marked text, one attribution for each source, in order."""
    text, sources, contents = _parts(marked)
    attributions = [
        Attribution(
            id=number,
            kind=ClaimKind.INDIRECT,
            spans=tuple(contents[number : number + 1]),
            source=source,
            cue=None,
            speaker=None,
            label=None,
            stance="asserts",
            rule="test",
            confidence=1.0,
            why="",
        )
        for number, source in enumerate(sources)
    ]
    return resolve(prose(text), attributions)


def speakers(marked: str) -> list[str | None]:
    """Return the speaker of each source of a marked text, in order."""
    return [item.speaker for item in resolved(marked).attributions]


def _parts(marked: str) -> tuple[str, list[Span], list[Span]]:
    text = _MARK.sub("", marked)
    found: dict[str, list[int]] = {"{": [], "}": [], "<": [], ">": []}
    for count, match in enumerate(_MARK.finditer(marked)):
        found[match.group()].append(match.start() - count)
    sources = [Span(*pair) for pair in zip(found["{"], found["}"], strict=True)]
    contents = [Span(*pair) for pair in zip(found["<"], found[">"], strict=True)]
    return text, sources, contents
