"""The last step: a statement beside its rivals, and which of them are kept.

Comes in: a `Reading` whose contents and sources have scores. Goes out: rows of features of the best contents of each cue, with
what claims the same words; and, once these are scored, the statements that are kept, none of which shares words with another.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from utils.statements.candidates import Span
from utils.statements.origins import ROUTES, Origin
from utils.statements.reading import Reading, Sourced

BEST = 4  # contents of a cue that are judged in the end
_NEAR = 8  # cues before and after among which rivals are looked for


class Judged(NamedTuple):
    """A possible statement: number of the cue, content, source."""

    cue: int
    span: Span
    origin: Origin


def final_rows(reading: Reading, scores: np.ndarray, sourced: list[Sourced], origin_p: np.ndarray) -> tuple[list[Judged],
                                                                                                            np.ndarray]:
    """The best contents of each cue with a source, and their features: those of the content and those of their rivals."""
    page, tops = reading.page, []
    for s in sourced:
        group = reading.groups[s.group]
        own = scores[group.first : group.first + len(group.spans)]
        p = origin_p[s.first : s.first + len(s.origins)]
        best = int(np.argmax(p))
        ordered = np.sort(p)
        second = float(ordered[-2]) if len(p) > 1 else 0.0
        at, i = reading.cues[group.cue]
        order = np.argsort(-own, kind="stable")[:BEST]
        tops.append((group, own, order, s.origins[best], [float(p[best]), float(p[0]), second, float(p.sum())],
                     reading.grids[at].starts[i]))
    lead = [(group.spans[order[0]].core, float(own[order[0]]), cue, origin) for group, own, order, origin, _, cue in tops]
    mean = float(np.mean([score for _, score, _, _ in lead])) if lead else 0.0
    sizes = [page.size(core) for core, *_ in lead]
    out, rows, more = [], [], []
    for n, (group, own, order, origin, source, cue) in enumerate(tops):
        near = [m for m in range(max(0, n - _NEAR), min(len(lead), n + _NEAR + 1)) if m != n]
        before, after = lead[n - 1][1] if n else 0.0, lead[n + 1][1] if n + 1 < len(lead) else 0.0
        first, second = float(own[order[0]]), float(own[order[1]]) if len(order) > 1 else 0.0
        for rank, k in enumerate(order):
            span, score = group.spans[k], float(own[k])
            rows.append(group.first + int(k))
            more.append([score, rank, score - first, score - second, *source, ROUTES.index(origin.route), origin.grid < 0,
                         *_rivals(page, span.core, cue, origin, lead, sizes,
                                  near), before, after, mean, cue / len(page.text), len(lead)])
            out.append(Judged(group.cue, span, origin))
    x = np.hstack([reading.x[rows], np.array(more, dtype=np.float32)]) if rows else np.zeros((0, 1), dtype=np.float32)
    return out, x


def _rivals(page, core, cue: int, origin: Origin, lead, sizes: list[int], near: list[int]) -> list[float]:
    """The strongest of the contents that share words with this one, and the strongest cue within it."""
    size, (start, end) = page.size(core), (core[0][0], core[-1][1])
    strongest = shared_part = union_part = holds_me = same = 0.0
    sharing = held = 0
    held_score = 0.0
    for m in near:
        other, score, other_cue, other_origin = lead[m]
        if other[0][0] < end and start < other[-1][1]:
            both = page.shared(core, other)
            if both:
                sharing += 1
                if score > strongest:
                    strongest, shared_part, union_part = score, both / size, both / (size + sizes[m] - both)
                    holds_me = float(any(x <= cue < y for x, y in other))
                    same = float(other_origin == origin or other_origin[1:] == origin[1:])
        if any(x <= other_cue < y for x, y in core):
            held += 1
            held_score = max(held_score, score)
    return [strongest, union_part, shared_part, holds_me, same, sharing, held_score, held]


def decide(reading: Reading, judged: list[Judged], worth: np.ndarray, order: np.ndarray,
           least: np.ndarray) -> list[tuple[Judged, float]]:
    """The statements worth at least `least` (of each its own), with what they are worth, in falling `order`: one a cue, none
    that shares words with a better one.
    """
    out: list[tuple[Judged, float]] = []
    used: set[int] = set()
    taken = bytearray(len(reading.page.text))
    for k in np.argsort(-order, kind="stable"):
        one = judged[k]
        if worth[k] < least[k] or one.cue in used:
            continue
        if all(taken.find(1, start, end) < 0 for start, end in one.span.core):
            for start, end in one.span.core:
                taken[start:end] = b"\x01" * (end - start)
            out.append((one, float(worth[k])))
            used.add(one.cue)
    return out
