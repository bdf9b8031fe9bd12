"""Words and word sequences: how often, in how many documents, where, and what sets one corpus apart from another.

Comes in: a corpus (or two). Goes out: a DataFrame with one row a term. A term is one word or a sequence of n words of
one document as `utils.text.tokens` finds them: folded, without a possessive 's.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.corpus import Corpus
from utils.counts import TokenTable, token_table
from utils.text import stop_words, tokens, word_spans

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


def keyness(corpus: Corpus, reference: Corpus, *, n: int = 1, minimum_count: int = 5, minimum_documents: int = 3) -> pd.DataFrame:
    """What sets `corpus` apart from `reference`, the most over-used terms first.

    Parameters
    ----------
    minimum_count, minimum_documents : a term is compared if both corpora together hold it so often, in so many documents.

    Returns
    -------
    DataFrame of term, count, documents, per_1000_words and the same with `_reference`; log_ratio (binary logarithm of
    the ratio of the rates, a count of 0 taken as 0.5: Hardie 2014); g2 (log-likelihood, signed by direction:
    Dunning 1993, in Rayson and Garside's two-cell form); one_document (the term's count in the corpus where it is more
    frequent comes from a single document).

    G2 takes words as independent, which words of one document are not: read it as a ranking, not as a proof.
    """
    here = frequencies(corpus, n=n)[["term", "count", "documents"]]
    there = frequencies(reference, n=n)[["term", "count", "documents"]]
    both = here.merge(there, on="term", how="outer", suffixes=("", "_reference"))
    for column in ("count", "documents", "count_reference", "documents_reference"):
        both[column] = both[column].fillna(0).astype(int)
    enough = (both["count"] + both["count_reference"] >= minimum_count) & (
        both["documents"] + both["documents_reference"] >= minimum_documents
    )
    both = both[enough].copy()
    size, size_reference = len(token_table(corpus).ids), len(token_table(reference).ids)
    both["per_1000_words"] = 1000 * both["count"] / max(1, size)
    both["per_1000_words_reference"] = 1000 * both["count_reference"] / max(1, size_reference)
    both["log_ratio"] = log_ratio(both["count"], size, both["count_reference"], size_reference)
    both["g2"] = log_likelihood(both["count"], size, both["count_reference"], size_reference)
    documents = np.where(both["log_ratio"] >= 0, both["documents"], both["documents_reference"])
    both["one_document"] = documents <= 1
    columns = ["term", "count", "documents", "per_1000_words", "count_reference", "documents_reference",
               "per_1000_words_reference", "log_ratio", "g2", "one_document"]
    return both.sort_values(["log_ratio", "count", "term"], ascending=[False, False, True], ignore_index=True)[columns]


def log_ratio(count, size: int, count_reference, size_reference: int) -> np.ndarray:
    """Binary logarithm of the ratio of two relative frequencies; 0 counts as half an occurrence (Hardie 2014)."""
    here = np.maximum(np.asarray(count, dtype=float), 0.5) / max(1, size)
    there = np.maximum(np.asarray(count_reference, dtype=float), 0.5) / max(1, size_reference)
    return np.log2(here / there)


def log_likelihood(count, size: int, count_reference, size_reference: int) -> np.ndarray:
    """G2 of one term in two corpora, negative where the reference has relatively more (Dunning 1993; Rayson 2000)."""
    a, b = np.asarray(count, dtype=float), np.asarray(count_reference, dtype=float)
    total = max(1, size + size_reference)
    expected_a, expected_b = size * (a + b) / total, size_reference * (a + b) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * (np.where(a > 0, a * np.log(a / expected_a), 0) + np.where(b > 0, b * np.log(b / expected_b), 0))
    return np.maximum(g2, 0) * np.where(a >= expected_a, 1, -1)


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
    offsets), in the order of the documents; the columns that `utils.concepts.concordance` needs.
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
