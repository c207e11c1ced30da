"""XML read safely: entities, declarations and document types that records have, and elements by their bare names."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any, Final

from lxml import etree

from tracker.ingest.records import one_line
from tracker.models import ReadError

NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2, Char) leaves out, and lxml refuses; a web page may hold it, for a browser drops it."""
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?P<subset>[^\]]*)\])?\s*>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"""<!ENTITY\s+(?P<name>[A-Za-z]\w*)\s+(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)')\s*>""")
_CHARACTER: Final = re.compile("&#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});|[^&%<]")
_REFERENCE: Final = re.compile(r"&(?P<name>[A-Za-z]\w*);")
_OWN: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENCODING: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)


def declared_encoding(data: bytes) -> str | None:
    """Return the name of the encoding that the declaration of XML states."""
    found = _ENCODING.search(data)
    return found[1].decode("ascii", "ignore") if found else None


def undeclared(page: str) -> str:
    """Return a page without the declaration of XML."""
    return _DECLARATION.sub("", page, count=1)


def prepared(page: str, name: str) -> str:
    """Return XML without its declaration and document type, named characters put in.

    Older records name characters of HTML and declare them ("&pound;"). Raises ``ReadError`` where entities stand for
    more than a character, or for other files: no record needs it, and such a file can unpack without end.
    """
    page = undeclared(page)
    doctype = _DOCTYPE.search(page, 0, page.find("<!DOCTYPE") + LONGEST_DOCTYPE) if "<!DOCTYPE" in page else None
    signs: dict[str, str] = {}
    if doctype is not None:
        subset = doctype["subset"] or ""
        for entity in _ENTITY.finditer(subset):
            value = entity["a"] if entity["a"] is not None else entity["b"]
            if not _CHARACTER.fullmatch(value):
                raise ReadError(f"{name} declares entities that stand for more than a character; it is not read.")
            signs[entity["name"]] = value
        page = page[: doctype.start()] + page[doctype.end() :]
    if (
        "<!ENTITY" in page
        or "<!DOCTYPE" in page
        or "<!ENTITY" in _ENTITY.sub("", doctype["subset"] or "" if doctype else "")
    ):
        raise ReadError(f"{name} declares entities in a way that no record needs; it is not read.")

    def sign(reference: re.Match[str]) -> str:
        known = reference["name"]
        return reference[0] if known in _OWN else signs.get(known) or html5.get(f"{known};", reference[0])

    return _REFERENCE.sub(sign, page)


LONGEST_DOCTYPE: Final = 20_000
"""Characters of a document type; the longest of a record names 250 characters of HTML."""


def parsed(page: bytes) -> Any:
    """Return the root of XML; raises ``etree.XMLSyntaxError`` where it is damaged.

    Nothing else is opened, and entities of its own are left as they stand.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    return etree.fromstring(page, parser)


def local(element: Any) -> str:
    """Return the name of an element without its namespace, which editions of a format change; blank for none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_of(element: Any) -> str:
    """Return the words inside an element on one line."""
    return one_line("".join(map(str, element.itertext())))


def value(element: Any, name: str) -> str | None:
    """Return an attribute by its name without the namespace."""
    return next((words for key, words in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Any, *names: str) -> Any:
    """Return the element that a path of names leads to from another, ``None`` where there is none."""
    for name in names:
        element = next((inner for inner in element if local(inner) == name), None) if element is not None else None
    return element
