"""The HTTP API: every verb of the desk as JSON over HTTP, described by an OpenAPI 3.1 document."""

from tracker.web.api.serving import OPERATIONS, calls

__all__ = ["OPERATIONS", "calls"]
