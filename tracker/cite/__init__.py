"""Claims to words for others: anchors, citations, word differences, the check of a draft (pure)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.cite.checking import check

__all__ = ["check"]


def __getattr__(wanted: str) -> Any:
    """Import ``check`` when it is asked for: who takes one module of this room need not import the check of a draft."""
    if wanted == "check":
        from tracker.cite.checking import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {wanted!r}")
