"""Planned comparisons -> sentences: how many were made, how many of them planned, which differ and which don't.

Comes in: the table of `utils.differences.differences`. Goes out: plain text (never markup). On a chronicle, where nothing is
tested, the counts alone.
"""

from __future__ import annotations

import pandas as pd

from utils.differences import RATE
from utils.sentences import count, first_letter_up, joined, of_documents
from utils.sentences.changes import p_value


def differ(table: pd.DataFrame, *, listed: bool = True) -> list[str]:
    """How many comparisons were made and planned, those that differ at q < 0.05, those that don't, those that can't be made.

    Without `listed`, as beside a table of all of them, those that don't differ are counted, and so are those of a chronicle.
    """
    if table.empty:
        return ["No comparison was made."]
    if "q" not in table:
        return _counted(table, listed)
    tested, rest = table[table["q"].notna()], table[table["q"].isna()]
    said = [_made(tested)] if len(tested) else []
    for row in tested[tested["q"] < RATE].sort_values("q", kind="stable").to_dict("records"):
        said.append(f"{first_letter_up(_parts(row))}: {_size(row)}, {_q(row)}.")
    none = tested[~(tested["q"] < RATE)].to_dict("records")
    if none and not listed:
        which = f"{len(none):,} can't be told from chance. That" if len(none) < len(tested) else "That"
        said.append(f"{which} is no proof that there is no difference: the intervals say how large it may be.")
    elif none:
        each = "; ".join(f"{_parts(row)} (difference {_points(row)}, {_q(row)})" for row in none)
        said.append(f"No difference that can be told from chance: {each}. That is no proof that there is none: the brackets say "
                    "how large it may be.")
    return said + _too_few(rest)


def differ_title(table: pd.DataFrame) -> str:
    """A title for the comparisons: how many of them show a difference; on a chronicle what is shown."""
    if "q" not in table or table["q"].notna().sum() == 0:
        return "Shares of documents in two parts of the corpus"
    tested = table[table["q"].notna()]
    n, all_ = int((tested["q"] < RATE).sum()), len(tested)
    if not n:
        return f"No difference can be told from chance in {count(all_, 'comparison')}"
    return f"A difference in {'all' if n == all_ and n > 1 else f'{n} of'} {count(all_, 'comparison')}"


def _counted(table: pd.DataFrame, listed: bool) -> list[str]:
    """What a chronicle has of the earlier and of the later half; of groups nothing, since its authors chose what to note of
    each."""
    of_time, groups = table[table["by"] == ""], table[table["by"] != ""]
    empty = (of_time["documents"] == 0) | (of_time["documents_there"] == 0)
    held = of_time[~empty].to_dict("records")
    said = [f"{first_letter_up(count(len(held), 'comparison'))} of counts in this chronicle; nothing is tested, since they tell "
            "how it was written."] if held else []
    said += [f"{first_letter_up(_parts(row))}." for row in held if listed]
    if len(groups):
        was = "comparison of groups is" if len(groups) == 1 else "comparisons of groups are"
        said.append(f"{len(groups):,} {was} left out: that a chronicle notes something of one and not of another is no "
                    "difference between them.")
    return said + _too_few(of_time[empty])


def _too_few(rest: pd.DataFrame) -> list[str]:
    pairs = ["here", "documents", "there", "documents_there"]
    unknown = rest[(rest["by"] != "") & (rest["documents"] + rest["documents_there"] == 0)]
    rest, said = rest.drop(unknown.index), []
    for by, rows in unknown.groupby("by", sort=False):
        said.append(f"The {by} of no document is known, so none is compared with the rest: {joined(rows['label'])}.")
    return said + [f"Too few to compare {here} ({count(n, 'document')}) with {there} ({count(others, 'document')}): "
            f"{joined(rows['label'])}." for (here, n, there, others), rows in rest.groupby(pairs, sort=False)]


def _made(tested: pd.DataFrame) -> str:
    n, planned, found = len(tested), int(tested["planned"].sum()), int((tested["q"] < RATE).sum())
    rate = f"at a false discovery rate of {100 * RATE:.0f}%"
    if n == 1:
        return (f"1 comparison was made, which was {'planned' if planned else 'not planned but came from looking'}; it shows "
                f"{'a' if found else 'no'} difference {rate}.")
    part = {n: "all", 0: "none"}.get(planned, f"{planned:,}")
    shows = f"{found:,} {'shows' if found == 1 else 'show'}" if found else "none shows"
    return f"{n:,} comparisons were made, {part} of them planned; {shows} a difference {rate} over all {n:,}."


def _parts(row: dict) -> str:
    here, there = (f"{of_documents(int(row[f'with_it{end}']), int(row[f'documents{end}']))}" for end in ("", "_there"))
    return f"{row['label']}: {here} of {row['here']}, {there} of {row['there']}"


def _size(row: dict) -> str:
    odds = [row["odds_ratio"], row["odds_ratio_low"], row["odds_ratio_high"]]
    ratio, low, high = (f"{x:.2g}" if x < 10 else f"{x:.0f}" for x in odds)
    return f"difference {_points(row)}, odds ratio {ratio} [{low}, {high}]"


def _points(row: dict) -> str:
    points = [round(100 * row[c]) for c in ("difference", "difference_low", "difference_high")]
    said = [f"{n:+d}".replace("-", "−") if n else "0" for n in points]
    return f"{said[0]} points [{said[1]}, {said[2]}]"


def _q(row: dict) -> str:
    return p_value(row["q"], "q") + ("" if row["planned"] else ", not planned")
