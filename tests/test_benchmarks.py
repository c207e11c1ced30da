"""The benchmark of speed runs and writes its page; what it measures is not judged here."""

import json
from pathlib import Path

from benchmarks import __main__ as bench
from benchmarks import formats, release, report, startup
from benchmarks.corpus import corpus, synthetic
from tracker.db.connection import open_database

PEER = {"name": "brute-force", "cpu": 9.0, "wall": 5.0, "gigabytes": 0.2, "recall": 1.0}
OWN = {
    "size": 1_000, "cpu": 0.5, "wall": 0.4, "gigabytes": 0.1, "pairs": 321, "left_out": 0, "recall": 0.9991,
    "features_us": 300.0, "relation_us": 30.0,
}  # fmt: skip


STARTED = {
    "runs": 15,
    "commands": [{"command": "--version", "cpu": 0.1, "times": 4.0, "megabytes": 20.0, "most": {"times": 5}}],
}


def test_the_same_claims_come_every_time_with_repeats_among_them():
    claims = synthetic(300)
    assert claims == synthetic(300)
    assert len(claims) == 300
    assert len(set(claims)) > 200


def test_without_the_evaluation_folder_the_claims_are_synthetic(tmp_path):
    assert corpus(50, tmp_path) == corpus(50, None) == synthetic(50)


def test_a_generator_in_the_evaluation_folder_is_used(tmp_path):
    program = 'import sys, json\nfor n in range(int(sys.argv[1])): print(json.dumps({"id": n, "text": f"claim {n}"}))\n'
    (tmp_path / "gen_corpus.py").write_text(program, "utf-8")
    assert corpus(3, tmp_path) == ["claim 0", "claim 1", "claim 2"]


def test_the_page_shows_the_peers_with_their_ratio_and_the_growth():
    larger = {**OWN, "size": 10_000, "cpu": 5.0, "recall": None, "sampled": 0.998}
    text = report.page(
        [OWN, larger], {1_000: [PEER]}, {"extract_kb_s": 150.0, "quantities_words_s": 9e4}, synthetic=True
    )
    assert "| rapidfuzz `cdist`, brute force with a length window | 9 | 18× | 5 | 0.2 | 1.00000 |" in text
    assert "0.99800*" in text
    assert "N^1.00 from 1,000 to 10,000" in text
    assert "150 KB of text" in text


SLOW = {"path": "/claims", "status": 200, "median": 90.0, "p95": 151.0, "kb": 20.0}


def test_the_pages_section_marks_what_is_over_the_limits():
    section = report.pages_section([SLOW], 150, 100)
    assert section.startswith("## Pages\n")
    assert "| `/claims` | 90 | **151** | 20 |" in section


def test_the_start_up_section_marks_what_is_over_its_limits():
    rows = [
        {"command": "", "cpu": 0.02, "times": 1.0, "megabytes": 11.0, "most": {}},
        {"command": "--version", "cpu": 0.11, "times": 5.5, "megabytes": 41.0, "most": {"times": 5, "megabytes": 40}},
        {"command": "search ferry", "cpu": 0.2, "times": 10.0, "megabytes": 41.0, "most": {"times": 12}},
    ]
    section = report.startup_section(rows, 15)
    assert section.startswith("## Start-up\n") and "the median of 15 runs" in section
    assert "| the peer | 0.02 | 1 | – | 11 | – |" in section
    assert "| `tracker --version` | 0.11 | **5.5** | 5 | **41** | 40 |" in section
    assert "| `tracker search ferry` | 0.2 | 10 | 12 | 41 | – |" in section


def test_commands_are_measured_beside_the_peer_over_a_database(tmp_path):
    open_database(tmp_path / "claims.db").close()
    peer, *commands = startup.measured(tmp_path / "claims.db", runs=1, asked=("--version", "search ferry"))
    assert (peer["command"], peer["times"]) == ("", 1)
    assert [row["command"] for row in commands] == ["--version", "search ferry"]
    assert all(row["cpu"] > 0 and row["megabytes"] > 0 for row in commands)


def test_start_up_is_measured_anew_and_the_other_sections_stay(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text("# Performance\n\n## Start-up\n\nearlier\n\n## Pages\n\nkept\n", "utf-8")
    monkeypatch.setattr(bench, "run", lambda *_: STARTED)
    bench.main(["--only", "startup", "--output", str(page)])
    text = page.read_text("utf-8")
    assert "`tracker --version`" in text and "earlier" not in text and "## Pages\n\nkept\n" in text


def test_one_section_is_put_in_place_and_the_others_stay():
    page = "# Performance\n\n## Pages\n\nold\n\n## Reading\n\nkept\n"
    section = "## Pages\n\nnew\n"
    assert report.with_section(page, section) == page.replace("old", "new")
    assert report.with_section("# Performance\n", section) == "# Performance\n\n## Pages\n\nnew\n"
    assert report.with_section("## Pages\n\nold\n", section) == section


def test_the_engine_alone_is_measured_anew_and_the_other_sections_stay(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text("# Performance\n\n## Reading\n\nold\n\n## Pages\n\nkept\n", "utf-8")
    monkeypatch.setattr(bench, "every_size", lambda asked: iter([(OWN, [])]))
    monkeypatch.setattr(bench, "run", lambda *_: {"extract_kb_s": 150.0, "quantities_words_s": 9e4})
    bench.main(["--only", "engine", "--output", str(page)])
    text = page.read_text("utf-8")
    assert "## This engine by size" in text and "150 KB of text" in text and "old" not in text
    assert "## Pages\n\nkept\n" in text


def test_pages_without_a_database_are_not_measured_and_nothing_is_written(tmp_path, capsys):
    page = tmp_path / "performance.md"
    bench.main(["--only", "pages", "--database", str(tmp_path / "none.db"), "--output", str(page)])
    said = capsys.readouterr().err
    assert "PAGES NOT MEASURED" in said and "Written" not in said
    assert not page.exists()


def test_the_whole_runs_without_peers_and_without_evaluation_data(tmp_path, monkeypatch, capsys):
    page = tmp_path / "performance.md"
    asked = ["--eval", "--sizes", "400", "--no-peers", "--repeats", "1", "--output", str(page)]
    asked += ["--documents", "30", "--quotations", "10"]
    taken = []

    def in_this_process(python, module, task="", *arguments):
        if module == "benchmarks.startup":
            return STARTED
        taken.append(task)
        result = bench.engine.TASKS[task](*map(str, arguments))
        return json.loads(json.dumps(result))

    monkeypatch.setattr(bench, "run", in_this_process)
    asked += ["--database", str(tmp_path / "none.db")]
    monkeypatch.setattr(bench.engine, "EXTRACTED_BYTES", 1)
    bench.main(asked)
    assert "NO EVALUATION DATA" in capsys.readouterr().err
    assert taken == ["nominate", "decide", "sampled-recall", "online", "extraction", "drafts"]
    text = page.read_text("utf-8")
    assert text.startswith("# Performance") and "\n## Start-up\n" in text


def test_a_peer_that_fails_is_named_and_left_out(tmp_path, monkeypatch, capsys):
    def failing(*_):
        raise bench.FailedError("No module named 'splink'")

    claims = tmp_path / "claims.jsonl"
    claims.write_text('{"id": 1, "text": "Crime fell."}\n', "utf-8")
    monkeypatch.setattr(bench, "peers_python", lambda: Path("python"))
    monkeypatch.setattr(bench, "run", failing)
    assert bench.measured_peers(tmp_path, claims, 1) == ([], None)
    assert "PEER LEFT OUT: splink: No module named 'splink'" in capsys.readouterr().err


def test_work_that_is_not_as_much_faster_than_the_release_as_wanted_stands_in_bold():
    result = {"add": {"release": 12.0, "here": 4.0}, "link": {"release": 172.0, "here": 100.0}}
    section = report.release_section(release.rows(result), 100_000)
    assert "CPU seconds | 12 | 4 | 3.00 | 2.5 |" in section.replace("12.0", "12")
    assert "**1.72** | 2.0 |" in section
    assert section.startswith("## Beside release 0.2.0\n")


def test_every_format_is_measured_on_the_same_text_and_told_in_one_table(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "PARAGRAPHS", 12)

    def run(where, name, path):
        assert where == (formats.OWN if name == formats.OWN else "peers")
        text = formats.READERS[formats.OWN](path)
        assert all(f"({number})" in text for number in range(12)), path.name
        return {"kb_s": 200.0} if where == formats.OWN else {"kb_s": 100.0} if name == "mammoth" else None

    section = report.formats_section(list(formats.rows(tmp_path, run)))
    assert section.startswith("## Files by format\n")
    assert "| `.docx` | 200 | mammoth | 100 | 2× |" in section
    assert "| `.pdf` | 200 | pdfminer.six | – | – |" in section
    assert "| `.csv` | 200 | – | – | – |" in section
