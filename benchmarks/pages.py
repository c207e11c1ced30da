"""How long each page takes at the server and how large it is, over the large invented database.

    python -m benchmarks.pages demo-large.db [--only /claims]

The pages are asked of the WSGI app in this process; a page's time is the CPU time of the whole request, so that other
work on the machine counts for nothing. Its size is that of its HTML with its sheets and scripts, as they are before
they are packed, without fonts, pictures, and the script that comes when a search is entered.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from tracker.db.connection import open_database
from tracker.web.app import create_app, settle

REPEATS = 20
"""Requests of which the median and the 95th percentile are taken, after one that is not counted."""
MILLISECONDS = 1e3
KILOBYTE = 1e3
MOST_MS, MOST_KB = 150, 100
"""What a page may take at the server, and weigh without fonts and pictures."""
MOST_CHECKS, MOST_CHECKS_HOME = 20, 6
"""How many times the time of the empty form of /check a page may take, and home."""
_FILE = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"')

PATHS = (
    "/",
    "/documents",
    "/documents?page=100",
    "/documents/{document}",
    "/claims",
    "/claims?page=2000",
    "/claims?kind=direct",
    "/claims?speaker={speaker}",
    "/claims?relation=revised",
    "/claims?figure=1&from=2010&to=2012",
    "/claims?q=ferry+free+for+officers",
    "/claims?q=fell+by+19%25&kind=statistic",
    "/claims/{claim}",
    "/threads",
    "/threads?page=100",
    "/threads/{thread}",
    "/threads/{long_thread}",
    "/speakers",
    "/speakers?page=50",
    "/speakers/{speaker}",
    "/compare",
    "/compare?speakers={speaker},{other}",
    "/compare?documents={document},1,2",
    "/positions",
    "/positions?speakers={speaker},{other}&from=2010",
    "/claims?q=-ferry",
    "/claims?topic={topic}",
    "/claims?document={long_document}",
    "/claims?speaker={speaker}&page=100",
    "/claims?speaker={speaker}&q=ferry",
    "/claims/{lead}",
    "/claims/{lead}?page=50",
    "/documents/{long_document}",
    "/threads/{long_thread}?page=50",
    "/threads/{long_thread}/cite",
    "/threads?speaker={speaker}",
    "/speakers/{speaker}?page=100",
    "/compare?documents={long_document},1",
    "/positions?threads={long_thread}",
    "/topics/{topic}",
    "/topics/{topic}.atom",
    "/verdicts/{verdict}",
    "/figures?speaker={speaker}",
    "/figures?unit=percent",
    "/figures?saying=blank",
    "/history/claim-{lead}",
    "/claims.atom?q=ferry",
    "/documents/{document}?claim={claim}",
    "/speakers/{speaker}.atom",
    "/threads/{long_thread}.atom",
    "/threads/{long_thread}/verdicts",
    "/searches",
    "/figures",
    "/figures?q=3",
    "/topics",
    "/review",
    "/review/matches",
    "/review/matches?score=80&kind=variant",
    "/review/matches/one",
    "/review/speakers",
    "/review/dates",
    "/review/attributions",
    "/verdicts",
    "/scales",
    "/history",
    "/history?page=100",
    "/check",
    "/about",
    "/about/method",
)
"""The pages measured; names in braces stand for what the database holds most of, or in its middle."""

Row = dict[str, Any]


def names(path: Path) -> dict[str, int]:
    """Return the numbers that the braces of ``PATHS`` stand for."""
    db = open_database(path, create=False)

    def one(sql: str) -> int:
        return int((db.execute(sql).fetchone() or [0])[0] or 0)

    busiest = "SELECT speaker_id FROM claims WHERE speaker_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    long_thread = one("SELECT thread_id FROM thread_members GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    found = {
        "document": one("SELECT max(id) / 2 FROM documents"),
        "claim": one("SELECT max(id) / 2 FROM claims"),
        "speaker": one(busiest),
        "other": one(busiest + " OFFSET 1"),
        "thread": one("SELECT max(id) / 2 FROM threads"),
        "long_thread": long_thread,
        "lead": one(f"SELECT lead_id FROM threads WHERE id = {long_thread}"),
        "long_document": one("SELECT document_id FROM claims GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
        "topic": one("SELECT min(id) FROM topics"),
        "verdict": one("SELECT verdict_id FROM verdict_versions GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
    }
    db.close()
    return found


def measured(database: Path, paths: Sequence[str] = PATHS) -> Iterator[Row]:
    """Yield for each page its path, status, times in milliseconds, and sizes in kilobytes.

    ``median`` and ``p95`` are times, ``checks`` is the median in times of that of the empty form of /check; ``html`` is
    the page alone, ``kb`` the page with its sheets and scripts.
    """
    app = create_app(database, secret_key="for measuring")  # noqa: S106 - of a server that is measured
    known = names(database)
    client = app.test_client()
    settle()
    empty = page(client, "/check")["median"]
    for path in paths:
        row = page(client, path.format(**known))
        yield row | {"checks": row["median"] / empty}


def page(client: FlaskClient, path: str) -> Row:
    """Ask one page some times."""
    answer = client.get(path)
    took = [_cpu(client, path) for _ in range(REPEATS)]
    return {
        "path": path,
        "status": answer.status_code,
        "median": statistics.median(took),
        "p95": statistics.quantiles(took, n=20, method="inclusive")[-1],
        "html": len(answer.data) / KILOBYTE,
        "kb": weight(client, path) / KILOBYTE,
    }


def weight(client: FlaskClient, path: str) -> int:
    """Return the bytes of a page with its sheets and scripts; fonts and pictures are not counted."""
    page = client.get(path).data
    return len(page) + sum(len(client.get(file).data) for file in set(_FILE.findall(page.decode())))


def _cpu(client: FlaskClient, path: str) -> float:
    start = time.process_time()
    client.get(path)
    return (time.process_time() - start) * MILLISECONDS


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each page as it is measured, those over the limits marked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description="Measure the pages.")
    parser.add_argument("database", type=Path)
    parser.add_argument("--only", action="append", help="a path to measure, with the names in braces; may be repeated")
    asked = parser.parse_args(arguments)
    for row in measured(asked.database, asked.only or PATHS):
        most = MOST_CHECKS_HOME if row["path"] == "/" else MOST_CHECKS
        over = row["p95"] > MOST_MS or row["kb"] > MOST_KB or row["checks"] > most or row["status"] != 200
        times = f"{row['median']:8.1f} {row['p95']:8.1f} ms {row['checks']:5.1f} x"
        sizes = f"{row['html']:7.1f} {row['kb']:7.1f} KB"
        print(times, sizes, "", row["status"], row["path"], "OVER" if over else "")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
