"""Forms of citation that a house added: its own lines, and styles in CSL."""

from __future__ import annotations

from tracker.db.rows import Database, first, insert, select, update
from tracker.models.documents import CitationForm

_COLUMNS = "id, key, name, line, csl, removed"


def every(db: Database) -> list[CitationForm]:
    """Return the forms that are offered, by name."""
    return select(db, f"SELECT {_COLUMNS} FROM citation_forms WHERE NOT removed ORDER BY name, id", (), CitationForm)


def get(db: Database, form_id: int) -> CitationForm | None:
    """Return one form, or ``None``; also a removed one."""
    return first(db, f"SELECT {_COLUMNS} FROM citation_forms WHERE id = ?", [form_id], CitationForm)


def add(db: Database, key: str, name: str, *, line: str | None = None, csl: str | None = None) -> int:
    """Store a form and return its number."""
    return insert(db, "citation_forms", {"key": key, "name": name, "line": line, "csl": csl})


def set_removed(db: Database, form_id: int, removed: bool) -> None:
    """Take a form off the list, or put it back."""
    update(db, "citation_forms", form_id, {"removed": int(removed)})
