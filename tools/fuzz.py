"""Made-up inputs, by the million if wished, for whatever takes what people or files bring.

None may raise anything but the program's own errors, and no work may grow faster than its input.

``python -m tools.fuzz --inputs 1000000`` tries that many on each target (``make fuzz INPUTS=…``), in rounds that a seed
names, so that what is found can be found again. hypothesis makes the inputs and shortens the one that breaks.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tools.report import put_row
from tracker.cite.notes import safe_html
from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.models import TrackerError
from tracker.services import check, ingest, search
from tracker.services.database import Database, open_database
from tracker.services.drafts import read_draft
from tracker.text.quantities import quantities

FILES: Final = Path(__file__).parents[1] / "tests" / "files"
ROUND: Final = 1000
"""Inputs that one seed makes: hypothesis remembers all of a round, and begins the next with nothing."""
MOST_PIECES: Final = 30
LONGEST: Final = 300
"""Characters or bytes of an input that is made of no pieces."""
PIECES: Final = (
    "“", "”", "‘", "’", '"', "'", "«", "»", "—", "–", "-", "…", "...", "(", ")", "[", "]", "{", "}", "<", ">", "*",
    "_", "`", "#", "|", "~", "^", "\\", "/", ":", ";", ",", ".", "!", "?", "%", "£", "€", "$", "½", "¼", "1/2.5",
    "1/0", "0/0", "1,2,3", "1.2.3.4", "12%", "£2m", "-5", "1e999", "9" * 400, "٣", "²", "IV", "1st", "2018-14-99",
    "31 February 2022", "14 March 2022", "13:99", "per cent", "percentage points", "a week", "million", "half a",
    "dozen", "more than", "between", "and", "to", "from", "up", "down", "not", "never", "no", "if", "would", "said",
    "says", "told", "denied", "according to", "claimed that", "added", "he", "she", "they", "Mara Quill", "Ms Reed",
    "Dr", "the council", "By", "PC", "MP", "Chief Constable", "officers", "assaults", "patrols", "were armed", "rose",
    "fell by", "Q:", "A:", "SPEAKER 1:", "00:01:02,003 --> 00:01:04,005", "> ", "- ", "1. ", "[^1]", "[^1]: ",
    "![](x)", "[a](b)", "<b>", "</b>", "<script>", "&amp;", "&#0;", "&#x110000;", "---\n", "date: ", "title: ",
    "kind:", "speaker:", "NEAR(", "OR", "AND", "NOT", "from:", "figure:", "\n", "\n\n", "\r\n", "\t", " ", "\u00a0",
    "\u00ad", "\u200b", "\u2028", "\u202e", "\ufeff", "\x00", "\x0c", "\ue000", "e\u0301", "İ", "ß", "ﬁ", "𝟙", "👮🏽",
    "\U0010ffff",
)  # fmt: skip
TEXTS: Final = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=MOST_PIECES).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=MOST_PIECES).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST),
)
NAMES: Final = ("a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.odt", "a.rtf", "a.mhtml", "a.eml", "a.srt", "a.vtt",
                "a.csv", "a.json", "a.xml", "a.tsv", "a", "a.xlsx")  # fmt: skip
OPENINGS: Final = (
    b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<!doctype html><p>", b"---\ndate: ", b"{\\rtf1 ", b"MIME-Version: 1.0\n",
    b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\n", b"statement,speaker,date\n", b'[{"@type": "ClaimReview", ',
    b"<publicwhip>", b"<TEI>", b"<?xml version='1.0'?>", b"From: a\nSubject: b\n\n", b"\xef\xbb\xbf", b"\xff\xfe",
    b"\xfe\xff\x00",
)  # fmt: skip
GOOD: Final = ("statement.pdf", "statement.html", "statement.md", "statement.docx", "statement.odt", "statement.rtf",
               "statement.mhtml", "sheet.docx", "report.pdf", "statement-utf16.txt")  # fmt: skip
File = tuple[bytes, str]


@st.composite
def damaged(draw: Any) -> File:
    """A good file with a few bytes written over, left out or doubled."""
    name = draw(st.sampled_from(GOOD))
    data = bytearray((FILES / name).read_bytes())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 8))] = draw(st.binary(max_size=8))
    return bytes(data), name


FILE: Final = st.one_of(
    st.tuples(
        st.builds(lambda opening, rest: opening + rest, st.sampled_from(OPENINGS),
                  st.one_of(st.binary(max_size=LONGEST), TEXTS.map(str.encode))),
        st.sampled_from(NAMES),
    ),
    damaged(),
)  # fmt: skip

DOCUMENTS: Final = (
    "14 March 2022\n\nChief Constable Mara Quill said: “We are not planning routine armed patrols in Saltmere.”\n\n"
    "There were 1,240 assaults on officers last year, an increase of 12.5% on the year before.\n",
    "21 March 2022\n\nMara Quill denied that armed patrols were planned. “I never said that,” she told the council.\n\n"
    "There were 1,420 assaults on officers last year.\n",
)


@cache
def stored() -> Database:
    """Return a small database, made once, that searches and checks are asked of; it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-fuzz-"))
    db = open_database(folder / "claims.db")
    for number, text in enumerate(DOCUMENTS):
        ingest.take_in(db, text.encode(), f"{number}.txt", who="nobody")
    return db


@dataclass(frozen=True, slots=True)
class Target:
    """What is tried, what inputs are made for it, and how one is repeated to see how the work grows."""

    name: str
    run: Callable[[Any], object]
    inputs: st.SearchStrategy[Any]
    repeated: Callable[[Any, int], Any] = lambda text, times: text * times


TARGETS: Final = {
    target.name: target
    for target in (
        Target("reading", lambda file: read(*file), FILE, lambda file, times: (file[0] * times, file[1])),
        Target("extraction", extract, TEXTS),
        Target("quantities", quantities, TEXTS),
        Target("markdown", safe_html, TEXTS),
        Target("search", lambda text: search.search(stored(), text, limit=10), TEXTS),
        Target("check", lambda text: check.check_draft(stored(), read_draft(text.encode(), "draft.txt")), TEXTS),
    )
}


@contextmanager
def own_errors() -> Iterator[None]:
    """Let pass what the program says in its own words."""
    try:
        yield
    except TrackerError:
        return


def made_up(target: Target, number: int, count: int, run: Callable[[Any], object], *, shorten: bool = False) -> None:
    """Run something on the inputs of a seed; of one that breaks, ``shorten`` looks for the shortest that does."""

    @seed(number)
    @settings(max_examples=count, database=None, deadline=None, report_multiple_bugs=False,
              phases=[Phase.generate, *([Phase.shrink] if shorten else [])],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(target.inputs)
    def one_round(one: Any) -> None:
        run(one)

    one_round()


def tried(target: Target, inputs: int, first_seed: int) -> str:
    """Try so many inputs; return what broke and how to find it again, nothing where all held."""
    last: list[Any] = []

    def run(one: Any) -> None:
        last[:] = [one]
        with own_errors():
            target.run(one)

    for begun in range(0, inputs, ROUND):
        number = first_seed + begun // ROUND
        try:
            made_up(target, number, min(ROUND, inputs - begun), run, shorten=True)
        except Exception as error:
            return f"{target.name}, seed {number}: {type(error).__name__}: {error} of {last!r}"
    return ""


LENGTH: Final = 4_000
"""Characters that an input is repeated to; then it is doubled so many times: """
DOUBLINGS: Final = 3
STEEPEST: Final = 2.7
"""How many times more work a doubled input may be: linear work is twice, quadratic four times as much."""
WORTH_TELLING: Final = 0.25
"""Seconds; what takes less may grow as it likes, and its measure is all noise."""
TRIES: Final = 3


class Growth(NamedTuple):
    """How many times more work an input is when it is doubled; the input, empty where none took long enough to tell."""

    times: float
    one: str


def growth(target: Target, rounds: int, first_seed: int) -> Growth:
    """Return which of so many inputs grows the steepest when it is repeated, and how steeply."""
    made: list[Any] = []
    made_up(target, first_seed, rounds, made.append)
    steepest = Growth(0.0, "")
    for one in made:
        size = len(one[0] if isinstance(one, tuple) else one)
        if not size:
            continue
        short, long = (target.repeated(one, max(1, LENGTH * times // size)) for times in (1, 2**DOUBLINGS))
        if _took(target, long) < WORTH_TELLING:
            continue
        times = min(_took(target, long) / max(_took(target, short), 1e-4) for _ in range(TRIES)) ** (1 / DOUBLINGS)
        steepest = max(steepest, Growth(times, repr(one)))
    return steepest


def _took(target: Target, made: Any) -> float:
    begun = time.process_time()
    with own_errors():
        target.run(made)
    return time.process_time() - begun


PER_GROWTH: Final = 2_000
"""Inputs for each one that is repeated to see how its work grows."""


class Round(NamedTuple):
    """What so many inputs of a target showed: what broke and what grew too steeply, a sentence each."""

    name: str
    inputs: int
    seed: int
    seconds: float
    growth: Growth
    problems: list[str]


def one_round(name: str, inputs: int, first_seed: int) -> Round:
    """Try so many inputs on a target."""
    begun = time.process_time()
    problems = [tried(TARGETS[name], inputs, first_seed)]
    grows = growth(TARGETS[name], max(3, inputs // PER_GROWTH), first_seed)
    if grows.times > STEEPEST:
        problems.append(f"{name}: {grows.times:.1f} times the work when it is doubled: {grows.one}")
    return Round(name, inputs, first_seed, time.process_time() - begun, grows, [*filter(None, problems)])


def main() -> None:
    """Try the targets that are named, or all; end with 1 where anything broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"any of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="inputs for each target")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="the first round's")
    parser.add_argument("--report", type=Path, help="write what was counted into this page")
    chosen = parser.parse_args()
    if unknown := {*chosen.targets} - {*TARGETS}:
        parser.error(f"there is no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    warnings.simplefilter("ignore")
    failed = False
    for name in chosen.targets or TARGETS:
        made = one_round(name, chosen.inputs, chosen.seed)
        held = "held" if not made.problems else f"{len(made.problems)} broke"
        print(f"{name}: {made.inputs:,} inputs from seed {made.seed} in {made.seconds:.0f} s: {held}", flush=True)
        for problem in made.problems:
            print(f"  {problem}", flush=True)
        if chosen.report is not None:
            put_row(chosen.report, "fuzz", HEADINGS, row(made))
        failed = failed or bool(made.problems)
    sys.exit(failed)


HEADINGS: Final = ("target", "inputs", "first seed", "CPU seconds", "broke", "steepest doubling")


def row(made: Round) -> Sequence[str]:
    """Return what a round showed as the cells of a table."""
    times = f"{made.growth.times:.1f} times the work" if made.growth.times else f"under {WORTH_TELLING} s"
    return (made.name, f"{made.inputs:,}", str(made.seed), f"{made.seconds:,.0f}", str(len(made.problems)), times)


if __name__ == "__main__":
    main()
