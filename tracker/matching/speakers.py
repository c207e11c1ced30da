"""Which speakers may be one person or body under two names (pure); a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.models.documents import SpeakerIdentity
from tracker.text.lexicon import rows

LEAST_INITIALS: Final = 2
"""Letters of an abbreviation: one letter stands for too much."""

_SMALL: Final = frozenset({"and", "for", "of", "the"})
"""Words that an abbreviation passes over: the Ministry of Defence is the MoD or the MD."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two speakers who may be one: ``short`` would become a name of ``full``; ``why`` is a sentence for a reader."""

    short: int
    full: int
    why: str


def same_speakers(speakers: Iterable[SpeakerIdentity]) -> list[Suggestion]:
    """Return the pairs that may be one, in order of their ids.

    A shorter name is suggested for a longer one only where it fits no other: "Wren" is nobody in particular among
    three Wrens. Descriptions that belong to one document (their key holds a colon) are left out.
    """
    known = [speaker for speaker in speakers if ":" not in speaker.key and speaker.key]
    by_last: dict[str, list[SpeakerIdentity]] = defaultdict(list)
    by_initials: dict[str, list[SpeakerIdentity]] = defaultdict(list)
    for speaker in known:
        by_last[speaker.key.split()[-1]].append(speaker)
        if initials := _initials(speaker.key.split()):
            by_initials[initials].append(speaker)
    found = []
    for speaker in known:
        words = speaker.key.split()
        if not _may_be_short(words):
            continue
        fitting = [(other, why) for other in by_last[words[-1]] if (why := _person_fits(speaker, other))]
        if len(words) == 1:
            short_for = by_initials.get(words[0].replace(".", ""), [])
            fitting += [(other, f"“{speaker.name}” may be short for “{other.name}”.") for other in short_for]
        if len(fitting) == 1:
            found.append(Suggestion(speaker.id, fitting[0][0].id, fitting[0][1]))
    both_ways = {frozenset((pair.short, pair.full)): pair for pair in reversed(found)}
    return sorted(both_ways.values(), key=lambda pair: (pair.short, pair.full))


def _may_be_short(words: Sequence[str]) -> bool:
    """Whether a name can stand for a fuller one: one word, an initial, or a short form of a given name."""
    first = words[0].replace(".", "")
    return len(words) == 1 or len(first) == 1 or first in _full_forms()


def _person_fits(short: SpeakerIdentity, full: SpeakerIdentity) -> str:
    """Return why one name may be a shorter form of another with the same last word, blank where it may not."""
    a, b = short.key.split(), full.key.split()
    if short.id == full.id or short.kind != full.kind:
        return ""
    if len(a) == 1 < len(b) and short.kind == "person":
        return f"“{full.name}” is the only full name here that ends in “{short.name}”."
    if len(a) < 2 or len(b) < 2 or short.kind != "person" or a[-1] != b[-1]:
        return ""
    one, other = a[0].replace(".", ""), b[0].replace(".", "")
    if len(one) == 1 < len(other) and one == other[0]:
        return f"“{a[0].upper().rstrip('.')}.” may be the initial of “{full.name}”."
    if one != other and _short_form(one, other):
        return f"“{one.capitalize()}” is a short form of “{other.capitalize()}”."
    return ""


def _initials(words: Sequence[str]) -> str:
    """Return the first letters of a name of several words, blank where that is no abbreviation."""
    letters = "".join(word[0] for word in words if word not in _SMALL)
    return letters if len(letters) >= LEAST_INITIALS else ""


@cache
def _full_forms() -> dict[str, frozenset[str]]:
    """Return the given names that each short form can stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for full, *short_forms in rows("extract", "short_names.tsv"):
        for short in short_forms:
            found[short].add(full)
    return {short: frozenset(full) for short, full in found.items()}


def _short_form(short: str, full: str) -> bool:
    return full in _full_forms().get(short, ())
