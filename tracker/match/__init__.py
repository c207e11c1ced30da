"""Claims to candidates to relations to threads (pure)."""

from tracker.match.features import Features, features
from tracker.match.relating import RULES_VERSION, relation, spliced
from tracker.match.splicing import Splice, splice
from tracker.match.threads import Origin, Statement, Thread, origins, threads

__all__ = [
    "RULES_VERSION",
    "Features",
    "Origin",
    "Splice",
    "Statement",
    "Thread",
    "features",
    "origins",
    "relation",
    "splice",
    "spliced",
    "threads",
]
