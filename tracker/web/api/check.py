"""What an editor asks: is this draft exact, and how is a claim, a document or a thread cited?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tracker.check.houses import houses
from tracker.cite.styles import BLANKS
from tracker.cite.styles import LONGEST as LONGEST_LINE
from tracker.services import check
from tracker.services import cite as services_cite
from tracker.services.check import chosen_house
from tracker.services.cite import LARGEST_STYLE, LONGEST_NAME
from tracker.services.drafts import LONGEST_DRAFT, read_draft
from tracker.web.api.description import (
    Body,
    Call,
    Changed,
    Made,
    Operation,
    Schema,
    changed,
    made,
    paged,
    ref,
    text,
    words,
)
from tracker.web.request import db
from tracker.web.views.check import PASTED
from tracker.web.views.export import SUBJECTS, added_forms

LONGEST_STYLE = 200
BLANK_NAMES = ", ".join(BLANKS)
STYLE: dict[str, Schema] = {
    "style": text(LONGEST_STYLE, "harvard, apa, mla, chicago, oscola, ris, bibtex, csl-json … or an added CSL style.")
}


class Draft(Body, frozen=True):
    """A draft to be checked."""

    draft: Annotated[str, words(LONGEST_DRAFT)]
    house: Annotated[str | None, Meta(description=f"Whose rules decide: {', '.join(houses())}, or own.")] = None
    may: Annotated[tuple[str, ...], Meta(description="What our own rules permit; for the house “own” alone.")] = ()


class NewForm(Body, frozen=True):
    """A form of citation: a line with named blanks under a name, or a CSL style with the name of its file."""

    name: Annotated[str, words(LONGEST_NAME)]
    line: Annotated[str, words(LONGEST_LINE, f"Its blanks are {BLANK_NAMES}, in braces; or …")] | UnsetType = UNSET
    csl: Annotated[str, words(LARGEST_STYLE, "… the XML of a style.")] | UnsetType = UNSET
    either: ClassVar = (("line",), ("csl",))


class Citation(msgspec.Struct, frozen=True):
    """A citation in one style."""

    form: str
    name: str
    entry: str
    in_text: str | None
    left_out: Annotated[tuple[str, ...], Meta(description="Blanks of a house's own line that nothing known fills.")]
    pinpoint: dict[str, int | None]
    remarks: Annotated[tuple[str, ...], Meta(description="What to know of an open date, or of a counted paragraph.")]


def _check(call: Call[Draft]) -> Any:
    text = call.body.draft.replace("\r\n", "\n")
    house = chosen_house(call.body.house, call.body.may)
    return check.check_draft(db(), read_draft(text.encode(), PASTED), house)


def _citing(name: str, noun: str) -> Operation[None]:
    def cite(call: Call[None]) -> Citation:
        subject = SUBJECTS[name](db(), call.path[f"{noun}_id"])
        added, _ = added_forms()
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


def _save_form(call: Call[NewForm]) -> Made:
    sent = call.body
    if isinstance(sent.line, str):
        return made("form", *services_cite.save_line(db(), sent.name, sent.line, who=call.who))
    csl = sent.csl if isinstance(sent.csl, str) else ""
    return made("form", *services_cite.add_style(db(), csl.encode(), sent.name, who=call.who))


FORMS = (
    paged("form", "List the forms of citation that the house added, by name.", services_cite.forms_listed),
    Operation("save_form", "POST", "/forms", "Keep a line of the house, or a CSL style, in place of that of its name.",
              "forms", _save_form, Made, body=NewForm, writes=True, status=201),
    Operation[None]("remove_form", "DELETE", "/forms/{form_id}", "Offer a form of citation no longer.", "forms",
                    lambda call: changed(services_cite.remove_form(db(), call.path["form_id"], who=call.who)),
                    Changed, writes=True),
)  # fmt: skip
"""The operations on forms of citation."""
OPERATIONS = (*_operations(), *FORMS)
"""The operations for editors; of these only those on forms change anything."""
