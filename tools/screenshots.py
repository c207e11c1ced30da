"""Take the pictures of the docs: python -m tools.screenshots FOLDER NAME=DATABASE... (``make screenshots``).

Which pictures there are stands in ``screenshots.tsv``: the name of the file, the database (``seeds``, ``demo`` or
``published``, the folder of a published site), the path, the width and height in pixels, and the colour scheme. A
picture whose database is not given is passed over.
"""

from __future__ import annotations

import csv
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright
from waitress.server import create_server

from tests.conftest import CHROMIUM, FLAGS
from tracker.web.app import create_app

LIST = Path(__file__).with_name("screenshots.tsv")


class Picture(NamedTuple):
    """One row of the list."""

    name: str
    database: str
    path: str
    width: int
    height: int
    scheme: str


def pictures() -> list[Picture]:
    """Return the rows of the list; lines that begin with # are remarks."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        found = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [
            Picture(name, base, path, int(wide), int(high), scheme) for name, base, path, wide, high, scheme in found
        ]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(database: Path) -> Iterator[str]:
    """Serve a database, or the files of a published site, and yield the address."""
    if database.is_dir():
        files = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(database)))
        threading.Thread(target=files.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{files.server_port}"
        finally:
            files.shutdown()
        return
    server = create_server(create_app(database, secret_key="for pictures"), host="127.0.0.1", port=0)  # noqa: S106 - of an app whose picture is taken
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def main(folder: Path, databases: Mapping[str, Path]) -> None:
    """Write one PNG for each picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for base, database in databases.items():
            with served(database) as address:
                for picture in pictures():
                    if picture.database != base:
                        continue
                    page = browser.new_page(
                        viewport={"width": picture.width, "height": picture.height},
                        color_scheme="dark" if picture.scheme == "dark" else "light",
                    )
                    page.goto(address + picture.path, wait_until="networkidle")
                    page.screenshot(path=folder / f"{picture.name}.png")
                    page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), {name: Path(path) for name, _, path in (arg.partition("=") for arg in sys.argv[2:])})
