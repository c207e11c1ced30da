"""Flask: the app factory, pages, forms and static files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.web.app import create_app

__all__ = ["create_app"]


def __getattr__(wanted: str) -> Any:
    """Import ``create_app`` when it is asked for: who takes one module of this room need not import all pages."""
    if wanted == "create_app":
        from tracker.web.app import create_app

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {wanted!r}")
