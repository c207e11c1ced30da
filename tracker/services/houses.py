"""Whose rules a draft is checked by: a known house's, those of a file, or those chosen in a form."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Final

from tracker.check.houses import USUAL, House, house_of, houses, own_house
from tracker.models import ReadError, TrackerError

OWN: Final = "own"
"""The choice of a form whose fields name the deeds that are permitted."""
SETTING: Final = "TRACKER_HOUSE"
"""The variable of the environment that names the house where nobody chooses one: as ``house_named`` takes it."""
LONGEST_FILE: Final = 100_000


def house_named(name: str, may: Collection[str] = ()) -> House:
    """Return the house of a key ("ap", "reuters", "guardian"), of the form ("own") or of a file of rules.

    A blank name is that of no house. Raises ``TrackerError`` with one sentence where there is none of that name.
    """
    if name == OWN:
        return own_house(may)
    if not name or name.lower() in houses():
        return houses()[name.lower()] if name else USUAL
    known = f"there are {', '.join(houses())}"
    if not name.lower().endswith(".toml"):
        raise TrackerError(
            f"“{name}” is no house whose rules are known; {known}, or a file of rules that ends in .toml."
        )
    try:
        data = Path(name).read_bytes()
    except OSError:
        raise ReadError(f"{name} cannot be opened: there is no such file of house rules; {known}.") from None
    if len(data) > LONGEST_FILE:
        raise ReadError(f"{name} is too long for a file of house rules.")
    try:
        return house_of(data.decode("utf-8-sig"), Path(name).name)
    except UnicodeDecodeError:
        raise ReadError(f"{name} is no text in UTF-8.") from None


def setting() -> str:
    """Return the house that the environment names, blank for none."""
    return os.environ.get(SETTING, "")


def chosen(name: str | None, may: Collection[str] = ()) -> House:
    """Return the house that a request names; where it names none, that of the environment.

    A request names no file but that of the environment: what stands on the server is not read for whoever asks.
    """
    if name is None:
        return house_named(setting())
    if name and name not in (OWN, setting()) and name.lower() not in houses():
        raise TrackerError(f"“{name}” is no house whose rules are known; there are {', '.join((*houses(), OWN))}.")
    return house_named(name, may)
