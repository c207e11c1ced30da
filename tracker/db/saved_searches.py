"""Saved searches: a name, the search as an address asks for it, and the last claim there was when somebody looked."""

from __future__ import annotations

from tracker.db.rows import Database, first, insert, number, select, update
from tracker.models.searches import SavedSearch

COLUMNS = "id, name, query, seen_claim, seen_at, removed"


def every(db: Database, *, limit: int = -1, offset: int = 0) -> list[SavedSearch]:
    """Return the searches that were not removed, by name."""
    sql = f"SELECT {COLUMNS} FROM saved_searches WHERE NOT removed ORDER BY name, id LIMIT ? OFFSET ?"
    return select(db, sql, [limit, offset], SavedSearch)


def counted(db: Database) -> int:
    """Return how many searches are saved."""
    return number(db, "SELECT count(*) FROM saved_searches WHERE NOT removed")


def get(db: Database, search_id: int) -> SavedSearch | None:
    """Return one search, or ``None``; also a removed one."""
    return first(db, f"SELECT {COLUMNS} FROM saved_searches WHERE id = ?", [search_id], SavedSearch)


def named(db: Database, name: str) -> SavedSearch | None:
    """Return the saved search of this name."""
    return first(db, f"SELECT {COLUMNS} FROM saved_searches WHERE name = ? AND NOT removed", [name], SavedSearch)


def asking(db: Database, query: str) -> SavedSearch | None:
    """Return the saved search that asks this."""
    return first(db, f"SELECT {COLUMNS} FROM saved_searches WHERE query = ? AND NOT removed", [query], SavedSearch)


def add(db: Database, name: str, query: str, *, seen_claim: int, seen_at: str) -> int:
    """Store a search and return its number."""
    return insert(
        db, "saved_searches", {"name": name, "query": query, "seen_claim": seen_claim, "seen_at": seen_at, "removed": 0}
    )


def rename(db: Database, search_id: int, name: str) -> None:
    """Give a search another name."""
    update(db, "saved_searches", search_id, {"name": name})


def set_removed(db: Database, search_id: int, removed: bool) -> None:
    """Take a search off the list, or put it back."""
    update(db, "saved_searches", search_id, {"removed": int(removed)})


def set_seen(db: Database, search_id: int, claim: int, at: str) -> None:
    """Remember which claim was the last there was when somebody looked."""
    update(db, "saved_searches", search_id, {"seen_claim": claim, "seen_at": at})
