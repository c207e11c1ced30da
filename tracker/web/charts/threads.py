"""What a thread's time line shows: which claims, in whose lane, under which mark (pure)."""

from __future__ import annotations

from collections import Counter

from tracker.db.rows import Row
from tracker.web.charts.timeline import Entry
from tracker.web.words import name_of

MOST_MARKS = 24
"""Claims a time line draws; the table of the thread has the rest."""
MOST_LANES = 10
"""Lanes with a name of their own; whoever has fewest claims shares the last one."""
LONGEST_NAME = 40
"""Characters of a lane's name that fit on a telephone."""
THE_REST = "all others"
OWN_VOICE = "the document itself"
NOBODY = "speaker not known"


def thread_entries(thread: Row, by: str) -> list[Entry]:
    """Return the entries of a thread's time line, in lanes by ``speakers`` or by ``documents``.

    ``drawn`` of the thread are its claims with the numbers of their wordings (``services.threads``), which their marks
    carry; those of claims that revise or reverse it carry none.
    """
    drawn = [(row, _what(row, thread), str(number)) for row, number in thread["drawn"]]
    drawn += [(match["other"], match["kind"], "") for match in thread["opposed"]]
    names = {row["id"]: _lane(row, by) for row, _, _ in drawn[:MOST_MARKS]}
    often = [name for name, _ in Counter(names.values()).most_common(MOST_LANES)]
    return [
        Entry(row, what, names[row["id"]] if names[row["id"]] in often else THE_REST, label)
        for row, what, label in drawn[:MOST_MARKS]
    ]


def _what(row: Row, thread: Row) -> str:
    return "lead" if row["id"] == thread["lead_id"] else str(row["what"])


def _lane(row: Row, by: str) -> str:
    if by == "documents":
        name = row["publisher"] or name_of(row)
    else:
        name = row["speaker"] or (OWN_VOICE if row["kind"] == "statistic" else NOBODY)
    return shortened(name)


def shortened(name: str) -> str:
    """Return the name of a lane, cut where a telephone would cut it off."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
