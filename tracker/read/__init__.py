"""Reading: bytes to a document, and the dates the document shows."""

from tracker.read.ledger import ledger
from tracker.read.naming import shown
from tracker.read.reading import MAX_BYTES, SUFFIXES, check_size, read

__all__ = ["MAX_BYTES", "SUFFIXES", "check_size", "ledger", "read", "shown"]
