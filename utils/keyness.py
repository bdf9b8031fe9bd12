"""What sets one corpus apart from another: the terms that it has more often than the other, with effect size and test.

Comes in: two corpora, or two parts of one. Goes out: one row a term. What decides whether a term differs is a test over
documents: words of one document are not independent, and a word that one document repeats is no difference of corpora
(Lijffijt and others 2016).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from utils.corpus import Corpus, CorpusError
from utils.counts import TokenTable, kept, token_table
from utils.saddlepoint import Draws
from utils.significance import LEVEL, exchangeable, length_classes, log_rate_variance, permutation_p_of, q_values
from utils.term_counts import Block, blocks, droppable, written
from utils.trends import FEW

KEYNESS = ["term", "count", "documents", "per_1000_words", "count_reference", "documents_reference", "per_1000_words_reference",
           "log_ratio", "low", "high", "g2", "p", "q", "one_document"]
_KINDS = 200  # so many different lengths are told apart in a test; of more, those within 5% are taken as the same
_WIDTH = 0.05


def keyness(corpus: Corpus, reference: Corpus, *, n: int = 1, minimum_count: int = 5, minimum_documents: int = 3) -> pd.DataFrame:
    """What sets `corpus` apart from `reference`, the most over-used terms first.

    Parameters
    ----------
    n : words in a term, 1 to 4; terms that begin or end with a word of grammar are left out.
    minimum_count, minimum_documents : a term is compared if both corpora together hold it so often, in so many documents.

    Returns
    -------
    DataFrame of term, count, documents, per_1000_words and the same with `_reference`;
    log_ratio : binary logarithm of the ratio of the rates, a count of 0 taken as 0.5 (Hardie 2014);
    low, high : its 95% interval with documents as the units (`utils.significance.log_rate_variance`, Student's t with Welch's
    degrees of freedom); missing where fewer than 5 documents hold the term on either side;
    g2 : log-likelihood, signed by direction (Dunning 1993, in Rayson and Garside's two-cell form). It takes words as
    independent: a ranking, not a proof;
    p : two-sided, of a permutation test: documents are dealt out anew between the two corpora, each only against others of about
    its length, and the statistic is how many occurrences the corpus has beyond what its words would give it at the rate of
    both (`utils.significance.permutation_p_of` and `length_classes`). It is 1 where these lean one way and the log ratio,
    of all documents, the other; missing where fewer than 5 documents that can be exchanged so hold the term, or where either
    corpus has fewer than 5 of these;
    q : `utils.significance.q_values` over all terms tested here;
    one_document : the term's count in the corpus where it is more frequent comes from a single document.

    Of a chronicle, whose words are its writers', nothing is tested: low, high, g2, p and q are missing.
    """
    table, sizes = _joined(token_table(corpus), token_table(reference)), (len(corpus), len(reference))
    here = np.repeat([True, False], sizes)
    tested = not (corpus.is_chronicle or reference.is_chronicle)
    return _keyness(table, here, ~here, n, minimum_count, minimum_documents, tested)


@kept
def keyness_within(corpus: Corpus, here, there, *, n: int = 1, minimum_count: int = 5,
                   minimum_documents: int = 3) -> pd.DataFrame:
    """`keyness` of two parts of one corpus, whose tokens need not be counted again.

    Parameters
    ----------
    here, there : boolean, one a document: the part that is looked at, and its reference. No document may be in both.
    """
    here, there = np.asarray(here, dtype=bool), np.asarray(there, dtype=bool)
    if len(here) != len(corpus) or len(there) != len(corpus) or (here & there).any():
        raise CorpusError("The two parts must say of each document whether it is in them, and none may be in both.")
    return _keyness(token_table(corpus), here, there, n, minimum_count, minimum_documents, not corpus.is_chronicle)


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


def _joined(first: TokenTable, second: TokenTable) -> TokenTable:
    """Two tables as one, the documents of the second after those of the first."""
    vocabulary = sorted({*first.vocabulary, *second.vocabulary})
    place = {word: i for i, word in enumerate(vocabulary)}
    ids = [np.fromiter((place[w] for w in t.vocabulary), dtype=np.int32, count=len(t.vocabulary))[t.ids] for t in (first, second)]
    ends = np.concatenate([first.ends, second.ends + len(first.ids)])
    return TokenTable(np.array([*vocabulary, None], dtype=object)[:-1], np.concatenate(ids), ends)


def _keyness(table: TokenTable, here: np.ndarray, there: np.ndarray, n: int, minimum_count: int, minimum_documents: int,
             tested: bool) -> pd.DataFrame:
    lengths, compared = table.lengths, here | there
    sides = [_side(lengths, part) for part in (here, there)]
    units = _Units.of(lengths, here, there) if tested else None
    words, parts = [np.zeros((0, n), dtype=np.int64)], []
    for block in blocks(table, n=n, drop=droppable(table)):
        if not compared.all():
            block = block.among(compared)
        block = block.only((block.sums(block.counts) >= minimum_count) & (block.lengths >= minimum_documents))
        words.append(block.words)
        parts.append(_counted(block, here, lengths, units))
    out = pd.concat(parts, ignore_index=True) if parts else _counted(_NOTHING, here, lengths, None)
    out.insert(0, "term", written(np.concatenate(words), table.vocabulary))
    size, size_reference = (side.words for side in sides)
    out["per_1000_words"] = 1000 * out["count"] / max(1, size)
    out["per_1000_words_reference"] = 1000 * out["count_reference"] / max(1, size_reference)
    out["log_ratio"] = log_ratio(out["count"], size, out["count_reference"], size_reference)
    out["low"], out["high"] = _interval(out, *sides) if tested else (np.nan, np.nan)
    out["g2"] = log_likelihood(out["count"], size, out["count_reference"], size_reference) if tested else np.nan
    # Leaning one way among documents of like length, and the other where all are thrown together: no finding either way.
    out.loc[out["beyond"] * out["log_ratio"] < 0, "p"] = 1.0
    out["q"] = q_values(out["p"])
    out["one_document"] = np.where(out["log_ratio"] >= 0, out["documents"], out["documents_reference"]) <= 1
    return out.sort_values(["log_ratio", "count", "term"], ascending=[False, False, True], ignore_index=True)[KEYNESS]


_NOTHING = Block(*(np.zeros(0, dtype=np.int64),) * 4)


class _Side(NamedTuple):
    """Of one part its words, the sum of the squares of its documents' words, and how many documents have any."""

    words: int
    squares: float
    units: int


def _side(lengths: np.ndarray, part: np.ndarray) -> _Side:
    words = lengths[part]
    return _Side(int(words.sum()), float((words.astype(float) ** 2).sum()), int((words > 0).sum()))


def _counted(block: Block, here: np.ndarray, lengths: np.ndarray, units: _Units | None) -> pd.DataFrame:
    """Of each term count and documents in both parts, the sums that an interval needs, and p."""
    out = {}
    inside, x, w = here[block.documents], block.counts.astype(np.int64), lengths[block.documents]
    for end, held in (("", inside), ("_reference", ~inside)):
        out |= {"count" + end: block.sums(x * held), "documents" + end: block.sums(held.astype(np.int64)),
                "xx" + end: block.sums(x * x * held), "xw" + end: block.sums(x * w * held)}
    out = pd.DataFrame(out)
    out["p"], out["beyond"] = (np.nan, 0.0) if units is None else units.p(block)
    return out


def _interval(table: pd.DataFrame, here: _Side, there: _Side) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the 95% interval of the log ratio."""
    variances, freedom = [], 0
    for end, side in (("", here), ("_reference", there)):
        v = log_rate_variance(table["count" + end], table["xx" + end], table["xw" + end], side.words, side.squares, side.units)
        variances.append(np.where(table["documents" + end] >= FEW, v, np.nan))
        freedom = freedom + variances[-1] ** 2 / max(1, side.units - 1)
    both = variances[0] + variances[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        width = stdtrit(np.where(both > 0, both**2 / freedom, 1), (1 + LEVEL) / 2) * np.sqrt(both) / np.log(2)
    return table["log_ratio"] - width, table["log_ratio"] + width


class _Units(NamedTuple):
    """Documents as the units of a permutation within classes of length (`utils.significance.length_classes`). Those of nearly
    the same length are one kind, as if of the mean length of the kind.
    """

    kind: np.ndarray  # of each document; -1 for those that can't be exchanged
    length: np.ndarray  # of each kind, the mean length of its documents
    size: np.ndarray  # how many there are
    starts: np.ndarray  # of each class, its first kind
    here: np.ndarray  # boolean, one a document
    drawn: np.ndarray  # of each class, its documents that are here

    @classmethod
    def of(cls, lengths: np.ndarray, here: np.ndarray, there: np.ndarray) -> _Units | None:
        """None where fewer than 5 documents of either part can be exchanged for one of the other."""
        classes = np.where(lengths > 0, length_classes(lengths), -1)
        held = exchangeable(classes, here, there)
        if min((held & here).sum(), (held & there).sum()) < FEW:
            return None
        words = lengths[held]
        fine = words if len(np.unique(words)) <= _KINDS else (np.log(words) / _WIDTH).astype(np.int64)
        pairs, kinds = np.unique(classes[held] * (1 << 40) + fine, return_inverse=True)
        kind = np.full(len(lengths), -1)
        kind[held] = kinds
        size = np.bincount(kinds)
        starts = np.flatnonzero(np.diff(pairs >> 40, prepend=-1))
        drawn = np.add.reduceat(np.bincount(kind[held & here], minlength=len(size)), starts)
        return cls(kind, np.bincount(kinds, weights=words) / size, size, starts, here, drawn)

    def p(self, block: Block) -> tuple[np.ndarray, np.ndarray]:
        """p of each term of a block, missing where fewer than 5 documents that can be exchanged hold it; and by how much it is
        beyond what chance would give here.
        """
        held = self.kind[block.documents] >= 0
        enough = block.sums(held.astype(np.int64)) >= FEW
        out, beyond = np.full(len(enough), np.nan), np.zeros(len(enough))
        if enough.any():
            draws = self._draws(block.only(enough).among(self.kind >= 0))
            out[enough], beyond[enough] = permutation_p_of(draws), draws.beyond
        return out, beyond

    def _draws(self, block: Block) -> Draws:
        terms, kinds = len(block.starts), len(self.size)
        x = block.counts.astype(np.int64)
        rate = block.sums(x) / (self.length * self.size).sum()
        which = np.repeat(np.arange(terms), block.lengths) * kinds + self.kind[block.documents]
        without = np.tile(self.size, terms) - np.bincount(which, minlength=terms * kinds)
        bits = int(x.max()).bit_length()
        key, number = np.unique(which << bits | x, return_counts=True)
        empty = np.flatnonzero(without)
        key, number = np.concatenate([empty << bits, key]), np.concatenate([without[empty], number])
        order = np.argsort(key)
        key, number = key[order], number[order].astype(float)
        term, kind = np.divmod(key >> bits, kinds)
        values = (key & ((1 << bits) - 1)) - rate[term] * self.length[kind]
        starts = np.searchsorted(key >> bits, np.arange(terms)[:, None] * kinds + self.starts)
        expected = rate * self.length[self.kind[self.here & (self.kind >= 0)]].sum()
        seen = block.sums(x * self.here[block.documents])
        return Draws(values, number, starts, self.drawn, np.add.reduceat(self.size, self.starts), seen - expected)
