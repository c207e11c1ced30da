"""Flask: the app factory, pages, forms and static files."""

from tracker.web.app import create_app

__all__ = ["create_app"]
