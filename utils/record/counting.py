"""Texts -> counts: how often each concept stands in each document, and nothing of its words but frequent terms.

Comes in: paths of texts, concepts.yml, collections.yml. Goes out: `Counted`: one row a document, and term frequencies (see
`utils.record.terms`). The text alone is counted, not the title. A concept without wordings in a document's language is
missing there, not 0; one that collects others counts those of its parts that have wordings in the language.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.concepts.rules import Concept, load_concepts
from utils.concepts.search import search_of
from utils.corpus import Corpus, CorpusError, load_corpus
from utils.corpus.dates import PRECISIONS, iso_date
from utils.corpus.documents import COLUMNS
from utils.record.collections import FROM_ID, Collection, collection_of, load_collections
from utils.record.states import load_states
from utils.record.terms import Terms, term_counts
from utils.sentences import count
from utils.sides import COUNTRIES, side_label
from utils.text import count_cjk
from utils.token_arrays import numbered

# What is told of a document; then come the columns of concepts, named by their ids.
ABOUT = ["id", "collection", "publisher", "date", "precision", "country", "voice", "side", "lang", "url", "extent", "n_words",
         "n_chars", "hash", "duplicate_of"]
SPACELESS = ("zh", "ja")  # languages whose length is told in characters
HASH_DIGITS = 12
NAMED = 20  # things of a kind that are named; of more it is said how many

Say = Callable[[str], None]


class Counted(NamedTuple):
    """What is counted.

    Attributes
    ----------
    documents : DataFrame of `ABOUT` (strings; n_words and n_chars Int64, of which the one that doesn't apply is missing), then
        one Int64 column a concept; ordered by collection, date (undated last) and id. `hash` is the beginning of the SHA-256
        of the text with every stretch of spaces and line ends as one space, so that another layout is no other text.
        `duplicate_of` is the first document, by date and id, of the same collection and text.
    terms : frequent English words and two-word terms.
    """

    documents: pd.DataFrame
    terms: Terms


def count_texts(paths: Iterable[str | Path], *, concepts: str, collections: str, say: Say = lambda line: None) -> Counted:
    """Count texts.

    Parameters
    ----------
    paths : as for `utils.corpus.load_corpus`, one or several. A document that stands in two of them word for word under one
        id counts once; one that has the id of another is told apart as `load_corpus` does.
    concepts, collections : the texts of concepts.yml and collections.yml.
    say : is given a line on each path, and on whatever a reader of the counts should know.

    Raises
    ------
    CorpusError : one of the paths, or one of the two files, can't be used.
    """
    rules = load_concepts(concepts)
    taken = [name for name in rules if name in (*ABOUT, *COLUMNS, "year", "standing")]
    if taken:
        raise CorpusError(f"concepts.yml: the concept {taken[0]!r} bears the name of a column of every record: rename it.")
    reading = _Reading(concepts, load_collections(collections), say)
    lengths: list[int] = []
    words: list[str] = []
    numbers = list(numbered(reading.english(paths), lengths, words))
    if not reading.rows:
        raise CorpusError("There are no texts to count: name a file or folder.")
    documents, place = _documents(reading, rules)
    _say_what_is_missing(documents, say)
    ids = np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int32)
    return Counted(documents, term_counts(documents, place[reading.places], ids, np.array(lengths, dtype=np.int64), words))


def has_wordings(concept: Concept, rules: dict[str, Concept], lang: str) -> bool:
    """Whether a concept, or one of those it collects, can be found in a language."""
    return lang in concept.rules or any(lang in rules[part].rules for part in concept.any_of)


def text_hash(text: str) -> str:
    """SHA-256 of a text (64 hexadecimal digits), with every stretch of spaces and line ends as one space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


class _Reading:
    """One pass over all texts; what is found is put down meanwhile.

    Attributes
    ----------
    rows : what is told of each document.
    found : document (its place in `rows`), concept and number of mentions, wherever there are any.
    places : for each English text handed on, its document.
    """

    def __init__(self, concepts: str, known: tuple[Collection, ...], say: Say):
        self.concepts, self.known, self.say = concepts, known, say
        self.states = load_states()["name"].to_dict()
        self.rows: list[dict] = []
        self.found: list[tuple[int, str, int]] = []
        self.places: list[int] = []
        self._texts_of: dict[str, set[str]] = {}  # id -> hashes of the texts that bear it

    def english(self, paths: Iterable[str | Path]) -> Iterator[str]:
        """The English texts, one after the other; all texts are counted on the way."""
        for path in paths:
            corpus, before, problems = load_corpus(path), len(self.rows), []
            for row in corpus.documents.to_dict("records"):
                text = corpus.text(row["id"])
                about = self._about(row) | {"hash": text_hash(text)}
                name = self._name(about["id"], about["hash"], problems)
                if not name:
                    continue
                place = len(self.rows)
                self.rows.append(about | {"id": name} | _length(about["lang"], row["n_words"], text))
                spans = search_of(self.concepts, about["lang"]).spans(text)
                self.found += [(place, concept, len(each)) for concept, each in spans.items()]
                if about["lang"] == "en":
                    self.places.append(place)
                    yield text
            self.say(_line(Path(path).name, self.rows[before:]))
            _say_problems(corpus, problems, self.say)

    def _name(self, name: str, digest: str, problems: list[str]) -> str:
        """The id under which a text counts: its own, or one with a number; empty where it counts already."""
        texts = self._texts_of.setdefault(name, set())
        if digest in texts:
            problems.append(f"{name} stands in an earlier file word for word: it counts once")
            return ""
        texts.add(digest)
        if len(texts) == 1:
            return name
        new = f"{name}-{len(texts)}"
        while new in self._texts_of:
            new += "-2"
        self._texts_of[new] = {digest}
        problems.append(f"{name} is the id of another text as well: counted as {new}")
        return new

    def _about(self, row: dict) -> dict:
        """What is told of a document: by its collection where it belongs to one, else by itself."""
        collection, name, parts = collection_of(row["id"], self.known)
        out = {key: row[key] for key in ("publisher", "date", "country", "voice", "side", "lang", "url")}
        out |= {"id": name, "collection": "", "extent": ""}
        if collection:
            country = parts.get("country", "") if collection.country == FROM_ID else collection.country
            said = {"publisher": collection.publisher, "country": country, "voice": collection.voice,
                    # A language is guessed where a row names none; the collection knows.
                    "lang": collection.lang, "collection": collection.id, "extent": collection.extent}
            out |= {key: value for key, value in said.items() if value} | {"side": ""}
            out["date"] = out["date"] or iso_date(parts.get("year", ""))
        code = out["country"]
        out["precision"] = PRECISIONS.get(len(out["date"]), "")
        out["side"] = out["side"] or side_label(code if code in COUNTRIES else self.states.get(code, code), out["voice"])
        return out


def _length(lang: str, n_words: int, text: str) -> dict:
    return {"n_words": None, "n_chars": count_cjk(text)} if lang in SPACELESS else {"n_words": n_words, "n_chars": None}


def _documents(reading: _Reading, rules: dict[str, Concept]) -> tuple[pd.DataFrame, np.ndarray]:
    """The table of documents with duplicates marked, and for each document read its row there."""
    table = pd.DataFrame(reading.rows).assign(duplicate_of="")[ABOUT].astype({"n_words": "Int64", "n_chars": "Int64"})
    langs = table["lang"].to_numpy()
    numbers = {name: np.zeros(len(table), dtype=np.int64) for name in rules}
    for place, name, number in reading.found:
        numbers[name][place] = number
    columns = {}
    for name, concept in rules.items():
        without = [lang for lang in set(langs) if not has_wordings(concept, rules, lang)]
        columns[name] = pd.arrays.IntegerArray(numbers[name], np.isin(langs, without))
    table = pd.concat([table, pd.DataFrame(columns)], axis=1)
    order = table.assign(undated=table["date"] == "").sort_values(["collection", "undated", "date", "id"]).index
    table = table.loc[order].reset_index(drop=True)
    first = table.groupby(["collection", "hash"], sort=False)["id"].transform("first")
    table["duplicate_of"] = first.where(first != table["id"], "")
    table["hash"] = table["hash"].str[:HASH_DIGITS]
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return table.astype(dict.fromkeys((c for c in ABOUT if not c.startswith("n_")), "str")), place


def _line(name: str, rows: list[dict]) -> str:
    parts = sorted(Counter(row["collection"] or "no collection" for row in rows).items())
    return f"{name}: {count(len(rows), 'document')} counted" + "".join(f", {number:,} of {part}" for part, number in parts)


def _say_problems(corpus: Corpus, problems: list[str], say: Say) -> None:
    said = [f"{p.file}{'' if pd.isna(p.row) else f', row {p.row}'} {p.reason}" for p in corpus.skipped.itertuples()] + problems
    for line in said[:NAMED]:
        say(f"  {line}")
    if len(said) > NAMED:
        say(f"  … and {len(said) - NAMED:,} more")


def _say_what_is_missing(documents: pd.DataFrame, say: Say) -> None:
    total = count(len(documents), "document")
    for column, what in (("date", "no date (counted, and in nothing over time)"), ("country", "no country"),
                         ("publisher", "no publisher"), ("collection", "no collection (told of as the row says)")):
        number = int((documents[column] == "").sum())
        if number:
            say(f"{number:,} of {total}: {what}.")
    codes, states = documents["country"].value_counts().sort_index(), load_states().index
    unknown = [(code, int(number)) for code, number in codes.items() if code and code not in states and code not in COUNTRIES]
    for code, number in unknown[:NAMED]:
        say(f"The country {code!r} of {count(number, 'document')} is not in states.csv: the rows are kept.")
    if len(unknown) > NAMED:
        say(f"… and {len(unknown) - NAMED:,} more codes that are not in states.csv.")
    same = int((documents["duplicate_of"] != "").sum())
    if same:
        say(f"{same:,} of {total}: word for word another of the same collection (marked, and in no rate).")
