"""Candidates for a content -> numbers on which a model judges them.

Comes in: a `Grid`, a `Page`, a cue, its candidates, and what the rules propose. Goes out: a row a candidate of plain numbers, in
the order of `SPAN_NAMES`, and one of hashed features.
"""

from __future__ import annotations

from bisect import bisect_right
from math import log1p

from utils.statements.candidates import Span, report_edges, subject_of
from utils.statements.cue_features import hashed, stem
from utils.statements.grid import Grid, Page

_FRAMES = ["", "clause", "aside", "quotation", "noun", "adjective", "object infinitive", "infinitive", "as", "name",
           "preposition", "object"]
_SHORT = frozenset(["the", "a", "an", "of", "and", "to", "in", "on", "for", "that", "with", "at", "by", "from", "as", "not"])
SPAN_NAMES = """
cue_p frame attitude final iou same rule_len cue_tag cue_dep subj subj_tag passive modal neg infinitive ccomp xcomp
dobj prep kind_dep plus minus quote_kind run up before after both gap length share commas pieces first_that first_to
first_quote first_wh first_tag last_tag next_tag next_dep next_punct prev_tag to_sent_end to_verb_end to_sent_start
inquote quotes cut_start cut_end end_quote head_tag head_dep has_subj holds_cue holds_subj n_spans rank kind_p
sent_len in_mark verbs_in next_quote depth brackets
""".split()
_TAG_LIST = """
NN NNS NNP NNPS PRP PRP$ DT WDT WP WRB CD JJ JJR JJS RB RBR RP VB VBD VBG VBN VBP VBZ MD TO IN CC EX POS . , : `` ''
-LRB- -RRB- HYPH UH _SP
""".split()
_DEP_LIST = """
ROOT ccomp xcomp conj advcl relcl acl pcomp parataxis nsubj nsubjpass dobj pobj attr acomp oprd prep agent dative
advmod npadvmod amod compound appos poss mark punct cc aux auxpass neg prt dep csubj det nmod nummod case intj meta
quantmod predet preconj expl
""".split()
TAGS = {tag: i for i, tag in enumerate(_TAG_LIST, 1)}
DEPS = {dep: i for i, dep in enumerate(_DEP_LIST, 1)}


def span_features(grid: Grid, page: Page, i: int, spans: list[Span], cue_p: float, rule) -> tuple[list[list[float]],
                                                                                                  list[list[int]]]:
    """Plain and hashed features of the candidates of one cue; `rule` is what the rules propose there, or None."""
    words, tags, deps, kids = grid.words, grid.tags, grid.deps, grid.kids
    text = page.text
    root, tag = stem(words[i]), tags[i]
    first, last = report_edges(grid, i)
    s = subject_of(grid, i)
    subj_at = grid.starts[s] if s >= 0 else -1
    kinds = {deps[c] for c in kids[i] if c > i}
    has = [float(d in kinds) for d in ("ccomp", "xcomp", "dobj", "prep")]
    passive = any(deps[c] == "auxpass" for c in kids[i])
    modal = any(tags[c] == "MD" for c in kids[i])
    neg = any(deps[c] == "neg" for c in kids[i])
    infinitive = any(words[c] == "to" and deps[c] == "aux" for c in kids[i])
    pattern = root + "".join(sorted(kinds & {"ccomp", "xcomp", "dobj", "prep", "attr", "acomp", "oprd", "advcl"}))
    frame = rule[0] if rule else ""
    proposed = rule[2] if rule else ()
    proposed_size = page.size(proposed) if proposed else 0
    mark = page.mark_at(grid.starts[i])
    here = [cue_p, _FRAMES.index(frame) if frame in _FRAMES else 12, float(rule[1]) if rule else -1.0,
            float(rule[3]) if rule else -1.0]
    mine = [TAGS.get(tag, 0), DEPS.get(deps[i], 0), float(s >= 0) + (s > i), TAGS.get(tags[s], 0) if s >= 0 else 0, passive,
            modal, neg, infinitive, *has]
    begin, stop = grid.starts[first], grid.ends[last]
    verb_end = grid.ends[grid.right[i]]
    sent_end = grid.ends[grid.last]
    depth, at = 0, i
    while grid.heads[at] != at and depth < 12:
        at = grid.heads[at]
        depth += 1
    starts_at = {p: k for k, p in enumerate(grid.starts)}
    ends_at = {p: k for k, p in enumerate(grid.ends)}
    sizes = [page.size(sp.core) for sp in spans]
    order = sorted(range(len(spans)), key=lambda k: -sizes[k])
    rank = {k: r for r, k in enumerate(order)}
    dense, sparse = [], []
    for k, sp in enumerate(spans):
        (a, _), (_, b) = sp.core[0], sp.core[-1]
        iou = page.iou(sp.core, proposed) if proposed else 0.0
        # The first token in the span, the last, and what stands next to it.
        t0 = starts_at.get(a, -1)
        t1 = ends_at.get(b, -1)
        f_word, f_tag, f_dep = (words[t0], tags[t0], deps[t0]) if t0 >= 0 else ("#", "", "")
        l_tag = tags[t1] if t1 >= 0 else ""
        nx = t1 + 1 if 0 <= t1 < grid.n - 1 else -1
        n_word, n_tag, n_dep = (words[nx], tags[nx], deps[nx]) if nx >= 0 else ("#", "", "")
        if nx >= 0 and n_tag in (",", "''", "``", ":") and nx + 1 < grid.n:
            n2 = words[nx + 1] if words[nx + 1] in _SHORT else tags[nx + 1]
        else:
            n2 = "#"
        p_tag = tags[t0 - 1] if t0 > 0 else ""
        p_word = words[t0 - 1] if t0 > 0 else "#"
        h = sp.head
        h_tag, h_dep = (tags[h], deps[h]) if h >= 0 else ("", "")
        has_subj = h >= 0 and any(deps[c] in ("nsubj", "nsubjpass", "expl") for c in kids[h])
        touched = quoted = 0
        cut_start = cut_end = end_quote = 0
        j = max(0, page.mark_at(sp.pieces[0][0]))
        marks = page.marks
        if j == 0 and marks:
            j = max(0, _first_mark(page, sp.pieces[0][0]))
        while j < len(marks) and marks[j].start < sp.pieces[-1][1]:
            q = marks[j]
            both = sum(max(0, min(q.end, y) - max(q.start, x)) for x, y in sp.pieces)
            if both > 2:
                touched += 1
                quoted += both
                cut_start |= q.start < a - 2 and a < q.end
                cut_end |= q.end > b + 3 and b > q.start
                end_quote = q.end >= b and q.end - b < 4
            j += 1
        raw = sum(y - x for x, y in sp.pieces)
        holds_cue = any(x <= grid.starts[i] < y for x, y in sp.core)
        holds_subj = any(x <= subj_at < y for x, y in sp.core)
        before, after = b <= begin, a >= stop
        kind = sp.kind
        gap = (a - stop if after else begin - b) if before or after else 0
        inner = range(t0, t1 + 1) if 0 <= t0 <= t1 else ()
        verbs = sum(tags[x] in ("VBD", "VBZ", "VBP", "MD") for x in inner)
        commas = sum(tags[x] == "," for x in inner)
        brackets = text.count("(", a, b) - text.count(")", a, b)
        opens = text[max(0, sp.pieces[0][0]) : a]
        base = kind.strip('"+')
        main = DEPS.get(base.split("-")[0].split("+")[0].split(">")[0].lstrip("<"), 50 + len(base))
        above = kind.startswith(("up", "noun", "side"))
        dense.append([
            *here, iou, float(iou > 0.995), log1p(proposed_size), *mine, main, "+" in base, "-" in base,
            kind.endswith(('"', '"+')), kind.endswith('"+'), above, before, after, not before and not after, gap,
            log1p(sizes[k]), sizes[k] / (1 + sent_end - grid.start), commas, len(sp.core), f_word == "that", f_word == "to",
            any(c in "“\"'‘" for c in opens), f_tag in ("WDT", "WP", "WRB"), TAGS.get(f_tag, 0), TAGS.get(l_tag, 0),
            TAGS.get(n_tag, 0), DEPS.get(n_dep, 0), n_tag in (",", ".", ":"), TAGS.get(p_tag, 0), sent_end - b, verb_end - b,
            a - grid.start, quoted / max(1, raw), touched, cut_start, cut_end, end_quote, TAGS.get(h_tag, 0),
            DEPS.get(h_dep, 0), has_subj, holds_cue, holds_subj, len(spans), rank[k], 0.0, grid.n, mark >= 0, verbs,
            text[b : b + 3].strip(" ,")[:1] in ("“", "\""), depth, brackets,
        ])
        n_known = n_word if n_word in _SHORT or n_tag in (",", ".", ":") else n_tag
        signs = f"{quoted > 0.9 * raw}{touched > 0}{cut_start}{cut_end}"
        l_word = words[t1] if t1 >= 0 else "#"
        sparse.append([hashed(f) for f in (
            "K" + kind, "KS" + kind + root, "KT" + kind + tag, "KP" + kind + pattern, "KH" + kind + h_tag, "KF" + kind + f_word,
            "FW" + f_word + root, "FT" + f_tag + tag, "PW" + p_word, "PT" + p_tag + f_tag, "NT" + l_tag + n_tag + n_dep,
            "NK" + kind + n_known, "NS" + root + n_known, "N2" + n_known + n2, "NW" + n_word, "ND" + kind + n_dep, "Q" + signs,
            "QK" + signs + kind, "QN" + signs + n_known, "FR" + frame + kind, "FI" + frame + str(int(iou * 10)),
            f"L{int(2 * log1p(sizes[k]))}{kind}", f"E{sent_end - b < 3}{kind}", f"VE{verb_end - b < 2}{kind}",
            "PS" + root + p_word, "HD" + h_dep + kind, "FD" + f_dep + kind, "W1" + l_word,
            f"PM{kind}{passive}{s >= 0}{deps[i]}",
        )])
    return dense, sparse


def _first_mark(page: Page, at: int) -> int:
    return bisect_right(page.starts, at) - 1
