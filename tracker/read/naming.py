"""The name of a file as a page, a message and the database can hold it."""

from __future__ import annotations

LONGEST_NAME = 255
"""Characters; file systems allow no more, only uploads could bring a longer one."""
ENDING = 40
"""Characters of a cut name's end that are kept: its suffix tells the format."""


def shown(name: str) -> str:
    """Return a file's name, or its path, on one line and printable: what cannot be printed stands as “�”.

    Bytes that are no UTF-8, control characters and marks that turn the direction of writing would break a terminal, a
    page or the database.

    >>> shown("second\\nquarter.txt"), shown("caf\\udce9.txt")
    ('second quarter.txt', 'caf�.txt')
    """
    plain = "".join(" " if char.isspace() else char if char.isprintable() else "�" for char in name)
    return plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - ENDING - 1]}…{plain[-ENDING:]}"
