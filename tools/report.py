"""The tables of docs/reliability.md: each stands between marks, and the command that measured it writes it alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path


def _between(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)


def put(page: Path, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table between the marks of its name; raises ``ValueError`` where the page has none."""
    text = page.read_text(encoding="utf-8")
    if not _between(name).search(text):
        raise ValueError(f"{page} has no place for {name}")
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in (headings, ["---"] * len(headings), *rows))
    page.write_text(_between(name).sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", text), encoding="utf-8")


def rows_of(page: Path, name: str) -> list[list[str]]:
    """Return the rows of a table as it stands, without its headings."""
    found = _between(name).search(page.read_text(encoding="utf-8"))
    lines = [line for line in (found[0] if found else "").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def put_row(page: Path, name: str, headings: Sequence[str], row: Sequence[str]) -> None:
    """Write one row of a table, in the place of the row that begins alike."""
    rows = {cells[0]: cells for cells in rows_of(page, name)} | {row[0]: list(row)}
    put(page, name, headings, rows.values())
