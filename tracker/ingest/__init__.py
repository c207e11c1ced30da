"""Bytes to a document, and the dates the document shows."""

from __future__ import annotations

from tracker.ingest.dates import ledger
from tracker.ingest.reader import MAX_BYTES, SUFFIXES, check_size, read

__all__ = ["MAX_BYTES", "SUFFIXES", "check_size", "ledger", "read"]
