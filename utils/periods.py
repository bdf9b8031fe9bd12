"""Documents -> the periods they were written in: years, quarters, months, decades or any others.

Comes in: a corpus. Goes out: `Placed`: the periods, each document's place among them, and how many have none. A document
stands in a period only where its date lies within it for certain: one of "2015" is in no quarter.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.corpus import Corpus, CorpusError
from utils.corpus.dates import first_day, iso_date, last_day

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}  # in one period
PERIODS = tuple(_MONTHS)

Period = str | list[tuple[str, str, str]] | list[str]


class Placed(NamedTuple):
    """Where documents stand in time.

    Attributes
    ----------
    table : DataFrame of start and end (ISO days, both within), one row a period, in order and, for calendar periods,
        without a gap; the index holds the labels and is called "year", "quarter", "month", "decade" or "period".
    number : for each row of `corpus.documents` the row of its period, -1 where it has none.
    undated, coarse, outside : documents in no period: without a date, with one too coarse to tell, or of another time.
    """

    table: pd.DataFrame
    number: np.ndarray
    undated: int
    coarse: int
    outside: int


def placed(corpus: Corpus, period: Period = "year") -> Placed:
    """The periods from the first to the last document's, and the one of each document.

    Parameters
    ----------
    period : "year", "quarter", "month" or "decade"; or a list of periods as (label, first date, last date); or a list of
        dates on each of which a new period begins (what lies before the first one is a period too). Dates are ISO days,
        months or years.

    Raises
    ------
    CorpusError : a period or a date can't be read, periods overlap, or two have one label; the message says which.
    """
    first, last = days(corpus)
    dated = ~np.isnat(first)
    if isinstance(period, str):
        table, number, certain = _calendar(first, last, dated, period)
        meets = dated
    else:
        table = _given(list(period), first[dated], last[dated])
        start, end = (table[c].to_numpy(dtype="datetime64[D]") for c in ("start", "end"))
        number = np.searchsorted(start, first, side="right") - 1
        certain = dated & (number >= 0) & (last <= end[number])
        latest = np.searchsorted(start, last, side="right") - 1
        meets = dated & (latest >= 0) & (end[latest] >= first)
    number = np.where(certain, number, -1)
    return Placed(table, number, int((~dated).sum()), int((meets & ~certain).sum()), int((dated & ~meets).sum()))


def days(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day that each document's date can mean, as datetime64[D]; NaT for those without a date."""
    which, dates = pd.factorize(corpus.documents["date"])
    return tuple(np.array([of(d) or "NaT" for d in dates], dtype="datetime64[D]")[which] for of in (first_day, last_day))


def _calendar(first: np.ndarray, last: np.ndarray, dated: np.ndarray, period: str) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    if period not in _MONTHS:
        raise CorpusError(f"No period is called {period!r}: write {', '.join(PERIODS)}, or a list of periods or of dates.")
    size = _MONTHS[period]
    # Months are numbered from the year 0, so that decades begin with the years that end in 0.
    a, b = (np.where(dated, day.astype("datetime64[M]").astype(np.int64) + 12 * 1970, 0) // size for day in (first, last))
    certain = dated & (a == b)
    begin, end = (int(a[certain].min()), int(a[certain].max())) if certain.any() else (0, -1)
    months = size * np.arange(begin, end + 1)
    years, within = months // 12, months % 12
    labels = {"year": years, "decade": [f"{y}s" for y in years], "month": [f"{y}-{m + 1:02d}" for y, m in zip(years, within)],
              "quarter": [f"{y}-Q{m // 3 + 1}" for y, m in zip(years, within)]}[period]
    opens = (months - 12 * 1970).astype("datetime64[M]")
    closes = (opens + size).astype("datetime64[D]") - 1
    index = pd.Index(labels, name=period, dtype="int64" if period == "year" else "str")
    return _table(opens.astype("datetime64[D]"), closes, index), a - begin, certain


def _given(period: list, first: np.ndarray, last: np.ndarray) -> pd.DataFrame:
    if not period:
        raise CorpusError("The list of periods is empty: give (label, first date, last date) for each, or dates of change.")
    if all(isinstance(p, (str, int)) for p in period):
        rows = _between_breaks(sorted(map(str, period), key=_day), first, last)
    else:
        rows = []
        for row in period:
            if isinstance(row, (str, int)) or len(row) != 3:
                raise CorpusError(f"The period {row!r} can't be read: write (label, first date, last date).")
            rows.append((str(row[0]), _day(row[1]), _day(row[2], last_day)))
        rows.sort(key=lambda row: row[1])
    labels, starts, ends = zip(*rows, strict=True)
    for i, label in enumerate(labels):
        if label in labels[:i]:
            raise CorpusError(f"Two periods are called {label!r}: give each a label of its own.")
        if ends[i] < starts[i]:
            raise CorpusError(f"The period {label!r} ends before it begins: write its first date before its last.")
        if i and starts[i] <= ends[i - 1]:
            raise CorpusError(f"The periods {labels[i - 1]!r} and {label!r} overlap: end each before the next begins.")
    return _table(np.array(starts), np.array(ends), pd.Index(labels, name="period", dtype="str"))


def _between_breaks(breaks: list[str], first: np.ndarray, last: np.ndarray) -> list[tuple]:
    """Periods from break to break; the outer ones reach as far as there are documents."""
    starts = [_day(b) for b in breaks]
    before = [_before(b) for b in breaks]
    rows = [(f"to {before[0]}", min([starts[0] - 1, *first]), starts[0] - 1)]
    rows += [(_span(a, b), start, end - 1) for a, b, start, end in zip(breaks, before[1:], starts, starts[1:])]
    return [*rows, (f"from {breaks[-1]}", starts[-1], max([starts[-1], *last]))]


def _before(date: str) -> str:
    """The last year, month or day before a date, written as precisely as it: "2012" -> "2011"."""
    return str(_day(date) - 1)[: len(date)]


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _day(date, of=first_day) -> np.datetime64:
    if not str(date) or iso_date(str(date)) != str(date):
        raise CorpusError(f"The date {date!r} of a period can't be read: write it as '2015', '2015-07' or '2015-07-10'.")
    return np.datetime64(of(str(date)))


def _table(start: np.ndarray, end: np.ndarray, index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame({"start": np.datetime_as_string(start), "end": np.datetime_as_string(end)}, index=index, dtype="str")
