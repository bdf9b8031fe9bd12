"""Changes over time -> sentences: when the share of documents changed, how surely, or that no change can be told from chance.

Comes in: what `utils.change_points` finds. Goes out: plain text (never markup). On a chronicle, where nothing is tested, the
largest change is described.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from utils.change_points import ALPHA, ChangePoints
from utils.sentences import first_letter_up, interval, joined, of_documents
from utils.significance import q_values

_TITLE = 90  # characters
# Outcomes that are told together where several concepts share them: what stands before and after them.
_ALIKE = {
    "none": ("No change over time that can be told from chance is found, all cuts tried being counted; the largest differences "
             "(95% intervals in brackets):", ""),
    "described": ("In this chronicle the shares of documents before and after differ most (95% intervals in brackets):",
                  " That tells of the chronicle, and is not tested."),
}


def changed(result: ChangePoints, label: str) -> str:
    """What `utils.change_points.change_points` finds: the changes with the shares of the parts between them, or none."""
    label = first_letter_up(label)
    if result.reason:
        return f"{label}: no change over time can be looked for, since {result.reason}"
    if not result.tested:
        row = result.table.iloc[0]
        return (f"{label}: in this chronicle the shares of documents before and after differ most {_turn(row)}: {_sides(row)}. "
                "That tells of the chronicle, and is not tested.")
    known = result.table["found"].astype(bool)
    changes, rest = result.table[known].sort_values("date"), result.table[~known]
    if changes.empty:
        row = rest.iloc[0]
        if not row["g2"]:
            return f"{label}: no change over time is found; the share is the same before and after every {result.unit} tried."
        return (f"{label}: no change over time is found that can be told from chance. The largest difference is that "
                f"{_turn(row)}: {_sides(row)}; {p_value(row['p'])}, all cuts tried being counted.")
    turns = [f"{_turn(row)} ({p_value(row['p'])})" for row in changes.to_dict("records")]
    parts = [f"{_share(r.with_it, r.documents, r.share_low, r.share_high)} in {_span(r.first, r.last)}"
             for r in result.parts.itertuples()]
    said = f"{label}: the share of documents changes {joined(turns)}: {', then '.join(parts)}; 95% intervals in brackets."
    return said + (f" A further change can't be told from chance ({p_value(rest['p'].iloc[0])})." if len(rest) else "")


def all_changed(results: Mapping[str, ChangePoints], names: Mapping[str, str]) -> list[str]:
    """`changed` for several concepts, those with the same outcome together, then what is left when it is counted that so many
    were searched; a reason that holds for all is said once.
    """
    reasons = {result.reason for result in results.values()}
    if len(results) > 1 and len(reasons) == 1 and "" not in reasons:
        return [f"No change over time can be looked for, since {reasons.pop()}"]
    kinds = {key: _kind(result) for key, result in results.items()}
    alike = Counter(kinds.values())
    said = [changed(results[key], names.get(key, key)) for key, kind in kinds.items() if kind == "other" or alike[kind] == 1]
    for kind, (first, last) in _ALIKE.items():
        each = [_largest(results[key], names.get(key, key)) for key in results if kinds[key] == kind]
        if len(each) > 1:
            said.append(f"{first} {'; '.join(each)}.{last}")
    q = first_q(results)
    found = [key for key in q.index if results[key].table["found"].iloc[0]]
    lost = [f"{names.get(key, key)} ({p_value(q[key], 'q')})" for key in found if q[key] > ALPHA]
    if found and len(q) > 1:
        counted = f"when it is counted that {len(q)} were searched (q-values over the first cut of each)"
        said.append(f"{first_letter_up(counted)}, the change can't be told from chance for {joined(lost)}." if lost else
                    f"{'These changes hold' if len(found) > 1 else 'The change holds'} {counted}.")
    return said


def _kind(result: ChangePoints) -> str:
    if result.reason or result.table.empty:
        return "other"
    if not result.tested:
        return "described"
    row = result.table.iloc[0]
    return "none" if not row["found"] and row["g2"] else "other"


def _largest(result: ChangePoints, label: str) -> str:
    row = result.table.iloc[0]
    p = f" ({p_value(row['p'])})" if result.tested else ""
    before, after = _parts_of(row)
    return f"{label} {_turn(row)}, {before} before and {after} after{p}"


def first_q(results: Mapping[str, ChangePoints]) -> pd.Series:
    """For each concept that was tested the q of its first cut, over all of these."""
    p = pd.Series({key: result.table["p"].iloc[0] for key, result in results.items() if result.tested}, dtype=float)
    return pd.Series(q_values(p), index=p.index)


def changes_title(results: Mapping[str, ChangePoints], names: Mapping[str, str]) -> str:
    """A title for courses with their changes: what changes (its first cut at q <= 0.05 over all), and when, if that is short
    enough; that nothing does; or, untested, what is shown.
    """
    q = first_q(results)
    if q.empty:
        return first_letter_up(f"{joined(names.get(key, key) for key in results)} over time")
    said = []
    for key in q[q <= ALPHA].index:
        rows = results[key].table
        turns = rows[rows["found"].astype(bool)].sort_values("date").to_dict("records")
        said.append(f"{names.get(key, key)} {joined(map(_turn, turns))}")
    if not said:
        return first_letter_up(f"{joined(names.get(key, key) for key in q.index)}: no change that the data can tell from chance")
    which = [names.get(key, key) for key in q[q <= ALPHA].index]
    titles = (f"shares change: {'; '.join(said)}", f"shares change over time: {joined(which)}")
    few = f"the share changes over time for {len(which)} of the {len(results)} shown"
    return first_letter_up(next((title for title in titles if len(title) <= _TITLE), few))


def _turn(row) -> str:
    return f"between {row['last_before']} and {row['first_after']}"


def _span(first, last) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _sides(row) -> str:
    before, after = _parts_of(row)
    return f"{before} before, {after} after (95% intervals in brackets)"


def _parts_of(row) -> list[str]:
    columns = ("with_it", "documents", "share_low", "share_high")
    return [_share(*(row[f"{c}_{side}"] for c in columns)) for side in ("before", "after")]


def _share(with_it: int, documents: int, low: float, high: float) -> str:
    return f"{of_documents(int(with_it), int(documents))} {interval(low, high)}".strip()


def p_value(p: float, name: str = "p") -> str:
    """A p (or q) as it is written: "p = 0.034", with two significant digits, or "p < 0.001"."""
    return f"{name} < 0.001" if p < 0.001 else f"{name} = {p:.2g}"
