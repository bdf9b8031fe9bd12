"""Pairs of marked and found statements -> what went wrong, with the cause that a rule tells from their words.

Comes in: what `utils.quotes.accuracy.compared` gives and the tables it was given. Goes out: one row an error, with the words.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from utils.quotes.accuracy import HALF, characters
from utils.quotes.places import in_full

ERRORS = ["id", "cause", "words", "marked", "found"]
# Each cause with what it means, in the order in which they are told.
CAUSES = {
    "missed: no reporting word": "a sentence goes on with speech, and no word of its own says so",
    "missed: reporting word": "its reporting word, here in square brackets, was passed over",
    "missed: within another": "its words were found as part of another statement",
    "taken for an attitude": "it was found, but as something believed or wanted",
    "other boundaries": "less than half of the characters of the two contents are shared",
    "other source": "the content is right, and other words were taken for who said it",
    "other speaker": "content and source are right, and the source was taken for another person or body",
    "the same words twice": "these words are marked once and were found as two statements",
    "no statement": "nothing is marked at these words",
}
_AROUND = 60


def errors(pairs: pd.DataFrame, marked: pd.DataFrame, found: pd.DataFrame, attitudes: pd.DataFrame,
           texts: Mapping[str, str]) -> pd.DataFrame:
    """All errors of a comparison, in the order of the texts.

    Parameters
    ----------
    pairs, marked, found, texts : as in `utils.quotes.accuracy.compared`.
    attitudes : what was found as an attitude, which the comparison left out.

    Returns
    -------
    DataFrame of id, cause (of `CAUSES`), words (the text round it), marked and found ("source: content"; empty where there is
    none). A pair that is wrong is one error, not a missed and a wrong statement.
    """
    by_document = {name: table for name, table in found.groupby("id", sort=False)}
    wants = {name: table for name, table in attitudes.groupby("id", sort=False)}
    ours = {name: table for name, table in marked.groupby("id", sort=False)}
    rows = []
    for r in pairs.itertuples():
        text = texts[r.id]
        one = None if pd.isna(r.marked) else marked.loc[r.marked]
        other = None if pd.isna(r.found) else found.loc[r.found]
        if one is None:
            twice = _shares(text, other, ours.get(r.id)) > 0
            cause = "the same words twice" if twice else "no statement"
        elif other is None:
            cause = _missed(text, one, by_document.get(r.id), wants.get(r.id))
        elif r.iou < HALF:
            cause = "other boundaries"
        elif not r.source_right:
            cause = "other source"
        elif not pd.isna(r.name_right) and not r.name_right:
            cause = "other speaker"
        else:
            continue
        rows.append((r.id, cause, *_told(text, one, other, cause)))
    return pd.DataFrame(rows, columns=ERRORS)


def _missed(text: str, one, found: pd.DataFrame | None, attitudes: pd.DataFrame | None) -> str:
    if _shares(text, one, attitudes) >= HALF:
        return "taken for an attitude"
    if _shares(text, one, found) > 0:
        return "missed: within another"
    return "missed: reporting word" if one["cue"] else "missed: no reporting word"


def _shares(text: str, one, others: pd.DataFrame | None) -> float:
    """The largest intersection over union of a content with those of a table."""
    if others is None:
        return 0.0
    mine = characters(text, one["pieces"])
    sets = (characters(text, pieces) for pieces in others["pieces"])
    return max((len(mine & s) / max(1, len(mine | s)) for s in sets), default=0.0)


def _told(text: str, one, other, cause: str) -> tuple[str, str, str]:
    spans = [p for statement in (one, other) if statement is not None for p in statement["pieces"]]
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    first = text.find(" ", first, start) + 1 if first else 0
    last = max(end, text.rfind(" ", end, last)) if last < len(text) else last
    around = ("… " if first else "") + " ".join(text[first:last].split()) + (" …" if last < len(text) else "")
    both = [_words(text, s, with_speaker=cause == "other speaker") for s in (one, other)]
    if cause == "missed: reporting word":
        both[0] += f" [{one['cue']}]"
    return around, *both


def _words(text: str, statement, *, with_speaker: bool) -> str:
    if statement is None:
        return ""
    named = not pd.isna(statement["source_start"])
    source = " ".join(text[int(statement["source_start"]) : int(statement["source_end"])].split()) if named else "(nobody named)"
    who = f" = {statement['speaker'] or '(unknown)'}" if with_speaker else ""
    return f"{source}{who}: " + in_full(text, statement["pieces"])


def causes(table: pd.DataFrame) -> pd.DataFrame:
    """How many errors have each cause: cause, what it means, errors, share (0 to 1); those that occur, most frequent first."""
    counts = table["cause"].value_counts()
    out = pd.DataFrame([(c, CAUSES[c], int(counts[c]), counts[c] / len(table)) for c in CAUSES if c in counts],
                       columns=["cause", "meaning", "errors", "share"])
    return out.sort_values("errors", ascending=False, kind="stable", ignore_index=True)


def drawn(table: pd.DataFrame, *, n: int = 10, seed: int = 0) -> pd.DataFrame:
    """`n` errors drawn at random (all, if there are fewer), in the order of the table; the same ones for the same seed."""
    return table.sample(min(n, len(table)), random_state=seed).sort_index().reset_index(drop=True)
