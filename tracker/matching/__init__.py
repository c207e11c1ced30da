"""Claims to candidates to relations to threads (pure)."""
