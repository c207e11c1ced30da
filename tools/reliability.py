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
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from xml.etree import ElementTree

import click

from tests.services.test_worker import pdf, word_file
from tools import chaos, fuzz
from tools.report import put
from tracker.services import ingest
from tracker.services.database import open_database

ROOT: Final = Path(__file__).parents[1]
KILLS: Final = 60
INPUTS: Final = 300
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


def tested(name: str) -> tuple[str, str, str]:
    """Run the tests of a name; return it with how many cases held, and how many did not."""
    file, which = TESTED[name]
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={told}", file,
             *(["-k", which] if which else [])],
            cwd=ROOT, stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        suite = ElementTree.parse(told).getroot()[0]  # noqa: S314 - written by pytest just now
    counts = {key: int(suite.get(key, "0")) for key in ("tests", "errors", "failures", "skipped")}
    bad = counts["errors"] + counts["failures"]
    return name, f"{counts['tests'] - bad - counts['skipped']}", f"{bad}"


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
        put(report, "kills", chaos.HEADINGS, chaos.rows(counted, wrong))
        failed |= bool(wrong)
    if not parts or "tests" in parts:
        rows = [tested(name) for name in TESTED]
        put(report, "tests", ("what", "cases that held", "that did not"), rows)
        failed |= any(bad != "0" for *_, bad in rows)
    if not parts or "slow" in parts:
        headings = ("file", "bytes", "seconds", "page, idle (ms)", "page, meanwhile (ms)", "what came of it")
        put(report, "slow", headings, slow())
    if not parts or "short" in parts:
        rounds = [fuzz.one_round(name, INPUTS, 1) for name in fuzz.TARGETS]
        put(report, "short", fuzz.HEADINGS, map(fuzz.row, rounds))
        failed |= any(made.problems for made in rounds)
    click.echo(f"{report} was written in {time.monotonic() - begun:.0f} s.")
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
