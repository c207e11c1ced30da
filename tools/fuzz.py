"""Made-up inputs, by the million if wished, for whatever takes what people or files bring.

None may raise anything but the program's own errors, none may take long, and no work may grow faster than its input.

``python -m tools.fuzz --inputs 1000000`` tries that many on each target (``make fuzz INPUTS=…``), in rounds that a seed
names, so that what is found can be found again. Inputs are small and made of pieces that mean something to one reader
or another, and drawn by Python's own generator, since the
program takes less than a thousandth of a second for most.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random, SystemRandom
from typing import Any, Final, NamedTuple

from tools.report import put_row
from tracker.cite.notes import safe_html
from tracker.extract import extract
from tracker.ingest.reader import read
from tracker.models import ReadError, TrackerError
from tracker.services import check, ingest, search
from tracker.services.database import Database, open_database
from tracker.services.drafts import read_draft
from tracker.text.quantities import quantities

FILES: Final = Path(__file__).parents[1] / "tests" / "files"
ROUND: Final = 1000
"""Inputs that one seed makes."""
USUAL_PIECES: Final = 6
"""How many pieces an input has on average; half have fewer than four, one in a hundred more than 27."""
HIGHEST: Final = (0x80, 0x250, 0x3000, 0xD800, 0x110000)
"""Characters are drawn below one of these; surrogates are none."""
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
MARKUP: Final = (
    "<p>", "</p>", "<table><tr><td>", "</td>", "<blockquote>", "<time datetime='2022-02-30'>", "<sup>", "<br/>", "<li>",
    "<![CDATA[", "]]>", "<!--", "-->", "<?x ?>", "&lt;", "&nbsp;", "&x;", "<w:p><w:r><w:t>", "</w:t></w:r></w:p>",
    "<text:p>", "<speech speakername='A B'>", "<u who='#a'>", "\\par ", "\\u-1?", "\\u55357?", "\\'e9", "\\bin9 ",
    "{\\*\\x ", "}", " obj\n", "endobj\n", "<< /Length 9 /Filter /FlateDecode >>", "stream\n", "endstream\n", "9 0 R",
    "BT ", ") Tj ET", "(", "Content-Type: text/html; charset=x\n", "Content-Transfer-Encoding: base64\n", "--part\n",
    "=?utf-8?q?=ff?=", "boundary=part", "Date: Thu, 99 Jan 2022 25:61:00 +9999\n", '"', '{"a": [', "]}", "\\ud800",
    "null", "-1e999", "statement,", ",,,", "\t", "00:00:00.000 --> ", "<v Ann Pole>", "\n\n1\n", "NOTE\n",
)  # fmt: skip
_PDF: Final = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>\nendobj\n4 0 obj\n<</Length 0>>\nstream\nBT /F1 9 Tf 72 700 Td (",
    b") Tj ET\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
)
SHELLS: Final = (
    ("a.txt", b"", b""), ("a.txt", b"\xef\xbb\xbf", b""), ("a.txt", b"\xff\xfe", b""), ("a", b"", b""),
    ("a.md", b"", b""), ("a.md", b"---\ndate: 2022-03-14\n", b"\n---\nAnn Pole said so."),
    ("a.html", b"<!doctype html><p>", b"</p>"),
    ("a.html", b"<title>A</title><article><p>Ann Pole said: ", b"</article>"), ("a.pdf", *_PDF), ("a.pdf", *_PDF),
    ("a.pdf", b"%PDF-1.4\n", b""), ("a.docx", b"PK\x03\x04", b""), ("a.odt", b"", b""), ("a.xlsx", b"PK\x03\x04", b""),
    ("a.rtf", b"{\\rtf1 ", b"}"), ("a.rtf", b"{\\rtf1\\ansi ", b"\\par Ann Pole said so.}"), ("a.srt", b"", b""),
    ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n", b""), ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b""),
    ("a.eml", b"From: Ann <a@a.example>\nSubject: ", b"\n\nWe have hired 40 wardens."),
    ("a.eml", b"From: Ann <a@a.example>\nSubject: A\nMIME-Version: 1.0\n"
              b"Content-Type: multipart/mixed; boundary=part\n\n--part\n\n", b"\n--part--\n"),
    ("a.mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=part\n\n--part\n"
                b"Content-Type: text/html\n\n<p>Ann Pole said so. ", b"\n--part--\n"),
    ("a.csv", b"statement,speaker,date\n", b""), ("a.csv", b'statement,speaker\n"', b'",Ann Pole\n'),
    ("a.tsv", b"statement\tspeaker\n", b""), ("a.json", b'[{"statement": "', b'", "speaker": "Ann Pole"}]'),
    ("a.json", b'{"@type": "ClaimReview", "claimReviewed": "', b'", "url": "https://a.example"}'),
    ("a.json", b"", b""), ("a.xml", b'<publicwhip><speech id="uk.org.publicwhip/debate/2022-03-14a.1.0" '
                                    b'speakername="Ann Pole"><p>', b"</p></speech></publicwhip>"),
    ("a.xml", b"<TEI><text><body><u who='#a'><seg>", b"</seg></u></body></text></TEI>"),
)  # fmt: skip
"""Names, and what stands before and after made-up text, so that it is read by the reader of each format."""
GOOD: Final = ("statement.pdf", "statement.html", "statement.md", "statement.docx", "statement.odt", "statement.rtf",
               "statement.mhtml", "report.pdf")  # fmt: skip
File = tuple[bytes, str]

DOCUMENTS: Final = (
    "14 March 2022\n\nChief Constable Mara Quill said: “We are not planning routine armed patrols in Saltmere.”\n\n"
    "There were 1,240 assaults on officers last year, an increase of 12.5% on the year before.\n",
    "21 March 2022\n\nMara Quill denied that armed patrols were planned. “I never said that,” she told the council.\n\n"
    "There were 1,420 assaults on officers last year.\n",
)


def made_text(drawn: Random, pieces: Sequence[str] = PIECES) -> str:
    """Return some pieces in a row, an invented document with some of them written over it, or any characters."""
    some = drawn.choices(pieces, k=int(drawn.expovariate(1 / USUAL_PIECES)))
    match drawn.randrange(6):
        case 0 | 1:
            return "".join(some)
        case 2 | 3:
            return " ".join(some)
        case 4:
            highest = drawn.choice(HIGHEST)
            return "".join(chr(n) for n in (drawn.randrange(highest) for _ in some) if not 0xD800 <= n < 0xE000)
    whole = drawn.choice(DOCUMENTS)
    start = drawn.randrange(len(whole))
    text = whole[start : start + drawn.randrange(20, 120)]
    for piece in some[:4]:
        at = drawn.randrange(len(text) + 1)
        text = text[:at] + piece + text[at + drawn.randrange(4) :]
    return text


def damaged(drawn: Random, data: bytes) -> bytes:
    """Return a good file with a few bytes or pieces written over, left out or doubled."""
    for _ in range(drawn.randrange(1, 4)):
        at = drawn.randrange(len(data) + 1)
        till = at + drawn.randrange(9)
        new = drawn.choice((b"", b"", data[at:till] * 2, drawn.choice(MARKUP).encode(), drawn.randbytes(3)))
        data = data[:at] + new + data[till:]
    return data


@cache
def parts(name: str) -> dict[str, bytes]:
    """The parts of a packed file, or the file itself under no name."""
    data = (FILES / name).read_bytes()
    if not zipfile.is_zipfile(BytesIO(data)):
        return {"": data}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def made_file(drawn: Random) -> File:
    """Return an invented file, or a good one that is damaged; of a packed one, what is in it."""
    if drawn.randrange(4):
        name, before, after = drawn.choice(SHELLS)
        if not drawn.randrange(20):
            name = drawn.choice(SHELLS)[0]
        text = made_text(drawn, drawn.choice((PIECES, MARKUP, PIECES + MARKUP))).encode()
        return before + (text if drawn.randrange(20) else drawn.randbytes(20)) + after, name
    name = drawn.choice(GOOD)
    whole = parts(name)
    if "" in whole:
        return damaged(drawn, whole[""]), name
    spoilt, packed = drawn.choice([*whole]), BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, data in whole.items():
            archive.writestr(part, damaged(drawn, data) if part == spoilt else data)
    return packed.getvalue(), name


@cache
def stored() -> Database:
    """Return a small database, made once, that searches and checks are asked of; it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-fuzz-"))
    db = open_database(folder / "claims.db")
    for number, text in enumerate(DOCUMENTS):
        ingest.take_in(db, text.encode(), f"{number}.txt", who="nobody")
    return db


def read_well(file: File) -> None:
    """Read a file; what its reader did not foresee is raised, of which else is said that it could not be read."""
    try:
        read(*file)
    except ReadError as error:
        if error.__cause__ and error.message.endswith(f"({type(error.__cause__).__name__})."):
            raise error.__cause__ from None
        raise


@dataclass(frozen=True, slots=True)
class Target:
    """What is tried, how an input is made for it, and how one is repeated to see how the work grows."""

    name: str
    run: Callable[[Any], object]
    made: Callable[[Random], Any] = made_text
    repeated: Callable[[Any, int], Any] = lambda text, times: text * times


TARGETS: Final = {
    target.name: target
    for target in (
        Target("quantities", quantities),
        Target("markdown", safe_html),
        Target("search", lambda text: search.search(stored(), text, limit=10)),
        Target("extraction", extract),
        Target("reading", read_well, made_file, lambda file, times: (file[0] * times, file[1])),
        Target("check", lambda text: check.check_draft(stored(), read_draft(text.encode(), "draft.txt"))),
    )
}


@contextmanager
def own_errors() -> Iterator[None]:
    """Let pass what the program says in its own words."""
    try:
        yield
    except TrackerError:
        return


def inputs(target: Target, first_seed: int, count: int) -> Iterator[tuple[int, Any]]:
    """Yield the inputs of a target, so many of each seed from the first on, and their seeds."""
    for begun in range(0, count, ROUND):
        number = first_seed + begun // ROUND
        drawn = Random(number)
        for _ in range(min(ROUND, count - begun)):
            yield number, target.made(drawn)


def broken(target: Target, one: Any) -> str:
    """Return what an input breaks and where, nothing where it holds."""
    try:
        with own_errors():
            target.run(one)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in line {place.lineno} of {Path(place.filename).name}"
    return ""


def shortest(target: Target, one: Any, how: str) -> Any:
    """Return an input that breaks the same as this one does, shorter where one is found by leaving parts out."""
    data, rest = (one[0], one[1:]) if isinstance(one, tuple) else (one, None)
    size = len(data)
    while size := size // 2:
        at = 0
        while at < len(data):
            less = data[:at] + data[at + size :]
            if broken(target, less if rest is None else (less, *rest)) == how:
                data = less
            else:
                at += size
    return data if rest is None else (data, *rest)


LENGTH: Final = 5_000
"""Characters that an input is repeated to, more than any text has that is kept once it was read for figures; then it is
doubled so many times: """
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


NONE_TOLD: Final = Growth(0.0, "")


def growth(target: Target, one: Any) -> Growth:
    """Return how steeply the work of an input grows when it is repeated, endlessly where it breaks something then.

    Nothing is returned where the work is too little to tell.
    """
    size = len(one[0] if isinstance(one, tuple) else one)
    if not size:
        return NONE_TOLD
    short, long = (target.repeated(one, max(1, LENGTH * times // size)) for times in (1, 2**DOUBLINGS))
    if broken(target, long):
        return Growth(math.inf, repr(one))
    if _took(target, long) < WORTH_TELLING:
        return NONE_TOLD
    times = min(_took(target, long) / max(_took(target, short), 1e-4) for _ in range(TRIES)) ** (1 / DOUBLINGS)
    return Growth(times, repr(one))


def _took(target: Target, made: Any) -> float:
    begun = time.process_time()
    with own_errors():
        target.run(made)
    return time.process_time() - begun


PER_GROWTH: Final = 10_000
"""Inputs for each one that is repeated to see how its work grows, the first among them."""
LONGEST: Final = 1.0
"""Seconds of computing that no input may take, small as it is."""
PER_REPORT: Final = 20_000
"""Inputs after which the count is written down, so that a round that is stopped has told how far it came."""


@dataclass(slots=True)
class Round:
    """What the inputs of a target have shown so far: what broke, took long or grew too steeply, a sentence each."""

    name: str
    seed: int
    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    growth: Growth = NONE_TOLD
    problems: dict[str, str] = field(default_factory=dict)

    def row(self) -> Sequence[str]:
        """Return it as the cells of a table."""
        times = f"{self.growth.times:.1f} times the work" if self.growth.times else f"under {WORTH_TELLING} s"
        return (self.name, f"{self.inputs:,}", str(self.seed), f"{self.seconds:,.0f}", f"{self.slowest * 1000:,.0f}",
                str(len(self.problems)), times)  # fmt: skip


HEADINGS: Final = ("target", "inputs", "first seed", "CPU seconds", "slowest (ms)", "broke", "steepest doubling")


def tried(target: Target, count: int, first_seed: int, tell: Callable[[Round], object] = lambda so_far: None) -> Round:
    """Try so many inputs on a target, telling now and then how far it is; each fault is told once."""
    so_far = Round(target.name, first_seed)
    begun = time.process_time()
    for number, one in inputs(target, first_seed, count):
        start = time.process_time()
        how = broken(target, one)
        took = time.process_time() - start
        if took > so_far.slowest and not how:  # what is imported and built once is no input's work
            so_far.slowest = max(so_far.slowest, took := min(took, _took(target, one)))
        if how and how not in so_far.problems:
            so_far.problems[how] = f"{target.name}, seed {number}: {how}: {shortest(target, one, how)!r}"
        if took > LONGEST:
            so_far.problems.setdefault("long", f"{target.name}, seed {number}: over {LONGEST:.0f} s: {one!r}")
        if so_far.inputs % PER_GROWTH == 0 and not how:
            grows = growth(target, one)
            so_far.growth = max(so_far.growth, grows)
            if grows.times > STEEPEST:
                so_far.problems[grows.one] = f"{target.name}: {grows.times:.1f} times the work, doubled: {grows.one}"
        so_far.inputs += 1
        so_far.seconds = time.process_time() - begun
        if so_far.inputs % PER_REPORT == 0:
            tell(so_far)
    return so_far


def main() -> None:
    """Try the targets that are named, or all; end with 1 where anything broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"any of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="inputs for each target")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6), help="the first round's")
    parser.add_argument(
        "--report", type=Path, help="write what was counted into this page, now and then and at the end"
    )
    chosen = parser.parse_args()
    if unknown := {*chosen.targets} - {*TARGETS}:
        parser.error(f"there is no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    warnings.simplefilter("ignore")
    failed = False

    def tell(so_far: Round) -> None:
        if chosen.report is not None:
            put_row(chosen.report, "fuzz", HEADINGS, so_far.row())

    for name in chosen.targets or TARGETS:
        made = tried(TARGETS[name], chosen.inputs, chosen.seed, tell)
        tell(made)
        held = "held" if not made.problems else f"{len(made.problems)} broke"
        print(f"{name}: {made.inputs:,} inputs from seed {made.seed} in {made.seconds:.0f} s: {held}", flush=True)
        for problem in made.problems.values():
            print(f"  {problem}", flush=True)
        failed = failed or bool(made.problems)
    sys.exit(failed)


if __name__ == "__main__":
    main()
