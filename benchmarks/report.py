"""The page docs/performance.md, from what was measured."""

from __future__ import annotations

import math
import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from typing import Any

Row = dict[str, Any]

NAMES = {
    "brute-force": "rapidfuzz `cdist`, brute force with a length window",
    "tfidf": "TF-IDF character trigrams, sparse_dot_topn",
    "string-grouper": "string_grouper",
    "minhash": "datasketch MinHash LSH on words",
    "duckdb-shingles": "DuckDB join on hashes of shingles",
    "splink": "splink on DuckDB, blocked on pairs of rare words",
    "duckdb-rare-words": "DuckDB join on pairs of rare words",
    "polars-rare-words": "polars join on pairs of rare words",
}

HEAD = """\
# Performance

Written by `make bench`; do not edit.

{claims} {machine}

CPU seconds count every process and thread of a piece of work; times are medians where a piece of work takes less than
20 seconds. How the engine works stands in the docstrings of `tracker/matching/candidates.py` (in bulk) and
`tracker/matching/stored.py` (one claim among stored ones).
"""

GENERATED = "The claims are the evaluation corpus: sentences of news with edited repeats, 30 % of them in groups."
SYNTHETIC = "The claims are synthetic (made-up words by Zipf's law, edited repeats): comparable with each other only."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with three significant digits, thousands apart; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"


def share(value: float | None) -> str:
    """Return a recall with five digits behind the point; a dash where it is not known."""
    return "–" if value is None else f"{value:.5f}"


def times(value: float, own: float) -> str:
    """Return how many times as much as this engine."""
    return f"{value / own:,.0f}×" if value >= 10 * own else f"{value / own:.1f}×"


def peers_table(own: Row, peers: Sequence[Row]) -> str:
    """Return this engine beside its peers at one size."""
    rows = [
        [NAMES[peer["name"]], number(peer["cpu"]), times(peer["cpu"], own["cpu"]), number(peer["wall"]),
         number(peer["gigabytes"]), share(peer["recall"])]
        for peer in sorted(peers, key=lambda peer: -peer["cpu"])
    ]  # fmt: skip
    mine = [
        "**this engine**",
        number(own["cpu"]),
        "1",
        number(own["wall"]),
        number(own["gigabytes"]),
        share(own["recall"]),
    ]
    return table(
        ["", "CPU seconds", "beside this engine", "wall seconds", "GB", "recall of brute force"], [*rows, mine]
    )


def growth(rows: Sequence[Row]) -> str:
    """Return the exponent by which CPU time grows from each size to the next."""
    steps = [
        f"N^{log(after['cpu'] / before['cpu']) / log(after['size'] / before['size']):.2f}"
        f" from {before['size']:,} to {after['size']:,}"
        for before, after in pairwise(rows)
    ]
    return f"CPU time grows by {', '.join(steps)} claims.\n" if steps else ""


def sizes_table(rows: Sequence[Row]) -> str:
    """Return what nominating, scoring and deciding take by size."""
    return table(
        ["claims", "CPU seconds", "wall seconds", "GB", "pairs of readings", "keys left out", "recall",
         "features, µs a claim", "relation, µs a pair"],
        [
            [f"{row['size']:,}", number(row["cpu"]), number(row["wall"]), number(row["gigabytes"]),
             f"{row['pairs']:,.0f}", number(row["left_out"]),
             f"{share(row['sampled'])}*" if "sampled" in row else share(row["recall"]),
             number(row["features_us"]), number(row["relation_us"])]
            for row in rows
        ],
    )  # fmt: skip


def online_table(rows: Sequence[Row]) -> str:
    """Return the latencies in a database, in milliseconds."""
    return table(
        ["claims stored", "linking all: CPU seconds", "wall seconds", "key index, MB", "new claim: median",
         "99th percentile", "document of 30 claims: median", "of that, before anything is stored",
         "of that, stored and linked", "search: median", "99th percentile"],
        [
            [f"{row['stored']:,}", number(row.get("link_cpu")), number(row.get("link_wall")), number(row["index_mb"]),
             number(row["claim_median"]), number(row["claim_p99"]),
             number(row.get("document_median")), number(row.get("document_read")), number(row.get("document_stored")),
             number(row["search_median"]), number(row["search_p99"])]
            for row in (row["online"] for row in rows if "online" in row)
        ],
    )  # fmt: skip


def machine() -> str:
    """Name the machine in general terms."""
    return (
        f"Measured on {os.cpu_count()} cores of a general-purpose {platform.machine()} machine, Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    )


def drafts_table(rows: Sequence[Row]) -> str:
    """Return what the check of a draft takes and gets wrong, beside the scripts of a newsroom."""
    cells = []
    for row in rows:
        size = f"{row['documents']:,}"
        cells.append([size, "`tracker check`", number(row["cpu"]), f"{row['misses']:.1%}", f"{row['alarms']:.1%}"])
        for script in row["scripts"]:
            sampled = "*" if script["every"] > 1 else ""
            wrong = [f"{script[name]:.1%}" for name in ("misses", "alarms")]
            cells.append([size, script["name"], number(script["cpu"]) + sampled, *wrong])
    return table(["documents", "what checks", "CPU seconds", "misses", "false alarms"], cells)


DRAFTS = """\
## Checking a draft

{quotations:,} quotations of ordinary prose against documents of some 420 words that repeat one another's passages, \
as papers print what an agency sent. The command from its start to its end, the database freshly opened and the draft \
read; the scripts are given the texts in memory (* reckoned from some of the quotations). Misses are bad quotations \
that pass (a word altered, a figure changed, “not” put in, words left out at an ellipsis, made up), false alarms good \
ones that do not (exact, cut short, other printers' signs).
"""


def drafts_section(rows: Sequence[Row]) -> str:
    """Return the section on the check of a draft."""
    first, last = rows[0], rows[-1]
    grown = ""
    if len(rows) > 1:
        power = math.log(last["cpu"] / first["cpu"]) / math.log(last["documents"] / first["documents"])
        grown = f"\nThe time grows as N^{power:.2f} from {first['documents']:,} to {last['documents']:,} documents.\n"
    return f"{DRAFTS.format(quotations=first['quotations'])}\n{drafts_table(rows)}{grown}"


PAGES = """\
## Pages

CPU milliseconds of one request at the server, and kilobytes without pictures, over the invented database of
`make demo-large` (some 113,000 claims, 5,000 documents; one speaker, thread, document, topic and verdict of great
size). A page may take {ms} ms and weigh {kb} KB; those in bold do not keep to it.
"""
HEADING = "## "


def pages_section(rows: Sequence[Row], most_ms: float, most_kb: float) -> str:
    """Return the section on how long the pages take and what they weigh."""

    def kept(value: float, most: float) -> str:
        return number(value) if value <= most else f"**{number(value)}**"

    listed = [
        [f"`{row['path']}`", kept(row["median"], most_ms), kept(row["p95"], most_ms), kept(row["kb"], most_kb)]
        for row in rows
    ]
    head = PAGES.format(ms=most_ms, kb=most_kb)
    return f"{head}\n{table(['page', 'median', '95th percentile', 'KB'], listed)}"


STARTUP = """\
## Start-up

CPU seconds of a command from its start to its end over a database of the samples, the median of {runs} runs; beside it
`python -c 'import sqlite3, json, re'`, run in turns with them. What is in bold does not keep to its limit.
"""


def startup_section(rows: Sequence[Row], runs: int) -> str:
    """Return the section on what commands take to start and end; the first row is the peer's."""

    def kept(value: float, most: float | None) -> str:
        return number(value) if most is None or value <= most else f"**{number(value)}**"

    listed = [
        [f"`tracker {row['command']}`" if row["command"] else "the peer", number(row["cpu"]),
         kept(row["times"], row["most"].get("times")), number(row["most"].get("times")),
         kept(row["megabytes"], row["most"].get("megabytes")), number(row["most"].get("megabytes"))]
        for row in rows
    ]  # fmt: skip
    head = ["command", "CPU seconds", "times the peer", "at most", "MB", "at most"]
    return f"{STARTUP.format(runs=runs)}\n{table(head, listed)}"


RELEASE = """\
## Beside release 0.2.0

Both in one run and in turns, {claims:,} claims for the last three lines. What is in bold is not as many times as fast
as wanted.
"""


def release_section(rows: Sequence[Row], claims: int) -> str:
    """Return the section on this program beside its release 0.2.0."""
    listed = [
        [row["name"], number(row["release"]), number(row["here"]),
         f"{row['ratio']:.2f}" if row["ratio"] >= row["wanted"] else f"**{row['ratio']:.2f}**", f"{row['wanted']:.1f}"]
        for row in rows
    ]  # fmt: skip
    head = ["", "release 0.2.0", "now", "times as fast", "wanted"]
    return f"{RELEASE.format(claims=claims)}\n{table(head, listed)}"


def with_section(page: str, section: str) -> str:
    """Return a page with one section in the place of the one of the same title, or at its end; all else stays."""
    title = section.partition("\n")[0]
    before, found, after = f"\n{page}".partition(f"\n{title}\n")
    if not found:
        return f"{page.rstrip()}\n\n{section}"
    _, more, rest = after.partition(f"\n{HEADING}")
    return f"{before}\n{section}{more}{rest}".removeprefix("\n")


def page(
    own: Sequence[Row], peers: dict[int, list[Row]], extraction: Row, drafts: Sequence[Row] = (), *, synthetic: bool
) -> str:
    """Return the whole page."""
    parts = [HEAD.format(claims=SYNTHETIC if synthetic else GENERATED, machine=machine())]
    for row in own:
        if peers.get(row["size"]):
            parts.append(
                f"## All repeats among {row['size']:,} claims\n\nEvery pair of claims whose sorted words reach a fuzzy "
                "ratio of 80. The peers are given the readings ready made; this engine makes them itself. What a peer "
                "names, rapidfuzz verifies.\n"
            )
            parts.append(peers_table(row, peers[row["size"]]))
    parts += [*engine_sections(own), *([drafts_section(drafts)] if drafts else []), reading_section(extraction)]
    return "\n".join(parts)


def engine_sections(own: Sequence[Row]) -> list[str]:
    """Return the sections on this engine alone: in bulk by size, and in a database."""
    parts = [
        "## This engine by size\n\nNominating and scoring on two threads; deciding the relation is measured apart, on "
        "one process, with the features of a claim made once. (* recall against all other claims for a sample of 100 "
        "readings: brute force over all is out of reach.)\n\n"
        f"{sizes_table(own)}\n{growth(own)}"
    ]
    if any("online" in row for row in own):
        parts.append(
            "## In a database\n\nMilliseconds, one process, nothing held in memory between calls; the stored claims "
            "are linked, as `tracker link` links them once their documents are read, where that is told. A new claim: "
            "its keys, the stored claims that share them, their texts, and which of them are worth comparing. A "
            "document: read and extracted before anything is stored; stored and linked in one transaction; indexed for "
            f"drafts. A search: four words of a claim.\n\n{online_table(own)}"
        )
    return parts


def formats_section(rows: Sequence[Row]) -> str:
    """Return the section on how fast files of each format are read."""
    told = [
        [
            f"`{row['format']}`",
            number(row["own"] and row["own"]["kb_s"]),
            f"{row['peer']}" if row["peer"] else "–",
            number(row["beside"] and row["beside"]["kb_s"]),
            f"{row['own']['kb_s'] / row['beside']['kb_s']:.2g}×" if row["own"] and row["beside"] else "–",
        ]
        for row in rows
    ]
    return (
        "## Files by format\n\nThe same text in each format, KB of text a second and core, imports not counted: this "
        "program with titles, dates, facts and notes, beside a library that gives the text of that format alone.\n\n"
        + table(["format", "KB/s", "beside", "KB/s", "times as fast"], told)
    )


def reading_section(extraction: Row) -> str:
    """Return the section on how fast text is read."""
    return (
        "## Reading\n\n"
        f"The whole extraction of the seed documents runs at {extraction['extract_kb_s']:,.0f} KB of text a second and "
        f"core, reading quantities at {extraction['quantities_words_s']:,.0f} words a second.\n"
    )
