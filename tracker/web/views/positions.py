"""The position grid: who holds what, in which words, and who stands together."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.cite.linked_data import Answer, Asked, as_argdown
from tracker.cite.snippets import as_told
from tracker.models import TrackerError
from tracker.models.threads import Topic
from tracker.services import nouns, positions, topics
from tracker.services.notes import DEFAULT_STYLE
from tracker.services.positions import (
    COLUMN_ORDERS,
    COLUMNS,
    MOST_COLUMNS,
    MOST_ROWS,
    ROW_ORDERS,
    ROWS,
    Cell,
    Choice,
    Grid,
    QuestionShown,
)
from tracker.web.request import LIST, Chip, address_with, csv_of, dates, db, joined, list_in, number, numbers, one_of
from tracker.web.views.compare import latest_in, pick
from tracker.web.views.export import cited_sources
from tracker.web.words import long_date, quoted

pages = Blueprint("positions", __name__)

ROOMY = 40
"""Cells of a grid that has room for the reasons and earlier wordings in each; in a larger one the twins have them."""

PAIRS = 12
"""Pairs of speakers whose agreement the page sums up, those with most questions in common first; the JSON has all."""

LONGEST_CHIP = 60
"""Characters of a thread's words on the chip that takes it out of the grid."""

SHAPES = ("grid", "long")
"""The two forms of the CSV twin: a column a speaker, or a row a cell."""


@pages.get("/positions")
def show() -> ResponseReturnValue:
    """Show who holds what: speakers by questions."""
    choice, topic = _choice()
    grid = positions.grid(db(), choice)
    speakers, threads = [speaker.id for speaker in grid.speakers], [row.thread_id for row in grid.questions]
    words = {noun: request.args.get(f"find_{noun}", "").strip() for noun in ("speakers", "threads")}
    return render_template(
        "positions.html",
        grid=grid,
        choice=choice,
        topic=topic,
        topics=topics.listed(db()).rows(limit=TOPICS, offset=0),
        chips=_chips(choice, topic, grid),
        words=words,
        picks={
            noun: [pick(one) for one in nouns.found(db(), noun, words[noun], shown)]
            for noun, shown in (("speakers", speakers), ("threads", threads))
        },
        shown={"speakers": joined(speakers), "threads": joined(threads)},
        limits={"rows": MOST_ROWS, "columns": MOST_COLUMNS},
        most_pairs=PAIRS,
        defaults={"rows": ROWS, "columns": COLUMNS},
        roomy=len(speakers) * len(threads) <= ROOMY,
    )


TOPICS = 8
"""Topics that the grid offers to be narrowed to: as many as a line or two holds."""


@pages.get("/positions." + LIST)
def show_list(form: str) -> ResponseReturnValue:
    """Give the grid as JSON, or as CSV: a column a speaker, with ``?shape=long`` a row a cell."""
    choice, _ = _choice()
    grid = positions.grid(db(), choice)
    if form == "json":
        more = {name: getattr(grid, name) for name in grid.__struct_fields__ if name != "questions"}
        return list_in(form, "questions", grid.questions, **more)
    shape = request.args.get("shape", SHAPES[0])
    if shape not in SHAPES:
        raise TrackerError(f"“{shape}” is no shape of the grid; there are {' and '.join(SHAPES)}.")
    return list_in(
        form, "positions", _long(grid) if shape == "long" else _wide(grid), ("thread", "question", "other_sides")
    )


@pages.get("/positions/brief")
def brief() -> ResponseReturnValue:
    """Show who holds what on one page to print, with the sources cited."""
    choice, topic = _choice()
    cited_in = cited_sources(DEFAULT_STYLE)
    return render_template(
        "brief.html",
        brief=positions.brief(db(), choice, cited_in.style, cited_in.added),
        choice=choice,
        topic=topic,
        styles=cited_in.names,
    )


@pages.get("/positions.argdown")
def argdown() -> ResponseReturnValue:
    """Give the statements behind the grid as an Argdown document."""
    choice, topic = _choice()
    said = positions.statements(db(), choice)
    questions = [
        Asked(
            title=f"Thread {question}",
            words=as_told(f"{rows[0].asked}", rows[0].asked_stance),
            said=tuple(
                Answer(
                    title=f"Claim {one.id}, {one.speaker}, {one.date or 'undated'}",
                    words=as_told(quoted(one.text), one.stance),
                    attitude=one.attitude,
                    address=url_for("claims.show", claim_id=one.id, _external=True),
                )
                for one in rows
            ),
        )
        for question, rows in ((key, list(group)) for key, group in groupby(said, key=lambda one: one.question))
    ]
    text = as_argdown(topic.name if topic else "Who holds what", questions)
    disposition = {"Content-Disposition": 'attachment; filename="positions.argdown"'}
    return Response(text, mimetype="text/plain", headers=disposition)


DNA_COLUMNS = ("ID", "time", "docId", "docTitle", "docAuthor", "docSource", "docSection", "docType", "person",
               "organization", "concept", "agreement", "text")  # fmt: skip
AGREES = {"holds": 1, "opposes": 0}
"""The variable “agreement” of the Discourse Network Analyzer; another figure is neither."""


@pages.get("/positions.dna.csv")
def dna() -> ResponseReturnValue:
    """Give the statements behind the grid as the Discourse Network Analyzer exports its events: a row a statement.

    The columns are those of its export (Leifeld, DNA manual, “Event list”), the concept being the question's words.
    """
    choice, _ = _choice()
    said = positions.statements(db(), choice)
    rows = [
        {
            "ID": one.id,
            "time": one.date or "",
            "docId": one.document_id,
            "docTitle": one.document_title or one.document,
            "docAuthor": "",
            "docSource": one.publisher or "",
            "docSection": "",
            "docType": one.kind,
            "person": one.speaker if one.speaker_kind != "body" else "",
            "organization": one.speaker if one.speaker_kind == "body" else "",
            "concept": " ".join(as_told(one.asked, one.asked_stance).split()),
            "agreement": AGREES[one.attitude],
            "text": as_told(one.text, one.stance),
        }
        for one in said
        if one.attitude in AGREES
    ]
    return csv_of("positions-dna", rows, DNA_COLUMNS)


def _choice() -> tuple[Choice, Topic | None]:
    """Return what the address asks for, and the topic it narrows the grid to."""
    topic_id = next(iter(numbers("topic", "topic")), None)
    topic = topics.standing(db(), topic_id) if topic_id is not None else None
    sides = request.args.get("sides", "together").strip() or "together"
    if sides not in ("together", "apart"):
        raise TrackerError(f"“{sides}” is no way to show sides; there are together and apart.")
    choice = Choice(
        threads=numbers("threads", "thread"),
        speakers=numbers("speakers", "speaker"),
        dates=dates(),
        topic=topic_id,
        by=one_of("by", ROW_ORDERS, "speaker"),
        across=one_of("across", COLUMN_ORDERS, "thread"),
        rows=number("rows", ROWS, MOST_ROWS),
        columns=number("columns", COLUMNS, MOST_COLUMNS),
        apart=sides == "apart",
    )
    return choice, topic


def _chips(choice: Choice, topic: Topic | None, grid: Grid) -> list[Chip]:
    """Return what the reader chose, in words, each with the address of the grid without it."""
    names = {speaker.id: speaker.name for speaker in grid.speakers}
    leads = {
        lead.thread_id: as_told(_short(lead.lead_alone or lead.lead), lead.stance)
        for row in grid.questions
        for lead in (row, *row.sides)
    }
    found = [Chip(f"topic: {topic.name}", address_with(topic=None))] if topic else []
    for noun, chosen, named in (
        ("speakers", choice.speakers, names),
        ("threads", choice.threads, leads),
    ):
        for one in chosen:
            rest = joined([other for other in chosen if other != one]) or None
            found.append(Chip(named.get(one, f"{noun[:-1]} {one}"), address_with(**{noun: rest})))
    if choice.dates.since:
        found.append(Chip(f"from {long_date(choice.dates.since)}", address_with(from_=None)))
    if choice.dates.until:
        found.append(Chip(f"to {long_date(choice.dates.until)}", address_with(to=None)))
    if choice.apart:
        found.append(Chip("a row a thread", address_with(sides=None)))
    return found


def _short(text: str) -> str:
    words = " ".join(text.split())
    return quoted(words if len(words) <= LONGEST_CHIP else f"{words[:LONGEST_CHIP].rstrip()}…")


def _question(row: QuestionShown) -> dict[str, Any]:
    return {
        "thread": row.thread_id,
        "question": as_told(row.lead, row.stance),
        "question_alone": as_told(row.lead_alone, row.stance) if row.lead_alone else None,
        "other_sides": [
            {"thread": side.thread_id, "lead": as_told(side.lead, side.stance), "kind": side.kind} for side in row.sides
        ],
    }


def _wide(grid: Grid) -> list[dict[str, Any]]:
    """Return a row a question and a column a speaker; a name that two speakers share gets their number."""
    names: dict[int, str] = {}
    for speaker in grid.speakers:
        name = speaker.name
        names[speaker.id] = f"{name} ({speaker.id})" if name in names.values() else name
    return [
        _question(row) | {name: _in_words(row.cell_of(speaker)) for speaker, name in names.items()}
        for row in grid.questions
    ]


def _in_words(cell: Cell | None) -> str:
    if cell is None:
        return "not stated"
    latest, first = cell.latest, cell.first
    moved = f"; before, {first.date}: {first.attitude}" if cell.moved and first else ""
    when = latest.date or "undated"
    words = as_told(f"“{' '.join(latest.text.split())}”", latest.stance)
    return f"{latest.attitude} ({latest.ground}): {words} ({when}{moved})"


def _long(grid: Grid) -> list[dict[str, Any]]:
    """Return a row for each question and speaker, blanks included."""
    found = []
    for row in grid.questions:
        for speaker in grid.speakers:
            cell = row.cell_of(speaker.id)
            first = (cell.first or cell.latest) if cell else None
            found.append(
                _question(row)
                | {
                    "speaker_id": speaker.id,
                    "speaker": speaker.name,
                    **latest_in(cell),
                    "moved": bool(cell and cell.moved),
                    "first_claim": first.id if first else None,
                    "first_words": first.text if first else None,
                    "first_stance": first.stance if first else None,
                    "first_date": first.date if first else None,
                    "first_attitude": first.attitude if first else None,
                }
            )
    return found
