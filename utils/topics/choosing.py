"""How many groups, and how far they can be trusted: silhouette, coherence and stability over a range of k, beside chance.

Comes in: passages as vectors. Goes out: a scan over k with these measures beside those of shuffled texts; the k that a
stated rule takes from it, or none; how often each group of one grouping comes again.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy import sparse

from utils.topics.factors import MOST, Factors, factorise, shaping, shuffled
from utils.topics.labels import coherence, top_terms
from utils.topics.vectors import Vectors, tf_idf

STABLE = 0.6  # mean Jaccard index from which a group counts as stable (Hennig 2007)
KS = tuple(range(3, 13))
PER_TOPIC = 5  # documents there must be for each topic that is tried
DRAWN = 0.8  # of the documents in a resample
SMALL = 1000  # passages; up to so many are drawn from more often
HELD_OUT = 0.2  # of the documents, on which coherence is measured
VERSIONS, OF_EACH = 4, 5  # shuffled versions of the texts, and resamples of each
CHANCE = ["silhouette", "stability", "stable_groups"]
SCAN = ["k", "silhouette", "coherence", "stability", "stable_groups", "silhouette_shuffled", "coherence_shuffled",
        "stability_shuffled"]


def possible_ks(vectors: Vectors, ks: tuple[int, ...] = KS) -> list[int]:
    """The numbers of topics that can be tried: at least five documents with terms for each, and no more than differ."""
    rows = shaping(vectors.passages)
    documents = vectors.passages.loc[rows, "document"].nunique()
    different = len({vectors.weights[i].indices.tobytes() + vectors.weights[i].data.tobytes() for i in rows})
    return [k for k in ks if k * PER_TOPIC <= documents and k <= min(different, len(vectors.terms))]


def scan(vectors: Vectors, ks: tuple[int, ...] = KS, *, seed: int = 0) -> pd.DataFrame:
    """Each possible number of topics: how apart they are, how coherent and how stable, in the texts and in shuffled ones.

    Returns
    -------
    DataFrame of k; silhouette (mean over passages that belong to a topic, by cosine: Rousseeuw 1987); coherence (see
    `held_out`); stability (mean adjusted Rand index between the clustering and those of so many draws of 80% of the
    documents as `draws` says: Hubert and Arabie 1985); stable_groups (with a mean Jaccard index of at least 0.6 in these draws);
    the three with `_shuffled`, of texts whose terms were shuffled among passages (two draws).
    """
    rows = shaping(vectors.passages, seed=seed)
    documents = vectors.passages.loc[rows, "document"].to_numpy()
    mixed = shuffled(vectors.counts[rows], seed=seed)
    versions = (vectors.counts[rows], vectors.weights[rows], draws(len(rows))[0]), (mixed, tf_idf(mixed), 2)
    out = []
    for k in possible_ks(vectors, ks):
        if k > min(mixed.shape):
            continue
        measured = []
        for counts, weights, times in versions:
            found = factorise(weights, k)
            stability, each = resampled(weights, documents, found, times, seed=seed)
            together = held_out(counts, weights, documents, k, vectors.stems, seed=seed)
            measured.append((silhouette(weights, found.groups)[0], together, stability, int((each >= STABLE).sum())))
        out.append((k, *measured[0], *measured[1][:3]))
    return pd.DataFrame(out, columns=SCAN).astype({"k": int})


def draws(n: int) -> tuple[int, int]:
    """How many resamples there are at each number of topics, and how many of the grouping that is taken, where `n` passages
    shape it: more where they are few, since the index then varies more from draw to draw, and takes less time.
    """
    return (20, 100) if n <= SMALL else (10, 20)


def held_out(counts: sparse.csr_matrix, weights: sparse.csr_matrix, documents: np.ndarray, k: int, stems: np.ndarray, *,
             seed: int = 0) -> float:
    """How often the ten terms of a topic stand together in documents that did not shape it: their coherence in a fifth of
    the documents when the others are grouped, mean over the topics, to three decimals; nan where there are too few.
    """
    names = np.unique(documents)
    held = np.isin(documents, np.random.default_rng(seed).permutation(names)[: round(HELD_OUT * len(names))])
    if held.sum() < PER_TOPIC or k > min((~held).sum(), counts.shape[1]):
        return np.nan
    found = factorise(weights[~held], k)
    each = coherence(top_terms(counts[~held], found.groups, k, documents[~held]), counts[held], stems)
    return round(float(np.nanmean(each)), 3) if np.isfinite(each).any() else np.nan


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

    Returns
    -------
    Mean adjusted Rand index over the passages that belong to a part of the whole, each of which goes with its largest part
    in the draw; and for each part the mean Jaccard index with the part most like it (Hennig 2007, Cluster-wise
    assessment of cluster stability), over all passages drawn, those that belong to no part counted against it on either
    side. Both to three decimals, nan where nothing belongs to a part.
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
        again, here = factorise(weights[rows], k), groups[rows]
        belongs = here >= 0
        if belongs.sum() < 2:
            continue
        rand.append(adjusted_rand_score(here[belongs], again.mixture.argmax(axis=1)[belongs]))
        both = np.zeros((k + 1, k + 1))
        np.add.at(both, (here, again.groups), 1)  # what belongs to no part, -1, stands last
        first, second, both = both.sum(axis=1)[:k], both.sum(axis=0)[:k], both[:k, :k]
        best = (both / np.maximum(first[:, None] + second - both, 1)).max(axis=1)
        jaccard.append(np.where(first > 0, best, np.nan))
    if not rand:
        return np.nan, np.full(k, np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a part that nothing belongs to has no mean
        return round(float(np.mean(rand)), 3), np.round(np.nanmean(jaccard, axis=0), 3)


def chance(vectors: Vectors, k: int, *, seed: int = 0) -> pd.DataFrame:
    """Silhouette, stability and number of stable groups (five resamples) with `k` topics in four shuffled versions of the texts,
    one row each.
    """
    rows = shaping(vectors.passages, seed=seed)
    documents = vectors.passages.loc[rows, "document"].to_numpy()
    out = []
    for version in range(1, VERSIONS + 1):
        weights = tf_idf(shuffled(vectors.counts[rows], seed=seed + version))
        found = factorise(weights, k)
        stability, each = resampled(weights, documents, found, OF_EACH, seed=seed)
        out.append((silhouette(weights, found.groups)[0], stability, int((each >= STABLE).sum())))
    return pd.DataFrame(out, columns=CHANCE)


def recommended(scanned: pd.DataFrame) -> int | None:
    """The number of topics that the rule takes from a scan, or None where nothing could be tried.

    Of the numbers at which the grouping is more distinct and more stable than that of shuffled texts (of all, where there
    is none), the one with most stable groups; of equals the one whose terms are the most coherent, then the smaller.
    """
    known = scanned.dropna(subset=["silhouette", "stability"])
    if known.empty:
        return None
    better = known[beyond_shuffled(known)]
    among = (known if better.empty else better).assign(together=lambda t: t["coherence"].astype(float).fillna(-1).round(2))
    return int(among.sort_values(["stable_groups", "together", "k"], ascending=[False, False, True])["k"].iloc[0])


def beyond_shuffled(scanned: pd.DataFrame) -> pd.Series:
    """Which numbers of topics have a higher silhouette and stability than shuffled texts; a missing one counts as lowest."""
    chance = scanned[["silhouette_shuffled", "stability_shuffled"]].astype(float).fillna(-1)
    return (scanned["silhouette"] > chance["silhouette_shuffled"]) & (scanned["stability"] > chance["stability_shuffled"])
