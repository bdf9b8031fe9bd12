"""A word that may be a cue -> hashed features on which a model judges it.

Comes in: a `Grid`, a `Page`, a token, the frame that the rules see there, and the tagger's probability. Goes out: a list of
features' numbers below 2**BITS: the word, its neighbours, its place in the tree, quotation marks beside it.
"""

from __future__ import annotations

from zlib import crc32

from utils.statements import cues
from utils.statements.candidates import report_edges, subject_of
from utils.statements.grid import Grid, Page

BITS = 17
_MASK = 2**BITS - 1


def hashed(text: str) -> int:
    """A feature's number."""
    return crc32(text.encode("utf-8", "surrogatepass")) & _MASK


def stem(word: str) -> str:
    """A cue in one form: a known verb as dictionaries have it, any other word without its ending."""
    known = cues.verb_forms().get(word)
    if known:
        return known
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


def cue_features(grid: Grid, page: Page, i: int, frame: str, tag_p: float = -1.0) -> list[int]:
    """The hashed features of token `i` as a cue."""
    words, tags, deps, kids, heads = grid.words, grid.tags, grid.deps, grid.kids, grid.heads
    word, tag, dep = words[i], tags[i], deps[i]
    root = stem(word)
    h = heads[i]
    out = ["w" + word, "s" + root, "t" + tag, "d" + dep, "sd" + root + dep, "st" + root + tag, "td" + tag + dep, "f" + frame,
           "fs" + frame + root,
           "h" + words[h], "hs" + root + stem(words[h]), "hd" + deps[h] + dep, "b"]
    for k in (-2, -1, 1, 2):
        j = i + k
        near = words[j] if 0 <= j < grid.n else "#"
        kind = tags[j] if 0 <= j < grid.n else "#"
        out.append(f"n{k}{near}")
        out.append(f"m{k}{kind}")
        if k in (-1, 1):
            out.append(f"r{k}{root}{near}")
            out.append(f"q{k}{root}{kind}")
    pattern = []
    passive = modal = False
    for c in kids[i]:
        d = deps[c]
        side = ">" if c > i else "<"
        if d == "punct":
            continue
        pattern.append(side + d)
        out.append("k" + side + d)
        out.append("ks" + side + d + root)
        if d in ("prep", "mark", "advmod", "prt", "aux", "neg"):
            out.append("kw" + side + words[c])
            out.append("kx" + side + words[c] + root)
        elif d in ("nsubj", "nsubjpass", "agent"):
            out.append("su" + words[c])
            out.append("sv" + tags[c] + root)
            out.append("sw" + tags[c])
        elif d in ("dobj", "attr", "acomp", "oprd"):
            out.append("ob" + words[c])
            out.append("oc" + words[c] + root)
            out.append("od" + tags[c])
            for x in kids[c]:
                if x > c and deps[x] in ("prep", "acl", "relcl", "ccomp"):
                    out.append("ox" + deps[x] + words[c])
                    out.append("oy" + (words[x] if deps[x] == "prep" else deps[x]) + root)
        elif d in ("ccomp", "xcomp", "advcl"):
            first = words[grid.left[c]]
            out.append("cf" + d + (first if first in ("that", "to", "if", "whether", "how", "why", "what",
                                                      "when") else tags[grid.left[c]]))
            out.append("ct" + d + tags[c])
            out.append("cw" + stem(words[c]))
        passive |= d == "auxpass"
        modal |= tags[c] == "MD"
    out.append("p" + "".join(pattern))
    out.append("ps" + root + "".join(p for p in pattern if p[0] == ">"))
    out.append(f"v{passive}{modal}{root}")
    s = subject_of(grid, i)
    if s < 0:
        out.append("nosubj" + dep)
        at = i
        for _ in range(4):
            if heads[at] == at:
                break
            at = heads[at]
            s = subject_of(grid, at)
            if s >= 0:
                out.append("up" + words[s])
                out.append("uq" + tags[s] + dep)
                out.append("ur" + words[at])
                break
    first, last = report_edges(grid, i)
    quote = _beside(page, grid.starts[first], grid.ends[last])
    out.append("Q" + quote)
    out.append("Qs" + quote + root)
    out.append("Qd" + quote + dep)
    out.append(f"at{min(i, 3)}{grid.last - i < 3}")
    inside = page.mark_at(grid.starts[i])
    out.append("in" + ("" if inside < 0 else str(page.said[inside])))
    level = f"N{int(10 * tag_p)}"
    out += [level, level + tag, level + dep, level + root]
    return [hashed(f) for f in out]


def _beside(page: Page, start: int, end: int) -> str:
    """Quotation marks right before and right after the reporting words."""
    text = page.text
    before = text[max(0, start - 3) : start].strip(" \n")
    after = text[end : end + 4].strip(" \n,:")
    return ("<" if before and before[-1] in "”\"'’" else "") + (">" if after and after[0] in "“\"'‘" else "")
