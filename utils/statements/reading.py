"""One text while its statements are judged: candidates step by step, and the numbers on which a model judges each step.

Comes in: a text's parsed sentences, what the rules propose there, and the tagger's probabilities. Goes out: rows of features
for cues, for contents, for sources, and for the whole of a statement beside its rivals. The scores come from outside, so that
training and use walk the same way.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from utils.statements.candidates import Span, may_be_cue, spans_of, tagged_spans
from utils.statements.cue_features import cue_features
from utils.statements.grid import Grid, Page
from utils.statements.origins import ORIGIN_NAMES, Origin, origin_features, origin_words, origins_of, phrase_of
from utils.statements.quoting import Draft
from utils.statements.span_features import SPAN_NAMES, span_features

TOP = 14  # contents of a cue that are judged by the forest
LEAST = 0.12  # the least score of a content whose source is looked for
TAG_NAMES = """
cue_tag_p source_tag_p in_mean in_first in_last out_before out_after begin end begin_best fit fit_best in_cue
in_source
""".split()
_KIND_P, _SAME = SPAN_NAMES.index("kind_p"), SPAN_NAMES.index("same")


class Rule(NamedTuple):
    """What the rules propose at a cue: frame, whether it is an attitude, the content without its edges, whether it was kept among
    its rivals, the source's offsets, and the cue's dictionary form."""

    frame: str
    attitude: bool
    core: tuple[tuple[int, int], ...]
    kept: bool
    source: tuple[int, int] | None
    form: str


class Group(NamedTuple):
    """The candidates for the content of one cue: number of the cue, first row, the spans."""

    cue: int
    first: int
    spans: list[Span]


class Reading:
    """A text while it is judged: see the functions of this module for what they fill in."""

    def __init__(self, page: Page, grids: list[Grid], rules: dict[int, Rule], tags: list[np.ndarray]) -> None:
        self.page, self.grids, self.rules, self.tags = page, grids, rules, tags
        self.starts = np.array([s for g in grids for s in g.starts], dtype=np.int64)
        self.offsets = np.cumsum([0, *(g.n for g in grids)])
        every = np.concatenate([np.zeros((0, 6)), *tags]).astype(np.float64)
        self.probabilities = every
        clipped = np.clip(every[:, 2:3], 0.02, 0.98)
        # Sums up to each token: of the tags, and of how much likelier a token is within a content than outside.
        self.sums = np.concatenate([np.zeros((1, 7)), np.cumsum(np.hstack([every, np.log(clipped / (1 - clipped))]), axis=0)])
        self.cues: list[tuple[int, int]] = []
        self.cue_p = np.zeros(0)
        self.groups: list[Group] = []
        self.x = np.zeros((0, 0), dtype=np.float32)

    def rule_at(self, cue: int) -> Rule | None:
        """What the rules propose at a cue."""
        at, i = self.cues[cue]
        return self.rules.get(self.grids[at].starts[i])

    def tag(self, at: int, i: int, name: int) -> float:
        """The tagger's probability at token `i` of sentence `at`."""
        return float(self.tags[at][i, name])


def rules_of(page: Page, found: list[Draft], kept: list[Draft]) -> dict[int, Rule]:
    """The rules' proposals by the place of their cue."""
    out: dict[int, Rule] = {}
    for drafts, final in ((found, False), (kept, True)):
        for d in drafts:
            if final or d.cue[0] not in out:
                core = page.core(tuple(d.content))
                out[d.cue[0]] = Rule(d.report.frame, d.report.attitude, core, final, d.source, d.report.form)
    return out


def cue_rows(reading: Reading, nouns: frozenset[str]) -> list[list[int]]:
    """The words that may be cues, outside of quotations, with their hashed features."""
    page, rows = reading.page, []
    for at, grid in enumerate(reading.grids):
        for i in range(grid.n):
            if not may_be_cue(grid, i, nouns):
                continue
            mark = page.mark_at(grid.starts[i])
            if mark >= 0 and page.said[mark] and page.marks[mark].closed:
                continue
            reading.cues.append((at, i))
            rule = reading.rules.get(grid.starts[i])
            p = reading.tag(at, i, 0)
            rows.append(cue_features(grid, page, i, rule.frame if rule else "", p))
    return rows


def span_rows(reading: Reading, cue_p: np.ndarray, keep: float = 0.03) -> list[list[int]]:
    """The candidates for the contents of cues of at least a probability `keep`, with their hashed features; plain ones go to
    `reading.x`."""
    reading.cue_p = cue_p
    dense: list[list[float]] = []
    sparse: list[list[int]] = []
    for cue in np.flatnonzero(cue_p >= keep):
        at, i = reading.cues[cue]
        spans, rule = spans_of(reading.grids[at], reading.page, i), reading.rule_at(cue)
        if rule and rule.core and all(s.core != rule.core for s in spans):
            spans.append(Span("rule", rule.core, rule.core, -1))
        known = {s.core for s in spans}
        spans += [s for s in tagged_spans(reading.grids[at], reading.page, i, reading.tags[at]) if s.core not in known]
        if not spans:
            continue
        p = min(max(float(cue_p[cue]), 1e-5), 1 - 1e-5)
        plain, hashes = span_features(reading.grids[at], reading.page, i, spans, math.log(p / (1 - p)), rule)
        reading.groups.append(Group(int(cue), len(dense), spans))
        dense += plain
        sparse += hashes
    reading.x = np.array(dense, dtype=np.float32).reshape(len(dense), len(SPAN_NAMES))
    return sparse


def keep_best(reading: Reading, scores: np.ndarray) -> None:
    """Keep of each cue the contents that score best in the linear model, and what the rules propose; add what the tagger says."""
    reading.x[:, _KIND_P] = scores
    wanted, groups, ranks, behind = [], [], [], []
    for group in reading.groups:
        own = scores[group.first : group.first + len(group.spans)]
        favoured = own + 50 * (reading.x[group.first : group.first + len(own), _SAME] > 0)
        best = np.sort(np.argsort(-favoured, kind="stable")[:TOP])
        groups.append(Group(group.cue, len(wanted), [group.spans[k] for k in best]))
        wanted += (group.first + best).tolist()
        ranks.append(np.argsort(np.argsort(-own[best], kind="stable"), kind="stable"))
        behind.append(own[best] - own.max())
    reading.groups = groups
    if not wanted:
        reading.x = np.zeros((0, len(SPAN_NAMES) + 2 + len(TAG_NAMES)), dtype=np.float32)
        return
    rest = np.column_stack([np.concatenate(ranks), np.concatenate(behind), _tag_columns(reading)])
    reading.x = np.hstack([reading.x[wanted], rest]).astype(np.float32)


def _tag_columns(reading: Reading) -> np.ndarray:
    """What the tagger says of each content: within, at its edges, just outside (columns: TAG_NAMES)."""
    spans = [(g, s) for g in reading.groups for s in g.spans]
    count = [len(s.core) for _, s in spans]
    owner = np.repeat(np.arange(len(spans)), count)
    pieces = np.array([piece for _, s in spans for piece in s.core], dtype=np.int64).reshape(-1, 2)
    first = np.maximum(0, np.searchsorted(reading.starts, pieces[:, 0], side="right") - 1)
    last = np.maximum(first, np.searchsorted(reading.starts, pieces[:, 1], side="left") - 1)
    within = np.zeros((len(spans), 7))
    np.add.at(within, owner, reading.sums[last + 1] - reading.sums[first])
    words = np.bincount(owner, weights=last + 1 - first, minlength=len(spans))
    head = np.concatenate([[0], np.cumsum(count)[:-1]])
    a, b = first[head], last[np.cumsum(count) - 1]
    p = reading.probabilities
    total = len(p)
    around = reading.sums[np.minimum(b + 9, total), 6] - reading.sums[np.maximum(a - 8, 0), 6]
    fit = within[:, 6] - (around - within[:, 6])
    group = np.repeat(np.arange(len(reading.groups)), [len(g.spans) for g in reading.groups])
    top, begins = np.full(len(reading.groups), -np.inf), np.zeros(len(reading.groups))
    np.maximum.at(top, group, fit)
    np.maximum.at(begins, group, p[a, 3])
    cue = np.array([reading.offsets[reading.cues[g.cue][0]] + reading.cues[g.cue][1] for g, _ in spans])
    subject = np.array([_source_p(reading, g.cue) for g in reading.groups])[group]
    outside = [np.where(a > 0, p[np.maximum(a - 1, 0), 2], 0), np.where(b + 1 < total, p[np.minimum(b + 1, total - 1), 2], 0)]
    return np.column_stack([p[cue, 0], subject, within[:, 2] / words, p[a, 2], p[b, 2], *outside, p[a, 3], p[b, 4],
                            p[a, 3] - begins[group], fit, fit - top[group], within[:, 0], within[:, 1]])


def _source_p(reading: Reading, cue: int) -> float:
    at, i = reading.cues[cue]
    grid = reading.grids[at]
    near = range(max(0, i - 12), min(grid.n, i + 10))
    return max((reading.tag(at, k, 1) for k in near), default=0.0)


class Sourced(NamedTuple):
    """A cue with its likeliest content's score, its rows among the sources' features, and the candidates."""

    group: int
    first: int
    origins: list[Origin]


def origin_rows(reading: Reading, scores: np.ndarray) -> tuple[list[Sourced], np.ndarray, list[list[int]]]:
    """The candidates for the sources of all cues whose likeliest content is likely enough, with their features, plain (the last
    two columns are for `with_words`) and hashed."""
    out, rows, hashes = [], [], []
    for number, group in enumerate(reading.groups):
        own = scores[group.first : group.first + len(group.spans)]
        best = int(np.argmax(own))
        if own[best] < LEAST:
            continue
        at, i = reading.cues[group.cue]
        found = origins_of(reading.grids, at, i)
        plain = origin_features(reading.grids, reading.page, at, i, found, group.spans[best].core,
                                float(reading.cue_p[group.cue]),
                                reading.rule_at(group.cue))
        said = [_phrase_p(reading, o) for o in found]
        best_said = max(said)
        for o, row, p in zip(found, plain, said, strict=True):
            row += [reading.tag(o.grid, o.token, 1), reading.tag(o.grid, o.token, 2)] if o.token >= 0 else [-1.0, -1.0]
            row += [p, p - best_said, best_said, 0.0, 0.0]
        out.append(Sourced(number, len(rows), found))
        rows += plain
        hashes += origin_words(reading.grids, at, i, found, reading.rule_at(group.cue))
    return out, np.array(rows, dtype=np.float32).reshape(len(rows), len(ORIGIN_NAMES)), hashes


def with_words(sourced: list[Sourced], x: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The rows of sources with the linear model's score of their words, and how far it is behind the best of the cue."""
    if len(x):
        x[:, -2] = scores
        first = [s.first for s in sourced]
        x[:, -1] = scores - np.repeat(np.maximum.reduceat(scores, first), np.diff([*first, len(x)]))
    return x


def _phrase_p(reading: Reading, origin: Origin) -> float:
    """The tagger's highest probability of a source in the noun phrase; 0 for no source."""
    if origin.token < 0:
        return 0.0
    first, last = phrase_of(reading.grids[origin.grid], origin.token)
    return float(reading.tags[origin.grid][first : last + 1, 1].max())
