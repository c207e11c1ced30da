"""Drafts with known truth, to measure the check of drafts by.

    python -m tools.drafts

Quotations and figures are made from the sentences of the demo, of ``seeds/`` and of the texts beside this module:
bad ones, each changed in one way that an editor must be told of, and good ones that only look different. Nothing is
drawn at random. The bad words stand in no stored text, whoever says them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from tools.drafts.kinds import Case, Said, cases
from tracker.db import claims, documents
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models import ClaimKind
from tracker.services import ingest
from tracker.services.check import Item, Report, check_draft
from tracker.services.drafts import Draft, read_draft

ROOT: Final = Path(__file__).parent.parent.parent
FOLDERS: Final = (
    (Path(__file__).parent / "texts", "*"),
    (ROOT / "tools/demo/documents", "*"),
    (ROOT / "seeds", "*.txt"),
)


@contextmanager
def library() -> Iterator[Database]:
    """Open a database that holds the texts, for as long as it is used."""
    with TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "claims.db")
        for where, pattern in FOLDERS:
            for path in sorted(where.glob(pattern)):
                ingest.take_in(db, path.read_bytes(), path.name, who="drafts")
        yield db
        db.close()


def stored(db: Database) -> tuple[dict[str, str], list[Said]]:
    """Return the texts by name, and what named people say in them between quotation marks, in order."""
    texts, said = {}, []
    for document in documents.every(db):
        texts[document.name] = text = documents.text_of(db, document.id)
        for claim in sorted(claims.of_documents(db, [document.id]), key=lambda claim: claim.start):
            if claim.kind is ClaimKind.DIRECT and claim.speaker and claim.stance in ("asserts", "asks"):
                words = " ".join(text[claim.start : claim.end].split())
                said.append(Said(document.name, document.date, claim.speaker, words, claim.start))
    return texts, said


class Outcome(NamedTuple):
    """A draft with what its check found, and what is wrong with its words to copy, blank where nothing is."""

    case: Case
    found: str
    fails: bool
    spoilt: str


def outcomes(db: Database, made: Iterable[Case]) -> Iterator[Outcome]:
    """Check drafts one by one, and check once more what each offers to copy."""
    for case in made:
        draft = read_draft(case.draft.encode(), "draft.md")
        report = check_draft(db, draft)
        items: tuple[Item, ...] = report.figures if case.is_figure else report.quotations
        failing = [item for item in items if item.fails]
        worst = max(items, key=lambda item: item.finding.rank, default=None)
        found = worst.finding.value if worst is not None else "passed over"
        yield Outcome(case, found, bool(failing), "" if case.is_figure else spoilt(db, draft, report))


def spoilt(db: Database, draft: Draft, report: Report) -> str:
    """Return what is wrong with the words to copy: the mended draft fails where it was mended."""
    mended = {report.corrected.text: sum(item.fails and not item.changes for item in report.quotations)}
    for item in report.quotations:
        if item.fails and item.place is not None and item.place.corrected:
            words, rest = item.place.corrected, draft.text[item.end :]
            rest = rest[1:] if words[-1] in "?!" and rest[:1] in (".", ",") else rest
            others = sum(each.fails for each in report.quotations) - 1
            mended.setdefault(draft.text[: item.start] + words + rest, others)
    for text, left in mended.items():
        if text != draft.text:
            bad = [each for each in check_draft(db, read_draft(text.encode(), "draft.md")).quotations if each.fails]
            if len(bad) > left:
                return f"{text!r}: {bad[0].finding}: {' '.join(bad[0].why)}"
    return ""


def summary(found: Sequence[Outcome]) -> str:
    """Return in a sentence how many drafts there are and how many came out wrong."""
    bad = [outcome for outcome in found if outcome.case.bad]
    good = [outcome for outcome in found if not outcome.case.bad]
    passed, accused = sum(not outcome.fails for outcome in bad), sum(outcome.fails for outcome in good)
    spoilt = sum(bool(outcome.spoilt) for outcome in found)
    return (
        f"{len(found)} drafts of {len({outcome.case.kind for outcome in found})} kinds: of {len(bad)} bad ones {passed}"
        f" passed, of {len(good)} good ones {accused} were accused, and the words to copy of {spoilt} were spoilt."
    )


def table(found: Iterable[Outcome]) -> str:
    """Return kind by finding as a table in Markdown, the bad kinds first."""
    by_kind: Mapping[str, list[Outcome]] = defaultdict(list)
    for outcome in found:
        by_kind[outcome.case.kind].append(outcome)
    rows = ["| kind | drafts | found | passed or accused | spoilt |", "|---|---|---|---|---|"]
    for kind, own in sorted(by_kind.items(), key=lambda each: (not each[1][0].case.bad, each[0])):
        wrong = sum(outcome.fails != outcome.case.bad for outcome in own)
        counts = ", ".join(f"{name} {count}" for name, count in Counter(each.found for each in own).most_common())
        sort = "bad" if own[0].case.bad else "good"
        rows.append(
            f"| {sort}: {kind} | {len(own)} | {counts} | {wrong or '–'} | {sum(bool(o.spoilt) for o in own) or '–'} |"
        )
    return "\n".join(rows)


def all_cases(db: Database) -> list[Case]:
    """Return every draft, in a fixed order."""
    return list(cases(*stored(db)))
