"""Claims to candidates to relations to threads (pure)."""

from tracker.match.features import Features, features
from tracker.match.qualifiers import Narrowing, narrowing
from tracker.match.relating import RULES_VERSION, relation, spliced
from tracker.match.splicing import Splice, splice
from tracker.match.threads import LINKING, Origin, Statement, Thread, origins, threads
from tracker.match.wordings import Wording, may_be_one_day, wordings

__all__ = [
    "LINKING",
    "RULES_VERSION",
    "Features",
    "Narrowing",
    "Origin",
    "Splice",
    "Statement",
    "Thread",
    "Wording",
    "features",
    "may_be_one_day",
    "narrowing",
    "origins",
    "relation",
    "splice",
    "spliced",
    "threads",
    "wordings",
]
