"""Serving the pages: ready when it says so, a clear word where it cannot, a clean end."""

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tracker.models import TrackerError
from tracker.web.app import serve


def test_the_pages_answer_once_ready_is_called(database: Path) -> None:
    found: list[bytes] = []

    def ready(address: str) -> None:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            found.append(address.encode())
        raise KeyboardInterrupt

    serve(database, host="127.0.0.1", port=0, ready=ready)
    assert found[0].startswith(b"http://127.0.0.1:")


def test_a_taken_port_is_told_in_one_sentence(database: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(TrackerError, match=rf"Port {port} is in use already"):
            serve(database, host="127.0.0.1", port=port, ready=print)


def test_a_host_that_is_not_of_this_machine_is_told_in_one_sentence(database: Path) -> None:
    with pytest.raises(TrackerError, match=r"192\.0\.2\.1 is no address of this machine"):
        serve(database, host="192.0.2.1", port=0, ready=print)


def test_the_command_says_where_it_serves_and_ends_cleanly(database: Path) -> None:
    command = [sys.executable, "-m", "tracker", "serve", "--db", str(database), "--port", "0"]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job's children ignore it otherwise
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, heard)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://"))
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    finally:
        process.kill()  # one that did not end must not be waited for
    assert process.returncode == 0
    assert errors == ""
