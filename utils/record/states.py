"""states.csv -> the names of states, and since when they have been observers, dialogue partners or members of the SCO."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from utils.corpus import SHIPPED
from utils.corpus.dates import last_day

STATES = ["name", "observer_from", "observer_source", "partner_from", "partner_source", "member_from", "member_source"]
# From the highest to the lowest.
STANDINGS = {"member": "member_from", "observer": "observer_from", "dialogue partner": "partner_from"}
OTHER = "other"


def load_states() -> pd.DataFrame:
    """The states, indexed by ISO 3166 alpha-3 code (with the codes of former states, and EU for the European Union): `STATES`;
    dates are ISO days, empty where a state has no such standing."""
    return _read().copy()


def standing(documents: pd.DataFrame) -> pd.Series:
    """What the country of each document was in the SCO at its date: member, observer, dialogue partner or other; empty where
    country or date is unknown, or the country is not in states.csv.

    Parameters
    ----------
    documents : a table with country and date. A document dated to a month or a year is taken to be of its last day.
    """
    states = _read()
    days = documents["date"].map(last_day)
    known = documents["country"].isin(states.index) & (days != "")
    out = pd.Series("", index=documents.index, dtype="str").mask(known, OTHER)
    for name, column in reversed(STANDINGS.items()):
        since = documents["country"].map(states[column]).fillna("").astype("str")
        out = out.mask(known & (since != "") & (since <= days), name)
    return out.rename("standing")


@lru_cache(maxsize=1)
def _read() -> pd.DataFrame:
    table = pd.read_csv(SHIPPED / "record" / "states.csv", dtype=str, keep_default_na=False)
    return table.set_index("iso3")[STATES].astype("str")
