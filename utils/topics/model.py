"""The same topics later: topics as plain data that can be kept, given new documents, and found again after a refit.

Comes in: topics, or a file of them. Goes out: a model (terms, their rarity, the parts), a JSON file of it, the mixture of
documents that it has not seen, and topics that bear the names they had before. Names stand in a small file of their own
beside the model, which is the user's: a line that is there is never changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from utils.corpus import SHIPPED, Corpus, CorpusError
from utils.corpus import beside as file_beside
from utils.figures import write
from utils.topics import Topics, document_mixture
from utils.topics.factors import described
from utils.topics.languages import GROUPED
from utils.topics.vectors import counts_of, tf_idf

VERSION = 1
ALIKE = 0.5  # likeness from which a topic is the same as one before
_HEAD = "# Names of topics. Change what stands after a colon: it stays when the topics are found anew.\n"


@dataclass(frozen=True, eq=False)
class Model:
    """Topics without their corpus.

    Attributes
    ----------
    stems : the terms as stems.
    idf : of each, what its count is multiplied with (`utils.topics.vectors.tf_idf`).
    parts : array, topics x terms, each row of length 1.
    keys : the name by which each topic is known from then on, made of its first label.
    labels : of each topic, by its terms now.
    colours : of each topic the number of its colour.
    documents : of each topic the ids of the documents that hold it.
    title : of the corpus.
    lang : language of the documents.
    """

    stems: list[str]
    idf: np.ndarray
    parts: np.ndarray
    keys: list[str]
    labels: list[str]
    colours: list[int]
    documents: list[list[str]]
    title: str = ""
    lang: str = "en"


def model_of(found: Topics, corpus: Corpus, before: Model | None = None, taken: frozenset[str] = frozenset()) -> Model:
    """The model of topics; those that were there `before` keep their keys and colours, and no new one gets a key that is
    `taken`: that of a topic which was there once, and which somebody may have named.
    """
    same = matched(before, found) if before else {}
    keys, colours = [], []
    for row in found.table.itertuples():
        old = same.get(row.topic)
        keys.append(before.keys[old] if old is not None else _key(row.label))
        colours.append(before.colours[old] if old is not None else -1)
    for i, topic in enumerate(found.table["topic"]):
        if topic not in same:  # a new one: another key than any before it, and the next colour that is free
            past = {*taken, *(before.keys if before else ()), *keys[:i]}
            keys[i] = next(k for k in (keys[i], *(f"{keys[i]}-{n}" for n in range(2, 1000))) if k not in past)
            colours[i] = next(c for c in range(1000) if c not in colours)
    inside = found.passages.dropna(subset="topic").groupby("topic")["id"]
    held = {t: sorted(set(names)) for t, names in inside}
    return Model(list(found.vectors.stems), found.vectors.idf, found.parts, keys, found.table["label"].tolist(), colours,
                 [held.get(t, []) for t in found.table["topic"]], corpus.title, found.vectors.lang)


def _key(label: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in label.partition(",")[0]).split()) or "topic"


def save(model: Model, path: str | Path) -> None:
    """Write a model as JSON: terms with their weights by topic, numbers to six decimals; no code, nothing of the texts but
    terms and ids.
    """
    topics = []
    for i, key in enumerate(model.keys):
        weights = {model.stems[t]: round(float(model.parts[i, t]), 6) for t in np.flatnonzero(model.parts[i])}
        topics.append({"key": key, "label": model.labels[i], "colour": model.colours[i], "documents": model.documents[i],
                       "weights": weights})
    data = {"version": VERSION, "corpus": model.title, "language": model.lang, "topics": topics,
            "terms": {s: round(float(w), 6) for s, w in zip(model.stems, model.idf, strict=True)}}
    write(Path(path), (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def load(path: str | Path) -> Model:
    """Read a model; a file that holds none is a `CorpusError` that says so."""
    path = Path(path)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        stems = list(data["terms"])
        place = {s: i for i, s in enumerate(stems)}
        parts = np.zeros((len(data["topics"]), len(stems)))
        for i, topic in enumerate(data["topics"]):
            for stem, weight in topic["weights"].items():
                parts[i, place[stem]] = float(weight)
        columns = ([t[name] for t in data["topics"]] for name in ("key", "label", "colour", "documents"))
        idf = np.array([float(w) for w in data["terms"].values()])
        lang = data.get("language", "en")
        if data["version"] != VERSION or lang not in GROUPED or not np.isfinite(parts).all() or not np.isfinite(idf).all():
            raise ValueError
        return Model(stems, idf, parts, *columns, data["corpus"], lang)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CorpusError(f"{path} is no file of topics that this version reads: give it another name, or take it away, and "
                          "run again.") from None


def assigned(model: Model, corpus: Corpus) -> pd.DataFrame:
    """The mixture of documents by the topics of a model, which need not have seen them.

    Returns
    -------
    DataFrame, documents (ids) x topics (keys): shares that add up to 1, or 0 where a document holds no term of the model.
    """
    counts, passages = counts_of(corpus, model.stems, model.lang)
    if not counts.nnz or not model.keys:
        return document_mixture(corpus, passages, np.zeros((len(passages), len(model.keys)))).set_axis(model.keys, axis=1)
    mixture = described(tf_idf(counts, idf=model.idf), model.parts)
    return document_mixture(corpus, passages, mixture).set_axis(model.keys, axis=1)


def matched(before: Model, found: Topics) -> dict[int, int]:
    """Topics that are those of a model: topic -> the place in the model.

    Likeness is the mean of the cosine between the two topics' terms and, where documents are in both, the Jaccard index of
    the two topics' documents among them. The pairs are those of the greatest likeness together (Kuhn 1955), and
    count from a likeness of 0.5 on.
    """
    from scipy.optimize import linear_sum_assignment

    if not found.k or not before.keys:
        return {}
    place = {s: i for i, s in enumerate(before.stems)}
    shared = [(i, place[s]) for i, s in enumerate(found.vectors.stems) if s in place]
    new, old = (list(side) for side in zip(*shared, strict=True)) if shared else ([], [])
    alike = _cosine(found.parts[:, new], before.parts[:, old])
    both = set(found.mixture.index) & {name for names in before.documents for name in names}
    if both:
        inside = found.passages.dropna(subset="topic").groupby("topic")["id"].agg(set).to_dict()
        mine = [inside.get(t, set()) & both for t in found.table["topic"]]
        theirs = [set(names) & both for names in before.documents]
        jaccard = np.array([[len(a & b) / max(1, len(a | b)) for b in theirs] for a in mine])
        alike = (alike + jaccard) / 2
    rows, columns = linear_sum_assignment(-alike.round(6))
    topics = found.table["topic"].tolist()
    return {topics[r]: int(c) for r, c in zip(rows, columns, strict=True) if alike[r, c] >= ALIKE}


def _cosine(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    # Terms that only one of the two knows count as 0: the parts are of length 1 over all their terms.
    return a @ b.T if a.shape[1] else np.zeros((len(a), len(b)))


def names_file(path: str | Path) -> Path:
    """Where the names of the topics of a model stand: the same place with the ending .yml."""
    return Path(path).with_suffix(".yml")


def read_names(path: str | Path) -> dict[str, str]:
    """Key -> name, from a file of names; nothing where there is none. A damaged file is a `CorpusError` that says so."""
    path = Path(path)
    if not path.is_file():
        return {}
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return {str(key): " ".join(str(name).split()) for key, name in data.items() if name is not None and str(name).strip()}
    except (OSError, ValueError, AttributeError, yaml.YAMLError):
        raise CorpusError(f"{path} can't be read: every line must be a key, a colon and a name, as in "
                          "`energy: Oil and gas`.") from None


def add_names(model: Model, path: str | Path) -> None:
    """Add the topics of a model that a file of names doesn't have, each called by its label; all that is there stays."""
    path, known = Path(path), read_names(path)
    new = [(k, label) for k, label in zip(model.keys, model.labels, strict=True) if k not in known]
    if new:
        there = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
        lines = (yaml.safe_dump({k: label}, allow_unicode=True, width=10_000) for k, label in new)
        write(path, (there + "\n" * (not there.endswith("\n")) + "".join(lines)).encode())


def beside(corpus: str | Path | None) -> Path:
    """Where the topics of a corpus are looked for: topics.json in its folder, or NAME.topics.json beside a table of documents.

    Of a very long name the last 200 bytes are taken.
    """
    path = file_beside(Path(corpus) if corpus else SHIPPED, "topics.json")
    return path.with_name(path.name.encode()[-200:].decode(errors="ignore"))


def remembered(found: Topics, corpus: Corpus, path: str | Path, *, keep: bool = False) -> Topics:
    """Topics under the names and colours they had before.

    Parameters
    ----------
    path : a file of topics. Where there is none, the topics stay as they are.
    keep : write the topics there, and new ones into the file of names beside it.
    """
    path = Path(path)
    before = load(path) if path.is_file() else None
    if not found.k or not (before or keep):
        return found
    if keep and path.suffix != ".json":
        raise CorpusError(f"Topics are kept as JSON, and their names beside it in a .yml file: {path.name} must end in .json.")
    now = model_of(found, corpus, before, frozenset(read_names(names_file(path))))
    if keep:
        save(now, path)
        add_names(now, names_file(path))
    given = read_names(names_file(path))
    # A topic that nobody has named bears the label it bore first, which the file of names holds.
    called = [given.get(key, label) for key, label in zip(now.keys, now.labels, strict=True)]
    known = set(before.keys) if before else set()
    return replace(found, table=found.table.assign(label=called), colours=tuple(now.colours),
                   again=tuple(t for t, key in zip(found.table["topic"], now.keys, strict=True) if key in known),
                   gone=tuple(given.get(k, label) for k, label in zip(before.keys, before.labels, strict=True)
                              if k not in now.keys) if before else ())
