"""Result tables -> sentences: a count with its denominator and interval, or "too few" where there is too little.

Comes in: the tables that terms, concepts, trends, topics and quotes return. Goes out: plain text (never markup), true
of whatever corpus the table was made from. Nothing here counts: it only words what was counted.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from utils.corpus import Corpus
from utils.trends import FEW


def count(n: int, thing: str, things: str | None = None) -> str:
    """ "1 document", "1,204 documents", "no document"."""
    if n == 0:
        return f"no {thing}"
    return f"{n:,} {thing if n == 1 else things or thing + 's'}"


def joined(names: Iterable[str], *, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    names = list(map(str, names))
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage; "under 1%" and "over 99%" where rounding would say nothing or all."""
    if pd.isna(share):
        return "an unknown share"
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{100 * share:.0f}%"


def interval(low: float, high: float) -> str:
    """ "[3%, 18%]", for a 95% interval of a share (0 to 1); empty where there is none."""
    if pd.isna(low) or pd.isna(high):
        return ""
    return "[{}%, {}%]".format(*points(low, high))


def points(*shares: float) -> list[str]:
    """Shares from 0 to 1 in hundredths, whole ones ("12"); with two significant digits ("0.34") where all are under 0.01."""
    form = "{:.0f}" if max(shares) >= 0.01 else "{:.2g}"
    return [form.format(100 * share) for share in shares]


def period(corpus: Corpus) -> str:
    """ "2001 to 2025", "2020" or "undated"."""
    years = corpus.documents["year"].dropna()
    if years.empty:
        return "undated"
    first, last = int(years.min()), int(years.max())
    return f"{first} to {last}" if first != last else str(first)


def of_documents(with_it: int, documents: int) -> str:
    """ "12 of 60 documents (20%)"; no percentage under `FEW` documents."""
    share = f" ({percent(with_it / documents)})" if documents >= FEW else ""
    return f"{with_it:,} of {count(documents, 'document')}{share}" if documents else "no document"


def first_letter_up(sentence: str) -> str:
    """The sentence with its first letter in upper case."""
    return sentence[:1].upper() + sentence[1:]
