"""Bytes to Document: plain text, Markdown, HTML, PDF, DOCX; the date ledger of a document (pure)."""
