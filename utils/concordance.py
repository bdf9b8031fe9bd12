"""Concordance (KWIC) lines: mentions or occurrences in the words they stand among.

Comes in: places (id, start, end) and the corpus they were found in. Goes out: one row a line.
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus


def concordance(found: pd.DataFrame, corpus: Corpus, *, width: int = 60) -> pd.DataFrame:
    """Concordance (KWIC) lines of mentions, in the order of the mentions.

    Returns
    -------
    DataFrame of id, date, side (publisher, where no side is known), left, node, right (in one line each, at most
    `width` characters of context on either side), concept, start, end.
    """
    about = corpus.documents.set_index("id")
    rows = []
    for m in found.itertuples():
        text, row = corpus.text(m.id), about.loc[m.id]
        left = " ".join(text[max(0, m.start - width) : m.start].split())
        right = " ".join(text[m.end : m.end + width].split())
        joins = (" " if m.start and text[m.start - 1].isspace() else "", " " if text[m.end : m.end + 1].isspace() else "")
        rows.append((m.id, row["date"], row["side"] or row["publisher"], left + joins[0], " ".join(m.wording.split()),
                     joins[1] + right, m.concept, m.start, m.end))
    return pd.DataFrame(rows, columns=["id", "date", "side", "left", "node", "right", "concept", "start", "end"])


def spread_over(lines: pd.DataFrame, *, n: int = 25) -> pd.DataFrame:
    """At most `n` rows, taken in turn from every document (`id`), so that no one fills the list; in the order given."""
    turn = lines.groupby("id", sort=False).cumcount()
    return lines.loc[turn.sort_values(kind="stable").index[:n]].sort_index().reset_index(drop=True)
