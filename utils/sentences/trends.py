"""Courses over time -> sentences, which state no course where there are too few documents.

Comes in: the tables of `utils.trends`. Goes out: plain text (never markup).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from utils.sentences import FEW, count, first_letter_up, interval, joined, percent
from utils.sides import COUNTRIES
from utils.trends import apart

_NAMED = 8  # groups named in one sentence; the others are counted


def over_time(table: pd.DataFrame, label: str) -> str:
    """In which periods `utils.trends.trend` finds a concept, and where its share of documents is largest: two sentences."""
    unit = table.index.name or "year"
    held = table[table["documents"] > 0]
    if held.empty:
        return f"{first_letter_up(label)}: no document counted here has a date{_that_tells(table, unit)}."
    if len(held) < 2:
        few = count(len(held), unit)
        return f"{first_letter_up(label)}: too few {unit}s with documents to speak of a course over time ({few})."
    present = int((held["with_it"] > 0).sum())
    label = first_letter_up(label)
    part = "none of" if not present else "each of" if present == len(held) else f"{present:,} of"
    said = f"{label}: found in {part} the {len(held):,} {unit}s that have documents."
    large = held[~held["small"].astype(bool)]
    if not present or len(large) < 2:
        return said + (f" {_no_course(len(large), unit)}" if present else "")
    top = large[large["share"] == large["share"].max()]
    row = top.iloc[0]
    if not row["with_it"]:
        return f"{said} In each of the {len(large):,} {unit}s with {FEW} documents or more it is in none of them."
    each = [f"{y} ({int(k):,} of {int(n):,})" for y, k, n in zip(top.index[:4], top["with_it"], top["documents"])]
    where = joined(top.index) if len(top) == 1 else joined(each + ([f"{len(top) - 4} more"] if len(top) > 4 else []))
    if len(top) == 1:
        return said + (f" Among {unit}s of at least {FEW} documents the share is largest in {where}: "
                       f"{int(row['with_it']):,} of {int(row['documents']):,} ({percent(row['share'])}, 95% interval "
                       f"{interval(row['share_low'], row['share_high'])}).")
    return said + f" Among {unit}s of at least {FEW} documents the share is largest in {where}, {percent(row['share'])} each."


def _that_tells(table: pd.DataFrame, unit: str) -> str:
    return f" that tells its {unit}" if table.attrs.get("coarse") or table.attrs.get("outside") else ""


def _no_course(held: int, unit: str) -> str:
    return f"No course is read from these shares: {f'only 1 {unit} has' if held else f'no {unit} has'} {FEW} documents or more."


def courses(tables: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> list[str]:
    """`over_time` for several concepts in the same documents, what is true of all said once; then what dates leave out."""
    first = next(iter(tables.values()), pd.DataFrame())
    unit = first.index.name or "year"
    held = int((first["documents"] > 0).sum()) if len(first) else 0
    if not held:
        return [f"No document counted here has a date{_that_tells(first, unit)}, so nothing can be said of a course over time."]
    if held < 2:
        return [f"There are too few {unit}s with documents to speak of a course over time ({count(held, unit)})."]
    told = {names.get(key, key): table for key, table in tables.items()}
    said = [over_time(first, next(iter(told)))] if len(told) == 1 else _together(told, held, unit)
    return said + [s for s in [left_out(first)] if s]


def _together(tables: dict[str, pd.DataFrame], held: int, unit: str) -> list[str]:
    """In how many periods each concept is found, and where the share of each is largest."""
    present = {name: int((table["with_it"] > 0).sum()) for name, table in tables.items()}
    found, *more = ((name, f"{n:,}" if n else "none") for name, n in present.items())
    others = joined(f"{name} in {n}" for name, n in more)
    said = [f"{first_letter_up(found[0])} is found in {found[1]} of the {held:,} {unit}s that have documents, {others}."]
    large = {name: table[table["documents"] >= FEW] for name, table in tables.items() if present[name]}
    if not large:
        return said
    periods = len(next(iter(large.values())))
    if periods < 2:
        return [*said, _no_course(periods, unit)]
    most = [f"for {name} in {_largest(table)}" for name, table in large.items() if table["with_it"].sum()]
    none = [name for name, table in large.items() if not table["with_it"].sum()]
    if most:
        said.append(f"Among the {periods:,} {unit}s of at least {FEW} documents the share is largest (95% intervals in brackets) "
                    f"{'; '.join(most)}.")
    if none:
        said.append(f"In none of the {periods:,} {unit}s of at least {FEW} documents is there a mention of "
                    f"{joined(none, last='or')}.")
    return said


def _largest(table: pd.DataFrame) -> str:
    """The periods of the largest share, with counts."""
    top = table[table["share"] == table["share"].max()]
    each = [f"{period} with {int(k):,} of {int(n):,}" for period, k, n in zip(top.index, top["with_it"], top["documents"])]
    row = top.iloc[0]
    if len(top) == 1:
        return f"{each[0]} ({percent(row['share'])}) {interval(row['share_low'], row['share_high'])}"
    return f"{joined(each[:4] + ([f'{len(each) - 4} more'] if len(each) > 4 else []))} ({percent(row['share'])} each)"


def left_out(table: pd.DataFrame) -> str:
    """How many documents a trend leaves out for their dates: a sentence, or nothing where it leaves out none."""
    unit, number = table.index.name or "year", table.attrs
    tells = "can't be told from their dates" if number.get("coarse", 0) != 1 else "can't be told from its date"
    why = {"undated": "without a date", "coarse": f"whose {unit} {tells}", "outside": f"of no {unit} counted here"}
    parts = [(number[key], f"{number[key]:,} {reason}") for key, reason in why.items() if number.get(key)]
    if not parts:
        return ""
    total = sum(n for n, _ in parts)
    only = parts[0][1].partition(" ")[2]
    return (f"Left out {'is' if total == 1 else 'are'} {count(total, 'document')} {only}." if len(parts) == 1
            else f"Left out are {count(total, 'document')}: {joined(said for _, said in parts)}.")


def shares_by(table: pd.DataFrame, by: str, label: str, *, ranked: bool = True) -> str:
    """Between which shares a concept lies over time within each group of a trend made with `by`: a sentence; groups with too few
    documents are counted at its end. With `ranked` False, as for a chronicle, groups are counted and not set side by side.
    """
    everyone, tables, unit = list(dict.fromkeys(table[by])), apart(table, by), table.index.name
    name = f"{first_letter_up(label)} by {unit} within each {by}"
    need = f"two {unit}s with {FEW} documents or more"
    if not everyone:
        return f"{name}: no document counted here has both a date and a {by}."
    if not tables:
        return f"{name}: too few documents for a course over time ({'neither' if len(everyone) == 2 else 'none'} has {need})."
    each = []
    for group, part in list(tables.items())[:_NAMED]:
        shares = part.loc[part["documents"] >= FEW, "share"]
        least, most = percent(shares.min()), percent(shares.max())
        each.append(f"{group_name(group, by)} {least if least == most else f'{least} to {most}'}")
    if len(tables) > _NAMED:
        each.append(f"{len(tables) - _NAMED:,} more have {need}")
    few = len(everyone) - len(tables)
    others = f"{few:,} other {by} is" if few == 1 else f"{few:,} other {plural(by)} are"
    left = f" {others} left out." if few else ""
    if not ranked:
        return f"{name}: {count(len(tables), by, plural(by))} {'has' if len(tables) == 1 else 'have'} {need}.{left}"
    return f"{name}, from the smallest share of documents to the largest: {'; '.join(each)}.{left}"


def group_name(group, by: str) -> str:
    """A group as it is written: of a country, its name."""
    return COUNTRIES.get(str(group), (str(group),))[0] if by == "country" else str(group)


def plural(by: str) -> str:
    """The name of a column for more than one of its values: "countries", "voices"."""
    return f"{by[:-1]}ies" if by.endswith("y") and by[-2:-1] not in "aeiou" else f"{by}s"

