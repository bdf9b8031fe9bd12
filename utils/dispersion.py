"""Where terms stand: how evenly over the documents, at which place in each, at which offsets.

Comes in: a corpus and terms. Goes out: one row a term, or one an occurrence.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from utils.concordance import spread_over
from utils.corpus import Corpus
from utils.counts import TokenTable, kept, token_table
from utils.term_counts import SLICE, documents_of
from utils.text import tokens
from utils.token_arrays import word_offsets

_TERMS = 32  # looked for in one pass; under 128, so that a byte numbers them


@kept
def dispersion(corpus: Corpus, terms: list[str]) -> pd.DataFrame:
    """How evenly terms are spread over the documents.

    Returns
    -------
    DataFrame of term, count, documents (the range), dp: Gries's (2008) deviation of proportions, from 0 (as even as
    the documents' lengths allow) to nearly 1 (all in one short document); missing where the term doesn't occur.
    """
    table = token_table(corpus)
    lengths = table.lengths
    expected = lengths / max(1, lengths.sum())
    rows = []
    for term, at in _found(table, terms):
        found = np.bincount(documents_of(table, at), minlength=len(lengths))
        dp = float(np.abs(found / len(at) - expected).sum() / 2) if len(at) else np.nan
        rows.append((term, len(at), int((found > 0).sum()), dp))
    return pd.DataFrame(rows, columns=["term", "count", "documents", "dp"]).astype({"term": "str"})


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
    lengths, begins = table.lengths, table.ends - table.lengths
    parts = []
    for term, at in _found(table, terms):
        documents = documents_of(table, at)
        share = (at - begins[documents]) / np.maximum(1, lengths[documents])
        parts.append(pd.DataFrame({"term": pd.Series(term, index=range(len(at)), dtype="str"), "document": documents.astype(int),
                                   "position": share}))
    empty = pd.DataFrame({"term": pd.Series(dtype="str"), "document": pd.Series(dtype=int), "position": pd.Series(dtype=float)})
    out = pd.concat(parts, ignore_index=True) if parts else empty
    out.insert(2, "id", corpus.documents["id"].take(out["document"]).reset_index(drop=True))
    return out


@kept
def strokes(corpus: Corpus, terms: list[str], *, n: int = 1200) -> pd.DataFrame:
    """`positions` for a picture: one row for all those of a term that `n` strokes side by side can't tell apart.

    Returns
    -------
    DataFrame of term, document, id and position of the first occurrence in each stroke, and occurrences: how many it has.
    """
    table = token_table(corpus)
    lengths, begins = table.lengths, table.ends - table.lengths
    parts = [pd.DataFrame({"term": pd.Series(dtype="str"), "document": pd.Series(dtype=int), "position": pd.Series(dtype=float),
                           "occurrences": pd.Series(dtype=int)})]
    for term, at in _found(table, terms):
        document = documents_of(table, at)
        share = (at - begins[document]) / np.maximum(1, lengths[document])
        _, first, many = np.unique(((document + share) * n / max(1, len(corpus))).round(), return_index=True, return_counts=True)
        parts.append(pd.DataFrame({"term": pd.Series(term, index=range(len(first)), dtype="str"),
                                   "document": document[first].astype(int), "position": share[first], "occurrences": many}))
    out = pd.concat(parts, ignore_index=True)
    out.insert(2, "id", corpus.documents["id"].take(out["document"]).reset_index(drop=True))
    return out


@kept
def occurrences(corpus: Corpus, term: str, *, limit: int | None = None) -> pd.DataFrame:
    """Where a term stands, as offsets into the texts: what a concordance is made of.

    Parameters
    ----------
    limit : at most so many, those that `utils.concordance.spread_over` takes; no other text is then read.

    Returns
    -------
    DataFrame of id, concept (the term as it was given), start, end, wording (the words of the text between these
    offsets), in the order of the documents; the columns that `utils.concordance.concordance` needs.
    """
    table = token_table(corpus)
    (_, at), n = next(_found(table, [term])), len(tokens(term))
    found = pd.DataFrame({"id": documents_of(table, at), "at": at})
    if limit is not None:
        found = spread_over(found, n=limit)
    documents, at = found["id"].to_numpy(), found["at"].to_numpy()
    within = at - (table.ends - table.lengths)[documents]
    names, rows = corpus.documents["id"].to_numpy(), []
    for document, words in pd.Series(within).groupby(documents, sort=True):
        text = corpus.text(names[document])
        starts, ends = word_offsets(text)
        for start, end in zip(starts[words].tolist(), ends[words + n - 1].tolist(), strict=True):
            rows.append((names[document], term, start, end, text[start:end]))
    out = pd.DataFrame(rows, columns=["id", "concept", "start", "end", "wording"])
    return out.astype({"id": "str", "concept": "str", "start": "int64", "end": "int64", "wording": "str"})


def _found(table: TokenTable, terms: list[str]) -> Iterator[tuple[str, np.ndarray]]:
    """For each term the places (int64, ascending) at which it begins; none for what is no term."""
    for begin in range(0, len(terms), _TERMS):
        yield from _found_together(table, terms[begin : begin + _TERMS])


def _found_together(table: TokenTable, terms: list[str]) -> Iterator[tuple[str, np.ndarray]]:
    wanted = [[_place(table, word) for word in tokens(term)] for term in terms]
    first = sorted({words[0] for words in wanted if words and min(words) >= 0})
    row = np.full(len(table.vocabulary), -1, dtype=np.int8)
    row[first] = np.arange(len(first), dtype=np.int8)
    rows, places = [np.zeros(0, dtype=np.int8)], [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(table.ids) if first else 0, SLICE):
        which = row[table.ids[start : start + SLICE]]
        held = np.flatnonzero(which >= 0)
        rows.append(which[held])
        places.append(held + start)
    rows, places = np.concatenate(rows), np.concatenate(places)
    places = places[np.argsort(rows, kind="stable")]
    bounds = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(first)))])
    for term, words in zip(terms, wanted, strict=True):
        if not words or min(words) < 0:
            yield term, places[:0]
            continue
        at = places[bounds[row[words[0]]] : bounds[row[words[0]] + 1]]
        if len(words) > 1:
            at = at[at + (len(words) - 1) < table.ends[documents_of(table, at)]]
        for offset, word in enumerate(words[1:], 1):
            at = at[table.ids[at + offset] == word]
        yield term, at


def _place(table: TokenTable, word: str) -> int:
    """The place of a word in the vocabulary, -1 where it isn't there."""
    place = int(np.searchsorted(table.vocabulary, word))
    return place if place < len(table.vocabulary) and table.vocabulary[place] == word else -1
