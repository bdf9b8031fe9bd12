"""Frequent English words and two-word terms by collection, period and whether a document names the SCO.

Comes in: English tokens and the table of documents. Goes out: `Terms`. A term is passed on of a cell only where it occurs there
at least 10 times in at least 5 documents, so that no text can be put together from it; documents that repeat another count
nowhere. What is not there of a cell is not known to be 0: it is somewhere below.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.counts import TokenTable
from utils.term_counts import Block, blocks, droppable, written

LEAST_COUNT, LEAST_DOCUMENTS = 10, 5
PERIODS = [("to 1990", 0, 1990), ("1991-2000", 1991, 2000), ("2001-2010", 2001, 2010), ("2011-2020", 2011, 2020),
           ("2021-", 2021, 9999)]
UNDATED = "undated"
NAMES = "sco"  # the concept that tells cells apart
_KEY = ["collection", "publisher", "period", "names_sco"]
CELLS = ["cell", *_KEY, "documents", "n_words"]
TERMS = ["n", "term", "cell", "count", "documents"]


class Terms(NamedTuple):
    """Term frequencies.

    Attributes
    ----------
    cells : DataFrame of cell (a number), collection, publisher, period, names_sco (boolean; missing where concepts.yml has no
        concept sco in English), documents, n_words: the English documents that repeat no other.
    terms : DataFrame of n (1 or 2 words), term, cell, count, documents; ordered by n, term, cell. Two-word terms that begin
        or end with a word of grammar, a number or a single letter are left out.
    """

    cells: pd.DataFrame
    terms: pd.DataFrame


def term_counts(documents: pd.DataFrame, english: np.ndarray, ids: np.ndarray, lengths: np.ndarray, words: list[str]) -> Terms:
    """Count words and two-word terms by cell.

    Parameters
    ----------
    documents : the table of `utils.record.counting`.
    english : for each English text its row in `documents`.
    ids, lengths, words : the texts' words as numbers, one text after the other (changed in place); how many words each text
        has; what the numbers stand for.
    """
    table = _alphabetical(ids, lengths, words)
    cells, number = _cells(documents.iloc[english])
    parts = [pd.DataFrame({c: pd.Series(dtype="str" if c == "term" else "int64") for c in TERMS})]
    for n in (1, 2):
        drop = droppable(table) if n == 2 else None
        parts += [_of_block(block, number, max(1, len(cells)), table.vocabulary, n) for block in blocks(table, n=n, drop=drop)]
    return Terms(cells, pd.concat(parts, ignore_index=True).sort_values(["n", "term", "cell"], ignore_index=True))


def period_of(date: str) -> str:
    """The label of the period, of `PERIODS`, in which a date lies."""
    return next((label for label, first, last in PERIODS if date and first <= int(date[:4]) <= last), UNDATED)


def _alphabetical(ids: np.ndarray, lengths: np.ndarray, words: list[str]) -> TokenTable:
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), dtype=np.int32)
    rank[order] = np.arange(len(words), dtype=np.int32)
    for begin in range(0, len(ids), 1 << 22):  # in place: for a copy there may be no room
        ids[begin : begin + (1 << 22)] = rank[ids[begin : begin + (1 << 22)]]
    vocabulary = np.array([*(words[i] for i in order), None], dtype=object)[:-1]
    return TokenTable(vocabulary, ids, np.cumsum(lengths, dtype=np.int64))


def _cells(about: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """The cells, and each document's number among them; -1 for one that repeats another."""
    names = (about[NAMES] > 0).astype("boolean") if NAMES in about else pd.Series(pd.NA, index=about.index, dtype="boolean")
    labels = {date: period_of(date) for date in about["date"].unique()}
    keyed = about.assign(period=about["date"].map(labels).astype("str"), names_sco=names)
    single = keyed[keyed["duplicate_of"] == ""]
    cells = single.groupby(_KEY, dropna=False, sort=False).agg(documents=("id", "size"), n_words=("n_words", "sum")).reset_index()
    rank = {label: i for i, label in enumerate([*(label for label, _, _ in PERIODS), UNDATED])}
    cells = cells.assign(rank=cells["period"].map(rank)).sort_values(["collection", "publisher", "rank", "names_sco"])
    cells = cells.assign(cell=np.arange(len(cells)))[CELLS].reset_index(drop=True)
    number = keyed.merge(cells[[*_KEY, "cell"]], on=_KEY, how="left")["cell"].fillna(-1).to_numpy(dtype=np.int64, copy=True)
    number[(keyed["duplicate_of"] != "").to_numpy()] = -1
    return cells.astype({"documents": "int64", "n_words": "int64"}), number


def _of_block(block: Block, number: np.ndarray, cells: int, vocabulary: np.ndarray, n: int) -> pd.DataFrame:
    """The terms of a block that are frequent enough in a cell."""
    cell = number[block.documents]
    held = cell >= 0
    key = np.repeat(np.arange(len(block.starts), dtype=np.int64), block.lengths)[held] * cells + cell[held]
    order = np.argsort(key, kind="stable")
    key, counts = key[order], block.counts[held][order].astype(np.int64)
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    documents = np.diff(starts, append=len(key))
    total = np.add.reduceat(counts, starts) if len(starts) else counts
    kept = (total >= LEAST_COUNT) & (documents >= LEAST_DOCUMENTS)
    key = key[starts][kept]
    terms = written(block.words[key // cells], vocabulary)
    return pd.DataFrame({"n": n, "term": terms, "cell": key % cells, "count": total[kept], "documents": documents[kept]})
