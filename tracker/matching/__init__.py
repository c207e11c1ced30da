"""Claims to candidates to relations to threads (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.models import Relation

__all__ = ["relate"]


def relate(a: str, b: str) -> Relation:
    """Return what two statements are to each other, with the reasons.

    >>> relate("Crime fell by a fifth", "Crime was down 25 per cent").kind.value
    'revised'
    """
    from tracker.matching.features import features  # here, so that one module of the room does not bring all along
    from tracker.matching.relation import relation

    return relation(features(a), features(b))
