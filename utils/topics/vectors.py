"""Texts -> vectors: which words and two-word terms describe a passage, and how much each weighs (TF-IDF).

Comes in: a corpus of documents in one language. Goes out: a table of passages, the terms, and two sparse matrices, passages by
terms: how often a term stands in a passage, and its weight. Words of grammar, names, offices and words of reporting are
left out by stated rules, so that topics are about what is spoken of, not about who speaks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from utils.corpus import Corpus
from utils.topics.languages import main_language, stem
from utils.topics.left_out import NAME_SHARE, beside_name, kept_words, names_of
from utils.topics.passages import Pieces, pieces_of

MOST_TERMS = 2000
COMMON = 0.5  # of the passages: terms in a larger share set none apart


@dataclass(frozen=True, eq=False)
class Vectors:
    """Passages as vectors.

    Attributes
    ----------
    passages : DataFrame, one row a passage: id and document (its row in `corpus.documents`), start and end (offsets),
        n_words, terms (how many different ones it holds).
    terms : the terms as one reads them: of words with one stem the commonest form, two-word terms with a space, names with
        a capital, abbreviations in capitals.
    stems : the same as stems.
    counts : sparse int64 matrix, passages x terms: occurrences.
    weights : sparse float64 matrix, passages x terms, as `tf_idf` gives it.
    left_out : DataFrame of rule, words (different ones), examples (the commonest).
    minimum_documents : in how many documents a term must stand.
    lang : the language of the documents.
    """

    passages: pd.DataFrame
    terms: np.ndarray
    stems: np.ndarray
    counts: sparse.csr_matrix
    weights: sparse.csr_matrix
    left_out: pd.DataFrame
    minimum_documents: int
    lang: str = "en"

    @property
    def idf(self) -> np.ndarray:
        """Of each term, what its count is multiplied with."""
        return inverse_frequency(self.counts)


def vectors(corpus: Corpus, *, minimum_documents: int | None = None) -> Vectors:
    """The documents of `corpus`, cut into passages, as TF-IDF vectors over words and two-word terms.

    Parameters
    ----------
    minimum_documents : terms in fewer documents are left out; by default a twentieth of the documents, but at least 2 and
        at most 5. Of over 2,000 terms, those in most documents are kept.

    Notes
    -----
    The language is that of most documents (`utils.topics.languages`). Words with one stem (Snowball: Porter 2001) count as
    one. A two-word term is two words that follow each other with no mark and no word between them.
    """
    pieces, lang = pieces_of(corpus), main_language(corpus)
    kept, left_out = kept_words(pieces, corpus, lang)
    numbers, stems = _stems(pieces, kept, lang)
    at_least = minimum_documents or min(max(2, len(corpus) // 20), 5)
    counts, keys, names = _counts(pieces, numbers, stems, at_least, MOST_TERMS)
    passages = pieces.passages.assign(terms=np.diff(counts.indptr))
    return Vectors(passages, names, keys, counts, tf_idf(counts), left_out, at_least, lang)


def tf_idf(counts: sparse.csr_matrix, *, idf: np.ndarray | None = None) -> sparse.csr_matrix:
    """Weights of terms: (1 + ln count) x (1 + ln((1 + n) / (1 + n with the term))), each row of length 1 or 0, to six decimals.

    `idf`, where given, stands for the second factor: new passages are weighed as those were that shaped the topics.
    G. Salton and C. Buckley (1988), Term-weighting approaches in automatic text retrieval.
    """
    out = counts.astype(float)
    idf = inverse_frequency(counts) if idf is None else idf
    out.data = (1 + np.log(np.maximum(out.data, 1))) * idf[out.indices]
    length = np.sqrt(np.asarray(out.multiply(out).sum(axis=1)).ravel())
    out.data = np.round(out.data / np.repeat(np.maximum(length, 1e-12), np.diff(out.indptr)), 6)
    return out


def inverse_frequency(counts: sparse.csr_matrix) -> np.ndarray:
    """1 + ln((1 + n) / (1 + n with the term)) of each term."""
    within = np.bincount(counts.indices, minlength=counts.shape[1])
    return 1 + np.log((1 + counts.shape[0]) / (1 + within))


def counts_of(corpus: Corpus, stems: list[str], lang: str = "en") -> tuple[sparse.csr_matrix, pd.DataFrame]:
    """How often given terms stand in the passages of `corpus`, and the passages (without `terms`).

    Words beside an office or before a country are left out as in `vectors`; a name is none of the terms, or is not told from a
    word.
    """
    pieces = pieces_of(corpus)
    place = {s: i for i, s in enumerate(stems)}
    single = {s: i for i, s in enumerate(sorted({w for s in stems for w in s.split()}))}
    of_type = np.array([single.get(stem(word, lang), -1) for word in pieces.types], dtype=np.int64)
    number = np.where(beside_name(pieces, lang), -1, of_type[pieces.ids])
    alone = np.full(len(single) + 1, -1)
    alone[[single[s] for s in stems if " " not in s]] = [i for s, i in place.items() if " " not in s]
    column = [alone[number]]
    pairs = {single[a] * len(single) + single[b]: place[f"{a} {b}"] for a, b in (s.split() for s in stems if " " in s)}
    follows = np.append(pieces.joined[1:] & (number[:-1] >= 0) & (number[1:] >= 0), False) if len(number) else np.zeros(0, bool)
    column.append(pd.Series(number * len(single) + np.append(number[1:], 0)[: len(number)]).where(follows, -1).map(pairs)
                  .fillna(-1).astype(int).to_numpy())
    rows = np.concatenate([pieces.of_passage[c >= 0] for c in column])
    columns = np.concatenate([c[c >= 0] for c in column])
    counts = sparse.csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(len(pieces.passages), len(stems)))
    counts.sum_duplicates()
    return counts, pieces.passages


def _stems(pieces: Pieces, kept: np.ndarray, lang: str) -> tuple[np.ndarray, list[str]]:
    """For each word the number of its stem (int32), -1 where it is left out; and the stems."""
    used = np.flatnonzero(np.bincount(pieces.ids[kept], minlength=len(pieces.types)))
    stem_of = [stem(word, lang) for word in pieces.types[used]]
    stems = sorted(set(stem_of))
    number = {s: i for i, s in enumerate(stems)}
    of_type = np.full(len(pieces.types), -1, dtype=np.int32)
    of_type[used] = [number[s] for s in stem_of]
    out = of_type[pieces.ids]
    out[~kept] = -1
    return out, stems


def _counts(pieces: Pieces, numbers: np.ndarray, stems: list[str], at_least: int,
            most: int) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Passages x terms, of terms that are neither too rare nor too common; the terms as stems and as one reads them."""
    base, n = len(stems) + 1, len(pieces.passages)
    single = numbers >= 0
    words = np.flatnonzero(single).astype(np.int32)
    pairs = np.flatnonzero(single[:-1] & single[1:] & pieces.joined[1:]).astype(np.int32)  # each at its first word
    document = pieces.passages["document"].to_numpy(dtype=np.int32)
    # One number a term: a word is its own number, two words are (first + 1) x base + second.
    key = numbers[pairs] + np.int64(1)
    key *= base
    key += numbers[pairs + 1]
    two, kinds = pd.factorize(key, sort=True)
    del key
    chosen = []
    for at, term, names in ((words, numbers[words], np.arange(len(stems))), (pairs, two.astype(np.int32), kinds)):
        often = np.bincount(term, minlength=len(names))[term] >= at_least  # what is rarer can't be in so many documents
        at, term = at[often], term[often]
        chosen.append((at, term, names, _document_counts(term, document[pieces.of_passage[at]], len(names))))
    del words, pairs, two, often, at, term
    kinds, documents = (np.concatenate([c[i] for c in chosen]) for i in (2, 3))
    # A term is too common in over half of the passages; of the others those in most documents stay.
    good = np.flatnonzero(documents >= at_least)
    good = good[np.lexsort([good, -documents[good]])][: most + _SPARE]
    cells = [_cells(*c[:2], shift, good, pieces) for c, shift in zip(chosen, (0, len(chosen[0][2])), strict=True)]
    rows, columns = (np.concatenate([c[i] for c in cells]) for i in (0, 1))
    counts = sparse.csr_matrix((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(n, len(good)))
    counts.sum_duplicates()
    counts.sort_indices()
    places = np.flatnonzero(np.bincount(counts.indices, minlength=len(good)) <= COMMON * n)[:most]
    keys = [stems[k] if k < base else f"{stems[k // base - 1]} {stems[k % base]}" for k in kinds[good[places]].tolist()]
    order = np.array(sorted(range(len(places)), key=keys.__getitem__), dtype=int)
    places = places[order]
    names = _readable(pieces, cells, places, len(good))
    return counts[:, places].astype(np.int64), np.array(keys, dtype=object)[order], np.array(names, dtype=object)


def _document_counts(term: np.ndarray, document: np.ndarray, n: int) -> np.ndarray:
    """In how many documents each of `n` terms stands, given the terms and documents of its places in reading order."""
    out = np.zeros(n, dtype=np.int64)
    # Piece by piece, each ending where a document does, so that little memory is taken.
    ends = np.append(np.flatnonzero(np.diff(document)) + 1, len(document)) if len(document) else np.zeros(0, dtype=int)
    begin = 0
    while begin < len(term):
        end = int(ends[min(np.searchsorted(ends, begin + _AT_ONCE), len(ends) - 1)])
        held = pd.unique(document[begin:end] * np.int64(n) + term[begin:end])
        out += np.bincount(held % n, minlength=n)
        begin = end
    return out


_AT_ONCE = 1 << 21
_SPARE = 1000  # terms looked at beyond those that may stay, since some are too common


def _cells(at: np.ndarray, term: np.ndarray, shift: int, good: np.ndarray, pieces: Pieces) -> tuple[np.ndarray, ...]:
    """For each place of a chosen term its passage, the term's place in `good`, and the place itself."""
    place = np.full(int(good.max(initial=-1)) + 1 + int(term.max(initial=0)) + shift + 1, -1, dtype=np.int32)
    place[good] = np.arange(len(good))
    column = place[term + shift]
    mine = column >= 0
    return pieces.of_passage[at[mine]], column[mine], at[mine]


def _readable(pieces: Pieces, cells: list[tuple[np.ndarray, ...]], places: np.ndarray, n: int) -> list[str]:
    """For each chosen term the words that stand for it most often; of equals the first in the alphabet."""
    number = np.full(n, -1, dtype=np.int64)
    number[places] = np.arange(len(places))
    size = len(pieces.types) + 1
    forms: list[dict[str, int]] = [{} for _ in places]
    names, short = names_of(pieces), np.bincount(pieces.ids[pieces.short], minlength=len(pieces.types))
    short = short >= NAME_SHARE * np.maximum(np.bincount(pieces.ids, minlength=len(pieces.types)), 1)

    def written(i: int) -> str:
        word = pieces.types[i]
        return word.upper() if short[i] else word[:1].upper() + word[1:] if names[i] else word

    def phrase(one: int, two: int) -> str:
        # A word before a name is part of it: "Political Bureau".
        first = written(one)
        return first if two < 0 else f"{first[:1].upper() + first[1:] if names[two] else first} {written(two)}"

    for length, (_, column, at) in enumerate(cells):
        mine = number[column] >= 0
        at = at[mine]
        second = pieces.ids[at + 1].astype(np.int64) + 1 if length else np.zeros(len(at), dtype=np.int64)
        keys = (number[column[mine]] * size + pieces.ids[at]) * size + second
        for key, times in pd.Series(keys).value_counts(sort=False).items():
            forms[key // size // size][phrase(key // size % size, key % size - 1 if length else -1)] = int(times)
    return [min(seen, key=lambda w: (-seen[w], w)) for seen in forms]
