"""Tables of `utils.overview` -> sentences and titles: what the corpus holds.

Comes in: those tables. Goes out: plain text, true of whatever corpus they were made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from utils.corpus import Corpus
from utils.overview import UNKNOWN, by_year, spaced
from utils.sentences import FEW, count, first_letter_up, joined, of_documents, percent, period

_NAMED = 5  # years or groups named one by one; of more only the number is given
_WORDS = {"lang": "language"}
_POOLED = re.compile(rf"\d+ others|{UNKNOWN}")


def size(corpus: Corpus, name: str | None = None) -> str:
    """How many documents and words, and of which years: a sentence; `name` is the corpus's title unless given."""
    name = name or corpus.title
    if not len(corpus):
        return f"{name} holds no document."
    dated, years = int(corpus.documents["year"].notna().sum()), by_year(corpus)
    apart = " (Chinese and Japanese characters not counted)" if len(spaced(corpus)) < len(corpus) else ""
    said = f"{name} holds {count(len(corpus), 'document')} with {count(corpus.n_words, 'word')}{apart}"
    if not dated:
        return f"{said}; none of them is dated." if len(corpus) > 1 else f"{said}, undated."
    when = f"dated {period(corpus)}" if dated == len(corpus) else f"{dated:,} of them dated, {period(corpus)}"
    empty = int((years["documents"] == 0).sum())
    if len(years) < 2:
        return f"{said}, {when}."
    return f"{said}, {when}, " + ("with at least one in every year." if not empty else
                                  f"with none in {empty:,} of these {len(years):,} years.")


def groups(table: pd.DataFrame, column: str, documents: int) -> str:
    """How documents fall to the groups of `utils.overview.by_group`: the largest, and how many are small: sentences."""
    word = _WORDS.get(column, column)
    known = table[table["known"]]
    unknown = int(table.loc[~table["known"], "documents"].sum())
    if known.empty:
        return f"No document states its {word}." if documents else ""
    rest = f" {_up(unknown, 'document')} {_plural(unknown, 'states', 'state')} none." if unknown else ""
    most = int(known["documents"].max())
    top = known.loc[known["documents"] == most, "group"]
    if len(known) == 1:
        those = f" with a stated {word}" if unknown else ""
        return (f"{_all(most)}{those} have the same {word}, {top.iloc[0]}.{rest}" if most > 1 else
                f"The one document{those} has the {word} {top.iloc[0]}.{rest}")
    if len(top) == 1:
        said = f"The largest of {len(known):,} {word}s is {top.iloc[0]} with {of_documents(most, documents)}."
    elif len(top) == len(known):
        said = f"Each of the {len(known):,} {word}s has {count(most, 'document')}."
    else:
        said = f"The largest of {len(known):,} {word}s are {named(top)} with {count(most, 'document')} each."
    small = int((known["documents"] < FEW).sum())
    if small and len(top) < len(known):
        said += f" {_up(small, word)} {_plural(small, 'has', 'have')} fewer than {FEW} documents, too few for a rate."
    return said + rest


def _all(n: int) -> str:
    return "Both documents" if n == 2 else f"All {n:,} documents"


def _up(n: int, thing: str) -> str:
    return first_letter_up(count(n, thing))


def _plural(n: int, one: str, many: str) -> str:
    return one if n == 1 else many


def concentration(table: pd.DataFrame, column: str, documents: int) -> str:
    """How much of the corpus the largest groups of `utils.overview.by_group` hold together: a sentence, or nothing."""
    known = table[table["known"]]
    if len(known) < 4:
        return ""
    word, three = _WORDS.get(column, column), int(known["documents"].head(3).sum())
    half = int((known["documents"].cumsum() < documents / 2).sum()) + 1
    said = f"The three largest {word}s, {joined(known['group'].head(3))}, hold {of_documents(three, documents)}"
    return said + (f"; {half} hold half of them." if half <= len(known) and half > 3 else ".")


def named(names: Iterable) -> str:
    """Names joined as in a sentence; of more than five, the first four and how many more."""
    names = list(names)
    return joined(names) if len(names) <= _NAMED else joined([*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} more"])


def years(table: pd.DataFrame) -> str:
    """Which years are full, empty and thin in `utils.overview.by_year`: sentences."""
    if table.empty:
        return "No document is dated, so no year can be counted."
    dated = int(table["documents"].sum())
    if len(table) == 1:
        those = "The one dated document is" if dated == 1 else f"All {dated:,} dated documents are"
        return f"{those} of {table['year'].iloc[0]}."
    top = table[table["documents"] == table["documents"].max()]
    most = int(top["documents"].iloc[0])
    held = table[table["documents"] > 0]
    if len(top) == 1:
        said = [f"The fullest year is {top['year'].iloc[0]} with {count(most, 'document')}."]
    elif len(top) == len(held):
        said = [f"Each of the {len(held):,} years with documents has {count(most, 'document')}."]
    else:
        said = [f"The fullest years are {named(top['year'])} with {count(most, 'document')} each."]
    late = table["year"][table["documents"][::-1].cumsum()[::-1] >= dated / 2].max()
    if dated >= FEW and late > table["year"].iloc[0]:
        said.append(f"At least half of the {dated:,} dated documents are of {late} or later.")
    empty = table.loc[table["documents"] == 0, "year"]
    if len(empty):
        which = joined(empty, last="or") if len(empty) <= _NAMED else f"{len(empty):,} of the {len(table):,} years"
        said.append(f"No document is of {which}.")
    else:
        said.append("Every year has at least one.")
    thin = int((held["documents"] < FEW).sum())
    if thin and len(top) < len(held):
        said.append(f"{_up(thin, 'year')} {_plural(thin, 'has', 'have')} documents, but fewer than {FEW}.")
    return " ".join(said)


def length(corpus: Corpus) -> str:
    """Median, quartiles, shortest and longest document, and how much the longest tenth holds: sentences."""
    each = spaced(corpus).documents[["id", "n_words"]]
    words = each["n_words"]
    if each.empty:
        return "No document is in a script whose words are counted." if len(corpus) else ""
    left = len(corpus) - len(each)
    apart = ""
    if left:
        apart = f" {_up(left, 'document')} in Chinese or Japanese {_plural(left, 'is', 'are')} not counted here."
    if len(each) == 1:
        return f"One document, of {count(int(words.iloc[0]), 'word')}.{apart}"
    if words.min() == words.max():
        return f"{_all(len(each))} have the same length, {count(int(words.min()), 'word')}.{apart}"
    low, middle, high = (f"{w:,.0f}" for w in words.quantile([0.25, 0.5, 0.75]))
    said = f"The median length is {count(1, 'word') if middle == '1' else middle + ' words'}"
    said += f", and at least half of the documents have {low} to {high}." if len(each) >= FEW and low != high else "."
    said += f" The shortest has {_extreme(each, words.min())}, the longest {_extreme(each, words.max())}."
    if len(each) >= 10 and words.sum():
        n = round(len(each) / 10)
        share = words.nlargest(n).sum() / words.sum()
        said += f" The longest tenth ({count(n, 'document')}) holds {percent(share)} of all words."
    return said + apart


def _extreme(each: pd.DataFrame, words: int) -> str:
    ids = each.loc[each["n_words"] == words, "id"]
    more = f" and {len(ids) - 1:,} more" if len(ids) > 1 else ""
    return f"{words:,} ({ids.iloc[0]}{more})"


def not_loaded(corpus: Corpus) -> str:
    """How many items were left out or loaded with a fault: a sentence."""
    kept = int(corpus.skipped["kept"].sum())
    lost = len(corpus.skipped) - kept
    if not lost and not kept:
        return "Everything that was found was loaded, and no fault was met."
    said = f"{_up(lost, 'item')} could not be loaded" if lost else "Everything that was found was loaded"
    if not kept:
        return said + "."
    return f"{said}; {count(kept, 'document')} {_plural(kept, 'was', 'were')} loaded with a fault, named below."


def year_title(table: pd.DataFrame) -> str:
    """A title for documents by year: the gaps, or the fullest year."""
    if len(table) < 2:
        return "Documents by year"
    empty, span = int((table["documents"] == 0).sum()), f"from {table['year'].iloc[0]} to {table['year'].iloc[-1]}"
    if empty:
        return f"{empty:,} of the {len(table):,} years {span} {_plural(empty, 'has', 'have')} no document"
    thin = int((table["documents"] < FEW).sum())
    few = f", but {thin:,} {_plural(thin, 'has', 'have')} fewer than {FEW}" if thin else ""
    return f"Every year {span} has documents{few}"


def group_title(table: pd.DataFrame, column: str, documents: int) -> str:
    """A title for documents by group: the one with most documents, and its share."""
    known = table[table["known"]]
    word = _WORDS.get(column, column)
    if len(known) < 2 or known["documents"].iloc[0] == known["documents"].iloc[1]:
        return f"Documents by {word}"
    row = known.iloc[0]
    share = f"{percent(row['documents'] / documents)} of all" if documents >= FEW else f"{row['documents']} of {documents}"
    return first_letter_up(f"{row['group']} has more documents than any other {word}: {share}")


def grid_title(table: pd.DataFrame, column: str) -> str:
    """A title for `utils.overview.year_by_group`: which group is there in most years, which in fewest."""
    if table.empty or table.shape[1] < 2:
        return f"Documents by {column} and year"
    held = table.notna().sum(axis=1)[[not _POOLED.fullmatch(name) for name in table.index]]
    if len(held) < 2 or held.max() == held.min():
        return f"Documents by {column} and {'year' if table.columns[0].isdigit() else 'span of years'}"
    unit = "years" if table.columns[0].isdigit() else "spans of years"
    return f"{held.idxmax()} is there in {held.max()} of {table.shape[1]} {unit}, {held.idxmin()} in {held.min()}"


def length_title(corpus: Corpus) -> str:
    """A title for lengths: the half, and how much the longest tenth holds; no class, since classes differ in width."""
    words = spaced(corpus).documents["n_words"]
    if len(words) < 10 or words.min() == words.max():
        return "Lengths of the documents"
    share = words.nlargest(round(len(words) / 10)).sum() / words.sum()
    half = count(int(words.median()), "word")
    return f"Half of the documents have at most {half}; the longest tenth holds {percent(share)} of all"


def in_words(table: pd.DataFrame, label: str, value: str, *, rows: int = 12) -> str:
    """A list of labels and numbers for alt texts: each label with its number."""
    said = [f"{name}: {n:,}" for name, n in table[[label, value]].head(rows).itertuples(index=False, name=None)]
    more = f"; and {len(table) - rows:,} more" if len(table) > rows else ""
    return "; ".join(said) + more + "."
