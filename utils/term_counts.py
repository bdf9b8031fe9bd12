"""Counts of every term in every document, a part of the vocabulary at a time: what frequencies, keyness and dispersion rest on.

Comes in: a `TokenTable`. Goes out: `Block`s, each with all there is of the terms in it, so that whatever is worked out of a
term needs one block alone and no array as long as the corpus. Terms are counted by sorting: the numbers of a term's words
and of its document are packed into one whole number, and equal ones then stand together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from utils.counts import TokenTable
from utils.text import stop_words

_BLOCK = 1 << 19  # tokens sorted together, about
_NONE = 255
SLICE = 1 << 20  # tokens looked through at a time


class Block(NamedTuple):
    """Terms and their counts by document.

    Attributes
    ----------
    words : (terms, n) int64, the places of each term's words in the vocabulary; rows in alphabetical order of the terms.
    starts : (terms,) int64, where each term's entries begin in the two arrays below.
    documents : int32, one entry for each term and document that holds it, ascending within a term.
    counts : int32, how often.
    """

    words: np.ndarray
    starts: np.ndarray
    documents: np.ndarray
    counts: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        """Entries of each term: the documents that hold it."""
        return np.diff(self.starts, append=len(self.documents))

    def sums(self, values: np.ndarray) -> np.ndarray:
        """For each term the sum over its entries of `values` (one an entry)."""
        return np.add.reduceat(values, self.starts) if len(self.starts) else values[:0]

    def only(self, keep: np.ndarray) -> Block:
        """The terms for which `keep` (boolean, one a term) is true."""
        lengths = self.lengths
        entries = np.repeat(keep, lengths)
        starts = np.cumsum(lengths[keep]) - lengths[keep]
        return Block(self.words[keep], starts, self.documents[entries], self.counts[entries])

    def among(self, documents: np.ndarray) -> Block:
        """Only what stands in the documents for which `documents` (boolean, one a document) is true."""
        held = documents[self.documents]
        lengths = self.sums(held.astype(np.int64))
        words = self.words[lengths > 0]
        lengths = lengths[lengths > 0]
        return Block(words, np.cumsum(lengths) - lengths, self.documents[held], self.counts[held])


def blocks(table: TokenTable, *, n: int = 1, drop: np.ndarray | None = None) -> Iterator[Block]:
    """All terms of `n` words, none across the end of a document, in alphabetical order from block to block.

    Parameters
    ----------
    drop : boolean, one a type: terms that begin or end with such a type are left out.
    """
    if n not in (1, 2, 3, 4):
        raise ValueError(f"n is {n}: a term has 1 to 4 words.")
    document_bits, word_bits = len(table.ends).bit_length(), len(table.vocabulary).bit_length()
    part, parts = _parts(table, n, drop)
    for number in range(parts):
        at = _places(part, number)
        if not len(at):
            continue
        documents = documents_of(table, at)
        key = table.ids[at].astype(np.int64)
        bits, levels = word_bits, []
        for k in range(1, n):
            if bits + word_bits + document_bits > 63:  # too many for one number: those that occur are numbered anew
                key, distinct = _numbered(key)
                levels.append((k, distinct))
                bits = len(distinct).bit_length()
                if bits + word_bits + document_bits > 63:
                    raise OverflowError("There are too many words and documents to count terms of this length together.")
            key <<= word_bits
            key |= table.ids[at + k]
            bits += word_bits
        yield _block(key, documents, n, word_bits, document_bits, levels)


def type_counts(table: TokenTable) -> np.ndarray:
    """For each type how often it occurs."""
    counts = np.zeros(len(table.vocabulary), dtype=np.int64)
    for start in range(0, len(table.ids), SLICE):  # bincount makes int64 of what it counts
        counts += np.bincount(table.ids[start : start + SLICE], minlength=len(counts))
    return counts


def droppable(table: TokenTable) -> np.ndarray:
    """For each type, whether it is a word of grammar, a number or a single letter: no word to begin or end a term with."""
    stop = stop_words()
    return np.array([t in stop or len(t) < 2 or not (t.isalpha() or any(c.isalpha() for c in t)) for t in table.vocabulary],
                    dtype=bool)


def written(words: np.ndarray, vocabulary: np.ndarray) -> pd.Series:
    """The terms of which `words` (terms, n) holds the places in the vocabulary, as strings."""
    types = pa.array(vocabulary, type=pa.large_string())
    columns = [types.take(pa.array(words[:, k])) for k in range(words.shape[1])]
    return pd.Series(pd.array(pc.binary_join_element_wise(*columns, pa.scalar(" ", pa.large_string())), dtype="str"))


def documents_of(table: TokenTable, at: np.ndarray) -> np.ndarray:
    """The document (int32) of each of the tokens at the ascending places `at`."""
    counts = np.diff(np.searchsorted(at, table.ends), prepend=0)
    return np.repeat(np.arange(len(table.ends), dtype=np.int32), counts)


def _parts(table: TokenTable, n: int, drop: np.ndarray | None) -> tuple[np.ndarray, int]:
    """For each token the part of the vocabulary that a term beginning there is counted in (uint8, `_NONE` where none
    begins), and how many parts there are: stretches of the vocabulary with about as many tokens each."""
    ids, counts = table.ids, type_counts(table)
    if drop is not None:
        counts[drop] = 0
    reached = np.cumsum(counts)
    step = max(_BLOCK, int(counts.sum()) // (_NONE - 1) + 1)
    of_type = ((reached - counts) // step).astype(np.uint8)
    parts = int(of_type[-1]) + 1 if len(of_type) else 0
    last = None
    if drop is not None:
        of_type[drop] = _NONE
        last = np.where(drop, _NONE, 0).astype(np.uint8)
    part = np.empty(len(ids), dtype=np.uint8)
    for start in range(0, len(ids), SLICE):
        part[start : start + SLICE] = of_type[ids[start : start + SLICE]]
        if last is not None and n > 1:
            end = ids[start + n - 1 : start + n - 1 + SLICE]
            part[start : start + len(end)] |= last[end]
    lengths = table.lengths
    for k in range(1, n):  # no term begins so near to the end of its document
        part[table.ends[lengths >= k] - k] = _NONE
    return part, parts


def _places(part: np.ndarray, number: int) -> np.ndarray:
    """The tokens at which the terms of one part begin, in ascending order."""
    found = [np.flatnonzero(part[start : start + SLICE] == number) + start for start in range(0, len(part), SLICE)]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _numbered(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`key` as places in the sorted array of its distinct values, and that array."""
    codes, distinct = pd.factorize(key)
    order = np.argsort(distinct)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[codes], distinct[order]


def _block(key: np.ndarray, documents: np.ndarray, n: int, word_bits: int, document_bits: int,
           levels: list[tuple[int, np.ndarray]]) -> Block:
    key <<= document_bits
    key |= documents
    key.sort()
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    counts = np.diff(first, append=len(key)).astype(np.int32)
    key = key[first]
    documents = (key & ((1 << document_bits) - 1)).astype(np.int32)
    key >>= document_bits
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    rest = key[starts]
    words = np.empty((len(starts), n), dtype=np.int64)
    levels = dict(levels)
    for k in reversed(range(1, n)):
        words[:, k] = rest & ((1 << word_bits) - 1)
        rest = rest >> word_bits
        if k in levels:
            rest = levels[k][rest]
    words[:, 0] = rest
    return Block(words, starts, documents, counts)
