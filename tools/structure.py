"""How the program is built, in figures: python -m tools.structure [--write] [--names] (``make structure``).

Prints two tables: the modules, and the journeys (``tools.journeys`` says what is counted there). ``--write`` puts them
between the markers of CONTRIBUTING.md, ``--names`` prints behind them which modules the figures mean.

- *lines*: of the files, blank ones and comments included.
- *string subscripts*: ``x["name"]`` by the syntax tree, read or written. They are where a misspelt name goes unseen.
  Those of ``db`` are counted apart, for there columns become values, and so are those of the JSON edges, modules
  that read or write JSON of a form other programs fix; ``json_edges.tsv`` names these with the reason.
- *names in several rooms*: names of modules that stand in more than one room. The same noun on several floors
  (``db``, services, pages) is meant; one name for two things is not, and only a reader can tell.
- *names that end in -ing*, nouns like "spelling" among them.
- *imported by no test*: modules that no file under tests/ imports by name.
- *circles of imports*: groups of modules that import each other, wherever the import stands but under
  ``TYPE_CHECKING``.

What was before and what is wanted stands in ``structure.tsv``. No room is named here but ``db``: whatever lies
under the package is counted under the name of its folder.
"""

from __future__ import annotations

import argparse
import ast
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Final

import networkx

from tools.journeys import Count, journeys

NO_ROWS: Final = frozenset({"Literal", "match", "token", "heading", "headers", "session", "config", "old", "new"})
"""Bases of a string subscript that are no row: a type, a match of a pattern with its named groups, what Flask keeps by
name, and what an event held before and after, which is JSON as stored."""
ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "CONTRIBUTING.md"
BEGIN: Final = "<!-- structure: written by “make structure” -->"
END: Final = "<!-- /structure -->"
SQL_ROOM: Final = "db"
"""The room that alone knows SQL."""
SMALL: Final = 45
"""Lines under which a module hardly holds an idea of its own."""
NOTHING: Final = "–"


@dataclass(frozen=True)
class Module:
    """One module: its dotted name below the package ("" for the package itself), its source."""

    name: str
    source: str
    is_package: bool = False

    @property
    def room(self) -> str:
        """The first part of the name; modules at the top of the package are rooms of their own."""
        return self.name.partition(".")[0] or "__init__"

    @property
    def basename(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]

    @property
    def lines(self) -> int:
        """Lines of the file."""
        return len(self.source.splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.source)

    @cached_property
    def subscripts(self) -> int:
        """How often the module writes ``x["name"]`` of what might be a row; see ``NO_ROWS``."""
        return sum(
            isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str) and not _is_no_row(node.value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Subscript)
        )


def _is_no_row(value: ast.expr) -> bool:
    name = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
    return name in NO_ROWS


def modules_of(package: Path) -> dict[str, Module]:
    """Return every module under the folder of a package by its dotted name below it."""
    found: dict[str, Module] = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        found[name] = Module(name, path.read_text(encoding="utf-8"), is_package)
    return found


def imported(tree: ast.AST, package: str, known: Mapping[str, Module]) -> Iterator[str]:
    """Yield the modules of ``package`` that a file imports, by their names below it; imports are absolute."""
    for node in _without_types(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            within = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if _below(name, package) in known else node.module for name in within]
        else:
            continue
        yield from (below for name in names if (below := _below(name, package)) in known)


def _below(name: str, package: str) -> str | None:
    """Return a dotted name as it is below the package, ``None`` where it is of another one."""
    if name == package:
        return ""
    return name.removeprefix(package + ".") if name.startswith(package + ".") else None


def _without_types(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree, but not into what only the type checker reads."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            waiting += node.orelse
        else:
            waiting += ast.iter_child_nodes(node)


@dataclass(frozen=True)
class Edges:
    """The JSON edges: patterns of module names (``web.api.*``) with the reason of each."""

    reasons: Mapping[str, str]

    def hold(self, module: Module) -> bool:
        """Say whether the module is one of them."""
        return any(fnmatchcase(module.name, pattern) for pattern in self.reasons)

    def idle(self, modules: Iterable[Module]) -> list[str]:
        """Return the patterns that fit no module any longer."""
        names = [module.name for module in modules]
        return [pattern for pattern in self.reasons if not any(fnmatchcase(name, pattern) for name in names)]


@dataclass(frozen=True)
class Structure:
    """What is counted of a package: its modules, which of them are JSON edges, and what its tests import."""

    modules: Mapping[str, Module]
    edges: Edges
    tested: frozenset[str]
    package: str = "tracker"

    def rooms(self) -> dict[str, tuple[int, int]]:
        """Return modules and lines of every room."""
        counts: Counter[str] = Counter()
        lines: Counter[str] = Counter()
        for module in self.modules.values():
            counts[module.room] += 1
            lines[module.room] += module.lines
        return {room: (counts[room], lines[room]) for room in sorted(counts)}

    def small(self) -> list[str]:
        """Return the modules of few lines; what only opens a package does not count."""
        return [name for name, module in self._named() if module.lines < SMALL]

    def subscripts(self) -> dict[str, dict[str, int]]:
        """Return the string subscripts of each module that has any: ``outside``, of ``db``, of the ``edges``."""
        found: dict[str, dict[str, int]] = {"outside": {}, "db": {}, "edges": {}}
        for name, module in self.modules.items():
            where = "db" if module.room == SQL_ROOM else "edges" if self.edges.hold(module) else "outside"
            if module.subscripts:
                found[where][name] = module.subscripts
        return found

    def shared_names(self) -> dict[str, list[str]]:
        """Return the names of modules that stand in more than one room, each with its modules."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, module in self._named():
            found[module.basename].append(name)
        return {
            basename: names
            for basename, names in sorted(found.items())
            if len({self.modules[name].room for name in names}) > 1
        }

    def gerunds(self) -> list[str]:
        """Return the modules whose names end in -ing."""
        return [name for name, module in self._named() if module.basename.endswith("ing")]

    def untested(self) -> list[str]:
        """Return the modules that no test imports."""
        return [name for name, _ in self._named() if name not in self.tested]

    def circles(self) -> list[list[str]]:
        """Return the groups of modules that import each other."""
        graph = networkx.DiGraph(
            (name, other)
            for name, module in self.modules.items()
            for other in imported(module.tree, self.package, self.modules)
            if name != other
        )
        return [sorted(group) for group in networkx.strongly_connected_components(graph) if len(group) > 1]

    def _named(self) -> Iterator[tuple[str, Module]]:
        """Yield the modules that somebody named: not ``__init__`` nor ``__main__``."""
        return (
            (name, module)
            for name, module in self.modules.items()
            if not module.is_package and module.basename != "__main__"
        )


def structure_of(package: Path, tests: Path, edges: Edges) -> Structure:
    """Return what is to be counted of a package whose tests lie under ``tests``."""
    modules = modules_of(package)
    tested = {
        name
        for path in tests.rglob("*.py")
        for name in imported(ast.parse(path.read_text(encoding="utf-8")), package.name, modules)
    }
    return Structure(modules, edges, frozenset(tested), package.name)


@dataclass(frozen=True)
class Aim:
    """A row of ``structure.tsv``: what was counted before the rooms were laid out anew, and what is wanted."""

    before: str
    wanted: str


def tab_separated(path: Path) -> list[list[str]]:
    """Return the rows of a data file; lines that begin with # are remarks."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def aims() -> dict[str, Aim]:
    """Return what was before and what is wanted, by the name of the figure."""
    return {name: Aim(before, wanted) for name, before, wanted in tab_separated(ROOT / "tools" / "structure.tsv")}


def json_edges() -> Edges:
    """Return the JSON edges with their reasons."""
    return Edges(dict(map(tuple, tab_separated(ROOT / "tools" / "json_edges.tsv"))))


def figures(structure: Structure) -> dict[str, int]:
    """Return the figures of the table of modules, by their names."""
    subscripts = structure.subscripts()
    rooms = structure.rooms()
    return {
        "modules": sum(modules for modules, _ in rooms.values()),
        "lines": sum(lines for _, lines in rooms.values()),
        f"modules under {SMALL} lines": len(structure.small()),
        "string subscripts": sum(subscripts["outside"].values()),
        "string subscripts of db": sum(subscripts["db"].values()),
        "string subscripts of the JSON edges": sum(subscripts["edges"].values()),
        "names in several rooms": len(structure.shared_names()),
        "names that end in -ing": len(structure.gerunds()),
        "imported by no test": len(structure.untested()),
        "circles of imports": len(structure.circles()),
    }


JOURNEY: Final = ("modules", "calls", "SQL", "sent")
"""What is counted of a journey, in the order of the columns."""


def measures(count: Count) -> tuple[int, ...]:
    """Return the figures of one journey, in the order of the columns."""
    return len(count.modules), count.calls, count.sql, count.sent


def report(structure: Structure, walked: Mapping[str, Count], aim: Mapping[str, Aim]) -> str:
    """Return the tables as Markdown."""
    counted = figures(structure)
    lines = ["| what | before | now | wanted |", "|---|--:|--:|--:|"]
    for name, now in counted.items():
        known = aim.get(name, Aim(NOTHING, NOTHING))
        lines.append(f"| {name} | {known.before} | {now:,} | {known.wanted} |")
    lines += ["", "| room | modules | lines |", "|---|--:|--:|"]
    lines += [f"| `{room}` | {modules} | {count:,} |" for room, (modules, count) in structure.rooms().items()]
    lines += ["", f"| journey: {' / '.join(JOURNEY)} | before | now | wanted |", "|---|--:|--:|--:|"]
    for name, count in walked.items():
        known = aim.get(name, Aim(NOTHING, NOTHING))
        now = " / ".join(f"{figure:,}" for figure in measures(count))
        lines.append(f"| {name} | {known.before} | {now} | {known.wanted} |")
    return "\n".join(lines) + "\n"


def names(structure: Structure) -> str:
    """Return which modules the figures mean, as plain lines."""
    outside = structure.subscripts()["outside"]
    most = sorted(outside.items(), key=lambda item: (-item[1], item[0]))
    lists = {
        f"under {SMALL} lines": structure.small(),
        "string subscripts": [f"{name} {count}" for name, count in most],
        "names in several rooms": [f"{name} ({', '.join(where)})" for name, where in structure.shared_names().items()],
        "names that end in -ing": structure.gerunds(),
        "imported by no test": structure.untested(),
        "circles of imports": [" <-> ".join(circle) for circle in structure.circles()],
        "JSON edges that fit no module": structure.edges.idle(structure.modules.values()),
    }
    return "".join(
        f"\n{title} ({len(found)})\n" + "".join(f"  {line}\n" for line in found) for title, found in lists.items()
    )


def put_between(page: str, table: str) -> str:
    """Return the page with the table between its markers; raises ``ValueError`` where they are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page has no “{BEGIN}” with “{END}” behind it")
    return f"{before}{BEGIN}\n\n{table}\n{END}{after}"


def main() -> None:
    """Print the tables, and with ``--write`` put them into CONTRIBUTING.md."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.structure", description="How the program is built, in figures."
    )
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    parser.add_argument("--names", action="store_true", help="print which modules the figures mean")
    given = parser.parse_args()
    structure = structure_of(ROOT / "tracker", ROOT / "tests", json_edges())
    table = report(structure, journeys(sorted((ROOT / "seeds").glob("*.txt"))), aims())
    print(table, end="")
    if given.names:
        print(names(structure), end="")
    if given.write:
        PAGE.write_text(put_between(PAGE.read_text(encoding="utf-8"), table), encoding="utf-8")


if __name__ == "__main__":
    main()
