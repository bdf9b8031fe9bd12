"""Tables of `utils.terms`, `utils.dispersion` and `utils.richness` -> sentences: what is frequent, where, how varied.

Comes in: those tables. Goes out: plain text, true of whatever corpus they were made from. Comparisons have a room of their
own (`utils.sentences.comparisons`).
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus
from utils.sentences import FEW, count, joined, of_documents

_KINDS = {1: "word", 2: "two-word term", 3: "three-word term", 4: "four-word term"}
_NAMED = 4  # terms named one by one; of more only the number is given


def most_frequent(table: pd.DataFrame, documents: int, *, n: int = 1) -> str:
    """The most frequent term of `utils.terms.frequencies`, with its rate and documents: a sentence."""
    kind = _KINDS[n]
    if not documents:
        return "There is no English document to count in." if n == 1 else ""
    if table.empty:
        return f"There is no {kind} to count."
    times = int(table["count"].iloc[0])
    aside = "Words of grammar aside, the" if n == 1 else "The"
    top = table.loc[table["count"] == times]
    if times == 1:
        return f"Words of grammar aside, no {kind} stands there more than once."
    row = top.iloc[0]
    often = f"{rate(row['per_1000_words'])} per 1,000 words"
    if len(top) > 1:
        return f"{aside} most frequent {kind}s are {listed(top['term'])}, {times_said(times)} each ({often})."
    where = f", in {of_documents(int(row['documents']), documents)}" if documents > 1 else ""
    return f"{aside} most frequent {kind} is {quoted(row['term'])}: {times_said(times)}, {often}{_between(row)}{where}."


def _between(row: pd.Series) -> str:
    """The interval of a rate, where the table has one: " (95% interval 7.1 to 9.0)"."""
    if "rate_low" not in row or pd.isna(row["rate_low"]):
        return ""
    return f" (95% interval {rate(row['rate_low'])} to {rate(row['rate_high'])})"


def measure(corpus: Corpus, table: pd.DataFrame) -> str:
    """The measure of a figure of the rates in `table`, with its denominator: a subtitle."""
    of = f"n = {count(corpus.n_words, 'word')} in {count(len(corpus), 'document')}"
    if "rate_low" not in table or table["rate_low"].isna().all():
        return f"occurrences per 1,000 words, {of}"
    return f"occurrences per 1,000 words with 95% intervals over documents, {of}; after each term, the documents that hold it"


def quoted(term: str) -> str:
    """A term in quotation marks, cut where it is longer than any term that is read."""
    return f"“{term if len(term) <= 60 else term[:59] + '…'}”"


def rate(per_1000_words: float) -> str:
    """A rate with as many decimals as tell something: "12", "9.8", "0.25", "0.004"."""
    if per_1000_words == 0:
        return "0"
    for digits in range(5):
        if per_1000_words >= 10 / 10**digits:
            return f"{per_1000_words:,.{digits}f}"
    return f"{per_1000_words:.1g}"


def listed(terms) -> str:
    """Terms in quotation marks, one by one where they are few."""
    terms = [quoted(t) for t in terms]
    return joined(terms if len(terms) <= _NAMED else [*terms[: _NAMED - 1], f"{len(terms) - _NAMED + 1:,} more"])


def frequency_title(table: pd.DataFrame, *, n: int = 1) -> str:
    """A title for the most frequent terms."""
    kind = _KINDS[n]
    if table.empty or (table["count"] == table["count"].iloc[0]).sum() > 1:
        return f"The most frequent {kind}s"
    row = table.iloc[0]
    return f"{quoted(row['term'])} is the most frequent {kind}, {rate(row['per_1000_words'])} per 1,000 words"


def carried_by_one(table: pd.DataFrame, *, rows: int, documents: int) -> str:
    """Which of the first terms stand in one document only: a sentence, or nothing for a corpus of one document."""
    shown = table.head(rows)
    if documents < 2 or len(shown) < 2:
        return ""
    alone = shown.loc[shown["documents"] == 1, "term"]
    if alone.empty:
        return f"Each of the first {len(shown)} stands in more than one document."
    stand = "stands" if len(alone) == 1 else "stand"
    return f"Of the first {len(shown)}, {len(alone)} {stand} in one document only: {listed(alone)}."


def groups_listed(table: pd.DataFrame, listed: pd.DataFrame, group: str) -> str:
    """How many groups of a table by group `utils.terms.listed_by_group` lists: a sentence, or nothing where it lists all."""
    every, shown = table["group"].nunique(), len(listed)
    if every == shown:
        return ""
    state = f"{count(every, group)} {'is' if every == 1 else 'are'} stated"
    if not shown:
        return f"{state}; none has {FEW} documents, the least for a list of its words to say something."
    have, are = ("has", "is") if shown == 1 else ("have", "are")
    return f"{state}; {shown:,} {have} {FEW} documents or more and {are} listed."


def times_said(n: int) -> str:
    """ "once", "twice", "12 times"."""
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def richness(table: pd.DataFrame, window: int) -> str:
    """Tokens and types of a whole corpus (`utils.richness.richness`) and how varied its stretches are: two sentences or three."""
    row = table.iloc[0]
    documents, measured = int(row["documents"]), int(row["measured"])
    if not row["tokens"]:
        return "There is no word to count."
    said = f"{count(int(row['tokens']), 'token')} of {count(int(row['types']), 'type')} in {count(documents, 'document')}."
    if not measured:
        long = "It is shorter than" if documents == 1 else "None of them is as long as"
        return f"{said} {long} {window:,} words, so that no stretch of that length can be looked at."
    average, low, high = (f"{100 * row[c]:.1f}%" for c in ("mattr", "mattr_low", "mattr_high"))
    between = "" if pd.isna(row["mattr_low"]) else f" (95% interval {low} to {high})"
    said += f" In a stretch of {window:,} words, {average} are different ones on average{between}."
    if measured < documents:
        left = documents - measured
        said += f" {count(left, 'document')} shorter than that {'is' if left == 1 else 'are'} left out of the average."
    return said


def spread(table: pd.DataFrame, documents: int) -> str:
    """Which term of `utils.dispersion.dispersion` is spread most and least evenly: a sentence."""
    held = table.dropna(subset="dp")
    if documents < 2:
        return "There is one document, so that a spread over documents can't be measured." if documents else ""
    if len(held) < 2 or held["dp"].max() == held["dp"].min():
        return "No term is spread more evenly than another." if len(held) > 1 else ""
    even, uneven = held.loc[held["dp"].idxmin()], held.loc[held["dp"].idxmax()]
    said = [f"{quoted(row['term'])} (in {int(row['documents']):,} of {documents:,} documents, DP {row['dp']:.2f})"
            for row in (even, uneven)]
    return f"Of the {len(held)} compared, {said[0]} is spread most evenly, {said[1]} least."


def spread_order(table: pd.DataFrame, documents: int) -> str:
    """In which order the rows of the figure of places stand: its caption."""
    if documents < 2 or table["dp"].nunique() < 2:
        return "The most frequent words, from the top."
    return "From the most even (top) to the least even (bottom) by DP."


def places_measure(corpus: Corpus) -> str:
    """What a stroke is and how the documents stand: a subtitle."""
    if len(corpus) == 1:
        return "each occurrence as a stroke, from the beginning of the document to its end"
    undated = int(corpus.documents["year"].isna().sum())
    order = "ids" if undated == len(corpus) else "dates, the undated last" if undated else "dates"
    return f"each occurrence as a stroke; {count(len(corpus), 'document')} in the order of their {order}"


def spread_title(table: pd.DataFrame, documents: int) -> str:
    """A title for the places of terms."""
    held = table.dropna(subset="dp")
    if documents < 2 or len(held) < 2 or held["dp"].max() == held["dp"].min():
        return "Where the most frequent words stand"
    even, uneven = held.loc[held["dp"].idxmin(), "term"], held.loc[held["dp"].idxmax(), "term"]
    return f"{quoted(even)} is spread most evenly, {quoted(uneven)} least"
