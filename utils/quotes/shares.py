"""Statements -> counts and shares with their intervals: by year, by side, by stance of the reporting word, by concept.

Comes in: the table that `utils.quotes.quotes` gives, and its corpus. Goes out: one row a group. An interval of a share of
statements comes from drawing documents anew, since statements of one document are alike; it says what chance alone could do, and
compares nothing.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pandas as pd

from utils.concepts import mentions
from utils.corpus import Corpus
from utils.quotes.stance import GROUPS, STANCES, worded
from utils.quotes.tables import QUOTED
from utils.sentences import interval, percent
from utils.trends import FEW, exact_intervals

RESAMPLES = 1000
SHARES = ["statements", "documents", "with_it", "share", "low", "high"]


def shares(statements: pd.DataFrame, held: pd.Series, by: str) -> pd.DataFrame:
    """The share of statements for which something holds, by the values of a column.

    Parameters
    ----------
    held : one boolean a row of `statements`.

    Returns
    -------
    DataFrame of `by` and `SHARES`: statements, the documents they stand in, statements with it, their share (0 to 1), and low and
    high (95%, percentile bootstrap over documents, 1,000 resamples, seeded; missing under 5 documents; of a share that is 0 or 1
    the exact interval); most statements first.
    """
    counts = statements.assign(held=held.to_numpy(dtype=bool)).groupby([by, "id"]).agg(n=("held", "size"), k=("held", "sum"))
    rows = []
    for value, group in counts.groupby(level=0, sort=True):
        n, k = group["n"].to_numpy(), group["k"].to_numpy()
        rows.append((value, n.sum(), len(n), k.sum(), k.sum() / n.sum(), *_ends(k, n, str(value))))
    out = pd.DataFrame(rows, columns=[by, *SHARES])
    return out.sort_values(["statements", by], ascending=[False, True], ignore_index=True)


def _ends(k: np.ndarray, n: np.ndarray, group: str) -> tuple[float, float]:
    if len(n) < FEW:
        return np.nan, np.nan
    if k.sum() in (0, n.sum()):
        low, high = exact_intervals(k.sum()[None], n.sum()[None])
        return float(low[0]), float(high[0])
    # A seed of the group's own: another group in the corpus leaves this one's interval as it was.
    drawn = np.random.default_rng(crc32(group.encode("utf-8", "surrogatepass"))).integers(0, len(n), (RESAMPLES, len(n)))
    low, high = np.quantile(k[drawn].sum(axis=1) / n[drawn].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)


def direct(statements: pd.DataFrame, by: str) -> pd.DataFrame:
    """The share of statements with the speaker's words in quotation marks, whole or in part, by a column; turns and empty values
    apart.
    """
    spoken = statements[(statements["kind"] != "turn") & (statements[by] != "")]
    return shares(spoken, spoken["kind"].isin(QUOTED), by)


def by_stance(statements: pd.DataFrame) -> pd.DataFrame:
    """The groups of reporting words, in their order: stance, meaning, statements, share of all with a reporting word, low and
    high, speakers, and the commonest words with their counts; those that occur.
    """
    spoken = worded(statements)
    rows = []
    for stance in STANCES:
        mine = spoken[spoken["stance"] == stance]
        if mine.empty:
            continue
        of_all = shares(spoken.assign(all=stance), spoken["stance"] == stance, "all").iloc[0]
        words = mine["verb"].value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
        common = ", ".join(f"{word} {n:,}" for word, n in words.head(6).items())
        rows.append((stance, GROUPS.get(stance, ("depends on what follows, or in no list",))[0], len(mine), of_all["share"],
                     of_all["low"], of_all["high"], mine.loc[mine["speaker"] != "", "speaker"].nunique(), common))
    columns = ["stance", "meaning", "statements", "share", "low", "high", "speakers", "words"]
    return pd.DataFrame(rows, columns=columns)


def side_by_stance(statements: pd.DataFrame, *, sides: int = 10) -> pd.DataFrame:
    """How many statements of a side are reported with each stance: sides as rows (those with most), stances as columns."""
    spoken = worded(statements[statements["side"] != ""])
    table = pd.crosstab(spoken["side"], spoken["stance"])
    rows = table.sum(axis=1).sort_values(ascending=False, kind="stable").index[:sides]
    return table.loc[rows, [s for s in STANCES if s in table and table.loc[rows, s].sum()]]


def by_year(statements: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """One row a year of dated documents: year, statements, speakers, documents, with_it (documents with a statement), share of
    documents with one, share_low and share_high (95%, exact; missing under 5 documents), small (under 5 documents), per_document
    (statements a document).
    """
    years = corpus.documents.dropna(subset="year").set_index("id")["year"].astype("int64")
    dated = statements[statements["id"].isin(years.index)]
    year = dated["id"].map(years)
    n = years.value_counts().sort_index()
    k = years[years.index.isin(dated["id"])].value_counts().reindex(n.index, fill_value=0)
    said = year.value_counts().reindex(n.index, fill_value=0)
    speakers = dated["speaker"].where(dated["speaker"] != "").groupby(year).nunique().reindex(n.index, fill_value=0)
    low, high = exact_intervals(k.to_numpy(), n.to_numpy())
    small = n.to_numpy() < FEW
    return pd.DataFrame({
        "year": n.index.astype("int64"), "statements": said.to_numpy(), "speakers": speakers.to_numpy(),
        "documents": n.to_numpy(), "with_it": k.to_numpy(), "share": (k / n).to_numpy(),
        "share_low": np.where(small, np.nan, low), "share_high": np.where(small, np.nan, high), "small": small,
        "per_document": (said / n).to_numpy()})


def with_concept(corpus: Corpus, statements: pd.DataFrame) -> pd.DataFrame:
    """The statements whose content mentions a concept, one row for each concept, with the column `concept`.

    A mention counts where it lies within a piece of the content. Parts of a concept ("three_forces.label") are left out.
    """
    found = mentions(corpus)
    found = found[~found["concept"].str.contains(".", regex=False)]
    pieces = statements[["id", "number", "pieces"]].explode("pieces")
    if found.empty or pieces.empty:
        return statements.iloc[:0].assign(concept="")
    pieces["from"], pieces["to"] = pieces["pieces"].str[0], pieces["pieces"].str[1]
    both = pieces.merge(found[["id", "concept", "start", "end"]], on="id")
    inside = both[(both["from"] <= both["start"]) & (both["end"] <= both["to"])]
    return statements.merge(inside[["id", "number", "concept"]].drop_duplicates(), on=["id", "number"])


def readable(table: pd.DataFrame, head: str) -> pd.DataFrame:
    """A table of shares for reading: the interval in the cell of the share, under the head given."""
    said = [f"{percent(r.share)} {interval(r.low, r.high)}".strip() for r in table.itertuples()]
    return table.assign(**{head: said}).drop(columns=["share", "low", "high"])
