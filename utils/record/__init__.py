"""The record: real official texts that can't be passed on, counted. `load_record()` -> `Record`, a corpus without words.

Comes in: a folder that `sco count` made (`utils.record.counting` counts, `utils.record.files` writes). Goes out: documents with
a column of counts for each concept, subsets of them, and mentions in the form in which the functions that count take them
(`mentions_of`). Rates over time and by group, whose denominator may be characters, are in `utils.record.rates`; what marks the
documents that name the SCO in `utils.record.keyness`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from utils.concepts import MENTIONS
from utils.concepts.rules import load_concepts
from utils.corpus import SETTINGS, SHIPPED, Corpus, CorpusError
from utils.corpus.documents import COLUMNS
from utils.corpus.tables import listed
from utils.periods import days
from utils.record.collections import SELECTION, Collection, load_collections
from utils.record.counting import ABOUT
from utils.record.files import COLLECTIONS, CONCEPTS, read_documents, read_made, read_terms, versions
from utils.record.states import standing
from utils.record.terms import Terms

LISTED = ["collection", "title", "publisher", "extent", "documents", "first", "last", "languages", "licence", "where", "faults"]
RECOUNT = "Count the texts again with sco count TEXTS --out FOLDER --concepts FILE."


@dataclass(frozen=True, eq=False, repr=False)
class Record(Corpus):
    """Documents and counts, and no words.

    What is said of `Corpus` holds, with these differences. `documents` has, after the columns of every corpus (path, title,
    genre and speaker are empty), collection, extent ("whole run", "selection", or nothing where no collection is known), n_chars
    (characters of languages written without spaces, whose n_words is 0), hash, duplicate_of and a column for each concept, which
    is missing where the concept has no wordings in the document's language. What needs words raises a `CorpusError` that says
    where they can be had. A part of the shipped record is `shipped` too.

    Attributes
    ----------
    collections : what is known of the collections, by id.
    made : what made.yml says: the versions, the collections, the concepts.
    left_out : documents that repeat another of their collection and are not here.
    rules : the concepts.yml by which a reader counts now; see `rules_differ`.
    """

    collections: dict[str, Collection] = field(default_factory=dict)
    made: dict = field(default_factory=dict)
    left_out: int = 0
    rules: str = ""
    _folder: Path | None = None

    def __repr__(self) -> str:
        return f"<Record {self.title!r}: {len(self):,} documents counted, fingerprint {self.fingerprint}>"

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with any text, any count and any cell of `documents`."""
        own = [c for c in self.documents if c not in (*ABOUT, *COLUMNS, "year", *self.concepts)]
        digest = hashlib.sha256(repr(sorted(self.made.items())).encode())
        for column in ("id", *own):
            digest.update(column.encode() + pd.util.hash_array(self.documents[column].astype("str").to_numpy()).tobytes())
        return digest.hexdigest()[:12]

    @property
    def concepts(self) -> list[str]:
        """The ids of the concepts that are counted."""
        return list(self.made["concepts"])

    @cached_property
    def terms(self) -> Terms:
        """Frequent English words and two-word terms of the whole record, not of this part of it (see `utils.record.terms`)."""
        if read_made(self._folder) != self.made:
            raise CorpusError(f"The record at {self._folder} was made anew since it was loaded: load it again.")
        return read_terms(self._folder)

    @cached_property
    def rules_differ(self) -> str:
        """Empty, or how the rules by which the record was made differ from those by which its reader counts, and what to do."""
        was, now = load_concepts(self.settings[CONCEPTS]), load_concepts(self.rules)
        differ = {"has other wordings of": [c for c in now if c in was and _finds(was[c]) != _finds(now[c])],
                  "lacks": [c for c in now if c not in was], "alone has": [c for c in was if c not in now]}
        parts = [f"{text} {listed(names)}" for text, names in differ.items() if names]
        if self.made.get("counting") != versions():
            parts.append("was counted in another way")
        said = "; it ".join(parts)
        return f"The record was made by other rules than concepts.yml has now: it {said}. {RECOUNT}" if parts else ""

    def counts(self, concept: str) -> pd.Series:
        """The column of a concept; one that the record hasn't is a `CorpusError` that names those it has."""
        if concept not in self.concepts:
            raise CorpusError(f"The record has no counts of {concept!r}, but of {', '.join(self.concepts)}. {RECOUNT}")
        return self.documents[concept]

    def counted(self, concept: str) -> Record:
        """The documents in whose language the concept has wordings."""
        return self.only(self.counts(concept).notna())

    def naming(self, concept: str) -> Record:
        """The documents that mention the concept."""
        return self.only(self.counts(concept).fillna(0) > 0)

    def only(self, keep) -> Record:
        """The documents for which `keep` (boolean, one a document) is true."""
        return self._subset(pd.Series(np.asarray(keep, dtype=bool)))

    def over_time(self) -> Record:
        """The documents that may stand in a course over time: dated within the periods for which their collection is whole.

        A document of no collection is kept, since nothing is known against it; one that repeats another is not. Where some
        belong to a selection a CorpusError is raised: what its years hold is how it was selected.
        """
        documents = self.documents
        chosen = sorted(documents.loc[documents["extent"] == SELECTION, "collection"].unique())
        if chosen:
            names = listed([self.collections[c].title if c in self.collections else c for c in chosen])
            raise CorpusError(f"Nothing can be told over time of a selection, whose years differ by what was selected ({names}): "
                              "take record.where(extent=\"whole run\").")
        first, last = days(self)
        keep = (documents["duplicate_of"] == "").to_numpy()
        for name in documents["collection"].unique():
            periods = self.collections[name].periods if name in self.collections else ()
            if periods:  # a document without a date lies in none: whatever is asked of NaT is false
                spans = [(np.datetime64(start), np.datetime64(end)) for start, end in periods]
                within = np.logical_or.reduce([(first >= start) & (last <= end) for start, end in spans])
                keep = keep & ((documents["collection"] != name).to_numpy() | within)
        return self.only(keep)

    def with_standing(self) -> Record:
        """The same with a column `standing`: what each document's country was in the SCO at its date (`utils.record.states`)."""
        return replace(self, documents=self.documents.assign(standing=standing(self.documents)))

    def collections_table(self) -> pd.DataFrame:
        """One row a collection that documents here belong to: `LISTED`; first and last are dates, empty where none is dated."""
        rows = []
        for name, part in self.documents[["collection", "date", "lang"]].groupby("collection", sort=True):
            known, dates = self.collections.get(name), part.loc[part["date"] != "", "date"].tolist()
            title, publisher, extent = (known.title, known.publisher, known.extent) if known else ("no collection", "", "")
            more = (known.licence, known.where, known.faults) if known else ("",) * 3
            rows.append((name, title, publisher, extent, len(part), min(dates, default=""), max(dates, default=""),
                         ", ".join(sorted(part["lang"].unique())), *more))
        return pd.DataFrame(rows, columns=LISTED)

    def text(self, name: str) -> str:
        """There is none: raises CorpusError that says where the document's collection can be had."""
        found = self.documents.loc[self.documents["id"] == name, "collection"]
        if found.empty:
            raise CorpusError(f"No document has the id {name!r}: see record.documents['id'].")
        raise self._wordless(found)

    def texts(self) -> Iterator[tuple[str, str]]:
        """There are none: raises CorpusError that says where the collections can be had."""
        raise self._wordless(self.documents["collection"])

    def hashes(self) -> list[bytes]:
        """There are none by which words are kept: raises CorpusError that says where the collections can be had."""
        raise self._wordless(self.documents["collection"])

    def _wordless(self, collections: pd.Series) -> CorpusError:
        known = [c for name in sorted(collections.unique()) if (c := self.collections.get(name)) and c.where]
        where = "" if not known else ", where record.collections_table() tells,"
        if len(known) == 1:
            where = f" ({known[0].title}: {known[0].where.rstrip('.')})"
        return CorpusError("The record has counts and no words, which this needs: "
                           f"get the texts{where} and load them with load_corpus.")

    def _subset(self, keep: pd.Series) -> Record:
        keep = keep.to_numpy(dtype=bool)
        return self if keep.all() else replace(self, documents=self.documents[keep].reset_index(drop=True))


def load_record(path: str | Path | None = None, *, duplicates: bool = False, rules: str | None = None) -> Record:
    """Load the record at `path`, or the shipped one.

    Parameters
    ----------
    path : a folder that `sco count` made.
    duplicates : whether documents that repeat another of their collection word for word are kept; they enter no rate.
    rules : the text of the concepts.yml that a reader counts by, such as `corpus.settings["concepts.yml"]`, for
        `Record.rules_differ`; the shipped one, if not given.

    Raises
    ------
    CorpusError : there is no record, or one of its files isn't the one that was made with the others.
    """
    folder = SHIPPED / "record" if path is None or str(path) == "" else Path(path).expanduser()
    made, documents = read_made(folder), read_documents(folder)
    kept = np.ones(len(documents), dtype=bool) if duplicates else (documents["duplicate_of"] == "").to_numpy(dtype=bool)
    settings = {name: _written(SHIPPED / name) for name in SETTINGS if name != "corpus.yml" and (SHIPPED / name).is_file()}
    rules = rules or settings.get(CONCEPTS, "")
    known = {c.id: c for c in load_collections(_written(folder / COLLECTIONS))}
    shipped = folder.resolve() == (SHIPPED / "record").resolve()
    title = "The record" if shipped else folder.resolve().name
    return Record(_as_corpus(documents, kept), title=title, shipped=shipped, collections=known,
                  settings=settings | {CONCEPTS: _written(folder / CONCEPTS)}, made=made, rules=rules, _folder=folder,
                  left_out=int((~kept).sum()))


def mentions_of(record: Record, concept: str) -> pd.DataFrame:
    """The mentions of a concept in the form of `utils.concepts.mentions`: one row a mention, for the functions that count.

    Returns
    -------
    DataFrame of id, concept and, since the record has no words, start, end, sentence_start and sentence_end (missing) and
    wording (empty).

    Raises
    ------
    CorpusError : the record has no such concept, or some documents are of a language in which it has no wordings; these would
        pass for documents without it.
    """
    counts = record.counts(concept)
    missing = record.documents.loc[counts.isna(), "lang"]
    if len(missing):
        raise CorpusError(f"{concept!r} has no wordings in {listed(sorted(missing.unique()))}, the language of {len(missing):,} "
                          f"documents here: take record.counted({concept!r}), or one language with record.where(lang=…).")
    ids = record.documents["id"].to_numpy().repeat(counts.to_numpy(dtype=np.int64, na_value=0))
    out = {"id": pd.Series(ids, dtype="str"), "concept": pd.Series([concept] * len(ids), dtype="str"),
           "wording": pd.Series([""] * len(ids), dtype="str")}
    nothing = pd.array([pd.NA] * len(ids), dtype="Int64")
    return pd.DataFrame({c: out.get(c, nothing) for c in MENTIONS})


def _as_corpus(documents: pd.DataFrame, kept: np.ndarray) -> pd.DataFrame:
    """The rows kept, with the columns and the order that `Corpus.documents` has; `documents` is emptied as they are taken."""
    by = documents[["date", "id"]].assign(row=np.arange(len(documents)), undated=documents["date"] == "")[kept]
    rows = by.sort_values(["undated", "date", "id"])["row"].to_numpy()
    columns = {c: documents.pop(c).array.take(rows) for c in list(documents)}
    for c in ("n_words", "n_chars"):
        columns[c] = columns[c].fillna(0).astype("int64")
    nothing = pd.array([""] * len(rows), dtype="str")
    columns["year"] = pd.array(pd.Series(columns["date"]).str[:4].replace("", None), dtype="Int64")
    order = dict.fromkeys([*COLUMNS, "year", *columns])
    return pd.DataFrame({c: columns.get(c, nothing) for c in order}, copy=False)


def _written(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _finds(concept) -> tuple:
    return concept.rules, concept.any_of, concept.joined_within
