"""A read-only static site of the whole tracker: the app's own pages, written to files."""
