"""Whether a source has words only as reported speech, and so prints no quotation of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from tracker.cite.findings import Speech
from tracker.cite.source_words import SourceWords
from tracker.language.lexicon import rows
from tracker.models import ClaimKind, Span

REACH: Final = 120
"""Characters before and after the words, in their sentence, in which a verb of saying makes them reported."""
_SENTENCE: Final = re.compile(r"[.!?]\s|\n\s*\n")


def is_reported(source: SourceWords, parts: Sequence[Span], speech: Sequence[Speech] | None) -> bool:
    """Say whether any of the words at ``parts`` stand outside quotation marks and are somebody's reported speech.

    Where nobody has looked for the source's speech (``None``), a verb of saying in the same sentence tells. Words in
    the source's own voice, as in a statement that somebody published, are not reported.
    """
    bare = [part for part in parts if not _is_quoted(source, part)]
    if not bare:
        return False
    if speech is None:
        return any(_has_verb(source.text, part) for part in bare)
    reporting = [each for each in speech if each.kind in (ClaimKind.INDIRECT, ClaimKind.MIXED)]
    return any(each.holds(part) for part in bare for each in reporting)


def _is_quoted(source: SourceWords, part: Span) -> bool:
    """Say whether a part begins and ends in quotation marks."""
    return (
        source.quotation_at(part.start) is not None and source.quotation_at(max(part.start, part.end - 1)) is not None
    )


def _has_verb(text: str, part: Span) -> bool:
    before = _SENTENCE.split(text[max(0, part.start - REACH) : part.start])[-1]
    after = _SENTENCE.split(text[part.end : part.end + REACH])[0]
    return _verb().search(before) is not None or _verb().search(after) is not None


@cache
def _verb() -> re.Pattern[str]:
    verbs = (row[0] for row in rows("language", "saying_verbs.tsv") if row[1] in ("hearer", "place"))
    return re.compile(rf"\b(?:{'|'.join(verbs)})\b", re.IGNORECASE)
