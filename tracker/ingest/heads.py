"""What the first lines of a text say of it: title, publisher and byline, each with the words that say so.

A line is a title where nothing else explains it: it is no paper's or body's name, no letterhead, section, date or
byline, no words of a page's machinery; it is set apart from what follows; and it is no sentence of prose. Where only
doubtful lines are left there is no title: none is better than a wrong one, for titles are cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tracker.ingest.dates import beside_dates
from tracker.models import Basis, Fact, FactName, Span
from tracker.text.dates import PAGE_NUMBER, PRINT_STAMP
from tracker.text.layout import (
    ENDS_PROSE,
    LIST_MARK,
    MOST_NAME_WORDS,
    WRAP_LIMIT,
    dateline,
    file_header,
    names_publisher,
    printed_lines,
    shape,
)
from tracker.text.lexicon import rows
from tracker.text.names import HONORIFIC, MODIFIER, STRONG, STYLE, body_word, given_gender, is_particle, is_place, title
from tracker.text.sentences import sentences

HEAD_LINES: Final = 14
"""Lines of some words that are looked at: mastheads and mail headers take up to ten; below begins the body."""
MENU_LINES: Final = 40
"""Lines that are looked at with those of few words, which menus of pages have above a text."""
LONGEST_TITLE: Final = 140
"""Headlines on the web run to about 110 characters and official titles to 140; longer lines are decks and prose."""
FEWEST_WORDS: Final = 4
"""A line of fewer words may be the name of a section or a site; it is a title where no longer line could be."""
MOST_NAMES: Final = 4
"""Words of a person's name on a line of its own."""
MOST_TITLE_LINES: Final = 3
"""Lines over which a narrow page spreads its title."""

_BYLINE_OPENING: Final = re.compile(
    r"^(?:[-–—•*]\s*)?(?:(?:written|reported|words|story|posted|review(?:ed)?|analysis|interview)\s+)?by:?\s+",
    re.IGNORECASE,
)
LONGEST_LABEL: Final = 25
"""Characters before the colon of a label."""
REPLY: Final = re.compile(r"^\s*(?:(?:re|aw|fwd?|wg)\s*:\s*)+", re.IGNORECASE)
"""What mail programs put before the subject of an answer or of a mail sent on."""
_HEADING: Final = re.compile(r"^#{1,6}\s+|\s+#+$")
_MARKS: Final = re.compile(r"^[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}$")
_CRUMBS: Final = re.compile(
    r"(?:[^|>»›/]{1,40}\s[>»›]\s){1,6}[^|>»›]{1,60}|(?:[^|\s]+(?: [^|\s]+){0,2}\s\|\s){2,}[^|]{1,40}"
)
"""A path through a site ("Home > News"), or the names of its parts in a row."""
_PARTED: Final = re.compile(r"\s+[/]\s+")
_QUOTED: Final = re.compile(r"[“\"].*[”\"]|‘[^’]*’|'[^']*'")
_GOES_ON: Final = re.compile(
    r"(?:[,–—-]|\b(?:a|an|the|of|to|in|on|at|for|and|or|with|by|from|as|into|over|than|that|its|their|his|her))$",
    re.IGNORECASE,
)
_CATEGORY: Final = re.compile(r" in (?=[A-Z])")
"""What stands between who posted a text and where: "Posted by Omar Hale in News"."""
MOST_LETTERHEAD: Final = 24
"""Lines above a letter's salutation: both addresses, references and the day."""
_SALUTATION: Final = re.compile(r"dear\s[^,:]{2,60}[,:]?", re.IGNORECASE)
_MINUTES: Final = re.compile(r"(?:minutes|notes?|record|meeting) of\b.{4,}?(?=,? (?:to be )?held\b)", re.IGNORECASE)
"""What minutes or a meeting are of, before when and where that was held."""
_ABOVE_TITLES: Final = frozenset(("opens", "series", "section"))
_LINKS: Final = frozenset({"of", "for", "and", "the", "&"})
_SEPARATOR: Final = re.compile(r"\s+(?:[|–—:/<>‹›-]|::|»|«|·|•)\s+")
"""What stands between the title of a page and the name of its site."""
_COLON: Final = re.compile(r"(?<=\w):\s+")
"""What stands behind the name of a site before the title."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may be the title; ``sure`` where it looks like nothing else."""

    span: Span
    sure: bool
    why: str


def facts(text: str) -> tuple[Fact, ...]:
    """Return what the head of ``text`` tells: for each fact the one to be taken first, then what else it may be.

    >>> [(fact.name, fact.value) for fact in facts("The Quay Gazette\\n\\nPatrols to double in spring\\n\\nIt rained.")]
    [('publisher', 'The Quay Gazette'), ('title', 'Patrols to double in spring')]
    """
    found: dict[tuple[FactName, str], Fact] = {}
    labelled = [*_labelled(text), *_of_letter(text)]
    for fact in (*labelled, *_placed(text, titled=any(fact.name == "title" for fact in labelled))):
        found.setdefault((fact.name, fact.value), fact)
    return tuple(found.values())


def without_site(words: str, site: str | None = None) -> tuple[str, str | None]:
    """Return a page's title without the name of its site behind or before it, and that name where it was told.

    ``site`` is the name as the page gives it elsewhere. A part is taken away only where it is that name, a paper's or
    a body's, or an address.

    >>> without_site("Patrols to double | The Harbour Post", "Harbour Post")
    ('Patrols to double', 'The Harbour Post')
    >>> without_site("Patrols to double - a U-turn"), without_site("Patrols to double - BBC News")
    (('Patrols to double - a U-turn', None), ('Patrols to double', 'BBC News'))
    """
    named = None
    while True:
        cuts = list(_SEPARATOR.finditer(words))
        if not cuts:
            return words, named
        first, last = words[: cuts[0].start()], words[cuts[-1].end() :]
        if len(cuts) > 1 and cuts[0][0].strip() == cuts[-1][0].strip() == "»" and len(last.split()) >= FEWEST_WORDS:
            return last, first if names_publisher(first) else named  # a path through the site
        if _is_site(last, site, cuts[-1][0].strip()) and words[: cuts[-1].start()].strip():
            words, named = words[: cuts[-1].start()].strip(), last if names_publisher(last) else named or None
        elif named and _is_section(last) and len(words[: cuts[-1].start()].split()) >= FEWEST_WORDS:
            words = words[: cuts[-1].start()].strip()
        elif _is_site(first, site, "") and words[cuts[0].end() :].strip():
            words, named = words[cuts[0].end() :].strip(), named or (first if names_publisher(first) else None)
        else:
            return words, named


def subject(words: str) -> str:
    """Return what a mail's subject calls it: without "Fwd:" and a letterhead before it.

    >>> subject("Fwd: PRESS RELEASE: Wardens for the docks"), subject("Re: Wardens")
    ('Wardens for the docks', 'Wardens')
    """
    words = REPLY.sub("", words).strip()
    opened = _opened(words)
    return opened if opened and is_title(opened) and len(opened.split()) >= FEWEST_WORDS else words


def is_title(words: str) -> bool:
    """Tell whether words can be a title: no name of a paper or body, no section, letterhead or words of machinery.

    >>> [is_title(words) for words in ("Patrols to double", "Open main menu", "Official Statistics", "BBC News")]
    [True, False, False, False]
    """
    return (
        any(map(str.isalpha, words))
        and kind_of(words) is None
        and (rest := beside_dates(words)) != ""
        and (rest is None or kind_of(rest) is None)
        and shape(words) not in ("masthead", "byline", "credit", "furniture")
        and not _is_address(words)
        and not _names_section(words)
    )


def names_page(words: str, site: str | None) -> bool:
    """Tell whether words name the site that a page stands on, and not the page."""
    return site is not None and _key(words) == _key(site)


def heading_of(tag: str, headings: Sequence[str]) -> tuple[str | None, str | None]:
    """Return which of a page's headings its title tag has as one of its parts, and the site that the tag names too.

    Where several are parts, the first is the site's own name, unless it alone is as long as titles are. What else the
    tag holds is the site where it is a name behind the title, or where a heading of few words is.

    >>> heading_of("Is the pier worth saving? - Quay Chat - Page 1", ["Quay Chat", "Is the pier worth saving?"])
    ('Is the pier worth saving?', 'Quay Chat')
    >>> heading_of("Fares again – Marsh Lane Life", ["Fares again"]), heading_of("Fares | Quay", ["Fares rise"])
    (('Fares again', 'Marsh Lane Life'), (None, None))
    """
    parts = _SEPARATOR.split(tag)
    found = [each for each in dict.fromkeys(headings) if each in (*parts, *_COLON.split(tag, 1)) and not kind_of(each)]
    if len(found) == 1 and found[0] in parts[1:] and len(found[0].split()) < FEWEST_WORDS <= len(parts[0].split()):
        return None, None if names_publisher(parts[0]) else found[0]
    chosen = max(found, key=lambda each: (len(each.split()) >= FEWEST_WORDS, found.index(each)), default=None)
    others, last = [each for each in found if each != chosen], parts[-1]
    named = last != chosen and " " in last and _is_site(last, None, "|") and not (_person(last) or kind_of(last))
    return chosen, next(iter(others), last if chosen and named else None)


def kind_of(line: str) -> str | None:
    """Return what a line above a text is instead of a title (``series``, ``section`` …), as the list has it."""
    return next((kind for kind, pattern in _kinds() if pattern.fullmatch(line)), None)


def _labelled(text: str) -> Iterator[Fact]:
    """Yield what labels name: "Title: …", the headers of a mail, a database's "Byline: …"."""
    every = printed_lines(text)[:HEAD_LINES]
    labels = [_label(line.of(text)) for line in every]
    mail = sum(found is not None for found in labels) > 1
    for line, found in zip(every, labels, strict=True):
        if found is None or found[0] == "skip":
            continue
        name, label, value = found
        if label in ("from", "by", "re", "subject", "source") and not mail and name != "title":
            continue
        words = subject(value) if name == "title" else _without_address(value)
        if not words or (name == "title" and not is_title(words)) or _is_address(words):
            continue
        at = line.of(text).rfind(words)
        if at < 0:  # an address stood in the midst of them
            continue
        start = line.start + at
        fact: FactName = "title" if name == "title" else "publisher" if name == "publisher" else "byline"
        yield Fact(
            fact, " ".join(words.split()), Basis.STATED, words, start, start + len(words), f"the line says “{label}”"
        )


def _of_letter(text: str) -> Iterator[Fact]:
    """Yield what a letter is about: a line set apart between "Dear Dr Marsh," and the letter itself."""
    every = printed_lines(text)
    for at, line in enumerate(every[:MOST_LETTERHEAD]):
        if _SALUTATION.fullmatch(line.of(text)) and at + 2 < len(every) and every[at + 1].end < every[at + 2].start - 1:
            words = every[at + 1].of(text)
            if _title_at(text, every, at + 1) == at + 1 and not _label(words) and is_title(words):
                yield _fact(text, "title", every[at + 1], words, "it stands below the salutation of the letter")
            return


def _label(line: str) -> tuple[str, str, str] | None:
    """Return what a labelled line tells, its label in small letters, and the words behind the colon."""
    label, sign, value = line.lstrip("•*- ").partition("\t" if ":" not in line else ":")
    name = _labels().get(label.strip().lower()) if sign and len(label) <= LONGEST_LABEL else None
    apart = value[:1].isspace() or sign == "\t"
    return (name, label.strip().lower(), value.strip()) if name and apart and value.strip() else None


def _without_address(words: str) -> str:
    """Return a name without the mail address behind it: "Ada Merrow <ada@board.example>"."""
    return " ".join(word for word in words.split(" ") if "@" not in word).strip("\"“”' ")


def _placed(text: str, *, titled: bool) -> Iterator[Fact]:
    """Yield what the place of the first lines tells; ``titled`` where a label names the title."""
    start = file_header(text)
    every = [line for line in printed_lines(text) if line.start >= start]
    candidates: list[_Candidate] = []
    publishers: list[Fact] = []
    recorded = False  # the offices named below the heading of a record answer in it, and publish nothing
    at = seen = 0
    while at < min(len(every), MENU_LINES) and seen < HEAD_LINES:
        line, words = every[at], _MARKS.sub("", every[at].of(text))
        few = len(words.split()) < FEWEST_WORDS
        seen += not few
        rest = beside_dates(words)
        body = (rest or words).removeprefix("From ")
        paged = rest is not None and PAGE_NUMBER.search(words) is not None and _is_named(body)
        until = at
        recorded = recorded or "record" in (kind_of(words), kind_of(rest or ""))
        if not words.strip() or _label(words) or rest == "" or (rest and _is_dated(words, rest)):
            pass
        elif (paged or names_publisher(body)) and kind_of(words) not in ("record", "series"):
            why = (
                "it stands before the date at the head of the text"
                if rest
                else "it stands alone at the head of the text"
            )
            if shape(body) == "masthead" or rest or not (candidates or recorded):
                publishers.append(_fact(text, "publisher", line, body, why))
        elif byline := _byline(text, every, at, rest or words):
            yield byline
        elif _is_member(words, recorded=recorded):
            break
        elif _is_furniture(words) or (rest and _is_office(rest.partition(",")[0])):
            pass
        elif opened := _opened(words):
            if opened != words and is_title(opened) and len(opened.split()) >= FEWEST_WORDS:
                candidates.append(_Candidate(_span(line, words, opened), True, "it follows the letterhead"))
        elif (last := _title_at(text, every, at)) is not None:
            until = last
            span = Span(line.start, every[last].end)
            candidates.append(_Candidate(span, _is_sure(span.of(text)), "it heads the text"))
        elif not (few and at + 1 < len(every) and words[-1].isalnum() and not text[every[at + 1].start].islower()):
            agency = dateline(words)
            if agency and agency["agency"]:
                why = "it stands in the dateline of the report"
                publishers.append(_fact(text, "publisher", line, agency["agency"], why))
            break
        at = until + 1
    titled = titled or any(
        candidate.sure for candidate in candidates
    )  # without one a body's name may be the title itself
    yield from (one for one in publishers if titled or shape(one.text) == "masthead" or "alone" not in one.why)
    yield from _titles(text, candidates, len(every) > at)


def _is_furniture(words: str) -> bool:
    """Tell whether a line at the head of a text is what stands around titles: a series, a section, a menu."""
    return (
        shape(words) is not None or kind_of(words) not in (None, "opens") or _is_crumbs(words) or _names_section(words)
    ) or _is_office(words)


def _is_office(words: str) -> bool:
    """Tell whether a line is an office alone: "Minister for Coasts"."""
    first, *rest = words.split()
    found = title(first)
    capitals = all(part[0].isupper() or part in _LINKS for part in rest)
    return found is not None and found.noun is not None and rest[:1] in (["of"], ["for"]) and capitals


def _is_member(words: str, *, recorded: bool) -> bool:
    """Tell whether a line names who speaks: "Mr. Hale", and below the heading of a record "Lord Marsh" too."""
    first, *name = words.split()
    found = title(first)
    named = bool(name) and len(name) <= MOST_NAMES and all(_is_proper(part) or part == "of" for part in name)
    return named and found is not None and (found.kind == HONORIFIC or (recorded and found.kind == STYLE))


def _is_dated(words: str, rest: str) -> bool:
    """Tell whether a line with a date is no title: the heading of a record, a print stamp, a few words before a day."""
    few = len(rest.split()) < FEWEST_WORDS and not names_publisher(rest) and shape(rest) is None
    return kind_of(rest) in ("record", "opens") or PRINT_STAMP.match(words) is not None or (few and words[-1].isdigit())


def _is_sure(words: str) -> bool:
    """Tell whether a line is more than the name of a section or a site could be."""
    parts = words.split()
    return len(parts) >= FEWEST_WORDS or ":" in words or (len(parts) > 2 and any(part[0].islower() for part in parts))


def _is_crumbs(words: str) -> bool:
    """Tell whether a line is a path through a site or a list's item: no prose, and no title."""
    if ENDS_PROSE.search(words) or len(words) > LONGEST_TITLE:
        return False
    few = len(words.split()) < MOST_NAME_WORDS
    return bool(LIST_MARK.match(words) or _CRUMBS.fullmatch(words) or (few and _PARTED.search(words)))


def _byline(text: str, every: Sequence[Span], at: int, words: str) -> Fact | None:
    """Return who a line says wrote the text: a byline, or a name alone that a trade or the title follows."""
    line, after = every[at], every[at + 1].of(text) if at + 1 < len(every) else ""
    words = words.partition(" @")[0].rstrip()
    if shape(words) == "byline":
        name = _CATEGORY.split(_BYLINE_OPENING.sub("", words))[0].rstrip(".")
        person, comma, _ = name.partition(",")
        named = given_gender(words.split()[0]) is not None or (comma and _is_name(person))
        office = name.startswith("the ") and not names_publisher(name.removeprefix("the "))
        if office or (name == words.rstrip(".") and not named):  # a trade alone
            return None
        return _fact(text, "byline", line, name, "it stands as a byline at the head of the text")
    if shape(after) == "byline" and not _BYLINE_OPENING.match(after) and _is_name(words):
        return _fact(text, "byline", line, words, "it stands above a trade at the head of the text")
    first, bar, _ = line.of(text).partition(" | ")
    person = _person(first if bar else words) or _persons(words)
    if person is None:
        return None
    dated = words != line.of(text) or beside_dates(after) == "" or kind_of(after) == "machine"
    dated = dated or (at > 0 and all(kind_of(one.of(text)) in ("section", "opens") for one in every[:at]))
    known = dated or names_publisher(after.partition(",")[0]) or (at == 0 and _title_at(text, every, 1) is not None)
    fact = _fact(text, "byline", line, person, "a name stands alone at the head of the text")
    return fact if known else replace(fact, basis=Basis.UNKNOWN)


def _titles(text: str, candidates: Sequence[_Candidate], body: bool) -> Iterator[Fact]:
    """Yield the title first, then what else may be it; a text that is all title has none."""
    candidates = [candidate for candidate in candidates if is_title(_printed(text, candidate))]
    sure = [candidate for candidate in candidates if candidate.sure]
    if len(sure) > 1 and [_may_be_letterhead(_printed(text, one)) for one in sure[:2]] == [True, False]:
        between = text[sure[0].span.end : sure[1].span.start].strip()
        parts = [part for line in between.splitlines() for part in _SEPARATOR.split(line.strip())]
        if any(_opening().match(part) or kind_of(part) in _ABOVE_TITLES for part in parts):
            del sure[0]
        elif not between:
            sure, candidates = [], [*sure, *candidates]
    chosen = sure[0] if sure else candidates[0] if len(candidates) == 1 and body else None
    for candidate in sorted(candidates, key=lambda candidate: candidate is not chosen):
        words = _printed(text, candidate)
        minutes = _MINUTES.match(words)
        named, site = without_site(minutes[0] if minutes else words)
        if not (minutes or is_title(named)):
            continue
        at = text.find(named, candidate.span.start, candidate.span.end)
        span = Span(at, at + len(named)) if at >= 0 else candidate.span
        if candidate is chosen:
            yield Fact("title", named, Basis.INFERRED, span.of(text), span.start, span.end, candidate.why)
            if site:
                yield _fact(text, "publisher", candidate.span, site, "it stands behind the title")
        else:
            why = f"{candidate.why}, and may be the title"
            yield Fact("title", named, Basis.UNKNOWN, span.of(text), span.start, span.end, why)


def _may_be_letterhead(words: str) -> bool:
    """Tell whether a line may name who sends a text: a few words in capitals, without a figure or a mark."""
    few = len(words.split()) <= MOST_NAMES and not any(sign in words for sign in ":?!’'“\"")
    return few and _is_named(words) and not any(sign.isdigit() for sign in words)


def _printed(text: str, candidate: _Candidate) -> str:
    """Return the words of a candidate on one line, without the marks of a heading."""
    return " ".join(_MARKS.sub("", _HEADING.sub("", candidate.span.of(text))).split())


def _title_at(text: str, every: Sequence[Span], at: int) -> int | None:
    """Return the last line of a title that begins at this one, ``None`` where none does."""
    if at == len(every) or not _looks_like_title(text, every, at):
        return None
    last = at
    while last + 1 < len(every) and last - at + 1 < MOST_TITLE_LINES and _same_title(text, every, last):
        last += 1
    for end in range(last, at - 1, -1):
        words = text[every[at].start : every[end].end]
        whole = len(words) <= LONGEST_TITLE and not ENDS_PROSE.search(words)
        if whole and (end + 1 == len(every) or _set_apart(text, every, end)):
            return end
    return None


def _looks_like_title(text: str, every: Sequence[Span], at: int) -> bool:
    words = every[at].of(text)
    if len(words) > LONGEST_TITLE or len(words.split()) < 2 or _HEADING.sub("", words)[:1].islower():
        return False
    if (
        _is_prose(words)
        or (ENDS_PROSE.search(words) and not _GOES_ON.search(words) and not _opens_subtitle(text, every, at))
        or _is_crumbs(words)
        or _is_address(words)
    ):
        return False
    if words[0] in "“\"‘'«" and (_QUOTED.fullmatch(words) or not any(mark in words[1:] for mark in "”\"’'»")):
        return False
    return not _is_turn(text, every, words) and not _is_name_line(text, every, at)


def _is_prose(words: str) -> bool:
    """Tell whether a line is more than one sentence and the first ends as those of prose do."""
    found = sentences(words)
    return len(found) > 1 and words[found[0].end - 1] == "."


def _same_title(text: str, every: Sequence[Span], at: int) -> bool:
    """Tell whether the next line goes on with a title: no blank line between, and this one is unfinished."""
    here, after = every[at].of(text), every[at + 1].of(text)
    if text.count("\n", every[at].end, every[at + 1].start) != 1 or len(after) > LONGEST_TITLE - len(here):
        return False
    if shape(after) is not None or kind_of(after) is not None or _is_address(after):
        return False
    goes_on = _GOES_ON.search(here)
    return (
        after[:1].islower()
        or _opens_subtitle(text, every, at)
        or (goes_on is not None and (goes_on[0].isalpha() or beside_dates(after) != ""))
    )


def _opens_subtitle(text: str, every: Sequence[Span], at: int) -> bool:
    """Tell whether a line is a title whose second part stands below: "The price of a ticket:"."""
    close = at + 1 < len(every) and text.count("\n", every[at].end, every[at + 1].start) == 1
    words = every[at].of(text)
    return close and words[-1] == ":" and len(words.split()) >= FEWEST_WORDS - 1


def _set_apart(text: str, every: Sequence[Span], at: int) -> bool:
    """Tell whether a line was ended on purpose: a blank line follows, no prose does, or the next word had room.

    Wrapped text breaks a line where the next word has no room, so that one with room is no part of a paragraph.
    """
    line, after = every[at], every[at + 1]
    words = after.of(text)
    if text.count("\n", line.end, after.start) > 1:
        return True
    if shape(words) is not None or beside_dates(words) == "" or kind_of(words) or len(words) > WRAP_LIMIT:
        return True
    if _label(words) or _person(words) or names_publisher(words):
        return True
    width = max(len(one.of(text)) for one in every[at + 1 : at + 6])
    return len(line.of(text)) + 1 + len(words.split()[0]) <= width and not words[:1].islower()


def _is_turn(text: str, every: Sequence[Span], words: str) -> bool:
    """Tell whether a line is somebody's turn in a transcript: a person before a colon, or a label that comes again."""
    label, colon, said = words.partition(":")
    if not colon or not said.strip() or not 0 < len(label.split()) <= MOST_NAME_WORDS:
        return False
    ranked = title(label.split()[0])
    if label.strip() in ("Q", "A") or (ranked and ranked.kind != MODIFIER) or _person(label.strip(" *")):
        return True
    return sum(line.of(text).startswith(f"{label}:") for line in every) > 1


def _is_name_line(text: str, every: Sequence[Span], at: int) -> bool:
    """Tell whether a line is a name by its form and is printed again above other speech, or twice on its line."""
    words = every[at].of(text)
    name = words.partition("(")[0].split()
    if name and name[-1].isupper():  # MP, AM, QC
        del name[-1]
    half = len(name) // 2
    if half > 1 and name[:half] == name[half:]:
        return _is_name(" ".join(name[:half]))
    below = range(at + 2, len(every)) if _is_name(" ".join(name)) else ()
    return any(every[later].of(text) == words and ENDS_PROSE.search(every[later - 1].of(text)) for later in below)


def _person(words: str) -> str | None:
    """Return the name where a line is a person's and nothing else, also where a page prints it twice.

    >>> [_person(line) for line in ("Ada Merrow Ada Merrow", "Ada Merrow", "Harbour Patrols", "Grace period ends")]
    ['Ada Merrow', 'Ada Merrow', None, None]
    """
    parts = words.split()
    half = len(parts) // 2
    if half > 1 and parts[:half] == parts[half:]:
        parts = parts[:half]
    name = " ".join(parts)
    return name if _is_name(name) and given_gender(parts[0]) is not None else None


def _persons(words: str) -> str | None:
    """Return a line that names two persons and nothing else: "Ada Merrow and Ben Hollis"."""
    return words if all(_person(part) for part in words.split(" and ", 1)) else None


def _is_name(words: str) -> bool:
    """Tell whether words have the form of a person's name: two to four, in capitals, with no body or place in them."""
    parts = words.split()
    if not 2 <= len(parts) <= MOST_NAMES or not (parts[0][:1].isupper() and parts[-1][:1].isupper()):
        return False
    if not all(_is_proper(part) or is_particle(part, byline=True) for part in parts):
        return False
    return not is_place(words) and all(body_word(part) != STRONG for part in parts)


def _is_proper(word: str) -> bool:
    return word[:1].isupper() and all(sign.isalpha() or sign in "’'.-" for sign in word)


def _is_site(words: str, site: str | None, mark: str) -> bool:
    """Tell whether a part of a page's title is the site's name: the one given, a paper's, a body's, an address.

    Behind a bar, where pages print nothing else, any short name in capitals is one.
    """
    if site and _key(words) and _key(words) in (_key(site), _key(site.partition(".")[0])):
        return True
    if names_publisher(words) or _is_address(words) or (mark and kind_of(words) == "machine"):
        return True
    if words.startswith("in the "):  # "… – in the House of Commons at 10:30 am on 9 March 2023."
        return kind_of(words.removeprefix("in the ").partition(" at ")[0]) == "record"
    return (mark == "|" and len(words.split()) <= MOST_NAMES and _is_named(words)) or (mark == "/" and words == "X")


def _is_named(words: str) -> bool:
    """Tell whether all words of a line begin with capitals but the small ones, as names do."""
    return all(part[:1].isupper() or part in _LINKS for part in words.split())


def _is_section(words: str) -> bool:
    return kind_of(words) in ("section", "series", "opens") or len(words.split()) == 1


def _names_section(words: str) -> bool:
    """Tell whether words are a paper's name with one of its sections: "The Quay Gazette Interview"."""
    paper, _, section = words.rpartition(" ")
    return kind_of(section) == "section" and shape(paper) == "masthead"


def _key(name: str) -> str:
    return "".join(re.findall(r"\w", name.lower().removeprefix("the ")))


def _is_address(words: str) -> bool:
    """Tell whether words are a web address or a site's bare name ("harbourpost.example")."""
    site, dot, end = words.rpartition(".")
    bare = bool(dot) and end.isalpha() and len(end) > 1 and all(sign.isalnum() or sign in "._-" for sign in site)
    return " " not in words and ("/" in words or bare)


def _opened(words: str) -> str | None:
    """Return what follows a letterhead on its line, or the line where nothing does; ``None`` where it is none."""
    match = _opening().match(words)
    if match is None:
        return None
    rest = words[match.end() :].strip(" :–—-|/")
    return rest if rest else words


def _span(line: Span, words: str, part: str) -> Span:
    start = line.start + words.rindex(part)
    return Span(start, start + len(part))


def _fact(text: str, name: FactName, line: Span, words: str, why: str) -> Fact:
    """Return a fact whose words stand in a line of the text."""
    at = text.find(words, line.start, line.end)
    start, end = (at, at + len(words)) if at >= 0 else (line.start, line.end)
    return Fact(name, " ".join(words.split()), Basis.INFERRED, text[start:end], start, end, why)


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[0], re.compile(row[1])) for row in rows("ingest", "head_lines.tsv"))


@cache
def _opening() -> re.Pattern[str]:
    """Return the pattern of a letterhead with what follows set off: "PRESS RELEASE: …", not "Press release says"."""
    opens = "|".join(row[1] for row in rows("ingest", "head_lines.tsv") if row[0] == "opens")
    return re.compile(rf"(?:(?:{opens})(?:\s*[:–—|/-]+\s*|\s*$))+")


@cache
def _labels() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("ingest", "head_labels.tsv")}
