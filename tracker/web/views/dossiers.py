"""The dossier of a topic: as a page, as Markdown and as one HTML file."""

from __future__ import annotations

import re
import unicodedata

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.cite.dossiers import Dossier, as_html, as_markdown
from tracker.cite.notes import safe_html
from tracker.cite.styles import styles
from tracker.services import dossiers
from tracker.services.nouns import need
from tracker.web.request import db
from tracker.web.views.history import address_of
from tracker.web.words import figure

pages = Blueprint("dossiers", __name__)


@pages.get("/topics/<int:topic_id>/dossier")
def show(topic_id: int) -> ResponseReturnValue:
    """Show a topic's dossier to be read or printed."""
    topic = need(db(), "topic", topic_id)
    if topic.merged_into is not None:
        return redirect(url_for("dossiers.show", topic_id=topic.merged_into))
    style = _style()
    text = as_markdown(_dossier(topic_id, style, whole=False))
    return render_template(
        "dossier.html",
        topic=topic,
        body=Markup(safe_html(text, page=True)),
        styles={key: each.name for key, each in styles().items()},
        style=style,
    )


@pages.get("/topics/<int:topic_id>/dossier.json")
def show_json(topic_id: int) -> ResponseReturnValue:
    """Give a dossier as JSON: its Markdown, and the citations of its sources."""
    dossier = _dossier(topic_id, _style(), whole=True)
    return jsonify({"title": dossier.title, "made": dossier.made, "sources": dict(dossier.sources),
                    "markdown": as_markdown(dossier)})  # fmt: skip


@pages.get("/topics/<int:topic_id>/dossier.<any(md,html):form>")
def take(topic_id: int, form: str) -> ResponseReturnValue:
    """Give a dossier as a file to keep."""
    dossier = _dossier(topic_id, _style(), whole=True)
    text = as_markdown(dossier)
    if form == "html":
        response = Response(as_html(dossier.title, text), mimetype="text/html")
    else:
        response = Response(text, mimetype="text/markdown")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(dossier.title)}.{form}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _style() -> str:
    """Return the style the address names, else the one used last, else the one made for footnotes."""
    wanted = request.args.get("style", "")
    if wanted in styles():
        session["style"] = wanted
    used = str(session.get("style", ""))
    return used if used in styles() else dossiers.DEFAULT_STYLE


def _dossier(topic_id: int, style: str, *, whole: bool) -> Dossier:
    """Return a dossier; one that leaves the site names its pages by their full addresses."""

    def address(noun: str, number: int) -> str:
        path = address_of(noun, number)
        return request.host_url.rstrip("/") + path if whole else path

    return dossiers.dossier(db(), topic_id, style=style, figure=figure, address=address)


def file_name(title: str) -> str:
    """Return a title as a file's name in plain letters.

    >>> file_name("Armed patrols: Café £5")
    'armed-patrols-cafe-5'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "dossier"
