"""Topics of a corpus: groups of passages that share terms, with what sets each apart and how stable it is.

Comes in: a corpus of documents in one language. Goes out: one table of topics, one of their terms, one of passages and one of
documents; or the reason why there are none. A topic is a group of passages found by TF-IDF and non-negative matrix
factorisation (`utils.topics.vectors`, `utils.topics.factors`), not a thing somebody meant: its label is the terms that set it
apart.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.overview import LANGUAGES
from utils.topics.choosing import (
    CHANCE,
    KS,
    PER_TOPIC,
    SCAN,
    STABLE,
    chance,
    draws,
    possible_ks,
    recommended,
    resampled,
    scan,
    silhouette,
)
from utils.topics.factors import Factors, factorise, shaping
from utils.topics.labels import TERMS, label, terms_table
from utils.topics.vectors import Vectors, vectors
from utils.trends import FEW, exact_interval

_WIDTH = 31  # characters of a topic's name in a figure
TABLE = ["topic", "label", "documents", "share", "share_low", "share_high", "passages", "stability", "silhouette", "verdict"]


@dataclass(frozen=True, eq=False)
class Topics:
    """What was found.

    Attributes
    ----------
    k : number of topics; 0 where none could be looked for (`reason` says why).
    table : one row a topic, the one in most documents first: topic (1, 2, …), label, documents (with a passage that
        belongs to it), share (of all documents, 0 to 1) with its 95% exact interval, passages, stability (mean Jaccard
        index over resamples), silhouette (mean), verdict: "stable", or why it isn't interpreted:
        "few documents" (under 5), "unstable" (stability under 0.6), "not distinct" (silhouette not above 0: its passages
        are no closer to each other than to those of other groups).
    terms : topic, term, stem, passages (of the topic that hold the term), share (of them), share_rest (of all other
        passages), log_ratio, score (share x log ratio); ten a topic, highest score first.
    passages : id, document, start, end, n_words, terms, topic (missing where none makes up 40% of it), closeness (cosine
        to that topic's terms), silhouette (missing where not looked at).
    mixture : documents x topics, shares that add up to 1 (0 where a document holds no term).
    scan : what `utils.topics.choosing.scan` gives; empty where k was given.
    chance : what `utils.topics.choosing.chance` gives for this k.
    stability, silhouette : of the whole, over the passages that shape it: mean adjusted Rand index over resamples, and
        mean silhouette.
    reason : why there are no topics, as the end of a sentence; empty where there are.
    documents : how many there are in the corpus.
    parts : array, topics x terms: what each topic consists of, each row of length 1 (`vectors.terms` are the terms).
    colours : the number of each topic's colour, in the order of `table`; empty for 0, 1, 2, …
    again, gone : topics that were there before, and names of those that are there no more (`utils.topics.model`).
    """

    k: int
    table: pd.DataFrame
    terms: pd.DataFrame
    passages: pd.DataFrame
    mixture: pd.DataFrame
    scan: pd.DataFrame
    chance: pd.DataFrame
    stability: float
    silhouette: float
    reason: str
    documents: int
    vectors: Vectors
    parts: np.ndarray
    colours: tuple[int, ...] = ()
    again: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether the groups are more than chance makes (`beyond_chance`), and at least two of them to be interpreted."""
        return bool(self.k and self.beyond_chance and (self.table["verdict"] == "stable").sum() >= 2)

    @property
    def beyond_chance(self) -> bool:
        """Whether the silhouette is greater than in every shuffled version, the stability no smaller, and more groups are stable;
        a version without groups counts as lowest.
        """
        by_chance = self.chance.astype(float).fillna(-1).max()
        return bool(self.silhouette > by_chance["silhouette"] and self.stability >= by_chance["stability"]
                    and (self.table["stability"] >= STABLE).sum() > by_chance["stable_groups"])

    @property
    def named(self) -> pd.DataFrame:
        """The rows of `table` that are interpreted: the stable topics, and none where the groups aren't clear."""
        return self.table[(self.table["verdict"] == "stable") & self.clear]

    @property
    def names(self) -> dict[int, str]:
        """Topic -> its number and as many terms of its label as 34 characters hold, or so many words of a name that a reader gave
        it; "(verdict)" where it isn't interpreted.
        """
        out, named = {}, set(self.named["topic"])
        for row in self.table.itertuples():
            name, terms = row.label, row.label.split(", ")
            if name == label(self.terms[self.terms["topic"] == row.topic]):
                while len(terms) > 1 and len(", ".join(terms)) > _WIDTH:
                    terms.pop()
                name = ", ".join(terms)
            kept_back = f"({row.verdict if self.clear else 'not clear'})"
            out[row.topic] = f"{row.topic} {textwrap.shorten(name, _WIDTH, placeholder='…') if row.topic in named else kept_back}"
        return out


def topics(corpus: Corpus, *, k: int | None = None, ks: tuple[int, ...] = KS, seed: int = 0,
           made: Vectors | None = None) -> Topics:
    """The topics of `corpus`.

    Parameters
    ----------
    k : how many; by default what the scan over `ks` recommends.
    made : `vectors` of an earlier run on the same documents; made anew by default, which takes most of the time where there are
        many.
    """
    made = made or vectors(corpus)
    possible = possible_ks(made, ks if k is None else (k,))
    if not possible:
        return _none(corpus, made, _why_not(made, corpus, k or min(ks)))
    scanned = scan(made, tuple(possible), seed=seed) if k is None else pd.DataFrame(columns=SCAN)
    k = recommended(scanned) if k is None else k
    if k is None:
        return _none(corpus, made, "too few passages belong to any group")
    found = factorise(made.weights, k, shaping(made.passages, seed=seed))
    document = made.passages["document"].to_numpy()
    terms = terms_table(made.counts, found.groups, k, document, made.terms, made.stems)
    order = _order(made, found, terms)
    found = Factors(found.mixture[:, order], found.parts[order])
    place = {old: new + 1 for new, old in enumerate(order)}
    terms = terms.assign(topic=terms["topic"].map(place)).sort_values("topic", kind="stable", ignore_index=True)
    return _described(corpus, made, found, terms, scanned, seed)


def _none(corpus: Corpus, made: Vectors, reason: str) -> Topics:
    unknown = pd.array([pd.NA] * len(made.passages), dtype="Int64")
    passages = made.passages.assign(topic=unknown, closeness=np.nan, silhouette=np.nan)
    table, terms, scanned, by_chance = (pd.DataFrame(columns=c) for c in (TABLE, TERMS, SCAN, CHANCE))
    mixture = pd.DataFrame(index=corpus.documents["id"].to_numpy())
    return Topics(0, table, terms, passages, mixture, scanned, by_chance, np.nan, np.nan, reason, len(corpus), made,
                  np.zeros((0, len(made.terms))))


def _why_not(made: Vectors, corpus: Corpus, k: int) -> str:
    least, n = k * PER_TOPIC, len(corpus)
    usable = int(made.passages.loc[made.passages["terms"] > 0, "document"].nunique())
    if n < least:
        here = f"there {'is' if n == 1 else 'are'} {n}" if n else "there is none"
        return f"{k} groups need at least {least} {LANGUAGES[made.lang]} documents, and {here}"
    if not usable:
        return f"no term stands in at least {made.minimum_documents} documents and in at most half of the passages"
    if usable < least:
        return (f"{k} groups need at least {least} documents that hold terms which others hold too, and there "
                f"{'is' if usable == 1 else 'are'} {usable}")
    return "too many of the documents say the same"


def _order(made: Vectors, found: Factors, terms: pd.DataFrame) -> list[int]:
    """The parts by their documents, then by their labels."""
    k = found.parts.shape[0]
    size = [made.passages.loc[found.groups == part, "document"].nunique() for part in range(k)]
    names = [label(terms[terms["topic"] == part]) for part in range(k)]
    return sorted(range(k), key=lambda part: (-size[part], names[part], part))


def _described(corpus: Corpus, made: Vectors, found: Factors, terms: pd.DataFrame, scanned: pd.DataFrame, seed: int) -> Topics:
    k, groups = found.parts.shape[0], found.groups
    rows = shaping(made.passages, seed=seed)
    shape, documents = made.weights[rows], made.passages.loc[rows, "document"].to_numpy()
    # Other draws than those of the scan, which was searched for the most stable groups.
    rand, jaccard = resampled(shape, documents, Factors(found.mixture[rows], found.parts), draws(len(rows))[1], seed=seed + 1)
    mean = silhouette(shape, groups[rows], seed=seed)[0]
    each = silhouette(made.weights, groups, seed=seed)[1]
    closeness = np.asarray(made.weights @ found.parts.T).round(4)
    passages = made.passages.assign(topic=pd.array(groups + 1, dtype="Int64"), silhouette=each,
                                    closeness=closeness[np.arange(len(groups)), np.maximum(groups, 0)])
    passages["topic"] = passages["topic"].where(passages["topic"] > 0)
    inside = passages.dropna(subset="topic").groupby("topic")
    table = pd.DataFrame({"topic": range(1, k + 1), "label": [label(terms[terms["topic"] == t]) for t in range(1, k + 1)]})
    for column, values in (("documents", inside["document"].nunique()), ("passages", inside.size())):
        table[column] = table["topic"].map(values).fillna(0).astype(int)
    table["share"] = table["documents"] / len(corpus)
    table[["share_low", "share_high"]] = [exact_interval(n, len(corpus)) for n in table["documents"]]
    table["stability"] = jaccard
    table["silhouette"] = table["topic"].map(inside["silhouette"].mean()).astype(float).round(3)
    few, shaky, vague = table["documents"] < FEW, ~(table["stability"] >= STABLE), ~(table["silhouette"] > 0)
    table["verdict"] = np.select([few, shaky, vague], ["few documents", "unstable", "not distinct"], "stable")
    return Topics(k, table[TABLE], terms, passages, document_mixture(corpus, made.passages, found.mixture), scanned,
                  chance(made, k, seed=seed), rand, mean, "", len(corpus), made, found.parts)


def document_mixture(corpus: Corpus, passages: pd.DataFrame, mixture: np.ndarray) -> pd.DataFrame:
    """Each document's mixture, the mean of its passages' by their words: documents (ids) x topics (1, 2, …)."""
    words = np.where(mixture.sum(axis=1) > 0, passages["n_words"], 0).astype(float)
    document = passages["document"].to_numpy()
    total = np.maximum(np.bincount(document, words, len(corpus)), 1e-9)
    shares = [np.bincount(document, words * part, len(corpus)) / total for part in mixture.T]
    k = mixture.shape[1]
    by_document = np.round(np.array(shares).reshape(k, len(corpus)).T, 4)
    return pd.DataFrame(by_document, index=corpus.documents["id"].to_numpy(), columns=range(1, k + 1))
