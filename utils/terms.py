"""Words and word sequences: how often, and in how many documents.

Comes in: a corpus. Goes out: a DataFrame with one row a term. A term is one word or a sequence of n words of
one document as `utils.text.tokens` finds them: folded, without a possessive 's.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.counts import TokenTable, token_table
from utils.text import stop_words

FREQUENCIES = ["term", "count", "per_1000_words", "documents", "share_of_documents"]


def frequencies(corpus: Corpus, *, n: int = 1, keep_stop_words: bool = False, minimum_documents: int = 1) -> pd.DataFrame:
    """The terms of `n` words, most frequent first.

    Parameters
    ----------
    n : words in a term, 1 to 4.
    keep_stop_words : whether terms that begin or end with a word of grammar, and numbers, are kept. Left out, they
        still count in the denominator.
    minimum_documents : terms in fewer documents are left out.

    Returns
    -------
    DataFrame of term, count, per_1000_words (of all words), documents, share_of_documents (0 to 1).
    """
    if n not in (1, 2, 3, 4):
        raise ValueError(f"n is {n}: a term has 1 to 4 words.")
    table = token_table(corpus)
    rows, counts, documents = _ngrams(table, n, _droppable(table) if not keep_stop_words else None)
    keep = np.flatnonzero(documents >= minimum_documents)
    # The vocabulary is in alphabetical order and a space sorts before whatever stands in a word: by the numbers of
    # their words terms are in alphabetical order too.
    order = keep[np.lexsort((*(rows[keep, k] for k in reversed(range(n))), -documents[keep], -counts[keep]))]
    terms = table.vocabulary[rows[order, 0]]
    for k in range(1, n):
        terms = terms + " " + table.vocabulary[rows[order, k]]
    out = pd.DataFrame({"term": pd.Series(terms, dtype="str"), "count": counts[order], "documents": documents[order]})
    out["per_1000_words"] = 1000 * out["count"] / max(1, len(table.ids))
    out["share_of_documents"] = out["documents"] / max(1, len(corpus))
    return out[FREQUENCIES]


def _droppable(table: TokenTable) -> np.ndarray:
    stop = stop_words()
    return np.array([t in stop or not any(c.isalpha() for c in t) or len(t) < 2 for t in table.vocabulary], dtype=bool)


def _ngrams(table: TokenTable, n: int, drop: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The distinct n-grams (rows of word numbers), their counts and document counts; none crosses a document's end."""
    ids, docs = table.ids.astype(np.int64), table.documents
    m = max(0, len(ids) - n + 1)
    keep = docs[:m] == docs[len(docs) - m :]
    if drop is not None:
        keep &= ~drop[ids[:m]] & ~drop[ids[len(ids) - m :]]
    starts = np.flatnonzero(keep)
    # One number for each n-gram, made word by word; those seen so far are numbered anew, so that it fits into 64 bits.
    key = ids[starts]
    for k in range(1, n):
        if k > 1:
            key = pd.factorize(key)[0]
        key = key * max(1, len(table.vocabulary)) + ids[starts + k]
    which, _ = pd.factorize(key)
    counts = np.bincount(which)
    first = np.empty(len(counts), dtype=np.int64)
    first[which[::-1]] = starts[::-1]
    once = pd.unique(which * (len(table.ends) + 1) + docs[starts])  # each n-gram once a document
    documents = np.bincount(once // (len(table.ends) + 1), minlength=len(counts))
    return np.column_stack([ids[first + k] for k in range(n)]), counts, documents
