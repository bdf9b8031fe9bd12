"""One way in: `load_corpus(path)` -> `Corpus`, the documents of a corpus as a table and their texts on demand.

Comes in: a folder like corpus/, a folder of bare files, a CSV, JSONL or Parquet table, or a zip of any of those.
Goes out: `Corpus.documents`, `Corpus.text(id)`, subsets, and `Corpus.skipped` for what could not be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import StringIO
from pathlib import Path

import pandas as pd
import yaml

from utils.corpus import kept, readers
from utils.corpus.dates import first_day, iso_date, last_day
from utils.corpus.documents import described, documents_table
from utils.corpus.tables import Problem, clean
from utils.corpus.texts import Texts

SHIPPED = Path(__file__).resolve().parents[2] / "corpus"
SETTINGS = ("corpus.yml", "concepts.yml", "speakers.yml", "events.csv")
MARKED = ("statements.csv", "corrections.csv")  # what a reader says of a corpus's statements: its own, or none
NATURES = ("source texts", "chronicle")


class CorpusError(Exception):
    """A corpus that can't be loaded or asked for something it hasn't got; the message says what to do."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """Documents and their texts.

    Attributes
    ----------
    documents : DataFrame, one row a document, sorted by date and id (undated last); the columns are those of
        `utils.corpus.documents.COLUMNS`, then `year` (Int64), then the user's own. Strings are empty where nothing is known.
        `n_words` counts words of scripts written with spaces.
    title, nature, licence, caution : what corpus.yml says; without one the nature is "source texts".
    skipped : DataFrame of file, row, reason, kept: what could not be read, or not fully (kept is then True).
    settings : the text of corpus.yml, concepts.yml, speakers.yml and events.csv, its own or the shipped ones, and of its
        statements.csv and corrections.csv, where it has them (beside a table or zip: NAME.statements.csv, NAME.corrections.csv).
    own : the names of those that are its own.
    shipped : whether this is the whole corpus that comes with the project.
    """

    documents: pd.DataFrame
    title: str
    nature: str = "source texts"
    licence: str = ""
    caution: str = ""
    skipped: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=Problem._fields))
    settings: dict[str, str] = field(default_factory=dict, repr=False)
    own: frozenset[str] = frozenset()
    shipped: bool = False
    _texts: Texts = field(default_factory=Texts, repr=False)

    def __len__(self) -> int:
        return len(self.documents)

    def __repr__(self) -> str:
        return f"<Corpus {self.title!r}: {len(self):,} documents, {self.n_words:,} words, fingerprint {self.fingerprint}>"

    @property
    def n_words(self) -> int:
        """Words in all documents together."""
        return int(self.documents["n_words"].sum())

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with any text or any cell of `documents`."""
        digest = hashlib.sha256(self.documents.drop(columns=["path"]).to_csv(index=False, lineterminator="\n").encode())
        for each in self.hashes():
            digest.update(each)
        return digest.hexdigest()[:12]

    def hashes(self) -> list[bytes]:
        """SHA-256 of each text in UTF-8, in the order of `documents`: what stays the same while a text does."""
        return [self._texts.hash(name) for name in self.documents["id"]]

    def over_time(self) -> Corpus:
        """The documents that may stand in a course over time: all, but of a record of counts (`utils.record`)."""
        return self

    @property
    def is_chronicle(self) -> bool:
        """Whether the corpus is an account of what others said, so that differences between actors are not tested."""
        return self.nature == "chronicle"

    def text(self, name: str) -> str:
        """The text of the document with id `name`, line ends as \\n, otherwise untouched."""
        try:
            return self._texts.text(name)
        except KeyError:
            raise CorpusError(f"No document has the id {name!r}: see corpus.documents['id'].") from None

    def texts(self) -> Iterator[tuple[str, str]]:
        """Pairs of id and text, in the order of `documents`."""
        return ((name, self._texts.text(name)) for name in self.documents["id"])

    def column(self, name: str) -> pd.Series:
        """A column of `documents`; one that isn't there is a `CorpusError` that names those that are."""
        if name not in self.documents:
            raise CorpusError(f"No column is called {name!r}: the columns are {', '.join(self.documents)}.")
        return self.documents[name]

    def where(self, **columns) -> Corpus:
        """The documents whose columns have the given value, or one of a list of values."""
        keep = pd.Series(True, index=self.documents.index)
        for column, value in columns.items():
            wanted = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
            keep &= self.column(column).isin(list(wanted))
        return self._subset(keep)

    def between(self, start: str, end: str) -> Corpus:
        """The documents dated from `start` to `end`, both included ("2015", "2015-07", "2015-07-10").

        A document counts only when its date lies within for certain: one of "2015" is not from "2015-07" on.
        """
        for given in (start, end):
            if not given or iso_date(str(given)) != given:
                raise CorpusError(f"between() can't read the date {given!r}: write it as '2015', '2015-07' or '2015-07-10'.")
        date = self.documents["date"]
        first, last = date.map(first_day), date.map(last_day)
        return self._subset((date != "") & (first >= first_day(start)) & (last <= last_day(end)))

    def sample(self, n: int, *, seed: int = 0) -> Corpus:
        """`n` documents drawn at random (all, if there are fewer); the same ones for the same seed."""
        chosen = self.documents["id"].sample(min(n, len(self)), random_state=seed)
        return self._subset(self.documents["id"].isin(chosen))

    def grouping(self) -> str:
        """The column that sets voices apart here: "side", or "publisher" where fewer than two sides are known."""
        sides = self.documents.loc[self.documents["side"] != "", "side"].nunique()
        publishers = self.documents.loc[self.documents["publisher"] != "", "publisher"].nunique()
        return "publisher" if sides < 2 <= publishers else "side"

    def events(self) -> pd.DataFrame:
        """Events to draw as lines: date (ISO), label, kind; empty where events.csv has none that can be read."""
        text = self.settings.get("events.csv", "")
        try:
            table = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False) if text.strip() else pd.DataFrame()
        except (ValueError, pd.errors.ParserError) as error:
            reason = clean(str(error))[:120]
            raise CorpusError(f"events.csv can't be read ({reason}): write date,label,kind in each row.") from None
        table.columns = [c.strip().lower() for c in table]
        for column in ("date", "label", "kind"):
            if column not in table:
                table[column] = pd.Series("", index=table.index, dtype="str")
        table["date"] = table["date"].map(iso_date)
        return table[table["date"] != ""].sort_values("date", ignore_index=True)

    def _subset(self, keep: pd.Series) -> Corpus:
        return replace(self, documents=self.documents[keep].reset_index(drop=True), shipped=self.shipped and bool(keep.all()))


def load_corpus(path: str | Path | None = None) -> Corpus:
    """Load the corpus at `path`, or the shipped one.

    Parameters
    ----------
    path : a folder like corpus/ (documents.csv and texts), a folder of bare files (.txt, .md or tables), a table
        (.csv, .tsv, .jsonl, .parquet, .gz of the first three) with a text column, or a .zip of any of those.

    Raises
    ------
    CorpusError : there is nothing at `path`, or nothing in it that can be read; the message names file and remedy.
        What can't be read of a corpus that can is listed in `Corpus.skipped`.
    """
    try:
        place = SHIPPED if path is None or str(path) == "" else Path(path).expanduser()
        there = place.exists()
    except (OSError, ValueError, RuntimeError):  # a name too long, with NUL, or of an unknown user's home
        place, there = path, False
    if not there:
        raise CorpusError(f"There is nothing at {clean(str(place))[:200]}: check the path, or give none for the shipped corpus.")
    with ExitStack() as stack:
        folder, problems = place, []
        if place.is_file() and place.suffix.lower() == ".zip":
            try:
                folder, problems = stack.enter_context(readers.unpacked(place))
            except ValueError as error:
                raise CorpusError(f"{place.name} can't be unpacked ({error}): make the archive anew.") from None
        return _build(folder, place, problems)


def _build(place: Path, given: Path, problems: list[Problem]) -> Corpus:
    key = kept.key_of(place)
    held = kept.read(key, problems)
    rows, texts = held or described(readers.read(place, problems), problems)
    if not held:
        kept.write(key, place, rows, texts, problems)
    documents = documents_table(rows, texts)
    skipped = pd.DataFrame(problems, columns=Problem._fields).astype({"row": "Int64", "kept": bool})
    if documents.empty:
        raise CorpusError(f"No document could be loaded from {clean(str(given))}: " + _first_reasons(problems))
    own = frozenset(name for name in SETTINGS if place.is_dir() and (place / name).is_file())
    settings = {name: _setting(place if name in own else SHIPPED, name) for name in SETTINGS
                if name in own or name != "corpus.yml"}
    marked = {name: path for name in MARKED if (path := _beside(place, given, name))}
    settings |= {name: _read_setting(path, path.name) for name, path in marked.items()}
    own |= marked.keys()
    about = _about(settings.get("corpus.yml", ""), given)
    shipped = given.resolve() == SHIPPED
    return Corpus(documents, skipped=skipped, settings=settings, own=own, shipped=shipped, _texts=texts, **about)


def _first_reasons(problems: list[Problem]) -> str:
    if not problems:
        return f"it holds no file of a format that is read here ({readers.FORMATS})."
    lines = [f"{p.file}{f', row {p.row}' if p.row else ''} {p.reason}" for p in problems[:3]]
    return "; ".join(lines) + (f"; and {len(problems) - 3} more." if len(problems) > 3 else ".")


def beside(given: Path, name: str) -> Path:
    """Where a file about the corpus at `given` lies: in its folder, or, of a table or zip, next to it under its name."""
    return given / name if given.is_dir() else given.with_name(f"{given.name}.{name}")


def _beside(place: Path, given: Path, name: str) -> Path | None:
    """That file, if it is there; the one in a zip where none lies next to it."""
    try:
        return next((path for path in (beside(given, name), place / name) if path.is_file()), None)
    except OSError:  # a name too long for one more ending
        return None


def _setting(folder: Path, name: str) -> str:
    path = folder / name
    return _read_setting(path, name) if path.is_file() else ""


def _read_setting(path: Path, name: str) -> str:
    try:
        text, reason = readers.decode(path.read_bytes())
    except OSError as error:
        text, reason = "", f"can't be read ({error.strerror})"
    if reason:
        raise CorpusError(f"{name} {reason}.")
    return text


def _about(text: str, given: Path) -> dict:
    name = clean(readers.stem(given.resolve().name.removesuffix(".zip")))
    about = {"title": name or "corpus", "nature": NATURES[0]}
    if not text.strip():
        return about
    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date that is none, such as 2020-13-45
        raise CorpusError(f"corpus.yml can't be read{yaml_line(error)}: mend the YAML there.") from None
    if not isinstance(said, dict):
        raise CorpusError("corpus.yml must hold lines such as \"title: …\" and \"nature: source texts\".")
    about |= {key: clean(str(said[key])) for key in ("title", "nature", "licence", "caution") if said.get(key)}
    about["nature"] = about["nature"].lower()
    if about["nature"] not in NATURES:
        raise CorpusError(f"corpus.yml: the nature {about['nature']!r} is not known: write {' or '.join(NATURES)}.")
    return about


def compose(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, each with its line; by the parser in C where PyYAML has it. Raises yaml.YAMLError."""
    return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def yaml_line(error: Exception) -> str:
    """ " at line N" of a YAML error, where it knows one."""
    mark = getattr(error, "problem_mark", None)
    return f" at line {mark.line + 1}" if mark else ""
