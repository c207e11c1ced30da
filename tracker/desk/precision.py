"""How often past suggestions were right, as far as people's decisions tell (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.models.precision import Decided

BANDS: Final = ((95, 101), (85, 95), (70, 85), (50, 70), (0, 50))
"""Scores in per cent, from and below; finer where most suggestions are."""

TOO_FEW: Final = 10
"""Decisions below which no share is told: among nine, a single one more moves the share by a tenth."""


@dataclass(frozen=True, slots=True)
class Precision:
    """What became of the suggestions of one kind or score band."""

    name: str
    confirmed: int
    refused: int

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.confirmed + self.refused

    @property
    def share(self) -> float | None:
        """The share that people confirmed, in [0, 1]; ``None`` where too few were decided to say."""
        return self.confirmed / self.decided if self.decided >= TOO_FEW else None


def by_band(rows: Sequence[Decided]) -> list[Precision]:
    """Return one entry a score band, the highest first.

    >>> from tracker.models import RelationKind
    >>> by_band([Decided(RelationKind.VARIANT, 97, 11, 1)])[0]
    Precision(name='95 to 100', confirmed=11, refused=1)
    """
    return [_sum(f"{low} to {high - 1}", (row for row in rows if low <= row.score < high)) for low, high in BANDS]


def by_kind(rows: Sequence[Decided], kinds: Iterable[str]) -> list[Precision]:
    """Return one entry a relation kind, in the order of ``kinds``."""
    return [_sum(kind, (row for row in rows if row.kind == kind)) for kind in kinds]


def _sum(name: str, rows: Iterable[Decided]) -> Precision:
    mine = list(rows)
    return Precision(name, sum(row.confirmed for row in mine), sum(row.refused for row in mine))
