"""What a word, a sentence end, a number and a negator are is defined in ``tracker.text`` alone.

Every pattern in the other rooms is parsed and asked three questions; what may stay is listed with its reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import tracker
from tracker.text.lexicon import rows

ROOT = Path(tracker.__file__).parent
HOME = "text"
CALLS = {"compile", "sub", "subn", "split", "findall", "finditer", "match", "search", "fullmatch"}
HOLE = "\ue000"
"""Stands for what is put into a pattern when the program runs."""
SENTENCE_MARKS = set(".!?")
POINTS = set(".,")
LETTERS = {codes.CATEGORY_WORD, codes.CATEGORY_UNI_WORD}

ALLOWED = {
    # file, what its patterns look like: why they are none, or belong there
    ("cite/sources.py", "words"): "the full stop of a byline's line, behind three letters or more",
    ("cite/notes.py", "words"): "an entity of HTML, and the id of a footnote in it",
    ("cite/styles.py", "sentence ends"): "full stops that citeproc-py prints twice",
    ("check/quotations.py", "words"): "a word in capitals right before a nickname",
    ("cite/citations.py", "words"): "the key of a BibTeX record",
    ("check/foldings.py", "sentence ends"): "question and exclamation marks, which may not be evened out",
    ("extract/claims.py", "words"): "one adjective between an article and a noun of change",
    ("matching/candidates.py", "words"): "all characters of ASCII",
    ("search/terms.py", "words"): "the syntax of a query: field:value",
    ("ingest/debates.py", "words"): "the name of an element of XML",
    ("ingest/html.py", "words"): "the name of an encoding",
    ("ingest/plain.py", "words"): "the name of a field at the head of a Markdown file",
    ("ingest/reader.py", "numbers"): "the ending of a file's name",
    ("ingest/reader.py", "words"): "the ending of a file's name",
    ("ingest/office.py", "words"): "a command of rich text",
    ("ingest/xml.py", "words"): "the name of an encoding, and of an entity of XML",
    ("web/api/description.py", "words"): "a parameter in a path",
    ("web/policy.py", "numbers"): "the port of a host",
    ("web/policy.py", "words"): "the name of a host",
    ("web/rewrite.py", "words"): "an address of a published page",
}
WORD_CLASSES = {"extract/data/closed_class.tsv", "extract/data/not_names.txt"}
"""Lists of other kinds that hold negators among many words: word classes, and capitalised words that are no names."""
FEW = 2
"""Negators that a list of other words may hold by chance: "nor" and "without" are small words of a title."""
LISTED = frozenset(row[0] for row in rows("text", "negators.tsv") if len(row) > 2 and "loss" in row[2].split(","))


def files() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).parts[0] != HOME)


def written(node: ast.expr) -> str | None:
    """Return a pattern as it is written, with a hole for what is put in; ``None`` for one that is made elsewhere."""
    if isinstance(node, ast.Constant):
        return node.value.decode("latin-1") if isinstance(node.value, bytes) else str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (written(node.left) or HOLE) + (written(node.right) or HOLE)
    return None


def patterns(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            on = node.func.value
            if isinstance(on, ast.Name) and on.id == "re" and node.func.attr in CALLS:
                found = written(node.args[0])
                if found is not None:
                    yield found


def parts(parsed: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every operation of a parsed pattern, those inside others too."""
    for op, value in parsed:
        yield op, value
        stack = [value]
        while stack:
            inner = stack.pop()
            if isinstance(inner, parser.SubPattern):
                yield from parts(inner)
            elif isinstance(inner, (tuple, list)):
                stack.extend(inner)


def characters_of(op: Any, value: Any) -> tuple[set[str], set[Any], bool]:
    """Return the literal characters and the categories of one operation, and whether it says what is not meant."""
    if op is codes.LITERAL:
        return {chr(value)}, set(), False
    if op is codes.CATEGORY:
        return set(), {value}, False
    if op is not codes.IN:
        return set(), set(), False
    negated = bool(value) and value[0][0] is codes.NEGATE
    literals = {chr(item) for kind, item in value if kind is codes.LITERAL}
    ranges = [item for kind, item in value if kind is codes.RANGE]
    categories = {item for kind, item in value if kind is codes.CATEGORY}
    if any(low <= ord("0") and ord("9") <= high for low, high in ranges):
        categories.add(codes.CATEGORY_DIGIT)
    if any(low <= ord("a") and ord("z") <= high for low, high in ranges):
        categories.add("letters")
    return literals, categories, negated


def is_letters(op: Any, value: Any) -> bool:
    """Say whether an operation matches letters of any word."""
    _, categories, negated = characters_of(op, value)
    if negated:
        return codes.CATEGORY_NOT_WORD in categories
    return codes.CATEGORY_WORD in categories or "letters" in categories


def is_digit(op: Any, value: Any) -> bool:
    _, categories, negated = characters_of(op, value)
    return codes.CATEGORY_DIGIT in categories and not negated


def repeated(parsed: Any) -> Iterator[tuple[Any, Any]]:
    for op, value in parts(parsed):
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[1] > 2:
            yield from value[2]


def cuts_words(parsed: Any) -> bool:
    return any(is_letters(op, value) for op, value in repeated(parsed))


def ends_sentences(parsed: Any) -> bool:
    for op, value in parts(parsed):
        literals, _, negated = characters_of(op, value)
        if not negated and len(literals & SENTENCE_MARKS) > 1:
            return True
    return False


def reads_numbers(parsed: Any) -> bool:
    """Say whether digits stand beside or in one set with the points that divide a number."""
    every = list(parts(parsed))
    if not any(is_digit(op, value) for op, value in every):
        return False
    return any(
        characters_of(op, value)[0] & POINTS and not characters_of(op, value)[2]
        for op, value in every
        if op in (codes.LITERAL, codes.IN)
    )


QUESTIONS = {"words": cuts_words, "sentence ends": ends_sentences, "numbers": reads_numbers}


def offences() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for path in files():
        for pattern in patterns(ast.parse(path.read_text(encoding="utf-8"))):
            parsed = parser.parse(pattern)
            for what, question in QUESTIONS.items():
                if question(parsed):
                    found.setdefault((path.relative_to(ROOT).as_posix(), what), []).append(pattern)
    return found


def test_no_other_room_has_a_pattern_for_words_sentence_ends_or_numbers() -> None:
    assert {key: found for key, found in offences().items() if key not in ALLOWED} == {}


def test_every_exception_is_still_needed() -> None:
    assert ALLOWED.keys() - offences().keys() == set()


def test_no_other_room_has_a_list_of_negators() -> None:
    lists = []
    for path in sorted(ROOT.glob("*/data/*.t*")):
        name = path.relative_to(ROOT).as_posix()
        first = {line.split("\t")[0].lower() for line in path.read_text(encoding="utf-8").splitlines()}
        if not name.startswith(HOME) and len(first & LISTED) > FEW:
            lists.append(name)
    assert set(lists) == WORD_CLASSES


def test_no_other_room_names_negators_or_sentence_marks_in_its_code() -> None:
    found = []
    for path in files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Set, ast.Tuple, ast.List)):
                held = {item.value for item in node.elts if isinstance(item, ast.Constant)}
                if len(held & LISTED) > 1 or ("." in held and len(held & SENTENCE_MARKS) > 1):
                    found.append((path.relative_to(ROOT).as_posix(), node.lineno))
    assert found == []


CAUGHT = [
    # a pattern, what it is
    (r"\w+", "words"),
    (r"[^\W\d_]+(?:'\w+)*", "words"),
    (r"[A-Za-z]+", "words"),
    (r"[.!?][”’]?\s", "sentence ends"),
    (r"(?<=[.?!…])\s+", "sentence ends"),
    (r"\d[\d,.]*", "numbers"),
    (r"[0-9]+(?:\.[0-9]+)?", "numbers"),
]
LEFT = [r"[^.!?]{0,40}", r"\d{4}-\d{2}-\d{2}", r"\s+", r"[,;:]", r"\[[^\]]*\]"]


@pytest.mark.parametrize(("pattern", "what"), CAUGHT)
def test_a_pattern_is_told_for_what_it_is(pattern: str, what: str) -> None:
    assert QUESTIONS[what](parser.parse(pattern))


@pytest.mark.parametrize("pattern", LEFT)
def test_other_patterns_are_left_alone(pattern: str) -> None:
    assert not any(question(parser.parse(pattern)) for question in QUESTIONS.values())
