"""Statements found, set against statements marked by reading: how many are right, and how sure that is.

Comes in: two tables of statements over the same texts. Goes out: one row a pair, and figures with intervals over documents. A
statement counts as found where content and source are right: its content shares half or more of its characters with the marked
one (intersection over union, quotation marks and outer punctuation left out), and its source overlaps the marked one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from utils.text import fold
from utils.trends import FEW, exact_interval

PAIRS = ["id", "marked", "found", "iou", "source_right", "name_right", "marked_kind", "found_kind"]
MEASURES = ("joint F1", "precision", "recall", "content F1, IoU 0.5", "content F1, IoU 0.8", "source right", "speaker right")
FIGURES = ["kind", "measure", "n", "figure", "low", "high"]
HALF, CLOSE = 0.5, 0.8
RESAMPLES = 2000
FEW_STATEMENTS = 20
_EDGE = frozenset(" \n\t\r\u00a0“”\"'‘’,.;:")
_COUNTS = ["marked", "found", "half", "close", "joint", "with_source", "source", "with_name", "name", "joint_found"]


def characters(text: str, pieces: Iterable[tuple[int, int]]) -> set[int]:
    """Offsets of the characters of a content, without spaces and without marks and stops at the edges of its pieces."""
    out: set[int] = set()
    for start, end in pieces:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        out.update(i for i in range(start, end) if not text[i].isspace())
    return out


def compared(marked: pd.DataFrame, found: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Marked and found statements paired one to one within each document, those first whose contents overlap most.

    Parameters
    ----------
    marked, found : columns id, pieces, source_start, source_end (or `source_pieces`, where a source has several), kind, speaker;
        `marked` may have `borderline`: what a found statement fits better than any other marked one is then neither right nor
        wrong.
    texts : the text of each document that was marked; what is found in others is left out.

    Returns
    -------
    DataFrame, one row a pair and one for each statement without one: id; marked and found (index labels of the two tables, <NA>
    where there is none), iou (0 to 1), source_right, name_right (<NA> where no speaker is marked), marked_kind and found_kind.
    """
    rows: list[tuple] = []
    ours, theirs = (dict(iter(table.groupby("id", sort=False))) for table in (marked, found))
    for name in sorted(texts):
        text = texts[name]
        gold = [(r, characters(text, r.pieces)) for r in ours.get(name, marked.iloc[:0]).itertuples()]
        ours_too = [(r, characters(text, r.pieces)) for r in theirs.get(name, found.iloc[:0]).itertuples()]
        edge = [c for r, c in gold if getattr(r, "borderline", False)]
        gold = [pair for pair in gold if not getattr(pair[0], "borderline", False)]
        ours_too = [p for p in ours_too if not _fits(p[1], edge, [c for _, c in gold])]
        rows += _rows(name, text, gold, ours_too)
    out = pd.DataFrame(rows, columns=PAIRS)
    return out.astype({"marked": "Int64", "found": "Int64", "source_right": bool, "name_right": "boolean"})


def _fits(one: set[int], edge: list[set[int]], others: list[set[int]]) -> bool:
    def best(among: list[set[int]]) -> float:
        return max((len(one & other) / len(one | other) for other in among if one | other), default=0.0)

    return bool(edge) and best(edge) >= 0.3 and best(edge) > best(others)


def _rows(name: str, text: str, gold: list, found: list) -> list[tuple]:
    options = [(len(a & b) / len(a | b), g, p) for g, (_, a) in enumerate(gold) for p, (_, b) in enumerate(found) if a & b]
    taken: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for iou, g, p in sorted(options, reverse=True):
        if g not in taken and p not in used:
            taken[g] = p, iou
            used.add(p)
    out = []
    for g, (marked, _) in enumerate(gold):
        p, iou = taken.get(g, (None, 0.0))
        other = found[p][0] if p is not None else None
        named = _same_name(marked.speaker, other.speaker) if other is not None and iou >= HALF and marked.speaker else pd.NA
        if other is None:
            out.append((name, marked.Index, pd.NA, 0.0, False, pd.NA, marked.kind, ""))
        else:
            out.append((name, marked.Index, other.Index, iou, _source(text, marked, other), named, marked.kind, other.kind))
    return out + [(name, pd.NA, r.Index, 0.0, False, pd.NA, "", r.kind) for p, (r, _) in enumerate(found) if p not in used]


def _source(text: str, one, other) -> bool:
    """Whether two statements have the same source: its words overlap, or both have none."""
    a, b = (characters(text, _spans(r)) for r in (one, other))
    return bool(a & b) or not (a or b)


def _spans(row) -> Iterable[tuple[int, int]]:
    if hasattr(row, "source_pieces"):
        return row.source_pieces
    return [] if pd.isna(row.source_start) else [(int(row.source_start), int(row.source_end))]


def _same_name(marked: str, found: str) -> bool:
    """Whether a speaker is the marked one; several marked names are parted by "|" (one person) or "; " (several)."""
    def plain(name: str) -> str:
        return " ".join("".join(c if c.isalnum() else " " for c in fold(name or "")).split())

    together = " and ".join([", ".join(marked.split("; ")[:-1]), marked.split("; ")[-1]]) if "; " in marked else marked
    return bool(plain(found)) and plain(found) in {plain(part) for part in (together, *marked.split("|"))}


def figures(pairs: pd.DataFrame, marked: pd.DataFrame, *, documents: Iterable[str], seed: int = 0) -> pd.DataFrame:
    """The figures of a comparison, for all statements and by kind.

    Precision by kind is of what was found as that kind, recall of what was marked as it.

    Parameters
    ----------
    pairs : what `compared` gives; `marked` : the marked statements it was given.
    documents : ids of all documents that were marked, those without a statement included.

    Returns
    -------
    DataFrame of kind ("all" first), measure (one of `MEASURES`; by kind precision and recall alone), n (marked statements; for
    precision the found ones; for source and speaker the pairs that tell), figure, and low and high (95%, percentile bootstrap
    over documents, 2,000 resamples, seeded; of a share that is 0 or 1 or of fewer than 20 statements the exact interval, and
        of such an F1 none; all missing under 5 documents); figures from 0 to 1.
    """
    names = sorted(documents)
    held = marked["source_start"].notna()
    out = []
    for kind in ("all", *_in_order(set(pairs["marked_kind"]) | set(pairs["found_kind"]) - {""})):
        counts = _counted(pairs, held, kind, names)
        if kind == "" or not counts[:, :2].sum():
            continue
        ends = _intervals(counts, seed) if len(names) >= FEW else {}
        for measure in MEASURES if kind == "all" else MEASURES[1:3]:
            top, below, n = (f(counts.sum(axis=0)[None]) for f in _FORMULAS[measure])
            if below[0]:
                share, low_high = float(top[0] / below[0]), ends.get(measure, (np.nan, np.nan))
                if ends and (share in (0, 1) or n[0] < FEW_STATEMENTS):  # from none, all or few, resampling learns nothing
                    low_high = (np.nan, np.nan) if "F1" in measure else exact_interval(int(top[0]), int(n[0]))
                out.append((kind, measure, int(n[0]), share, *low_high))
    return pd.DataFrame(out, columns=FIGURES)


def _in_order(kinds: set[str]) -> list[str]:
    order = ("direct", "mixed", "indirect", "turn")
    return [k for k in order if k in kinds] + sorted(kinds - {*order, ""})


def _of(*columns: str):
    return lambda counts: sum(counts[:, _COUNTS.index(c)] for c in columns)


# measure -> what is counted, of what, and its n
_FORMULAS = {
    "joint F1": (lambda c: 2 * _of("joint")(c), _of("marked", "found"), _of("marked")),
    "precision": (_of("joint_found"), _of("found"), _of("found")),
    "recall": (_of("joint"), _of("marked"), _of("marked")),
    "content F1, IoU 0.5": (lambda c: 2 * _of("half")(c), _of("marked", "found"), _of("marked")),
    "content F1, IoU 0.8": (lambda c: 2 * _of("close")(c), _of("marked", "found"), _of("marked")),
    "source right": (_of("source"), _of("with_source"), _of("with_source")),
    "speaker right": (_of("name"), _of("with_name"), _of("with_name")),
}


def _counted(pairs: pd.DataFrame, held: pd.Series, kind: str, names: list[str]) -> np.ndarray:
    """What each document has of each of `_COUNTS`: documents × counts."""
    is_marked, is_found = pairs["marked"].notna(), pairs["found"].notna()
    if kind != "all":
        is_marked, is_found = is_marked & (pairs["marked_kind"] == kind), is_found & (pairs["found_kind"] == kind)
    half = pairs["iou"] >= HALF
    joint = half & pairs["source_right"]
    with_source = half & is_marked & pairs["marked"].map(held).eq(True)
    with_name = half & is_marked & pairs["name_right"].notna()
    columns = (is_marked, is_found, half & is_marked, (pairs["iou"] >= CLOSE) & is_marked, joint & is_marked, with_source,
               with_source & pairs["source_right"], with_name, with_name & pairs["name_right"].fillna(False), joint & is_found)
    at = pd.Index(names).get_indexer(pairs["id"])
    return np.stack([np.bincount(at, weights=c.to_numpy(dtype=float), minlength=len(names)) for c in columns], axis=1)


def _intervals(counts: np.ndarray, seed: int) -> dict[str, tuple[float, float]]:
    random, n, drawn = np.random.default_rng(seed), len(counts), []
    at_once = max(1, min(RESAMPLES, 4_000_000 // n))
    for done in range(0, RESAMPLES, at_once):
        drawn.append(random.multinomial(n, np.full(n, 1 / n), size=min(at_once, RESAMPLES - done)) @ counts)
    sums, out = np.concatenate(drawn), {}
    for measure, (top, below, _) in _FORMULAS.items():
        whole = below(sums)
        if (whole > 0).any():
            shares = top(sums)[whole > 0] / whole[whole > 0]
            out[measure] = tuple(float(v) for v in np.quantile(shares, [0.025, 0.975]))
    return out
