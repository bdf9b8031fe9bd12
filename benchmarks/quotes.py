"""Predictions of statements for a gold file: `python -m benchmarks.quotes GOLD.jsonl [--speech]`.

Reads one JSON object a line with doc_id and text, and date, genre and speaker_of_document where a row has them; writes one
JSON object a document with doc_id and quotes (content, source, cue: lists of [start, end); kind, type, speaker). What a gold
file says about quotes is never read. `--speech` leaves attitudes (believes, wants, backs) out.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from utils.corpus import SHIPPED
from utils.corpus.dates import iso_date
from utils.speakers import resolve
from utils.speakers.rules import load_speakers
from utils.statements import find_statements


def predictions(row: dict, rules, *, speech_only: bool = False) -> dict:
    """The prediction for one row of a gold file, which is asked for text, date and speaker_of_document alone."""
    text = row["text"]
    found = find_statements(text)
    date = iso_date(str(row.get("date") or ""))
    voices = resolve(text, found, rules, date=date, speaker=row.get("speaker_of_document") or "")
    quotes = [
        {"content": [list(p) for p in s.pieces], "source": [list(s.source)] if s.source else None,
         "cue": [list(s.cue)] if s.cue else None, "kind": s.kind, "type": s.type, "speaker": v.speaker or None}
        for s, v in zip(found.statements, voices, strict=True)
        if s.type == "speech" or not speech_only
    ]
    return {"doc_id": row["doc_id"], "quotes": quotes}


def main() -> None:
    """Write the predictions for the file named on the command line to standard output."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("gold", type=Path)
    ask.add_argument("--speech", action="store_true", help="leave attitudes out")
    asked = ask.parse_args()
    rules = load_speakers((SHIPPED / "speakers.yml").read_text(encoding="utf-8"))
    with asked.gold.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                found = predictions(json.loads(line), rules, speech_only=asked.speech)
                sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
