"""The record against a count that knows nothing of concepts.yml: `python -m benchmarks.record PATHS… [--record FOLDER]`.

Counts, in the texts at PATHS, what each concept below is said to be, by plain regular expressions written from that description
alone, and compares with the record document by document. Names every document in which the two differ with both counts (at
most N of each concept and language, 50), and ends with one line of JSON: of each concept the documents compared, those that
hold it, and those that differ.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path

from utils import load_corpus
from utils.record import load_record
from utils.record.collections import collection_of

GAP = r"[^.!?;\w]+(?:\w+[^.!?;\w]+){0,4}?"  # at most four words, in one sentence
TRIAD = (r"\b(?:counter|anti)?terroris\w*", r"\b(?:separatis|splittis|secessionis)\w*", r"\bextremis\w*")
TERROR = (r"\b(?:war|fight|struggle|fighting|combating|combatting)\s+(?:(?:on|against)\s+)?terror\b|\bacts?\s+of\s+terror\b"
          r"|\b(?:anti|counter)[- ]terror\b|\bsponsors?\s+of\s+terror\b"
          r"|\bterror[- ]+(?:attacks?|groups?|organi[sz]ations?|financing|threats?|incidents?|networks?|cells?|suspects?|plots?"
          r"|camps?|outfits?|operations?)\b")
DASHES, SPACES = "‐‑–—", r"[\s\u00a0-]+"


@cache
def patterns() -> dict[tuple[str, str], Callable[[str], int]]:
    """Concept and language -> how to count it in a text."""
    name = (rf"\bshanghai{SPACES}co[ -]?operation{SPACES}organi[sz]ation\b"
            rf"|\bshanghai{SPACES}organi[sz]ation{SPACES}(?:of|for){SPACES}cooperation\b")
    spirit = rf"\bshanghai[\"'”’]?{SPACES}spirits?\b"
    return {
        ("sco", "en"): _matches(rf"(?:{name})|\bsco\b"),
        ("three_forces.triad", "en"): _matches("|".join(GAP.join(order) for order in permutations(TRIAD))),
        ("shanghai_spirit", "en"): _matches(spirit),
        ("terrorism", "en"): _matches(rf"\b(?:counter|anti|bio)?terroris[mt]\w*|{TERROR}"),
        ("separatism", "en"): _matches(r"\b(?:separatis|splittis|secessionis)[mt]\w*"),
        ("extremism", "en"): _matches(r"\b(?:counter)?extremis[mt]\w*|\bextremi[sz]ation\b"),
        ("sco", "zh"): _matches("上(?:海合作|合)组织"),
        ("shanghai_spirit", "zh"): _matches("上海精神"),
        ("three_forces.label", "zh"): _matches("三股(?:恶)?势力"),
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", metavar="PATHS")
    parser.add_argument("--record", help="the record (the shipped one)")
    parser.add_argument("--most", type=int, default=50, help="differences that are named, of each concept and language (50)")
    given = parser.parse_args(arguments)
    record = load_record(given.record, duplicates=True)
    counted = record.documents.set_index("id")
    rows = {name: {c: counted[c] for c in dict.fromkeys(c for c, lang in patterns() if lang == name)} for name in ("en", "zh")}
    results = {key: {"documents": 0, "with_it": 0, "differ": 0} for key in patterns()}
    for name, lang, text in _texts(given.paths, record):
        if name not in counted.index:
            print(f"{name} is not in the record")
            continue
        for (concept, of), count in patterns().items():
            if of != lang:
                continue
            found, held = count(text), int(rows[lang][concept].at[name])
            result = results[concept, of]
            result["documents"] += 1
            result["with_it"] += bool(found or held)
            if found != held:
                result["differ"] += 1
                if result["differ"] <= given.most:
                    print(f"{concept} {lang} {name}: record {held}, plain expression {found}")
    print(json.dumps({f"{concept} {lang}": result for (concept, lang), result in results.items()}))
    return 1 if any(result["differ"] for result in results.values()) else 0


def _matches(pattern: str) -> Callable[[str], int]:
    wanted = re.compile(pattern, re.IGNORECASE)
    plain = str.maketrans(dict.fromkeys(DASHES, "-") | {"\u00a0": " "})
    return lambda text: sum(1 for _ in wanted.finditer(text.translate(plain)))


def _texts(paths: list[str], record) -> Iterator[tuple[str, str, str]]:
    """Id, language and text of each document, with the ids that the record gives."""
    known = tuple(record.collections.values())
    for path in paths:
        corpus = load_corpus(Path(path))
        for name, lang in zip(corpus.documents["id"], corpus.documents["lang"], strict=True):
            yield collection_of(name, known)[1], lang, corpus.text(name)


if __name__ == "__main__":
    sys.exit(main())
