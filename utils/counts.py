"""Tokens of every document, made once and kept for the session: the form that terms and keyness count on.

Comes in: a corpus. Goes out: for each document its tokens as numbers into one vocabulary, in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from utils.corpus import Corpus
from utils.text import tokens

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
    numbers: dict[str, int] = {}
    parts, ends, total = [], [], 0
    for _, text in corpus.texts():
        ids = np.fromiter((numbers.setdefault(t, len(numbers)) for t in tokens(text)), dtype=np.int32)
        parts.append(ids)
        total += len(ids)
        ends.append(total)
    # Sorted as Python strings: a numpy array of strings would give every type the room of the longest.
    vocabulary = np.array(sorted(numbers), dtype=object)
    rank = np.empty(len(vocabulary), dtype=np.int32)
    rank[[numbers[word] for word in vocabulary]] = np.arange(len(vocabulary), dtype=np.int32)
    ids = rank[np.concatenate(parts)] if total else np.array([], dtype=np.int32)
    return TokenTable(vocabulary, ids, np.array(ends, dtype=np.int64))
