"""The command line: the same verbs as the desk, with ``--json`` on each."""

from __future__ import annotations

from tracker.cli.main import main

__all__ = ["main"]
