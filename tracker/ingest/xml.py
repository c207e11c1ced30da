"""XML read safely: entities, declarations, elements by their bare names; and archives of XML parts, where harmless."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from html.entities import html5
from io import BytesIO
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
    subset = ""
    if doctype is not None:
        subset = doctype.group("subset") or ""
        for entity, one, other in (match.group("name", "a", "b") for match in _ENTITY.finditer(subset)):
            signs[entity] = other if one is None else one
        if not all(map(_CHARACTER.fullmatch, signs.values())):
            raise ReadError(f"{name} declares entities that stand for more than a character; it is not read.")
        page = page[: doctype.start()] + page[doctype.end() :]
    if "<!ENTITY" in page or "<!DOCTYPE" in page or "<!ENTITY" in _ENTITY.sub("", subset):
        raise ReadError(f"{name} declares entities in a way that no record needs; it is not read.")

    def sign(match: re.Match[str]) -> str:
        known = match["name"]
        return match[0] if known in _OWN else signs.get(known) or html5.get(f"{known};", match[0])

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


MOST_UNPACKED = 200 * 2**20
"""Bytes a document may unpack to: ten times what a file may weigh packed, room for many pictures and long tables."""
MOST_RATIO = 200
"""How many times its packed size a part may declare; XML packs 5 to 30 times, a bomb a thousand."""
SMALL_PART = 2**20
"""Parts that unpack to less are harmless at any ratio."""
MOST_PARTS = 5_000
"""A document with this many pictures and parts is no document."""
_ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True)
class Package:
    """An open archive; ``kind`` is what it is in a sentence ("Word document")."""

    archive: zipfile.ZipFile
    name: str
    kind: str
    parts: frozenset[str]

    def xml(self, part: str) -> Any:
        """Return the root element of a part, ``None`` where there is none; entities of its own are not resolved.

        Raises ``ReadError`` where the part is damaged.
        """
        if part not in self.parts:
            return None
        try:
            root = parsed(self.archive.read(part))
            etree.strip_elements(root, etree.Entity, with_tail=False)
            return root
        except Exception:  # zipfile, zlib and lxml raise many kinds of error for damaged parts
            raise ReadError(f"{self.name} is a damaged {self.kind} and could not be read.") from None

    def related(self, part: str) -> dict[str, str]:
        """Return the parts that a part of an Office document names, by the last word of their relation."""
        folder, file = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, str] = {}
        for relation in relations if relations is not None else ():
            target = relation.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.setdefault(relation.get("Type", "").rpartition("/")[2], place)
        return found


def opened(data: bytes, name: str, kind: str, suffix: str) -> Package:
    """Return the archive that ``data`` is.

    Raises ``ReadError`` for what is no ZIP, or a damaged one, is protected by a password, or would unpack to far more
    than it weighs; the last is found from the sizes declared, and ``zipfile`` never unpacks a part beyond its own.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        parts = archive.infolist()
    except Exception:  # zipfile raises several kinds of error for damaged archives
        raise ReadError(
            f"{name} is no {kind}: a {suffix} is a ZIP archive and this is none, or a damaged one."
        ) from None
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise protected(name)
    unpacked = sum(part.file_size for part in parts)
    swollen = any(p.file_size > SMALL_PART and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts)
    if len(parts) > MOST_PARTS:
        raise ReadError(
            f"{name} has {len(parts):,} parts; no document has more than {MOST_PARTS:,}, and it was not opened."
        )
    if unpacked > MOST_UNPACKED or swollen:
        raise ReadError(
            f"{name} would unpack to far more than a document holds ({unpacked:,} bytes); it was not opened."
        )
    return Package(archive, name, kind, frozenset(part.filename for part in parts))


def protected(name: str) -> ReadError:
    """Return the refusal of a file that a password protects."""
    return ReadError(f"{name} is protected by a password; save it without and add it again.")
