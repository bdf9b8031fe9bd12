"""Which concepts stand together, in a sentence or a document, and how much oftener than by chance.

Comes in: mentions. Goes out: one row a concept or a pair of them. Concepts that are made of each other's words meet by
definition: leave the parts out of the mentions before asking what stands with the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import sparse

from utils.concepts import labels
from utils.corpus import Corpus
from utils.counts import kept
from utils.text import sentence_spans
from utils.trends import FEW, LEVEL, RESAMPLES, exact_intervals

UNITS = ("sentence", "document")
NPMI = ["concept", "other", "together", "with_concept", "with_other", "units", "documents", "npmi", "npmi_low", "npmi_high"]
BESIDE_NODE = ["concept", "together", "with_node", "share_of_node", "documents", "with_concept", "npmi", "npmi_low", "npmi_high"]
_READ = 2_000_000  # characters that are cut into sentences to learn how long these are; all of a smaller corpus
_DRAWN_AT_ONCE = 1 << 20  # documents in one block of resamples: a few megabytes


def co_occurrence(found: pd.DataFrame, node: str, corpus: Corpus | None = None, *, unit: str = "sentence") -> pd.DataFrame:
    """With which other concepts the concept `node` shares a sentence (or a document).

    Parameters
    ----------
    found : mentions of `node` and of the concepts it is set beside.
    corpus : where they were found; without it, npmi and its interval are missing.
    unit : "sentence" (that in which a mention begins) or "document".

    Returns
    -------
    DataFrame of concept, together (units that hold both), with_node (units that hold `node`), share_of_node (0 to 1),
    documents (in which they stand together), with_concept (units that hold the concept), npmi with npmi_low and npmi_high
    (see `npmi`); most frequent first, those that never stand together left out.
    """
    others = [name for name in sorted(found["concept"].unique()) if name != node]
    of = [(node, other) for other in others]
    if corpus is None:
        out = _counted(*_held(found, of, unit)[:3], of).assign(npmi=np.nan, npmi_low=np.nan, npmi_high=np.nan)
    else:
        out = npmi(found, of, corpus, unit=unit)
    out = out[out["together"] > 0].drop(columns="concept")
    out = out.rename(columns={"other": "concept", "with_concept": "with_node", "with_other": "with_concept"})
    out["share_of_node"] = out["together"] / out["with_node"]
    out = out.sort_values(["together", "concept"], ascending=[False, True], ignore_index=True)
    return out[BESIDE_NODE]


def readable(table: pd.DataFrame, names: Mapping[str, str], *, unit: str = "sentence") -> pd.DataFrame:
    """A table of `co_occurrence` for reading: counts of the units that hold both, and NPMI with its interval in one cell."""
    value = ["" if np.isnan(r.npmi) else _signed(r.npmi) + _interval(r.npmi_low, r.npmi_high) for r in table.itertuples()]
    out = pd.DataFrame({"concept": [names.get(c, c) for c in table["concept"]], f"{unit}s with both": table["together"],
                        "in documents": table["documents"], f"all its {unit}s": table["with_concept"], "NPMI [95%]": value})
    return out.drop(columns="in documents") if unit == "document" else out


def _interval(low: float, high: float) -> str:
    return "" if np.isnan(low) else f" [{_signed(low)}, {_signed(high)}]"


def _signed(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")  # no minus before nought


def npmi(found: pd.DataFrame, of: Iterable[str] | Iterable[tuple[str, str]], corpus: Corpus, *,
         unit: str = "sentence") -> pd.DataFrame:
    """How much oftener two concepts stand together than if both were strewn over the units by chance.

    Normalised pointwise mutual information (Bouma 2009): ln(p(a, b) / (p(a) p(b))) / -ln p(a, b), where p is a share of all
    units: 1 where neither stands without the other, 0 where they meet as often as by chance, -1 where they never meet;
    missing where a concept doesn't occur, and where all units hold both.

    Parameters
    ----------
    of : pairs of concepts, or concepts, of which all pairs are taken.
    corpus : where they were found. Its units are all its documents, or all its sentences, whether or not they mention
        anything. To cut a large corpus into sentences takes long: over 2,000,000 characters, each document's sentences are
        estimated from its length and from the mean length of a sentence in documents drawn at random (seeded). An error
        of 5% in their number moves the measure by about 0.01.

    Returns
    -------
    DataFrame of concept, other, together (units that hold both), with_concept and with_other (units that hold the one and
    the other), units (all), documents (in which both stand together), npmi, and npmi_low and npmi_high: a 95% percentile
    interval from 1,000 resamples of the documents (seeded), missing where they stand together in fewer than 5 documents.
    """
    of = list(of)
    if all(isinstance(name, str) for name in of):
        of = list(combinations(of, 2))
    names, held, document, seen = _held(found, of, unit, corpus)
    out = _counted(names, held, document, of)
    units = np.ones(len(corpus)) if unit == "document" else np.maximum(_sentences(corpus)["sentences"].to_numpy(), seen)
    out["units"] = int(units.sum())
    counts = (out[column].to_numpy(dtype=float) for column in ("together", "with_concept", "with_other"))
    out["npmi"] = _npmi(*counts, units.sum())
    out["npmi_low"], out["npmi_high"] = _intervals(names, held, document, of, units, out["documents"].to_numpy())
    return out[NPMI]


def pairs(found: pd.DataFrame, concepts: list[str], corpus: Corpus | None = None, *, unit: str = "sentence",
          measure: str = "together") -> pd.DataFrame:
    """A square table: how many sentences (or documents) mention both of two concepts; the diagonal counts each alone.

    With `measure="npmi"`, which needs the corpus, the cells hold `npmi`, and the diagonal is missing.
    """
    if measure not in ("together", "npmi"):
        raise ValueError(f"measure is {measure!r}: a table of pairs holds together or npmi.")
    if measure == "npmi":
        if corpus is None:
            raise ValueError("NPMI needs the corpus, which has units without any mention: give it as the third argument.")
        table, place = npmi(found, concepts, corpus, unit=unit), pd.Index(concepts)
        square = np.full((len(concepts), len(concepts)), np.nan)
        one, other = place.get_indexer(table["concept"]), place.get_indexer(table["other"])
        square[one, other] = square[other, one] = table["npmi"]
        return pd.DataFrame(square, index=concepts, columns=concepts)
    names, held, _, _ = _held(found, [(a, a) for a in concepts], unit)
    square = (held.T @ held).toarray()
    return pd.DataFrame(square, index=names, columns=names).loc[concepts, concepts]


def beside(found: pd.DataFrame, name: str, concepts: list[str], corpus: Corpus) -> pd.DataFrame:
    """How many documents mention each of `concepts`, among those that mention `name` and among the rest.

    Returns
    -------
    DataFrame of concept, label, with_name, documents_with_name, share_with, without_name, documents_without,
    share_without (shares from 0 to 1; missing where there is no document), then the ends of the shares' exact 95% intervals,
    share_with_low and so on (missing under 5 documents); no row where no document mentions `name`.
    """
    names, ids = labels(corpus), set(found.loc[found["concept"] == name, "id"])
    rest = len(corpus) - len(ids)
    rows = []
    for concept in concepts if ids else ():
        holders = set(found.loc[found["concept"] == concept, "id"])
        both, other = len(holders & ids), len(holders - ids)
        rows.append((concept, names[concept], both, len(ids), both / len(ids),
                     other, rest, other / rest if rest else float("nan")))
    out = pd.DataFrame(rows, columns=["concept", "label", "with_name", "documents_with_name", "share_with", "without_name",
                                      "documents_without", "share_without"])
    for end, k, n in (("with", "with_name", "documents_with_name"), ("without", "without_name", "documents_without")):
        ends = exact_intervals(out[k].to_numpy(), out[n].to_numpy())
        out[f"share_{end}_low"], out[f"share_{end}_high"] = (np.where(out[n] >= FEW, each, np.nan) for each in ends)
    return out


def outside(found: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The mentions of `found` that share no character with a mention of `spans`."""
    if spans.empty or found.empty:
        return found
    # All documents one after the other, each given more room than any offset in it.
    number = {name: i for i, name in enumerate(pd.unique(pd.concat([found["id"], spans["id"]])))}
    room = 1 + int(max(found["end"].max(), spans["end"].max()))
    start, end = ((spans["id"].map(number) * room + spans[column]).to_numpy(dtype=np.int64) for column in ("start", "end"))
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    first, last = ((found["id"].map(number) * room + found[column]).to_numpy(dtype=np.int64) for column in ("start", "end"))
    before = np.searchsorted(start, last, "left")  # so many of the spans begin before the mention ends
    return found[(before == 0) | (reach[np.maximum(before, 1) - 1] <= first)]


def _held(found: pd.DataFrame, of: list[tuple[str, str]], unit: str,
          corpus: Corpus | None = None) -> tuple[list[str], sparse.csr_array, np.ndarray, np.ndarray]:
    """The concepts in `of`; which of them each unit holds (units by concepts, 0 or 1; units with none of them left out);
    each unit's document, by its place in the corpus if there is one; and how many units with any mention documents have."""
    if unit not in UNITS:
        raise ValueError(f"unit is {unit!r}: concepts meet in a {' or a '.join(UNITS)}.")
    names = list(dict.fromkeys(name for pair in of for name in pair))
    ids = pd.Index(found["id"].unique() if corpus is None else corpus.documents["id"])
    document, concept = ids.get_indexer(found["id"]), pd.Index(names, dtype="str").get_indexer(found["concept"])
    known = document >= 0
    key = document.astype(np.int64) << 32
    if unit == "sentence":
        key += found["sentence_start"].to_numpy(dtype=np.int64)
    seen = np.bincount(np.unique(key[known]) >> 32, minlength=len(ids))
    known &= concept >= 0
    units, row = np.unique(key[known], return_inverse=True)
    held = sparse.csr_array((np.ones(len(row), dtype=np.int64), (row, concept[known])), shape=(len(units), len(names)))
    held.data[:] = 1  # a concept twice in one unit is there once
    return names, held, units >> 32, seen


def _by_document(held: sparse.csr_array, document: np.ndarray) -> tuple[sparse.csr_array, np.ndarray]:
    """The units of each document that has any added up, and which documents these are."""
    documents, row = np.unique(document, return_inverse=True)
    add = sparse.csr_array((np.ones(len(row), dtype=np.int64), (row, np.arange(len(row)))), shape=(len(documents), len(row)))
    return add @ held, documents


def _both(names: list[str], held: sparse.csr_array, of: list[tuple[str, str]]) -> sparse.csr_array:
    """Which pairs each unit holds (units by pairs)."""
    columns, place = held.tocsc(), {name: i for i, name in enumerate(names)}
    one, other = ([place[pair[side]] for pair in of] for side in (0, 1))
    return (columns[:, one] * columns[:, other]).tocsr()


def _counted(names: list[str], held: sparse.csr_array, document: np.ndarray, of: list[tuple[str, str]]) -> pd.DataFrame:
    """One row a pair: concept, other, together, with_concept, with_other, documents."""
    both = _both(names, held, of)
    alone = pd.Series(held.sum(axis=0), index=names, dtype=np.int64)
    documents = (_by_document(both, document)[0] > 0).sum(axis=0)
    out = pd.DataFrame(of, columns=["concept", "other"], dtype="str")
    return out.assign(together=both.sum(axis=0), with_concept=alone.reindex(out["concept"]).to_numpy(),
                      with_other=alone.reindex(out["other"]).to_numpy(), documents=documents)


def _npmi(both, one, other, units) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(both * units / (one * other)) / -np.log(both / units)
    value = np.where(both > 0, np.clip(value, -1, 1), -1.0)
    return np.where((one > 0) & (other > 0) & (both < units), value, np.nan)


def _intervals(names: list[str], held: sparse.csr_array, document: np.ndarray, of: list[tuple[str, str]], units: np.ndarray,
               meet: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of the bootstrap interval of each pair; a resample gives each document a weight: how often it was drawn."""
    low, high, n = np.full(len(of), np.nan), np.full(len(of), np.nan), len(units)
    wanted = np.flatnonzero(meet >= FEW)
    if not len(wanted):
        return low, high
    place = {name: i for i, name in enumerate(names)}
    one, other = ([place[of[i][side]] for i in wanted] for side in (0, 1))
    single, documents = _by_document(held, document)
    both = _by_document(_both(names, held, [of[i] for i in wanted]), document)[0].T.tocsr()
    single, values, random = single.T.tocsr(), [], np.random.default_rng(0)
    rows = max(1, _DRAWN_AT_ONCE // n)
    for done in range(0, RESAMPLES, rows):
        drawn = random.integers(0, n, (min(rows, RESAMPLES - done), n), dtype=np.int64)
        drawn += np.arange(len(drawn))[:, None] * n
        weights = np.bincount(drawn.ravel(), minlength=drawn.size).reshape(drawn.shape).T.astype(float)
        alone, total = single @ weights[documents], units @ weights
        values.append(_npmi(both @ weights[documents], alone[one], alone[other], total))
    ends = np.nanquantile(np.concatenate(values, axis=1), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=1)
    low[wanted], high[wanted] = ends
    return low, high


@kept
def _sentences(corpus: Corpus) -> pd.DataFrame:
    """Column sentences, a row a document: counted in a small corpus, estimated from its length in a larger one."""
    lengths = np.array([len(text) for _, text in corpus.texts()], dtype=np.int64)
    if lengths.sum() <= _READ:
        return pd.DataFrame({"sentences": np.array([len(sentence_spans(text)) for _, text in corpus.texts()], dtype=np.int64)})
    order = np.random.default_rng(0).permutation(len(lengths))
    chosen = order[: int(np.searchsorted(np.cumsum(lengths[order]), _READ)) + 1]
    texts = [corpus.text(corpus.documents["id"].iloc[i])[:_READ] for i in chosen]
    mean = sum(map(len, texts)) / sum(len(sentence_spans(text)) for text in texts)
    return pd.DataFrame({"sentences": np.maximum(1, np.rint(lengths / mean)).astype(np.int64)})
