"""The report: notebooks run on a corpus, failures named, shipped files untouched, the same bytes each time."""

import os
import shutil

import nbformat
import pytest

from utils.corpus import CorpusError
from utils.report import HOME, ReportError, report
from utils.report.running import prepared

PARAMETERS = ("c", "CORPUS = None\nFIGURES = None", "parameters")
WRITE = "from pathlib import Path\n_ = Path(FIGURES, '01-new.csv').write_text('{}')"
DRAW = """from utils import load_corpus
from utils.charts import bars
from utils.figures import show
corpus = load_corpus(CORPUS)
shown = corpus.documents[["id", "n_words"]]
figure = bars(shown, label="id", value="n_words", title="Words", subtitle="words a document")
show(figure, "01-words", data=shown, corpus=corpus, alt="Bars: <b>words</b> | by $document", folder=FIGURES)"""


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def saved(folder, name):
    return nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)


@pytest.fixture(scope="module")
def trial(tmp_path_factory, make_notebook):
    """A project with three notebooks, the second of which stops; run on a corpus of two documents."""
    place = tmp_path_factory.mktemp("trial place")
    (place / "home" / "notebooks").mkdir(parents=True)
    (place / "texts").mkdir()
    (place / "texts" / "2020-a.txt").write_text("Security first.\n", encoding="utf-8")
    (place / "texts" / "2021-b.txt").write_text("Trade and security.\n", encoding="utf-8")
    made = {
        "01-words": make_notebook(("m", "# Words\n\nWhich ones?"), PARAMETERS, ("m", "Of the shipped corpus alone.", "shipped"),
                                  ("c", DRAW), ("c", "print('one')\nprint('two')"), ("c", "len(corpus)")),
        "02-stops": make_notebook(("m", "# Stops"), PARAMETERS, ("c", "'so far'"), ("c", "# a sum\nhalf = 1 / 0"),
                                  ("c", "'never'")),
        "03-last": make_notebook(("m", "# Last"), PARAMETERS, ("c", "CORPUS is None")),
    }
    for name, notebook in made.items():
        nbformat.write(notebook, place / "home" / "notebooks" / f"{name}.ipynb")
    said = []
    before = tree(place / "home")
    done = report(place / "texts", place / "out", home=place / "home", say=said.append)
    return place, done, said, before


def test_a_notebook_that_stops_is_named_with_cell_line_and_error_and_the_others_still_run(trial):
    _, done, said, _ = trial
    assert [run.name for run in done.runs] == ["01-words", "02-stops", "03-last"]
    assert [run.name for run in done.failed] == ["02-stops"]
    assert done.failed[0].failure == "cell [4], `# a sum`: ZeroDivisionError: division by zero"
    assert any(line == f"[2/3] 02-stops … stopped at {done.failed[0].failure}" for line in said)
    assert sum(line.startswith("[") for line in said) == 3


def test_a_notebook_that_stops_is_saved_with_its_outputs_so_far(trial):
    place, *_ = trial
    outputs = [cell.outputs for cell in saved(place / "out", "02-stops").cells if cell.cell_type == "code"]
    assert outputs[2][0].data["text/plain"] == "'so far'"
    assert outputs[3][0].ename == "ZeroDivisionError"
    assert outputs[4] == []


def test_a_second_run_gives_the_same_bytes(trial):
    place, *_ = trial
    first = tree(place / "out")
    report(place / "texts", place / "out", home=place / "home")
    assert tree(place / "out") == first


def test_the_notebooks_that_were_run_stay_as_they_are(trial):
    place, _, _, before = trial
    assert tree(place / "home") == before


def test_parameters_stand_in_a_cell_of_their_own_with_paths_that_lead_from_the_notebook_to_corpus_and_figures(trial):
    place, *_ = trial
    cells = saved(place / "out", "01-words").cells
    at = next(i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", []))
    assert cells[at + 1].metadata.tags == ["injected-parameters"]
    values = {}
    exec(cells[at + 1].source, values)
    folder = place / "out" / "notebooks"
    assert (folder / values["CORPUS"]).resolve() == place / "texts"
    assert (folder / values["FIGURES"]).resolve() == place / "out" / "figures"


def test_a_saved_notebook_names_no_folder_of_this_machine(trial):
    place, *_ = trial
    for name in ("01-words", "02-stops"):
        text = (place / "out" / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
        assert str(place) not in text and str(HOME) not in text


def test_cells_on_the_shipped_corpus_alone_are_left_out_elsewhere(trial):
    place, *_ = trial
    assert not any("shipped" in cell.metadata.get("tags", []) for cell in saved(place / "out", "01-words").cells)


def test_a_saved_notebook_has_counts_from_1_and_nothing_of_when_or_where_it_ran(trial):
    place, *_ = trial
    notebook = saved(place / "out", "01-words")
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert notebook.metadata == {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                                 "language_info": {"name": "python"}}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    assert all(out.get("metadata", {}) == {} for cell in notebook.cells for out in cell.get("outputs", []))


def test_what_a_cell_prints_is_one_stream(trial):
    place, *_ = trial
    cell = saved(place / "out", "01-words").cells[-2]
    assert [(out.name, out.text) for out in cell.outputs] == [("stdout", "one\ntwo\n")]


def test_figures_are_saved_with_an_index_in_which_their_text_is_plain(trial):
    place, *_ = trial
    assert sorted(p.name for p in (place / "out" / "figures").iterdir()) == [
        "01-words.csv", "01-words.pdf", "01-words.png", "01-words.svg", "README.md"]
    index = (place / "out" / "figures" / "README.md").read_text(encoding="utf-8")
    assert "## 01-words" in index and "**Words**" in index
    assert r"Bars\: \<b\>words\</b\> \| by \$document" in index
    assert "[SVG](01-words.svg) · [PNG](01-words.png) · [PDF](01-words.pdf) · [CSV](01-words.csv)" in index


def test_one_notebook_alone_can_be_run_and_the_site_keeps_the_others(trial):
    place, *_ = trial
    before = tree(place / "out")
    done = report(place / "texts", place / "out", only=["3"], home=place / "home")
    assert [run.name for run in done.runs] == ["03-last"]
    assert set(tree(place / "out")) == set(before)
    assert {f"figures/{k}" for k in tree(place / "out" / "figures")} == {k for k in before if k.startswith("figures/")}


@pytest.mark.parametrize("name", ["07", "words", "01-word"])
def test_an_unknown_notebook_is_refused_with_the_names_there_are(trial, name):
    place, *_ = trial
    with pytest.raises(ReportError, match="01-words, 02-stops, 03-last"):
        report(place / "texts", place / "elsewhere", only=[name], home=place / "home")
    assert not (place / "elsewhere").exists()


@pytest.mark.parametrize(
    "out", ["home", "home/corpus/x", "home/notebooks", "home/figures", "texts", "texts/inside", "texts/2020-a.txt"]
)
def test_a_report_is_refused_where_it_would_mix_with_the_project_or_the_corpus(trial, out):
    place, *_ = trial
    with pytest.raises(ReportError, match="A report can't go to"):
        report(place / "texts", place / out, home=place / "home")
    assert sorted(p.name for p in (place / "texts").iterdir()) == ["2020-a.txt", "2021-b.txt"]


def test_a_faulty_setting_is_told_before_any_notebook_starts(trial):
    place, *_ = trial
    shutil.copytree(place / "texts", place / "faulty")
    (place / "faulty" / "concepts.yml").write_text("trade:\n  en: trade\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="concepts.yml, line 2"):
        report(place / "faulty", place / "never", home=place / "home")
    assert not (place / "never").exists()


def test_a_corpus_given_alone_gets_a_folder_of_its_own_name_under_reports(trial):
    place, *_ = trial
    done = report(place / "texts", only=["03"], home=place / "home")
    assert done.folder == place / "home" / "reports" / "texts"
    assert (done.folder / "site" / "index.html").is_file()


@pytest.fixture
def project(tmp_path, make_notebook):
    """A project's folder whose first notebook can be replaced, on the shipped corpus."""
    (tmp_path / "notebooks").mkdir()

    def write(*cells):
        nbformat.write(make_notebook(("m", "# One"), PARAMETERS, *cells), tmp_path / "notebooks" / "01-one.ipynb")
        return tmp_path

    return write


def test_in_place_a_notebook_keeps_its_cells_and_the_figures_go_to_the_projects_folder(project):
    home = project(("c", WRITE.format("a")), ("m", "Ours.", "shipped"))
    sources = [cell.source for cell in saved(home, "01-one").cells]
    (home / "figures").mkdir()
    for name in ("01-old.svg", "01-old.png", "07-gone.pdf", "01-old.txt", "notes.csv"):
        (home / "figures" / name).write_text("x")
    done = report(home=home)
    assert not done.failed
    assert [cell.source for cell in saved(home, "01-one").cells] == sources
    assert sorted(p.name for p in (home / "figures").iterdir()) == ["01-new.csv", "01-old.txt", "README.md", "notes.csv"]


def test_topics_are_kept_in_the_file_named_by_the_notebook_that_asks_for_one(project, make_notebook, tmp_path):
    home = project(("c", "CORPUS"))
    asks = make_notebook(("m", "# Two"), ("c", PARAMETERS[1] + "\nTOPICS = None", "parameters"),
                         ("c", "from pathlib import Path\n_ = Path(TOPICS).write_text('{}')"))
    nbformat.write(asks, home / "notebooks" / "02-two.ipynb")
    assert not report(out=tmp_path / "out", home=home, topics=tmp_path / "mine" / ".." / "kept.json").failed
    assert (tmp_path / "kept.json").read_text() == "{}"
    assert "TOPICS = '../../kept.json'" in saved(tmp_path / "out", "02-two").cells[2].source
    assert "TOPICS" not in "".join(cell.source for cell in saved(tmp_path / "out", "01-one").cells)


def test_the_topics_of_a_corpus_of_ones_own_are_kept_beside_it_and_those_of_the_shipped_one_are_not(
        project, make_notebook, tmp_path):
    home = project(("c", "CORPUS"))
    asks = make_notebook(("m", "# Two"), ("c", PARAMETERS[1] + "\nTOPICS = None", "parameters"), ("c", "print(TOPICS)"))
    nbformat.write(asks, home / "notebooks" / "02-two.ipynb")
    texts = tmp_path / "mine"
    texts.mkdir()
    (texts / "a.txt").write_text("Trade.", "utf-8")

    def told(path):
        done = report(path, tmp_path / "out", home=home, only=["02"])
        return done.topics, saved(tmp_path / "out", "02-two").cells[-1].outputs[0].text.strip()

    assert told(texts) == (texts / "topics.json", str(texts / "topics.json"))
    assert told(None) == (None, "None")
    texts.chmod(0o500)
    if not os.access(texts, os.W_OK):  # somebody who may do everything isn't stopped
        assert told(texts)[0] == tmp_path / "out" / "topics.json"
    texts.chmod(0o700)


def test_in_place_a_notebook_that_stops_replaces_neither_the_good_one_nor_its_figures(project):
    home = project(("c", WRITE.format("a")))
    report(home=home)
    project(("c", WRITE.format("b")), ("c", "stop"))
    before = tree(home)
    done = report(home=home)
    assert done.failed[0].failure == "cell [3], `stop`: NameError: name 'stop' is not defined"
    after = tree(home)
    assert {k: v for k, v in after.items() if not k.startswith(("site/", "reports/"))} == {
        k: v for k, v in before.items() if not k.startswith("site/")}
    assert "NameError" in (home / "reports" / "failed" / "01-one.ipynb").read_text(encoding="utf-8")
    assert "stopped at an error" in after["site/01-one.html"].decode()


def test_a_kernel_that_dies_is_a_failure_with_its_cell(project):
    done = report(home=project(("c", "import os\nos._exit(1)")))
    assert done.failed[0].failure.startswith("cell [2], `import os`: DeadKernelError")


def test_settings_of_the_user_change_nothing(project, tmp_path_factory, monkeypatch):
    own = tmp_path_factory.mktemp("own")
    (own / "profile_default" / "startup").mkdir(parents=True)
    (own / "profile_default" / "startup" / "own.py").write_text("surprise = 1\n")
    (own / "matplotlibrc").write_text("figure.facecolor: red\n")
    monkeypatch.setenv("IPYTHONDIR", str(own))
    monkeypatch.setenv("MPLCONFIGDIR", str(own))
    home = project(("c", "import matplotlib\n'surprise' in globals(), matplotlib.rcParams['figure.facecolor']"))
    report(home=home)
    assert saved(home, "01-one").cells[-1].outputs[0].data["text/plain"] == "(False, 'white')"
    assert os.environ["IPYTHONDIR"] == str(own)


def test_parameters_come_first_where_no_cell_is_tagged(make_notebook):
    made = prepared(make_notebook(("m", "# One")), shipped=False, parameters={"CORPUS": "a'b.txt"})
    assert made.cells[0].source.splitlines()[1] == "CORPUS = \"a'b.txt\""
