"""Drafts: read from their bytes; the stored texts they are held to; given back with changes."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

from cydifflib import SequenceMatcher

from tracker.check.attribution import full_name
from tracker.check.draft import Segments
from tracker.check.findings import AttributedWords, Source
from tracker.check.places import document_keys, select
from tracker.check.places import nearby as nearby_of_places
from tracker.check.places import telling as telling_of_places
from tracker.check.quotations import speech_of
from tracker.check.words import is_content
from tracker.db import claims, documents, indexes, speakers
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.ingest.dates import ledger as date_ledger
from tracker.ingest.plain import is_quote_style
from tracker.matching.candidates import word_key
from tracker.models import (
    ClaimKind,
    DatedWords,
    DateKind,
    Span,
    TrackerError,
)
from tracker.models.claims import AttributionInText, StoredClaim
from tracker.models.documents import PrintedTitle, StoredDocument
from tracker.services import nouns
from tracker.services.originals import document_in, extracted
from tracker.text.names import speaker_key

LONGEST_DRAFT = 200_000
"""Characters: a long article is a quarter of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft's name, text and speech, and notes on how it was read."""

    name: str
    text: str
    speech: tuple[AttributedWords, ...]
    notes: tuple[str, ...] = ()


def read_draft(data: bytes, name: str) -> Draft:
    """Return a draft from its bytes; raises ``TrackerError`` where it cannot be read or is too long."""
    document = document_in(data, name)
    if len(document.text) > LONGEST_DRAFT:
        raise TrackerError(f"{document.name} is too long: a draft has at most {LONGEST_DRAFT:,} characters.")
    found = extracted(document.name, document.text, date_ledger(document, nouns.today()).date, document.speeches)
    return Draft(document.name, document.text, tuple(speech_of(document, found)), document.notes)


SAME_TIME = len("2018")
"""Characters of two ISO dates that agree where a role counts as printed at the same time: the year."""
SAME_SPELLING = 4
"""Letters at the beginning of a word that are spelt alike in Britain and in America."""
AT_ONCE = 500
"""Documents indexed in one step: bounds the memory (some ten megabytes), not the result."""


def index_missing(db: Database) -> int:
    """Index the words of every document that is not indexed yet, inside the caller's transaction; return how many."""
    waiting = indexes.documents_without_words(db)
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        indexes.add_words(
            db, ((document_id, document_keys(documents.text_of(db, document_id))) for document_id in some)
        )
    return len(waiting)


def keep_in_step(db: Database) -> None:
    """Index what is missing, as after a migration; nothing is written where nothing is."""
    if indexes.documents_without_words(db):
        with transaction(db):
            index_missing(db)


class StoredLibrary:
    """A library (``tracker.check.draft.Library``) over a database; keys are document ids as text.

    ``documents`` and ``read`` are those whose words were found, ``count`` is how many there are to look in.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index = indexes.StoredWords(db)
        self.documents: dict[str, StoredDocument] = {}
        self.read: dict[str, Source] = {}
        self.count = len(self._index.documents)

    def candidates(self, wanted: Sequence[Segments], speakers: Sequence[str | None]) -> list[list[str]]:
        """Return for each quotation the documents that may have its words, those that quote its speaker first."""
        self._index.read(map(word_key, {word for segments in wanted for word in max(segments, key=len, default=())}))
        surnames = [" ".join(speaker_key(name or "").split()[-1:]) for name in speakers]
        quoting = claims.documents_quoting(self._db, {name for name in surnames if name})
        return [
            list(map(str, select(self._index, segments, quoting.get(name, frozenset()), partial(self._quoting, name))))
            for segments, name in zip(wanted, surnames, strict=True)
        ]

    def _quoting(self, surname: str, ids: Sequence[int], wanted: Sequence[str]) -> list[int]:
        """Return those documents that quote somebody with words given by their keys, first those of a surname."""
        telling = [word for word in wanted if is_content(word)] or wanted
        found = claims.documents_with(self._db, ids, [word.partition("'")[0][:SAME_SPELLING] for word in telling])
        found.sort(key=lambda row: not surname or row[1].split()[-1:] != [surname])
        return list(dict.fromkeys(document_id for document_id, _ in found))

    def nearby(self, wanted: Sequence[Segments]) -> list[list[str]]:
        """Return for each quotation a few documents that may hold the nearest passage."""
        return [list(map(str, nearby_of_places(self._index, segments))) for segments in wanted]

    def telling(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return for each sentence, given as the keys of its words, a few documents that may tell of the same."""
        self._index.read(map(word_key, {word for sentence in sentences for word in sentence}))
        return [list(map(str, telling_of_places(self._index, sentence))) for sentence in sentences]

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the texts of documents."""
        ids = [*map(int, keys)]
        return {str(document_id): text for document_id, text in documents.texts(self._db, ids).items()} if ids else {}

    def sources(self, texts: Mapping[str, str]) -> dict[str, Source]:
        """Return documents with their speech: their claims, then attributions whose words made no claim."""
        ids = [*map(int, texts)]
        if not ids:
            return {}
        self.documents = {str(document_id): row for document_id, row in documents.several(self._db, ids).items()}
        newer = documents.replaced(self._db, ids)
        said: list[StoredClaim | AttributionInText] = [
            claim for claim in claims.of_documents(self._db, ids) if claim.kind is not ClaimKind.STATISTIC
        ]
        said += claims.attributions_of(self._db, ids)
        titles = defaultdict[int | None, list[PrintedTitle]](list)
        for title in speakers.titles_of(self._db, {row.speaker_id for row in said if row.speaker_id is not None}):
            titles[title.speaker_id].append(title)
        speech = defaultdict[int, list[AttributedWords]](list)
        for row in said:
            roles = _roles_of(titles[row.speaker_id], self.documents[str(row.document_id)])
            told = _speech_of(row, roles)
            name = full_name(told.speaker or "", texts[str(row.document_id)])
            speech[row.document_id].append(replace(told, speaker=name) if name != (told.speaker or "") else told)
        self.read = {
            key: Source(
                text,
                self.documents[key].date,
                self.documents[key].date_why,
                tuple(speech[int(key)]),
                str(newer[int(key)]) if int(key) in newer else None,
                self.documents[key].record,
                self.documents[key].publisher,
            )
            for key, text in texts.items()
        }
        return self.read


def _speech_of(row: StoredClaim | AttributionInText, roles: tuple[str, ...]) -> AttributedWords:
    """Return a claim or an attribution as speech."""
    is_body = row.speaker_kind == "body"
    if isinstance(row, AttributionInText):
        spans = tuple(Span(*span) for span in row.spans)
        return AttributedWords(spans, row.kind, row.speaker, is_body, roles, stance=row.stance)
    return AttributedWords(
        (Span(row.start, row.end),), row.kind, row.speaker, is_body, roles, _said(row), row.id, row.stance
    )


def _roles_of(printed: Sequence[PrintedTitle], document: StoredDocument) -> tuple[str, ...]:
    """Return the titles printed for a speaker in the document itself, else in those of the same year."""
    own = [title.title for title in printed if title.document_id == document.id]
    year = (document.date or "")[:SAME_TIME]
    then = [title.title for title in printed if year and (title.date or "").startswith(year)]
    return tuple(dict.fromkeys([*own, *then]))


def _said(claim: StoredClaim) -> DatedWords | None:
    """Return a claim's date of saying where the text gives one that is known."""
    if claim.date_kind != "said" or claim.date is None:
        return None
    return DatedWords(DateKind.SAID, claim.date, claim.date_basis, claim.date_words)


MAIN_PART: Final = "word/document.xml"
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
DELETED: Final = ("del", "moveFrom")
SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑"}
STRETCH: Final = re.compile(r"\s+|\S+")
"""What is replaced as one: blanks, or what stands between them."""
NOT_IN_FILE: Final = (
    "These changes could not be put into the Word file without harm to the rest of it; save the draft as text, or as a"
    " Word file of its own, without the file it came from."
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a draft is saved in: its media type, and what writes a text, given the file it came from or b""."""

    media_type: str
    write: Callable[[str, bytes], bytes]


def as_text(text: str, original: bytes = b"") -> bytes:
    """Return a draft as a text file, in UTF-8."""
    return text.encode()


def as_word(text: str, original: bytes = b"") -> bytes:
    """Return a draft as a Word file: the one it came from with the words changed, where that is given, else a new one.

    Raises ``TrackerError`` where the changes find no place in the file, or it would not read as the draft does.
    """
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise TrackerError("The draft holds control characters, which a Word file cannot hold; save it as text.")
    if not _is_word(original):
        return _new_word(text)
    before = read_draft(original, "draft.docx").text.replace("\r\n", "\n")
    written = _WordFile(original).with_text(before, text)
    again = read_draft(written, "draft.docx").text
    if again.split() != text.split():
        raise TrackerError(NOT_IN_FILE)
    return written


FORMS: Final = {
    "txt": Form("text/plain", as_text),
    "md": Form("text/markdown", as_text),
    "docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
}
"""The forms by the ending of the file."""


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return MAIN_PART in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _new_word(text: str) -> bytes:
    from docx import Document  # here alone: few drafts leave as a new Word file, and its import takes long

    document = Document()
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        is_quote = paragraph.startswith(">")
        words = re.sub(r"^>[ \t]?", "", paragraph, flags=re.MULTILINE) if is_quote else paragraph
        document.add_paragraph(words, style="Quote" if is_quote else None)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def changed_stretches(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield what changed from one text to another as ``(start, end, new)`` of the first, the last first.

    >>> list(changed_stretches("up 40 per cent", "up 60 per cent"))
    [(3, 5, '60')]
    """
    lines = [each.splitlines(keepends=True) for each in (before, after)]
    found: list[tuple[int, int, str]] = []
    starts = [[0], [0]]
    for side, own in zip(starts, lines, strict=True):
        for line in own:
            side.append(side[-1] + len(line))
    for op, a, b, c, d in SequenceMatcher(None, lines[0], lines[1], autojunk=False).get_opcodes():
        if op == "equal":
            continue
        low = starts[0][a]
        old, new = before[low : starts[0][b]], after[starts[1][c] : starts[1][d]]
        tokens = STRETCH.findall(old), STRETCH.findall(new)
        at = [0]
        for token in tokens[0]:
            at.append(at[-1] + len(token))
        for inner, e, f, g, h in SequenceMatcher(None, *tokens, autojunk=False).get_opcodes():
            if inner != "equal":
                found.append(_from_the_end(before, low + at[e], low + at[f], "".join(tokens[1][g:h])))
    yield from reversed(found)


def _from_the_end(before: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """Return an insertion of paragraphs as one behind the paragraph before, not before the one that follows."""
    while start == end and start and new.endswith("\n") and before[start - 1] == "\n":
        start, end, new = start - 1, end - 1, f"\n{new[:-1]}"
    return start, end, new


@dataclass(slots=True)
class _Letter:
    """A character of a Word file: the element of text it stands in and its place there.

    The end of a paragraph has no such element, but the paragraph; a tab or a line break has neither.
    """

    sign: str
    text: Any = None
    at: int = 0
    paragraph: Any = None


class _WordFile:
    """A Word file whose words are changed where they stand; everything else in it stays as it is."""

    def __init__(self, data: bytes) -> None:
        from lxml import etree  # here alone: most drafts are no Word files

        self._etree = etree
        self._data = data
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            self._root = etree.fromstring(archive.read(MAIN_PART), parser)

    def with_text(self, before: str, after: str) -> bytes:
        """Return the file with its words changed from one text, as which it is read, to another."""
        letters = list(self._letters())
        places = _aligned(before, "".join(letter.sign for letter in letters))
        for start, end, new in changed_stretches(before, after):
            old = [letters[at] for at in _reach(places, start, end)]
            before_it, behind = places.get(start - 1), places.get(start)
            if not old and before_it is not None and letters[before_it].text is not None:
                _put(letters[before_it].text, letters[before_it].at + 1, new)
            elif not old and behind is not None and letters[behind].text is not None:
                _put(letters[behind].text, letters[behind].at, new)
            else:
                self._change(old, new)
        return self._written()

    def _letters(self) -> Iterator[_Letter]:
        """Yield the characters of the body in order, a line break behind each paragraph."""
        for paragraph in self._root.iter(f"{WORD}p"):
            for element in paragraph.iter():
                if not isinstance(element.tag, str) or next(element.iterancestors(f"{WORD}p"), None) is not paragraph:
                    continue
                if any(next(element.iterancestors(f"{WORD}{name}"), None) is not None for name in DELETED):
                    continue
                name = element.tag.removeprefix(WORD)
                if name == "t":
                    yield from (_Letter(sign, element, at) for at, sign in enumerate(element.text or ""))
                elif name in SIGNS and next(element.iterancestors(f"{WORD}r"), None) is not None:
                    yield _Letter(SIGNS[name])
            yield _Letter("\n", paragraph=paragraph)

    def _change(self, old: list[_Letter], new: str) -> None:
        """Put new words in the place of old ones; the words of a run keep its looks."""
        words = [letter for letter in old if letter.text is not None]
        ends = [letter.paragraph for letter in old if letter.paragraph is not None]
        if len(words) + len(ends) < len(old) or (new and not words):
            raise TrackerError(NOT_IN_FILE)
        for letter in reversed(words):
            letter.text.text = letter.text.text[: letter.at] + letter.text.text[letter.at + 1 :]
        if new:
            _put(words[0].text, words[0].at, new)
        for paragraph in reversed(ends):
            self._join(paragraph)

    def _join(self, paragraph: Any) -> None:
        """Take out the end of a paragraph: one that is left empty goes, else the next one runs on in it."""
        following = next(iter(paragraph.xpath("following::w:p[1]", namespaces={"w": WORD[1:-1]})), None)
        if following is None:
            return
        for each in (following, paragraph):
            alone = sum(1 for beside in each.getparent() if beside.tag == each.tag) == 1
            if not alone and not any(text.text for text in each.iter(f"{WORD}t")):
                each.getparent().remove(each)
                return
        if following.getparent() is not paragraph.getparent():
            raise TrackerError(NOT_IN_FILE)
        paragraph.extend([each for each in following if each.tag != f"{WORD}pPr"])
        following.getparent().remove(following)

    def _written(self) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(self._data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in archive.infolist():
                data = archive.read(entry)
                if entry.filename == MAIN_PART:
                    data = self._etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
                made.writestr(entry, data)
        return out.getvalue()


def _aligned(before: str, letters: str) -> dict[int, int]:
    """Return where the characters of a text stand in the letters of its file, where both have the same words there."""
    ours, theirs = ([*re.finditer(r"\S+", text)] for text in (before, letters))
    words, other_words = ([word.group() for word in side] for side in (ours, theirs))
    places: dict[int, int] = {}
    for a, b, size in SequenceMatcher(None, words, other_words, autojunk=False).get_matching_blocks():
        for number in range(size):
            one, other = ours[a + number], theirs[b + number]
            places.update(zip(range(*one.span()), range(*other.span()), strict=True))
            if number + 1 < size:
                gaps = (one.end(), ours[a + number + 1].start()), (other.end(), theirs[b + number + 1].start())
                blanks, other_blanks = before[slice(*gaps[0])], letters[slice(*gaps[1])]
                if blanks == other_blanks:
                    places.update(zip(range(*gaps[0]), range(*gaps[1]), strict=True))
                elif other_blanks == "\n" and not blanks.strip("\n"):  # a blank line is the end of a paragraph
                    places.update(dict.fromkeys(range(*gaps[0]), gaps[1][0]))
    return places


def _reach(places: dict[int, int], start: int, end: int) -> list[int]:
    """Return which letters a stretch of the text takes; raises ``TrackerError`` where they do not stand in a row."""
    found = [places.get(at, -1) for at in range(start, end)]
    if -1 in found or any(after - before not in (0, 1) for before, after in pairwise(found)):
        raise TrackerError(NOT_IN_FILE)
    return list(dict.fromkeys(found))


def _put(element: Any, at: int, words: str) -> None:
    """Put words into an element of text; where a paragraph ends in them, what follows stands in a new one."""
    first, *others = re.split(r"\n+", words)
    text = element.text or ""
    element.text = text[:at] + first + ("" if others else text[at:])
    element.set(SPACE, "preserve")  # blanks at its ends count from now on
    if not others:
        return
    run = element.getparent()
    paragraph = run.getparent()
    if paragraph.tag != f"{WORD}p":
        raise TrackerError(NOT_IN_FILE)
    looks, kind = run.find(f"{WORD}rPr"), paragraph.find(f"{WORD}pPr")
    rest = [*element.itersiblings()], [*run.itersiblings()]
    for number, each in enumerate(others, 1):
        made = paragraph.makeelement(f"{WORD}p")
        made.extend([deepcopy(kind)] if kind is not None and _is_of_text(kind) else [])
        inside = made.makeelement(f"{WORD}r")
        inside.extend([deepcopy(looks)] if looks is not None else [])
        told = inside.makeelement(f"{WORD}t", {SPACE: "preserve"})
        told.text = each + (text[at:] if number == len(others) else "")
        inside.append(told)
        made.append(inside)
        if number == len(others):
            inside.extend(rest[0])
            made.extend(rest[1])
        paragraph.addnext(made)
        paragraph = made


def _is_of_text(kind: Any) -> bool:
    """Say whether a paragraph's style is that of running text, which a new one behind it has too."""
    style = kind.find(f"{WORD}pStyle")
    name = style.get(f"{WORD}val", "") if style is not None else ""
    return not (is_quote_style(name) or name.lower().startswith(("heading", "title")))
