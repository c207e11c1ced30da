"""Claims to words for others: anchors, citations, word differences, the check of a draft (pure)."""

from tracker.cite.checking import check

__all__ = ["check"]
