"""Two counts of documents -> their shares with exact intervals and the odds ratio: the columns all findings have in common.

Comes in: with_it of documents, here and there. Goes out: the same table with shares, intervals and odds ratio.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.differences import odds_ratio
from utils.trends import exact_intervals

COUNTS = ["with_it", "documents", "with_it_there", "documents_there"]
SHARES = [*COUNTS[:2], "share", "share_low", "share_high", *COUNTS[2:], "share_there", "share_there_low", "share_there_high",
          "odds_ratio", "odds_ratio_low", "odds_ratio_high"]


def with_shares(table: pd.DataFrame) -> pd.DataFrame:
    """The table with, for the counts with_it of documents, and with_it_there of documents_there: share, share_low and share_high
    (95% exact intervals: Clopper and Pearson 1934), the same of the other part with `_there`, and odds_ratio with its 95%
    interval (`utils.differences.odds_ratio`), which is missing where a part has no document, or no document of either has a case.
    """
    out = table.astype(dict.fromkeys(COUNTS, "int64"))
    k, n, other, rest = (out[c].to_numpy() for c in COUNTS)
    for held, of, end in ((k, n, ""), (other, rest, "_there")):
        out[f"share{end}"] = np.divide(held, of, out=np.full(len(out), np.nan), where=of > 0)
        out[f"share{end}_low"], out[f"share{end}_high"] = exact_intervals(held, of)
    told = (n > 0) & (rest > 0) & (k + other > 0)
    for column, values in zip(SHARES[-3:], odds_ratio(np.column_stack([k, n - k, other, rest - other])), strict=True):
        out[column] = np.where(told, values, np.nan)
    return out


def in_words(table: pd.DataFrame, end: str = "") -> list[str]:
    """Of each row, `k of n, share [95% interval]` in percent; "no document" where there is none. `end` is "_there" for the
    other part.
    """
    columns = (f"with_it{end}", f"documents{end}", f"share{end}", f"share{end}_low", f"share{end}_high")
    rows = zip(*(table[c] for c in columns), strict=True)
    return [f"{k:,} of {n:,}, {short(100 * share)}% [{short(100 * low)}, {short(100 * high)}]" if n else "no document"
            for k, n, share, low, high in rows]


def short(x: float) -> str:
    """A number as a table gives it: two significant digits, whole from 10 on."""
    return "∞" if np.isinf(x) else f"{x:,.0f}" if x >= 10 else f"{x:.2g}"
