"""The forms of a topic's reading list."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import reading_list
from tracker.models import TrackerError
from tracker.web.acting import finished
from tracker.web.connection import db
from tracker.web.who import who

pages = Blueprint("reading_lists", __name__)

STEPS = {"up": -1, "down": 1}


@pages.post("/topics/<int:topic_id>/readings")
def add(topic_id: int) -> ResponseReturnValue:
    """Put a stored document (by its number) or an outside link on the list."""
    wanted, url = request.form.get("document", "").strip(), request.form.get("url", "").strip()
    if wanted and not wanted.isdecimal():
        raise TrackerError("A document is named by its number, as in the address of its page.")
    event = reading_list.add(
        db(),
        topic_id,
        document_id=int(wanted) if wanted else None,
        url=url,
        title=request.form.get("title", ""),
        remark=request.form.get("remark", ""),
        who=who(),
    )
    return finished("It stands at the end of the reading list.", event, _list(topic_id))


@pages.post("/topics/<int:topic_id>/readings/<int:reading_id>")
def change(topic_id: int, reading_id: int) -> ResponseReturnValue:
    """Move an entry, take it off, or write the remark beside it."""
    act = request.form.get("act", "remark")
    if act in STEPS:
        event = reading_list.move(db(), topic_id, reading_id, STEPS[act], who=who())
        return finished("The list is in a new order.", event, _list(topic_id))
    if act == "remove":
        event = reading_list.remove(db(), topic_id, reading_id, who=who())
        return finished("It was taken off the list.", event, _list(topic_id))
    event = reading_list.remark(db(), topic_id, reading_id, request.form.get("remark", ""), who=who())
    return finished("The remark was written.", event, _list(topic_id))


def _list(topic_id: int) -> str:
    return url_for("topics.show", topic_id=topic_id, _anchor="reading-list")
