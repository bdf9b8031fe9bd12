"""Tables of `utils.collocates` and `utils.co_occurrence` -> sentences: what stands near a node, and how strongly attached.

Comes in: those tables. Goes out: plain text, true of whatever corpus they were made from.
"""

from __future__ import annotations

import pandas as pd

from utils.sentences import count, first_letter_up, joined
from utils.sentences.terms import quoted
from utils.trends import FEW


def collocates_found(table: pd.DataFrame, label: str, mentions: int, *, window: int = 5, unit: str = "window",
                     minimum_count: int = 3, top: int = 3) -> str:
    """The words most strongly attached to a node, each with its numbers, or why there is none: a sentence.

    Parameters
    ----------
    table : as `utils.collocates.collocates` gives it with the same `window`, `unit` and `minimum_count`.
    label, mentions : of the node.
    """
    name, place, least = first_letter_up(label), near(window=window, unit=unit), _times(minimum_count)
    if not mentions:
        return f"{name}: not mentioned, so no word stands near it."
    if table.empty:
        return f"{name}: no word stands {place} at least {least}, those of grammar left out ({count(mentions, 'mention')})."
    held = table[table["mi"] > 0]
    if held.empty:
        if len(table) == 1:
            return f"{name}: the one word that stands {place} at least {least} is no commoner there than elsewhere."
        return f"{name}: none of the {len(table):,} words that stand {place} at least {least} is commoner there than elsewhere."
    shown = held.head(top)
    said = joined(f"{quoted(r.collocate)} (log dice {_signed(r.log_dice, 1)}: {_times(r.together)} in "
                  f"{count(r.documents, 'document')}, {_expected(r.expected)} expected by chance)" for r in shown.itertuples())
    ties = int((held["log_dice"].iloc[len(shown) :].round(9) == round(shown["log_dice"].iloc[-1], 9)).sum())
    also = f"; {ties:,} more as strongly as the last of these" if ties else ""
    are = "word is" if len(shown) == 1 else "words are"
    return f"{name}: {place}, the most strongly attached {are} {said}{also}."


def near(*, window: int = 5, unit: str = "window") -> str:
    """ "within 5 words of it", "in one sentence with it"."""
    return "in one sentence with it" if unit == "sentence" else f"within {count(window, 'word')} of it"


def network_title(table: pd.DataFrame, label: str) -> str:
    """A title for the network: the two words most strongly attached, where no third one is so as well and neither is
    carried by one document alone."""
    held = table[table["mi"] > 0]
    score = held["log_dice"].round(9).to_numpy()
    if len(held) < 2 or (len(held) > 2 and score[1] == score[2]) or held["documents"].head(2).min() < 2:
        return f"The words most strongly attached to {label}"
    return f"Most strongly attached to {label}: {joined(map(quoted, held['collocate'].head(2)))}"


def network_measure(mentions: int, *, window: int = 5, unit: str = "window", minimum_count: int = 3) -> str:
    """What distance and lines mean in the network, with the number of mentions: a subtitle."""
    share = "sentences" if unit == "sentence" else "windows"
    return (f"words that stand {near(window=window, unit=unit)} at least {_times(minimum_count)}, "
            f"n = {count(mentions, 'mention')}; rings: log dice, the nearer the stronger; "
            f"broken lines: often in the same {share}")


def network_in_words(table: pd.DataFrame, shared: pd.DataFrame, label: str, *, unit: str = "window", top: int = 6) -> str:
    """Alt text for the network: the nearest words with their log dice, and the pair that shares most windows."""
    held = table[table["mi"] > 0]
    if held.empty:
        return f"No word is attached to {label}."
    words = [f"{r.collocate} {_signed(r.log_dice, 1)}" for r in held.head(top).itertuples()]
    said = f"{first_letter_up(label)} in the middle; round it by log dice, from the nearest: {', '.join(words)}"
    said += "." if len(held) <= top else "; then others."
    most = shared[shared["together"] == shared["together"].max()] if len(shared) else shared
    if len(most) == 1 and most["together"].iloc[0] > 1:
        row = most.iloc[0]
        said += f" Most often together: {row['one']} and {row['other']}, in {count(int(row['together']), unit)}."
    return said


def associated(table: pd.DataFrame, label: str, names: dict[str, str], *, unit: str = "sentence", top: int = 3) -> str:
    """With which concepts another stands together most beyond chance (`utils.co_occurrence.co_occurrence`): a sentence.

    Only concepts that meet it in 5 documents or more are named; nothing is said where none meets it at all.
    """
    if table.empty or table["npmi"].isna().all():
        return ""
    held = table.dropna(subset="npmi_low").sort_values(["npmi", "concept"], ascending=[False, True])
    if held.empty:
        shares = f"{FEW} documents or more with {label}"
        if unit == "sentence":
            shares = f"a sentence with {label} in {FEW} documents or more"
        return f"No other concept shares {shares}, so how close any is can't be said."
    said = joined(f"{names.get(r.concept, r.concept)} {_signed(r.npmi)} [{_signed(r.npmi_low)}, {_signed(r.npmi_high)}]"
                  for r in held.head(top).itertuples())
    only = "" if len(held) > 1 else ", the only one that meets it in enough documents"
    ties = int((held["npmi"].iloc[top:].round(9) == round(held["npmi"].head(top).iloc[-1], 9)).sum())
    only = f"; {ties:,} more as close as the last of these" if ties else only
    return (f"By NPMI over {unit}s (1: never apart, 0: together as often as by chance, −1: never together; with 95% intervals), "
            f"{label} is closest to {said}{only}.")


def associated_title(table: pd.DataFrame, label: str, names: dict[str, str], *, unit: str = "sentence", top: int = 3) -> str:
    """A title for NPMI with its intervals: the concepts closest to a node whose intervals lie above chance, or that none does."""
    held = table.dropna(subset="npmi_low").sort_values(["npmi", "concept"], ascending=[False, True])
    above = held[held["npmi_low"] > 0]
    where = f"in one {unit} with {label}"
    if held.empty:
        return first_letter_up(where)
    if above.empty:
        return f"No concept tracked here stands {where} more often than by chance"
    return first_letter_up(f"{where} beyond chance: {joined(names.get(c, c) for c in above['concept'].head(top))}")


def _signed(value: float, digits: int = 2) -> str:
    text = f"{value:.{digits}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")


def _expected(value: float) -> str:
    return "under 0.1" if value < 0.1 else f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")
