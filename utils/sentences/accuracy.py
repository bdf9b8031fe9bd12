"""Figures of accuracy -> sentences: how much is found, how much of it is right, and what may be concluded; true of any corpus.

Comes in: what `utils.quotes.measured` and `utils.quotes.gold` give. Goes out: plain text.
"""

from __future__ import annotations

import pandas as pd

from utils.quotes.corrections import Review
from utils.quotes.gold import Gold
from utils.quotes.measured import one
from utils.sentences import count, first_letter_up, interval, joined, percent


def found_and_right(table: pd.DataFrame, name: str) -> str:
    """ "Of 95 statements marked in 20 documents of …, 89% [84%, 95%] were found; of 99 found, 86% […] are right." """
    recall, precision = one(table, name, "recall"), one(table, name, "precision")
    if recall is None:
        return f"No statement is marked in {name}."
    where = f"{count(int(recall['documents']), 'document')} ({name})"
    said = f"Of {count(int(recall['n']), 'statement')} marked in {where}, {_share(recall)} {_were(recall)} found"
    if precision is None:
        return f"{said}; nothing else was."
    are = "is" if precision["n"] == 1 else "are"
    return f"{said}; of {count(int(precision['n']), 'statement')} found there, {_share(precision)} {are} right."


def _share(row: pd.Series) -> str:
    return f"{percent(row['figure'])} {interval(row['low'], row['high'])}".strip()


def _were(row: pd.Series) -> str:
    return "was" if row["n"] == 1 else "were"


def short(own: pd.DataFrame, name: str, known: pd.DataFrame) -> str:
    """One sentence for the answer: how much is found, here where that was measured, else on other texts."""
    recall, precision = one(own, name, "recall"), one(own, name, "precision")
    if recall is not None and precision is not None:
        return (f"Where the statements of this corpus were marked by reading, {percent(recall['figure'])} of them were found, "
                f"and {percent(precision['figure'])} of what was found there is right.")
    recalls, precisions = ([r["figure"] for n in dict.fromkeys(known["set"]) if (r := one(known, n, m)) is not None]
                           for m in ("recall", "precision"))
    return (f"How much was overlooked here is not known; on other texts {_from_to(recalls)} of the statements were found, and "
            f"{_from_to(precisions)} of what was found was right.")


def _from_to(figures: list[float]) -> str:
    low, high = percent(min(figures)), percent(max(figures))
    return low if low == high else f"{low} to {high}"


def harder(own: pd.DataFrame, name: str, known: pd.DataFrame) -> str:
    """Whether these texts are harder than those of each other set or easier, as far as the intervals of the joint F1 tell."""
    mine = one(own, name, "joint F1")
    if mine is None:
        return ""
    if pd.isna(mine["low"]):
        return "The documents are too few for an interval, so nothing is said of whether these texts are harder than others."
    sides: dict[str, list[str]] = {"harder than": [], "easier than": [], "not to be told from": []}
    for other in dict.fromkeys(known["set"]):
        theirs = one(known, other, "joint F1")
        if theirs is None or pd.isna(theirs["low"]):
            continue
        key = "easier than" if mine["low"] > theirs["high"] else "not to be told from"
        key = "harder than" if mine["high"] < theirs["low"] else key
        sides[key].append(f"{other} ({_f1(theirs)})")
    said = [f"{key} {joined(names)}" for key, names in sides.items() if names]
    return f"By the F1, which joins both shares, {_f1(mine)}, these texts are {joined(said)}." if said else ""


def _f1(row: pd.Series) -> str:
    return f"{100 * row['figure']:.0f} {interval(row['low'], row['high']).replace('%', '')}".strip()


def conclude(own: pd.DataFrame, name: str, speech: pd.DataFrame) -> str:
    """What the figures of this corpus allow, in plain words; without any, what the program itself expects."""
    recall, precision = one(own, name, "recall"), one(own, name, "precision")
    if recall is None or precision is None:
        return expected(speech)
    tens = [round(10 * row["figure"]) for row in (recall, precision)]
    overlooked = ("nearly all are found" if tens[0] == 10 else "hardly any is found" if tens[0] == 0 else
                  f"about {_number(tens[0])} in ten {'is' if tens[0] == 1 else 'are'} found")
    right = ("nearly all are right" if tens[1] == 10 else "hardly any is right" if tens[1] == 0 else
             f"about {_number(tens[1])} in ten {'is' if tens[1] == 1 else 'are'} right")
    absent = "" if recall["figure"] == 1 else " So that somebody has no statement below does not mean that none is reported."
    return f"Of the statements that a reader would mark in such documents {overlooked}; of those listed {right}.{absent}"


def _number(n: int) -> str:
    return "one two three four five six seven eight nine ten".split()[n - 1]


def expected(speech: pd.DataFrame) -> str:
    """What share of the statements is right by the probabilities that they were given."""
    known = speech["probability"].dropna()
    if known.empty:
        return ""
    mean = percent(float(known.mean()))
    if len(known) == 1:
        return f"The program gave one statement found here a probability of {mean} to be right, calibrated on other texts."
    return (f"By the probabilities that the program gave them, {mean} of the {len(known):,} statements found here should be "
            "right; the probabilities were calibrated on other texts.")


def named_rightly(own: pd.DataFrame, name: str) -> str:
    """How often source and speaker are right where the content is."""
    parts = []
    for measure, what in (("source right", "the source is the right one"), ("speaker right", "the speaker is named rightly")):
        row = one(own, name, measure)
        if row is not None:
            parts.append(f"{what} for {_share(row)} of {int(row['n']):,}")
    return f"Where the content is right, {joined(parts)}." if parts else ""


def no_gold(marks: Gold) -> str:
    """Why nothing was measured on this corpus; empty where something was."""
    if len(marks.marked) or marks.documents:
        return ""
    if len(marks.problems):
        first = marks.problems.iloc[0]
        return f"The corpus has a statements.csv of which nothing can be used: row {first['row']} {first['reason']}."
    return ("This corpus has no statements marked by reading (statements.csv), so that nothing was measured on it. What holds of "
            "the texts above need not hold here: the sample below is for finding out.")


def left_out(marks: Gold) -> str:
    """What of statements.csv was left out, because its words are not where they were."""
    n = len(marks.problems)
    if not n or not marks.documents:
        return ""
    documents = marks.problems["document"].nunique()
    return (f"{first_letter_up(count(n, 'row'))} of statements.csv could not be placed in today's texts, so that "
            f"{count(documents, 'document')} {'is' if documents == 1 else 'are'} left out of this.")


def reviewed(review: Review, whole: pd.DataFrame, single: pd.DataFrame, name: str) -> list[str]:
    """What a reader corrected in this corpus, and the accuracy that follows: sentences."""
    if not review.corrections and review.problems.empty:
        return ["Nobody has corrected this corpus so far (it has no corrections.csv)."]
    verdicts = pd.Series([c.verdict for c in review.corrections], dtype="str").value_counts()
    words = {"right": "confirmed", "corrected": "corrected", "wrong": "struck out", "added": "added"}
    parts = [f"{verdicts[key]:,} {word}" for key, word in words.items() if key in verdicts]
    moved = sum(c.moved for c in review.corrections)
    total = sum(int(verdicts.get(key, 0)) for key in words)
    out = [f"A reader judged {count(total, 'statement')}: {joined(parts)}." if parts else "No correction could be used."]
    if moved:
        out.append(f"The text was edited since for {moved:,} of them, and their words were found again at another place.")
    row = one(single, name, "precision")
    if row is not None:
        are = "is" if row["n"] == 1 else "are"
        out.append(f"Of {count(int(row['n']), 'statement')} found and judged, {_share(row)} {are} right; which were judged was "
                   "the reader's choice, so that this holds for the others only if they were drawn at random, and it says "
                   "nothing of what was overlooked.")
    if len(whole):
        out.append("Read whole: " + found_and_right(whole, name))
    elif review.corrections:
        out.append("No document is marked as read whole, so that how much was overlooked is not known from this.")
    return out
