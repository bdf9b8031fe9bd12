"""Comparisons of terms between two parts (`utils.comparisons`) -> sentences: how many terms differ, and which most surely.

Comes in: a `Comparison`. Goes out: plain text, true of whatever corpus it was made from. A term is said to differ only where
the test over documents says so; of a chronicle, where nothing is tested, sentences give counts.
"""

from __future__ import annotations

import pandas as pd

from utils.comparisons import FINDING, Comparison, extremes, findings, in_one_part_only
from utils.sentences import FEW, count, first_letter_up, joined
from utils.sentences.terms import quoted, times_said


def sizes(comparison: Comparison) -> str:
    """The two parts and how large they are: a sentence, or nothing where nothing is compared."""
    if not comparison.here:
        return ""
    (a, b), (v, w) = comparison.documents, comparison.words
    return (f"{comparison.here}: {count(a, 'document')} with {count(v, 'word')}; "
            f"{comparison.there}: {count(b, 'document')} with {count(w, 'word')}.")


def compared(comparison: Comparison) -> str:
    """What a comparison finds: how many terms differ, and which one leans most either way. On a chronicle: counts."""
    if comparison.reason:
        return first_letter_up(f"nothing is compared: {comparison.reason}")
    most = [_leaning(row, comparison) for row in extremes(comparison, rows=1).to_dict("records")]
    return " ".join([differing(comparison), *most])


def differing(comparison: Comparison) -> str:
    """How many terms are compared, and on source texts how many of them differ: a sentence."""
    if comparison.reason:
        return ""
    n = len(comparison.table)
    said = f"{first_letter_up(count(n, 'term'))} {'is' if n == 1 else 'are'} frequent enough to be compared between " \
           f"{comparison.here} and {comparison.there}"
    if not comparison.tested:
        return f"{said}: counts of what this chronicle says, without a test."
    if comparison.table["p"].isna().all():
        return (f"{said}; none can be tested, which takes {FEW} documents in either part, each with others of "
                f"about its length in the other.")
    found = findings(comparison)
    if found.empty:
        return f"{said}; none differs by a test over documents (q under {FINDING})."
    over, under = int((found["log_ratio"] > 0).sum()), int((found["log_ratio"] < 0).sum())
    more = "none is" if not over else "1 is" if over == 1 else f"{over:,} are"
    return (f"{said}; by a test over documents (q under {FINDING}), {more} more frequent in the first and "
            f"{f'{under:,}' if under else 'none'} in the second.")


def _leaning(row: dict, comparison: Comparison) -> str:
    here = (row["count"], row["documents"], comparison.here)
    there = (row["count_reference"], row["documents_reference"], comparison.there)
    more, less = (here, there) if row["log_ratio"] > 0 else (there, here)
    where = "all in one document" if row["one_document"] else f"in {count(more[1], 'document')}"
    against = f"{times_said(less[0])} in {count(less[1], 'document')}" if less[0] else "none"
    ratio, term = f"log ratio {row['log_ratio']:.1f}", quoted(row["term"])
    lead = f"The widest ratio towards {more[2]} is that of {term}"
    if comparison.tested and pd.isna(row["low"]):
        lead = f"Towards {more[2]} leans {term}, without an interval"
    elif comparison.tested:
        lead = f"Towards {more[2]} the interval of {term} keeps farthest from 0"
        ratio += f", 95% interval {row['low']:.1f} to {row['high']:.1f}"
    return f"{lead}: {times_said(more[0])}, {where}, against {against} in {less[2]} ({ratio}).".replace(" -", " −")


def in_one_only(comparison: Comparison) -> str:
    """How many of the terms that differ stand in one part alone: a sentence, or nothing where there is none or no test."""
    if comparison.reason or not comparison.tested:
        return ""
    said = []
    for table, own, name in zip(in_one_part_only(comparison), ("documents", "documents_reference"),
                                (comparison.here, comparison.there), strict=True):
        if len(table):
            most = table.loc[table[own] == table[own].iloc[0], "term"]
            first = quoted(most.iloc[0]) if len(most) == 1 else f"{quoted(most.iloc[0])} and {len(most) - 1:,} more"
            stand = "stands" if len(table) == 1 else "stand"
            which = f"in {count(int(table[own].iloc[0]), 'document')}"
            named = f"{first} {which}" if len(table) == 1 else f"{first} in most documents ({int(table[own].iloc[0]):,})"
            said.append(f"{len(table):,} {stand} in {name} alone, {named}")
    return f"Of the terms that differ, {joined(said)}." if said else ""


def tests_made(*comparisons: Comparison) -> str:
    """Over how many tests the q-values are reckoned (`utils.comparisons.together`): a sentence, or nothing without a test."""
    made = [int(c.table["p"].notna().sum()) for c in comparisons if c.tested and not c.reason]
    made = [n for n in made if n]
    if not made:
        return ""
    of = {1: "", 2: " of both comparisons together"}.get(len(made), f" of {len(made)} comparisons together")
    return f"The q-values are over {count(sum(made), 'test')}{of}."


def dealt_out(comparison: Comparison) -> str:
    """How many documents the test deals out anew between the two parts: a sentence, or nothing where none is made."""
    if comparison.reason or not comparison.tested or comparison.table["p"].isna().all():
        return ""
    every = sum(comparison.documents)
    which = f"all {every:,}" if comparison.exchanged == every else f"{comparison.exchanged:,} of the {every:,}"
    others = "" if comparison.exchanged == every else "; for the others, the other part has none of theirs"
    return f"The test deals out {which} documents, each among those of about its length{others}."


def title(comparison: Comparison) -> str:
    """A title for a comparison: on source texts which term marks which part; on a chronicle what is shown."""
    shown = extremes(comparison, rows=1) if not comparison.reason else pd.DataFrame()
    if not comparison.tested or shown.empty:
        return f"{comparison.here} and {comparison.there}: the terms with the widest ratios" if comparison.here else "Two parts"
    sides = [comparison.here if ratio > 0 else comparison.there for ratio in shown["log_ratio"]]
    return ", ".join(f"{quoted(term)} {'' if i else 'marks '}{side}" for i, (term, side) in enumerate(zip(shown["term"], sides)))


def measure(comparison: Comparison) -> str:
    """What the figure of a comparison shows: a subtitle."""
    if not comparison.tested:
        return "occurrences per 1,000 words in each part; the widest log ratios either way"
    return ("ratio of the rates per word, with 95% intervals over documents; hollow: no interval, since one part has the term in "
            f"fewer than {FEW} documents")


def order(comparison: Comparison) -> str:
    """In which order the rows of `utils.comparisons.readable` stand: a caption."""
    note = "“12 in 9” is 12 times in 9 documents."
    if not comparison.tested:
        return f"The widest log ratios, towards {comparison.here} first; {note}"
    return f"By how far from 0 the interval keeps, towards {comparison.here} first, terms without one after those with; {note}"
