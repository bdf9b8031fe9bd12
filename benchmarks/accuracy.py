"""How accurate predictions of statements are: `python -m benchmarks.accuracy "NAME=GOLD.jsonl,PREDICTIONS.jsonl" …`.

Reads gold files and what `benchmarks.quotes` wrote for them; writes, by kind of statement, the figures that notebook 06 shows
first, as CSV: set, documents, kind, measure, n, figure, low, high (95%, over documents). The shipped corpus is not among them:
the notebook measures it, as any corpus with a statements.csv. To renew what ships:

    python -m benchmarks.quotes polnear_dev.jsonl > one.jsonl; python -m benchmarks.quotes sco_dev.jsonl --speech > two.jsonl
    python -m benchmarks.accuracy "American political news=polnear_dev.jsonl,one.jsonl" \\
        "passages about SCO diplomacy=sco_dev.jsonl,two.jsonl" > utils/quotes/measured.csv
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import pandas as pd

from utils.figures import csv_text
from utils.quotes.accuracy import compared, figures

_COLUMNS = ["id", "pieces", "source_pieces", "source_start", "kind", "speaker", "borderline"]


def measured(name: str, gold: Path, predictions: Path) -> pd.DataFrame:
    """The figures of one set: set, documents, kind, measure, n, figure, low, high."""
    documents = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    said = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = {d["doc_id"]: d["text"] for d in documents}
    marked = _table([(d["doc_id"], q, edge) for d in documents for edge, key in ((False, "quotes"), (True, "borderline"))
                     for q in d.get(key) or []])
    found = _table([(d["doc_id"], q, False) for d in said for q in d["quotes"]])
    out = figures(compared(marked, found, texts), marked, documents=texts)
    return out.assign(set=name, documents=len(texts))[["set", "documents", *out.columns]]


def _table(quotes: list[tuple[str, dict, bool]]) -> pd.DataFrame:
    rows = []
    for name, q, edge in quotes:
        source = [tuple(s) for s in q.get("source") or []]
        speaker = "|".join(filter(None, (q.get("speaker"), q.get("speaker_full"))))
        rows.append((name, [tuple(p) for p in q["content"]], source, source[0][0] if source else pd.NA, q.get("kind", ""),
                     speaker, edge))
    return pd.DataFrame(rows, columns=_COLUMNS)


def main() -> None:
    """Write the figures of the sets named on the command line to standard output."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("sets", nargs="+", metavar="NAME=GOLD,PREDICTIONS")
    tables = []
    for given in ask.parse_args().sets:
        name, _, files = given.partition("=")
        tables.append(measured(name, *map(Path, files.split(","))))
    sys.stdout.write(csv_text(pd.concat(tables, ignore_index=True).round({c: 4 for c in ("figure", "low", "high")})))


if __name__ == "__main__":
    main()
