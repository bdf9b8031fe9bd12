"""How far topics are only what is known of the documents anyway: who published them, of what kind, when, how long.

Comes in: topics (`utils.topics`) and the corpus they were found in. Goes out: DataFrames.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.topics import Topics
from utils.topics.factors import shaping
from utils.trends import FEW

OF_ONE_KIND = 0.75  # share of a topic's documents with one value, from which it is said to be of that value
PROPERTIES = ("side", "country", "voice", "genre", "publisher", "year", "length")


def mirrored(found: Topics, corpus: Corpus) -> pd.DataFrame:
    """How much the topics have in common with what is known of the documents.

    Returns
    -------
    DataFrame of property, values (different ones), passages (that belong to a topic, of documents where the property is
    known), ami: adjusted mutual information, 0 where topics and property have no more in common than chance makes, 1
    where they are the same partition (Vinh, Epps and Bailey 2010); missing where the property has fewer than two values.
    `length` is the document's length in thirds.
    """
    from sklearn.metrics import adjusted_mutual_info_score

    rows = []
    if not found.k:
        return pd.DataFrame(columns=["property", "values", "passages", "ami"])
    inside = found.passages.loc[shaping(found.passages)].dropna(subset="topic")
    about = corpus.documents.assign(length=_thirds(corpus.documents["n_words"]))
    for column in PROPERTIES:
        value = inside["document"].map(about[column].astype(object)) if column in about else pd.Series(dtype=object)
        known = value.notna() & (value.astype(str) != "")
        value, topic = value[known].astype(str), inside.loc[known, "topic"].astype(int)
        ami = adjusted_mutual_info_score(value, topic) if value.nunique() > 1 else np.nan
        rows.append((column, value.nunique(), len(value), round(float(ami), 3)))
    return pd.DataFrame(rows, columns=["property", "values", "passages", "ami"])


def _thirds(n_words: pd.Series) -> pd.Series:
    ranks = n_words.rank(method="average", pct=True)
    return pd.Series(np.select([ranks <= 1 / 3, ranks <= 2 / 3], ["short", "middling"], "long"), index=n_words.index)


def of_one_kind(found: Topics, corpus: Corpus) -> pd.DataFrame:
    """Stable topics most of whose documents share a publisher, side or genre that is far rarer among all documents.

    Returns
    -------
    DataFrame of topic, label, property, value, with_it (the topic's documents with that value), documents (of the
    topic), share, share_of_all: at least three quarters of the topic's documents, and at least twice the share among all.
    """
    about = corpus.documents.set_index("id")
    rows = []
    for topic, label in found.named[["topic", "label"]].itertuples(index=False, name=None):
        names = found.passages.loc[found.passages["topic"] == topic, "id"].unique()
        for column in ("publisher", "side", "genre"):
            inside, everywhere = about.loc[names, column], about[column]
            counts = inside[inside != ""].value_counts().sort_index().sort_values(ascending=False, kind="stable")
            if counts.empty:
                continue
            value, k = counts.index[0], int(counts.iloc[0])
            share, among_all = k / len(names), float((everywhere == value).mean())
            if len(names) >= FEW and share >= OF_ONE_KIND and share >= 2 * among_all:
                rows.append((topic, label, column, value, k, len(names), share, among_all))
    return pd.DataFrame(rows, columns=["topic", "label", "property", "value", "with_it", "documents", "share", "share_of_all"])
