"""Words and word sequences: how often, and in how many documents, of a whole corpus or of each group in it.

Comes in: a corpus. Goes out: a DataFrame with one row a term. A term is one word or a sequence of n words of
one document as `utils.text.tokens` finds them: folded, without a possessive 's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.counts import TokenTable, kept, token_table
from utils.significance import log_rate_variance, rate_interval
from utils.term_counts import Block, blocks, droppable, type_counts, written
from utils.trends import FEW, grouped

FREQUENCIES = ["term", "count", "per_1000_words", "documents", "share_of_documents"]
INTERVAL = ["rate_low", "rate_high"]


@kept
def frequencies(corpus: Corpus, *, n: int = 1, keep_stop_words: bool = False, minimum_documents: int = 1, by: str | None = None,
                stems: bool = False, intervals: bool = False, top: int | None = None) -> pd.DataFrame:
    """The terms of `n` words, most frequent first.

    Parameters
    ----------
    n : words in a term, 1 to 4.
    keep_stop_words : whether terms that begin or end with a word of grammar, and numbers, are kept. Left out, they
        still count in the denominator.
    minimum_documents : terms in fewer documents of the corpus are left out.
    by : a column of `corpus.documents`: counts for each of its values, with the words and documents of that group as
        denominators. Documents with nothing in the column are left out.
    stems : whether words of one stem are one term (NLTK's Snowball stemmer for English, after Porter 2001), written as
        the most frequent of them (the first in the alphabet, of equals). Words of grammar and numbers are not stemmed.
    intervals : whether rates get a 95% interval that takes documents as the units (`utils.significance.rate_interval`).
    top : at most so many terms, of each group with `by`; None for all.

    Returns
    -------
    DataFrame of term, count, per_1000_words (of all words), documents, share_of_documents (0 to 1), in descending order of
    count, then documents, then alphabetically. With `by` the first column is `group`, with a row for each term that the
    group holds, in the order of the groups. With `intervals` rate_low and rate_high follow the rate; they are missing
    where fewer than 5 documents hold the term.
    """
    groups, names = grouped(corpus, by) if by is not None else (np.zeros(len(corpus), dtype=np.int64), pd.Index([""]))
    table = token_table(corpus)
    drop = None if keep_stop_words else droppable(table)
    if stems:
        table, drop = stemmed(table)
        drop = None if keep_stop_words else drop
    sizes, lengths = _sizes(table, groups, len(names)), table.lengths if intervals else None
    found = [_Rows.of(block.only(block.lengths >= minimum_documents), groups, sizes, lengths).first(top)
             for block in (blocks(table, n=n, drop=drop) if len(names) else ())]
    rows = _Rows.joined(found, n).first(top)
    out = pd.DataFrame({"term": written(rows.words, table.vocabulary), "count": rows.counts})
    out["per_1000_words"] = 1000 * rows.counts / np.maximum(1, sizes.words[rows.groups])
    if intervals:
        variances = np.where(rows.documents < FEW, np.nan, rows.variances)
        out[INTERVAL[0]], out[INTERVAL[1]] = rate_interval(out["per_1000_words"], variances, sizes.units[rows.groups])
    out["documents"] = rows.documents
    out["share_of_documents"] = rows.documents / np.maximum(1, sizes.documents[rows.groups])
    if by is not None:
        out.insert(0, "group", names.take(rows.groups))
    return out


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """A table of `frequencies` to be read: the interval in the cell of its rate, where there is any."""
    if not set(INTERVAL) <= set(table) or table[INTERVAL].isna().all(axis=None):
        return table.drop(columns=INTERVAL, errors="ignore")
    digits = 2 if table["per_1000_words"].max() >= 1 else 3
    said = [f"{rate:.{digits}f}" + ("" if pd.isna(low) else f" [{low:.{digits}f}, {high:.{digits}f}]")
            for rate, low, high in zip(table["per_1000_words"], *(table[c] for c in INTERVAL), strict=True)]
    out = table.drop(columns=["per_1000_words", *INTERVAL])
    out.insert(out.columns.get_loc("count") + 1, "per 1,000 words [95%]", pd.Series(said, index=out.index, dtype="str"))
    return out


def listed_by_group(table: pd.DataFrame, *, rows: int = 8) -> pd.DataFrame:
    """A table of `frequencies` made with `by`, to be read: one row a group, its `rows` first terms with their rates in one cell.

    Groups of fewer than 5 documents, whose lists say little, are left out. Named groups stand in the order of their
    documents, largest first; numbers, such as years, in their own.

    Returns
    -------
    DataFrame of group (as a string), documents and terms ("trade 12.1, peace 9.4, …": each with its rate per 1,000 words).
    """
    table = table.assign(size=(table["documents"] / table["share_of_documents"]).round().astype(int))
    shown = table[(table["size"] >= FEW) & (table.groupby("group", sort=False).cumcount() < rows)]
    said = shown["term"] + " " + shown["per_1000_words"].map("{:.1f}".format).astype("str")
    out = pd.DataFrame({"group": shown["group"], "documents": shown["size"], "terms": said})
    out = out.groupby(["group", "documents"], sort=False)["terms"].agg(", ".join).reset_index()
    return by_size(out)


def by_size(table: pd.DataFrame) -> pd.DataFrame:
    """Rows with group and documents in the order of their documents, largest first, where groups are names; names as strings."""
    if not pd.api.types.is_numeric_dtype(table["group"].dtype):
        table = table.sort_values("documents", ascending=False, kind="stable", ignore_index=True)
    return table.assign(group=table["group"].astype("str"))


def stemmed(table: TokenTable) -> tuple[TokenTable, np.ndarray]:
    """`table` with each token as the most frequent word of its stem, and which types of it are droppable.

    Returns
    -------
    The new table, and a boolean array as `utils.term_counts.droppable` gives it for the old one.
    """
    apart = droppable(table)
    counts = type_counts(table)
    # A stem never has an upper-case letter: with one in front, what is not stemmed stays by itself.
    stems = [f"A{word}" if alone else _stem(word) for word, alone in zip(table.vocabulary, apart, strict=True)]
    codes, _ = pd.factorize(np.array(stems, dtype=object))
    order = np.lexsort((np.arange(len(codes)), -counts, codes))
    first = order[np.flatnonzero(np.diff(codes[order], prepend=-1))]  # of each stem the place of its most frequent word
    place = np.empty(len(first), dtype=np.int32)
    place[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    kept = np.sort(first)
    return TokenTable(table.vocabulary[kept], place[codes][table.ids], table.ends), apart[kept]


@lru_cache(maxsize=1 << 18)
def _stem(word: str) -> str:
    return _stemmer().stem(word)


@lru_cache(maxsize=1)
def _stemmer():
    from nltk.stem.snowball import EnglishStemmer

    return EnglishStemmer()


class _Sizes(NamedTuple):
    """Of each group its documents, those that have words, its words and the sum of the squares of its documents' words."""

    documents: np.ndarray
    units: np.ndarray
    words: np.ndarray
    squares: np.ndarray


def _sizes(table: TokenTable, groups: np.ndarray, count: int) -> _Sizes:
    held = groups >= 0
    words, groups = table.lengths[held], groups[held]
    return _Sizes(np.bincount(groups, minlength=count), np.bincount(groups[words > 0], minlength=count),
                  *(np.bincount(groups, weights=w, minlength=count) for w in (words, words.astype(float) ** 2)))


class _Rows(NamedTuple):
    """Terms of groups: the places of their words, the group, and what is counted; in alphabetical order of the terms."""

    words: np.ndarray
    groups: np.ndarray
    counts: np.ndarray
    documents: np.ndarray
    variances: np.ndarray

    @classmethod
    def of(cls, block: Block, groups: np.ndarray, sizes: _Sizes, lengths: np.ndarray | None) -> _Rows:
        """The rows of a block; with the `lengths` of documents, the variances of the logarithms of the rates too."""
        block, group = _split(block, groups, len(sizes.words))
        x = block.counts.astype(np.int64)
        counts, variances = block.sums(x), np.zeros(len(group))
        if lengths is not None:
            variances = log_rate_variance(counts, block.sums(x * x), block.sums(x * lengths[block.documents]), sizes.words[group],
                                          sizes.squares[group], sizes.units[group])
        return cls(block.words.astype(np.int32), group, counts, block.lengths, variances)

    @classmethod
    def joined(cls, parts: list[_Rows], n: int) -> _Rows:
        """Several one after the other."""
        none = np.zeros(0, dtype=np.int64)
        return cls(*map(np.concatenate, zip(*parts, cls(np.zeros((0, n), dtype=np.int32), none, none, none, none.astype(float)))))

    def first(self, top: int | None) -> _Rows:
        """In order of group, count and documents, downwards, the first `top` of each group."""
        order = np.lexsort((-self.documents, -self.counts, self.groups))
        if top is not None:
            group = self.groups[order]
            order = order[np.arange(len(order)) - np.searchsorted(group, group) < top]
        return _Rows(*(values[order] for values in self))


def _split(block: Block, groups: np.ndarray, count: int) -> tuple[Block, np.ndarray]:
    """The block with the entries of each group of documents set apart, a term once for each group that holds it; the groups."""
    if count == 1 and (groups == 0).all():
        return block, np.zeros(len(block.starts), dtype=np.int64)
    count = max(1, count)
    key = np.repeat(np.arange(len(block.starts)), block.lengths) * count + groups[block.documents]
    order = np.flatnonzero(groups[block.documents] >= 0)
    order = order[np.argsort(key[order], kind="stable")]
    key = key[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    term, group = key[starts] // count, key[starts] % count
    return Block(block.words[term], starts, block.documents[order], block.counts[order]), group
