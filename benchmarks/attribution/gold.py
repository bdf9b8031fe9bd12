"""Gold articles while a model is trained: labels for cues, contents, sources and statements, and the figures.

Comes in: a row of a gold file, its parsed sentences and the tagger's probabilities. Goes out: an `Article` with its `Reading`,
and labels in the order of the reading's candidates.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from utils.statements.grid import EDGE, Grid, Page
from utils.statements.origins import Origin, phrase_of
from utils.statements.reading import Reading, rules_of
from utils.statements.ruled import drafts_by_rule
from utils.statements.tagger import TAGS, told
from utils.statements.turns import turns


class Gold(NamedTuple):
    """A marked statement: content and source without their edges, cue, kind."""

    core: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    kind: str


class Article:
    """A gold article with what is found in it step by step; `told` is the tagger's input, `tags` what it should say."""

    def __init__(self, row: dict, sentences: list[tuple[int, object]]) -> None:
        text = row["text"]
        page = Page(text)
        found, kept = drafts_by_rule(text, sentences, turns(text))
        self.page, self.rules = page, rules_of(page, found, kept)
        self.grids = [Grid(doc, start) for start, doc in sentences]
        self.told = told(page, self.grids, [doc for _, doc in sentences], self.rules)
        self.tags = labels(row, self.grids)
        for grid in self.grids:
            grid.doc = None
        core = [page.core(tuple(map(tuple, q["content"]))) for q in row["quotes"]]
        self.gold = [Gold(c, page.core(tuple(map(tuple, q["source"] or ()))), tuple(map(tuple, q["cue"] or ())), q["kind"])
                     for c, q in zip(core, row["quotes"], strict=True) if c]
        self.of: list[tuple[int, ...]] = []  # of each cue, the gold statements in whose cue it stands
        self.main: list[int] = []  # of each cue, the gold statement of which it is the best cue, or -1
        self.is_cue = np.zeros(0)

    def read(self, tags: list[np.ndarray]) -> None:
        """Take the tagger's probabilities for the sentences."""
        self.reading = Reading(self.page, self.grids, self.rules, tags)

    def known(self) -> np.ndarray:
        """Of each row of contents, whether its cue stands in a gold cue."""
        return np.repeat([bool(self.of[g.cue]) for g in self.reading.groups],
                         [len(g.spans) for g in self.reading.groups]).astype(bool)

    def ious(self) -> np.ndarray:
        """Of each row of contents, the best IoU with a gold content of its cue."""
        return np.array([max((self.reading.page.iou(self.gold[n].core, s.core) for n in self.of[g.cue]), default=0.0)
                         for g in self.reading.groups for s in g.spans])

    def same_source(self, gold: Gold, origin: Origin) -> bool:
        """Whether a source is the gold one: they share words, or neither is there."""
        if origin.token < 0:
            return not gold.source
        grid = self.reading.grids[origin.grid]
        first, last = phrase_of(grid, origin.token)
        return any(s < grid.ends[last] and grid.starts[first] < e for s, e in gold.source)

    def source_labels(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each row of sources, whether it is right, and whether its cue stands in a gold cue."""
        right_, use = [], []
        for s in self.sourced:
            cue = self.reading.groups[s.group].cue
            number = self.main[cue] if self.main[cue] >= 0 else next(iter(self.of[cue]), -1)
            right_ += [number >= 0 and self.same_source(self.gold[number], o) for o in s.origins]
            use += [number >= 0] * len(s.origins)
        return np.array(right_, dtype=float), np.array(use, dtype=bool)


def labelled(a: Article) -> None:
    """Label the candidates for cues: 1 for the best cue of a gold statement, -1 for other words of its cue, else 0."""
    from utils.statements.candidates import spans_of

    reading = a.reading
    a.of, a.main = [()] * len(reading.cues), [-1] * len(reading.cues)
    for n, gold in enumerate(a.gold):
        best, chosen = -1.0, -1
        for k, (at, i) in enumerate(reading.cues):
            grid = reading.grids[at]
            if any(s < grid.ends[i] and grid.starts[i] < e for s, e in gold.cue):
                a.of[k] += (n,)
                fit = max((reading.page.iou(gold.core, s.core) for s in spans_of(grid, reading.page, i)), default=0.0)
                fit += 0.01 * (grid.tags[i][0] == "V")
                if fit > best:
                    best, chosen = fit, k
        if chosen >= 0:
            a.main[chosen] = n
    a.is_cue = np.array([1 if m >= 0 else -1 if o else 0 for m, o in zip(a.main, a.of, strict=True)])


def labels(row: dict, grids: list[Grid]) -> list[np.ndarray]:
    """What the tagger should say of each token (tokens, TAGS), a sentence each."""
    text = row["text"]
    marked = np.zeros((len(text) + 1, 3), dtype=np.int8)
    begins, ends = set(), set()
    for q in row["quotes"]:
        for column, name in enumerate(("cue", "source")):
            for s, e in q[name] or ():
                marked[s:e, column] = 1
        for s, e in q["content"]:
            while s < e and text[s] in EDGE:
                s += 1
            while e > s and text[e - 1] in EDGE:
                e -= 1
            if s < e:
                marked[s:e, 2] = 1
                begins.add(s)
                ends.add(e)
    out = []
    for grid in grids:
        y = np.zeros((grid.n, len(TAGS)), dtype=np.float32)
        for k, (a, b) in enumerate(zip(grid.starts, grid.ends, strict=True)):
            y[k, :3] = marked[a:b].max(axis=0) if a < b else 0
            y[k, 3:] = a in begins, b in ends, y[k, 2] and not marked[a:b, 0].any()
        out.append(y)
    return out


def pairs(a: Article, found: list[tuple]) -> list[tuple[float, int, int]]:
    """Gold and found contents paired one to one, best IoU first."""
    every = [(a.reading.page.iou(g.core, core), n, k) for n, g in enumerate(a.gold) for k, core in enumerate(found)]
    out, gold_used, found_used = [], set(), set()
    for iou, n, k in sorted(every, reverse=True):
        if iou > 0 and n not in gold_used and k not in found_used:
            gold_used.add(n)
            found_used.add(k)
            out.append((iou, n, k))
    return out


def right(a: Article) -> tuple[np.ndarray, np.ndarray]:
    """Of each judged statement: 1 if the gold content that fits it best does so by half and has its source; and the IoU."""
    joint, ious = np.zeros(len(a.judged)), np.zeros(len(a.judged))
    for k, one in enumerate(a.judged):
        fits = [a.reading.page.iou(g.core, one.span.core) for g in a.gold]
        if fits and max(fits) > 0:
            best = int(np.argmax(fits))
            ious[k] = fits[best]
            joint[k] = fits[best] >= 0.5 and a.same_source(a.gold[best], one.origin)
    return joint, ious


def joint_f1(articles: list[Article], kept: list[list]) -> dict:
    """F1 of any overlap, of IoU 0.5 and 0.8, and of IoU 0.5 with the right source; how many were found."""
    total = dict.fromkeys(("any", "iou50", "iou80", "joint"), 0)
    gold = found = 0
    for a, statements in zip(articles, kept, strict=True):
        gold, found = gold + len(a.gold), found + len(statements)
        for iou, n, k in pairs(a, [j.span.core for j in statements]):
            total["any"] += 1
            total["iou50"] += iou >= 0.5
            total["iou80"] += iou >= 0.8
            total["joint"] += iou >= 0.5 and a.same_source(a.gold[n], statements[k].origin)
    return {"gold": gold, "found": found, **{m: round(200 * n / max(1, gold + found), 1) for m, n in total.items()}}
