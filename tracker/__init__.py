"""Policy-debate claim tracker: read, extract, match, cite.

The pure verbs are importable without a database. ``__version__`` is read when it is asked for, since that takes longer
than all else that is imported here.
"""


def __getattr__(name: str) -> str:
    """Return the version of the installed program as ``__version__``."""
    if name == "__version__":
        from importlib.metadata import version

        return version("policy-claim-tracker")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
