"""Texts -> vectors: which words and two-word terms describe a passage, and how much each weighs (TF-IDF).

Comes in: a corpus of English documents. Goes out: a table of passages, the terms, and two sparse matrices, passages by
terms: how often a term stands in a passage, and its weight. Words of grammar, names, offices and words of reporting are
left out by stated rules, so that topics are about what is spoken of, not about who speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy import sparse

from utils.corpus import Corpus
from utils.topics.left_out import kept_words
from utils.topics.passages import WORDS, Pieces, pieces_of

MOST_TERMS = 2000
COMMON = 0.5  # of the passages: terms in a larger share set none apart


@dataclass(frozen=True, eq=False)
class Vectors:
    """Passages as vectors.

    Attributes
    ----------
    passages : DataFrame, one row a passage: id and document (its row in `corpus.documents`), start and end (offsets),
        n_words, terms (how many different ones it holds).
    terms : the terms as one reads them: of words with one stem the commonest form, two-word terms with a space.
    stems : the same as stems.
    counts : sparse int64 matrix, passages x terms: occurrences.
    weights : sparse float64 matrix, passages x terms, as `tf_idf` gives it.
    left_out : DataFrame of rule, words (different ones), examples (the commonest).
    minimum_documents : in how many documents a term must stand.
    """

    passages: pd.DataFrame
    terms: np.ndarray
    stems: np.ndarray
    counts: sparse.csr_matrix
    weights: sparse.csr_matrix
    left_out: pd.DataFrame
    minimum_documents: int


def vectors(corpus: Corpus, *, words: int = WORDS, minimum_documents: int | None = None, most_terms: int = MOST_TERMS) -> Vectors:
    """The documents of `corpus`, cut into passages, as TF-IDF vectors over words and two-word terms.

    Parameters
    ----------
    words : see `utils.topics.passages.passage_spans`.
    minimum_documents : terms in fewer documents are left out; by default a twentieth of the documents, but at least 2 and
        at most 5.
    most_terms : of more terms, those in most documents are kept.

    Notes
    -----
    Words with one stem (Snowball's English stemmer: Porter 2001) count as one. A two-word term is two words that follow
    each other with no mark and no word between them.
    """
    pieces = pieces_of(corpus, words)
    kept, left_out = kept_words(pieces, corpus)
    numbers, stems = _stems(pieces, kept)
    at_least = minimum_documents or min(max(2, len(corpus) // 20), 5)
    counts, keys, names = _counts(pieces, numbers, stems, at_least, most_terms)
    passages = pieces.passages.assign(terms=np.diff(counts.indptr))
    return Vectors(passages, names, keys, counts, tf_idf(counts), left_out, at_least)


def tf_idf(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Weights of terms: (1 + ln count) x (1 + ln((1 + n) / (1 + n with the term))), each row of length 1 or 0, to six decimals.

    G. Salton and C. Buckley (1988), Term-weighting approaches in automatic text retrieval.
    """
    out = counts.astype(float)
    within = np.bincount(out.indices, minlength=out.shape[1])
    out.data = (1 + np.log(np.maximum(out.data, 1))) * (1 + np.log((1 + out.shape[0]) / (1 + within)))[out.indices]
    length = np.sqrt(np.asarray(out.multiply(out).sum(axis=1)).ravel())
    out.data = np.round(out.data / np.repeat(np.maximum(length, 1e-12), np.diff(out.indptr)), 6)
    return out


def _stems(pieces: Pieces, kept: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """For each piece the number of its stem, -1 where it is left out; and the stems."""
    used = np.unique(pieces.ids[kept])
    stem_of = {int(i): stem(pieces.words[i]) for i in used}
    stems = sorted(set(stem_of.values()))
    number = {s: i for i, s in enumerate(stems)}
    of_surface = np.full(len(pieces.surfaces), -1, dtype=np.int64)
    for i, s in stem_of.items():
        of_surface[i] = number[s]
    return np.where(kept, of_surface[pieces.ids], -1), stems


def stem(word: str) -> str:
    """The stem of an English word, by Snowball's rules."""
    # Snowball takes "internal" and "international" for one word.
    return "internation" if word.startswith("internation") else _stemmer().stem(word)


@cache
def _stemmer():
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")


def _counts(pieces: Pieces, numbers: np.ndarray, stems: list[str], at_least: int,
            most: int) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Passages x terms, of terms that are neither too rare nor too common; the terms as stems and as one reads them."""
    base, n = len(stems) + 1, len(pieces.passages)
    single = numbers >= 0
    pair = np.append(single[:-1] & single[1:] & (pieces.of_passage[:-1] == pieces.of_passage[1:]), False)
    # One number a term: a word is its own number, two words are (first + 1) x base + second.
    at = np.concatenate([np.flatnonzero(single), np.flatnonzero(pair)])
    long = np.arange(len(at)) >= single.sum()
    key = np.where(long, (numbers[at] + 1) * base + np.append(numbers, 0)[at + 1], numbers[at])
    kinds, term = np.unique(key, return_inverse=True)
    counts = sparse.csr_matrix((np.ones(len(at), dtype=np.int64), (pieces.of_passage[at], term)), shape=(n, len(kinds)))
    counts.sum_duplicates()
    counts.sort_indices()
    within = np.bincount(counts.indices, minlength=len(kinds))
    held = np.unique(term * (n + 1) + pieces.passages["document"].to_numpy()[pieces.of_passage[at]]) // (n + 1)
    documents = np.bincount(held, minlength=len(kinds))
    good = np.flatnonzero((documents >= at_least) & (within <= COMMON * n))
    good = good[np.lexsort([good, -documents[good]])][:most]
    keys = [stems[k] if k < base else f"{stems[k // base - 1]} {stems[k % base]}" for k in kinds[good]]
    order = np.array(sorted(range(len(good)), key=keys.__getitem__), dtype=int)
    good = good[order]
    names = _readable(pieces, at, long, term, good)
    return counts[:, good], np.array(keys, dtype=object)[order], np.array(names, dtype=object)


def _readable(pieces: Pieces, at: np.ndarray, long: np.ndarray, term: np.ndarray, good: np.ndarray) -> list[str]:
    """For each chosen term the words that stand for it most often; of equals the first in the alphabet."""
    place = np.full(int(term.max(initial=-1)) + 1, -1)
    place[good] = np.arange(len(good))
    mine = place[term] >= 0
    second = np.where(long, np.append(pieces.ids, 0)[at + 1], -1)
    rows = np.stack([place[term], pieces.ids[at], second])[:, mine]
    forms: list[dict[str, int]] = [{} for _ in good]
    for (number, one, two), times in zip(*_counted(rows), strict=True):
        words = pieces.words[one] if two < 0 else f"{pieces.words[one]} {pieces.words[two]}"
        forms[number][words] = forms[number].get(words, 0) + int(times)
    return [min(seen, key=lambda w: (-seen[w], w)) for seen in forms]


def _counted(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    different, times = np.unique(rows, axis=1, return_counts=True)
    return different.T, times
