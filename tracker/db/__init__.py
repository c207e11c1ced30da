"""SQLite: migrations and every query by name; the only room with SQL. It gives models to the rooms above."""
