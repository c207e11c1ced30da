"""A comparison as flat rows, for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.store.rows import Row
from tracker.web.wording import name_of


def latest_in(cell: Row | None) -> Row:
    """Return the columns of a cell's latest statement, blanks for a cell without one."""
    said = cell["latest"] if cell else {}
    return {
        "stance": said.get("stance", "no statement stored"),
        "ground": said.get("ground", ""),
        "reasons": said.get("reasons", []),
        "statements": cell["statements"] if cell else 0,
        "claim": said.get("id"),
        "words": said.get("text"),
        "kind": said.get("kind"),
        "date": said.get("date"),
        "document_id": said.get("document_id"),
        "document": name_of(said) if said else None,
    }


def as_rows(questions: Sequence[Row], sides: Sequence[Row]) -> list[Row]:
    """Return a row for each question and side, blanks included."""
    found = []
    for row in questions:
        cells = {cell["side"]: cell for cell in row["cells"]}
        for side in sides:
            cell = cells.get(side["id"])
            found.append(
                {
                    "thread": row["thread_id"],
                    "question": row["lead"],
                    "side_id": side["id"],
                    "side": side["name"],
                    **latest_in(cell),
                    "speaker": cell["latest"]["speaker"] if cell else None,
                    "pairs": [
                        {
                            "with": pair["b"] if pair["a"] == side["id"] else pair["a"],
                            "between": pair["between"],
                            "ground": pair["ground"],
                            "relation": (pair["relation"] or {}).get("kind"),
                        }
                        for pair in row["pairs"]
                        if side["id"] in (pair["a"], pair["b"])
                    ],
                }
            )
    return found


def as_quotation_rows(carried: Row, sides: Sequence[Row]) -> list[Row]:
    """Return a row for each quotation of the fuller source and each paper, then those that only a paper has."""
    names = {side["id"]: side["name"] for side in sides}
    source = carried["fuller"]["id"]
    found = []
    for row in carried["quotations"]:
        for paper, fate in row["fates"].items():
            trace = fate["traces"][0] if fate["traces"] else None
            found.append(
                {
                    "source": names[source],
                    "paper": names[paper],
                    "outcome": fate["outcome"],
                    "under_another_name": fate["reattributed"],
                    "quotation": row["claim"]["text"],
                    "quotation_claim": row["claim"]["id"],
                    "speaker": row["claim"]["speaker"],
                    "words_in_paper": trace["claim"]["text"] if trace else None,
                    "paper_claim": trace["paper"] if trace else None,
                    "speaker_in_paper": trace["claim"]["speaker"] if trace else None,
                    "left_out": list(trace["cut"]) if trace else [],
                    "negation_left_out": trace["negation"] if trace else "",
                }
            )
    for paper, claims in carried["new"].items():
        for claim in claims:
            found.append(
                dict.fromkeys(found[0] if found else ("source", "paper", "outcome"))
                | {
                    "source": names[source],
                    "paper": names[paper],
                    "outcome": "not in the source",
                    "words_in_paper": claim["text"],
                    "paper_claim": claim["id"],
                    "speaker_in_paper": claim["speaker"],
                }
            )
    return found
