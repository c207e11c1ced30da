"""What an editor takes from a check: the draft as a file with its accepted changes, and the receipt to keep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from tracker.db import documents
from tracker.db.rows import Database
from tracker.models.documents import StoredDocument
from tracker.services import nouns
from tracker.services.check import FigureItem, QuotationItem, Report
from tracker.services.drafts import Draft


def receipt(db: Database, draft: Draft, report: Report) -> str:
    """Return the receipt of a checked draft as Markdown: every quotation and figure with its finding and its source.

    A source stands with its date and the SHA-256 of its original bytes, the draft with that of its text (UTF-8), so
    that both can be told from later versions. What was passed over is listed as well.
    """
    ids = {item.place.document_id for item in report.quotations if item.place is not None}
    ids |= {item.document_id for item in report.figures if item.document_id is not None}
    return "\n".join(_receipt_lines(draft, report, documents.several(db, ids))) + "\n"


def _receipt_lines(draft: Draft, report: Report, sources: Mapping[int, StoredDocument]) -> Iterator[str]:
    yield f"# Check of {draft.name}"
    yield ""
    counts = ", ".join(f"{count} {finding}" for finding, count in report.counts.items()) or "nothing to check"
    yield f"- Checked: {nouns.now()} (UTC)"
    yield f"- Draft: {len(draft.text):,} characters, SHA-256 {hashlib.sha256(draft.text.encode()).hexdigest()}"
    yield f"- Searched: {report.documents:,} stored document{'' if report.documents == 1 else 's'}"
    yield f"- Rules: {report.house.name}" + (f" ({report.house.source})" if report.house.source else "")
    yield f"- Found: {counts}; of {report.figures_not_stored:,} figures nothing is stored"
    yield from (f"- Note: {note}" for note in report.notes)
    for item in report.in_order:
        line = draft.text.count("\n", 0, item.start) + 1
        yield ""
        yield f"## {' and '.join(item.findings).capitalize()}, line {line}"
        yield ""
        yield f"> {_on_one_line(item.text)}"
        yield ""
        if item.ignored is not None:
            yield f"- Ignored: {item.ignored.reason} ({item.ignored.who}, {item.ignored.at})"
        yield from (f"- {_on_one_line(sentence)}" for sentence in item.why)
        yield from (f"- Words to copy: {change.words}" for change in item.changes)
        yield from _source(item, sources)
    if report.passed_over:
        yield ""
        yield "## Passed over"
        yield ""
        yield from (f"- “{_on_one_line(each.text)}”: {each.reason}" for each in report.passed_over)


def _source(item: QuotationItem | FigureItem, sources: Mapping[int, StoredDocument]) -> Iterator[str]:
    """Yield where an item stands: the words there, whose they are, and the document."""
    if isinstance(item, FigureItem):
        words, speaker, document_id = item.claim, None, item.document_id
    elif item.place is not None:
        words, speaker, document_id = item.place.text, item.place.speaker, item.place.document_id
    else:
        return
    if document_id is None:
        return
    source = sources[document_id]
    yield f"- Source has: “{_on_one_line(words or '')}”" + (f" ({speaker})" if speaker else "")
    told = (source.heading, source.publisher, source.date or "undated", source.record, f"document {source.id}")
    yield f"- Source: {', '.join(str(each) for each in told if each)}; SHA-256 {source.sha256}"


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
