"""What several tests share: trial notebooks, and the shipped notebooks run once on each of two corpora."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings

from utils.report import HOME, report

# A cache of the tests' own, from nothing: what a user keeps is neither read nor changed.
os.environ["SCO_CACHE"] = tempfile.mkdtemp(prefix="sco-cache-")
atexit.register(shutil.rmtree, os.environ["SCO_CACHE"], ignore_errors=True)

# The same examples in every run, so that a red run is about the change. HYPOTHESIS_PROFILE=search draws new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

SENTENCES = ("The Shanghai Cooperation Organization met in Tashkent. The minister said that the members stand against "
             "terrorism, separatism and extremism. He praised the Shanghai Spirit of mutual trust.\n")


def notebook(*cells):
    """A notebook of (kind, source, tags…): kind "m" for Markdown, "c" for code."""
    made = nbformat.v4.new_notebook()
    for number, (kind, source, *tags) in enumerate(cells, 1):
        cell = nbformat.v4.new_markdown_cell(source) if kind == "m" else nbformat.v4.new_code_cell(source)
        cell.id = f"c{number:02d}"
        if tags:
            cell.metadata["tags"] = tags
        made.cells.append(cell)
    return made


@pytest.fixture(scope="session")
def make_notebook():
    return notebook


@pytest.fixture(scope="session")
def sco():
    """The command line as a process, started elsewhere than in the project's folder."""

    def run(*arguments, cwd=Path("/"), **options):
        return subprocess.run([sys.executable, "-m", "utils", *map(str, arguments)], cwd=cwd, capture_output=True, text=True,
                              encoding="utf-8", **options)

    return run


@pytest.fixture(scope="session")
def shipped_report(tmp_path_factory):
    """The shipped notebooks, run in place in a copy of the project's folder on the shipped corpus."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(HOME / "notebooks", home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    return report(home=home)


@pytest.fixture(scope="session")
def one_document_report(tmp_path_factory, sco):
    """The shipped notebooks, run by the command line on a corpus of one document; the process and the folder."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "texts").mkdir()
    (folder / "texts" / "2021-09-17-minister.txt").write_text(SENTENCES, encoding="utf-8")
    return sco("report", "--corpus", folder / "texts", "--out", folder / "out"), folder / "out"
