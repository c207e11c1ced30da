"""Citation styles: those offered or added, titles as printed, what a CSL file leaves undone; a house's own line.

In a house's own line ``{speaker}`` is a blank. A part in square brackets that holds a blank is optional: it is left out
where the blank is empty. Other square brackets are printed as they stand.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from tracker.cite.snippets import SHORT_HASH, Quoted, date_of, speaker_of
from tracker.cite.sources import BODIES, NOWHERE, Citable, Pinpoint, csl_type, printed_date, title_of, writers
from tracker.models import TrackerError
from tracker.text.lexicon import words
from tracker.text.quotes import quotations
from tracker.text.sentences import is_abbreviation

CSL: Final = "{http://purl.org/net/xbiblio/csl}"
ADDED_LOCALE: Final = "en-GB"
"""The language of an added style that names none."""


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style; the comment in data/styles.toml explains each field. ``xml`` is the file of an added one."""

    key: str
    name: str
    file: str = ""
    locale: str = ADDED_LOCALE
    xml: bytes = b""
    text_names: str = "family"
    list_names: str = "initials"
    title_marks: tuple[str, str] = ("", "")
    marked_in_list: bool = True
    italic_types: tuple[str, ...] = ()
    paper_first: str = ""
    inner_marks: str = ""
    italic_inner_marks: str = ""
    stops_inside: bool = False
    title_in_text: bool = True
    headline: bool = False
    large_subtitles: bool = False
    counts_paragraphs: bool = False
    quoted_in: str = ""
    reported_in: str = ""
    accessed: bool = True
    body_first: bool = True
    drops_the: bool = False
    joint: str = "and"
    page_dash: str = "–"

    @property
    def is_note(self) -> bool:
        """Whether the style cites in notes, which say all that the entry says."""
        return self.text_names == "full"


@cache
def styles() -> dict[str, Style]:
    """Return the styles offered, by key, in the order of the list."""
    text = resources.files("tracker.cite").joinpath("data", "styles.toml").read_text(encoding="utf-8")
    return {key: _style(key, fields) for key, fields in tomllib.loads(text).items()}


def _style(key: str, fields: dict[str, Any]) -> Style:
    marks = tuple(fields.pop("title_marks", ("", "")))
    italic = tuple(fields.pop("italic_types", ()))
    return Style(key=key, title_marks=(marks[0], marks[1]), italic_types=italic, **fields)


def added_style(xml: bytes, name: str) -> Style:
    """Return a CSL style from the bytes of its file; ``name`` is the file's.

    What the manual of such a style asks beyond its file is not known: a speaker is joined with "quoted in". Raises
    ``TrackerError`` where the file is no independent CSL style.
    """
    from lxml import etree  # here alone: most citations need no file that somebody added

    try:
        root = etree.fromstring(xml, etree.XMLParser(no_network=True, resolve_entities=False))
    except etree.XMLSyntaxError:
        raise TrackerError(f"{name} is no CSL style: it is not well-formed XML.") from None
    if root.getroottree().docinfo.doctype:
        raise TrackerError(f"{name} is no CSL style: it declares a document type of its own, as no style does.")
    if root.tag != f"{CSL}style":
        raise TrackerError(f"{name} is no CSL style: its first element is no “style” of CSL.")
    if root.find(f"{CSL}citation/{CSL}layout") is None:
        parent = next(
            (link.get("href") for link in root.iter(f"{CSL}link") if link.get("rel") == "independent-parent"), ""
        )
        told = f"it only points to {parent}; add that one" if parent else "it says nothing of citations"
        raise TrackerError(f"{name} cannot be used as a style: {told}.")
    if _size(root) > MOST_ELEMENTS:
        raise TrackerError(f"{name} cannot be used as a style: its macros call each other too often, or in a circle.")
    note = root.get("class") == "note"
    whole_names = b'initialize="false"' in xml
    title = root.findtext(f"{CSL}info/{CSL}title") or name
    return Style(
        key=name.removesuffix(".csl"),
        name=" ".join(title.split()),
        locale=root.get("default-locale") or ADDED_LOCALE,
        xml=xml,
        text_names="full" if note else "family",
        list_names="full" if whole_names else "initials",
        quoted_in="{name}, quoted in " if note else "{family}, quoted in ",
        reported_in="{name}, cited in " if note else "{family}, cited in ",
    )


MOST_ELEMENTS: Final = 20_000
"""Elements that one citation goes through, macros written out where they are called: four times the most published."""


def _size(style: Any) -> float:
    """Return how many elements a style has to go through at most for one citation; without end for a circle."""
    macros = {macro.get("name"): macro for macro in style.iter(f"{CSL}macro")}
    sizes: dict[str | None, float] = {}

    def size(element: Any) -> float:
        parts = [size(part) for part in element if isinstance(part.tag, str)]
        inside = max(parts, default=0.0) if element.tag == f"{CSL}choose" else sum(parts)
        return 1 + inside + of_macro(element.get("macro"))

    def of_macro(name: str | None) -> float:
        if name not in macros:
            return 0
        if name not in sizes:
            sizes[name] = float("inf")  # while it is counted: whoever calls it then calls it without end
            sizes[name] = size(macros[name])
        return sizes[name]

    try:
        return sum(size(part) for part in style.iter(f"{CSL}layout", f"{CSL}sort"))
    except RecursionError:  # a chain of a thousand macros is no style, either
        return float("inf")


_END: Final = ":?!"
"""After one of these a subtitle begins, and its first word is large."""
_MARKS: Final = {"single": ("‘", "’"), "double": ("“", "”")}
_OTHER: Final = {"single": "double", "double": "single"}
_AGAINST: Final = ("v", "v.", "vs", "vs.")
"""Between two parties small in every manual, where the title prints it small; "Henry V" is none."""
LEAST_FOREIGN: Final = 2
"""Small words of another language that a title must hold before it is taken to be in one."""
_SUBTITLE: Final = re.compile(rf"(?<=[{_END}] )\S+")
_STOP: Final = re.compile(r"[,.]")


def headline(title: str) -> str:
    """Return a title with large initials, small words small except at its ends and beside a colon.

    A title in another language keeps its own capitals.

    >>> headline("police appeal after quay shooting: what next")
    'Police Appeal after Quay Shooting: What Next'
    >>> headline("row over guns: mayor v. police")
    'Row Over Guns: Mayor v. Police'
    >>> headline("Le préfet renonce aux patrouilles")
    'Le préfet renonce aux patrouilles'
    """
    if _is_foreign(title):
        return title
    parts = title.split(" ")
    last = len(parts) - 1
    done: list[str] = []
    for number, word in enumerate(parts):
        at_end = number in (0, last) or word.endswith(tuple(_END)) or done[-1].endswith(tuple(_END))
        small = (_is_small(word) and not at_end) or word in _AGAINST
        done.append(word.lower() if small else _large_compound(word))
    return " ".join(done)


def with_marks(title: str, kind: str, *, stops_inside: bool = False) -> str:
    """Return a title whose own quotation marks are ``single`` or ``double``, and those inside them of the other kind.

    With ``stops_inside`` a comma or full stop after a closing mark goes before it, as American manuals print it.

    >>> with_marks("‘No guns’, says Quill’s deputy", "double")
    '“No guns”, says Quill’s deputy'
    >>> with_marks('Chief: "never, ever", she says', "single", stops_inside=True)
    'Chief: ‘never, ever,’ she says'
    """
    written, done = "", 0
    for found in quotations(title):
        if not found.closed or found.family not in _MARKS or found.end - found.start < 3:
            continue
        opening, closing = _MARKS[kind]
        inside = with_marks(title[found.start + 1 : found.end - 1], _OTHER[kind], stops_inside=stops_inside)
        stop = title[found.end : found.end + 1] if stops_inside and _STOP.match(title, found.end) else ""
        written += f"{title[done : found.start]}{opening}{inside}{stop}{closing}"
        done = found.end + len(stop)
    return written + title[done:]


def without_stop(title: str) -> str:
    """Return a title without the full stop of a sentence; that of an abbreviation or an ellipsis stays.

    >>> [without_stop(title) for title in ("No, they said.", "Quay & Co.", "Made in the U.S.", "And then...")]
    ['No, they said', 'Quay & Co.', 'Made in the U.S.', 'And then...']
    """
    return title if is_abbreviation(title.split(" ")[-1]) else title.removesuffix(".")


def ends_quoted(title: str) -> bool:
    """Tell whether a title ends with a quotation's closing mark (an apostrophe is none)."""
    return any(found.closed and found.end == len(title) for found in quotations(title))


def with_large_subtitle(title: str) -> str:
    """Return a title in sentence style whose subtitle, after a colon or a closing point, begins with a capital.

    >>> with_large_subtitle("Armed patrols: a city divided")
    'Armed patrols: A city divided'
    """
    return _SUBTITLE.sub(lambda found: _large(found.group()), title)


def _is_foreign(title: str) -> bool:
    """Tell whether a title is in another language by its small words; one alone may be a name's ("De Menezes")."""
    bare = [re.sub(r"\W", "", word) for word in title.split()]
    small = [word.lower() for number, word in enumerate(bare) if number == 0 or word.islower()]
    foreign = sum(word in words("cite", "foreign_words.txt") for word in small)
    return foreign >= LEAST_FOREIGN and foreign > sum(word in words("cite", "small_words.txt") for word in small)


def _is_small(word: str) -> bool:
    """Tell whether a word is one that headline style prints small; in capitals it is an abbreviation ("IT")."""
    bare = re.sub(r"\W", "", word).lower()
    return bare in words("cite", "small_words.txt") and not (len(word) > 1 and word.isupper())


def _large_compound(word: str) -> str:
    """Return a word with a large first letter in each part between hyphens, but for small words and behind a prefix.

    >>> [_large_compound(word) for word in ("stop-and-search", "ex-officer", "run-up", "iPhone")]
    ['Stop-and-Search', 'Ex-officer', 'Run-Up', 'iPhone']
    """
    first, *after = word.split("-")
    if re.sub(r"\W", "", first).lower() in words("cite", "prefixes.txt"):
        return "-".join([_large(first), *after])
    return "-".join([_large(first), *(part if _is_small(part) else _large(part) for part in after)])


def _large(word: str) -> str:
    """Return a word with a large first letter; one with a capital of its own ("iPhone") stays as it is."""
    if word != word.lower():
        return word
    return re.sub(r"\w", lambda letter: letter.group().upper(), word, count=1)


_DOUBLED: Final = re.compile(r"([?!.])((?:”|’|</i>|\ue004)*)(?<!\.\.)\.(?=(?:”|’|</i>|\ue004)*(?:\s|$))")
"""A full stop after the mark that ends a title: APA 9.19, MLA 5.24, Chicago 14.96 print the first alone."""
_ORPHAN: Final = re.compile(r"[.,] Edition(?=[.,]|\s|$)")
"""citeproc-py prints the label of an edition that a newspaper article has not got."""
_ITALIC_NAME: Final = re.compile(r"<i>(.*?)</i>,?")
"""A name in italics with the comma after it."""
ITALIC: Final = ("\ue003", "\ue004")
"""Private characters that stand for <i> and </i> until the end, since citeproc-py escapes tags inside names."""


def mended(text: str, style: Style, source: Citable, title: str, *, listed: bool) -> str:
    """Return a citation or entry (HTML) with what its style leaves undone; ``title`` is as the style is to print it.

    ``listed`` tells an entry of the list from a citation in the text.
    """
    text = _ORPHAN.sub("", text).replace("n.d..", "n.d.")
    if style.headline and title:  # citeproc-py makes "after" large
        text = re.sub(re.escape(title), lambda _: title, text, flags=re.IGNORECASE)
    if source.publisher:  # and "du" in the name of a newspaper
        text = _named(text, source.publisher)
    if _stands_second(text, source, style):
        text = text.replace(f"<i>{title}</i>", title.join(style.title_marks))
    if style.stops_inside:
        for mark in ".,":
            text = text.replace(f"”{mark}", f"{mark}”")
            if ends_quoted(title):
                text = text.replace(f"’{mark}”", f"{mark}’”").replace(f"”</i>{mark}", f"{mark}”</i>")
    text = _DOUBLED.sub(r"\1\2", text)
    if not style.accessed:  # what is left of "Retrieved May 6, 2024, from"
        text = text.replace(" Retrieved http", " http")
    if source.press_release and style.key in _RELEASES:
        text = _RELEASES[style.key](text, source, title)
    if style.key in _STYLES:
        text = _STYLES[style.key](text, source, listed)
    return text


def _stands_second(text: str, source: Citable, style: Style) -> bool:
    """Tell whether the newspaper was put in the author's place, so that citeproc-py takes the title for a book's."""
    unsigned = csl_type(source) == "article-newspaper" and not writers(source)
    return unsigned and bool(style.paper_first) and text.startswith((ITALIC[0], f"({ITALIC[0]}"))


def _named(text: str, publisher: str) -> str:
    """Print a publisher in italics with its own capitals."""
    name = re.escape(publisher.removeprefix("The "))
    shown = publisher.removeprefix("The ")
    return re.sub(rf"(<i>(?:The )?){name}(?=</i>)", lambda found: found.group(1) + shown, text, flags=re.IGNORECASE)


def _harvard_dated(text: str, _source: Citable, _listed: bool) -> str:
    """Print no full stop after the year where nothing but the address follows (Cite Them Right, web pages)."""
    return text.replace("). Available at:", ") Available at:", 1)


def _chicago_undated(text: str, source: Citable, _listed: bool) -> str:
    """Let the day of access stand alone for a missing date (Chicago 14.207); a report keeps its "n.d." (14.145)."""
    if csl_type(source) == "report":
        return text
    text = text.replace(", n.d., accessed ", ", accessed ").replace(", n.d. Accessed ", ". Accessed ")
    return text.replace(" n.d. Accessed ", " Accessed ")


def _oscola_unsigned(text: str, source: Citable, listed: bool) -> str:
    """Open an entry that names no author with a double em dash (OSCOLA 1.7)."""
    unnamed = not writers(source) and not (source.publisher and csl_type(source) in BODIES)
    return f"—— {text}" if listed and unnamed else text


def _day(source: Citable) -> str:
    return printed_date(source.date.value) if source.date.value else ""


def _harvard(text: str, source: Citable, _title: str) -> str:
    """Name the kind and the day after the title (Cite Them Right, press releases); in the text nothing is italic."""
    year = (source.date.value or "").partition("-")[0]
    day = _day(source).removesuffix(year).strip()
    return text.replace("</i>.", f"</i> [Press release].{f' {day}.' if day else ''}", 1)


def _oscola(text: str, _source: Citable, title: str) -> str:
    """Open the bracket after the title with the kind, as additional information (OSCOLA 3.4.1).

    Who published a signed release follows upright, with no comma before the day.
    """
    head, mark, tail = text.partition(f"{title}’")
    if not mark:
        return text
    if not tail.startswith(" ("):
        return f"{head}{mark} (Press release){tail}"
    inside = _ITALIC_NAME.sub(r"\1", tail.removeprefix(" ("), count=1)
    return f"{head}{mark} (Press release, {inside}"


def _mla(text: str, _source: Citable, _title: str) -> str:
    """Say the kind last (MLA Handbook 5.119); a citation in the text says none."""
    return text if text.startswith("(") else f"{text} Press release."


def _chicago(text: str, source: Citable, _title: str) -> str:
    """Write the kind small in a note, and join it to the date with a comma (Chicago 14.207, as for papers 14.217)."""
    text = text.replace(" Press release, ", " press release, ")
    return text.replace(" Press release. ", " Press release, ") if _day(source) else text


_RELEASES: Final[Mapping[str, Callable[[str, Citable, str], str]]] = {
    "harvard": _harvard,
    "oscola": _oscola,
    "mla": _mla,
    "chicago-note": _chicago,
    "chicago": _chicago,
}

_STYLES: Final[Mapping[str, Callable[[str, Citable, bool], str]]] = {
    "harvard": _harvard_dated,
    "chicago-note": _chicago_undated,
    "oscola": _oscola_unsigned,
}


BLANKS: Final[Mapping[str, str]] = {
    "speaker": "who said it; “as reported” where the words are the document’s, and what is denied, asked or supposed",
    "role": "the speaker’s title, as the document prints it",
    "words": "the claim, in the words of the document",
    "said": "the day it was said, where the document tells it",
    "date": "the day the document was published; “n.d.” with the days that fit where it is open",
    "title": "the title of the document",
    "author": "who wrote it",
    "source": "who published it",
    "place": "the page, column or paragraph",
    "address": "the address of the document",
    "link": "the address that leads to the very words",
    "accessed": "the day the address was read",
    "hash": "the beginning of the original’s SHA-256",
}
"""The blanks there are, each with what fills it."""
LONGEST: Final = 1_000
"""Characters of a line: a long citation is a quarter of it."""
_WORDS, _SPEAKER = "words", "speaker"
_OF_WORDS: Final = frozenset({_WORDS, _SPEAKER, "role", "said", "link"})
"""Blanks that a whole document leaves empty."""
_BLANK: Final = re.compile(r"\{([^{}\[\]]*)\}")
_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_MARKS_OF_BLANKS: Final = {"“": "single", '"': "single", "‘": "double", "'": "double"}
"""Which marks stand inside a quotation that begins so."""
_LEFT: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"\(\s*\)|“\s*”|‘\s*’"), ""),
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(r"(?<=\S) +(?=[,.;:)])"), ""),
    (re.compile(r"[,;:](?=[,;:.])"), ""),
    (re.compile(r"^[ ,;:–—]+|[ ,;:–—]+$", re.MULTILINE), ""),
)
"""What stands round an empty blank and means nothing without it."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A house's own line: ``key`` chooses it, ``name`` is shown, ``text`` has the blanks."""

    key: str
    name: str
    text: str

    @property
    def quotes(self) -> bool:
        """Whether it needs words to quote, so that no whole document can be cited by it."""
        return not _OF_WORDS.isdisjoint(blanks_of(self.text))


@dataclass(frozen=True, slots=True)
class Filled:
    """A line that was filled, and the blanks that nothing known fills."""

    text: str
    empty: tuple[str, ...]


def blanks_of(text: str) -> tuple[str, ...]:
    """Return the blanks of a line in their order, each once."""
    return tuple(dict.fromkeys(found.group(1).strip().lower() for found in _BLANK.finditer(text)))


def checked(text: str) -> str:
    """Return a line as it is kept, or raise ``TrackerError`` with one sentence that says what is wrong with it.

    >>> checked("  {speaker}: “{words}” ")
    '{speaker}: “{words}”'
    """
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise TrackerError(f"Write a line of one to {LONGEST:,} characters; this one has {len(text):,}.")
    if not (text.replace("\n", "")).isprintable():
        raise TrackerError("A line cannot hold signs that are not printed, such as tabs; leave them out.")
    unknown = next((name for name in blanks_of(text) if name not in BLANKS), None)
    if unknown is not None:
        known = ", ".join(f"{{{name}}}" for name in BLANKS)
        raise TrackerError(f"“{{{unknown}}}” is no blank; there are {known}.")
    plain = _PART.sub(lambda part: part.group(1), _BLANK.sub("", text))
    stray = next((sign for sign in plain if sign in "{}[]"), None)
    if stray is not None:
        raise TrackerError(f"A “{stray}” stands alone: a blank is {{speaker}}, an optional part [, {{role}}].")
    if not blanks_of(text):
        raise TrackerError("A line without a blank, such as {title}, would cite everything alike.")
    if _WORDS in blanks_of(text) and _SPEAKER not in blanks_of(text):
        raise TrackerError("A line with {words} needs {speaker}, which tells what is only reported, or denied.")
    return text


def fill(line: OwnLine, source: Citable, quoted: Quoted | None = None, place: Pinpoint = NOWHERE) -> Filled:
    """Return a line filled: nothing stands in for what is not known, and the punctuation round it goes with it.

    A quotation inside the words, or inside the title, gets the other kind of marks than those that stand before it.
    """
    known = dict(_known(source, quoted, place))
    empty = tuple(name for name in blanks_of(line.text) if not known.get(name))

    def blank(found: re.Match[str]) -> str:
        value = known.get(found.group(1).strip().lower(), "")
        marks = _MARKS_OF_BLANKS.get(found.string[: found.start()][-1:])
        return with_marks(value, marks) if marks else value

    def part(found: re.Match[str]) -> str:
        inside = blanks_of(found.group(1))
        return found.group() if not inside else found.group(1) if all(map(known.get, inside)) else ""

    text = _PART.sub(part, line.text)
    bare = [name for name in blanks_of(text) if not known.get(name)]
    text = _BLANK.sub(blank, text)
    for pattern, instead in _LEFT if bare else ():
        text = pattern.sub(instead, text)
    return Filled(text.strip(), empty)


def _known(source: Citable, quoted: Quoted | None, place: Pinpoint) -> Iterator[tuple[str, str]]:
    """Yield each blank with what fills it, blank where nothing is known."""
    yield "author", " and ".join(person.name for person in writers(source))
    yield "title", title_of(source)
    yield "source", source.publisher or ""
    yield "date", date_of(source)
    yield "place", place.words
    yield "address", source.url or ""
    yield "accessed", printed_date(source.accessed) if source.url and source.accessed else ""
    yield "hash", (source.sha256 or "")[:SHORT_HASH]
    if quoted is not None:
        yield _SPEAKER, speaker_of(quoted)
        yield "role", quoted.role
        yield _WORDS, " ".join(quoted.text.split())
        yield "said", printed_date(quoted.said) if quoted.said else ""
        yield "link", quoted.link or source.url or ""
