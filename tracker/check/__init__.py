"""A draft beside sources: quotations, where they stand, what differs, and the words to copy (pure)."""
