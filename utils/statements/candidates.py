"""Candidates for cues and for what they report: read off the grammar and the quotation marks, generously.

Comes in: a `Grid` (a parsed sentence) and the `Page` it stands on. Goes out: tokens that may be cues, and for each the
pieces of text that may be its content, with the kind of construction they come from. Which of them is right is not decided here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from utils.statements.constructions import SUBJECT, above, after, before
from utils.statements.grid import Grid, Page

MOST = 40  # spans kept of one cue, those of the surest constructions first


class Span(NamedTuple):
    """A candidate for a content: the construction (`kind`), its pieces in the text, and the token that heads it (or -1)."""

    kind: str
    pieces: tuple[tuple[int, int], ...]
    core: tuple[tuple[int, int], ...]
    head: int


def may_be_cue(grid: Grid, i: int, nouns: frozenset[str]) -> bool:
    """Whether token `i` is a verb (no auxiliary) or one of the other words that are known to report."""
    tag = grid.tags[i]
    if tag[0] == "V" and tag[1] == "B":
        return grid.deps[i] not in ("aux", "auxpass")
    return grid.words[i] in nouns


def subject_of(grid: Grid, v: int) -> int:
    """The subject among a token's children, or -1."""
    for c in grid.kids[v]:
        if grid.deps[c] in SUBJECT:
            return c
    return -1


def report_edges(grid: Grid, v: int) -> tuple[int, int]:
    """First and last token of the reporting words: the cue, its subject, and those who are spoken to."""
    first = last = v
    for c in grid.kids[v]:
        dep = grid.deps[c]
        if dep in SUBJECT:
            first, last = min(first, grid.left[c]), max(last, grid.right[c])
        elif dep in ("aux", "auxpass", "neg") and c < v:
            first = min(first, c)
        elif c > v and c <= last + 2 and dep in ("dative", "prt"):
            last = max(last, grid.right[c])
    return first, last


def spans_of(grid: Grid, page: Page, v: int) -> list[Span]:
    """The candidates for the content of the cue at token `v`, each different content once."""
    out: dict[tuple, Span] = {}

    def add(kind: str, runs: list[tuple[int, int]], head: int = -1) -> None:
        pieces = []
        for a, b in runs:
            while a <= b and grid.tags[a] in (",", ":", "_SP"):
                a += 1
            while b >= a and grid.tags[b] in (",", ":", "_SP", "."):
                b -= 1
            if a <= b:
                pieces.append((grid.starts[a], grid.ends[b]))
        if pieces:
            _keep(out, page, kind, tuple(pieces), head)

    first, last = report_edges(grid, v)
    after(grid, v, last, add)
    before(grid, v, first, last, add)
    above(grid, v, add)
    _quoted(out, grid, page, v, first, last)
    for span in list(out.values())[:24]:
        _with_marks(out, page, span)
    spans = [s for s in out.values() if s.core]
    return spans[:MOST]


def tagged_spans(grid: Grid, page: Page, v: int, tags) -> list[Span]:
    """What the tagger takes for content after the cue at token `v`, before it, and both together.

    Parameters
    ----------
    tags : the tagger's probabilities of the sentence (tokens, tags).
    """
    out: dict[tuple, Span] = {}
    for least in (0.5, 0.25):
        runs = _runs(grid, tags, least)
        after = next(((a, b) for a, b in runs if a > v), None)
        before = next(((a, b) for a, b in reversed(runs) if b < v), None)
        for kind, found in (("tagged", [after]), ("tagged before", [before]), ("tagged both", [before, after])):
            if all(found):
                _keep(out, page, kind, tuple((grid.starts[a], grid.ends[b]) for a, b in found), -1)
    return list(out.values())


def _runs(grid: Grid, tags, least: float) -> list[tuple[int, int]]:
    """First and last tokens of the runs that are content with a probability of `least`; a new one begins where that is likely."""
    out: list[list[int]] = []
    inside, begins = tags[:, 2] >= least, tags[:, 3] >= 0.5
    for i in range(grid.n):
        if inside[i]:
            if out and out[-1][1] >= i - 1 - (i > 0 and grid.deps[i - 1] == "punct") and not begins[i]:
                out[-1][1] = i
            else:
                out.append([i, i])
    return [(a, b) for a, b in out]


def _keep(out: dict, page: Page, kind: str, pieces, head: int) -> None:
    core = page.core(pieces)
    if core and core not in out:
        out[core] = Span(kind, pieces, core, head)


def _quoted(out: dict, grid: Grid, page: Page, v: int, first: int, last: int) -> None:
    """Quotations that stand beside the reporting words."""
    begin, stop = grid.starts[first], grid.ends[last]
    marks = page.marks
    near = page.mark_at(grid.start)
    i = near if near >= 0 else bisect_left(page.starts, grid.start)
    earlier = later = None
    end = grid.ends[-1]
    for j in range(max(0, i - 1), len(marks)):
        q = marks[j]
        if q.start > end + 40:
            break
        if q.end <= begin and begin - q.end < 60:
            earlier = q
        elif q.start >= stop and later is None and q.start - stop < 160:
            later = q
    if earlier:
        _keep(out, page, "“v", ((earlier.start, earlier.end),), -1)
    if later:
        _keep(out, page, "v”", ((later.start, later.end),), -1)
        if earlier:
            _keep(out, page, "“v”", ((earlier.start, earlier.end), (later.start, later.end)), -1)


def _with_marks(out: dict, page: Page, span: Span) -> None:
    """A content with the whole of the quotations that it touches, and with the quotation that follows without a cue."""
    marks, touched = page.marks, []
    i = max(0, bisect_right(page.starts, span.pieces[0][0]) - 1)
    for j in range(i, len(marks)):
        q = marks[j]
        if q.start >= span.pieces[-1][1]:
            break
        if any(q.start < e and s < q.end for s, e in span.pieces):
            touched.append(j)
    if not touched:
        return
    pieces = _joined(page, [*span.pieces, *((marks[j].start, marks[j].end) for j in touched)])
    _keep(out, page, span.kind + '"', pieces, span.head)
    j, end = touched[-1], pieces[-1][1]
    if marks[j].end < end:
        return
    for _ in range(3):
        # The quotation that follows, with the reporting words or nothing between, in this paragraph or opening the next.
        j += 1
        if j >= len(marks):
            break
        gap = page.text[end : marks[j].start]
        if len(gap) > 120 or (gap.count("\n") and gap.strip(" \n.,”\"")) or not page.said[j]:
            break
        pieces = _joined(page, [*pieces, (marks[j].start, marks[j].end)])
        end = marks[j].end
        _keep(out, page, span.kind + '"+', pieces, span.head)


def _joined(page: Page, pieces) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and (start <= out[-1][1] or not page.text[out[-1][1] : start].strip(" ,.“”\"'\n")):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
