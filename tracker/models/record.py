"""Rows of the database as frozen values with a type for every column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from msgspec.structs import asdict


class Record(msgspec.Struct, frozen=True):
    """One row as the database gives it: the fields stand in the order of its columns, which is that of its JSON.

    A column that holds 0 or 1 is an ``int``, as it is stored and told.
    """

    # Transitional: the face of a mapping, for readers that still take rows by string. Attributes are the interface.

    def __getitem__(self, key: str) -> Any:
        try:
            return getattr(self, key)
        except AttributeError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.__struct_fields__)

    def __contains__(self, key: object) -> bool:
        return key in self.__struct_fields__

    def __or__(self, other: Mapping[str, Any] | Record) -> dict[str, Any]:
        return asdict(self) | dict(other.items())

    def __ror__(self, other: Mapping[str, Any]) -> dict[str, Any]:
        return {**other, **asdict(self)}

    def __eq__(self, other: object) -> bool:
        return asdict(self) == other if isinstance(other, dict) else super().__eq__(other)

    def __hash__(self) -> int:
        return super().__hash__()

    def get(self, key: str, default: Any = None) -> Any:
        """Return a column's value."""
        return getattr(self, key, default)

    def keys(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self.__struct_fields__

    def items(self) -> list[tuple[str, Any]]:
        """Return names and values of the columns."""
        return [*asdict(self).items()]


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
