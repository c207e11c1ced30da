"""The ladder of wordings: each way in which a claim was put once, in the order of its first known use (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracker.language.normal import printed_words, words
from tracker.match.threads import TEXTS_KEPT, Statement


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a claim: who used it, in date order, undated ones last.

    ``uses`` are ids of statements, the first known use first. ``dated`` says whether any use has a date; ``rivals`` are
    how many others may be of the first one's day, ``undated`` how many may be of any.
    """

    uses: tuple[int, ...]
    dated: bool
    rivals: int
    undated: int


def may_be_one_day(a: str, b: str) -> bool:
    """Say whether two ISO dates can mean one day, so that neither is known to be earlier: a year and a day in it.

    >>> may_be_one_day("2018", "2018-05-01"), may_be_one_day("2018-04", "2018-05-01")
    (True, False)
    """
    return a.startswith(b) or b.startswith(a)


def wordings(statements: Iterable[Statement]) -> tuple[Wording, ...]:
    """Return the wordings of statements, typography aside, by their first dated use; those without a date come last.

    Words that a speaker denies are another wording than the same words said.
    """
    by_words: dict[tuple[str, int], list[Statement]] = {}
    for statement in sorted(statements, key=lambda one: (one.date is None, one.date or "", one.id)):
        by_words.setdefault((_as_printed(statement.text), statement.polarity), []).append(statement)
    return tuple(_wording(uses) for uses in by_words.values())


@lru_cache(maxsize=TEXTS_KEPT)
def _as_printed(text: str) -> str:
    return printed_words(text, words(text))


def _wording(uses: list[Statement]) -> Wording:
    first, *others = uses
    dates = [one.date for one in others if one.date is not None]
    rivals = sum(may_be_one_day(first.date, date) for date in dates) if first.date is not None else 0
    return Wording(tuple(one.id for one in uses), first.date is not None, rivals, len(others) - len(dates))
