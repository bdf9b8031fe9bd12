"""The constructions in which a content stands to its cue: complements after it, clauses before it, what it hangs on.

Comes in: a `Grid`, a cue, and a function that takes a construction's name, runs of tokens and the token that heads them. Goes
out: a call of that function for each candidate.
"""

from __future__ import annotations

from utils.statements.grid import Grid

_SKIP = frozenset(["punct", "aux", "auxpass", "neg", "cc", "mark", "intj", "expl", "preconj", "prt", "case"])
_TRIM = frozenset(["advcl", "prep", "relcl", "conj", "npadvmod", "advmod", "acl", "parataxis", "appos", "ccomp", "cc", "dep",
                   "agent"])
_LEFT = frozenset(["nsubj", "nsubjpass", "dobj", "ccomp", "attr", "csubj", "pobj", "acomp", "advcl", "oprd", "xcomp", "prep",
                   "dep",
                   "parataxis", "advmod"])
SUBJECT = ("nsubj", "nsubjpass", "csubj")
_HEADED = frozenset(["parataxis", "advcl", "ccomp", "conj", "relcl", "acl", "pcomp", "prep", "dep", "xcomp", "amod", "csubj"])


def after(grid: Grid, v: int, last: int, add) -> None:
    """What follows the cue: its complements, alone and together, with and without what may hang on them by mistake."""
    left, right, deps, kids = grid.left, grid.right, grid.deps, grid.kids
    behind = [c for c in kids[v] if c > v and deps[c] not in _SKIP]
    end = right[v]
    for number, c in enumerate(behind):
        dep = deps[c]
        if dep == "conj":
            end = min(end, left[c] - 1)
            continue
        if deps[c] in SUBJECT and number == 0 and len(behind) > 1:
            continue
        add(dep, [(left[c], right[c])], c)
        if dep in ("prep", "agent", "dative"):
            for g in kids[c]:
                if g > c and deps[g] in ("pobj", "pcomp", "prep"):
                    add(dep + ">" + deps[g], [(left[g], right[g])], g)
                    _trimmed(grid, g, "pobj-", add)
                    _within(grid, g, "pobj", add)
                    if right[g] < grid.right[v]:
                        add("pobj..", [(left[g], grid.right[v])], g)
        if dep in ("dobj", "attr", "acomp", "oprd", "pobj", "dative", "xcomp"):
            _within(grid, c, dep, add)
        for d in behind[number + 1 : number + 3]:
            if deps[d] != "conj" and right[d] > right[c]:
                add(dep + "+" + deps[d], [(left[c], right[d])], c)
        _trimmed(grid, c, dep + "-", add)
        if right[c] < grid.right[v]:
            add("..", [(left[c], grid.right[v])], c)
    if end < grid.right[v] and end > v:
        add("v..conj", [(max(v, last) + 1, end)])
    add("v..", [(v + 1, grid.right[v])])
    add("last..", [(last + 1, grid.right[v])])
    add("v..end", [(v + 1, grid.last)])
    add("last..end", [(last + 1, grid.last)])


def _within(grid: Grid, c: int, kind: str, add) -> None:
    """What hangs on an object: "made the claim [that …]", "is in favour of [the bill]"."""
    for g in grid.kids[c]:
        dep = grid.deps[g]
        if g > c and dep in ("prep", "acl", "relcl", "ccomp", "xcomp"):
            if dep != "prep":
                add(kind + ">" + dep, [(grid.left[g], grid.right[g])], g)
            for x in grid.kids[g]:
                if x > g and dep == "prep" and grid.deps[x] in ("pobj", "pcomp"):
                    add(kind + ">prep>" + grid.deps[x], [(grid.left[x], grid.right[x])], x)


def _trimmed(grid: Grid, c: int, kind: str, add) -> None:
    """The subtree of a token without its last parts, one after the other, and up to its last comma."""
    left, right = grid.left, grid.right
    at, cuts = c, 0
    while cuts < 4:
        hanging = [x for x in grid.kids[at] if x > at and grid.deps[x] not in ("punct",) and right[x] > at]
        if not hanging:
            break
        x = hanging[-1]
        if grid.deps[x] in _TRIM and left[x] - 1 >= c:
            stop = left[x] - 1
            if grid.deps[x] == "conj" and grid.tags[stop] == "CC":
                stop -= 1
            add(kind + grid.deps[x], [(left[c], stop)], c)
            cuts += 1
        at = x
    commas = [i for i in range(c + 1, right[c]) if grid.tags[i] == "," or grid.words[i] in (";", "–", "—", "--", " - ")]
    if commas:
        add(kind + ",", [(left[c], commas[-1] - 1)], c)
        if len(commas) > 1:
            add(kind + ",,", [(left[c], commas[0] - 1)], c)


def before(grid: Grid, v: int, first: int, last: int, add) -> None:
    """What stands before the reporting words, and before and after them."""
    left, right, deps = grid.left, grid.right, grid.deps
    for c in grid.kids[v]:
        if c < v and deps[c] in _LEFT:
            add("<" + deps[c], [(left[c], right[c])], c)
            if deps[c] in ("nsubjpass", "nsubj") or grid.tags[c] in ("WDT", "WP"):
                tail = [d for d in grid.kids[v] if d > v and deps[d] in ("xcomp", "ccomp", "oprd", "prep", "advcl", "attr",
                                                                         "acomp")]
                for d in tail[:2]:
                    add("<" + deps[c] + "+" + deps[d], [(left[c], right[c]), (left[d], right[d])], d)
    if first > 1:
        add("^..", [(0, first - 1)])
        breaks = [i for i in range(1, first - 2) if grid.words[i] in (";", ":", "but", "and", "–", "—", "--")]
        if breaks:
            add("^;..", [(breaks[-1] + 1, first - 1)])
        commas = [i for i in range(1, first - 2) if grid.tags[i] == ","]
        if commas:
            add("^,..", [(commas[-1] + 1, first - 1)])
        if last < grid.last - 1:
            stop = next((i for i in range(last + 1, grid.last) if grid.tags[i] in (",", ":")), None)
            add("^..v..", [(0, first - 1), (last + 1, grid.last)])
            if stop is not None:
                add("^..v,..", [(0, first - 1), (stop + 1, grid.last)])


def above(grid: Grid, v: int, add) -> None:
    """What the cue hangs on: the clause around it without it, the noun that it qualifies."""
    left, right, deps, heads = grid.left, grid.right, grid.deps, grid.heads
    at = v
    for _ in range(3):
        h = heads[at]
        if h == at:
            break
        dep = deps[at]
        if dep in _HEADED:
            a, b, la, rb = left[h], right[h], left[at], right[at]
            runs = [(a, la - 1), (rb + 1, b)]
            add("up:" + dep, [r for r in runs if r[0] <= r[1]], h)
            if dep in ("relcl", "acl"):
                add("noun:" + dep, [(a, la - 1)], h)
            elif la > h:
                add("upleft:" + dep, [(a, la - 1)], h)
            elif rb < h:
                add("upright:" + dep, [(rb + 1, b)], h)
        at = h
    if grid.tags[v][0] == "N" or grid.tags[v][0] == "J":
        h = heads[v]
        for c in grid.kids[h]:
            if c > v and deps[c] in ("ccomp", "xcomp", "attr", "acl", "advcl", "prep", "acomp") and c != v:
                add("side:" + deps[c], [(left[c], right[c])], c)
                if deps[c] == "prep":
                    add("side>pobj", [(c + 1, right[c])], c)
