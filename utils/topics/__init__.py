"""Topics of a corpus: groups of passages that share terms, with what sets each apart and how stable it is.

Comes in: a corpus of English documents. Goes out: one table of topics, one of their terms, one of passages and one of
documents; or the reason why there are none. A topic is a group of passages found by TF-IDF and non-negative matrix
factorisation (`utils.topics.vectors`, `utils.topics.factors`), not a thing somebody meant: its label is the terms that set it
apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.keyness import log_ratio
from utils.topics.factors import (
    KS,
    PER_TOPIC,
    SCAN,
    STABLE,
    Factors,
    chance,
    factorise,
    possible_ks,
    recommended,
    resampled,
    scan,
    shaping,
    silhouette,
)
from utils.topics.vectors import Vectors, tf_idf, vectors
from utils.trends import FEW, exact_interval

RESAMPLES = 20
LABEL = 3  # terms at most
LISTED = 10  # terms of a topic, at most
COMMON = 0.2  # of a topic's passages hold a term of its label
TABLE = ["topic", "label", "documents", "share", "share_low", "share_high", "passages", "stability", "silhouette", "verdict"]
TERMS = ["topic", "term", "stem", "passages", "share", "share_rest", "log_ratio", "score"]


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
    scan : what `utils.topics.factors.scan` gives; empty where k was given.
    chance : what `utils.topics.factors.chance` gives for this k.
    stability, silhouette : of the whole, over the passages that shape it: mean adjusted Rand index over resamples, and
        mean silhouette.
    reason : why there are no topics, as the end of a sentence; empty where there are.
    documents : how many there are in the corpus.
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

    @property
    def clear(self) -> bool:
        """Whether the groups are more than chance makes: further apart than in every shuffled version of the texts, no
        less stable, and at least two of them to be interpreted.
        """
        return bool(self.k and self.beyond_chance and (self.table["verdict"] == "stable").sum() >= 2)

    @property
    def beyond_chance(self) -> bool:
        """Whether the silhouette is greater than in every shuffled version, and the stability no smaller; a version without
        groups counts as lowest.
        """
        by_chance = self.chance.astype(float).fillna(-1).max()
        return bool(self.silhouette > by_chance["silhouette"] and self.stability >= by_chance["stability"])

    @property
    def named(self) -> pd.DataFrame:
        """The rows of `table` that are interpreted: the stable topics, and none where the groups aren't clear."""
        return self.table[(self.table["verdict"] == "stable") & self.clear]

    @property
    def names(self) -> dict[int, str]:
        """Topic -> its number and as many terms of its label as 34 characters hold; "(verdict)" where it isn't interpreted."""
        out, named = {}, set(self.named["topic"])
        for row in self.table.itertuples():
            terms = row.label.split(", ")
            while len(terms) > 1 and len(", ".join(terms)) > 31:
                terms.pop()
            kept_back = f"({row.verdict if self.clear else 'not clear'})"
            out[row.topic] = f"{row.topic} {', '.join(terms) if row.topic in named else kept_back}"
        return out


def topics(corpus: Corpus, *, k: int | None = None, ks: tuple[int, ...] = KS, seed: int = 0) -> Topics:
    """The topics of `corpus`.

    Parameters
    ----------
    k : how many; by default what the scan over `ks` recommends.
    """
    made = vectors(corpus)
    possible = possible_ks(made, ks if k is None else (k,))
    if not possible:
        return _none(corpus, made, _why_not(made, corpus, k or min(ks)))
    scanned = scan(made, tuple(possible), seed=seed) if k is None else pd.DataFrame(columns=SCAN)
    k = recommended(scanned) if k is None else k
    if k is None:
        return _none(corpus, made, "too few passages belong to any group")
    found = factorise(made.weights, k, shaping(made.passages, seed=seed))
    terms = _terms(made, found)
    order = _order(made, found, terms)
    found = Factors(found.mixture[:, order], found.parts[order])
    place = {old: new + 1 for new, old in enumerate(order)}
    terms = terms.assign(topic=terms["topic"].map(place)).sort_values("topic", kind="stable", ignore_index=True)
    return _described(corpus, made, found, terms, scanned, seed)


def _none(corpus: Corpus, made: Vectors, reason: str) -> Topics:
    unknown = pd.array([pd.NA] * len(made.passages), dtype="Int64")
    passages = made.passages.assign(topic=unknown, closeness=np.nan, silhouette=np.nan)
    table, terms, scanned, by_chance = (pd.DataFrame(columns=c) for c in (TABLE, TERMS, SCAN, ["silhouette", "stability"]))
    mixture = pd.DataFrame(index=corpus.documents["id"].to_numpy())
    return Topics(0, table, terms, passages, mixture, scanned, by_chance, np.nan, np.nan, reason, len(corpus), made)


def _why_not(made: Vectors, corpus: Corpus, k: int) -> str:
    least, n = k * PER_TOPIC, len(corpus)
    usable = int(made.passages.loc[made.passages["terms"] > 0, "document"].nunique())
    if n < least:
        here = f"there {'is' if n == 1 else 'are'} {n}" if n else "there is none"
        return f"{k} groups need at least {least} English documents, and {here}"
    if not usable:
        return f"no term stands in at least {made.minimum_documents} documents and in at most half of the passages"
    if usable < least:
        return (f"{k} groups need at least {least} documents that hold terms which others hold too, and there "
                f"{'is' if usable == 1 else 'are'} {usable}")
    return "too many of the documents say the same"


def _terms(made: Vectors, found: Factors) -> pd.DataFrame:
    """The terms that set each part apart: by the share of its passages that hold a term times the log ratio to the rest."""
    held = (made.counts > 0).astype(np.int64)
    everywhere = np.asarray(held.sum(axis=0)).ravel()
    usable = int((made.passages["terms"] > 0).sum())
    rows = []
    for part in range(found.parts.shape[0]):
        inside = np.flatnonzero(found.groups == part)
        here = np.asarray(held[inside].sum(axis=0)).ravel()
        share, rest = here / max(1, len(inside)), (everywhere - here) / max(1, usable - len(inside))
        ratio = log_ratio(here, len(inside), everywhere - here, usable - len(inside))
        score = np.round(share * ratio if len(inside) else found.parts[part], 4)
        # A term that one or two documents bring into a topic would name those documents.
        documents = _documents_with(held[inside], made.passages["document"].to_numpy()[inside])
        score[documents < min(3, documents.max(initial=0))] = 0
        best = [i for i in np.lexsort([made.terms.astype(str), -score])[:LISTED] if score[i] > 0]
        rows += [(part, made.terms[i], made.stems[i], int(here[i]), share[i], rest[i], ratio[i], score[i]) for i in best]
    return pd.DataFrame(rows, columns=TERMS).astype({"topic": int})


def _documents_with(held, document: np.ndarray) -> np.ndarray:
    cells = held.tocoo()
    pairs = np.unique(np.stack([cells.col, document[cells.row]]), axis=1) if len(document) else np.zeros((2, 0), dtype=int)
    return np.bincount(pairs[0], minlength=held.shape[1])


def label(terms: pd.DataFrame, n: int = LABEL) -> str:
    """The first terms that a fifth of the passages hold and of which none shares a word with one before it; a two-word
    term stands for its words where it does nearly as well (three quarters of the score).
    """
    common = terms[terms["share"] >= COMMON]
    common = terms.head(1) if common.empty else common
    score, name = (dict(zip(common["stem"], common[column], strict=True)) for column in ("score", "term"))
    chosen: list[str] = []
    for stems in common["stem"]:
        longer = [t for t in score if " " in t and stems in t.split() and score[t] >= 0.75 * score[stems]]
        best = longer[0] if longer else stems
        if len(chosen) < n and not any(set(best.split()) & set(t.split()) for t in chosen):
            chosen.append(best)
    return ", ".join(name[t] for t in chosen)


def _order(made: Vectors, found: Factors, terms: pd.DataFrame) -> list[int]:
    """The parts by their documents, then by their labels."""
    k = found.parts.shape[0]
    size = [made.passages.loc[found.groups == part, "document"].nunique() for part in range(k)]
    names = [label(terms[terms["topic"] == part]) for part in range(k)]
    return sorted(range(k), key=lambda part: (-size[part], names[part], part))


def _described(corpus: Corpus, made: Vectors, found: Factors, terms: pd.DataFrame, scanned: pd.DataFrame, seed: int) -> Topics:
    k, groups = found.parts.shape[0], found.groups
    rows = shaping(made.passages, seed=seed)
    # Resamples are compared with the whole as it is seen by the same passages.
    shape, documents = tf_idf(made.counts[rows]), made.passages.loc[rows, "document"].to_numpy()
    rand, jaccard = resampled(shape, documents, Factors(found.mixture[rows], found.parts), RESAMPLES, seed=seed)
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
    return Topics(k, table[TABLE], terms, passages, _mixture(corpus, made, found), scanned, chance(made, k, seed=seed),
                  rand, mean, "", len(corpus), made)


def _mixture(corpus: Corpus, made: Vectors, found: Factors) -> pd.DataFrame:
    """Each document's mixture: the mean of its passages' by their words."""
    words = np.where(found.mixture.sum(axis=1) > 0, made.passages["n_words"], 0).astype(float)
    document = made.passages["document"].to_numpy()
    total = np.maximum(np.bincount(document, words, len(corpus)), 1e-9)
    shares = [np.bincount(document, words * part, len(corpus)) / total for part in found.mixture.T]
    return pd.DataFrame(dict(enumerate(shares, 1)), index=corpus.documents["id"].to_numpy()).round(4)
