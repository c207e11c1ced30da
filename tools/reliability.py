"""Measure what docs/reliability.md says, and write it there: ``make reliability``.

Kills and made-up inputs are those of ``tools.chaos`` and ``tools.fuzz`` in a short round; damages, races and hosts are
those of the tests, run and counted; slow files are sent to a served copy of the program while its pages are asked for.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree

import click

from tests.services.test_doctor import REBUILT
from tests.services.test_worker import pdf, word_file
from tests.web.test_policy_hosts import FOREIGN, HERE, NONE, OWN, STRANGE
from tools import chaos, fuzz
from tools.report import put
from tracker.services import ingest
from tracker.services.database import open_database
from tracker.web.app import create_app

ROOT: Final = Path(__file__).parents[1]
KILLS: Final = 60
INPUTS: Final = 10_000
"""Made-up inputs for each target: as many as take a minute together."""
SECONDS: Final = 30
"""The limit that slow files are read and linked within here; where nothing is set it is longer."""
IDLE_ASKED: Final = 40
"""Times that each page is asked for while nothing else is done."""
PAGES: Final = ("/", "/claims", "/documents/1", "/threads/1", "/review")
TESTED: Final = {
    "damages": ("tests/services/test_doctor.py", "damage_is_found or every_row or breaks_the_chain or damaged_page"),
    "races": ("tests/services/test_races.py", ""),
    "forms": ("tests/web/test_undo_stale.py", ""),
    "hosts": ("tests/web/test_policy_hosts.py", "not browser"),
    "headers": ("tests/web/test_hostile_requests.py", ""),
}
"""For each of what the tests show, their file and which of them."""


class Tested(NamedTuple):
    """What some tests showed: the cases that held and those that did not, by test and by what was tried."""

    held: list[tuple[str, str]]
    bad: list[tuple[str, str]]

    def of(self, test: str) -> list[tuple[str, str]]:
        """Return what was tried by a test, with what came of it."""
        return [(tried, told) for told, every in (("held", self.held), ("broke", self.bad))
                for name, tried in every if name == test]  # fmt: skip


def tested(file: str, which: str) -> Tested:
    """Run the tests of a file, or some of them; return what they showed."""
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={told}", file,
             *(["-k", which] if which else [])],
            cwd=ROOT, stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        suite = ElementTree.parse(told).getroot()[0]  # noqa: S314 - written by pytest just now
    shown = Tested([], [])
    for case in suite.iter("testcase"):
        name, _, tried = case.get("name", "").removesuffix("]").partition("[")
        if case.find("skipped") is None:
            (shown.held if not len(case) else shown.bad).append((name, tried))
    return shown


def damages(shown: Tested) -> Iterator[tuple[str, str]]:
    """Yield what was done to databases that the doctor once called sound, and what it says and does now."""
    for damage, told in shown.of("test_damage_is_found_and_mended_where_nothing_is_lost"):
        mended = any(of in damage for of in REBUILT)
        yield damage, f"{told}: found, and {'written anew' if mended else 'told, for a person to decide'}"


def races(shown: Tested) -> Iterator[tuple[str, str, str]]:
    """Yield the nouns that two people wrote to at once, their verbs, and how many of these held."""
    verbs = defaultdict[str, list[tuple[str, str]]](list)
    for verb, told in shown.of("test_of_two_writers_the_later_finds_what_the_earlier_left_and_undoes_to_that"):
        noun, _, deed = verb.partition(".")
        verbs[noun].append((deed.replace("_", " "), told))
    for noun, deeds in sorted(verbs.items()):
        held = sum(told == "held" for _, told in deeds)
        yield noun.replace("_", " "), ", ".join(sorted(deed for deed, _ in deeds)), f"{held} of {len(deeds)}"


def asked_by() -> Iterator[tuple[str, ...]]:
    """Yield what a page and a form answer to hosts, origins and sites, those that are answered alike in one row."""
    with TemporaryDirectory() as folder:
        made = create_app(Path(folder) / "claims.db", secret_key=token_hex(), allow_hosts=["pier.example"])
        made.config.update(WTF_CSRF_ENABLED=False)
        client, rows = made.test_client(), defaultdict[tuple[str, str], list[str]](list)
        for headers in [*({"Host": host} for host in (*HERE, *STRANGE, *NONE)), *OWN, *FOREIGN]:
            page = client.get("/claims", headers=headers).status_code
            form = client.post("/check", data={"draft": "Nothing."}, headers=headers).status_code
            said = "; ".join(
                f"{name} {value if len(value) < 60 else value[:20] + '…'!r}" for name, value in headers.items()
            )
            rows[str(page), str(form)].append(f"`{said}`" if said else "no such header")
    yield from (("<br>".join(asked).replace("|", "\\|"), *told) for told, asked in sorted(rows.items()))


def slow_files() -> Iterator[tuple[str, str, bytes]]:
    """Yield small files that are much work: what each is, its name, its bytes."""
    letters = b"BT /F1 1 Tf " + b"(a) Tj 1 0 Td " * 120_000 + b"ET"
    strewn = b"BT /F1 8 Tf " + b"".join(
        b"1 0 0 1 %d %d Tm (word) Tj " % (n * 37 % 600, n * 53 % 800) for n in range(20_000)
    )
    said = "“We counted {} boats at quay {},” said Wilma Tarn. Ivor Lang denied that {} were counted.\n\n"
    yield "PDF, 120,000 one-letter operators", "letters.pdf", pdf([letters])
    yield "PDF, 20,000 strewn words", "strewn.pdf", pdf([strewn + b"ET"])
    yield ".docx, 200,000 paragraphs", "paragraphs.docx", word_file(200_000)
    yield "text of 20 MB", "long.txt", b"Ann Pole said that 40 wardens were hired. " * 480_000
    yield "text of 1,400 quotations", "quoted.txt", "".join(said.format(n, n % 99, n) for n in range(700)).encode()


@contextmanager
def served(db: Path) -> Iterator[str]:
    """Serve a database in a process of its own; give its host and port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "serve", "--port", "0", "--db", str(db), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"TRACKER_SECONDS": str(SECONDS), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["address"].removeprefix("http://")
    finally:
        process.terminate()
        process.wait()


def asked(host: str, method: str, path: str, **sent: Any) -> tuple[int, http.client.HTTPMessage, str]:
    """Return status, headers and text of an answer."""
    with closing(http.client.HTTPConnection(host, timeout=600)) as connection:
        connection.request(method, path, **sent)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")


def added(host: str, name: str, data: bytes) -> str:
    """Add a file by the form, and wait until it is done; return the sentence that says what came of it."""
    _, headers, form = asked(host, "GET", "/documents/new")
    cookie = headers.get("Set-Cookie", "").partition(";")[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    assert token is not None
    part = '--part\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    body = part.format("csrf_token", "").encode() + token[1].encode() + b"\r\n"
    body += part.format("files", f'; filename="{name}"').encode() + data + b"\r\n--part--\r\n"
    sent = {"Cookie": cookie, "Content-Type": "multipart/form-data; boundary=part", "Origin": f"http://{host}"}
    status, headers, page = asked(host, "POST", "/documents/new", body=body, headers=sent)
    address = headers.get("Location", "")
    while status in (302, 303) or headers.get("Refresh"):
        address = headers.get("Location") or address
        time.sleep(0.5)
        status, headers, page = asked(host, "GET", address, headers={"Cookie": cookie})
    refused = re.search(r'id="files-problem">(.*?)</p>', page, re.DOTALL)
    said = refused or re.search(r"(Added: [\d,]+ claims? found\.)", page)
    return " ".join(re.sub(r"<[^>]+>", "", said[1]).split()) if said else f"status {status}"


def page_seconds(host: str) -> list[float]:
    """Return how long each page takes to come."""
    found = []
    for path in PAGES:
        begun = time.monotonic()
        asked(host, "GET", path)
        found.append(time.monotonic() - begun)
    return found


def _tell(told: Future[str], host: str, name: str, data: bytes) -> None:
    try:
        told.set_result(added(host, name, data))
    except Exception as error:
        told.set_result(f"{type(error).__name__}: {error}")


def slow() -> Iterator[tuple[str, ...]]:
    """Yield what came of each slow file, and how long pages took meanwhile beside how long they take else."""
    with TemporaryDirectory() as folder:
        db = Path(folder) / "claims.db"
        with closing(open_database(db)) as stored:
            ingest.take_in_samples(stored, who="reliability")
        with served(db) as host:
            page_seconds(host)
            idle = statistics.median(took for _ in range(IDLE_ASKED // len(PAGES)) for took in page_seconds(host))
            for what, name, data in slow_files():
                told = Future[str]()
                work = threading.Thread(target=_tell, args=(told, host, name, data))
                begun, meanwhile = time.monotonic(), list[float]()
                work.start()
                while work.is_alive():
                    meanwhile += page_seconds(host)
                    work.join(0.2)
                took, busy = time.monotonic() - begun, statistics.median(meanwhile)
                yield (what, f"{len(data):,}", f"{took:.0f}", f"{idle * 1000:.0f}", f"{busy * 1000:.0f}", told.result())


@click.command()
@click.option("--report", type=click.Path(path_type=Path), default=ROOT / "docs" / "reliability.md")
@click.argument("parts", nargs=-1, type=click.Choice(["kills", "tests", "slow", "short"]))
def main(report: Path, parts: tuple[str, ...]) -> None:
    """Measure all of it, or only PARTS, and write it down; exit with 1 where anything did not hold."""
    begun, failed = time.monotonic(), False
    if not parts or "kills" in parts:
        with TemporaryDirectory() as folder:
            counted, wrong = chaos.run(KILLS, 1, Path(folder), tell=click.echo)
        put(report, "short-kills", chaos.HEADINGS, chaos.rows(counted, wrong))
        failed |= bool(wrong)
    if not parts or "tests" in parts:
        shown = {name: tested(*which) for name, which in TESTED.items()}
        rows = [(name, f"{len(each.held)}", f"{len(each.bad)}") for name, each in shown.items()]
        put(report, "tests", ("what", "cases that held", "that did not"), rows)
        put(report, "damages", ("damage", "what came of it"), damages(shown["damages"]))
        put(report, "races", ("what two people write to", "verbs", "held"), races(shown["races"]))
        put(report, "hosts", ("a request with", "a page", "a form"), asked_by())
        failed |= any(each.bad for each in shown.values())
    if not parts or "slow" in parts:
        headings = ("file", "bytes", "seconds", "page, idle (ms)", "page, meanwhile (ms)", "what came of it")
        put(report, "slow", headings, slow())
    if not parts or "short" in parts:
        rounds = [fuzz.tried(target, INPUTS, 1) for target in fuzz.TARGETS.values()]
        put(report, "short", fuzz.HEADINGS, [made.row() for made in rounds])
        failed |= any(made.problems for made in rounds)
    click.echo(f"{report} was written in {time.monotonic() - begun:.0f} s.")
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
