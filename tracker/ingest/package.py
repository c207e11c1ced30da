"""Archives of XML parts (Word, OpenDocument), opened only where what they declare is harmless."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from tracker.ingest.xml import parsed
from tracker.models import ReadError

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
    if unpacked > MOST_UNPACKED or swollen or len(parts) > MOST_PARTS:
        raise ReadError(
            f"{name} would unpack to far more than a document holds ({unpacked:,} bytes); it was not opened."
        )
    return Package(archive, name, kind, frozenset(part.filename for part in parts))


def protected(name: str) -> ReadError:
    """Return the refusal of a file that a password protects."""
    return ReadError(f"{name} is protected by a password; save it without and add it again.")
