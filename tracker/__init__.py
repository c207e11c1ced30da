"""Policy-debate claim tracker: read, extract, match, cite.

The pure verbs are importable without a database.
"""
