"""Choices in an address: lists of numbers, one of several words, dates, and how many."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from tracker.desk.deciding import ISO_DATE
from tracker.desk.narrowing import NUMBER
from tracker.desk.questions import Range
from tracker.models import TrackerError


def numbers(key: str, what: str) -> tuple[int, ...]:
    """Return the numbers under a key of the query, each once: ``?speakers=1,2`` or ``?speakers=1&speakers=2``.

    Raises ``TrackerError`` for what is no number.
    """
    found = [part.strip() for value in request.args.getlist(key) for part in value.split(",") if part.strip()]
    for part in found:
        if not NUMBER.fullmatch(part):
            raise TrackerError(f"A {what} is chosen by its number, not by “{part}”.")
    return tuple(dict.fromkeys(int(part) for part in found))


def number(key: str, default: int, most: int) -> int:
    """Return how many of something are asked for: between one and ``most``; anything else is the default."""
    value = request.args.get(key, default, type=int)
    return min(value, most) if value > 0 else default


def one_of(key: str, known: Collection[str], noun: str = "") -> str | int:
    """Return one of the known words, the first by default; with ``noun`` also the number in ``noun:12``."""
    value = request.args.get(key, "").strip() or next(iter(known))
    if value in known:
        return value
    name, _, digits = value.partition(":")
    if noun and name == noun and NUMBER.fullmatch(digits):
        return int(digits)
    also = f", or {noun}: with a number" if noun else ""
    raise TrackerError(f"“{value}” is no order; there are {', '.join(known)}{also}.")


def dates() -> Range:
    """Return the range that ``from`` and ``to`` name. Raises ``TrackerError`` for what is no date."""
    given = {key: request.args.get(key, "").strip() or None for key in ("from", "to")}
    for value in given.values():
        if value is not None and not ISO_DATE.fullmatch(value):
            raise TrackerError(f"“{value}” is no date; write it as 2018-01-14, 2018-01 or 2018.")
    return Range(given["from"], given["to"])


def joined(ids: Collection[int]) -> str:
    """Return numbers as one value of a query."""
    return ",".join(map(str, ids))
