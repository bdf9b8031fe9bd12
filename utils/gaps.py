"""What a corpus lacks or holds unevenly, and what follows from it for everything that is counted in it.

Comes in: a corpus. Goes out: a table of texts, one row a gap, true of whatever corpus it was made from.
"""

from __future__ import annotations

import pandas as pd

from utils.corpus import Corpus
from utils.overview import by_group, by_year, repeats, spaced
from utils.sentences import FEW, count, of_documents, percent
from utils.sentences.overview import named


def consequences(corpus: Corpus) -> pd.DataFrame:
    """What is missing or uneven, how much of it, and what follows for the other notebooks.

    Returns
    -------
    DataFrame of gap, extent, consequence (texts), one row for each gap that the corpus has.
    """
    documents, n = corpus.documents, len(corpus)
    table, rows = by_year(corpus), []
    undated, precise = int((documents["date"] == "").sum()), int(documents["precision"].isin(["year", "month"]).sum())
    if undated:
        rows.append(("documents without a date", of_documents(undated, n), "They are in all totals, but in no figure over time."))
    if precise:
        rows.append(("documents dated to a month or a year only", of_documents(precise, n),
                     "They count in their year; a period that begins or ends within it leaves them out."))
    if len(table) == 1:
        rows.append(("only one year", str(table["year"].iloc[0]), "There is no course over time: figures by year are not drawn."))
    empty, thin = int((table["documents"] == 0).sum()), int(table["documents"].between(1, FEW - 1).sum())
    if empty:
        rows.append(("years without a document", f"{empty:,} of {count(len(table), 'year')}",
                     "Figures over time show a gap there, not a zero."))
    if thin and len(table) > 1:
        rows.append((f"years with fewer than {FEW} documents", f"{thin:,} of {count(len(table), 'year')}",
                     "Their points are hollow and drawn without an interval: one document more could move them far."))
    rows += _of_groups(corpus) + _of_texts(corpus)
    return pd.DataFrame(rows, columns=["gap", "extent", "consequence"])


def _of_groups(corpus: Corpus) -> list[tuple[str, str, str]]:
    by, n, rows = corpus.grouping(), len(corpus), []
    table = by_group(corpus, by)
    known, unknown = table[table["known"]], int(table.loc[~table["known"], "documents"].sum())
    if unknown:
        rows.append((f"documents without a stated {by}", of_documents(unknown, n),
                     f"They are left out wherever {by}s are set side by side."))
    if len(known) == 1:
        rows.append((f"only one {by}", known["group"].iloc[0], f"Nothing can be compared by {by}."))
    if len(known) > 1:
        most = int(known["documents"].max())
        top = known.loc[known["documents"] == most, "group"]
        rows.append((f"the largest {by}{'s' if len(top) > 1 else ''}: {named(top)}",
                     f"{'each ' if len(top) > 1 else ''}{of_documents(most, n)}",
                     f"A count over all documents is to that extent a count of this {by}; comparisons need the {by}s apart."))
    small = int((known["documents"] < FEW).sum())
    if small and len(known) > 1:
        rows.append((f"{by}s with fewer than {FEW} documents", f"{small:,} of {count(len(known), by)}",
                     "No rate is given for them, or it is marked as resting on few documents."))
    return rows


def _of_texts(corpus: Corpus) -> list[tuple[str, str, str]]:
    n, rows = len(corpus), []
    other, same = int((corpus.documents["lang"] != "en").sum()), len(repeats(corpus))
    words = spaced(corpus).documents["n_words"]
    tenth = round(len(words) / 10)
    if len(words) >= 10 and words.sum() and words.nlargest(tenth).sum() >= 0.3 * words.sum():
        rows.append(("the longest tenth of the documents", f"{percent(words.nlargest(tenth).sum() / words.sum())} of all words",
                     "Rates per 1,000 words lean on these few; shares of documents don't."))
    if other:
        rows.append(("documents in other languages than English", of_documents(other, n),
                     "Notebooks that count English words leave them out."))
    if same:
        rows.append(("documents that repeat another word for word", of_documents(same, n),
                     "They count as often as they stand there; remove them if that is wrong."))
    lost = int((~corpus.skipped["kept"].astype(bool)).sum())
    if lost:
        rows.append(("items that could not be loaded", f"{lost:,}", "They are in no count; the reasons are listed above."))
    return rows
