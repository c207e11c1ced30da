"""Checking a draft of many quotations against many stored documents, beside two scripts that a newsroom would write."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz

from benchmarks.meter import ROOT, Meter, compiled
from benchmarks.news import Passage, Press
from tracker.db import documents, speakers
from tracker.db.connection import open_database, transaction
from tracker.db.extraction import ClaimDate, replace_attributions, replace_claims
from tracker.db.rows import Database
from tracker.models import Attribution, Basis, Claim, ClaimKind, DateLedger, Document, DocumentDate, Span
from tracker.services import drafts
from tracker.text.names import speaker_key

SEED: Final = 1
DOCUMENTS_AT_ONCE: Final = 1_000
DAY: Final = "2024-05-06"
ALIKE: Final = 90
"""The likeness (rapidfuzz's partial ratio) from which a newsroom's script takes a quotation for found."""
FUZZY_COMPARISONS: Final = 400_000
"""Comparisons of the fuzzy script that are made; where there are more, every so manyth quotation stands for all."""
LONGEST: Final = 30
"""Words of a quotation."""
PASSED_OVER: Final = 1
"""What ``tracker check`` ends with where it has found something, and that is no error."""

Script = Callable[[str], bool]


class Made(NamedTuple):
    """A quotation of the draft: its kind, its words, who is said to have said them, and whether they are bad."""

    kind: str
    words: str
    speaker: str
    bad: bool


def _exact(words: list[str], _: Press) -> list[str]:
    return words


def _typography(words: list[str], _: Press) -> list[str]:
    return " ".join(words).replace(" per cent", "%").replace(",", " –", 1).split()


def _altered(words: list[str], press: Press) -> list[str]:
    at = max(range(len(words) // 2, len(words)), key=lambda at: len(words[at]))
    return [*words[:at], press.chance.choice(press.names), *words[at + 1 :]]


def _figure(words: list[str], press: Press) -> list[str]:
    numbered = [at for at, word in enumerate(words) if word.isdigit()]
    if not numbered:
        return _altered(words, press)
    at = numbered[0]
    return [*words[:at], str(int(words[at]) + press.chance.randint(100, 900)), *words[at + 1 :]]


def _denied(words: list[str], _: Press) -> list[str]:
    return [*words[: len(words) // 2], "not", *words[len(words) // 2 :]]


def _ellipsis(words: list[str], _: Press) -> list[str]:
    middle = len(words) // 2
    return [*words[: middle - 1], "…", *words[middle + 1 :]]


def _made_up(_: list[str], press: Press) -> list[str]:
    return press.sentence().split()


KINDS: Final[tuple[tuple[str, bool, Callable[[list[str], Press], list[str]]], ...]] = (
    ("exact", False, _exact),
    ("a word altered", True, _altered),
    ("printers' signs", False, _typography),
    ("another figure", True, _figure),
    ("cut short", False, lambda words, _: words[: max(8, len(words) - 4)]),
    ("“not” put in", True, _denied),
    ("words left out at an ellipsis", True, _ellipsis),
    ("made up", True, _made_up),
)


def quotations(press: Press, stored: Sequence[Sequence[Passage]], count: int) -> Iterator[Made]:
    """Yield the quotations of a draft, of all kinds in turn, taken from passages all over the documents."""
    said = [passage for document in stored for passage in document if passage.quoted]
    for number in range(count):
        passage = press.chance.choice(said)
        kind, bad, change = KINDS[number % len(KINDS)]
        words = passage.quoted[0].split()[:LONGEST]
        yield Made(kind, " ".join(change(words, press)).rstrip(","), passage.speaker, bad)


def text_of(document: Iterable[Passage]) -> str:
    """Return a document as it is stored."""
    return "\n\n".join(passage.text for passage in document)


def measure(size: str, count: str) -> dict[str, Any]:
    """Return what it takes to check a draft of ``count`` quotations against ``size`` documents, and what is wrong.

    The whole command is measured: start, opening, reading and checking. Misses are bad quotations that pass, false
    alarms good ones that do not; the scripts are given the texts in memory.
    """
    press = Press(SEED, int(size))
    with tempfile.TemporaryDirectory() as folder:
        path, draft = Path(folder) / "claims.db", Path(folder) / "draft.txt"
        db = open_database(path)
        stored = []
        for start in range(0, int(size), DOCUMENTS_AT_ONCE):
            some = [press.document() for _ in range(min(DOCUMENTS_AT_ONCE, int(size) - start))]
            _store(db, start, some)
            stored += some
        meter = Meter()
        drafts.keep_in_step(db)
        indexed, megabytes = meter.read()["cpu"], _megabytes(db)
        db.close()
        asked = list(quotations(press, stored, int(count)))
        draft.write_text("\n\n".join(f"{each.speaker} said: “{each.words}.”" for each in asked), "utf-8")
        compiled()
        meter = Meter()
        failing = _checked(path, draft)
        used = meter.read()
    flagged = [number in failing for number in range(len(asked))]
    scripts = _scripts([text_of(document) for document in stored], asked)
    return {
        **used,
        **_wrong(asked, flagged),
        "documents": int(size),
        "quotations": len(asked),
        "indexed": indexed,
        "index_mb": megabytes,
        "scripts": list(scripts),
    }


def _checked(database: Path, draft: Path) -> set[int]:
    """Run the check as a command and return the numbers of the paragraphs of the draft with a quotation that fails."""
    command = [sys.executable, "-m", "tracker", "check", "--json", "--db", str(database), str(draft)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode > PASSED_OVER:
        raise RuntimeError(done.stderr.strip())
    text = draft.read_text("utf-8")
    found = json.loads(done.stdout)["quotations"]
    return {text.count("\n\n", 0, item["start"]) for item in found if item["fails"]}


def _wrong(asked: Sequence[Made], flagged: Sequence[bool]) -> dict[str, float]:
    """Return the shares of bad quotations that were not flagged and of good ones that were."""
    told = list(zip(asked, flagged, strict=True))
    bad = [flag for each, flag in told if each.bad]
    good = [flag for each, flag in told if not each.bad]
    return {"misses": 1 - sum(bad) / max(1, len(bad)), "alarms": sum(good) / max(1, len(good))}


def _normal(text: str) -> str:
    """Return a text as a newsroom's script evens it out: small letters, plain marks and dashes, single blanks."""
    plain = text.lower().replace("’", "'").replace("‘", "'").replace("–", "-").replace("per cent", "%")
    return " ".join(re.sub(r"[^\w%' -]", " ", plain).split())


def _scripts(texts: Sequence[str], asked: Sequence[Made]) -> Iterator[dict[str, Any]]:
    """Yield what the two scripts of a newsroom take, reckoned for all quotations, and what they get wrong."""
    meter = Meter()
    normal = [_normal(text) for text in texts]
    prepared = meter.read()["cpu"]
    named: tuple[tuple[str, int, Script], ...] = (
        ("normal form and exact substring", 1, lambda words: any(words in text for text in normal)),
        (
            f"rapidfuzz `partial_ratio` >= {ALIKE} over all",
            max(1, len(texts) * len(asked) // FUZZY_COMPARISONS),
            lambda words: any(fuzz.partial_ratio(words, text, score_cutoff=ALIKE) >= ALIKE for text in normal),
        ),
    )
    for name, every, is_found in named:
        some = _spread(asked, every)
        meter = Meter()
        flagged = [not is_found(_normal(each.words)) for each in some]
        cpu = prepared + meter.read()["cpu"] * len(asked) / len(some)
        yield {"name": name, "cpu": cpu, "every": every, **_wrong(some, flagged)}


def _spread(asked: Sequence[Made], every: int) -> list[Made]:
    """Return every so manyth quotation, of all kinds alike."""
    some = list(asked)
    random.Random(SEED).shuffle(some)
    return sorted(some[: max(len(KINDS), len(some) // every)], key=lambda each: each.kind)


def _store(db: Database, start: int, made: Sequence[Sequence[Passage]]) -> None:
    """Write documents with their claims and speakers, which their maker knows."""
    with transaction(db):
        for number, passages in enumerate(made, start + 1):
            text = text_of(passages)
            data = text.encode()
            sha = hashlib.sha256(b"%d %s" % (number, data)).hexdigest()
            document = Document(f"{number}.txt", text, data, sha, "text/plain", publisher=f"The Courier {number % 40}")
            ledger = DateLedger((), DocumentDate(DAY, Basis.STATED))
            document_id = documents.add(db, document, ledger, captured=DAY, stored_at=DAY)
            _store_speech(db, document_id, passages)


def _store_speech(db: Database, document_id: int, passages: Sequence[Passage]) -> None:
    names = dict.fromkeys(passage.speaker for passage in passages if passage.speaker)
    ids = {name: speakers.find_or_add(db, name, "person", speaker_key(name)) for name in names}
    attributions, claims = [], []
    start = 0
    for passage in passages:
        for words in passage.quoted:
            at = start + passage.text.index(words)
            name = start + passage.text.index(passage.speaker)
            turn = len(attributions) + 1
            source = Span(name, name + len(passage.speaker))
            attributions.append(
                Attribution(turn, ClaimKind.DIRECT, (Span(at, at + len(words)),), source, None, passage.speaker,
                            passage.speaker, 1, "invented", 1.0, "its maker knows", "name", turn)
            )  # fmt: skip
            claims.append(
                Claim(at, at + len(words), words, ClaimKind.DIRECT, passage.speaker, passage.speaker, turn, 1, ())
            )
        start += len(passage.text) + 2
    date = ClaimDate(DAY, "document", Basis.STATED, "", (), "")
    replace_claims(
        db,
        document_id,
        [(claim, date) for claim in claims],
        ids,
        replace_attributions(db, document_id, attributions, ids),
    )


def _megabytes(db: Database) -> float:
    return int(db.execute("SELECT sum(length(places)) FROM word_places").fetchone()[0] or 0) / 1e6
