"""The form for a new claim, which the bookmarklet fills with the words selected on a page."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.desk import clipping
from tracker.models import ClaimKind
from tracker.web.acting import finished
from tracker.web.connection import db
from tracker.web.who import who

pages = Blueprint("clipping", __name__)

BOOKMARKLET = (
    '(()=>{const m=document.querySelector(\'meta[property="article:published_time"],meta[itemprop=datePublished],'
    "meta[name=date]');"
    "const q=new URLSearchParams({text:String(getSelection()).slice(0,%d),url:location.href,title:document.title,"
    "date:m?m.content.slice(0,10):''});open('%s?'+q)})()"
)
"""Sends what is selected on any page, with the page's address, title and stated date, to the form for a new claim."""
LONGEST_SELECTION = 4000
"""Characters of a selection that are sent: browsers and servers cut longer addresses."""

FIELDS = ("text", "url", "title", "date", "publisher", "speaker", "kind")


@pages.get("/claims/new")
def ask() -> ResponseReturnValue:
    """Show the form, filled with what the address brings along."""
    given = {field: request.args.get(field, "") for field in FIELDS}
    return render_template(
        "clipping.html",
        given=given,
        kinds=[kind.value for kind in ClaimKind],
        bookmarklet="javascript:" + BOOKMARKLET % (LONGEST_SELECTION, url_for("clipping.ask", _external=True)),
        stored=clipping.stored_page(db(), given["url"]),
    )


@pages.post("/claims/new")
def make() -> ResponseReturnValue:
    """Store the words with the facts of their page, and make them a claim."""
    sent = {field: request.form.get(field, "").replace("\r\n", "\n") for field in FIELDS}
    claim_id, event = clipping.clip(db(), sent.pop("text"), day=sent.pop("date"), **sent, who=who())
    return finished("The words were stored and made a claim.", event, url_for("claims.show", claim_id=claim_id))
