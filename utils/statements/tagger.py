"""A tagger of tokens: how likely each stands in a cue, a source or a content, begins or ends one.

Comes in: a text's `Grid`s with what the rules propose there. Goes out: an array (tokens, TAGS) a sentence. The network takes the
vectors of spaCy's small English model and looks at each token's neighbours, at those above it in the tree and at those below
it; thinc, which comes with spaCy, runs it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple
from zlib import crc32

import numpy as np

from utils.statements.cue_features import stem
from utils.statements.grid import Grid, Page
from utils.statements.parse import with_numpy
from utils.statements.span_features import DEPS
from utils.statements.span_features import TAGS as PARTS

TAGS = ("cue", "source", "content", "begin", "end", "content outside cues")
_FLAGS = 7  # in a quotation, in a name in marks; in the rules' cues, contents, kept contents, sources; quotation mark
PLAIN = len(PARTS) + 1 + len(DEPS) + 1 + _FLAGS
EMBED = 32
AT_ONCE = 2_000  # tokens, so that memory stays small
VECTOR = 96  # numbers of a vector of spaCy's
_WIDE, _NARROW = range(-3, 4), range(-2, 3)


class Told(NamedTuple):
    """What the network is told of a sentence: spaCy's vectors of its tokens, their heads, plain numbers of each."""

    vectors: np.ndarray
    words: np.ndarray
    heads: np.ndarray
    plain: np.ndarray


def told(page: Page, grids: list[Grid], docs: list, rules: dict) -> list[Told]:
    """What the network is told of each sentence of a text, given the rules' proposals by the place of their cue."""
    starts = [s for g in grids for s in g.starts]
    flags = np.zeros((len(starts), _FLAGS), dtype=np.float32)

    def mark(column: int, start: int, end: int) -> None:
        flags[bisect_left(starts, start) : bisect_left(starts, end), column] = 1

    for q, said in zip(page.marks, page.said, strict=True):
        mark(0 if said else 1, q.start, q.end)
    for start, rule in rules.items():
        mark(2, start, start + 1)
        for piece in rule.core:
            mark(3, *piece)
            if rule.kept:
                mark(4, *piece)
        if rule.source:
            mark(5, *rule.source)
    out, first = [], 0
    for grid, doc in zip(grids, docs, strict=True):
        plain = np.zeros((grid.n, PLAIN), dtype=np.float32)
        own = np.arange(grid.n)
        plain[own, [PARTS.get(t, 0) for t in grid.tags]] = 1
        plain[own, [len(PARTS) + 1 + DEPS.get(d, 0) for d in grid.deps]] = 1
        plain[:, -_FLAGS:] = flags[first : first + grid.n]
        plain[:, -1] = [w in ('"', "“", "”", "''", "``") for w in grid.words]
        words = np.array([crc32(stem(w).encode("utf-8", "surrogatepass")) for w in grid.words], dtype=np.uint64)
        out.append(Told(np.asarray(doc.tensor), words, np.array(grid.heads, dtype=np.int64), plain))
        first += grid.n
    return out


WIDTHS, POOL = (96, 64, 64), 2


def network():
    """The network, not yet trained."""
    from thinc.api import HashEmbed, Linear, Maxout, Model

    a, b, c = WIDTHS
    embed = HashEmbed(nO=EMBED, nV=6000, seed=3, dropout=0.3)
    first = Maxout(nO=a, nI=VECTOR * 9 + 2 * PLAIN + 3 * EMBED, nP=POOL, normalize=True, dropout=0.15)
    second = Maxout(nO=b, nI=a * 8 + PLAIN, nP=POOL, normalize=True, dropout=0.15)
    third = Maxout(nO=c, nI=b * 8, nP=POOL, normalize=True, dropout=0.15)
    last = Linear(nO=len(TAGS), nI=c)
    for layer in (embed, first, second, third, last):
        layer.initialize()
    return Model("tagger", _forward, layers=[embed, first, second, third, last])


def _forward(model, batch: list[Told], is_train: bool):
    embed, first, second, third, last = model.layers
    words, back0 = embed(np.concatenate([t.words for t in batch]), is_train)
    ends = np.cumsum([len(t.heads) for t in batch])
    x = np.concatenate([t.vectors for t in batch])
    plain = np.concatenate([t.plain for t in batch])
    places = _Places(batch, ends)
    wide, narrow = places.near(_WIDE), places.near(_NARROW)
    up, up2, below = places.up, places.up2, places.below
    around = (*narrow, up, up2, below)
    y1, back1 = first(np.hstack([*(s @ x for s in (*wide, up, up2)), plain, up @ plain, words, up @ words, up2 @ words]),
                      is_train)
    y2, back2 = second(np.hstack([*(s @ y1 for s in around), plain]), is_train)
    y3, back3 = third(np.hstack([s @ y2 for s in around]), is_train)
    scores, back4 = last(y3, is_train)

    def back(wrong):
        d3 = _returned(back3(back4(np.concatenate(wrong))), around, y2.shape[1])
        d1 = back1(_returned(back2(d3), around, y1.shape[1]))[:, -3 * EMBED :]
        back0(np.ascontiguousarray(d1[:, :EMBED] + up.T @ d1[:, EMBED : 2 * EMBED] + up2.T @ d1[:, 2 * EMBED :]))
        return []

    return np.split(scores, ends[:-1]), back


def _returned(wrong: np.ndarray, matrices, width: int) -> np.ndarray:
    """What flows back through the matrices that put the columns of a layer's input side by side."""
    parts = (s.T @ wrong[:, k * width : (k + 1) * width] for k, s in enumerate(matrices))
    return np.ascontiguousarray(sum(parts), dtype=np.float32)


class _Places:
    """Sparse matrices that take from each token to its neighbours, those above it and the mean of those below it."""

    def __init__(self, batch: list[Told], ends: np.ndarray) -> None:
        self.n = n = int(ends[-1])
        begins = np.concatenate([[0], ends[:-1]])
        lengths = ends - begins
        self.begin, self.end = np.repeat(begins, lengths), np.repeat(ends, lengths)
        own, heads = np.arange(n), np.concatenate([t.heads + b for t, b in zip(batch, begins, strict=True)])
        self.own = own
        above = heads != own
        self.up = self._matrix(own[above], heads[above])
        twice = above & (heads[heads] != heads)
        self.up2 = self._matrix(own[twice], heads[heads][twice])
        count = np.bincount(heads[above], minlength=n)
        self.below = self._matrix(heads[above], own[above], 1 / np.maximum(1, count)[heads[above]])

    def near(self, steps: range) -> list:
        out = []
        for step in steps:
            at = self.own + step
            inside = (at >= self.begin) & (at < self.end)
            out.append(self._matrix(self.own[inside], at[inside]))
        return out

    def _matrix(self, rows: np.ndarray, columns: np.ndarray, values: np.ndarray | None = None):
        from scipy.sparse import csr_matrix

        values = np.ones(len(rows)) if values is None else values
        return csr_matrix((values.astype(np.float32), (rows, columns)), (self.n, self.n))


def weights_of(whole) -> dict[str, np.ndarray]:
    """All weights of a network by number of the layer and name."""
    return {f"{i}.{name}": np.asarray(node.get_param(name)) for i, node in enumerate(whole.walk())
            for name in node.param_names if node.has_param(name)}


def with_weights(weights: dict[str, np.ndarray]):
    """The network with these weights.

    Raises
    ------
    ValueError : they are of a network of another shape.
    """
    whole = network()
    if {n: w.shape for n, w in weights_of(whole).items()} != {n: w.shape for n, w in weights.items()}:
        raise ValueError("The weights in model.npz are of another version of this project: install it again.")
    for i, node in enumerate(whole.walk()):
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, np.array(weights[f"{i}.{name}"], dtype=np.float32))
    return with_numpy(whole)


def tagged(whole, sentences: list[Told]) -> list[np.ndarray]:
    """Probabilities of the tags of each token of each sentence; what stands beside a sentence does not count."""
    out: list[np.ndarray] = []
    batch: list[Told] = []
    tokens = 0
    for place, sentence in enumerate(sentences, 1):
        batch.append(sentence)
        tokens += len(sentence.heads)
        if tokens >= AT_ONCE or place == len(sentences):
            out += [1 / (1 + np.exp(-np.clip(scores, -30, 30))) for scores in whole.predict(batch)]
            batch, tokens = [], 0
    return out
