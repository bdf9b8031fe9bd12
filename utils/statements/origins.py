"""Candidates for the source of a cue: its subject or agent, the noun it qualifies, the subjects above and before it, or none.

Comes in: the `Grid`s of a text and a cue. Goes out: for each candidate the route by which it was found and the token that
heads it, with the numbers on which a model judges it, in the order of `ORIGIN_NAMES`.
"""

from __future__ import annotations

from typing import NamedTuple

from utils.statements import cues
from utils.statements.cue_features import hashed, stem
from utils.statements.grid import Grid, Page
from utils.statements.span_features import DEPS, TAGS

ROUTES = [
    "none", "subject", "agent", "relative", "noun", "possessor", "object", "of", "up subject", "up object",
    "up noun", "up agent", "up possessor", "inverted", "sentence", "before", "before that", "last subject",
]
ORIGIN_NAMES = """
route steps tag dep distance after capital speaks rule sentence in_content in_mark cue_tag cue_dep passive has_subject
first_subject pronoun n_before relative_head content_before content_after head_dep cue_p subjects_between length
said_before source_tag_p content_tag_p phrase_p
phrase_p_behind phrase_p_best words_say words_behind
""".split()
_SUBJECT = ("nsubj", "nsubjpass", "csubj")
_NOMINAL = frozenset(["NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "WP", "WDT", "DT", "CD", "JJ"])
_REACH = 3  # sentences before that of the cue in which a source is looked for


class Origin(NamedTuple):
    """A candidate for a source: its route, the number of its sentence and of the token that heads it (-1, -1: none)."""

    route: str
    grid: int
    token: int


def origins_of(grids: list[Grid], at: int, v: int) -> list[Origin]:
    """The candidates for the source of the cue at token `v` of sentence `at`, each token once, by its first route."""
    grid = grids[at]
    deps, kids, heads, tags, words = grid.deps, grid.kids, grid.heads, grid.tags, grid.words
    out: dict[tuple[int, int], Origin] = {(-1, -1): Origin("none", -1, -1)}

    def add(route: str, token: int, sentence: int = at) -> None:
        if (sentence, token) not in out and grids[sentence].tags[token] in _NOMINAL:
            out[sentence, token] = Origin(route, sentence, token)

    def around(token: int, above: str) -> None:
        for c in kids[token]:
            dep = deps[c]
            if dep in _SUBJECT:
                add(above + "subject", c)
            elif dep == "agent" or (dep == "prep" and words[c] in ("by", "to", "from", "of", "with", "in")):
                for g in kids[c]:
                    if deps[g] == "pobj":
                        add("of" if dep == "prep" else above + "agent", g)
            elif dep == "poss":
                add(above + "possessor", c)
            elif dep in ("dobj", "dative", "attr"):
                add(above + "object", c)
                for g in kids[c]:
                    if deps[g] == "poss":
                        add(above + "possessor", g)

    around(v, "")
    token = v
    for _ in range(6):
        h = heads[token]
        if h == token:
            break
        if deps[token] in ("relcl", "acl"):
            add("relative", h)
        elif tags[h][0] == "N" and h != v:
            add("up noun", h)
        around(h, "up ")
        token = h
    for i in range(v + 1, min(grid.n, v + 7)):
        if tags[i] in ("NNP", "NNPS", "PRP", "NN", "NNS") and (i + 1 == grid.n or deps[i] != "compound"):
            add("inverted", i)
            break
    for i in range(grid.n):
        if (deps[i] in _SUBJECT or deps[i] == "poss") and tags[i] in _NOMINAL and i != v:
            add("sentence", i)
    for back in range(1, _REACH + 1):
        if at - back < 0:
            break
        other = grids[at - back]
        found = [i for i in range(other.n) if other.deps[i] in _SUBJECT and other.tags[i] in _NOMINAL]
        for i in found[:3]:
            add(("before", "before that", "last subject")[back - 1], i, at - back)
    return list(out.values())[:24]


def origin_features(grids: list[Grid], page: Page, at: int, v: int, found: list[Origin], content, cue_p: float,
                    rule) -> list[list[float]]:
    """The numbers of each candidate, given the content that is most likely and the source that the rules propose."""
    grid = grids[at]
    cue = grid.starts[v]
    passive = any(grid.deps[c] == "auxpass" for c in grid.kids[v])
    subjects = [i for i in range(grid.n) if grid.deps[i] in _SUBJECT]
    own = any(grid.deps[c] in _SUBJECT for c in grid.kids[v])
    ruled = rule[4] if rule else None
    first = subjects[0] if subjects else -1
    mine = [TAGS.get(grid.tags[v], 0), DEPS.get(grid.deps[v], 0)]
    around = [float(content[-1][1] <= cue), float(content[0][0] >= cue)]
    before_cue = sum(i < v for i in subjects)
    out = []
    for o in found:
        if o.token < 0:
            unnamed = -1.0 if rule is None else float(ruled is None)
            out.append([*[0] * 8, unnamed, 0, 0, 0, *mine, passive, own, 0, 0, before_cue, 0, *around, 0, cue_p, 0, 0, 0])
            continue
        g = grids[o.grid]
        i = o.token
        start, end = g.starts[i], g.ends[i]
        word, tag = g.words[i], g.tags[i]
        same = o.grid == at
        steps, x = 0, v
        while same and x != g.heads[x] and steps < 12 and not g.left[x] <= i <= g.right[x]:
            x = g.heads[x]
            steps += 1
        lo, hi = (i, v) if i < v else (v, i)
        said = g.heads[i]
        agreed = -1.0 if rule is None else float(bool(ruled) and ruled[0] < end and start < ruled[1])
        out.append([
            ROUTES.index(o.route), steps, TAGS.get(tag, 0), DEPS.get(g.deps[i], 0),
            abs(i - v) if same else 50 * (at - o.grid), i > v and same, page.text[start].isupper(), _speaks(word, tag), agreed,
            at - o.grid, any(s <= start < e for s, e in content), page.mark_at(start) >= 0, *mine, passive, own,
            i == first and same, tag[:3] == "PRP", before_cue, g.deps[said] == "relcl" and tag[0] == "W", *around,
            DEPS.get(g.deps[said], 0), cue_p, sum(lo < s < hi for s in subjects) if same else 9, g.right[i] - g.left[i],
            stem(g.words[said]) in cues.CLAUSE,
        ])
    return out


def origin_words(grids: list[Grid], at: int, v: int, found: list[Origin], rule) -> list[list[int]]:
    """The hashed features of each candidate: its words and route with the cue's."""
    grid = grids[at]
    root, tag, dep = stem(grid.words[v]), grid.tags[v], grid.deps[v]
    passive = any(grid.deps[c] == "auxpass" for c in grid.kids[v])
    own = any(grid.deps[c] in _SUBJECT for c in grid.kids[v])
    it = any(grid.deps[c] in _SUBJECT and grid.words[c] in ("it", "there", "that", "this") for c in grid.kids[v])
    about = f"{tag}{dep}{passive}{own}"
    above = stem(grid.words[grid.heads[v]])
    out = []
    for o in found:
        r = o.route
        signs = ["b", "R" + r, "RS" + r + root, "RT" + r + tag, "RD" + r + about, "RP" + r + f"{passive}{it}" + root,
                 "RH" + r + above, "RF" + r + (rule[0] if rule else "")]
        if o.token >= 0:
            g, i = grids[o.grid], o.token
            word, kind, role = g.words[i], g.tags[i], g.deps[i]
            head = g.heads[i]
            before, after = g.words[i - 1] if i else "#", g.words[i + 1] if i + 1 < g.n else "#"
            ruled = bool(rule and rule[4]) and rule[4][0] < g.ends[i] and g.starts[i] < rule[4][1]
            signs += ["W" + word, "WR" + r + word, "WS" + word + root, "KS" + kind + root, "KR" + kind + r,
                      "DR" + role + r + about, "DS" + role + root, "HS" + stem(g.words[head]) + role,
                      "HR" + r + stem(g.words[head]), "B" + before, "A" + after, "AR" + after + r, f"U{ruled}{r}",
                      f"UF{ruled}" + (rule[0] if rule else "")]
        out.append([hashed("o" + s) for s in signs])
    return out


def _speaks(word: str, tag: str) -> float:
    if tag in ("NNP", "NNPS"):
        return 2.0
    if tag in ("PRP", "PRP$", "WP"):
        return 0.0 if word in ("it", "its") else 3.0
    return float(word in cues.SPEAKERS)


_NOT_IN_PHRASE = frozenset(["relcl", "acl", "advcl", "parataxis", "ccomp", "punct", "cc", "preconj"])


def phrase_of(grid: Grid, i: int) -> tuple[int, int]:
    """First and last token of the noun phrase of token `i`, without clauses and what stands behind a comma."""
    first = last = i
    for c in grid.kids[i]:
        dep = grid.deps[c]
        if dep in _NOT_IN_PHRASE or (dep == "conj" and grid.tags[c][0] == "V"):
            continue
        a, b = (grid.left[c], grid.right[c]) if c < i else (grid.left[c], phrase_of(grid,
                                                                                    c)[1] if dep != "prep" else _prep_end(grid,
                                                                                                                          c))
        if c < i:
            first = min(first, a)
        elif a - last <= 3 and not any(grid.tags[x] in (",", ":", "-LRB-", "``") for x in range(last + 1, a)):
            last = max(last, b)
        else:
            break
    return first, last


def _prep_end(grid: Grid, p: int) -> int:
    return max((phrase_of(grid, c)[1] for c in grid.kids[p] if c > p and grid.deps[c] in ("pobj", "pcomp")), default=p)
