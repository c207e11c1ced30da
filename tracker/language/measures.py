"""What a figure measures, evened out: two figures are of one measure where words and unit agree, and never by guess."""

from __future__ import annotations

from tracker.language.normal import normal_form


def measure(measured: str | None) -> str | None:
    """Return the words measured in normal form, ``None`` where they are not stated.

    With the unit it names a measure. Likeness of meaning is no ground to join two: "assaults" and "attacks" stay apart.

    >>> measure("recorded assaults") == measure("Recorded  assaults"), measure(None)
    (True, None)
    """
    return normal_form(measured) or None if measured else None
