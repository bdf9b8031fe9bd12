"""Concepts -> mentions: what concepts.yml says to track, found in the texts with its place and its words.

Comes in: a corpus and its concepts.yml. Goes out: one row a mention, and how common each concept is. Within one
concept the longest wording wins and overlaps count once; different concepts may share words.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from utils import cache
from utils.concepts.rules import load_concepts
from utils.concepts.search import Search, search_of
from utils.corpus import Corpus, CorpusError
from utils.text import fold, sentences_around
from utils.trends import FEW, exact_interval

VERSION = 2  # goes up whenever the same rules find other mentions, or sentences end elsewhere
MENTIONS = ["id", "concept", "start", "end", "wording", "sentence_start", "sentence_end"]


def mentions(corpus: Corpus, concepts: list[str] | None = None) -> pd.DataFrame:
    """All mentions of the concepts named (of all, if none are), in the order of the documents.

    Returns
    -------
    DataFrame of id, concept, start, end, wording (the words of the text between these offsets), sentence_start and
    sentence_end (offsets of the sentence in which the mention begins).

    Raises
    ------
    CorpusError : a concept is not in concepts.yml, or that file has a fault; the message names line or concepts.
    """
    written = corpus.settings["concepts.yml"]
    rules = load_concepts(written)
    wanted = list(rules) if concepts is None else list(concepts)
    unknown = [c for c in wanted if c not in rules]
    if unknown:
        raise CorpusError(f"concepts.yml has no concept {unknown[0]!r}: it has {', '.join(rules)}.")
    names = sorted(rules)
    parts = [part for part in _by_document(corpus, written) if len(part)]
    table = np.concatenate(parts) if parts else np.empty((0, 6), dtype=np.int32)
    if concepts is not None:
        table = table[np.isin(table[:, 1], [names.index(c) for c in wanted])]
    texts = corpus.documents["id"].to_numpy()
    labelled = np.array(names, dtype=object)[table[:, 1]]
    out = pd.DataFrame({"id": pd.Series(texts[table[:, 0]], dtype="str"), "concept": pd.Series(labelled, dtype="str"),
                        "start": table[:, 2], "end": table[:, 3], "wording": pd.Series(_wordings(corpus, table), dtype="str"),
                        "sentence_start": table[:, 4], "sentence_end": table[:, 5]})
    return out.astype({c: "int64" for c in MENTIONS if c.endswith(("start", "end"))})


def _by_document(corpus: Corpus, written: str) -> list[np.ndarray]:
    """Of each document an int32 array with a row a mention: document, concept (by its place in the alphabet), start, end,
    sentence's start and end; in the order of the text. What was found before in the same text by the same rules comes from
    the cache."""
    kind = f"mentions {VERSION} {hashlib.sha256(written.encode()).hexdigest()}"
    langs, names = corpus.documents["lang"].tolist(), corpus.documents["id"].tolist()
    keys = [each + lang.encode() for each, lang in zip(corpus.hashes(), langs, strict=True)]
    held = dict(cache.read(kind, keys))
    new: dict[bytes, bytes] = {}
    out = []
    for number, (key, name, lang) in enumerate(zip(keys, names, langs, strict=True)):
        if key not in held:
            held[key] = new[key] = _found(corpus.text(name), search_of(written, lang)).tobytes()
        rows = np.frombuffer(held[key], dtype="<i4").reshape(-1, 5)
        out.append(np.column_stack([np.full(len(rows), number, dtype=np.int32), rows]))
    cache.write(kind, new)
    return out


def _found(text: str, rules: Search) -> np.ndarray:
    order = {name: number for number, name in enumerate(sorted(rules.concepts))}
    spots = sorted((start, end, order[name]) for name, spans in rules.spans(text).items() for start, end in spans)
    sentences = sentences_around(text, [start for start, _, _ in spots])
    rows = [(number, start, end, *sentence) for (start, end, number), sentence in zip(spots, sentences, strict=True)]
    return np.array(rows, dtype="<i4").reshape(-1, 5)


def _wordings(corpus: Corpus, table: np.ndarray) -> list[str]:
    names, out = corpus.documents["id"].tolist(), []
    held, text = -1, ""
    for document, start, end in zip(*table[:, [0, 2, 3]].T.tolist(), strict=True):
        if document != held:
            held, text = document, corpus.text(names[document])
        out.append(text[start:end])
    return out


def labels(corpus: Corpus) -> dict[str, str]:
    """Concept id -> its readable name, in the order of concepts.yml."""
    return {key: concept.label for key, concept in load_concepts(corpus.settings["concepts.yml"]).items()}


def rules_table(corpus: Corpus, concepts: list[str] | None = None) -> pd.DataFrame:
    """What counts: concept, label, counts (in a sentence), wordings (English)."""
    rules = load_concepts(corpus.settings["concepts.yml"])
    rows = [(key, c.label, c.counts, "; ".join(c.wordings.get("en", c.any_of))) for key, c in rules.items()
            if concepts is None or key in concepts]
    return pd.DataFrame(rows, columns=["concept", "label", "counts", "wordings"])


def wordings(found: pd.DataFrame) -> pd.DataFrame:
    """The wordings of mentions, folded and in one line: concept, wording, mentions, documents, most frequent first."""
    each = found.assign(wording=[" ".join(fold(w).split()) for w in found["wording"]])
    out = each.groupby(["concept", "wording"]).agg(mentions=("id", "size"), documents=("id", "nunique")).reset_index()
    return out.sort_values(["mentions", "documents", "wording"], ascending=[False, False, True], ignore_index=True)


def per_concept(found: pd.DataFrame, corpus: Corpus, concepts: list[str]) -> pd.DataFrame:
    """One row a concept, in the order given: concept, label, mentions, documents, share of documents with its exact 95%
    interval (share_low, share_high; missing where the corpus has under five documents), per_1000_words."""
    names, rows = labels(corpus), []
    for concept in concepts:
        part = found[found["concept"] == concept]
        k, enough = part["id"].nunique(), len(corpus) >= FEW
        shares = (k / len(corpus), *exact_interval(k, len(corpus))) if enough else (float("nan"),) * 3
        rows.append((concept, names[concept], len(part), k, *shares,
                     1000 * len(part) / corpus.n_words if corpus.n_words else float("nan")))
    columns = ["concept", "label", "mentions", "documents", "share", "share_low", "share_high", "per_1000_words"]
    return pd.DataFrame(rows, columns=columns)
