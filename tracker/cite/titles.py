"""Titles as the manuals print them: capitals of headline style, and the quotation marks inside a title."""

from __future__ import annotations

import re
from typing import Final

from tracker.language.lexicon import words
from tracker.language.quotes import quotations
from tracker.language.sentences import is_abbreviation

_END: Final = ":?!"
"""After one of these a subtitle begins, and its first word is large."""
_MARKS: Final = {"single": ("‘", "’"), "double": ("“", "”")}
_OTHER: Final = {"single": "double", "double": "single"}
LEAST_FOREIGN: Final = 2
"""Small words of another language that a title must hold before it is taken to be in one."""
_SUBTITLE: Final = re.compile(rf"(?<=[{_END}] )\S+")
_STOP: Final = re.compile(r"[,.]")


def headline(title: str) -> str:
    """Return a title with large initials, small words small except at its ends and beside a colon.

    A title in another language keeps its own capitals.

    >>> headline("police appeal after quay shooting: what next")
    'Police Appeal after Quay Shooting: What Next'
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
        done.append(word.lower() if _is_small(word) and not at_end else _large_compound(word))
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
