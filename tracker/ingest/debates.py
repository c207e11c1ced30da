"""Debates as data: parlparse XML (TheyWorkForYou), ParlaMint TEI, and the JSON of the Hansard API.

Layouts after mysociety/parlparse (Commons, Lords, Westminster Hall, London Mayor's Questions), the ParlaMint encoding
guidelines (clarin-eric/ParlaMint), and hansard-api.parliament.uk. Who speaks is what the record says; headings, votes
and stage directions are nobody's speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from lxml import etree, html

from tracker.ingest.plain import Parsed, decode
from tracker.ingest.records import NOWHERE, Paragraph, Writer, address, day, fact, one_line, were, who
from tracker.ingest.xml import declared_encoding, local, parsed, prepared, words_of
from tracker.models import Basis, DatedWords, DateKind, ReadError, RecordKind, Speech

_ROOT: Final = re.compile(r"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:\w+:)?(?P<name>\w+)", re.DOTALL)


def people_in(data: bytes, name: str) -> dict[str, str]:
    """Return the names of people and bodies by their ids, as a list of a corpus or its root gives them.

    The root may leave them to such lists. Raises ``ReadError`` where any other file names nobody.
    """
    try:
        root = parsed(prepared(decode(data, name, declared_encoding(data))[0], name).encode())
    except etree.XMLSyntaxError:
        raise ReadError(f"{name} is damaged XML; the people in it could not be read.") from None
    found = dict(_persons([root]))
    if not found and local(root) != "teiCorpus":
        raise ReadError(f"{name} names nobody: it has the name of a list of people or bodies, but none is in it.")
    return found


def parse(data: bytes, name: str, people: Mapping[str, str] | None = None) -> Parsed:
    """Return the debate that an XML file holds; its root decides which kind it is.

    ``people`` are the names of those whom a list beside it names, by their ids; what the file says itself stands above.
    Raises ``ReadError`` for XML of other kinds, for entities that unpack, and where it holds no speech.
    """
    text, notes = decode(data, name, declared_encoding(data))
    page = prepared(text, name)
    match = _ROOT.match(page)
    kind = match["name"] if match else ""
    if kind == "publicwhip":
        found = _parlparse(page, name)
    elif kind in ("TEI", "teiCorpus"):
        found = _parlamint(page, name, people or {})
    else:
        known = "debates of TheyWorkForYou (publicwhip) and of ParlaMint (TEI) can be read"
        raise ReadError(f"{name} is XML of another kind than those known here: {known}.")
    return replace(found, notes=(*notes, *found.notes))


def _elements(page: str, names: str, inside: str) -> tuple[Any, list[Any], int]:
    """Return the root of a page and, where it is damaged, those of its elements that are not; and how many are.

    One that is damaged costs itself alone: elements called one of ``names`` (a pattern), as they stand in the text,
    are read each by itself. ``inside`` declares the namespace they stand in.
    """
    try:
        return parsed(page.encode()), [], 0
    except etree.XMLSyntaxError:
        pass
    found, damaged, read_to = [], 0, 0
    starts = [(match.start(), match["name"]) for match in re.finditer(rf"<(?P<name>{names})[\s>]", page)]
    for place, (start, name) in enumerate(starts):
        if start < read_to:
            continue
        following = next((other for other, same in starts[place + 1 :] if same == name), len(page))
        close = page.find(f"</{name}>", start, following)
        read_to = close + len(f"</{name}>") if close > 0 else start + 1
        try:
            found.append(parsed(f"<x{inside}>{page[start:read_to]}</x>".encode())[0])
        except (etree.XMLSyntaxError, IndexError):
            damaged += 1
    return None, found, damaged


def _damage(name: str, root: Any, damaged: int, read: int) -> tuple[str, ...]:
    if root is None and not read:
        raise ReadError(f"{name} is damaged XML: none of its speeches could be read.")
    if root is not None:
        return ()
    several = were(damaged, "part") if damaged else "no part was"
    return (f"This file is damaged XML; {several} left out, the others were read one by one.",)


def _no_speech(name: str) -> ReadError:
    return ReadError(f"{name} holds no speech: it has the form of a debate, but nobody says anything in it.")


_PARLPARSE_PARTS: Final = "speech|question|reply|ques|major-heading|minor-heading|oral-heading|division"
_SPOKEN: Final = frozenset(("speech", "question", "reply", "ques"))
_UNSPOKEN: Final = frozenset(("table", "division", "divisioncount", "mplist", "lordlist"))
_BLOCKS: Final = frozenset(("p", "li", "ol", "ul", "blockquote", *_UNSPOKEN))
_HOUSES: Final = {
    "debate": ("House of Commons debates", "debates"),
    "lords": ("House of Lords debates", "lords"),
    "westminhall": ("Westminster Hall debates", "whall"),
    "wrans": ("Written answers", "wrans"),
    "wms": ("Written ministerial statements", "wms"),
    "standing": ("General committee debates", "pbc"),
    "ni": ("Northern Ireland Assembly debates", "ni"),
    "spor": ("Scottish Parliament debates", "sp"),
    "london-mayors-questions": ("Questions to the Mayor of London", "london"),
}
"""By the second part of an id: what the record is, and the part of theyworkforyou.com where its speeches stand."""
_RECORD_ID: Final = re.compile(r"uk\.org\.publicwhip/(?P<house>[^/\s]+)/(?P<rest>(?P<day>\S{10})\S*)")


def _parlparse(page: str, name: str) -> Parsed:
    root, parts, damaged = _elements(page, _PARLPARSE_PARTS, "")
    reader = _Parlparse()
    for part in parts if root is None else root:
        reader.take(part)
    notes = _damage(name, root, damaged, len(parts))
    writer = reader.writer
    if not writer.speeches:
        raise _no_speech(name)
    days = sorted(reader.days)
    house = reader.houses.most_common(1)[0][0] if reader.houses else ""
    title = one_line(reader.headings[0]) if len(reader.headings) == 1 else None
    if title is None and house in _HOUSES and len(days) == 1:
        title = f"{_HOUSES[house][0]}, {_printed(days[0])}"
    return Parsed(
        writer.text,
        title=title,
        dates=_dated(days[0] if len(days) == 1 else None, "the ids of the record's speeches"),
        notes=notes,
        record=RecordKind.EDITED,
        speeches=writer.speeches if len(days) == 1 else tuple(map(_with_own_day, writer.speeches)),
    )


def _printed(iso: str) -> str:
    sitting = date.fromisoformat(iso)
    return f"{sitting.day} {sitting:%B %Y}"


def _with_own_day(speech: Speech) -> Speech:
    match = _RECORD_ID.match(speech.speech_id or "")
    return replace(speech, date=day(match["day"]) if match else None)


class _Parlparse:
    """Reads the parts of a parlparse file one after the other."""

    def __init__(self) -> None:
        self.writer = Writer()
        self.days: set[str] = set()
        self.houses: Counter[str] = Counter()
        self.headings: list[str] = []
        self._asked_at: str | None = None

    def take(self, part: Any) -> None:
        """Write one part."""
        kind = local(part)
        match = _RECORD_ID.match(part.get("id") or "")
        if match is not None and (sitting := day(match["day"])) is not None:
            self.days.add(sitting)
            self.houses[match["house"]] += 1
        if kind in _SPOKEN:
            self._speech(part, kind, match)
        elif kind.endswith("heading"):
            words = words_of(part)
            if kind != "minor-heading" and words:
                self.headings.append(words)
            self.writer.heading(words)
        elif kind == "division":
            for words in _division(part):
                self.writer.line(words)
        elif any(local(child) in _SPOKEN or local(child).endswith("heading") for child in part):
            for child in part:
                self.take(child)
        elif kind:
            self.writer.line(words_of(part))

    def _speech(self, part: Any, kind: str, match: re.Match[str] | None) -> None:
        printed, office = fact(part.get("speakername")), fact(part.get("speakeroffice"))
        named = printed is not None and part.get("nospeaker") != "true"
        member = fact(part.get("person_id") or part.get("speakerid"))
        url = address(part.get("url"))
        if kind == "question":
            self._asked_at = url
        if url is None and kind == "reply":
            url = self._asked_at
        if url is None and match is not None and match["house"] in _HOUSES:
            url = f"https://www.theyworkforyou.com/{_HOUSES[match['house']][1]}/?id={match['rest']}"
        told = Speech(
            NOWHERE,
            printed if named else None,
            speech_id=fact(part.get("id")),
            member_id=None if member == "unknown" else member,
            column=fact(part.get("colnum")),
            time=fact(part.get("time")),
            url=url,
        )
        label = f"{office} ({printed})" if office and printed else (printed or "").rstrip(":")
        paragraphs = list(_paragraphs(part))
        if printed is None:
            paragraphs = [replace(paragraph, spoken=False) for paragraph in paragraphs]
        self.writer.speech(label, paragraphs, told, office)


def _paragraphs(part: Any) -> Iterator[Paragraph]:
    """Yield the paragraphs of a speech; what is printed in italics by itself is a stage direction."""
    loose = [str(part.text or "")]
    for child in part:
        kind = local(child)
        if kind not in _BLOCKS:
            loose.append(words_of(child))
        else:
            if one_line("".join(loose)):
                yield Paragraph("".join(loose))
            loose = []
            if kind == "division":
                yield from (Paragraph(words, spoken=False) for words in _division(child))
            elif kind in _UNSPOKEN:
                rows = [row for row in child.iter() if local(row) == "tr"] or [child]
                yield Paragraph("\n".join(" | ".join(map(words_of, row)) for row in rows), spoken=False)
            elif any(local(inner) in _BLOCKS for inner in child):
                yield from _paragraphs(child)
            else:
                words = words_of(child)
                yield Paragraph(words, spoken=child.get("class") != "italic" and not _is_direction(words))
        loose.append(str(child.tail or ""))
    if one_line("".join(loose)):
        yield Paragraph("".join(loose))


def _is_direction(words: str) -> bool:
    """Tell whether a whole paragraph stands in brackets ("[Interruption.]")."""
    return words[:1] in ("[", "(") and words.rstrip(".")[-1:] in ("]", ")") and words.count(words[0]) == 1


def _division(part: Any) -> Iterator[str]:
    number = fact(part.get("divnumber"))
    counts = [
        f"{key} {value}" for each in part.iter() if local(each) == "divisioncount" for key, value in each.attrib.items()
    ]
    yield f"Division{f' {number}' if number else ''}{': ' if counts else ''}{', '.join(counts)}."
    for votes in part.iter():
        if local(votes) in ("mplist", "lordlist"):
            names = ", ".join(filter(None, map(words_of, votes)))
            if names:
                yield f"{one_line(votes.get('vote') or 'Votes').capitalize()}: {names}."
        elif local(votes) == "p":
            yield words_of(votes)


def _dated(iso: str | None, source: str) -> tuple[DatedWords, ...]:
    return (DatedWords(DateKind.PUBLISHED, iso, Basis.STATED, iso, why=source),) if iso else ()


_XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_TEI: Final = ' xmlns="http://www.tei-c.org/ns/1.0"'
_TEI_PARTS: Final = "teiHeader|listPerson|head|note|u"
_CAPITAL: Final = re.compile(r"(?<=[a-zà-ÿ])(?<!Mc)(?<!Mac)(?=[A-ZÀ-Þ])|[_.-]+")
_NOISES: Final = frozenset(("note", "vocal", "kinesic", "incident", "gap", "desc", "pb"))


def _parlamint(page: str, name: str, people: Mapping[str, str]) -> Parsed:
    root, parts, damaged = _elements(page, _TEI_PARTS, _TEI)
    roots = parts if root is None else [root]
    names = {**people, **dict(_persons(roots))}
    reader = _Parlamint(names)
    for part in roots:
        reader.take(part)
    notes = _damage(name, root, damaged, len(parts))
    if not reader.writer.speeches:
        raise _no_speech(name)
    if reader.guessed:
        notes += ("Names of speakers were made from their ids, as neither the file nor a list beside it names them.",)
    facts = _header(roots)
    return Parsed(
        reader.writer.text,
        title=facts.get("title"),
        url=address(facts.get("url")),
        dates=_dated(day(facts.get("date")), "the date of the sitting in the record's header"),
        notes=notes,
        record=RecordKind.EDITED,
        speeches=reader.writer.speeches,
    )


def _persons(roots: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for root in roots:
        for person in root.iter("{*}person", "{*}org"):
            of_body = local(person) == "org"
            called = list(person.iter("{*}orgName" if of_body else "{*}persName"))
            english = (each for each in called if each.get(_XML_LANG) in (None, "en") and each.get("full") != "abb")
            printed = next(english, called[0] if called else None)
            parts = [
                words_of(part)
                for kinds in (("forename",), ("nameLink", "surname"))  # the record may print the surname first
                for part in (() if printed is None else printed)
                if local(part) in kinds
            ]
            words = " ".join(filter(None, parts)) or (words_of(printed) if printed is not None else "")
            if words and person.get(_XML_ID):
                yield person.get(_XML_ID), words


def _header(roots: Iterable[Any]) -> dict[str, str]:
    """Return title, address and date as the header of a TEI file states them."""
    facts: dict[str, str] = {}
    for root in roots:
        for title in root.iterfind(".//{*}titleStmt/{*}title"):
            words = words_of(title).replace("[ParlaMint SAMPLE]", "").strip()
            rank = (title.get("type") == "sub") + 2 * (title.get(_XML_LANG) in (None, "en"))
            if words and rank >= int(facts.get("rank", "-1")) + 1:
                facts |= {"title": words, "rank": str(rank)}
        for path in (".//{*}settingDesc//{*}date", ".//{*}sourceDesc//{*}date"):
            for sitting in root.iterfind(path):
                facts.setdefault("date", sitting.get("when") or words_of(sitting))
        for idno in root.iterfind(".//{*}sourceDesc//{*}idno"):
            if idno.get("type") == "URI":
                facts.setdefault("url", words_of(idno))
    return facts


class _Parlamint:
    """Reads a TEI file from its root, or the parts of a damaged one."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.writer = Writer()
        self.guessed = False
        self._names = names
        self._announced: str | None = None

    def take(self, part: Any) -> None:
        """Write one element with all that stands in it; what describes the file is no part of the debate."""
        kind = local(part)
        if kind in ("teiHeader", "listPerson", "listOrg", "standOff"):
            return
        if kind == "u":
            self._speech(part)
            self._announced = None
        elif kind == "head":
            self.writer.heading(words_of(part))
        elif kind == "note" and part.get("type") == "speaker":
            self._announced = words_of(part).rstrip(":").strip() or None
        elif kind in _NOISES:
            self.writer.line(words_of(part))
        else:
            for child in part:
                self.take(child)

    def _speech(self, part: Any) -> None:
        member = fact((part.get("who") or "").removeprefix("#"))
        name = self._names.get(member or "")
        office = None
        if name is None and self._announced:
            name, office = who(self._announced)
        elif name is None and member is not None:
            name = one_line(_CAPITAL.sub(" ", member))
            self.guessed = True
        elif self._announced:
            office = who(self._announced)[1]
        told = Speech(
            NOWHERE,
            name,
            speech_id=fact(part.get(_XML_ID)),
            member_id=member,
            url=address(part.get("source")),
        )
        self.writer.speech(self._announced or name or "", _segments(part), told, office)


def _segments(part: Any) -> Iterator[Paragraph]:
    if part.text and one_line(part.text):
        yield Paragraph(part.text)
    for child in part:
        if local(child) in ("seg", "p", "s"):
            loose = ""
            for words, spoken in _tokens(child):
                if spoken:
                    loose += words
                    continue
                if one_line(loose):
                    yield Paragraph(loose)
                yield Paragraph(words, spoken=False)
                loose = ""
            if one_line(loose):
                yield Paragraph(loose)
        else:
            yield Paragraph(words_of(child), spoken=False)
        if child.tail and one_line(child.tail):
            yield Paragraph(child.tail)


def _tokens(part: Any) -> Iterator[tuple[str, bool]]:
    """Yield the words of a segment, marked up word by word or not, and the noises in it, which are not spoken."""
    yield str(part.text or ""), True
    for child in part:
        kind = local(child)
        if kind in _NOISES:
            yield words_of(child), False
        elif kind in ("w", "pc") and not (kind == "w" and len(child) and not words_of(child)):
            yield words_of(child) + ("" if child.get("join") in ("right", "both") else " "), True
        else:
            yield from _tokens(child)
        if child.tail and (one_line(child.tail) or kind not in ("w", "pc")):
            yield str(child.tail), True


_COLUMN: Final = re.compile("data-column-number=[\"']?(?P<column>[0-9]{1,5})")
_GOES_ON: Final = frozenset(("hs_para", "hs_parafo", "question", "err_question"))
"""Tags of a paragraph that goes on with the speech before it where it names nobody itself."""
_CLOCK: Final = re.compile("T(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)")


def is_hansard(value: object) -> bool:
    """Tell whether a JSON value has the form of a debate of the Hansard API."""
    return isinstance(value, dict) and isinstance(value.get("Overview"), dict) and "Items" in value


def hansard(value: Mapping[str, Any], name: str) -> Parsed:
    """Return the debate that JSON of the Hansard API holds, and the debates inside it."""
    reader = _Hansard()
    reader.learn(value)
    reader.take(value)
    writer, overview = reader.writer, value["Overview"]
    if not writer.speeches:
        raise _no_speech(name)
    return Parsed(
        writer.text,
        title=one_line(overview.get("Title")) or None,
        publisher="Hansard",
        url=reader.address_of(overview),
        dates=_dated(day(overview.get("Date")), "the date of the sitting in the record's overview"),
        notes=(f"This record is damaged; {were(reader.broken, 'item')} left out.",) if reader.broken else (),
        record=RecordKind.EDITED,
        speeches=writer.speeches,
    )


class _Hansard:
    """Reads the items of a debate, and of the debates inside it, in the order they are given."""

    def __init__(self) -> None:
        self.writer = Writer()
        self.broken = 0
        self._names: dict[str, str] = {}
        self._column: str | None = None
        self._told: Speech | None = None

    def learn(self, debate: Mapping[str, Any]) -> None:
        """Take the fullest name that the record prints for each member: later "The Prime Minister" alone is printed."""
        for item in _listed(debate, "Items"):
            member, label = fact(item.get("MemberId")), one_line(item.get("AttributedTo"))
            if member and label:
                name, office = who(label)
                fuller = (office is not None, len(name)) > (False, len(self._names.get(member, "")))
                if member not in self._names or (fuller and not name.startswith("The ")):
                    self._names[member] = name
        for child in _listed(debate, "ChildDebates"):
            self.learn(child)

    def address_of(self, overview: Mapping[str, Any]) -> str | None:
        """Return where hansard.parliament.uk shows a debate."""
        house, sitting, number = (fact(overview.get(key)) for key in ("House", "Date", "ExtId"))
        known = house and day(sitting) and number and not re.search("[^0-9A-Za-z-]", number)
        return f"https://hansard.parliament.uk/{house}/{day(sitting)}/debates/{number}/link" if known else None

    def take(self, debate: Mapping[str, Any]) -> None:
        """Write one debate."""
        overview = debate.get("Overview")
        overview = overview if isinstance(overview, dict) else {}
        self.writer.heading(one_line(overview.get("Title")))
        self._told = None
        items = debate.get("Items")
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict):
                self._item(item, self.address_of(overview))
            else:
                self.broken += 1
        for child in _listed(debate, "ChildDebates"):
            self.take(child)

    def _item(self, item: Mapping[str, Any], debate_url: str | None) -> None:
        value, label = item.get("Value"), one_line(item.get("AttributedTo"))
        if not isinstance(value, str):
            self.broken += bool(label or value)
            return
        columns = _COLUMN.findall(value)
        column = columns[0] if columns else self._column
        self._column = columns[-1] if columns else self._column
        try:
            paragraphs = list(_html_paragraphs(value))
        except (etree.ParserError, ValueError):
            self.broken += 1
            return
        kind, tag = item.get("ItemType"), one_line(item.get("HRSTag")).lower()
        member, number = fact(item.get("MemberId")), fact(item.get("ExternalId"))
        if label:
            name, office = who(label)
            match = _CLOCK.search(one_line(item.get("Timecode")))
            self._told = Speech(
                NOWHERE,
                self._names.get(member or "", name),
                speech_id=number or fact(item.get("ItemId")),
                member_id=member,
                column=column,
                time=match["time"] if match else None,
                url=f"{debate_url}#contribution-{number}" if debate_url and number else debate_url,
            )
            self.writer.speech(label, paragraphs, self._told, office)
        elif kind == "Contribution" and tag in _GOES_ON and self._told is not None:
            self.writer.speech("", paragraphs, replace(self._told, column=column))
        else:
            if paragraphs and tag not in ("hs_columnnumber",):
                self._told = None if kind != "Timestamp" else self._told
            for paragraph in paragraphs:
                self.writer.line(paragraph.words)


def _listed(debate: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = debate.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _html_paragraphs(value: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of an item's HTML."""
    if one_line(value):
        yield from _paragraphs(html.fragment_fromstring(value, create_parent="div"))
