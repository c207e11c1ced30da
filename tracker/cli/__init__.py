"""The command line: the verbs of the services, with ``--json`` on each."""

from __future__ import annotations

from tracker.cli.main import main

__all__ = ["main"]
