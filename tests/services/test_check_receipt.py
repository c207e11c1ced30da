"""The receipt of a check: every quotation and figure with its finding, its source and what tells that source apart."""

from __future__ import annotations

import hashlib

from tracker.db.rows import Database
from tracker.services import ingest
from tracker.services.check import check_draft, receipt
from tracker.services.drafts import read_draft

SOURCE = (
    "Harbour news\n\n5 May 2022\n\n“We will not close the locks at night,” Mara Quill said. The board owns 14 locks.\n"
)
DRAFT = "Quill said: “We will close the locks at night.” The board owns 15 locks. The “old town” sleeps.\n"


def test_a_receipt_names_each_finding_with_its_source_and_both_hashes(db: Database) -> None:
    ingest.take_in(db, SOURCE.encode(), "harbour.txt", who="tester")
    draft = read_draft(DRAFT.encode(), "draft.txt")
    told = receipt(db, draft, check_draft(db, draft))
    assert told.startswith("# Check of draft.txt\n")
    assert "- Searched: 1 stored document\n" in told
    assert f"SHA-256 {hashlib.sha256(DRAFT.encode()).hexdigest()}" in told
    assert told.count(f"document 1; SHA-256 {hashlib.sha256(SOURCE.encode()).hexdigest()}") == 2
    assert "## Altered, line 1\n\n> We will close the locks at night\n" in told
    assert "- Source has: “We will not close the locks at night” (Mara Quill)" in told
    assert "## Figure differs, line 1\n\n> 15\n" in told
    assert "- “old town”: scare quotes" in told
    assert "2022-05-05" in told


def test_what_is_found_nowhere_has_no_source(db: Database) -> None:
    draft = read_draft("Quill said: “The swans of the harbour were counted at dawn.”".encode(), "draft.txt")
    told = receipt(db, draft, check_draft(db, draft))
    assert "## Not found here, line 1" in told and "Source" not in told
