"""A debate as Argdown: its questions as statements, supported and attacked by what each speaker said.

Argdown (argdown.org/syntax): ``[Title]: words`` is a statement, ``+`` and ``-`` below it its support and its attack,
``#tag`` a tag, ``{key: value}`` data; a backslash takes the meaning from the sign behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracker.matching.threads import Attitude

_SIGNS: Final = re.compile(r"[\\\[\]<>{}#*_@|/+~-]")
"""What Argdown reads as more than itself, somewhere in a line."""
_SUPPORTS: Final = {Attitude.HOLDS: "+", Attitude.OPPOSES: "-"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a speaker said on a question: in which words, when, where it stands on it, and the page of the claim."""

    title: str
    words: str
    attitude: Attitude
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question by its main wording, and what was said on it, oldest first."""

    title: str
    words: str
    said: tuple[Said, ...]


def as_argdown(title: str, questions: Iterable[Asked]) -> str:
    """Return the questions as an Argdown document; another figure neither supports nor attacks and is only noted."""
    lines = ["===", f"title: {_plain(title)}", "===", ""]
    for asked in questions:
        lines.append(f"[{_plain(asked.title)}]: {_escaped(asked.words)}")
        lines += [
            f"  {_SUPPORTS[said.attitude]} [{_plain(said.title)}]: {_escaped(said.words)} [source]({said.address})"
            for said in asked.said
            if said.attitude in _SUPPORTS
        ]
        lines.append("")
        for said in asked.said:
            if said.attitude not in _SUPPORTS:
                lines += [f"[{_plain(said.title)}]: {_escaped(said.words)} #another-figure", ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Return a title, in which no sign of Argdown can stand."""
    return " ".join(_SIGNS.sub(" ", text.replace(":", ",")).split())


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
