"""Bodies: their names as the text prints them, and the one that "the force" or "the council" stands for."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.extract.names import NameKind, NameRun
from tracker.extract.tokens import Prose
from tracker.language.lexicon import rows

SHORTEST_NAME = 2
"""A body's name of one word ("Union") is no more than the noun itself."""
_JOINS_PLACE = frozenset(("of", "for"))


def printed_names(prose: Prose, runs: Sequence[NameRun]) -> dict[str, str]:
    """Return bodies' names in small letters as the text prints them elsewhere ("SCOTLAND YARD": "Scotland Yard")."""
    found: dict[str, str] = {}
    for run in runs:
        if run.kind == NameKind.BODY:
            words = prose.text[prose.starts[run.first] : prose.ends[run.last - 1]]
            if not words.isupper():
                found.setdefault(words.lower(), words)
    return found


def meant_body(prose: Prose, runs: Sequence[NameRun], first: int, last: int) -> str | None:
    """Return the name of the body that "the" and a noun for bodies mean, if before it one alone that fits is named.

    A name whose words all stand in another's ("Leeds Council", "Leeds City Council") is the same body's; the longest
    form is returned.
    """
    if last - first != 2 or prose.lower[first] != "the":
        return None
    endings = next((row[1:] for row in rows("extract", "body_nouns.tsv") if row[0] == prose.lower[first + 1]), ())
    named = [_name(prose, run) for run in runs if run.kind == NameKind.BODY and run.last <= first]
    fitting = sorted((name for name in named if _fits(name, endings)), key=len)
    if not fitting or any(not set(_plain(name)) <= set(_plain(fitting[-1])) for name in fitting):
        return None
    return fitting[-1]


def _name(prose: Prose, run: NameRun) -> str:
    printed = " ".join(prose.text[prose.starts[run.first] : prose.ends[run.last - 1]].split())
    if not run.possessive:
        return printed
    return printed[:-2] if printed.endswith(("'s", "’s")) else printed.rstrip("'’")


def _plain(name: str) -> list[str]:
    return name.lower().split(" ")


def _fits(name: str, endings: Sequence[str]) -> bool:
    words = _plain(name)
    head = next((words[:at] for at, word in enumerate(words) if word in _JOINS_PLACE), words)
    return len(words) >= SHORTEST_NAME and any(head[-len(end.split()) :] == end.split() for end in endings)
