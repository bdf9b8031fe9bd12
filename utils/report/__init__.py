"""A corpus -> its report: the notebooks with outputs, the figures with an index of them, and the reading site.

Comes in: the path of a corpus, or none for the shipped one. Goes out: three folders, notebooks/, figures/ and site/. The
shipped corpus's stand in the project itself; any other's stand together in a folder of their own.
"""

# ruff: noqa: E402
from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

# nbformat's validator would load, and compile for a second, a grammar of web addresses, which no notebook's schema uses.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat
from nbformat import NotebookNode

from utils.concepts.rules import load_concepts
from utils.corpus import SHIPPED, Corpus, load_corpus
from utils.figures import write
from utils.report.gallery import remove_old, write_index
from utils.report.running import INJECTED, Run, parameter_cell, parameter_lines, prepared, run_notebook
from utils.report.site import Facts, corpus_facts, write_site
from utils.sentences import count, period
from utils.speakers.rules import load_speakers
from utils.topics.model import beside

HOME = SHIPPED.parent
_NUMBERED = re.compile(r"\d\d-.+")
_OWN = ("corpus", "notebooks", "figures", "site", "utils", "tests", "docs", "benchmarks", ".git", ".venv", ".ci")


class ReportError(Exception):
    """A report that can't be begun; the message says what to do."""


@dataclass
class Report:
    """What a run gave: the folder that holds notebooks/, figures/ and site/, the file in which topics are kept, if they are, and
    one `Run` a notebook.
    """

    folder: Path
    topics: Path | None
    runs: list[Run] = field(default_factory=list)

    @property
    def failed(self) -> list[Run]:
        """The runs that stopped at an error."""
        return [run for run in self.runs if run.failure]


def report(path: str | Path | None = None, out: str | Path | None = None, *, only: Iterable[str] = (), home: Path = HOME,
           kernels: int = 2, topics: str | Path | None = None, say: Callable[[str], None] = lambda line: None) -> Report:
    """Run the notebooks on a corpus and save them, their figures and the site.

    Parameters
    ----------
    path : the corpus, as for `load_corpus`; None is the shipped one.
    out : a folder for everything. None is `home` itself for the shipped corpus (notebooks are saved in place, but one
        that fails goes to reports/failed), and reports/<name of the corpus> for another.
    only : numbers or names of the notebooks wanted; all, if empty.
    home : the project's folder, with the notebooks/ to run.
    kernels : how many run at the same time.
    topics : a file in which topics are kept, so that the next report finds them again. None is topics.json beside a corpus of
        one's own, or in `out` where nothing can be written there; for the shipped corpus none are kept.
    say : called with each line about how far it has got.

    Raises
    ------
    CorpusError : the corpus or one of its settings can't be read.
    ReportError : `out` can't be used, or there is no such notebook.
    """
    home = home.resolve()
    names = _chosen(home / "notebooks", only)
    folder = _folder(path, out, home)
    corpus = load_corpus(path)
    load_concepts(corpus.settings["concepts.yml"])
    load_speakers(corpus.settings["speakers.yml"])
    corpus.events()
    facts = corpus_facts(corpus)
    given = None if corpus.shipped else Path(path).expanduser().resolve()
    kept = Path(topics).expanduser().resolve() if topics else _kept_beside(given, folder)
    work = _Work(home, folder, given, kept)
    say(_about(corpus))
    del corpus  # each notebook loads it anew
    for part in ("notebooks", "figures", "site"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    done = Report(folder, work.topics)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        for run, made in _runs(names, work, Path(temporary), kernels):
            _save(run, made, work)
            done.runs.append(run)
            say(f"[{names.index(run.name) + 1}/{len(names)}] {run.name} … "
                + (f"stopped at {run.failure}" if run.failure else f"{run.seconds:.0f} s"))
    done.runs.sort(key=lambda run: run.name)
    _finish(done, work, facts)
    return done


@dataclass(frozen=True)
class _Work:
    home: Path
    folder: Path
    corpus: Path | None  # None: the shipped one
    topics: Path | None

    @property
    def in_place(self) -> bool:
        return self.folder == self.home

    def parameters(self, notebook: NotebookNode) -> dict[str, str]:
        """What the saved notebook sets, so that it can be run again where it lies: paths from its own folder."""
        if self.in_place:
            return {}
        corpus = {"CORPUS": _relative(self.corpus, self.folder / "notebooks")} if self.corpus else {}
        kept = {"TOPICS": _relative(self.topics, self.folder / "notebooks")} if self.keeps_topics(notebook) else {}
        return corpus | {"FIGURES": "../figures"} | kept

    def keeps_topics(self, notebook: NotebookNode) -> bool:
        cell = parameter_cell(notebook)
        return self.topics is not None and cell is not None and "TOPICS" in cell.source

    def run_with(self, notebook: NotebookNode, figures: Path) -> dict[str, str]:
        """What is run instead, by cell id: figures wait in a folder of their own until the notebook has gone through."""
        places = ({"CORPUS": str(self.corpus)} if self.corpus else {}) | {"FIGURES": str(figures)}
        places |= {"TOPICS": str(self.topics)} if self.keeps_topics(notebook) else {}
        if not self.in_place:
            return {INJECTED: parameter_lines(places)}
        cell = parameter_cell(notebook)
        return {cell.id: f"{cell.source}\n{parameter_lines(places)}"} if cell else {}


def _relative(path: Path, start: Path) -> str:
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _chosen(folder: Path, only: Iterable[str]) -> list[str]:
    names = sorted(path.stem for path in folder.glob("*.ipynb") if _NUMBERED.fullmatch(path.stem)) if folder.is_dir() else []
    if not names:
        raise ReportError(f"There is no notebook in {folder}: install the project from its own folder, with pip install -e .")
    wanted = [w.removesuffix(".ipynb") for w in only]
    for want in wanted:
        if not any(_is(name, want) for name in names):
            raise ReportError(f"No notebook is called {want!r}: there are {', '.join(names)}.")
    return [name for name in names if not wanted or any(_is(name, want) for want in wanted)]


def _is(name: str, want: str) -> bool:
    return name == want or (want.isdecimal() and int(name[:2]) == int(want))


def _folder(path: str | Path | None, out: str | Path | None, home: Path) -> Path:
    """The folder for everything, refused where it would mix with the project's own files or with the corpus."""
    given = Path(path).expanduser().resolve() if path else None
    if not out:
        if given is None or given == SHIPPED:
            return home
        name = given.name.split(".")[0] if given.is_file() else given.name
        return home / "reports" / (name or "corpus")
    folder = Path(out).expanduser().resolve()
    if folder == home or any(folder.is_relative_to(home / own) for own in _OWN):
        raise ReportError(f"A report can't go to {folder}, among the project's own files: name another, such as reports/mine.")
    if given and given.is_dir() and folder.is_relative_to(given):
        raise ReportError(f"A report can't go to {folder}, inside the corpus, which would grow by it: name a folder outside.")
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"A report can't go to {folder}, which is a file: name a folder.")
    return folder


def _kept_beside(given: Path | None, folder: Path) -> Path | None:
    """Where the topics of a corpus are kept if nobody says where."""
    if given is None:
        return None
    place = beside(given)
    return place if os.access(place.parent, os.W_OK) else folder / "topics.json"


def _about(corpus: Corpus) -> str:
    lost = int((~corpus.skipped["kept"]).sum())
    return (f"{corpus.title}: {count(len(corpus), 'document')}, {count(corpus.n_words, 'word')}, {period(corpus)}"
            + (f"; {count(lost, 'item')} not loaded (sco check names each)" if lost else ""))


def _runs(names: list[str], work: _Work, temporary: Path, kernels: int) -> Iterator[tuple[Run, Path]]:
    """Each run as it ends, with the folder of the figures it made."""
    started: list = []
    settings = temporary / "settings"
    settings.mkdir()

    def one(name: str) -> tuple[Run, Path]:
        figures = temporary / name
        figures.mkdir()
        source = nbformat.read(work.home / "notebooks" / f"{name}.ipynb", as_version=4)
        notebook = prepared(source, shipped=work.corpus is None, parameters=work.parameters(source))
        return run_notebook(name, notebook, folder=work.folder / "notebooks", settings=settings,
                            instead=work.run_with(notebook, figures), started=started), figures

    with ThreadPoolExecutor(max(1, kernels)) as pool:
        waiting = [pool.submit(one, name) for name in names]
        try:
            for future in as_completed(waiting):
                yield future.result()
        except BaseException:  # an interrupt: end the kernels, or the threads would wait for them
            pool.shutdown(wait=False, cancel_futures=True)
            for client in started:
                process = getattr(getattr(client.km, "provisioner", None), "process", None)
                if process:
                    process.kill()
            raise


def _save(run: Run, made: Path, work: _Work) -> None:
    """The notebook and its figures into their folders; in place, one that failed replaces nothing."""
    kept = not (work.in_place and run.failure)
    folder = work.folder / "notebooks" if kept else work.home / "reports" / "failed"
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / f"{run.name}.ipynb", (nbformat.writes(run.notebook) + "\n").encode())
    if kept:
        for path in sorted(made.iterdir()):
            write(work.folder / "figures" / path.name, path.read_bytes())
            run.figures.append(path.name)


def _finish(done: Report, work: _Work, facts: Facts) -> None:
    """Take away figures that no notebook makes any more, write the index of the others, and the site."""
    figures, notebooks = work.folder / "figures", work.folder / "notebooks"
    there = sorted(path.stem for path in notebooks.glob("*.ipynb") if _NUMBERED.fullmatch(path.stem))
    fresh = {name for run in done.runs for name in run.figures}
    # A notebook that was not run, or stopped, keeps the figures it made before.
    stands = {name[:2] for name in there} - {run.name[:2] for run in done.runs if not run.failure}
    remove_old(figures, keep=lambda name: name in fresh or name[:2] in stands, any_maker=work.in_place)
    write_index(figures)
    ran = {run.name: run for run in done.runs}
    pages = [ran[name] if name in ran else Run(name, nbformat.read(notebooks / f"{name}.ipynb", as_version=4)) for name in there]
    write_site(pages, work.folder / "site", facts, figures=figures)
