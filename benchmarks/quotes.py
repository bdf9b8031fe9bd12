"""Predictions of statements for a gold file: `python -m benchmarks.quotes GOLD.jsonl [--speech]`.

Reads one JSON object a line with doc_id and text, and date, genre and speaker_of_document where a row has them; writes one
JSON object a document with doc_id and quotes (content, source, cue: lists of [start, end); kind, type, speaker, probability).
What a gold file says about quotes is never read. `--speech` leaves attitudes (believes, wants, backs) out and takes what is found
with the probability that the notebooks ask for; without it attitudes and acts count as well, from a probability of
WITH_ATTITUDES on, which was best on the articles of PolNeAR's training part that were set aside.

The last line on standard error is JSON: documents, words, and words a second from text to statements in one process. Where
textacy is installed, also the words a second of its direct_quotations behind the same English model with all its parts,
paragraph by paragraph, in turn with ours document by document, and `speed_vs_textacy`, the ratio of the two.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from utils.corpus import SHIPPED
from utils.corpus.dates import iso_date
from utils.speakers import resolve
from utils.speakers.rules import Speakers, load_speakers
from utils.statements import LEAST, Found, find_statements
from utils.statements.parse import MODELS
from utils.text import paragraph_spans

WITH_ATTITUDES = 0.3
COMPARED = 30_000  # words read by textacy too


def predictions(row: dict, found: Found, rules: Speakers, *, speech_only: bool = False) -> dict:
    """What was `found` in a row of a gold file, which is asked for doc_id, text, date and speaker_of_document alone."""
    date = iso_date(str(row.get("date") or ""))
    voices = resolve(row["text"], found, rules, date=date, speaker=row.get("speaker_of_document") or "")
    quotes = [
        {"content": [list(p) for p in s.pieces], "source": [list(s.source)] if s.source else None,
         "cue": [list(s.cue)] if s.cue else None, "kind": s.kind, "type": s.type, "speaker": v.speaker or None,
         "probability": None if s.probability is None else round(s.probability, 4)}
        for s, v in zip(found.statements, voices, strict=True)
        if s.type == "speech" or not speech_only
    ]
    return {"doc_id": row["doc_id"], "quotes": quotes}


def _peer():
    """A function that finds direct quotations in a text with textacy; None where textacy is not installed."""
    try:
        from textacy.extract import direct_quotations
    except ImportError:
        return None
    import spacy

    whole = spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))

    def read(text: str) -> None:
        for paragraph in whole.pipe([text[start:end] for start, end in paragraph_spans(text)]):
            try:
                list(direct_quotations(paragraph))
            except ValueError:  # an odd number of quotation marks
                continue

    read("A sentence before time is taken.")
    return read


def main() -> None:
    """Write the predictions for the file named on the command line to standard output."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("gold", type=Path)
    ask.add_argument("--speech", action="store_true", help="leave attitudes out")
    asked = ask.parse_args()
    rules = load_speakers((SHIPPED / "speakers.yml").read_text(encoding="utf-8"))
    find_statements("The envoy said that a sentence was read before time is taken.")
    peer = _peer()
    documents = words = compared = 0
    ours = ours_compared = theirs = 0.0
    with asked.gold.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.strip():
                continue
            row = json.loads(line)
            size = len(row["text"].split())
            begun = time.perf_counter()
            found = find_statements(row["text"], least=LEAST if asked.speech else WITH_ATTITUDES)
            took = time.perf_counter() - begun
            documents, words, ours = documents + 1, words + size, ours + took
            if peer and compared < COMPARED:
                begun = time.perf_counter()
                peer(row["text"])
                theirs += time.perf_counter() - begun
                compared, ours_compared = compared + size, ours_compared + took
            sys.stdout.write(json.dumps(predictions(row, found, rules, speech_only=asked.speech), ensure_ascii=False) + "\n")
    told = {"documents": documents, "words": words, "words_per_second": round(words / ours) if ours else None}
    if compared:
        told |= {"textacy_words_per_second": round(compared / theirs), "speed_vs_textacy": round(theirs / ours_compared, 2)}
    sys.stderr.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
