"""Tables of `utils.terms` and `utils.comparisons` -> sentences: what is frequent, where, and where it differs.

Comes in: those tables. Goes out: plain text, true of whatever corpus they were made from. Of a chronicle no sentence says
that its actors differ: it gives counts.
"""

from __future__ import annotations

import pandas as pd

from utils.comparisons import CRITICAL_G2, Comparison, extremes
from utils.corpus import Corpus
from utils.sentences import count, first_letter_up, joined, of_documents

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
        return f"{aside} most frequent {kind}s are {_listed(top['term'])}, {_times(times)} each ({often})."
    where = f", in {of_documents(int(row['documents']), documents)}" if documents > 1 else ""
    return f"{aside} most frequent {kind} is {quoted(row['term'])}: {_times(times)}, {often}{where}."


def measure(corpus: Corpus) -> str:
    """The measure of a figure of rates, with its denominator: a subtitle."""
    return f"occurrences per 1,000 words, n = {count(corpus.n_words, 'word')} in {count(len(corpus), 'document')}"


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


def _listed(terms) -> str:
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
    return f"Of the first {len(shown)}, {len(alone)} {stand} in one document only: {_listed(alone)}."


def compared(comparison: Comparison) -> str:
    """What a comparison finds: how many terms differ by the bar, and the widest ratio each way. On a chronicle: counts."""
    if comparison.reason:
        return first_letter_up(f"nothing is compared: {comparison.reason}")
    widest = [_widest(row, comparison) for row in extremes(comparison, rows=1).to_dict("records")]
    return " ".join([differing(comparison), *widest])


def differing(comparison: Comparison) -> str:
    """How many terms are compared, and how many of them differ by the bar on source texts: a sentence."""
    if comparison.reason:
        return ""
    n = len(comparison.table)
    said = f"{first_letter_up(count(n, 'term'))} {'is' if n == 1 else 'are'} frequent enough to be compared between " \
           f"{comparison.here} and {comparison.there}"
    if not comparison.tested:
        return f"{said}: counts of what this chronicle says, without a test."
    if comparison.table["g2"].abs().max() < CRITICAL_G2:
        return f"{said}; none differs by the bar of G² {CRITICAL_G2}."
    over, under = (int((sign * comparison.table["g2"] >= CRITICAL_G2).sum()) for sign in (1, -1))
    return (f"{said}; by the bar of G² {CRITICAL_G2}, {over:,} {'is' if over == 1 else 'are'} more frequent in the first "
            f"and {under:,} in the second.")


def _widest(row: dict, comparison: Comparison) -> str:
    here = (row["count"], row["documents"], comparison.here)
    there = (row["count_reference"], row["documents_reference"], comparison.there)
    more, less = (here, there) if row["log_ratio"] > 0 else (there, here)
    where = "all in one document" if row["one_document"] else f"in {count(more[1], 'document')}"
    against = f"{_times(less[0])} in {count(less[1], 'document')}" if less[0] else "none"
    return (f"The widest ratio towards {more[2]} is that of {quoted(row['term'])}: {_times(more[0])}, {where}, "
            f"against {against} in {less[2]} (log ratio {row['log_ratio']:.1f}).").replace("ratio -", "ratio −")


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def comparison_title(comparison: Comparison) -> str:
    """A title for a comparison: on source texts the widest ratio each way; on a chronicle what is shown."""
    shown = extremes(comparison, rows=1) if not comparison.reason else pd.DataFrame()
    if not comparison.tested or shown.empty:
        return f"{comparison.here} and {comparison.there}: the terms with the widest ratios" if comparison.here else "Two parts"
    return ", ".join(f"{quoted(row['term'])} marks {comparison.here if row['log_ratio'] > 0 else comparison.there}"
                     for row in shown.to_dict("records"))


def sizes(comparison: Comparison) -> str:
    """The two parts and how large they are: a sentence, or nothing where nothing is compared."""
    if not comparison.here:
        return ""
    (a, b), (v, w) = comparison.documents, comparison.words
    return (f"{comparison.here}: {count(a, 'document')} with {count(v, 'word')}; "
            f"{comparison.there}: {count(b, 'document')} with {count(w, 'word')}.")


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
