"""Tokens of every document, made once and kept: the form that terms and keyness count on.

Comes in: a corpus. Goes out: for each document its tokens as numbers into one vocabulary, in reading order. Tokens depend
on a text alone; those of texts seen before come from the cache (`utils.cache`).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path

import numpy as np
import pandas as pd

from utils import cache
from utils.corpus import Corpus
from utils.token_arrays import numbered

KIND = "tokens 1"  # goes up whenever `utils.text.tokens` finds other words in a text
TABLES = "tables"
LARGE, MANY = 1_000_000, 10_000  # words and documents; of a smaller corpus a table is made in no time
LARGEST = 32 * 2**20  # bytes of a table that is kept
_KEPT: dict[str, TokenTable] = {}
_KEEP = 4  # corpora; a notebook works on one and a few subsets
_WRITTEN = 500  # documents written to the cache at a time


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
        """For each token, the number of its document (int32)."""
        return np.repeat(np.arange(len(self.ends), dtype=np.int32), self.lengths)


def token_table(corpus: Corpus) -> TokenTable:
    """The tokens of `corpus`; counted once for each fingerprint."""
    key = corpus.fingerprint
    if key not in _KEPT:
        while len(_KEPT) >= _KEEP:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[key] = _table(corpus)
    return _KEPT[key]


def kept(function: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Of a large corpus, keep the table that `function(corpus, …)` makes for the next run of the same code on the same corpus.

    Parameters
    ----------
    function : takes a corpus, tables, arrays and whatever its `repr` tells apart; makes a table from these and its code alone.
    """
    @wraps(function)
    def wrapped(*given, **options) -> pd.DataFrame:
        if not any(c.n_words >= LARGE or len(c) >= MANY for c in given if isinstance(c, Corpus)):
            return function(*given, **options)
        told = (_code(), function.__module__, function.__name__, sorted(options))
        key = hashlib.sha256(b"\0".join(map(_told, [told, *given, *(options[name] for name in sorted(options))]))).digest()
        for _, value in cache.read(TABLES, [key]):
            return pd.read_parquet(io.BytesIO(value))
        table = function(*given, **options)
        data = table.to_parquet()
        if len(data) <= LARGEST:
            cache.write(TABLES, {key: data})
        return table
    return wrapped


def _told(value) -> bytes:
    if isinstance(value, Corpus):
        return repr((value.fingerprint, value.nature, value.n_words)).encode()
    if isinstance(value, pd.DataFrame):
        return b"".join(_told(pd.util.hash_pandas_object(value[column], index=False).to_numpy()) for column in value)
    return repr(value.shape).encode() + value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode()


@lru_cache(maxsize=1)
def _code() -> str:
    """What changes with any line of this package: a table made by other code is of no use."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _table(corpus: Corpus) -> TokenTable:
    lengths = corpus.documents["n_words"].to_numpy(dtype=np.int64)
    ends = np.cumsum(lengths, dtype=np.int64)
    ids = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.int32)
    hashes = corpus.hashes()
    places: dict[bytes, list[int]] = {}
    for document, key in enumerate(hashes):
        places.setdefault(key, []).append(document)
    words: dict[int, str] = {}
    try:
        for item in cache.read_words(KIND, places):
            if isinstance(item, dict):
                words = item
                continue
            key, numbers = item
            for document in places.pop(key):
                ids[ends[document] - lengths[document] : ends[document]] = numbers
    except (cache.Error, ValueError):  # a damaged cache: everything is counted anew
        return _without_cache(corpus, ids, ends, lengths)
    new = sorted(document for documents in places.values() for document in documents)
    if new:
        _count(corpus, new, ids, ends, lengths, words, 1 + max(words, default=-1))
    for begin in range(0, len(new), _WRITTEN):
        part = new[begin : begin + _WRITTEN]
        _keep(part, hashes, ids, ends, lengths, words)
    return _sorted(words, ids, ends)


def _without_cache(corpus: Corpus, ids: np.ndarray, ends: np.ndarray, lengths: np.ndarray) -> TokenTable:
    words: dict[int, str] = {}
    _count(corpus, list(range(len(ends))), ids, ends, lengths, words, 0)
    return _sorted(words, ids, ends)


def _count(corpus: Corpus, documents: list[int], ids: np.ndarray, ends: np.ndarray, lengths: np.ndarray,
           words: dict[int, str], first: int) -> None:
    """Put the tokens of `documents` into `ids`, numbered from `first` on, and their words into `words`."""
    names = corpus.documents["id"].to_numpy()
    found: list[str] = []
    wanted = iter(documents)
    place = end = 0
    for numbers in numbered((corpus.text(names[d]) for d in documents), [], found):
        numbers = numbers + np.int32(first)
        while len(numbers):
            while place == end:  # on to the next document with words
                document = next(wanted)
                end = int(ends[document])
                place = end - int(lengths[document])
            part = numbers[: end - place]
            ids[place : place + len(part)] = part
            place += len(part)
            numbers = numbers[len(part) :]
    words.update(enumerate(found, first))


def _keep(documents: list[int], hashes: list[bytes], ids: np.ndarray, ends: np.ndarray, lengths: np.ndarray,
          words: dict[int, str]) -> None:
    """Write the tokens of `documents` to the cache."""
    def arrays() -> Iterator[tuple[bytes, np.ndarray]]:
        for d in documents:
            yield hashes[d], place[ids[ends[d] - lengths[d] : ends[d]]]

    parts = [ids[ends[d] - lengths[d] : ends[d]] for d in documents]
    used = np.unique(np.concatenate(parts)) if parts else np.array([], dtype=np.int32)
    place = np.zeros(int(used[-1]) + 1 if len(used) else 0, dtype=np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    cache.write_words(KIND, arrays(), [words[i] for i in used.tolist()])


def _sorted(words: dict[int, str], ids: np.ndarray, ends: np.ndarray) -> TokenTable:
    """The table with its vocabulary in alphabetical order; `ids` is changed in place. One word may have two numbers."""
    # Sorted as Python strings: a numpy array of strings would give every type the room of the longest.
    vocabulary = sorted(set(words.values()))
    at = {word: i for i, word in enumerate(vocabulary)}
    rank = np.zeros(1 + max(words, default=-1), dtype=np.int32)
    for number, word in words.items():
        rank[number] = at[word]
    for begin in range(0, len(ids), 1 << 22):
        ids[begin : begin + (1 << 22)] = rank[ids[begin : begin + (1 << 22)]]
    return TokenTable(np.array([*vocabulary, None], dtype=object)[:-1], ids, ends)
