"""Reports by a noun or by no reporting word at all: "…, by her reckoning", "his answer was that …", "for them it was …".

Comes in: a `Grid` (a parsed sentence) and a token. Goes out: an `Aside` or None.
"""

from __future__ import annotations

from utils.statements.aside_words import (
    BE,
    FINITE,
    OPENS_OTHER,
    STOP,
    Aside,
    begins_another,
    has_clause,
    name_begin,
    name_end,
    part_end,
    part_start,
    speaks,
)
from utils.statements.grid import Grid

OPINION = frozenset("""
argument judgment judgement estimate estimation reckoning account explanation phrase phrasing words wording expression
interpretation telling view views opinion opinions eyes mind count expectation assessment assessments analysis reading
description formulation calculation calculations conviction summary perspective retelling version characterisation
characterization understanding belief
""".split())
_ITS = frozenset("view opinion account judgment judgement reckoning estimate assessment words telling".split())
_BEFORE_OPINION = frozenset(["in", "by", "to", "on", "from"])
SAID = frozenset("""
conclusion message answer advice remedy proposal request demand appeal warning verdict wish reply argument claim complaint point
recommendation suggestion diagnosis promise explanation view opinion contention plea response assurance conviction position
""".split())


def opinion(grid: Grid, n: int) -> Aside | None:
    """ "In X's judgment, …", "…, by her reckoning, …", "in the words of X, …"."""
    words, tags = grid.words, grid.tags
    last = n
    if n + 1 < grid.n and words[n + 1] == "of" and words[n - 1] == "the":
        first = n - 1
        last = name_end(grid, n + 2) - 1
        source = (n + 2, last)
        if last < n + 2 or not speaks(grid, *source):
            return None
    else:
        first = n
        while first > 0 and tags[first - 1] in ("JJ", "NN") and words[first - 1] != "own":
            first -= 1
        if first > 0 and words[first - 1] == "own":
            first -= 1
        if first < 2:
            return None
        if tags[first - 1] == "PRP$":
            first -= 1
            source = (first, first)
            if words[first] in ("my", "our", "your") or (words[first] == "its" and words[n] not in _ITS):
                return None
        elif tags[first - 1] == "POS":
            begin = name_begin(grid, first - 1)
            if begin is None or not speaks(grid, begin, first - 2):
                return None
            source, first = (begin, first - 2), begin
        else:
            return None
    if first < 1 or words[first - 1] not in _BEFORE_OPINION:
        return None
    begin = first - 1
    opens = begin == 0 or tags[begin - 1] in (",", ":") or words[begin - 1] in ("and", "but", "that")
    closes = last >= grid.last or tags[last + 1] in (",", ":", ".")
    if not (opens and closes) and not (tags[source[0]] == "PRP$" and words[n] in ("eyes", "mind")):
        return None
    content = _around(grid, begin, last)
    return Aside(n, words[n], "aside", source, (begin, last), content) if content else None


def _around(grid: Grid, begin: int, last: int) -> list[tuple[int, int]]:
    first, end = part_start(grid, begin), part_end(grid, last + 1)
    if begin > 1 and grid.tags[begin - 1] == "CC" and grid.tags[begin - 2] in (",", ":"):
        first = begin  # "…, and in her account this was …"
    runs = [(a, b) for a, b in ((first, begin - 1), (last + 1, end)) if any(t[0] in "NVJMPRC" for t in grid.tags[a : b + 1])]
    if len(runs) == 2 and last + 2 < grid.n and begins_another(grid, last + 2):
        runs = runs[:1]
    return runs if any(has_clause(grid, a, b) for a, b in runs) else []


def named(grid: Grid, n: int) -> Aside | None:
    """ "Her answer was that …", "the conclusion of the envoy is to …", "His proposal: …"."""
    words, tags = grid.words, grid.tags
    first, last = n, n
    while first > 0 and tags[first - 1] in ("JJ", "NN", "CD"):
        first -= 1
    if first > 0 and tags[first - 1] == "PRP$" and words[first - 1] in ("his", "her", "their"):
        first -= 1
        source = (first, first)
    elif first > 1 and tags[first - 1] == "POS":
        begin = name_begin(grid, first - 1)
        if begin is None or not speaks(grid, begin, first - 2):
            return None
        source, first = (begin, first - 2), begin
    elif n and words[n - 1] == "the" and n + 2 < grid.n and words[n + 1] in ("of", "from"):
        last = name_end(grid, n + 2) - 1
        source, first = (n + 2, last), n - 1
        if last < n + 2 or not speaks(grid, *source):
            return None
    else:
        return None
    be = last + 1
    if be < grid.n and words[be] in ("to", "at", "in", "for", "on"):
        be = next((i for i in range(be, grid.n) if tags[i] in FINITE or tags[i] in (",", ":")), grid.n)
    if be < grid.n and tags[be] == ",":  # what stands in brackets
        be = next((i + 1 for i in range(be + 1, grid.n) if tags[i] == ","), grid.n)
    if be + 2 >= grid.n or first > 1 and tags[first - 1] not in (",", ":", "CC"):
        return None
    if words[be] == ":" or (words[be] in BE and (words[be + 1] in ("that", "to", ":") or tags[be + 1] in ("``",))):
        return Aside(n, words[n], "noun", source, (first, be), [(be + 1, part_end(grid, be + 1))])
    return None


def for_somebody(grid: Grid, n: int) -> Aside | None:
    """ "For her the treaty was proof of that." """
    if n + 2 > grid.last or grid.words[n + 1] not in ("him", "her", "them") or grid.tags[n + 1] != "PRP":
        return None
    if (n and grid.words[n - 1] not in STOP and grid.tags[n - 1] != "CC") or grid.words[n + 2] in OPENS_OTHER | {"to"}:
        return None
    content = (n + 2, part_end(grid, n + 2))
    return Aside(n, "for", "aside", (n + 1, n + 1), (n, n + 1), [content]) if has_clause(grid, *content) else None
