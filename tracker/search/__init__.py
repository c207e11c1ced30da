"""The query language of searches, the terms claims are indexed under, and the ranking of answers (pure)."""
