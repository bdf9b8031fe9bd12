"""Vectors -> groups of passages, for a number of groups k: the factorisation, how stable it is, and which k to take.

Comes in: passages as vectors. Goes out: each passage's mixture of k parts and the parts' terms; a scan over k with
silhouette and stability beside those of shuffled texts; the k that a stated rule takes from it, or none.
Everything is seeded and rounded before it is compared, so that the outcome does not hang on the processor.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from utils.topics.vectors import Vectors, tf_idf

MAIN = 0.4  # of a passage's (or document's) mixture: from there on it belongs to the topic
STABLE = 0.6  # mean Jaccard index from which a group counts as stable (Hennig 2007)
KS = tuple(range(3, 13))
PER_TOPIC = 5  # documents there must be for each topic that is tried
PER_DOCUMENT = 10  # passages of one document that shape the topics, so that a long document doesn't make them alone
MOST = 1500  # passages, of whole documents, that shape the topics where there are more
DRAWN = 0.8  # of the documents in a resample
SCAN = ["k", "silhouette", "stability", "stable_groups", "silhouette_shuffled", "stability_shuffled"]


@dataclass(frozen=True, eq=False)
class Factors:
    """Passages as mixtures.

    Attributes
    ----------
    mixture : array, passages x k: shares that add up to 1, or all 0 where a passage holds no term; four decimals.
    parts : array, k x terms: what a part consists of, each row of length 1 (or 0).
    """

    mixture: np.ndarray
    parts: np.ndarray

    @property
    def groups(self) -> np.ndarray:
        """For each passage the part that makes up at least `MAIN` of it, or -1."""
        return main_part(self.mixture)


def main_part(mixture: np.ndarray) -> np.ndarray:
    """For each row the column with the largest share (the first of equals), or -1 where that is under `MAIN`."""
    if not mixture.size:
        return np.full(len(mixture), -1)
    return np.where(mixture.max(axis=1) >= MAIN, mixture.argmax(axis=1), -1)


def factorise(weights: sparse.csr_matrix, k: int, shape_by: np.ndarray | None = None) -> Factors:
    """Split vectors into `k` parts by non-negative matrix factorisation (Lee and Seung 1999).

    Parameters
    ----------
    shape_by : the rows that shape the parts (all, by default); the others are then described by these parts.

    Notes
    -----
    scikit-learn's coordinate descent, begun from the singular value decomposition (Boutsidis and Gallopoulos 2008),
    so that there is no chance in it but the solver's rounding.
    """
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    chosen = weights if shape_by is None else weights[shape_by]
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(k, init="nndsvda", random_state=0, max_iter=200, tol=1e-4)
        mixture = model.fit_transform(chosen)
        if shape_by is not None and len(shape_by) < weights.shape[0]:
            mixture = model.transform(weights)
    length = np.linalg.norm(model.components_, axis=1)
    mixture = mixture * length
    total = mixture.sum(axis=1, keepdims=True)
    mixture = np.where(total > 1e-9, mixture / np.maximum(total, 1e-9), 0)
    return Factors(np.round(mixture, 4), np.round(model.components_ / np.maximum(length, 1e-12)[:, None], 6))


def shaping(passages: pd.DataFrame, *, most: int = MOST, seed: int = 0) -> np.ndarray:
    """The passages that shape the topics: those with terms, at most ten of a document, evenly spaced; where these are
    more than `most`, those of documents drawn at random.
    """
    usable = passages[passages["terms"] > 0]
    place = usable.groupby("document").cumcount()
    size = usable.groupby("document")["document"].transform("size")
    # The i-th of n is taken where the running share of ten passes a whole number.
    taken = (size <= PER_DOCUMENT) | (((place + 1) * PER_DOCUMENT) // size > (place * PER_DOCUMENT) // size)
    rows = usable[taken]
    if len(rows) > most:
        documents = rows["document"].unique()
        order = np.random.default_rng(seed).permutation(documents)
        running = rows["document"].value_counts().reindex(order).cumsum()
        rows = rows[rows["document"].isin(running.index[(running <= most) | (running == running.iloc[0])])]
    return rows.index.to_numpy()


def possible_ks(vectors: Vectors, ks: tuple[int, ...] = KS) -> list[int]:
    """The numbers of topics that can be tried: at least five documents with terms for each, and no more than differ."""
    rows = shaping(vectors.passages)
    documents = vectors.passages.loc[rows, "document"].nunique()
    different = len({vectors.weights[i].indices.tobytes() + vectors.weights[i].data.tobytes() for i in rows})
    return [k for k in ks if k * PER_TOPIC <= documents and k <= min(different, len(vectors.terms))]


def scan(vectors: Vectors, ks: tuple[int, ...] = KS, *, resamples: int = 10, seed: int = 0) -> pd.DataFrame:
    """Each possible number of topics: how apart they are and how stable, in the texts and in shuffled ones.

    Returns
    -------
    DataFrame of k; silhouette (mean over passages that belong to a topic, by cosine: Rousseeuw 1987); stability (mean
    adjusted Rand index between the clustering and those of `resamples` draws of 80% of the documents: Hubert and Arabie
    1985); stable_groups (with a mean Jaccard index of at least 0.6 in these draws); silhouette and stability with
    `_shuffled`, of texts whose terms were shuffled among passages (two draws).
    """
    rows = shaping(vectors.passages, seed=seed)
    documents = vectors.passages.loc[rows, "document"].to_numpy()
    counts = vectors.counts[rows]
    real, chance = tf_idf(counts), tf_idf(shuffled(counts, seed=seed))
    out = []
    for k in possible_ks(vectors, ks):
        if k > min(real.shape):
            continue
        a, b = factorise(real, k), factorise(chance, k)
        stability, each = resampled(real, documents, a, resamples, seed=seed)
        out.append((k, silhouette(real, a.groups)[0], stability, int((each >= STABLE).sum()),
                    silhouette(chance, b.groups)[0], resampled(chance, documents, b, 2, seed=seed)[0]))
    return pd.DataFrame(out, columns=SCAN).astype({"k": int})


def shuffled(counts: sparse.csr_matrix, *, seed: int = 0) -> sparse.csr_matrix:
    """The same occurrences dealt out to the passages anew: every passage keeps its length, every term its frequency."""
    cells = counts.tocoo()
    times = cells.data.astype(int)
    term = np.repeat(cells.col, times)
    np.random.default_rng(seed).shuffle(term)
    out = sparse.csr_matrix((np.ones(len(term), dtype=np.int64), (np.repeat(cells.row, times), term)), shape=counts.shape)
    out.sum_duplicates()
    return out


def silhouette(weights: sparse.csr_matrix, groups: np.ndarray, *, most: int = MOST, seed: int = 0) -> tuple[float, np.ndarray]:
    """Mean silhouette by cosine, to four decimals, and that of each passage (nan where it belongs to no group or was
    not looked at: of more than `most` passages, so many are drawn).
    """
    from sklearn.metrics import silhouette_samples

    each = np.full(len(groups), np.nan)
    members = np.flatnonzero(groups >= 0)
    if len(members) > most:
        members = np.sort(np.random.default_rng(seed).permutation(members)[:most])
    if 2 <= len(np.unique(groups[members])) < len(members):
        each[members] = silhouette_samples(weights[members], groups[members], metric="cosine")
    return (round(float(np.nanmean(each)), 4) if np.isfinite(each).any() else np.nan), each


def resampled(weights: sparse.csr_matrix, documents: np.ndarray, whole: Factors, times: int, *,
              seed: int = 0) -> tuple[float, np.ndarray]:
    """How much of a clustering comes again when 80% of the documents are drawn and clustered anew.

    Counted are the passages that belong to a topic in the whole; in the resample each goes with its largest part.

    Returns
    -------
    Mean adjusted Rand index, and for each part the mean Jaccard index with the group most like it (Hennig 2007,
    Cluster-wise assessment of cluster stability); both to three decimals, nan where nothing belongs to a part.
    """
    from sklearn.metrics import adjusted_rand_score

    random = np.random.default_rng(seed)
    names, groups, k = np.unique(documents), whole.groups, whole.mixture.shape[1]
    rand, jaccard = [], []
    for _ in range(times):
        drawn = np.sort(random.permutation(names)[: max(1, round(DRAWN * len(names)))])
        rows = np.flatnonzero(np.isin(documents, drawn))
        if k > min(len(rows), weights.shape[1]):
            continue
        again = factorise(weights[rows], k).mixture.argmax(axis=1)
        here = groups[rows]
        first, second = here[here >= 0], again[here >= 0]
        if len(first) < 2:
            continue
        rand.append(adjusted_rand_score(first, second))
        both = np.zeros((k, k))
        np.add.at(both, (first, second), 1)
        either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
        best = (both / np.maximum(either, 1)).max(axis=1)
        jaccard.append(np.where(both.sum(axis=1) > 0, best, np.nan))
    if not rand:
        return np.nan, np.full(k, np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a part that nothing belongs to has no mean
        return round(float(np.mean(rand)), 3), np.round(np.nanmean(jaccard, axis=0), 3)


def chance(vectors: Vectors, k: int, *, versions: int = 4, seed: int = 0) -> pd.DataFrame:
    """Silhouette and stability (two resamples) with `k` topics in so many shuffled versions of the texts, one row each."""
    rows = shaping(vectors.passages, seed=seed)
    documents = vectors.passages.loc[rows, "document"].to_numpy()
    out = []
    for version in range(1, versions + 1):
        weights = tf_idf(shuffled(vectors.counts[rows], seed=seed + version))
        found = factorise(weights, k)
        out.append((silhouette(weights, found.groups)[0], resampled(weights, documents, found, 2, seed=seed)[0]))
    return pd.DataFrame(out, columns=["silhouette", "stability"])


def recommended(scanned: pd.DataFrame) -> int | None:
    """The number of topics that the rule takes from a scan, or None where nothing could be tried.

    Of the numbers at which the grouping is more distinct and more stable than that of shuffled texts (of all, where there
    is none), the one with most stable groups; of equals the smaller.
    """
    known = scanned.dropna(subset=["silhouette", "stability"])
    if known.empty:
        return None
    better = known[beyond_shuffled(known)]
    order = (known if better.empty else better).sort_values(["stable_groups", "k"], ascending=[False, True])
    return int(order["k"].iloc[0])


def beyond_shuffled(scanned: pd.DataFrame) -> pd.Series:
    """Which numbers of topics have a higher silhouette and stability than shuffled texts; a missing one counts as lowest."""
    chance = scanned[["silhouette_shuffled", "stability_shuffled"]].astype(float).fillna(-1)
    return (scanned["silhouette"] > chance["silhouette_shuffled"]) & (scanned["stability"] > chance["stability_shuffled"])
