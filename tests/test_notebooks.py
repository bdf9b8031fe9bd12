"""The shipped notebooks: as they are committed, run on the shipped corpus, and run on a corpus of one document."""

import ast
import base64
import html
import io
import re
from itertools import zip_longest

import nbformat
import pandas as pd
import pytest
from PIL import Image

from utils.report import HOME

NAMES = sorted(path.stem for path in (HOME / "notebooks").glob("[0-9][0-9]-*.ipynb"))
SIX = ["01-corpus", "02-term-frequency", "03-three-forces", "04-shanghai-spirit", "05-topics", "06-quotes"]
PARTS = ["Data", "Method", "Results", "Caveats", "Try changing"]
IMAGE = re.compile(r"<img[^>]*>")
every = pytest.mark.parametrize("name", NAMES)


def committed(name):
    return nbformat.read(HOME / "notebooks" / f"{name}.ipynb", as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.id != "injected-parameters"]


def markup(notebook):
    """All HTML that the notebook's cells gave."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return [out.data["text/html"] for out in outputs if "text/html" in out.get("data", {})]


@pytest.fixture(scope="module", params=["shipped corpus", "one document"])
def folder(request):
    """The folder of a report on each of the two corpora."""
    if request.param == "shipped corpus":
        done = request.getfixturevalue("shipped_report")
        assert [run.failure for run in done.runs if run.failure] == []
        return done.folder
    process, out = request.getfixturevalue("one_document_report")
    assert process.returncode == 0, process.stdout + process.stderr
    return out


def ran(folder, name):
    return nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)


def test_there_are_the_six():
    assert NAMES == SIX


@every
def test_cells_are_short_and_define_nothing(name):
    for cell in code(committed(name)):
        assert len(cell.source.splitlines()) <= 12, cell.source
        defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, defined)], cell.source


@every
def test_it_begins_with_one_title_and_a_question_then_the_parameters(name):
    cells = committed(name).cells
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith("# ") and "?" in cells[0].source
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert len(re.findall(r"^# ", text, re.M)) == 1
    assert cells[1].metadata["tags"] == ["parameters"]
    values = {}
    exec(cells[1].source, values)
    assert values["CORPUS"] is None and values["FIGURES"] is None
    assert "load_corpus(CORPUS)" in cells[2].source


@every
def test_its_parts_stand_in_order_and_it_ends_with_the_versions(name):
    cells = committed(name).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert [part for part in re.findall(r"^## (.+)$", text, re.M) if part in PARTS] == PARTS
    assert cells[-1].source.strip().endswith("versions(corpus)")


@every
def test_prose_stands_before_every_result(name):
    cells = [cell for cell in committed(name).cells if "shipped" not in cell.metadata.get("tags", [])]
    headings = [i for i, cell in enumerate(cells) if cell.cell_type == "markdown" and re.search(r"^### ", cell.source, re.M)]
    for i in headings:
        assert re.sub(r"^#+ .*$", "", cells[i].source, flags=re.M).strip(), cells[i].source


@every
def test_it_is_committed_as_it_is_saved(name):
    text = (HOME / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    notebook = committed(name)
    assert text == nbformat.writes(notebook) + "\n"
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)


@every
def test_what_is_committed_is_what_a_fresh_run_gives(name, shipped_report):
    """Pictures apart, which the index of figures and the files' own text stand for, and the versions at the end."""

    def words(notebook):
        return [re.sub(r'base64,[^"]*', "", out) for out in markup(notebook)][:-1]

    both = zip_longest(words(committed(name)), words(ran(shipped_report.folder, name)))
    changed = [pair for pair in both if pair[0] != pair[1]]
    assert not changed, changed[0]


def test_figures_are_committed_as_a_fresh_run_gives_them(shipped_report):
    def files(folder):
        words = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.suffix in (".csv", ".md")}
        return words | {path.name: None for path in folder.iterdir() if path.name not in words}

    fresh, kept = files(shipped_report.folder / "figures"), files(HOME / "figures")
    assert sorted(fresh) == sorted(kept)
    assert [name for name in fresh if fresh[name] != kept[name]] == []


@every
def test_it_runs_to_its_end_without_error_or_warning(folder, name):
    notebook = ran(folder, name)
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert [out.output_type for out in outputs if out.output_type in ("error", "stream")] == []
    assert all(cell.execution_count for cell in code(notebook))
    assert not re.search(r" at 0x[0-9a-f]{6,}|<utils\.|&lt;utils\.", "".join(map(str, outputs)))


@every
def test_it_answers_near_its_top_in_numbers_or_says_why_not(folder, name):
    found = [i for i, out in enumerate(markup(ran(folder, name))) if 'class="answer' in out]
    assert found and found[0] <= 2 and len(found) == 1


@every
def test_every_picture_has_alt_text_and_something_on_it(folder, name):
    for picture in IMAGE.findall("".join(markup(ran(folder, name)))):
        alt = re.search(r'alt="([^"]*)"', picture)
        assert alt and len(html.unescape(alt[1]).split()) >= 5, picture[:200]
        data = re.search(r'src="data:image/png;base64,([^"]+)"', picture)[1]
        with Image.open(io.BytesIO(base64.b64decode(data))) as image:
            body = image.convert("L").crop((0, image.height // 4, image.width, int(image.height * 0.93)))
            assert sum(body.histogram()[:250]) > 200, "nothing is drawn"


@every
def test_where_no_picture_is_drawn_a_sentence_says_why(folder, name):
    for said in re.findall(r'<p class="not-drawn">(.*?)</p>', "".join(markup(ran(folder, name))), re.S):
        assert re.fullmatch(r"Not drawn: .{10,}\.", html.unescape(said), re.S), said


@every
def test_each_figure_has_its_four_files_and_its_data_has_rows(folder, name):
    figures = folder / "figures"
    stems = {path.stem for path in figures.glob(f"{name[:2]}-*")}
    for stem in stems:
        assert {path.suffix for path in figures.glob(f"{stem}.*")} == {".svg", ".png", ".pdf", ".csv"}
        assert len(pd.read_csv(figures / f"{stem}.csv", comment="#")) > 0, stem
        assert f"## {stem}\n" in (figures / "README.md").read_text(encoding="utf-8")


@every
def test_no_sentence_has_a_hole_in_it(folder, name):
    kinds = r'<(p class="said"|p class="not-drawn"|div class="answer|figcaption|caption)[^>]*>(.*?)</(?:p|div|(?:fig)?caption)>'
    said = [text for _, text in re.findall(kinds, "".join(markup(ran(folder, name))), re.S)]
    for sentence in (html.unescape(re.sub(r"<[^>]+>", "", text)) for text in said):
        assert not re.search(r"\b(nan|NaN|NaT|inf)\b|<NA>|\{\w+\}|[^.]\.\.(?!\.)|  |\(\)| [,.;]", sentence), sentence


def test_the_site_has_a_page_for_each(folder):
    assert {path.name for path in (folder / "site").glob("*.html")} == {"index.html", *(f"{name}.html" for name in NAMES)}
