"""Claims to words for others: anchors, citations, word differences (pure)."""
