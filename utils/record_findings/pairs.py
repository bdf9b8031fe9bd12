"""One speaker in two languages, and one in two periods: the Chinese foreign ministry's press conferences, and the Kremlin.

Comes in: a record with the collections `mfa_cn_zh` and `mfa_cn_en`, or `kremlin_en`. Goes out: counts of both parts and an
exact test.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import bdtr

from utils.fisher import fisher_p
from utils.record import Record
from utils.record_findings.shares import COUNTS, SHARES, with_shares
from utils.trends import exact_interval

CHINESE, ENGLISH, KREMLIN = "mfa_cn_zh", "mfa_cn_en", "kremlin_en"
EARLY, LATE = (2000, 2001, 2002, 2003, 2005), (2016, 2017, 2018, 2019, 2020)
LABEL, TRIAD, PARTS = "three_forces.label", "three_forces.triad", ["terrorism", "separatism", "extremism"]
PAIRS = ["what", "dates", "both", "only_chinese", "only_english", *SHARES, "p"]
PERIODS = ["concept", *SHARES, "p"]


def ministry_pairs(record: Record) -> pd.DataFrame:
    """The press conferences of dates on which there is one in Chinese and one in English; of several documents of a date in one
    language the longest is taken to be the conference.

    Returns
    -------
    DataFrame of two rows: what ("label": conferences with the label of the three forces; "parts": with the triad, or any two
    of its parts, and without the label), dates, both (languages have it), only_chinese, only_english, the columns of
    `with_shares` (here: Chinese), in which odds_ratio is only_chinese over only_english with the exact 95% interval that
    the binomial gives (missing, or without end, where these are nought); p (McNemar 1947, exact: binomial, two-sided; 1 where
    none differ; missing without dates).
    """
    parts = [_conferences(record, name) for name in (CHINESE, ENGLISH)]
    labels = [_has(part, LABEL) for part in parts]
    others = [~label & ((sum(_has(part, c).astype(int) for c in PARTS) >= 2) | _has(part, TRIAD))
              for part, label in zip(parts, labels, strict=True)]
    table = pd.DataFrame([_paired("label", *labels), _paired("parts", *others)])
    return with_shares(table).assign(**{c: table[c] for c in SHARES[-3:]})[PAIRS]


def either_language(record: Record, concept: str) -> pd.Series:
    """The same counts for any concept, without a test: dates, both, only_chinese, only_english."""
    record.counts(concept)
    row = _paired(concept, *(_has(_conferences(record, name), concept) for name in (CHINESE, ENGLISH)))
    return pd.Series({c: row[c] for c in PAIRS[1:5]})


def kremlin_periods(record: Record, concepts: list[str]) -> pd.DataFrame:
    """Kremlin documents that name the SCO: those of 2016 to 2020 against those of 2000 to 2003 with 2005.

    Returns
    -------
    DataFrame, one row a concept: concept, the columns of `with_shares` (here: the later period), p (Fisher's exact test,
    two-sided; missing where a period has no document).
    """
    naming = record.only(record.documents["collection"] == KREMLIN).naming("sco")
    rows = []
    for concept in concepts:
        case, year = naming.counts(concept).fillna(0) > 0, naming.documents["year"]
        late, early = year.isin(LATE), year.isin(EARLY)
        four = [(case & late).sum(), late.sum(), (case & early).sum(), early.sum()]
        k, n, other, rest = map(int, four)
        p = float(fisher_p(k, n, other, rest, exact=True)[0]) if n and rest else np.nan
        rows.append((concept, k, n, other, rest, p))
    return with_shares(pd.DataFrame(rows, columns=["concept", *COUNTS, "p"]))[PERIODS]


def _conferences(record: Record, collection: str) -> pd.DataFrame:
    """The conference of each date, indexed by date."""
    part = record.documents[(record.documents["collection"] == collection) & (record.documents["precision"] == "day")]
    size = part["n_words"] + part["n_chars"]  # one of them is 0
    return part.assign(size=-size).sort_values(["date", "size", "id"]).drop_duplicates("date").set_index("date")


def _has(conferences: pd.DataFrame, concept: str) -> pd.Series:
    return conferences[concept].fillna(0) > 0


def _paired(what: str, chinese: pd.Series, english: pd.Series) -> dict:
    dates = sorted(set(chinese.index) & set(english.index))
    here, there = (part.loc[dates].to_numpy(dtype=bool) for part in (chinese, english))
    b, c = int((here & ~there).sum()), int((~here & there).sum())
    p = np.nan if not dates else min(1.0, 2 * float(bdtr(min(b, c), b + c, 0.5)))
    return {"what": what, "dates": len(dates), "both": int((here & there).sum()), "only_chinese": b, "only_english": c,
            "with_it": int(here.sum()), "documents": len(dates), "with_it_there": int(there.sum()), "documents_there": len(dates),
            "p": p} | dict(zip(SHARES[-3:], _odds(b, c), strict=True))


def _odds(b: int, c: int) -> tuple[float, float, float]:
    """b over c with its exact 95% interval."""
    if b + c == 0:
        return np.nan, np.nan, np.nan
    return tuple(float(s / (1 - s)) if s < 1 else np.inf for s in (b / (b + c), *exact_interval(b, b + c)))
