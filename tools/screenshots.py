"""Take the README's pictures of a database built from seeds/: python -m tools.screenshots claims.db docs/images"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from waitress.server import create_server

from tests.conftest import CHROMIUM, FLAGS
from tracker.web import create_app

PICTURES = (("document", "/documents/4", 1180), ("thread", "/threads/1", 1160))
"""Name, page and height of each; the reading page is the Telegraph's article, the thread the one in most documents."""
WIDTH = 1200


def main(database: Path, folder: Path) -> None:
    """Write one PNG for each picture."""
    server = create_server(create_app(database, secret_key="for pictures"), host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path, height in PICTURES:
            page = browser.new_page(viewport={"width": WIDTH, "height": height})
            page.goto(f"http://127.0.0.1:{server.effective_port}{path}")
            page.screenshot(path=folder / f"{name}.png")
        browser.close()
    server.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
