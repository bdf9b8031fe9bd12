"""China's main evening news: when the concepts rise, and whether a summit at home differs from one abroad.

Comes in: a record with the collection `xwlb`. Goes out: shares of items by year, change points, one row a summit. Items of one
day and one summit belong together; the tests that take items as the units are too ready to find something to that extent.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import xlogy

from utils.change_points import LEAST_PERIODS, ChangePoints, change_points
from utils.corpus import CorpusError
from utils.counts import kept
from utils.periods import Period, days
from utils.record import Record, mentions_of
from utils.record.rates import trend_of
from utils.trends import FEW, exact_intervals

COLLECTION, DAYS = "xwlb", 15
PERMUTATIONS = 9_999
# The first day of each meeting of the heads of state, where it was, and the host; the accounts of each are in the shipped corpus.
SUMMITS = pd.DataFrame([
    ("2012-06-06", "Beijing", "CHN"), ("2013-09-13", "Bishkek", "KGZ"), ("2014-09-11", "Dushanbe", "TJK"),
    ("2015-07-09", "Ufa", "RUS"), ("2016-06-23", "Tashkent", "UZB"), ("2017-06-08", "Astana", "KAZ"),
    ("2018-06-09", "Qingdao", "CHN"), ("2019-06-13", "Bishkek", "KGZ"), ("2020-11-10", "by video", "RUS"),
    ("2021-09-16", "Dushanbe", "TJK"), ("2022-09-15", "Samarkand", "UZB"), ("2023-07-04", "by video", "IND"),
    ("2024-07-03", "Astana", "KAZ"), ("2025-08-31", "Tianjin", "CHN")], columns=["date", "place", "host"])
BY_SUMMIT = ["date", "place", "host", "at_home", "documents", "with_it", "share", "share_low", "share_high"]


def evening_news(record: Record) -> Record:
    """The items of the evening news."""
    return record.only(record.documents["collection"] == COLLECTION)


def summit_events() -> pd.DataFrame:
    """`SUMMITS` as events for a figure: date and label, those in China with the country named."""
    where = SUMMITS["place"].where(SUMMITS["host"] != "CHN", SUMMITS["place"] + " (China)")
    return pd.DataFrame({"date": SUMMITS["date"], "label": where})


def changes(record: Record, concept: str, *, permutations: int = PERMUTATIONS) -> ChangePoints:
    """Change points of the share of all items with the concept, by quarter (`utils.change_points.change_points`)."""
    news = evening_news(record).over_time()
    return change_points(mentions_of(news, concept), news, period="quarter", permutations=permutations)


def dealt_by_quarter(record: Record, concept: str, *, permutations: int = PERMUTATIONS, seed: int = 0) -> float:
    """p of the largest change of `changes` if whole quarters are dealt out anew and not single items, so that items of one
    occasion stay together. Missing where no cut can be made or no item, or each, has a case.
    """
    news = evening_news(record).over_time()
    if not len(news):
        return np.nan
    course = trend_of(news, concept, period="quarter")
    course = course[course["documents"] > 0]
    counts = course[["documents", "with_it"]].to_numpy(dtype=np.int64)
    if len(counts) < 2 * LEAST_PERIODS or counts[:, 1].sum() in (0, counts[:, 0].sum()):
        return np.nan
    random = np.random.default_rng(seed)
    order = np.vstack([np.arange(len(counts)), random.random((permutations, len(counts))).argsort(axis=1, kind="stable")])
    n, k = (np.cumsum(counts[order, column], axis=1) for column in (0, 1))
    n_all, k_all, at = n[0, -1], k[0, -1], slice(LEAST_PERIODS - 1, -LEAST_PERIODS)
    g2 = _likelihood(k[:, at], n[:, at]) + _likelihood(k_all - k[:, at], n_all - n[:, at])
    allowed = (n[:, at] >= FEW) & (n_all - n[:, at] >= FEW)
    largest = np.where(allowed, g2, -np.inf).max(axis=1).round(9)
    return float((1 + (largest[1:] >= largest[0]).sum()) / (1 + permutations))


@kept
def courses(record: Record, concept: str, *, period: Period = "year") -> pd.DataFrame:
    """The concept over time, of all items and of those that name the SCO.

    Parameters
    ----------
    period : as for `utils.trends.trend`.

    Returns
    -------
    DataFrame indexed by period: documents, with_it, share, share_low, share_high, per_100_000_characters of all items, then
    documents_naming, with_it_naming, share_naming and its interval.
    """
    news = evening_news(record)
    every, naming = (trend_of(part, concept, period=period) for part in (news, news.naming("sco")))
    columns = ["documents", "with_it", "share", "share_low", "share_high"]
    right = naming[columns].add_suffix("_naming").reindex(every.index)
    out = every[[*columns, "per_100_000_characters"]].join(right)
    numbers = ["documents_naming", "with_it_naming"]
    return out.assign(**out[numbers].fillna(0).astype("int64"))


def summits(record: Record, concept: str) -> pd.DataFrame:
    """Items that name the SCO from 15 days before to 15 days after the first day of a summit, and those with the concept.

    Returns
    -------
    DataFrame, one row a summit whose whole span lies within the record and has an item that names the SCO: `BY_SUMMIT` (at_home:
    in China; documents: items that name the SCO; 95% exact intervals).
    """
    news = evening_news(record)
    counts = news.counts(concept).fillna(0).to_numpy() > 0
    names, (first, last) = news.counts("sco").fillna(0).to_numpy() > 0, days(news)
    rows = []
    for row in SUMMITS.itertuples():
        start, end = (np.datetime64(row.date) + sign * DAYS for sign in (-1, 1))
        if not len(news) or start < np.nanmin(first) or end > np.nanmax(last):
            continue
        within = (first >= start) & (last <= end) & names
        rows.append((row.date, row.place, row.host, row.host == "CHN", int(within.sum()), int((within & counts).sum())))
    out = pd.DataFrame(rows, columns=BY_SUMMIT[:6])
    out = out[out["documents"] > 0].reset_index(drop=True)
    low, high = exact_intervals(out["with_it"].to_numpy(), out["documents"].to_numpy())
    return out.assign(share=out["with_it"] / out["documents"], share_low=low, share_high=high)[BY_SUMMIT]


def summit_p(table: pd.DataFrame) -> float:
    """Two-sided p of the difference between the mean share of summits at home and that of the others: all ways to say which of
    the summits were at home are gone through. 1 where no item has a case; missing where there are not both kinds of summits.

    Parameters
    ----------
    table : as `summits` gives it.
    """
    share, home = table["share"].to_numpy(dtype=float), table["at_home"].to_numpy(dtype=bool)
    k = int(home.sum())
    if not 0 < k < len(share):
        return np.nan
    if len(share) > 25:
        raise CorpusError(f"There are {len(share)} summits: to go through all ways to choose {k} takes too long beyond 25.")
    expected = k * share.mean()
    sums = np.array([share[list(way)].sum() for way in combinations(range(len(share)), k)])
    return float((np.abs(sums - expected) >= abs(share[home].sum() - expected) - 1e-12).mean())


def _likelihood(k: np.ndarray, n: np.ndarray) -> np.ndarray:
    return xlogy(k, k) + xlogy(n - k, n - k) - xlogy(n, n)
