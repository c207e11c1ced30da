"""What an editor asks: is this draft exact, and how is a claim, a document or a thread cited?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tracker.check.houses import houses
from tracker.services import check
from tracker.services import cite as services_cite
from tracker.services.drafts import LONGEST_DRAFT, read_draft
from tracker.services.houses import chosen
from tracker.web.api.description import Body, Call, Operation, Schema, ref, text, words
from tracker.web.request import db
from tracker.web.views.check import PASTED
from tracker.web.views.export import SUBJECTS, added_styles

LONGEST_STYLE = 200
STYLE: dict[str, Schema] = {
    "style": text(LONGEST_STYLE, "harvard, apa, mla, chicago, oscola, ris, bibtex, csl-json … or an added CSL style.")
}


class Draft(Body, frozen=True):
    """A draft to be checked."""

    draft: Annotated[str, words(LONGEST_DRAFT)]
    house: Annotated[str | None, Meta(description=f"Whose rules decide: {', '.join(houses())}, or own.")] = None
    may: Annotated[tuple[str, ...], Meta(description="What our own rules permit; for the house “own” alone.")] = ()


class Citation(msgspec.Struct, frozen=True):
    """A citation in one style."""

    form: str
    name: str
    entry: str
    in_text: str | None
    pinpoint: dict[str, int | None]
    remarks: Annotated[tuple[str, ...], Meta(description="What to know of an open date, or of a counted paragraph.")]


def _check(call: Call[Draft]) -> Any:
    text = call.body.draft.replace("\r\n", "\n")
    house = chosen(call.body.house, call.body.may)
    return check.check_draft(db(), read_draft(text.encode(), PASTED), house)


def _citing(name: str, noun: str) -> Operation[None]:
    def cite(call: Call[None]) -> Citation:
        subject = SUBJECTS[name](db(), call.path[f"{noun}_id"])
        added, _ = added_styles()
        form = call.query.get("style") or next(iter(services_cite.forms(added, quoted=subject.quoted is not None)))
        place = {"paragraph": subject.pinpoint.paragraph, "page": subject.pinpoint.page}
        written = services_cite.record_of(services_cite.write(subject, form, added))
        return Citation(**written, pinpoint=place, remarks=tuple(subject.remarks))

    return Operation(
        f"cite_{noun}", "GET", f"/{name}/{{{noun}_id}}/citation", f"Cite a {noun} in one style.", name,
        cite, Citation, STYLE,
    )  # fmt: skip


def _operations() -> Iterator[Operation[Any]]:
    yield Operation(
        "check_draft", "POST", "/check",
        "Check every quotation and figure of a draft against the stored documents; nothing is stored.", "texts",
        _check, ref("Check"), body=Draft,
    )  # fmt: skip
    for name in SUBJECTS:
        yield _citing(name, name.removesuffix("s"))


OPERATIONS = tuple(_operations())
"""The operations for editors; they change nothing."""
