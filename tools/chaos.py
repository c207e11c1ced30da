"""Kill commands at random moments and look what is left: the database sound, and all that was acknowledged there.

``python -m tools.chaos 300`` kills so many, each command in turn; ``--report docs/reliability.md`` writes down what was
counted. *review* and *merge* are asked of a served copy of the program, which is killed while it answers.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click

from tools.report import put
from tracker.db import documents, events
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.services import database, doctor, ingest, tokens

TEXT: Final = """\
Harbour notes {0}

“We counted {1} boats at the north quay last year,” said Wilma Tarn{0}.

Ivor Lang{0} denied that {1} boats were counted. There were {2} recorded thefts in 2021.
"""
"""An invented document of a number."""
LONGEST_SECONDS: Final = 1.4
"""No first kill of a command comes later."""
LATER: Final = 1.2
"""How many times later the next may come after each that was not too late; one that was tells how long it takes."""
MOVES: Final = ("add", "fetch", "link", "confirm", "refuse", "review", "merge", "delete", "restore-document", "erase",
                "backup", "restore", "publish", "migrate")  # fmt: skip
OLD: Final = Path(__file__).parents[1] / "tests" / "files" / "claims-0.2.0.db.gz"
CLAIMS: Final = range(1, 12)
SPEAKERS: Final = range(1, 8)
FIRST: Final = 4
"""Documents that there are to begin with."""


def _text(n: int) -> str:
    return TEXT.format(n, 100 + n % 7, 30 + n % 5)


class _Page(BaseHTTPRequestHandler):
    """A page of the web for each number: /note-12.html."""

    def do_GET(self) -> None:
        n = int("0" + "".join(filter(str.isdecimal, self.path)))
        lines = "".join(f"<p>{line}</p>" for line in _text(n).splitlines() if line)
        data = f"<!doctype html><title>Notes {n}</title><article>{lines}</article>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


@contextmanager
def _pages() -> Iterator[str]:
    """Serve the pages; give where: host and port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def _told(printed: str) -> Iterator[dict[str, Any]]:
    for line in printed.splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            yield told


class Chaos:
    """A database and what was acknowledged of it: the numbers of events and of documents."""

    def __init__(self, folder: Path, seed: int, place: str) -> None:
        self.folder, self.place, self.drawn = folder, place, random.Random(seed)
        self.db = folder / "claims.db"
        self.events: list[int] = []
        self.documents: list[int] = []
        self.longest: dict[str, float] = {}
        with closing(open_database(self.db)) as stored:
            for n in range(FIRST):
                ingest.take_in(stored, _text(n).encode(), f"first-{n}.txt", who="chaos")
            database.back_up(stored, folder / "whole.db")
            self.token = tokens.make(stored, "chaos", who="chaos")[1]

    def command(self, move: str, n: int) -> list[str]:
        """Return the arguments of a move of this number, in the database of their own where they need one."""
        folder, db = self.folder, self.db
        arguments = [move]
        match move:
            case "add":
                (folder / f"note-{n}.txt").write_text(_text(n), encoding="utf-8")
                arguments = ["add", str(folder / f"note-{n}.txt")]
            case "fetch":
                arguments = ["add", f"http://{self.place}/note-{n}.html", "--allow-fetch", self.place]
            case "restore":
                arguments, db = ["restore", str(folder / "whole.db")], folder / "restored.db"
            case "migrate":
                db = folder / "old.db"
                db.write_bytes(gzip.decompress(OLD.read_bytes()))
                arguments = ["doctor"]
            case "backup":
                arguments = ["backup", str(folder / f"copy-{n}.db")]
            case "publish":
                arguments = ["publish", str(folder / "site")]
            case "review" | "merge":
                arguments = ["serve", "--port", "0"]
            case "confirm" | "refuse":
                arguments = [move, *map(str, sorted(self.drawn.sample(CLAIMS, 2)))]
            case "delete" | "restore-document":
                arguments = [move, str(self.drawn.randrange(1, FIRST + 1))]
            case "erase":
                arguments = [move, *self.newest()]
        return [*arguments, "--db", str(db), "--json"]

    def newest(self) -> list[str]:
        """Return the number and the typed name of the newest document, which is erased; the first ones stay."""
        with closing(open_database(self.db, create=False)) as db:
            document = documents.get(db, max(documents.ids(db), default=0))
        if document is None or document.id <= FIRST:
            return ["0", "--confirm", "none"]
        return [str(document.id), "--confirm", document.name]

    def kill(self, move: str, n: int) -> bool:
        """Begin a move and kill it at a random moment; return whether it was not done before."""
        longest = self.longest.get(move, LONGEST_SECONDS)
        process = subprocess.Popen([sys.executable, "-m", "tracker", *self.command(move, n)], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True, env=os.environ)  # fmt: skip
        printed = ""
        if move in ("review", "merge"):
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())["address"]
            asking = threading.Thread(target=self.ask, args=(address, move, self.drawn.randrange(10**6)))
            asking.start()
            time.sleep(self.drawn.uniform(0, longest))
            process.kill()
            asking.join()
            process.communicate()
            return True
        self.longest[move] = longest * LATER
        begun = time.monotonic()
        try:
            printed = process.communicate(timeout=self.drawn.uniform(0, longest))[0]
            self.longest[move] = time.monotonic() - begun
            killed = False
        except subprocess.TimeoutExpired:
            killed = process.poll() is None
            process.kill()
            printed = process.communicate()[0]
        for told in _told(printed):
            self.acknowledge(told)
        return killed

    def ask(self, address: str, move: str, seed: int) -> None:
        """Decide by the API as fast as it answers, until it is gone."""
        drawn = random.Random(seed)
        host = address.removeprefix("http://")
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        last: int | None = None
        connection = HTTPConnection(host)
        while True:
            if last is not None:
                path, body = f"/api/events/{last}/undo", {}
            elif move == "merge":
                one, two = drawn.sample(SPEAKERS, 2)
                path, body = f"/api/speakers/{one}/merge", {"into": two}
            else:
                pairs = [dict(zip("ab", sorted(drawn.sample(CLAIMS, 2)), strict=True)) for _ in range(3)]
                decision = drawn.choice(["confirmed", "refused"])
                path, body = "/api/matches/decide", {"pairs": pairs, "decision": decision}
            try:
                connection.request("POST", path, json.dumps(body), headers)
                answer = connection.getresponse()
                told = json.loads(answer.read())
            except (OSError, HTTPException, ValueError):
                return
            if answer.status < 400:
                self.acknowledge(told)
            last = told.get("event") if move == "merge" and last is None and answer.status < 400 else None

    def acknowledge(self, told: dict[str, Any]) -> None:
        """Remember what a command or an answer told was done."""
        if isinstance(told.get("event"), int):
            self.events.append(told["event"])
        if isinstance(told.get("document_id"), int):
            self.documents.append(told["document_id"])

    def wrong(self) -> list[str]:
        """Return what is wrong with every database there is, and what was acknowledged and is gone."""
        found = []
        for path in sorted(path for path in self.folder.glob("*.db") if path.name != "whole.db"):
            with closing(open_database(path, create=False)) as db:
                found += [f"{path.name}: {problem}" for problem in doctor.problems(db)]
                if path == self.db:
                    found += self.lost(db)
            if path != self.db:
                path.unlink()
        return found

    def lost(self, db: Database) -> list[str]:
        """Return what was acknowledged and is gone from the database; erasing a document tells that it is gone."""
        away = """
            SELECT document_id FROM trash UNION SELECT noun_id FROM events WHERE kind = 'document.erased'
        """
        known = {*documents.ids(db), *(document_id for (document_id,) in db.execute(away))}
        found = [f"event {each} is gone" for each in self.events if events.get(db, each) is None]
        found += [f"document {each} is gone" for each in self.documents if each not in known]
        if not documents.count(db) and not db.number("SELECT count(*) FROM trash"):
            found.append("no document is left")
        return found


def run(
    kills: int,
    seed: int,
    folder: Path,
    moves: Sequence[str] = MOVES,
    tell: Callable[[str], object] = lambda line: None,
) -> tuple[Counter[str], list[str]]:
    """Kill so many commands, each in its turn; return how many of each kind were, and what was wrong after any."""
    counted, wrong = Counter[str](), list[str]()
    with _pages() as place:
        chaos = Chaos(folder, seed, place)
        done = 0
        while counted.total() < kills:
            move = moves[done % len(moves)]
            done += 1
            counted[move] += chaos.kill(move, done)
            found = [f"after {move} (number {done}): {problem}" for problem in chaos.wrong()]
            for sentence in found:
                tell(sentence)
            wrong += found
    return counted, wrong


HEADINGS: Final = ("command", "killed")


def rows(counted: Counter[str], wrong: Sequence[str]) -> list[tuple[str, str]]:
    """Return what was counted as the rows of a table."""
    told = [(move, str(count)) for move, count in sorted(counted.items())]
    return [*told, ("together", str(counted.total())), ("things wrong afterwards", str(len(wrong)))]


@click.command()
@click.argument("kills", type=int, default=300)
@click.option("--seed", type=int, default=1)
@click.option("--report", type=click.Path(path_type=Path), help="Write what was counted into this page.")
def main(kills: int, seed: int, report: Path | None) -> None:
    """Kill KILLS commands at random moments; exit with 1 where anything was lost or damaged."""
    start = time.monotonic()
    with TemporaryDirectory() as folder:
        counted, wrong = run(kills, seed, Path(folder), tell=click.echo)
    seconds = time.monotonic() - start
    wrong += [f"No {move} was killed." for move in MOVES if kills >= len(MOVES) and not counted[move]]
    told = ", ".join(f"{move} {count}" for move, count in sorted(counted.items()))
    click.echo(f"{counted.total()} kills ({told}) in {seconds:.0f} s: {len(wrong)} things wrong.")
    if report is not None:
        put(report, "kills", HEADINGS, rows(counted, wrong))
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
