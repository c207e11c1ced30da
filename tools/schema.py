"""What stands in the database, for docs/schema.md and docs/datasette.yaml (``make docs``).

What tables, columns, indexes and triggers there are is read from a database that was just made; what they mean stands
in the data file. Whatever has no sentence there, and whatever sentence has nothing left to be about, stops the page.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tools.journeys import command

WORDS: Final = Path(__file__).with_name("schema_words.tsv")
GROUPS: Final = {
    "file": ("What came in", "Stored as it came, and never changed."),
    "program": (
        "What the program found",
        "Written at intake and anew by `tracker link`, which keeps the numbers of claims and all that people entered.",
    ),
    "person": ("What people decided", "Written by people's actions alone, and never by a later run of the program."),
    "derived": (
        "What is derived",
        "Holds nothing that does not follow from the other tables; its line says what makes it anew.",
    ),
    "inner": ("What keeps the file itself", "Of no interest to readers of the data."),
}
"""The groups of tables in the order of the page, each with its heading and what holds of all its tables."""
WRITERS: Final = {
    "file": "file",
    "program": "program",
    "person": "**person**",
    "derived": "derived",
    "inner": "program",
}
"""Who writes a column, as the page prints it."""


@dataclass(frozen=True)
class Words:
    """A line of the data file: which group a table is of, or who writes a column; and what it means."""

    by: str
    meaning: str


def words() -> dict[tuple[str, str], Words]:
    """Return the sentences by table and column (or index); the table's own has the column ``""``."""
    with WORDS.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(
            (line for line in lines if line.strip() and not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
        return {(table, column): Words(by, meaning) for table, column, by, meaning in rows}


@dataclass(frozen=True)
class Column:
    """One column: its type as declared, whether it may be blank, its place in the primary key (0: none)."""

    name: str
    type: str
    needed: bool
    key: int
    refers_to: str | None


@dataclass(frozen=True)
class Index:
    """One index: what it is over, and of which rows (``""``: of all)."""

    name: str
    over: str
    rows: str
    unique: bool


@dataclass(frozen=True)
class Table:
    """One table with its columns, the indexes somebody made, and its triggers."""

    name: str
    columns: Sequence[Column]
    indexes: Sequence[Index]
    triggers: Sequence[str]


@cache
def tables() -> list[Table]:
    """Return the tables of a new database in the order they were made, without those SQLite keeps for itself."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "claims.db")
        command("init", "--db", path)
        with closing(sqlite3.connect(path)) as db:
            own = {name for _, name, sort, *_ in db.execute("PRAGMA table_list") if sort in {"table", "virtual"}}
            made = [
                name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
            ]
            return [_table(db, name) for name in made if name in own and not name.startswith("sqlite_")]


OF_FULL_TEXT: Final = 1
"""How SQLite marks the columns that a full-text table hides; those that are computed are not hidden so."""


def _table(db: sqlite3.Connection, name: str) -> Table:
    refers = {
        row[3]: f"`{row[2]}`" + (f" ({row[6].lower()} on delete)" if row[6] != "NO ACTION" else "")
        for row in db.execute(f'PRAGMA foreign_key_list("{name}")')
    }
    columns = [
        Column(column, kind, bool(needed or key), key, refers.get(column))
        for _, column, kind, needed, _, key, hidden in db.execute(f'PRAGMA table_xinfo("{name}")')
        if hidden != OF_FULL_TEXT
    ]
    of_table = "SELECT name, sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL ORDER BY name"
    indexes = [_index(index, sql) for index, sql in db.execute(of_table, (name, "index"))]
    return Table(name, columns, indexes, [trigger for trigger, _ in db.execute(of_table, (name, "trigger"))])


def _index(name: str, sql: str) -> Index:
    plain = " ".join(sql.split())
    found = re.search(r" ON \S+?\s*\((?P<over>.*?)\)(?: WHERE (?P<rows>.*))?$", plain)
    if found is None:
        raise ValueError(f"the index {name} cannot be read: {plain}")
    return Index(name, found["over"].strip(), found["rows"] or "", plain.startswith("CREATE UNIQUE"))


def unexplained(made: Sequence[Table], known: Mapping[tuple[str, str], Words]) -> list[str]:
    """Return what has no sentence, and what sentences are about nothing that is there."""
    there = {
        (table.name, part)
        for table in made
        for part in ("", *(column.name for column in table.columns), *(index.name for index in table.indexes))
    }
    return [
        *(f"{'.'.join(filter(None, name))} has no sentence in {WORDS.name}" for name in sorted(there - known.keys())),
        *(f"{WORDS.name} tells of {'.'.join(name)}, which is not there" for name in sorted(known.keys() - there)),
    ]


def page() -> str:
    """Return the generated part of docs/schema.md; raises ``ValueError`` where something is not explained."""
    made, known = tables(), words()
    if missing := unexplained(made, known):
        raise ValueError("; ".join(missing))
    parts = []
    for group, (heading, holds) in GROUPS.items():
        of_group = [table for table in made if known[table.name, ""].by == group]
        listed = ", ".join(f"[`{table.name}`](#{table.name})" for table in of_group)
        parts.append(f"## {heading}\n\n{holds} Tables: {listed}.\n")
        parts += [_part(table, known) for table in of_group]
    return "\n".join(parts)


def datasette(name: str) -> str:
    """Return what a table and its columns mean as lines of YAML, for docs/datasette.yaml."""
    known = words()
    (table,) = [table for table in tables() if table.name == name]
    told = {column.name: _plain(known[name, column.name].meaning) for column in table.columns}
    lines = [f"description: {_plain(known[name, ''].meaning)}", "columns:"]
    return "\n".join([*lines, *(f"  {column}: {meaning}" for column, meaning in told.items())]) + "\n"


def _plain(meaning: str) -> str:
    """Return a sentence as a string of YAML, without the marks of Markdown, which Datasette prints as they are."""
    return json.dumps(meaning.replace("`", "").replace("*", ""), ensure_ascii=False)


def _part(table: Table, known: Mapping[tuple[str, str], Words]) -> str:
    lines = [f"### {table.name}", "", known[table.name, ""].meaning, "", "| column | type | written by | meaning |"]
    lines.append("|---|---|---|---|")
    for column in table.columns:
        said = known[table.name, column.name]
        meaning = said.meaning + (f" Refers to {column.refers_to}." if column.refers_to else "")
        lines.append(f"| `{column.name}` | {_type(column)} | {WRITERS[said.by]} | {meaning} |")
    if table.indexes:
        lines += ["", "| index | over | for |", "|---|---|---|"]
        for index in table.indexes:
            over = f"{'unique: ' if index.unique else ''}`{index.over}`" + (
                f" where `{index.rows}`" if index.rows else ""
            )
            lines.append(f"| `{index.name}` | {over} | {known[table.name, index.name].meaning} |")
    if table.triggers:
        lines += ["", f"Triggers: {', '.join(f'`{name}`' for name in table.triggers)}."]
    return "\n".join(lines) + "\n"


def _type(column: Column) -> str:
    parts = [column.type.lower() or "any", "key" if column.key else "", "" if column.needed else "or blank"]
    return ", ".join(part for part in parts[:2] if part) + (f" {parts[2]}" if parts[2] else "")
