"""Result tables -> sentences: a count with its denominator and interval, or "too few" where there is too little.

Comes in: the tables that terms, concepts, trends, topics and quotes return. Goes out: plain text (never markup), true
of whatever corpus the table was made from. Nothing here counts: it only words what was counted.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from utils.corpus import Corpus

FEW = 5  # documents; below it no rate is put into a sentence


def count(n: int, thing: str, things: str | None = None) -> str:
    """ "1 document", "1,204 documents", "no document"."""
    if n == 0:
        return f"no {thing}"
    return f"{n:,} {thing if n == 1 else things or thing + 's'}"


def joined(names: Iterable[str], *, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    names = list(map(str, names))
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage; "under 1%" and "over 99%" where rounding would say nothing or all."""
    if pd.isna(share):
        return "an unknown share"
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{100 * share:.0f}%"


def interval(low: float, high: float, form: str = "{:.0f}%", scale: float = 100) -> str:
    """ "[3%, 18%]", for a 95% interval; empty where there is none."""
    if pd.isna(low) or pd.isna(high):
        return ""
    return f"[{form.format(scale * low)}, {form.format(scale * high)}]"


def period(corpus: Corpus) -> str:
    """ "2001 to 2025", "2020" or "undated"."""
    years = corpus.documents["year"].dropna()
    if years.empty:
        return "undated"
    first, last = int(years.min()), int(years.max())
    return f"{first} to {last}" if first != last else str(first)


def of_documents(with_it: int, documents: int) -> str:
    """ "12 of 60 documents (20%)"; no percentage under `FEW` documents."""
    share = f" ({percent(with_it / documents)})" if documents >= FEW else ""
    return f"{with_it:,} of {count(documents, 'document')}{share}" if documents else "no document"


def first_letter_up(sentence: str) -> str:
    """The sentence with its first letter in upper case."""
    return sentence[:1].upper() + sentence[1:]


def mentioned(found: pd.DataFrame, corpus: Corpus, label: str) -> str:
    """How often and in how many documents `found` (mentions of one concept) occurs: a sentence."""
    if found.empty:
        return f"{first_letter_up(label)}: no mention in {count(len(corpus), 'document')}{absence(len(corpus))}."
    rate = 1000 * len(found) / corpus.n_words
    return (f"{first_letter_up(label)}: {count(len(found), 'mention')} in {of_documents(found['id'].nunique(), len(corpus))}, "
            f"{rate:.2g} per 1,000 words.")


def absence(documents: int) -> str:
    """What none in `documents` documents leaves possible: the upper end of the exact 95% interval; empty for none."""
    if not documents:
        return ""
    return f" (95% interval of the share: 0 to {100 * (1 - 0.025 ** (1 / documents)):.2g}%)"


def over_time(table: pd.DataFrame, label: str) -> str:
    """In which years `utils.trends.trend` finds a concept, and where its share of documents is largest: two sentences."""
    held = table[table["documents"] > 0] if len(table) else table
    if len(held) < 2:
        return f"{first_letter_up(label)}: too few years with documents to speak of a course over time ({count(len(held), 'year')})."
    present = int((held["with_it"] > 0).sum())
    label = first_letter_up(label)
    said = f"{label}: found in {f'{present:,}' if present else 'none'} of the {len(held):,} years that have documents."
    large = held[~held["small"].astype(bool)]
    if not present or len(large) < 2:
        return said + ("" if not present else f" No course is read from these shares: only {count(len(large), 'year')} "
                                              f"{'has' if len(large) == 1 else 'have'} {FEW} documents or more.")
    top = large[large["share"] == large["share"].max()]
    row = top.iloc[0]
    where = joined(str(y) for y in top.index[:4]) + (f" and {len(top) - 4} more years" if len(top) > 4 else "")
    if len(top) == 1:
        return said + (f" Among years of at least {FEW} documents the share is largest in {where}: "
                       f"{int(row['with_it'])} of {int(row['documents'])} ({percent(row['share'])}, 95% interval "
                       f"{interval(row['share_low'], row['share_high'])}).")
    return said + f" Among years of at least {FEW} documents the share is largest in {where} ({percent(row['share'])} each)."


def courses(tables: dict[str, pd.DataFrame], names: dict[str, str]) -> list[str]:
    """`over_time` for several concepts, in one sentence where there are too few years for any."""
    held = max((int((t["documents"] > 0).sum()) for t in tables.values() if len(t)), default=0)
    if held < 2:
        return [f"There are too few years with documents to speak of a course over time ({count(held, 'year')})."]
    return [over_time(table, names[key]) for key, table in tables.items()]


def by_group(table: pd.DataFrame, label: str, group: str) -> str:
    """Which groups of `utils.trends.rates` have the largest and smallest share of documents: a sentence or "too few"."""
    if table.empty:
        return f"{first_letter_up(label)} by {group}: of no document the {group} is known, so there is nothing to compare."
    large = table[~table["small"].astype(bool)]
    left_out = len(table) - len(large)
    few = f" {count(left_out, group)} with fewer than {FEW} documents {'is' if left_out == 1 else 'are'} left out." if left_out else ""
    if len(large) < 2:
        return f"{first_letter_up(label)} by {group}: too few to compare ({count(len(large), group)} with {FEW} documents or more).{few}"
    if large["share"].nunique() == 1:
        return f"{first_letter_up(label)}: the same share, {percent(large['share'].iloc[0])}, in all {len(large)} {group}s with {FEW} documents or more.{few}"
    return (f"{first_letter_up(label)}, among {len(large)} {group}s with {FEW} documents or more: the share of documents is largest in "
            f"{_extreme(large, large['share'].max(), group)}, smallest in {_extreme(large, large['share'].min(), group)}.{few}")


def _extreme(table: pd.DataFrame, share: float, group: str) -> str:
    """The groups that have this share, the first ones by name."""
    held = table[table["share"] == share]
    row = held.iloc[0]
    if len(held) > 3:
        return f"{len(held)} {group}s ({percent(share)} each)"
    if len(held) > 1:
        return f"{joined(held.index)} ({percent(share)} each)"
    return (f"{held.index[0]} with {int(row['with_it']):,} of {int(row['documents']):,} ({percent(share)}, 95% interval "
            f"{interval(row['share_low'], row['share_high'])})")


def together(table: pd.DataFrame, label: str, names: dict[str, str], *, unit: str = "sentence", top: int = 3) -> str:
    """With which concepts another shares most sentences (`utils.concepts.co_occurrence`): a sentence."""
    if table.empty:
        return f"{first_letter_up(label)}: no {unit} holds another concept tracked here."
    total = int(table["with_node"].iloc[0])
    most = joined(f"{names.get(r.concept, r.concept)} ({int(r.together):,})" for r in table.head(top).itertuples())
    return f"{first_letter_up(label)}: in {count(total, unit)}; most often in the same {unit}: {most}."


def label_against_parts(overview: pd.DataFrame) -> str:
    """A title for the table of the three forces (`utils.concepts.per_concept`): which is in most documents."""
    held = overview[overview["documents"] > 0]
    if held.empty:
        return "None of the three forces is mentioned"
    single = overview[overview["concept"].isin(["terrorism", "separatism", "extremism"])]
    top = single.loc[single["documents"].idxmax()]
    both = overview.loc[overview["concept"] == "three_forces"].iloc[0]
    if both["documents"] == 0:
        return f"{first_letter_up(top['label'])} is named in {percent(top['share'])} of documents, label or triad in none"
    return f"{first_letter_up(top['label'])} is named in {percent(top['share'])} of documents, label or triad in {percent(both['share'])}"


def alone(overview: pd.DataFrame) -> str:
    """Of the documents with terrorism, separatism or extremism, which part is in most: the second half of an answer."""
    single = overview[overview["concept"].isin(["terrorism", "separatism", "extremism"])].sort_values("documents", ascending=False, kind="stable")
    if single["documents"].max() == 0:
        return "Nor is terrorism, separatism or extremism named in any of them."
    said = [f"{row.label} in {row.documents:,}" for row in single.itertuples()]
    return f"Of the parts, {joined(said)} of these documents."


def shares_in_words(overview: pd.DataFrame) -> str:
    """Alt text for shares by concept: each with its share of documents."""
    return "Shares of documents: " + "; ".join(f"{r.label} {percent(r.share)}" for r in overview.itertuples()) + "."


def years_with(table: pd.DataFrame, label: str) -> str:
    """A title for a trend: in how many of the years that have documents a concept occurs."""
    held = table[table["documents"] > 0] if len(table) else table
    present = int((held["with_it"] > 0).sum()) if len(held) else 0
    years = count(len(held), "year")
    if not present:
        return f"{first_letter_up(label)}: in no year" if len(held) else first_letter_up(label)
    return f"{first_letter_up(label)}: in {'all' if present == len(held) else f'{present:,} of'} the {years} that have documents"


def name_against_values(overview: pd.DataFrame, name: str) -> str:
    """A title for the table of the Shanghai Spirit: the name's share of documents, and the most frequent value's."""
    row = overview.set_index("concept")
    values = row.drop(index=[name, f"{name}.values"])
    top = values.loc[values["documents"].idxmax()]
    said = f"The Spirit is named in {percent(row.loc[name, 'share'])} of documents" if row.loc[name, "documents"] else "No document names the Spirit"
    return said + (f"; its commonest value, {top['label']}, in {percent(top['share'])}" if top["documents"] else "; nor do its values occur")


def beside(table: pd.DataFrame, label: str, names: dict[str, str]) -> str:
    """Which value is in most of the documents that name the Spirit, and in how many of the rest: a sentence."""
    if table.empty:
        return f"No document names the {label}, so its values can't be set beside it."
    total, rest = int(table["documents_with_name"].iloc[0]), int(table["documents_without"].iloc[0])
    if total + rest < FEW:
        return f"Whether its values come with the name can't be seen in {count(total + rest, 'document')}."
    top = table.loc[table["with_name"].idxmax()]
    if top["with_name"] == 0:
        return f"None of its values stands in the {count(total, 'document')} that {'names' if total == 1 else 'name'} it."
    return (f"Of its values, {names[top['concept']]} is in most of the documents that name it: {of_documents(int(top['with_name']), total)}"
            + (f", against {of_documents(int(top['without_name']), rest)} that don't." if rest else "; there are no others."))


def beside_subtitle(table: pd.DataFrame) -> str:
    """The measure of the picture of values beside the name, with both denominators."""
    if table.empty:
        return ""
    return (f"share of documents with each value: of {int(table['documents_with_name'].iloc[0]):,} with the name, "
            f"of {int(table['documents_without'].iloc[0]):,} without")


def pairs(square: pd.DataFrame, names: dict[str, str]) -> str:
    """Which two concepts of a square table (`utils.concepts.pairs`) share most documents: a sentence."""
    off = square.where(~pd.DataFrame(_diagonal(len(square)), index=square.index, columns=square.columns)).stack()
    if off.empty or off.max() == 0:
        return "No two of these concepts stand in one document."
    a, b = off.idxmax()
    return f"Most often in one document: {names[a]} and {names[b]}, in {count(int(off.max()), 'document')}."


def _diagonal(n: int) -> list[list[bool]]:
    return [[i == j for j in range(n)] for i in range(n)]
