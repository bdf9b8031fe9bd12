"""Where terms stand: how evenly over the documents, at which place in each, at which offsets.

Comes in: a corpus and terms. Goes out: one row a term, or one an occurrence.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.counts import token_table
from utils.text import tokens, word_spans


def dispersion(corpus: Corpus, terms: list[str]) -> pd.DataFrame:
    """How evenly terms are spread over the documents.

    Returns
    -------
    DataFrame of term, count, documents (the range), dp: Gries's (2008) deviation of proportions, from 0 (as even as
    the documents' lengths allow) to nearly 1 (all in one short document); missing where the term doesn't occur.
    """
    lengths = token_table(corpus).lengths
    expected = lengths / max(1, lengths.sum())
    rows = []
    for term in terms:
        found = np.bincount(positions(corpus, [term])["document"], minlength=len(lengths))
        total = int(found.sum())
        dp = float(np.abs(found / total - expected).sum() / 2) if total else np.nan
        rows.append((term, total, int((found > 0).sum()), dp))
    return pd.DataFrame(rows, columns=["term", "count", "documents", "dp"])


def evenness_ends(spread: pd.DataFrame, *, n: int = 5) -> pd.DataFrame:
    """The `n` terms of `dispersion` spread most evenly and the `n` spread least evenly, in this order.

    Where no term is spread more evenly than another, as in a single document, the most frequent ones.
    """
    order = spread.dropna(subset="dp").sort_values(["dp", "count", "term"], ascending=[True, False, True], ignore_index=True)
    if order["dp"].nunique() < 2:
        return order.head(2 * n)
    return order if len(order) <= 2 * n else pd.concat([order.head(n), order.tail(n)], ignore_index=True)


def positions(corpus: Corpus, terms: list[str]) -> pd.DataFrame:
    """Where terms stand: term, document (its row in `corpus.documents`), id, position (0 to 1 within the document)."""
    table = token_table(corpus)
    ids, docs, starts = table.ids, table.documents, table.ends - table.lengths
    number = {word: i for i, word in enumerate(table.vocabulary)}
    parts = []
    for term in terms:
        words = tokens(term)
        if not words or any(w not in number for w in words) or len(words) > len(ids):
            continue
        m = len(ids) - len(words) + 1
        hit = docs[:m] == docs[len(words) - 1 :]
        for k, word in enumerate(words):
            hit &= ids[k : k + m] == number[word]
        at = np.flatnonzero(hit)
        share = (at - starts[docs[at]]) / np.maximum(1, table.lengths[docs[at]])
        parts.append(pd.DataFrame({"term": term, "document": docs[at], "position": share}))
    empty = pd.DataFrame({"term": pd.Series(dtype="str"), "document": pd.Series(dtype=int), "position": pd.Series(dtype=float)})
    out = pd.concat(parts, ignore_index=True) if parts else empty
    out.insert(2, "id", corpus.documents["id"].to_numpy()[out["document"]] if len(out) else pd.Series(dtype="str"))
    return out


def occurrences(corpus: Corpus, term: str) -> pd.DataFrame:
    """Where a term stands, as offsets into the texts: what a concordance is made of.

    Returns
    -------
    DataFrame of id, concept (the term as it was given), start, end, wording (the words of the text between these
    offsets), in the order of the documents; the columns that `utils.concordance.concordance` needs.
    """
    wanted = tokens(term)
    rows = []
    for name in positions(corpus, [term])["id"].drop_duplicates():
        text = corpus.text(name)
        words, spans = tokens(text), word_spans(text)
        for i in range(len(words) - len(wanted) + 1):
            if words[i : i + len(wanted)] == wanted:
                start, end = spans[i][0], spans[i + len(wanted) - 1][1]
                rows.append((name, term, start, end, text[start:end]))
    out = pd.DataFrame(rows, columns=["id", "concept", "start", "end", "wording"])
    return out.astype({"start": "int64", "end": "int64"})
