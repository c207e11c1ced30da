"""The HTTP API: every verb of the services as JSON over HTTP, described by an OpenAPI 3.1 document."""

from __future__ import annotations

from tracker.web.api.routes import OPERATIONS, calls

__all__ = ["OPERATIONS", "calls"]
