"""To whom a draft gives the words it quotes, held against the speaker the source names (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tracker.cite.quotations import CheckedQuotation, Finding
from tracker.cite.source_words import words
from tracker.language.personal_names import speaker_key
from tracker.models import Extraction, Span

LEAST_WORDS: Final = 4
"""Fewer words stand in many mouths, and the place found for them may not be the one that was quoted."""


def named_speaker(draft: Extraction, quotation: Span) -> str | None:
    """Return the person whom a draft names as speaking the words at ``quotation``, ``None`` where it names nobody."""
    people = {mention.name for mention in draft.speakers if mention.kind == "person"}
    for attribution in draft.attributions:
        overlaps = any(span.start < quotation.end and quotation.start < span.end for span in attribution.spans)
        if overlaps and attribution.speaker in people:
            return attribution.speaker
    return None


def misattribution(quotation: CheckedQuotation, named: str | None, speakers: Iterable[str | None]) -> str:
    """Return a warning where the source gives the words to somebody else than the draft does, else an empty string.

    ``named`` is the draft's speaker, ``speakers`` are those of the stored claims that hold the words, the nearest
    first; where either side is silent, or the words are few, there is no warning.
    """
    known = [speaker for speaker in speakers if speaker]
    short = len(words(quotation.text)) < LEAST_WORDS
    if short or named is None or not known or any(_same(named, speaker) for speaker in known):
        return ""
    exact = quotation.finding is Finding.EXACT
    told = "The words are exact, but the source gives them" if exact else "The source gives these words"
    return f"{told} to {known[0]}, not to {named}."


def _same(one: str, other: str) -> bool:
    """Say whether two names may be one speaker's: "Nair" and "Priya Nair" may."""
    shorter, longer = sorted((speaker_key(one).split(), speaker_key(other).split()), key=len)
    return shorter == longer[len(longer) - len(shorter) :]
