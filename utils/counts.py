"""Tokens of every document, made once and kept for the session: the form that terms and keyness count on.

Comes in: a corpus. Goes out: for each document its tokens as numbers into one vocabulary, in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.corpus import Corpus
from utils.token_arrays import number_words

_KEPT: dict[str, TokenTable] = {}
_KEEP = 4  # corpora; a notebook works on one and a few subsets


@dataclass(frozen=True, eq=False)
class TokenTable:
    """All tokens of a corpus as one array.

    Attributes
    ----------
    vocabulary : the types, in alphabetical order.
    ids : int32 array, one entry a token: its place in `vocabulary`.
    ends : int64 array, one entry a document, in the order of `corpus.documents`: where its tokens end in `ids`.
    """

    vocabulary: np.ndarray
    ids: np.ndarray
    ends: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        """Tokens of each document."""
        return np.diff(self.ends, prepend=0)

    @property
    def documents(self) -> np.ndarray:
        """For each token, the number of its document."""
        return np.repeat(np.arange(len(self.ends)), self.lengths)


def token_table(corpus: Corpus) -> TokenTable:
    """The tokens of `corpus`; counted once for each fingerprint."""
    key = corpus.fingerprint
    if key not in _KEPT:
        while len(_KEPT) >= _KEEP:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[key] = _count(corpus)
    return _KEPT[key]


def _count(corpus: Corpus) -> TokenTable:
    lengths, ids, words = number_words(text for _, text in corpus.texts())
    # Sorted as Python strings: a numpy array of strings would give every type the room of the longest.
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), dtype=np.int32)
    rank[order] = np.arange(len(words), dtype=np.int32)
    vocabulary = np.array([words[i] for i in order], dtype=object)
    return TokenTable(vocabulary, rank[ids], np.cumsum(lengths, dtype=np.int64))
