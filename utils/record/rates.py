"""How common a concept is in the record, over time or by group: each script on its own scale.

Comes in: a record and a concept. Goes out: the tables of `utils.trends`, per 1,000 words or per 100,000 characters. What can't
be told is refused with the reason: a course over time of a selection, one scale for words and characters.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from utils.corpus import CorpusError
from utils.counts import kept
from utils.periods import Period
from utils.record import Record, mentions_of
from utils.record.counting import SPACELESS
from utils.trends import rates, trend

PER_CHARACTERS = 100_000


@kept
def trend_of(record: Record, concept: str, *, period: Period = "year", by: str | None = None) -> pd.DataFrame:
    """`utils.trends.trend` of a concept in the record.

    Parameters
    ----------
    period, by : as for `utils.trends.trend`.

    Returns
    -------
    Its DataFrame; for languages written without spaces n_chars and per_100_000_characters stand in place of n_words and
    per_1000_words, with their interval in rate_low and rate_high. `attrs` has also not_whole: documents that lie outside the
    periods for which their collection is whole, or repeat another.

    Raises
    ------
    CorpusError : the record has no such concept; documents belong to a selection; some are of a language in which the concept
        has no wordings; or some are counted in words and others in characters.
    """
    usable = record.over_time()
    found, scaled = mentions_of(usable, concept), _scaled(usable)
    out = _named(trend(found, scaled, period=period, by=by), scaled is not usable)
    out.attrs["not_whole"] = len(record) - len(usable)
    return out


def rates_of(record: Record, concept: str, *, by: str) -> pd.DataFrame:
    """`utils.trends.rates` of a concept in the record, by a column; selections may be among the groups, duplicates not.

    Returns
    -------
    Its DataFrame, with characters in place of words where the language calls for it, as in `trend_of`; the same is refused, but
    for selections.
    """
    single = record.only(record.documents["duplicate_of"] == "")
    scaled = _scaled(single)
    return _named(rates(mentions_of(single, concept), scaled, by=by), scaled is not single)


def _scaled(record: Record) -> Record:
    """The record, or for languages without spaces one whose n_words are characters."""
    spaceless = record.documents["lang"].isin(SPACELESS)
    if not spaceless.any():
        return record
    if not spaceless.all():
        raise CorpusError("Some documents are counted in words and others in characters, which are no one scale: take one "
                          "language with record.where(lang=…).")
    return replace(record, documents=record.documents.assign(n_words=record.documents["n_chars"]))


def _named(table: pd.DataFrame, characters: bool) -> pd.DataFrame:
    if not characters:
        return table
    scaled = {c: table[c] * (PER_CHARACTERS / 1000) for c in ("per_1000_words", "rate_low", "rate_high")}
    return table.assign(**scaled).rename(columns={"n_words": "n_chars", "per_1000_words": "per_100_000_characters"})
