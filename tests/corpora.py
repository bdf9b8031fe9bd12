"""Small corpora for tests, made as a user would make them: rows written to a file, and the file loaded."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from utils import load_corpus


def write_rows(path, rows):
    """Rows as JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def corpus_of(*texts, nature="source texts", named="trial", **columns):
    """A corpus of the given texts with ids d0, d1, …; each further column is a list with one value a text."""
    rows = [{"id": f"d{i}", "text": text} | {name: values[i] for name, values in columns.items()} for i, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        corpus = load_corpus(write_rows(Path(folder, "trial.jsonl"), rows))
    return replace(corpus, nature=nature, title=named)
