"""SQLite: migrations and every query by name; the only room with SQL."""
