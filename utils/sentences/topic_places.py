"""Where topics are -> sentences: when, whose, with which concepts, whether that is known anyway, on a map; true of any corpus.

Comes in: what `utils.topics.tables` and `utils.topics.mirror` give. Goes out: plain text.
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus
from utils.sentences import count, first_letter_up, interval, joined, of_documents, percent
from utils.topics import Topics
from utils.topics.tables import MOST_PLACED

ENOUGH = 10  # documents of a period that is compared with another
LITTLE, MUCH = 0.1, 0.3  # adjusted mutual information
_PROPERTIES = {"length": "length of the document"}


def change(table: pd.DataFrame, names: dict[int, str]) -> tuple[str, str]:
    """The topic whose share differs most between the first and the last period with at least ten documents, of those whose
    intervals in the two lie apart.

    Returns
    -------
    A short sentence for a title, empty where there is no such topic, and one with the intervals; both empty where there are
    not two such periods.
    """
    enough = table[table["documents"] >= ENOUGH]
    groups = list(dict.fromkeys(enough["group"]))
    if len(groups) < 2:
        return "", ""
    first, last = (enough[enough["group"] == g].set_index("topic") for g in (groups[0], groups[-1]))
    difference = (last["share"] - first["share"]).abs().round(6)
    difference = difference[(first["share_high"] < last["share_low"]) | (last["share_high"] < first["share_low"])]
    between = f"Between the first and the last period with at least {ENOUGH} documents"
    if difference.empty:
        return "", (f"{between}, {groups[0]} and {groups[-1]}, no stable topic's share of the documents differs so much that the "
                    "two 95% intervals lie apart.")
    topic = int(difference.sort_values(ascending=False, kind="stable").index[0])
    a, b = first.loc[topic], last.loc[topic]
    name = names[topic].partition(" ")[2]
    short = f"“{name}”: {percent(a['share'])} in {groups[0]}, {percent(b['share'])} in {groups[-1]}"
    others = count(len(difference) - 1, "other topic") if len(difference) > 1 else "no other topic"
    return short, (f"{between} “{a['label']}” differs most: {_share(a)} in {groups[0]}, {_share(b)} in {groups[-1]}; 95% "
                   "intervals in brackets. It is picked from all topics for its difference; of "
                   f"{others} do the two intervals lie apart.")


def _share(row: pd.Series) -> str:
    return f"{of_documents(int(row['with_it']), int(row['documents']))} {interval(row['share_low'], row['share_high'])}"


def left_out(table: pd.DataFrame, thing: str, most: int = 8) -> str:
    """Which groups a grid of shares leaves out."""
    groups = table.drop_duplicates("group")
    small = int(groups["small"].astype(bool).sum())
    enough = len(groups) - small
    if enough < 2:
        return ""
    parts = [f"{count(small, thing)} with fewer than five documents {'is' if small == 1 else 'are'} left out"] if small else []
    if enough > most:
        parts.append(f"of the {'others' if small else f'{enough} {thing}s'} the {most} with most documents are shown")
    else:
        parts.append(f"the other {enough} are shown" if small else f"all {enough} {thing}s are shown")
    return first_letter_up("; ".join(parts)) + "."


def mirror(table: pd.DataFrame) -> str:
    """How much the groups have in common with what is known of the documents."""
    known = table.dropna(subset="ami").sort_values(["ami", "property"], ascending=[False, True])
    if known.empty:
        return "Nothing is known of the documents in which they differ, so the groups can't be compared with it."
    value = max(0.0, float(known["ami"].iloc[0]))
    degree = "little" if value < LITTLE else "some" if value < MUCH else "much"
    name = _PROPERTIES.get(known["property"].iloc[0], known["property"].iloc[0])
    scale = f"(adjusted mutual information {value:.2f}, where 0 is chance and 1 the same grouping)"
    said = f"There is {degree} overlap between the groups and what is known of the documents, most with the {name} {scale}."
    if len(known) == 1:
        said = f"There is {degree} overlap between the groups and the {name} {scale}."
    rest = [_PROPERTIES.get(p, p) for p in table.loc[table["ami"].isna(), "property"]]
    return said + (f" Not known, or the same for all of them: {joined(rest)}." if rest else "")


def one_kind(found: Topics, table: pd.DataFrame, known: pd.DataFrame, corpus: Corpus) -> str:
    """Which stable topics are mostly one publisher's, side's or genre's; of a chronicle, whose manner of writing is its
    authors', only the genre.
    """
    if found.named.empty:
        return ""
    kinds = ["genre"] if corpus.is_chronicle else ["publisher", "side", "genre"]
    table = table[table["property"].isin(kinds)]
    if table.empty:
        compared = known.loc[known["ami"].notna() & known["property"].isin(kinds), "property"]
        one = joined(compared, last="or")
        return f"No stable topic is mostly that of one {one} that is rarer elsewhere." if one else ""
    said = [f"“{r.label}” ({r.property} {r.value}: {r.with_it:,} of {count(r.documents, 'document')}, against "
            f"{percent(r.share_of_all)} of all documents)" for r in table.itertuples()]
    return f"Mostly of one kind, so that what they share may be a manner of writing rather than a subject: {joined(said)}."


def concept_title(table: pd.DataFrame, names: dict[int, str]) -> str:
    """A title for topics by concept: the pair of which most is true, if one is ahead."""
    enough = table[~table["small"].astype(bool)]
    if enough.empty or enough["share"].max() == 0:
        return "Concepts in the passages of stable topics"
    top = enough[enough["share"] == enough["share"].max()]
    if len(top) > 1:
        return "Concepts in the passages of stable topics"
    row = top.iloc[0]
    name = names[row["topic"]].partition(" ")[2]
    held = of_documents(int(row["with_it"]), int(row["documents"]))
    return f"{held} that mention {row['group']} do so in “{name}”"


def placed(places: pd.DataFrame, found: Topics) -> str:
    """How many documents a map shows, where that is not all."""
    if places.empty or len(places) == found.documents:
        return ""
    drawn = ", drawn at random from" if len(places) >= MOST_PLACED else " hold any of the terms and are shown, of"
    return f"{len(places):,} documents{drawn} {found.documents:,}{', are shown' * (len(places) >= MOST_PLACED)}."


def on_map(share: float) -> str:
    """How much of the differences between documents a map shows."""
    if pd.isna(share):
        return ""
    return (f"The plane shows {percent(share)} of all differences between the documents: what is far apart in it does differ, "
            "and what is side by side may differ as well.")
