"""The command line as a process: what it says, where, with which exit status, and what it leaves alone."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import utils
from utils.report import HOME
from utils.report.checking import visible

COMMAND = [sys.executable, "-m", "utils"]


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "my texts"
    folder.mkdir()
    (folder / "2020-11-05-briefing.txt").write_text("The minister spoke of security.\n", encoding="utf-8")
    return folder


def test_version_is_the_packages(sco):
    done = sco("--version")
    assert (done.returncode, done.stdout) == (0, f"sco-discourse {utils.__version__}\n")


def test_the_console_script_is_installed_beside_python():
    found = shutil.which("sco", path=str(Path(sys.executable).parent))
    assert found
    assert subprocess.run([found, "--version"], capture_output=True, text=True).stdout == f"sco-discourse {utils.__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["repot"], ["check"], ["report", "--corpus"]])
def test_a_wrong_command_is_told_with_the_usage(sco, arguments):
    done = sco(*arguments)
    assert done.returncode == 2 and "usage: sco" in done.stderr and "Traceback" not in done.stderr


def test_check_tells_what_is_loaded(sco, texts):
    done = sco("check", texts)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "my texts: 1 document, 5 words, 2020"
    assert "dates        1 to the day" in lines
    assert "languages    en 1" in lines
    assert lines[-1] == "Everything is loaded."


def test_check_of_a_table_names_columns_known_and_the_users_own_and_each_row_that_is_not_loaded(sco, tmp_path):
    table = tmp_path / "speeches.csv"
    table.write_text("id,Date,source,mood,text\na,2020-01-02,TASS,calm,One.\nb,yesterday,TASS,,Two.\nc,2021,TASS,,\n")
    done = sco("check", table)
    assert done.returncode == 1
    assert "columns      id, date, publisher, lang; and the corpus's own, kept as they are: mood" in done.stdout
    assert "Not loaded (1):\n  speeches.csv, row 4: has an empty text\n" in done.stdout
    assert "Loaded, but (1):\n  speeches.csv, row 3: the date 'yesterday' can't be read" in done.stdout
    assert "Everything is loaded" not in done.stdout


def test_check_counts_a_note_on_a_document_that_is_loaded_as_loaded(sco, tmp_path):
    (tmp_path / "t.csv").write_text("date,text\nsoon,One.\n", encoding="utf-8")
    done = sco("check", tmp_path / "t.csv")
    assert done.returncode == 0 and "Loaded, but (1):" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nothing-here", None, "There is nothing at"),
        ("bad.txt", b"caf\xe9", "is not UTF-8 (byte 4)"),
        ("notext.csv", b"id,words\na,b\n", "its columns are id, words"),
        ("empty.txt", b"\n", "has an empty text"),
        ("picture.jpg", b"\xff\xd8", "is of no format that is read here"),
    ],
)
def test_where_nothing_can_be_loaded_one_sentence_says_why(sco, tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for arguments in (["check", tmp_path / name], ["report", "--corpus", tmp_path / name, "--out", tmp_path / "out"]):
        done = sco(*arguments)
        assert done.returncode == 2 and done.stdout == ""
        assert done.stderr.startswith("sco: ") and said in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("concepts.yml", "trade: {en: trade}\n", "  concepts.yml, line 1: the wordings of trade must be a list"),
        ("speakers.yml", "- surname: Le\n", "  speakers.yml, line 1: "),
    ],
)
def test_check_names_a_fault_of_a_setting_and_goes_on(sco, texts, name, content, said):
    (texts / name).write_text(content, encoding="utf-8")
    done = sco("check", texts)
    assert done.returncode == 1
    assert f"  {name:<12} can't be used, its own" in done.stdout
    assert f"Not loaded (1):\n{said}" in done.stdout


def test_what_acts_on_a_terminal_is_made_visible(sco, texts):
    (texts / "\x1b[31mred\u202e.txt").write_bytes(b"\xff")
    done = sco("check", texts)
    assert done.returncode == 1
    assert "[31mred" in done.stdout and ".txt: is not UTF-8" in done.stdout
    assert "\x1b" not in done.stdout and "\u202e" not in done.stdout


@pytest.mark.parametrize(
    ("text", "seen"),
    [("a\tb\n", r"a\tb\n"), ("\x1b[31m", r"\x1b[31m"), ("\u202e", r"\u202e"), ("\udcff", r"\udcff"), ("a\xa0b", "a b"),
     ("上海 é “x”", "上海 é “x”")],
)
def test_visible_escapes_what_is_no_mark_on_paper(text, seen):
    assert visible(text) == seen


def test_an_odd_terminal_gets_utf_8_all_the_same(tmp_path):
    (tmp_path / "上海.txt").write_text("上海精神", encoding="utf-8")
    done = subprocess.run([*COMMAND, "check", tmp_path / "上海.txt"], capture_output=True, cwd="/",
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0 and done.stdout.decode("utf-8").startswith("上海: 1 document, no word")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_reader_that_goes_away_does_no_harm(texts):
    for number in range(3000):
        (texts / f"{number}.jpg").write_bytes(b"x")
    with subprocess.Popen([*COMMAND, "check", texts], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/") as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_an_unknown_notebook_and_a_folder_of_the_project_are_refused(sco, texts, tmp_path):
    refused = {"No notebook is called '42'": ["--only", "42"], "A report can't go to": ["--out", HOME / "corpus" / "x"]}
    for said, arguments in refused.items():
        done = sco("report", "--corpus", texts, "--out", tmp_path / "out", *arguments)
        assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_a_report_on_another_corpus_is_told_step_by_step_and_leaves_the_shipped_files_alone(sco, texts, tmp_path):
    def shipped():
        return {path: path.stat().st_mtime_ns for name in ("notebooks", "figures", "corpus") for path in (HOME / name).rglob("*")}

    before = shipped()
    done = sco("report", "--corpus", "my texts", "--out", "out", "--only", "01", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "my texts: 1 document, 5 words, 2020"
    assert lines[1].startswith("[1/1] 01-corpus … ") and lines[1].endswith(" s")
    assert lines[2] == f"Read it: {tmp_path / 'out' / 'site' / 'index.html'}"
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["figures", "notebooks", "site"]
    assert shipped() == before


def test_quotes_writes_a_table_and_takes_in_what_stands_beside_the_texts(sco, texts, tmp_path):
    (texts / "2020-11-05-briefing.txt").write_text("Anna Smit said that rain came.\n", encoding="utf-8")
    done = sco("quotes", "my texts", "--out", "quotes.csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "1 statement in 1 English document: quotes.csv"
    assert done.stdout.splitlines()[-1].startswith(f"Then save it as {Path('my texts', 'corrections.csv')} ")
    (row,) = csv.DictReader((tmp_path / "quotes.csv").read_text(encoding="utf-8-sig").splitlines())
    with (texts / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows([row | {"right": "no"}, row | {"document": f"x{row['document']}", "right": "no"}])
    again = sco("quotes", "my texts", "--out", "quotes.csv", cwd=tmp_path)
    assert again.returncode == 1 and "corrections.csv, row 3 (x2020-11-05-briefing): no document has this id" in again.stdout
    assert ",no," in (tmp_path / "quotes.csv").read_text(encoding="utf-8-sig")


def test_quotes_refuses_to_write_over_other_files(sco, texts, tmp_path):
    (tmp_path / "mine.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for name, said in (("mine.csv", "is no table of statements"), ("no/quotes.csv", "There is no folder"), ("q.txt", ".csv")):
        done = sco("quotes", texts, "--out", tmp_path / name)
        assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "a,b\n1,2\n"


def test_the_cache_is_told_and_cleared(sco, tmp_path):
    surroundings = os.environ | {"SCO_CACHE": str(tmp_path / "kept")}
    assert sco("cache", env=surroundings).stdout.startswith("0.0 MB in ")
    filled = "from corpora import corpus_of; from utils.concepts import mentions; mentions(corpus_of('The SCO met.'))"
    subprocess.run([sys.executable, "-c", filled], cwd=Path(__file__).parent, env=surroundings, check=True)
    (file,) = (tmp_path / "kept").iterdir()
    before = file.read_bytes()
    assert b"mentions" in before
    done = sco("cache", "--clear", env=surroundings)
    assert done.returncode == 0 and str(file.parent) in done.stdout
    assert b"mentions" not in file.read_bytes()
    assert "SCO_CACHE is off" in sco("cache", env=surroundings | {"SCO_CACHE": "off"}).stdout
