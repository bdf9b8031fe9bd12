"""What the record shows -> sentences: planned tests, members at the UN, evening news, a ministry's two languages, the Kremlin.

Comes in: the tables of `utils.record_findings`. Goes out: plain text (never markup), true whatever the numbers are.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.change_points import ALPHA
from utils.record import Record
from utils.record.collections import SELECTION
from utils.sentences import count, first_letter_up, interval, joined, percent
from utils.sentences.changes import p_value
from utils.sentences.trends import group_name

_FEW_CASES = 10


def the_record(record: Record) -> list[str]:
    """What the record is, which rules it was counted by, and, if so, how they differ from the reader's."""
    known = record.collections_table()
    whole, chosen = (known[(known["extent"] == SELECTION) == of] for of in (False, True))
    left = f"; {count(len(chosen), 'selection')} more ({joined(chosen['title'])}) {_are(len(chosen))} in no comparison" \
        if len(chosen) else ""
    sources = joined(f"{r.title} ({r.documents:,})" for r in whole.itertuples()) or "no source that is whole"
    same = "which are not those that" if record.rules_differ else "the same that"
    return [f"{record.title} holds counts of {count(len(record), 'document')} and no words: texts that can't be passed on, from "
            f"{sources}, each whole for the time it covers{left}.",
            f"Mentions were counted by the rules in the concepts.yml beside it, {same} this notebook counts by.",
            record.rules_differ]


def tests_made(table: pd.DataFrame, own: list[int] | None = None) -> str:
    """How many of the planned tests find a difference at q <= 0.05, and of those named `own` which."""
    found = table[table["q"] <= ALPHA]
    said = (f"Of the {len(table)} planned tests {_number(len(found))} {'finds' if len(found) == 1 else 'find'} a difference "
            f"(q at most {ALPHA:g}, over all {len(table)})")
    if own is None:
        return f"{said}."
    mine = found[found["number"].isin(own)]
    which = joined(f"no. {r.number} ({r.where}, {r.what})" for r in mine.itertuples())
    return f"{said}; of those that this notebook is about, {which or 'none'}."


def members(row: pd.Series, label: str, q: float) -> str:
    """One row of `un_members`: members' speeches with a case and the others', the test over states."""
    label = first_letter_up(label)
    if not row["documents"] or not row["documents_there"]:
        return f"{label}: there are not speeches of both members and others."
    if not row["with_it"] + row["with_it_there"]:
        ends = f"{interval(0, row['share_high'])} and {interval(0, row['share_there_high'])}"
        return (f"{label}: in none of the {row['documents']:,} speeches of members at the UN and in none of the "
                f"{row['documents_there']:,} of others; 95% intervals {ends}: shares above their upper ends would be surprising.")
    held = f"in {_of(row, '')} of members at the UN and in {_of(row, '_there')} of others"
    return (f"{label}: {held}; odds ratio {_odds(row)}. Over states "
            f"({row['member_states']} members, {row['other_states']} others): {p_value(row['p'])}, {p_value(q, 'q')}.")


def without_one(table: pd.DataFrame, names: dict[str, str]) -> str:
    """The rows of `un_members` with the state left out that has most cases."""
    each = []
    for row in table.to_dict("records"):
        counts = f"{row['with_it']:,} of {row['documents']:,} and {row['with_it_there']:,} of {row['documents_there']:,}"
        odds = "" if np.isnan(row["odds_ratio"]) else f", odds ratio {_odds(row)}"
        p = "" if np.isnan(row["p"]) else f", {p_value(row['p'])}"
        name = names.get(row["concept"], row["concept"])
        each.append(f"{name} without {group_name(row['left_out'], 'country')} {counts}{odds}{p}")
    if not each:
        return "No concept has a case in a speech of a member, so there is no state to leave out."
    lost = joined(names.get(c, c) for c in table.loc[table["p"] > ALPHA, "concept"])
    chance = f" Without that state the difference can't be told from chance for {lost}." if lost else ""
    return f"With the member state left out that contributes most cases (p over states): {'; '.join(each)}.{chance}"


def members_by_period(table: pd.DataFrame, names: dict[str, str]) -> str:
    """The rows of `un.by_period`: members' counts in each period in turn, and the others' shares."""
    each = []
    for concept, part in table.groupby("concept", sort=False):
        mine = joined(f"{k:,} of {n:,}" for k, n in zip(part["with_it"], part["documents"], strict=True))
        theirs = zip(part["share_there"], part["documents_there"], strict=True)
        others = joined(percent(x) if n else "no speech" for x, n in theirs)
        each.append(f"{names.get(concept, concept)} in {mine} speeches of members, and in {others} of the others'")
    if not each:
        return ""
    return f"Exploration, not tested. In {joined(dict.fromkeys(table['period']))}, in turn: {'; '.join(each)}."


def few_cases(cases: pd.DataFrame, label: str) -> str:
    """Whose the cases of members are (a table of `un.cases`), the last of them, and a caution where they are few."""
    mine = cases[cases["standing"] == "member"]
    if mine.empty:
        return f"No speech of a member has {label}."
    sizes = mine.groupby("country").size().sort_index().sort_values(ascending=False, kind="stable")
    each = joined(f"{group_name(state, 'country')} ({n})" for state, n in sizes.items())
    few = " These are few: one speech more or less changes the picture." if len(mine) < _FEW_CASES else ""
    return f"Members' speeches with {label} are those of {each}, the last of {int(mine['year'].max())}.{few}"


def false_friends(cases: int, speeches: int, label: str, before: int) -> str:
    """Whether speeches held before the SCO existed are counted by mistake."""
    found = "none, as it should be" if not cases else f"{cases:,}, which must mean other forces"
    held = count(speeches, "speech", "speeches")
    return f"A check for false friends: of {held} at the UN before {before}, {label} is found in {found}."


def news_held(yearly: pd.DataFrame, label: str) -> str:
    """How many items have the concept, and how many of these name the SCO."""
    n, k, naming, both = (int(yearly[c].sum()) for c in ("documents", "with_it", "documents_naming", "with_it_naming"))
    if not n:
        return f"{first_letter_up(label)}: there is no item of the evening news."
    said = f"{first_letter_up(label)}: in {k:,} of {n:,} items of the evening news ({percent(k / n)})"
    of = f"{count(naming, 'item')} that {'names' if naming == 1 else 'name'} the SCO"
    return f"{said}; {both:,} of these {_are(both)} among the {of}." if k else f"{said}."


def highest(course: pd.DataFrame, events: pd.DataFrame, *, rows: int = 3) -> str:
    """The periods in which most items have a concept (`trend_of`), and the summits that fall into them."""
    held = _largest(course, rows)
    if held.empty:
        return "No period has an item with it."
    each = []
    for period, r in zip(held.index, held.itertuples(), strict=True):
        within = events.loc[(events["date"] >= r.start) & (events["date"] <= r.end), "label"]
        each.append(f"{period}, {int(r.with_it):,} of {int(r.documents):,} items"
                    + (f", summit: {joined(within)}" if len(within) else ", no summit"))
    return f"The largest shares are those of {'; '.join(each)}."


def by_quarter(p: float) -> str:
    """What is left of a change if whole quarters are dealt out and not single items (exploration)."""
    if np.isnan(p):
        return "Exploration: with whole quarters dealt out in place of items nothing can be tested."
    if p <= ALPHA:
        return f"Exploration: with whole quarters dealt out anew in place of items such a change is rare too ({p_value(p)})."
    return ("Exploration, and a warning: with whole quarters dealt out anew in place of single items, so that items of one "
            f"occasion stay together, so large a change is no surprise ({p_value(p)}). The items come in bursts, and a lasting "
            "change of level can't be told from these.")


def summits_compared(table: pd.DataFrame, p: float, q: float, label: str) -> str:
    """Summits at home against the others, as means of the summits' shares."""
    home = table["at_home"].astype(bool)
    if not home.any() or home.all():
        return f"{first_letter_up(label)}: there are not summits both in China and elsewhere in the record."
    each = joined(f"{r.place} {r.date[:4]} ({r.with_it:,} of {r.documents:,})" for r in table[home].itertuples())
    here, ends = table.loc[home, "share"], table.loc[~home, "share"]
    met, elsewhere = count(len(here), "summit"), count(len(ends), "summit")
    outcome = "which chance seldom gives" if p <= ALPHA else "which can't be told from chance"
    return (f"{first_letter_up(label)}, in items naming the SCO within 15 days of a summit: the mean share is "
            f"{percent(here.mean())} for {met} in China, {each}, and {percent(ends.mean())} for {elsewhere} elsewhere, from "
            f"{percent(ends.min())} to {percent(ends.max())}; a difference {outcome} ({p_value(p)}, {p_value(q, 'q')}; the units "
            f"are the {len(table)} summits, which are few).")


def not_compared(table: pd.DataFrame, every: pd.DataFrame) -> str:
    """Which summits of a list are not among those compared."""
    missing = every[~every["date"].isin(table["date"])]
    each = joined(f"{r.place} {r.date[:4]}" for r in missing.itertuples())
    around = "them" if len(missing) > 1 else "it"
    return f"Not compared, since the record doesn't cover the days around {around}: {each}." if each else ""


def pairs(row: pd.Series, label: str, q: float) -> str:
    """One row of `ministry_pairs`."""
    if not row["dates"]:
        return f"{first_letter_up(label)}: there is no date with a conference in both languages."
    dates = f"{count(row['dates'], 'date')} with a conference in both languages"
    return f"{first_letter_up(label)}: of {dates}, {_languages(row)} ({p_value(row['p'])}, {p_value(q, 'q')})."


def kremlin(row: pd.Series, label: str, q: float) -> str:
    """One row of `kremlin_periods`."""
    if not row["documents"] or not row["documents_there"]:
        return f"{first_letter_up(label)}: there are not documents of both periods."
    late, early = (interval(row[f"share{end}_low"], row[f"share{end}_high"]) for end in ("", "_there"))
    return (f"{first_letter_up(label)}: in {row['with_it']:,} of {row['documents']:,} Kremlin documents naming the SCO "
            f"of 2016 to 2020 {late}, "
            f"and in {row['with_it_there']:,} of {row['documents_there']:,} of 2000 to 2003 and 2005 {early} "
            f"({p_value(row['p'])}, {p_value(q, 'q')}).")


def marked(tables: list[pd.DataFrame], marks: list[pd.DataFrame]) -> list[str]:
    """For each table of `record_keyness` how many terms mark the documents naming the SCO, and the first of them."""
    if not tables:
        return ["No publisher has enough documents that name the SCO."]
    said = []
    for table, mark in zip(tables, marks, strict=True):
        about = table.attrs
        first = joined(f"“{term}”" for term in mark["term"].head(5))
        years = about["period"].removesuffix("-") + (" and later" if about["period"].endswith("-") else "")
        many = f"{count(len(mark), 'term')} of {len(table):,} {'marks' if len(mark) == 1 else 'mark'} them (q under 0.05)"
        said.append(f"{about['publisher']}, {years}: {about['documents']:,} documents that name the SCO against "
                    f"{about['documents_others']:,}; "
                    + (f"{many}, above all {first}." if first else f"none of {len(table):,} terms marks them."))
    return said


def un_title(table: pd.DataFrame, names: dict[str, str]) -> str:
    """A title for the figure of members and others: where most separates them in odds, or that nothing does."""
    told = table.dropna(subset=["odds_ratio"]).sort_values("odds_ratio", ascending=False, kind="stable")
    first = told[told["odds_ratio_low"] > 1].head(1)
    if first.empty:
        return "At the UN: members of the SCO and others"
    return f"At the UN, members and others are furthest apart in {names.get(first['concept'].iloc[0], first['concept'].iloc[0])}"


def un_in_words(table: pd.DataFrame, names: dict[str, str]) -> str:
    """The shares of the figure, for those who can't see it."""
    return joined(f"{names.get(r.concept, r.concept)}: members {percent(r.share)}, others {percent(r.share_there)}"
                  for r in table.itertuples()) + "."


def burst_title(course: pd.DataFrame, label: str, events: pd.DataFrame) -> str:
    """A title for a course in the evening news: the period with the largest share, and the summit that falls into it."""
    held = _largest(course, 1)
    if held.empty:
        return f"{first_letter_up(label)} in China's evening news"
    within = events[(events["date"] >= held["start"].iloc[0]) & (events["date"] <= held["end"].iloc[0])]
    more = f", the quarter of a summit, {within['label'].iloc[0]}" if len(within) else ", without a summit"
    return f"{first_letter_up(label)} in China's evening news: most in {held.index[0]}{more}"


def summits_title(table: pd.DataFrame, p: float) -> str:
    """A title for the figure of summits."""
    if p <= ALPHA:
        return "Summits in China differ from those elsewhere in how many items name the Spirit"
    return "The Shanghai Spirit around summits: at home and abroad can't be told apart"


def summits_in_words(table: pd.DataFrame) -> str:
    """The figure of summits, for those who can't see it."""
    return joined(f"{r.place} {r.date[:4]}: {r.with_it:,} of {r.documents:,}" for r in table.itertuples()) + "."


def either_language(row: pd.Series, label: str) -> str:
    """What `pairs.either_language` gives."""
    if not row["dates"]:
        return f"{first_letter_up(label)}: there is no date with a conference in both languages."
    dates = f"{count(row['dates'], 'date')} with one in both languages"
    return f"{first_letter_up(label)} in the foreign ministry's press conferences: of {dates}, {_languages(row)}."


def marked_title(table: pd.DataFrame) -> str:
    """A title for the figure of one table of `record_keyness`."""
    return f"Words that mark documents naming the SCO: {table.attrs['publisher']}, {table.attrs['period']}"


def _languages(row) -> str:
    return f"{row['both']:,} have it in both, {row['only_chinese']:,} in Chinese alone, {row['only_english']:,} in English alone"


def _largest(course: pd.DataFrame, rows: int) -> pd.DataFrame:
    held = course[course["with_it"].fillna(0) > 0]
    return held.sort_values(["share", "start"], ascending=[False, True], kind="stable").head(rows)


def _of(row, end: str) -> str:
    return (f"{int(row['with_it' + end]):,} of {int(row['documents' + end]):,} speeches ({percent(row['share' + end])}) "
            f"{interval(row[f'share{end}_low'], row[f'share{end}_high'])}")


def _odds(row) -> str:
    numbers = [row[f"odds_ratio{end}"] for end in ("", "_low", "_high")]
    value, low, high = (f"{x:,.0f}" if x >= 10 else f"{x:.2g}" for x in numbers)
    return f"{value} [{low}, {high}]"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _number(n: int) -> str:
    return f"{n:,}" if n else "none"
