"""What is found in the shipped record: the comparisons that were written down before anything was counted (PLAN.md beside it).

Comes in: a record. Goes out: `planned`, one row for each of the planned tests 1 to 15 with q-values over all of them. The
parts are in `un` (members against others), `news` (evening news, summits), `pairs` (a ministry in two languages, the Kremlin
in two periods), and test 16, over words, in `words`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.change_points import ChangePoints
from utils.concepts import labels
from utils.counts import kept
from utils.record import Record
from utils.record_findings.news import changes, summit_p, summits
from utils.record_findings.pairs import kremlin_periods, ministry_pairs
from utils.record_findings.shares import SHARES, in_words, short, with_shares
from utils.record_findings.un import un_members
from utils.significance import q_values

BOTH, NAME = "three_forces", "shanghai_spirit"
PLANNED = ["number", "where", "concept", "what", "here", "there", "test", *SHARES, "p", "q"]


@kept
def planned(record: Record) -> pd.DataFrame:
    """All planned tests.

    Returns
    -------
    DataFrame of 15 rows: number (in PLAN.md), where, concept, what (the concept in words), here and there (the two parts, in
    words), test, the columns of `shares.with_shares` (of pairs: as in `pairs.ministry_pairs`), p, q (Benjamini and Hochberg 1995,
    over all 15). A test that finds no case in either part has p = 1 and counts among them.
    """
    names = labels(record)
    rows = [un_members(record).assign(where="UN", here="members", there="others", test="permutation of states")]
    rows += [_change(changes(record, concept)).assign(concept=concept) for concept in (BOTH, NAME)]
    rows += [_at_home(summits(record, concept)).assign(concept=concept) for concept in (NAME, BOTH)]
    both = ministry_pairs(record).rename(columns={"what": "concept"})
    rows.append(both.assign(where="Foreign ministry", here="Chinese", there="English", test="McNemar, exact"))
    kremlin = kremlin_periods(record, ["three_forces.triad", "three_forces.label", NAME])
    rows.append(kremlin.assign(where="Kremlin", here="2016 to 2020", there="2000 to 2003, 2005", test="Fisher, exact"))
    out = pd.concat(rows, ignore_index=True)
    what = {"label": names.get("three_forces.label", "label"), "parts": "triad or two parts, no label"}
    out["number"], out["what"] = np.arange(1, len(out) + 1), [what.get(c, names.get(c, c)) for c in out["concept"]]
    return out.assign(q=q_values(out["p"]))[PLANNED]


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """`planned` for reading: seven columns, counts, shares and intervals in one cell."""
    out = pd.DataFrame({"no.": table["number"], "planned": table["where"] + ": " + table["what"]})
    for head, name, end in (("first part [95%]", "here", ""), ("second part [95%]", "there", "_there")):
        out[head] = [f"{part}: {held}" for part, held in zip(table[name], in_words(table, end), strict=True)]
    odds = table[SHARES[-3:]].itertuples(index=False)
    out["odds ratio [95%]"] = ["" if np.isnan(value) else f"{short(value)} [{short(low)}, {short(high)}]"
                               for value, low, high in odds]
    for column in ("p", "q"):
        out[column] = ["" if np.isnan(p) else "<0.001" if p < 0.001 else f"{p:.2g}" for p in table[column]]
    return out


def readable_courses(table: pd.DataFrame) -> pd.DataFrame:
    """`news.courses` for reading: of all items and of those that name the SCO, the interval in the cell of its share."""
    out = pd.DataFrame({"items": table["documents"], "with it": table["with_it"],
                        "of all [95%]": _with_ends(table, ""), "per 100,000 characters": table["per_100_000_characters"],
                        "naming the SCO": table["documents_naming"], "of these with it": table["with_it_naming"],
                        "of these [95%]": _with_ends(table, "_naming")})
    return out.drop(columns=["items", "naming the SCO"]).assign(
        **{"with it": _of(table, ""), "of these with it": _of(table, "_naming")}).reset_index()


def _of(table: pd.DataFrame, end: str) -> list[str]:
    return [f"{int(k):,} of {int(n):,}" if n else "no item"
            for k, n in zip(table[f"with_it{end}"].fillna(0), table[f"documents{end}"], strict=True)]


def _with_ends(table: pd.DataFrame, end: str) -> list[str]:
    columns = [100 * table[f"share{part}{end}"].astype(float) for part in ("", "_low", "_high")]
    return ["" if np.isnan(low) else f"{short(share)}% [{short(low)}, {short(high)}]"
            for share, low, high in zip(*columns, strict=True)]


def _change(found: ChangePoints) -> pd.DataFrame:
    """The largest cut: the later part (here) against the earlier."""
    row = {"where": "Evening news", "here": "later", "there": "earlier", "test": "largest of all cuts, permutation", "p": np.nan}
    if len(found.table):
        cut = found.table.iloc[0]
        row |= {"here": f"from {cut['first_after']}", "there": f"to {cut['last_before']}", "p": float(cut["p"])}
        sides = (("", "after"), ("_there", "before"))
        row |= {f"{c}{to}": cut[f"{c}_{of}"] for c in ("with_it", "documents") for to, of in sides}
    elif found.reason.startswith(("none", "all")):
        row["p"] = 1.0
    return with_shares(pd.DataFrame([dict.fromkeys(SHARES[:2] + SHARES[5:7], 0) | row]))


def _at_home(table: pd.DataFrame) -> pd.DataFrame:
    """The items of all summits in China (here) together against those of the others; the test is over summits."""
    home = table["at_home"].astype(bool)
    row = {"where": "Evening news", "here": f"{int(home.sum())} in China", "there": f"{int((~home).sum())} elsewhere",
           "test": "permutation of summits", "p": summit_p(table)}
    row |= {f"{c}{end}": int(table.loc[part, c].sum())
            for c in ("with_it", "documents") for end, part in (("", home), ("_there", ~home))}
    return with_shares(pd.DataFrame([row]))
