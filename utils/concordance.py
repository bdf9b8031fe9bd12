"""Concordance (KWIC) lines: mentions or occurrences in the words they stand among, sorted, filtered, exported.

Comes in: places (id, start, end) and the corpus they were found in. Goes out: one row a line, or a CSV file of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from utils.corpus import Corpus, CorpusError
from utils.corpus.tables import clean
from utils.text import WORD, fold

LINES = ["id", "date", "side", "left", "node", "right", "concept", "start", "end"]
SORTS = ("document", "date", "side", "node", "left", "right")


def concordance(found: pd.DataFrame, corpus: Corpus, *, width: int = 60, sort: str = "document",
                where: Mapping[str, object] | None = None, containing: str = "", n: int | None = None) -> pd.DataFrame:
    """Concordance (KWIC) lines of mentions.

    Parameters
    ----------
    found : rows with id, start, end and, if there is one, concept, such as `utils.concepts.mentions` or
        `utils.dispersion.occurrences` gives; those in documents that `corpus` has not got are left out.
    width : characters of context on either side, at most.
    sort : "document" (the order of `corpus.documents`), "date" (undated last), "side" (unknown last), "node" (the words
        found), "left" (the word before the node, then the one before that, …) or "right" (the word after it, …), words
        folded and without punctuation. Lines that are alike in this stand in the order of the documents.
    where : only lines of documents whose columns have these values (or one of a list), as in `Corpus.where`.
    containing : only lines whose context has this word or these words in a row, whatever their case; * at a word's end
        stands for any ending. A word that the width cuts doesn't count.
    n : at most so many lines, the first in this order.

    Returns
    -------
    DataFrame of id, date, side (publisher, where no side is known), left, node, right (each in one line), concept, start, end.
    """
    if sort not in SORTS:
        raise ValueError(f"sort is {sort!r}: lines are sorted by {', '.join(SORTS)}.")
    documents = (corpus.where(**where) if where else corpus).documents
    about = pd.DataFrame({"id": corpus.documents["id"], "date": corpus.documents["date"],
                          "side": corpus.documents["side"].where(corpus.documents["side"] != "", corpus.documents["publisher"])})
    number = pd.Index(about["id"]).get_indexer(found["id"])
    kept = found["id"].isin(documents["id"]).to_numpy() & (number >= 0)
    concept = found["concept"] if "concept" in found else pd.Series("", index=found.index)
    out = pd.DataFrame({"document": number, "concept": concept.to_numpy(), "start": found["start"].to_numpy(),
                        "end": found["end"].to_numpy()})[kept]
    out = out.sort_values(["document", "start", "end", "concept"], kind="stable", ignore_index=True)
    out = pd.concat([about.iloc[out["document"]].reset_index(drop=True), out], axis=1)
    if n is not None and not containing and sort == "document":
        out = out.head(n)
    words = [_line(*place, width) for place in _places(out, corpus)]
    for column, values in zip(("left", "node", "right"), zip(*words, strict=True) if words else ([], [], []), strict=True):
        out[column] = pd.Series(values, dtype="str")
    if containing.strip():
        wanted = _pattern(containing)
        out = out[np.array([_holds(wanted, *place, width) for place in _places(out, corpus)], dtype=bool)]
    return out.iloc[_order(out, sort)].head(len(out) if n is None else n).reset_index(drop=True)[LINES]


def spread_over(lines: pd.DataFrame, *, n: int = 25) -> pd.DataFrame:
    """At most `n` rows, taken in turn from every document (`id`), so that no one fills the list; in the order given.

    Where a turn is not whole, as with more documents than rows, its rows are taken at even distances, the first and the last
    among them.
    """
    turn = lines.groupby("id", sort=False).cumcount().to_numpy()
    last = np.searchsorted(np.cumsum(np.bincount(turn)), n)  # turns before it are whole
    chosen, part = np.flatnonzero(turn < last), np.flatnonzero(turn == last)
    rest = min(len(part), n - len(chosen))
    chosen = np.append(chosen, part[np.linspace(0, len(part) - 1, rest).round().astype(np.int64)] if rest else [])
    return lines.iloc[np.sort(chosen.astype(np.int64))].reset_index(drop=True)


def export(lines: pd.DataFrame, path: str | Path) -> Path:
    """Write lines as a CSV file, whole or not at all, with no cell that a spreadsheet would run as a formula.

    Parameters
    ----------
    path : a name that ends in .csv, in a folder that exists; a file that is there is replaced.

    Returns
    -------
    The path of the file that was written.
    """
    from utils.figures import csv_text, write  # here, because it brings matplotlib, which lines don't need

    path = Path(path).expanduser()
    if path.suffix.lower() != ".csv":
        raise CorpusError(f"{clean(path.name)} can't be written: lines are saved as CSV, so give a name that ends in .csv.")
    if not path.parent.is_dir():
        raise CorpusError(f"There is no folder {clean(str(path.parent))}: make it, or name another for {clean(path.name)}.")
    write(path, csv_text(lines).encode("utf-8", "replace"))
    return path


def _places(lines: pd.DataFrame, corpus: Corpus):
    """Text, start and end of each line; a text is asked for once for all its lines."""
    last, text = None, ""
    for name, start, end in zip(lines["id"], lines["start"].tolist(), lines["end"].tolist(), strict=True):
        if name != last:
            last, text = name, corpus.text(name)
        yield text, start, end


def _line(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return (" ".join(left.split()) + " " * left[-1:].isspace(), " ".join(text[start:end].split()),
            " " * right[:1].isspace() + " ".join(right.split()))


def _holds(wanted: re.Pattern, text: str, start: int, end: int, width: int) -> bool:
    """Whether the context holds the pattern; one character beyond the width is read, so that no part of a word counts."""
    first, last = max(0, start - width), min(len(text), end + width)
    before, after = fold(text[max(0, first - 1) : start]), fold(text[end : last + 1])
    return (any(match.start() >= min(1, first) for match in wanted.finditer(before))
            or any(match.end() <= last - end for match in wanted.finditer(after)))


def _pattern(containing: str) -> re.Pattern:
    """Whole words in a row, for a folded text; spaces, line ends and hyphens between them stand for each other."""
    words = [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in fold(containing).split()]
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(words) + r"(?!\w)")


def _order(lines: pd.DataFrame, sort: str) -> np.ndarray:
    if sort == "document":
        return np.arange(len(lines))
    if sort in ("date", "side"):
        keys = [(not value, value) for value in lines[sort]]
    elif sort == "node":
        keys = [_words(node) for node in lines["node"]]
    elif sort == "right":
        keys = [_words(right) for right in lines["right"]]
    else:
        keys = [_words(left)[::-1] for left in lines["left"]]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)  # stable

def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))
