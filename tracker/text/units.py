"""Units and currencies by the words and marks that print them (data/units.tsv, data/currencies.tsv)."""

from __future__ import annotations

from functools import cache

from tracker.text.lexicon import rows

PERCENT = "percent"
COUNT = "count"
YEAR_OF_AGE = "year of age"
AMBIGUOUS_POUND = "pound"
"""Money or weight: the words around decide, and where they do not it stays open."""


@cache
def kinds() -> dict[str, str]:
    """Return the kind of each unit: ``time``, ``length``, ``share``, ``money`` and so on."""
    measured = {row[0]: row[1] for row in rows("text", "units.tsv")}
    return measured | {row[0]: "money" for row in rows("text", "currencies.tsv")}


def _fields(row: tuple[str, ...], at: int) -> list[str]:
    return [form.strip() for form in row[at].split("|") if form.strip()] if len(row) > at else []


@cache
def words() -> dict[str, str]:
    """Return unit names by lower-case words, singular and plural."""
    forms: dict[str, str] = {}
    for row in rows("text", "units.tsv"):
        for form in _fields(row, 2):
            forms.setdefault(form, row[0])
            forms.setdefault(form + "s", row[0])
    for row in rows("text", "currencies.tsv"):
        for form in _fields(row, 2):
            forms.setdefault(form, row[0])
    return forms


@cache
def symbols() -> dict[str, str]:
    """Return unit names by symbols, exactly as printed ("m" is a metre, "M" is not)."""
    return {symbol: row[0] for row in rows("text", "units.tsv") for symbol in _fields(row, 3)}


@cache
def _marks() -> dict[str, str]:
    return {mark.replace(" ", ""): row[0] for row in rows("text", "currencies.tsv") for mark in _fields(row, 1)}


def money_marks() -> tuple[str, ...]:
    """Return the marks printed before a sum of money, longest first."""
    marks = {mark for row in rows("text", "currencies.tsv") for mark in _fields(row, 1)}
    return tuple(sorted(marks, key=lambda mark: (-len(mark), mark)))


def currency_of(mark: str) -> str:
    """Return the currency of a mark before a sum: ``"US$"`` is ``"usd"``."""
    return _marks()["".join(mark.split())]


@cache
def longest_form() -> int:
    """Return how many tokens the longest form of a unit can take."""
    return max(len(form.replace("-", " - ").replace("/", " / ").split()) for form in (*words(), *symbols()))
