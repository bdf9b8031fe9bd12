"""Which words stand near a node more often than elsewhere.

Comes in: a corpus and the places of the node in it. Goes out: one row a collocate, with measures of attraction.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.terms import frequencies
from utils.text import stop_words, tokens, word_spans


def collocates(corpus: Corpus, spans: pd.DataFrame, *, window: int = 5, minimum_count: int = 3) -> pd.DataFrame:
    """Words near mentions: within `window` words on either side, in the same document, words of grammar left out.

    Parameters
    ----------
    spans : rows with id, start, end (offsets of the node), such as `utils.concepts.mentions` gives.

    Returns
    -------
    DataFrame of collocate, together (occurrences in the windows, each token counted once), count (in the corpus),
    documents (in which they stand together), log_dice (Rychly 2008: 14 + log2 of twice the joint count over the sum
    of both counts; 14 where neither stands without the other, and more only where a word stands twice beside one node),
    most strongly attached first.
    """
    stop = stop_words()
    near: dict[str, int] = {}
    inside: dict[str, set[str]] = {}
    for name, group in spans.groupby("id", sort=True):
        text = corpus.text(name)
        where, words = word_spans(text), tokens(text)
        begins = np.array([s for s, _ in where])
        ends = np.array([e for _, e in where])
        node, taken = set(), set()
        for start, end in zip(group["start"], group["end"], strict=True):
            first, last = int(np.searchsorted(ends, start, "right")), int(np.searchsorted(begins, end, "left"))
            node.update(range(first, last))
            taken.update(range(max(0, first - window), min(len(words), last + window)))
        for i in taken - node:
            near[words[i]] = near.get(words[i], 0) + 1
            inside.setdefault(words[i], set()).add(name)
    total = frequencies(corpus, keep_stop_words=True).set_index("term")["count"]
    rows = [(w, k, int(total[w]), len(inside[w]), 14 + np.log2(2 * k / (len(spans) + total[w])))
            for w, k in near.items() if k >= minimum_count and w not in stop and any(c.isalpha() for c in w) and len(w) > 1]
    out = pd.DataFrame(rows, columns=["collocate", "together", "count", "documents", "log_dice"])
    return out.sort_values(["log_dice", "together", "collocate"], ascending=[False, False, True], ignore_index=True)
