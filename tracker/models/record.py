"""Rows of the database as frozen values with a type for every column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from msgspec.structs import asdict


class Record(msgspec.Struct, frozen=True):
    """One row as the database gives it: the fields stand in the order of its columns, which is that of its JSON.

    A column that holds 0 or 1 is an ``int``, as it is stored and told.
    """


T = TypeVar("T")


@dataclass(frozen=True)  # without slots, which Python 3.11 does not bear beside a type that is named: Listed[Topic]
class Listed(Generic[T]):
    """A list that is read a page at a time: its entries, and what reads ``limit`` of them from ``offset`` on."""

    count: int
    rows: Callable[..., list[T]]


def plain(value: object) -> dict[str, Any]:
    """Return a record as a dict, for the JSON encoders' ``default``."""
    if isinstance(value, Record):
        return asdict(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
