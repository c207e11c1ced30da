"""The operations on notes that stand: their versions, and a new one."""

from __future__ import annotations

from typing import Annotated

from tracker.desk import noting
from tracker.desk.deciding import LONGEST_NOTE
from tracker.web.api.lists import Changed, changed
from tracker.web.api.operations import Body, Operation, ref, words
from tracker.web.connection import db


class NewVersion(Body, frozen=True):
    """A new version of a note."""

    markdown: Annotated[str, words(LONGEST_NOTE)]


OPERATIONS = (
    Operation[None](
        "get_note", "GET", "/notes/{note_id}", "Give all versions of a note, the first one first.", "notes",
        lambda call: {"versions": noting.versions(db(), call.path["note_id"])},
        {
            "type": "object", "required": ["versions"],
            "properties": {"versions": {"type": "array", "minItems": 1, "items": ref("Note")}},
        },
    ),
    Operation(
        "edit_note", "PUT", "/notes/{note_id}", "Write a new version of a note; the one before is kept.", "notes",
        lambda call: changed(noting.edit(db(), call.path["note_id"], call.body.markdown, who=call.who)),
        Changed, body=NewVersion, writes=True,
    ),
)  # fmt: skip
"""The operations on notes; one is added by ``add_note``."""
