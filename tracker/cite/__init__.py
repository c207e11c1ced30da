"""Claims and documents in words for others: citations, records, snippets, linked data, networks (pure)."""
