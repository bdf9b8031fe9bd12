"""First mentions -> sentences that state an order between groups only where enough documents of each stand before its first.

Comes in: the table of `utils.first_mentions.first_mentions`. Goes out: plain text (never markup).
"""

from __future__ import annotations

import pandas as pd

from utils.corpus.dates import first_day, last_day
from utils.first_mentions import BEFORE
from utils.sentences import count, first_letter_up, joined
from utils.sentences.trends import group_name, plural

_NAMED = 8  # steps of an order told in one sentence
_NO_ORDER = " (no order between these)"


def first_mentioned(table: pd.DataFrame, label: str, *, ranked: bool = True) -> list[str]:
    """Which groups of `utils.first_mentions.first_mentions` can be set in an order, and in which: sentences.

    With `ranked` False, as for a chronicle, no order is stated.
    """
    by, label = table.index.name, first_letter_up(label)
    several = plural(by)
    if table.empty:
        return [f"{label} by {by}: the {by} of no document is known, so there is nothing to compare."]
    held = table[table["id"] != ""]
    if held.empty:
        return [f"{label}: no dated document whose {by} is known mentions it, so no order is stated."]
    said = [f"{label}: dated documents of {len(held):,} of {count(len(table), by, several)} mention it."]
    doubtful = int((held["undated_with_it"] > 0).sum())
    if doubtful:
        said.append(f"For {count(doubtful, by, several)} undated documents mention it as well, which may be earlier.")
    if not ranked:
        return [*said, f"When it is first noted of a {by} depends on what the chronicle records, so no order is stated."]
    known = held[held["order_known"].astype(bool)]
    rule = f"at least {BEFORE} documents before their first mention"
    if len(known) < 2:
        one = f"only {group_name(known.index[0], by)} has" if len(known) else f"no {by} has"
        return [*said, f"No order between {several} can be stated: {one} {rule.replace('their', 'the')}."]
    steps = _steps(known, by)
    rest = len(held) - len(known)
    less = f" For {count(rest, 'other')} no order is stated." if rest else ""
    if len(steps) == 1:
        return [*said, f"{first_letter_up(count(len(known), by, several))} have {rule}, but their dates overlap, so that no "
                       f"order can be stated: {steps[0].removesuffix(_NO_ORDER)}.{less}"]
    order = ", then ".join(steps[:_NAMED]) + (", then others" if len(steps) > _NAMED else "")
    return [*said, f"{first_letter_up(count(len(known), by, several))} have {rule} and come in this order: {order}.{less} "
                   "Texts that are not in this corpus may be earlier."]


def _steps(known: pd.DataFrame, by: str) -> list[str]:
    """The groups in order of time; those whose days overlap stand together."""
    steps, until = [], ""
    for row in known.sort_values(["earliest", "latest"], kind="stable").itertuples():
        day = row.date if row.earliest == first_day(row.date) and row.latest == last_day(row.date) else \
            f"between {row.earliest} and {row.latest}"
        said = f"{group_name(row.Index, by)} ({day}, {count(row.before, 'document')} before)"
        if steps and row.earliest <= until:
            steps[-1].append(said)
        else:
            steps.append([said])
        until = max(until, row.latest)
    return [joined(step) + (_NO_ORDER if len(step) > 1 else "") for step in steps]
