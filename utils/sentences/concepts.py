"""Tables of mentions, shares and courses -> sentences: what notebooks 03 and 04 say, true of whatever corpus was counted.

Comes in: the tables of `utils.concepts`, `utils.trends` and `utils.co_occurrence`. Goes out: plain text (never markup), with
denominator and interval, or "too few". Sentences of courses, collocates, comparisons and first mentions are made in rooms of
their own and can be had from here.
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus
from utils.sentences import FEW, count, first_letter_up, interval, joined, of_documents, percent
from utils.sentences.changes import all_changed as all_changed
from utils.sentences.changes import changes_title as changes_title
from utils.sentences.collocates import associated as associated
from utils.sentences.collocates import associated_title as associated_title
from utils.sentences.collocates import collocates_found as collocates_found
from utils.sentences.collocates import network_in_words as network_in_words
from utils.sentences.collocates import network_measure as network_measure
from utils.sentences.collocates import network_title as network_title
from utils.sentences.differences import differ as differ
from utils.sentences.first_mentions import first_mentioned as first_mentioned
from utils.sentences.trends import courses as courses
from utils.sentences.trends import shares_by as shares_by


def mentioned(found: pd.DataFrame, corpus: Corpus, label: str) -> str:
    """How often and in how many documents `found` (mentions of one concept) occurs: a sentence."""
    if not len(corpus):
        return f"{first_letter_up(label)}: there is no English document to look in."
    if found.empty:
        return f"{first_letter_up(label)}: no mention in {count(len(corpus), 'document')}{absence(len(corpus))}."
    rate = 1000 * len(found) / corpus.n_words
    rate = f"{rate:,.0f}" if rate >= 9.95 else f"{rate:#.2g}"  # "12", "1.0", "0.028"
    return (f"{first_letter_up(label)}: {count(len(found), 'mention')} in {of_documents(found['id'].nunique(), len(corpus))}, "
            f"{rate} per 1,000 words.")


def all_mentioned(found: dict[str, pd.DataFrame], corpus: Corpus, names: dict[str, str]) -> list[str]:
    """`mentioned` for several concepts, those without a mention in one sentence at the end."""
    if not len(corpus):
        return ["There is no English document to look in."]
    said = [mentioned(part, corpus, names[key]) for key, part in found.items() if len(part)]
    absent = [names[key] for key, part in found.items() if part.empty]
    if absent:
        where = f"in {count(len(corpus), 'document')}" if len(corpus) == 1 else f"in any of {len(corpus):,} documents"
        said.append(f"Not mentioned {where}{absence(len(corpus))}: {joined(absent)}.")
    return said


def absence(documents: int) -> str:
    """What none in `documents` documents leaves possible: the upper end of the exact 95% interval; empty under `FEW`."""
    if documents < FEW:
        return ""
    return f" (95% interval of the share: 0 to {100 * (1 - 0.025 ** (1 / documents)):.2g}%)"


def by_group(table: pd.DataFrame, label: str, group: str, *, ranked: bool = True) -> str:
    """Which groups of `utils.trends.rates` have the largest and smallest share of documents: a sentence or "too few".

    With `ranked` False, as for a chronicle, no group is set above another: it is told how many have any such document.
    """
    if table.empty:
        return f"{first_letter_up(label)} by {group}: the {group} of no document is known, so there is nothing to compare."
    large = table[~table["small"].astype(bool)]
    left_out = len(table) - len(large)
    are = "is" if left_out == 1 else "are"
    few = f" {count(left_out, group)} with fewer than {FEW} documents {are} left out." if left_out else ""
    name, enough = first_letter_up(label), f"with {FEW} documents or more"
    if len(large) < 2:
        return f"{name} by {group}: too few to compare ({count(len(large), group)} {enough}).{few}"
    if not ranked:
        held = int((large["with_it"] > 0).sum())
        part = "none" if not held else f"{held:,}"
        return f"{name}: in documents of {part} of the {len(large):,} {group}s {enough}.{few}"
    if large["share"].nunique() == 1:
        return f"{name}: the same share, {percent(large['share'].iloc[0])}, in all {len(large)} {group}s {enough}.{few}"
    return (f"{name}, among {len(large)} {group}s {enough}: the share of documents is largest in "
            f"{_extreme(large, large['share'].max(), group)}, smallest in {_extreme(large, large['share'].min(), group)}.{few}")


def by_group_title(table: pd.DataFrame, label: str, group: str) -> str:
    """A title for shares by group: in the documents of how many groups of 5 documents or more the concept occurs."""
    large = table[~table["small"].astype(bool)]
    held = int((large["with_it"] > 0).sum())
    part = "all" if held == len(large) else f"{held:,} of" if held else "none of"
    return f"{first_letter_up(label)}: in documents of {part} the {len(large):,} {group}s shown"


def _extreme(table: pd.DataFrame, share: float, group: str) -> str:
    """The groups that have this share, the first ones by name."""
    held = table[table["share"] == share]
    row = held.iloc[0]
    if len(held) > 3:
        return f"{len(held)} {group}s ({percent(share)} each)"
    if len(held) > 1:
        each = [f"{r.Index} with {int(r.with_it):,} of {int(r.documents):,}" for r in held.itertuples()]
        return f"{joined(each)} ({percent(share)} each)"
    return (f"{held.index[0]} with {int(row['with_it']):,} of {int(row['documents']):,} ({percent(share)}, 95% interval "
            f"{interval(row['share_low'], row['share_high'])})")


def together(table: pd.DataFrame, label: str, names: dict[str, str], *, unit: str = "sentence", top: int = 3) -> str:
    """With which concepts another shares most sentences (`utils.co_occurrence.co_occurrence`): a sentence."""
    if table.empty:
        return f"{first_letter_up(label)}: no {unit} holds it and another concept tracked here."
    total, shown = int(table["with_node"].iloc[0]), table.head(top)
    most = joined(f"{names.get(r.concept, r.concept)} ({int(r.together):,})" for r in shown.itertuples())
    ties = int((table["together"].iloc[len(shown) :] == shown["together"].iloc[-1]).sum())
    also = f"; {ties:,} more as often as the last of these" if ties else ""
    return f"{first_letter_up(label)}: in {count(total, unit)}; most often in the same {unit}: {most}{also}."


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
    return (f"{first_letter_up(top['label'])} is named in {percent(top['share'])} of documents, "
            f"label or triad in {percent(both['share'])}")


def alone(overview: pd.DataFrame, documents: int) -> str:
    """In how many of `documents` terrorism, separatism and extremism are each named: the second half of an answer."""
    if not documents:
        return ""
    single = overview[overview["concept"].isin(["terrorism", "separatism", "extremism"])]
    single = single.sort_values("documents", ascending=False, kind="stable")
    if single["documents"].max() == 0:
        return f"Nor is terrorism, separatism or extremism named in {'it' if documents == 1 else 'any of them'}."
    held = single[single["documents"] > 0]
    if documents == 1:
        return f"Of the parts, {joined(held['label'])} {'is' if len(held) == 1 else 'are'} named in it."
    said = [f"{row.label} in {row.documents:,}" for row in held.itertuples()]
    none = list(single.loc[single["documents"] == 0, "label"])
    if none:
        return f"Of the parts, {', '.join(said)}, {joined(none)} in none of these documents."
    return f"Of the parts, {joined(said)} of these documents."


def outside(single: pd.DataFrame, alone: pd.DataFrame, names: dict[str, str]) -> str:
    """How many mentions of each part stand outside label and triad (`utils.co_occurrence.outside`): a sentence, or nothing.

    Parameters
    ----------
    single, alone : mentions of the parts, and those of them that stand outside.
    """
    held = single["concept"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if held.empty:
        return ""
    if len(single) == len(alone):
        return f"No mention of {joined((names[c] for c in held.index), last='or')} stands within label or triad."
    free = alone["concept"].value_counts()
    each = [f"{free.get(c, 0):,} of {n:,} of {names[c]}" for c, n in held.items()]
    each[0] = f"{free.get(held.index[0], 0):,} of {count(held.iloc[0], 'mention')} of {names[held.index[0]]}"
    return f"Outside label and triad: {joined(each)}."


def shares_in_words(overview: pd.DataFrame) -> str:
    """Alt text for shares by concept: each with its share of documents."""
    return "Shares of documents: " + "; ".join(f"{r.label} {percent(r.share)}" for r in overview.itertuples()) + "."


def name_against_values(overview: pd.DataFrame, name: str) -> str:
    """A title for the table of the Shanghai Spirit: the name's share of documents, and the most frequent value's."""
    row = overview.set_index("concept")
    values = row.drop(index=[name, f"{name}.values"])
    top = values.loc[values["documents"].idxmax()]
    said = "No document names the Spirit"
    if row.loc[name, "documents"]:
        said = f"The Spirit is named in {percent(row.loc[name, 'share'])} of documents"
    if not top["documents"]:
        return f"{said}; nor do its values occur"
    return f"{said}; its commonest value, {top['label']}, in {percent(top['share'])}"


def beside(table: pd.DataFrame, label: str, names: dict[str, str]) -> str:
    """Which value stands in the largest number of documents that name the Spirit, and in how many of the rest: a sentence."""
    if table.empty:
        return f"No document names the {label}, so its values can't be set beside it."
    total, rest = int(table["documents_with_name"].iloc[0]), int(table["documents_without"].iloc[0])
    if total + rest < FEW:
        return f"Whether its values come with the name can't be seen in {count(total + rest, 'document')}."
    top = table.loc[table["with_name"].idxmax()]
    if top["with_name"] == 0:
        return f"None of its values stands in the {count(total, 'document')} that {'names' if total == 1 else 'name'} it."
    first = [names[c] for c in table.loc[table["with_name"] == top["with_name"], "concept"]]
    name = "names" if total == 1 else "name"
    come, each = ("comes", "") if len(first) == 1 else ("come", " each")
    said = (f"Of its values, {joined(first)} {come} with the name most often: "
            f"in {of_documents(int(top['with_name']), total)} that {name} it{each}")
    against = f", against {of_documents(int(top['without_name']), rest)} that don't" if rest and len(first) == 1 else ""
    return said + against + ("." if rest else "; there are no others.")


def beside_subtitle(table: pd.DataFrame) -> str:
    """The measure of the picture of values beside the name, with both denominators."""
    if table.empty:
        return ""
    return (f"share of documents with each value: of {int(table['documents_with_name'].iloc[0]):,} with the name, "
            f"of {int(table['documents_without'].iloc[0]):,} without")


def pairs(square: pd.DataFrame, names: dict[str, str]) -> str:
    """Which two concepts of a square table (`utils.co_occurrence.pairs`) share most documents: a sentence."""
    off = square.where(~pd.DataFrame(_diagonal(len(square)), index=square.index, columns=square.columns)).stack()
    if off.empty or off.max() == 0:
        return "No two of these concepts stand in one document."
    first = [(a, b) for a, b in off[off == off.max()].index if list(square).index(a) < list(square).index(b)]
    more = f" (and {count(len(first) - 1, 'other pair')} as often)" if len(first) > 1 else ""
    one, other = (names[concept] for concept in first[0])
    return f"Most often in one document: {one} and {other}, in {count(int(off.max()), 'document')}{more}."


def _diagonal(n: int) -> list[list[bool]]:
    return [[i == j for j in range(n)] for i in range(n)]
