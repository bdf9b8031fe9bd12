"""A parsed sentence as plain lists, and the text around it: the form on which candidates and their features are read off.

Comes in: a spaCy Doc of one sentence and its place in the text. Goes out: a `Grid` (words, tags, relations, heads, the first
and last token of each subtree, offsets) and a `Page` (quotations and lengths of the whole text).
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from utils.statements.marks import Quotation, is_name, quotations

# What never counts at the edge of a content: two contents that differ in it alone are one.
EDGE = frozenset(" \n\t\r\u00a0“”\"'‘’,.;:")


class Grid:
    """One sentence: lists with an entry a token; `starts` and `ends` are offsets into the text."""

    __slots__ = ("deps", "doc", "ends", "heads", "kids", "last", "left", "n", "right", "start", "starts", "tags", "words")

    def __init__(self, doc, start: int) -> None:
        self.doc = doc
        self.start = start
        self.n = n = len(doc)
        array = doc.to_array(["LOWER", "TAG", "DEP", "IDX", "HEAD"])
        string = doc.vocab.strings
        self.words, self.tags, self.deps = ([string[key] for key in column.tolist()] for column in array[:, :3].T)
        self.starts = [start + place for place in array[:, 3].tolist()]
        self.ends = [s + len(w) for s, w in zip(self.starts, self.words, strict=True)]
        self.heads = heads = [i + h for i, h in enumerate(array[:, 4].astype("int64").tolist())]
        self.kids: list[list[int]] = [[] for _ in range(n)]
        self.left, self.right = list(range(n)), list(range(n))
        for i, head in enumerate(heads):
            if head != i:
                self.kids[head].append(i)
            at = i
            for _ in range(n):
                above = heads[at]
                if above == at:
                    break
                at = above
                if self.left[at] > i:
                    self.left[at] = i
                if self.right[at] < i:
                    self.right[at] = i
        last = n - 1
        while last > 0 and self.tags[last] in CLOSING:
            last -= 1
        self.last = last


CLOSING = frozenset([".", "''", "_SP", "``", ",", ":", "-RRB-"])


class Page:
    """A text with its quotations: `marks` (outermost), `said` (those that are no mere names), and places of their starts."""

    __slots__ = ("marks", "said", "starts", "text", "whole")

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks: list[Quotation] = quotations(text)
        self.starts = [q.start for q in self.marks]
        self.said = [not is_name(text, q) for q in self.marks]
        # The number of characters that are no spaces before each place.
        self.whole = list(accumulate((not c.isspace() for c in text), initial=0))

    def mark_at(self, place: int) -> int:
        """The number of the quotation in which a place lies, or -1."""
        i = bisect_right(self.starts, place) - 1
        return i if i >= 0 and place < self.marks[i].end else -1

    def core(self, pieces: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        """Pieces without marks and stops at their edges, empty ones left out, touching ones joined."""
        text, out = self.text, []
        for start, end in pieces:
            while start < end and text[start] in EDGE:
                start += 1
            while end > start and text[end - 1] in EDGE:
                end -= 1
            if start >= end:
                continue
            if out and start <= out[-1][1]:
                out[-1] = (out[-1][0], max(end, out[-1][1]))
            else:
                out.append((start, end))
        return tuple(out)

    def size(self, pieces) -> int:
        """The number of characters that are no spaces."""
        return sum(self.whole[e] - self.whole[s] for s, e in pieces)

    def shared(self, one, other) -> int:
        """The number of such characters in both of two sorted lists of pieces."""
        total = 0
        for s, e in one:
            for a, b in other:
                if a < e and s < b:
                    total += self.whole[min(e, b)] - self.whole[max(s, a)]
        return total

    def iou(self, one, other) -> float:
        """Intersection over union, in such characters."""
        if one[-1][1] <= other[0][0] or other[-1][1] <= one[0][0]:
            return 0.0
        both = self.shared(one, other)
        return both / (self.size(one) + self.size(other) - both) if both else 0.0
