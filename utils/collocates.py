"""Which words stand near a node more often than elsewhere.

Comes in: a corpus and the places of the node in it. Goes out: one row a collocate, with measures of attraction, or one
row a pair of collocates that share windows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from utils.corpus import Corpus, CorpusError
from utils.counts import TokenTable, kept, token_table
from utils.text import stop_words
from utils.token_arrays import word_offsets

COLLOCATES = ["collocate", "together", "expected", "count", "documents", "log_dice", "mi", "g2", "delta_p_word", "delta_p_node"]
UNITS = ("window", "sentence")


@kept
def collocates(corpus: Corpus, spans: pd.DataFrame, *, window: int = 5, unit: str = "window", minimum_count: int = 3,
               minimum_documents: int = 1, keep_stop_words: bool = False) -> pd.DataFrame:
    """Words near a node, most strongly attached first, each with the measures of one table of two rows and two columns.

    The table counts all tokens of the corpus but those inside the node, each token once, however many windows hold it:

        ===================  =================  ===================
        tokens               the word           other words
        ===================  =================  ===================
        near the node        together           near - together
        elsewhere            count - together   the rest
        ===================  =================  ===================

    Parameters
    ----------
    spans : the node's places, rows with id, start, end (offsets), such as `utils.concepts.mentions` or
        `utils.dispersion.occurrences` gives; those in documents that `corpus` has not got are left out. A sentence needs
        sentence_start and sentence_end too, which `mentions` gives.
    window : how many words on either side are near, in the same document, across the ends of sentences.
    unit : "window", or "sentence": the words of the sentence in which a mention begins are near, and no others.
    minimum_count, minimum_documents : words that stand near the node less often, or in fewer documents, are left out.
    keep_stop_words : whether words of grammar, single letters and numbers are listed; they count as tokens in any case.

    Returns
    -------
    DataFrame of collocate; together (its tokens near the node); expected (those there would be if the word were spread
    alike near the node and elsewhere: near * count / all); count (its tokens, those inside the node left out); documents
    (in which it stands near the node); log_dice (see `log_dice`, the node's frequency being its mentions); mi, g2,
    delta_p_word and delta_p_node (see `association`).
    """
    near = _near(corpus, spans, window, unit)
    ids, types = near.table.ids, len(near.table.vocabulary)
    places = np.setdiff1d(_covered(near.low, near.high), near.node, assume_unique=True)
    together = np.bincount(ids[places], minlength=types)
    words = np.flatnonzero(together >= max(1, minimum_count))
    if not keep_stop_words:
        words = words[_content(near.table.vocabulary[words])]
    count = _counts(near.table)[words] - np.bincount(ids[near.node], minlength=types)[words]
    # Each word once a document: the number of the word and that of the document as one.
    n = len(near.table.ends)
    once = np.unique(ids[places].astype(np.int64) * n + np.searchsorted(near.table.ends, places, "right")) // max(1, n)
    together, documents = together[words], np.bincount(once, minlength=types)[words]
    out = pd.DataFrame({"collocate": pd.Series(near.table.vocabulary[words], dtype="str"), "together": together, "count": count,
                        "documents": documents, "log_dice": log_dice(together, near.mentions, count),
                        **association(together, len(places), count, len(ids) - len(near.node))})
    out = out.loc[out["documents"] >= minimum_documents, COLLOCATES]
    return out.sort_values(["log_dice", "together", "collocate"], ascending=[False, False, True], ignore_index=True)


def association(together, near: int, count, tokens: int) -> dict[str, np.ndarray]:
    """Measures of attraction from the counts of `collocates`' table, one value for each word.

    Parameters
    ----------
    together, count : arrays: the word's tokens near the node, and all its tokens.
    near, tokens : tokens near the node, and all tokens, those inside the node left out of both.

    Returns
    -------
    expected : near * count / tokens.
    mi : pointwise mutual information, the binary logarithm of together / expected (Church and Hanks 1990). The expected
        value takes the windows as they are, so that no correction for their size is due (Evert 2008); it favours rare words.
    g2 : log-likelihood of all four cells (Dunning 1993), negative where the word is rarer near the node than expected. Words
        of one document are not independent: it ranks, and proves nothing.
    delta_p_word : how much likelier a token is to be the word near the node than elsewhere: Delta P of the word given the
        node (Gries 2013), from -1 to 1; missing where nothing stands elsewhere.
    delta_p_node : how much likelier a token is to stand near the node if it is the word than if it is another: Delta P of
        the node given the word; missing where there is no other word.
    """
    a, count = np.asarray(together, dtype=float), np.asarray(count, dtype=float)
    cells = np.array([a, near - a, count - a, tokens - near - count + a])
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.array([near * count, near * (tokens - count), (tokens - near) * count,
                             (tokens - near) * (tokens - count)], dtype=float) / tokens
        g2 = 2 * np.where(cells > 0, cells * np.log(cells / expected), 0).sum(axis=0)
        return {"expected": expected[0], "mi": np.log2(a / expected[0]),
                "g2": np.maximum(g2, 0) * np.where(a >= expected[0], 1, -1),
                "delta_p_word": a / near - cells[2] / (tokens - near),
                "delta_p_node": a / count - cells[1] / (tokens - count)}


def log_dice(together, node: int, count) -> np.ndarray:
    """14 + the binary logarithm of 2 * together / (node + count) (Rychly 2008): how exclusively two words stand together.

    `node` and `count` are the frequencies of node and word. It doesn't depend on the size of the corpus: 14 where neither
    stands without the other, 1 less for half of that, 0 for one in 16,384. It is over 14 only where the word stands more
    than once near one mention of the node.
    """
    with np.errstate(divide="ignore"):
        return 14 + np.log2(2 * np.asarray(together, dtype=float) / (node + np.asarray(count, dtype=float)))


@kept
def shared_windows(corpus: Corpus, spans: pd.DataFrame, words: list[str], *, window: int = 5,
                   unit: str = "window") -> pd.DataFrame:
    """Which of `words` stand near the same mention of the node: pairs, most often first.

    Parameters
    ----------
    spans, window, unit : as for `collocates`.
    words : collocates; those that don't stand near the node give no pair.

    Returns
    -------
    DataFrame of one, other (in the order of `words`), together (windows, or sentences, that hold both; one window a mention)
    and dice (twice that over the windows with the one and those with the other, 0 to 1).
    """
    near, words = _near(corpus, spans, window, unit), list(dict.fromkeys(words))
    lengths = np.maximum(near.high - near.low, 0)
    places, owner = _spelled_out(near.low, near.high), np.repeat(np.arange(len(lengths)), lengths)
    number = np.full(len(near.table.vocabulary), -1)
    known = pd.Index(near.table.vocabulary).get_indexer(words)
    number[known[known >= 0]] = np.flatnonzero(known >= 0)
    word = number[near.table.ids[places]]
    kept = (word >= 0) & ~np.isin(places, near.node)
    held = sparse.csr_array((np.ones(kept.sum()), (owner[kept], word[kept])), shape=(len(lengths), len(words))) > 0
    both = (held.T.astype(np.int64) @ held.astype(np.int64)).toarray()
    one, other = np.nonzero(np.triu(both, 1))
    alone = both.diagonal()
    first, second = (pd.Series([words[i] for i in side], dtype="str") for side in (one, other))
    out = pd.DataFrame({"one": first, "other": second, "together": both[one, other],
                        "dice": 2 * both[one, other] / (alone[one] + alone[other])})
    return out.sort_values(["together", "dice", "one", "other"], ascending=[False, False, True, True], ignore_index=True)


def readable(table: pd.DataFrame, *, tested: bool = True) -> pd.DataFrame:
    """A table of `collocates` for reading, Delta P of the word and of the node in one cell; without G2 where nothing is
    tested, as on a chronicle."""
    out = table[["collocate", "together", "documents", "log_dice", "mi"]].rename(columns={
        "together": "near the node", "log_dice": "log dice", "mi": "MI"})
    if tested:
        out["g2"] = table["g2"]
    both = [[round(p, 3) + 0.0 for p in pair] for pair in zip(table["delta_p_word"], table["delta_p_node"], strict=True)]
    out["ΔP word, node"] = [f"{a:.3f}, {b:.3f}".replace("nan", "–").replace("-", "−") for a, b in both]
    return out


class _Near(NamedTuple):
    """Places of tokens in a token table: `low` to `high` of each window or sentence, those of the node; its mentions."""

    table: TokenTable
    low: np.ndarray
    high: np.ndarray
    node: np.ndarray
    mentions: int


def _near(corpus: Corpus, spans: pd.DataFrame, window: int, unit: str) -> _Near:
    if unit not in UNITS:
        raise ValueError(f"unit is {unit!r}: collocates are looked for in a {' or a '.join(UNITS)}.")
    if unit == "window" and window < 1:
        raise ValueError(f"window is {window}: it has 1 word or more on either side.")
    keys = ["id", "start", "end"] + (["sentence_start", "sentence_end"] if unit == "sentence" else [])
    missing = [key for key in keys if key not in spans]
    if missing:
        raise CorpusError(f"These places have no column {missing[0]!r}: use what utils.concepts.mentions gives.")
    table = token_table(corpus)
    spans = spans[keys].drop_duplicates(["id", "start", "end"])
    begins = table.ends - table.lengths
    number = {name: i for i, name in enumerate(corpus.documents["id"])}
    parts = [np.empty((0, 4), dtype=np.int64)]
    for name, group in spans.groupby("id", sort=False):
        if name not in number:
            continue
        starts, stops = word_offsets(corpus.text(name))
        doc = number[name]
        first = np.searchsorted(stops, group["start"], "right")
        last = np.maximum(first, np.searchsorted(starts, group["end"], "left"))
        if unit == "window":
            low, high = np.maximum(0, first - window), np.minimum(len(starts), last + window)
        else:
            low = np.searchsorted(starts, group["sentence_start"], "left")
            high = np.searchsorted(starts, group["sentence_end"], "left")
        parts.append(np.column_stack([low, high, first, last]) + begins[doc])
    low, high, first, last = np.concatenate(parts).T
    mentions = len(low)
    if unit == "sentence":
        low, high = np.unique(np.column_stack([low, high]), axis=0).T
    return _Near(table, low, high, _covered(first, last), mentions)


def _covered(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The numbers that lie in any of the ranges from `low` up to `high`: each once, in order."""
    order = np.argsort(low, kind="stable")
    low, high = low[order], np.maximum.accumulate(high[order])
    return _spelled_out(np.maximum(low, np.concatenate([[0], high[:-1]])), high)


def _spelled_out(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """All numbers of each range from `low` up to `high`, one range after the other."""
    lengths = np.maximum(high - low, 0)
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) + np.repeat(low - (ends - lengths), lengths)


def _counts(table: TokenTable) -> np.ndarray:
    """Tokens of each type; in pieces, so that no wide copy of all tokens is made."""
    types = len(table.vocabulary)
    return sum((np.bincount(part, minlength=types) for part in np.array_split(table.ids, len(table.ids) // 2**21 + 1)),
               np.zeros(types, dtype=np.int64))


def _content(words: np.ndarray) -> np.ndarray:
    stop = stop_words()
    return np.array([w not in stop and len(w) > 1 and any(c.isalpha() for c in w) for w in words], dtype=bool)
