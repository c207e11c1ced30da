"""The rules of news houses on quotations: what may be done to a speaker's words, by whose rule, and from what source.

A *deed* is something done to the words (``data/houses.toml``). What is permitted is house style and is named in the
result; what is not is a finding, and the rule that says so is named too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from tracker.models import ReadError, Record, TrackerError
from tracker.text.lexicon import rows
from tracker.text.words import fold

DATA: Final = Path(__file__).parent / "data" / "houses.toml"
DEEDS: Final = "deeds"
WORDING: Final = "wording"
"""The deed that no house permits: other words than the speaker's."""


class Deed(Record, frozen=True):
    """Something done to a quotation; ``usual`` says whether it passes where no house's rules are chosen."""

    name: str
    says: str
    usual: bool


class Rule(Record, frozen=True):
    """A rule of a house in its own words, with the deeds that it permits and those that it does not."""

    says: str
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()


class House(Record, frozen=True):
    """A news house: its name, the source of its rules, the rules, and the publishers whose prints are its own."""

    name: str
    source: str = ""
    rules: tuple[Rule, ...] = ()
    publishers: tuple[str, ...] = ()

    def rule(self, deed: str) -> Rule | None:
        """Return the rule that speaks of a deed, or ``None``."""
        return next((rule for rule in self.rules if deed in (*rule.may, *rule.may_not)), None)

    def permits(self, deed: str) -> bool:
        """Say whether a deed is house style: by a rule that speaks of it, else as is usual."""
        rule = self.rule(deed)
        return deed in rule.may if rule is not None else deeds()[deed].usual

    def told(self, found: Iterable[str]) -> tuple[str, ...]:
        """Return the rules that speak of some deeds, each in a sentence that names the house."""
        spoken = (self.rule(deed) for deed in found)
        return tuple(dict.fromkeys(f"{self.name}: {rule.says.rstrip('.')}." for rule in spoken if rule is not None))


USUAL: Final = House("No house's rules")
"""What holds where no house is chosen: the foldings of house style pass, and nothing else does."""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@cache
def deeds() -> dict[str, Deed]:
    """Return every deed by name."""
    return {name: Deed(name, **fields) for name, fields in _table()[DEEDS].items()}


@cache
def houses() -> dict[str, House]:
    """Return the houses whose rules are known, by key."""
    return {key: _house(fields, key) for key, fields in _table().items() if key != DEEDS}


def house_of(text: str, name: str) -> House:
    """Return the house whose rules a file called ``name`` gives; raises ``ReadError`` with one sentence.

    The file is TOML in the form of each house of ``data/houses.toml``: ``name``, ``source``, ``publishers``, and
    ``[[rules]]`` with ``says``, ``may`` and ``may_not``.
    """
    try:
        return _house(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as error:
        raise ReadError(f"{name} is no TOML: {error}.") from None


def own_house(may: Collection[str]) -> House:
    """Return a house that permits just these deeds; raises ``TrackerError`` for one that is not known."""
    permitted = tuple(deed for deed in deeds() if deed in may)
    refused = tuple(deed for deed in deeds() if deed not in may)
    made = (
        *(Rule(deeds()[deed].says, may=(deed,)) for deed in permitted),
        *(Rule(f"Not permitted: {deeds()[deed].says}", may_not=(deed,)) for deed in refused),
    )
    return _checked(House("Our own rules", "chosen in the form", made), may, "The form")


def _house(fields: Mapping[str, Any], name: str) -> House:
    known = {"name", "source", "publishers", "rules"}
    if unknown := sorted(fields.keys() - known):
        raise ReadError(f"{name}: “{unknown[0]}” is no field of a house; there are {', '.join(sorted(known))}.")
    listed = fields.get("rules", [])
    if not isinstance(listed, list) or not all(isinstance(rule, dict) for rule in listed):
        raise ReadError(f"{name}: “rules” has to be a list of tables, each begun by [[rules]].")
    made = tuple(_rule(rule, name) for rule in listed)
    house = House(
        _text(fields.get("name", Path(name).stem), name, "name"),
        _text(fields.get("source", ""), name, "source"),
        made,
        _texts(fields.get("publishers", []), name, "publishers"),
    )
    return _checked(house, [deed for rule in made for deed in (*rule.may, *rule.may_not)], name)


def _rule(fields: Mapping[str, Any], name: str) -> Rule:
    if unknown := sorted(fields.keys() - {"says", "may", "may_not"}):
        raise ReadError(f"{name}: “{unknown[0]}” is no field of a rule; there are says, may, may_not.")
    may, may_not = (_texts(fields.get(field, []), name, field) for field in ("may", "may_not"))
    says = _text(fields.get("says", ""), name, "says")
    known = [deeds()[deed].says for deed in (*may, *may_not) if deed in deeds()] if name not in _table() else []
    return Rule(says or " ".join([*([] if may else ["Not permitted:"]), *known]), may, may_not)


def _checked(house: House, named: Iterable[str], name: str) -> House:
    """Return a house whose deeds are all known, and which does not permit what none does."""
    unknown = next((deed for deed in named if deed not in deeds()), None)
    if unknown is not None:
        raise TrackerError(
            f"{name}: “{unknown}” is nothing that is done to a quotation; there are {', '.join(deeds())}."
        )
    if house.permits(WORDING):
        raise TrackerError(f"{name}: “{WORDING}” cannot be permitted: other words are never a quotation.")
    return house


def _text(value: Any, name: str, field: str) -> str:
    if not isinstance(value, str):
        raise ReadError(f"{name}: “{field}” has to be a text.")
    return value


def _texts(value: Any, name: str, field: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ReadError(f"{name}: “{field}” has to be a list of texts.")
    return tuple(value)


@cache
def _slips(kind: str) -> frozenset[tuple[str, ...]]:
    return frozenset(row[1:] for row in rows("check", "slips.tsv") if row[0] == kind)


def is_slip(left_out: Sequence[str], around: Sequence[str]) -> bool:
    """Say whether words left out are sounds, or small words said once more ``around`` (before or behind them, as keys).

    >>> is_slip(["er", "um"], []), is_slip(["the"], ["of", "the"]), is_slip(["not"], ["do", "plan"])
    (True, True, False)
    """
    spoken = [word for word in left_out if (word,) not in _slips("filler")]
    half = len(spoken)
    if not spoken or not all((word,) in _slips("stammer") for word in spoken):
        return not spoken
    return spoken in (list(around[:half]), list(around[-half:]))


def is_grammar(source: str, draft: str) -> bool:
    """Say whether the draft puts a slip of the source's grammar right and changes nothing else.

    >>> is_grammar("was", "were"), is_grammar("gonna", "going to"), is_grammar("was", "will be")
    (True, True, False)
    """
    one, other = (" ".join(fold(side).split()).strip(",;:.") for side in (source, draft))
    return (one.lower(), other) in _slips("grammar") or (one.lower(), other.lower()) in _slips("grammar")
